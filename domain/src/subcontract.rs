//! 再委託: who does part of a contract's work below the contractor, tier by tier, with the city's permission for each.
//!
//! Every tier below the contractor needs the permission of the city, given after the city has confirmed its safety and dated on or before the
//! day it starts (policy 2.6(8); for My Number 番号法第10条).

mod finding;
mod form;
mod tree;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use finding::{Above, Finding, FindingKind, findings};
pub use form::{ClosureForm, FlowDownForm, FlowDownItem, RulingForm, RulingInput, SubcontractForm, SubcontractInput};
pub use tree::{ancestors, depth, depth_first};

use crate::{
    choice,
    contract::PersonalInformation,
    id::{ContractId, ContractorId, DepartmentId, SubcontractId},
};

choice! {
    /// Where a subcontract stands; `ended` needs the record of its end, not only a day gone by.
    SubcontractState {
        Requested = "requested", "承認待ち", "Awaiting permission";
        Permitted = "permitted", "承認済み", "Permitted";
        Refused = "refused", "不承認", "Refused";
        Ended = "ended", "終了", "Ended";
    }
}

choice! {
    /// What the city says to a request.
    RulingAnswer {
        Permit = "permit", "承認する", "Permit";
        Refuse = "refuse", "承認しない", "Refuse";
    }
}

choice! {
    /// Which subcontracts are asked for.
    SubcontractLane {
        /// Those with a finding that has begun.
        Findings = "findings", "問題あり", "With findings";
        Requested = "requested", "承認待ち", "Awaiting permission";
        All = "all", "すべて", "All";
    }
}

/// That the city has confirmed the safety of a subcontractor, which comes before its permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SafetyCheck {
    pub on: NaiveDate,
    /// By what, e.g. the papers looked at.
    pub how: String,
}

/// The city's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Ruling {
    pub answer: RulingAnswer,
    /// The day of the letter.
    pub on: NaiveDate,
    /// Conditions of a permission, or why it was refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    pub by: String,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Closure {
    pub on: NaiveDate,
    /// How return and erasure were confirmed, or that the work never began.
    pub proof: String,
}

/// A node of the subcontracting tree under a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Subcontract {
    pub id: SubcontractId,
    pub contract: ContractId,
    /// The subcontract that passes the work on; absent where it is the contractor itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<SubcontractId>,
    pub contractor: ContractorId,
    pub work: String,
    /// What it is given of the city's information.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub information: String,
    pub personal: PersonalInformation,
    pub place: String,
    /// Work or data lie outside Japan.
    pub abroad: bool,
    pub start: NaiveDate,
    pub end: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<SafetyCheck>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
    /// Clauses of the contract that the agreement with the subcontractor was seen to contain, by id.
    #[serde(default)]
    pub clauses: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<Closure>,
    /// What is wrong with it, and from which day on; see [`findings`].
    #[serde(default)]
    pub findings: Vec<Finding>,
    pub requested_by: String,
    pub updated_at: DateTime<Utc>,
    pub version: u64,
}

impl Subcontract {
    pub fn state(&self) -> SubcontractState {
        match (&self.closure, self.ruling.as_ref().map(|ruling| ruling.answer)) {
            (Some(_), _) => SubcontractState::Ended,
            (None, Some(RulingAnswer::Permit)) => SubcontractState::Permitted,
            (None, Some(RulingAnswer::Refuse)) => SubcontractState::Refused,
            (None, None) => SubcontractState::Requested,
        }
    }

    /// What is wrong on a day.
    pub fn findings_on(&self, today: NaiveDate) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.from <= today)
    }

    /// The day from which something is wrong, unless something is done before.
    pub fn finding_from(&self) -> Option<NaiveDate> {
        self.findings.iter().map(|finding| finding.from).min()
    }
}

/// A clause that has to be handed down to every subcontractor, and whether one has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FlowDown {
    pub clause: String,
    pub title: String,
    pub confirmed: bool,
}

/// A subcontract as its page shows it: names filled in, and what the reader may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "what the reader may do, one by one")]
pub struct SubcontractView {
    pub subcontract: Subcontract,
    pub state: SubcontractState,
    /// Tier below the contractor; 1 for whoever it gives work to itself.
    pub depth: u8,
    pub contractor_name: String,
    /// Who passes the work on.
    pub above_name: String,
    pub contract_number: String,
    pub contract_title: String,
    pub department: DepartmentId,
    pub department_name: String,
    /// In the order of the catalogue.
    pub flow_down: Vec<FlowDown>,
    /// The reader may change what was requested: until the city has permitted it.
    pub may_change: bool,
    /// The reader may record clauses and the end.
    pub may_record: bool,
    /// The reader may add a tier below.
    pub may_pass_on: bool,
    pub may_rule: bool,
}

/// The subcontracting of one contract, each node followed by those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SubcontractTree {
    pub contract: ContractId,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub nodes: Vec<SubcontractView>,
    /// Tiers the contract states, which its risk is computed from.
    pub depth_stated: u8,
    /// Tiers there are, those refused or ended left out.
    pub depth_found: u8,
    pub may_add: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct SubcontractFilter {
    /// Words of the work, the subcontractor, or the contract's number or title.
    pub q: String,
    /// `all` unless stated.
    pub lane: Option<SubcontractLane>,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// Id of a contractor that work is passed on to.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// A subcontract in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SubcontractRow {
    pub id: SubcontractId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub work: String,
    pub personal: PersonalInformation,
    pub tier: crate::risk::Tier,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub state: SubcontractState,
    /// As of today.
    pub findings: Vec<Finding>,
    pub version: u64,
}
