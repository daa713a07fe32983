//! 点検計画: from a contract to the checks it gets, and to the days they may be set to.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    contract::{Contract, Nature},
    id::{ContractId, DepartmentId},
    plan::{self, Planned, Subject},
    risk::Tier,
};
use serde::Deserialize;

use crate::policy::InForce;

/// The plan of a contract under the policies in force, for the time the register watches it.
pub(crate) fn of(contract: &Contract, policies: &InForce, watched_from: NaiveDate) -> Vec<Planned> {
    let subject = Subject { id: &contract.id, nature: &contract.nature, tier: contract.assessment.tier, start: contract.start, end: contract.end };
    plan::plan(&subject, &policies.set.cadence, &policies.calendar, watched_from)
}

/// A contract as far as its plan follows from it.
#[derive(Deserialize)]
pub(crate) struct PlanInput {
    pub id: ContractId,
    pub department: DepartmentId,
    tier: Tier,
    start: NaiveDate,
    end: NaiveDate,
    pub watched_from: NaiveDate,
    #[serde(flatten)]
    nature: Nature,
}

impl PlanInput {
    pub const COLUMNS: &str = "record::id(id) AS id, department, tier, start, end, watched_from, kind, confidentiality, integrity, availability, personal, \
        records, segment, remote_access, off_premises, data_abroad, subcontract_depth";

    pub fn subject(&self) -> Subject<'_> {
        Subject { id: &self.id, nature: &self.nature, tier: self.tier, start: self.start, end: self.end }
    }
}

/// A first and a last day, both included.
pub(crate) type Window = (NaiveDate, NaiveDate);

/// The days the checks of some contracts may be set to.
pub(crate) struct Windows(HashMap<ContractId, Vec<(String, Window)>>);

impl Windows {
    pub fn of(contracts: Vec<PlanInput>, policies: &InForce) -> Self {
        let windows = |contract: &PlanInput| {
            let planned = plan::plan(&contract.subject(), &policies.set.cadence, &policies.calendar, contract.watched_from);
            planned.into_iter().map(|check| (check.slot, (check.earliest, check.latest))).collect()
        };
        Self(contracts.into_iter().map(|contract| (contract.id.clone(), windows(&contract))).collect())
    }

    /// None where the rules no longer ask for such a check.
    pub fn find(&self, contract: &ContractId, slot: &str) -> Option<Window> {
        self.0.get(contract)?.iter().find(|(known, _)| known == slot).map(|(_, window)| *window)
    }
}
