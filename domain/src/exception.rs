//! 例外措置: a recorded approval to let a required clause be absent from a contract, with its reason, what is done in its place, and its last day.
//!
//! The department asks, the CISO approves; nobody approves what they asked for themselves. A contract has to state its security requirements
//! (policy 2.6(8)): leaving one out is a decision somebody answers for, for a time only. When its last day is over it brings the gap back by itself.

mod form;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use form::{DecisionInput, ExceptionDecisionForm, ExceptionForm, ExceptionInput, RevocationForm, latest_until};

use crate::{
    choice,
    clause::EXCEPTION_NOTICE_DAYS,
    id::{ContractId, DepartmentId, ExceptionId},
};

choice! {
    /// Where an exception stands on a day; that it has expired follows from the day and is stored nowhere.
    ExceptionState {
        Requested = "requested", "申請中", "Requested";
        Approved = "approved", "承認済み", "Approved";
        Rejected = "rejected", "却下", "Rejected";
        Expired = "expired", "期限切れ", "Expired";
        Withdrawn = "withdrawn", "取下げ", "Withdrawn";
        Ended = "ended", "終了", "Ended";
    }
}

choice! {
    /// What the CISO says to a request.
    ExceptionAnswer {
        Approve = "approve", "承認する", "Approve";
        Reject = "reject", "却下する", "Reject";
    }
}

choice! {
    /// Why an exception ended before its last day.
    EndCause {
        /// Whoever asked took the request back before it was decided.
        Withdrawn = "withdrawn", "申請の取下げ", "Withdrawn";
        /// The CISO took the approval back.
        Revoked = "revoked", "承認の取消し", "Revoked";
        /// The clause is in the contract now, or a newer exception stands in its place.
        Superseded = "superseded", "条項の充足又は新しい例外", "Superseded";
    }
}

choice! {
    /// Which exceptions are asked for.
    ExceptionLane {
        Requested = "requested", "申請中", "Requested";
        /// In force, with a last day within [`EXCEPTION_NOTICE_DAYS`].
        Due = "due", "まもなく期限", "Ending soon";
        InForce = "in_force", "有効", "In force";
        All = "all", "すべて", "All";
    }
}

/// The CISO's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExceptionDecision {
    pub answer: ExceptionAnswer,
    pub on: NaiveDate,
    pub by: String,
    /// Conditions of an approval, or why it was rejected.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// That it ended before its last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Ending {
    pub cause: EndCause,
    pub on: NaiveDate,
    pub by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// One required clause of one contract that is, or is asked to be, excepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Exception {
    pub id: ExceptionId,
    pub contract: ContractId,
    /// Id of the clause, such as `K08`.
    pub clause: String,
    /// Version of the catalogue that asked for the clause.
    pub catalogue_version: u32,
    /// Why the contract cannot state it.
    pub reason: String,
    /// 代替措置: what is done in its place meanwhile.
    pub measure: String,
    /// Its last day; the approver may have brought it forward.
    pub until: NaiveDate,
    pub requested_by: String,
    pub requested_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<ExceptionDecision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ending>,
    pub version: u64,
}

impl Exception {
    pub fn state_on(&self, today: NaiveDate) -> ExceptionState {
        match (self.decision.as_ref().map(|decision| decision.answer), &self.ended) {
            (None, None) => ExceptionState::Requested,
            (None, Some(_)) => ExceptionState::Withdrawn,
            (Some(ExceptionAnswer::Reject), _) => ExceptionState::Rejected,
            (Some(ExceptionAnswer::Approve), Some(_)) => ExceptionState::Ended,
            (Some(ExceptionAnswer::Approve), None) if self.until < today => ExceptionState::Expired,
            (Some(ExceptionAnswer::Approve), None) => ExceptionState::Approved,
        }
    }

    /// Whether it is in force and its last day is near enough to be spoken of.
    pub fn is_due_on(&self, today: NaiveDate) -> bool {
        self.state_on(today) == ExceptionState::Approved && self.until <= due_until(today)
    }
}

/// The last of the last days that are near.
pub fn due_until(today: NaiveDate) -> NaiveDate {
    today + Days::new(EXCEPTION_NOTICE_DAYS.unsigned_abs())
}

/// A request that waits, as the list of a contract's clauses shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExceptionRequest {
    pub id: ExceptionId,
    pub clause: String,
    pub requested_by: String,
    pub requested_at: DateTime<Utc>,
    pub until: NaiveDate,
}

/// An exception as its page shows it: names filled in, and what the reader may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "what the reader may do, one by one")]
pub struct ExceptionView {
    pub exception: Exception,
    pub state: ExceptionState,
    pub clause_title: String,
    /// What the clause asks of a contract.
    pub requirement: String,
    /// Without the clause, and without an exception, the contract cannot be put in force.
    pub blocking: bool,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor_name: String,
    pub department: DepartmentId,
    pub department_name: String,
    /// The reader may change or withdraw the request.
    pub may_change: bool,
    pub may_decide: bool,
    pub may_revoke: bool,
    /// The reader may ask for another one in its place.
    pub may_ask_again: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ExceptionFilter {
    /// `all` unless stated.
    pub lane: Option<ExceptionLane>,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// Id of a contract.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contract: Option<ContractId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// An exception in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExceptionRow {
    pub id: ExceptionId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub clause: String,
    pub clause_title: String,
    pub measure: String,
    pub until: NaiveDate,
    pub state: ExceptionState,
    /// In force, and its last day is near.
    pub due: bool,
    pub requested_by: String,
    pub version: u64,
}
