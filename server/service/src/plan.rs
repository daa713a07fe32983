//! 点検計画: from a contract to the checks it gets.

use chrono::NaiveDate;
use domain::{
    contract::Contract,
    plan::{self, Planned, Subject},
};

use crate::policy::InForce;

/// The plan of a contract under the policies in force, for the time the register watches it.
pub(crate) fn of(contract: &Contract, policies: &InForce, watched_from: NaiveDate) -> Vec<Planned> {
    let subject = Subject { id: &contract.id, nature: &contract.nature, tier: contract.assessment.tier, start: contract.start, end: contract.end };
    plan::plan(&subject, &policies.set.cadence, &policies.calendar, watched_from)
}
