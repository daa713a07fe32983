//! 選定案件: a piece of work a department wants to outsource, and its candidates.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{SelectionStage, SelectionState, Work, state_on};
use crate::{
    Error, Result, choice,
    contract::{ContractKind, PersonalInformation},
    error::FieldError,
    form,
    id::{self, ContractorId, DepartmentId, ProcurementId, SelectionId},
    label::Choice,
    message::Message,
    text,
};

choice! {
    /// The state of a procurement on a day, as its candidates have it.
    ProcurementState {
        Open = "open", "評価中", "Under way";
        Waiting = "waiting", "判定待ち", "Awaiting a decision";
        Settled = "settled", "選定済み", "Settled";
        Expired = "expired", "期限切れ", "Expired";
        Failed = "failed", "該当者なし", "Nobody passed";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Procurement {
    pub id: ProcurementId,
    /// 件名.
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub department: DepartmentId,
    #[serde(flatten)]
    pub work: Work,
    /// How each candidate stands, in the order they were named.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    pub updated_at: DateTime<Utc>,
    pub version: u64,
}

/// A candidate as the list of procurements needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Candidate {
    pub selection: SelectionId,
    pub contractor: ContractorId,
    pub stage: SelectionStage,
    /// See [`super::Score::percent`].
    pub percent: u8,
    /// Nothing blocking stands in the way of passing.
    pub can_pass: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

impl Candidate {
    pub fn state_on(&self, today: NaiveDate) -> SelectionState {
        state_on(self.stage, self.valid_until, today)
    }
}

impl Procurement {
    /// A procurement settled once stays so, or has expired, whoever else is still being looked at; a submitted candidate comes before everything.
    pub fn state_on(&self, today: NaiveDate) -> ProcurementState {
        let is = |wanted: fn(SelectionState) -> bool| self.candidates.iter().any(|candidate| wanted(candidate.state_on(today)));
        if is(|state| state == SelectionState::Submitted) {
            ProcurementState::Waiting
        } else if is(SelectionState::is_in_force) {
            ProcurementState::Settled
        } else if is(|state| state == SelectionState::Expired) {
            ProcurementState::Expired
        } else if self.candidates.is_empty() || is(|state| state == SelectionState::Draft) {
            ProcurementState::Open
        } else {
            ProcurementState::Failed
        }
    }

    /// The last day on which a candidate that passed may still be contracted.
    pub fn valid_until(&self) -> Option<NaiveDate> {
        self.candidates.iter().filter_map(|candidate| candidate.valid_until).max()
    }

    /// Who is ahead: of those in force the one with most points; of those still to be decided otherwise. Nobody while nothing is answered.
    pub fn leader(&self, today: NaiveDate) -> Option<&Candidate> {
        let best = |wanted: fn(SelectionState) -> bool| {
            let candidates = self.candidates.iter().filter(|candidate| wanted(candidate.state_on(today)) && candidate.percent > 0);
            // Who cannot pass is behind whoever can; of several that are level, the first.
            candidates.rev().max_by_key(|candidate| (candidate.can_pass, candidate.percent))
        };
        best(SelectionState::is_in_force).or_else(|| best(|state| matches!(state, SelectionState::Draft | SelectionState::Submitted)))
    }

    /// Whether somebody already stands for the work whose vetting is open or in force.
    pub fn has_standing(&self, contractor: &ContractorId, today: NaiveDate) -> bool {
        let standing = |state: SelectionState| !matches!(state, SelectionState::Failed | SelectionState::Expired);
        self.candidates.iter().any(|candidate| candidate.contractor == *contractor && standing(candidate.state_on(today)))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProcurementForm {
    #[validate(custom(function = "form::required"), length(max = 200))]
    pub title: String,
    #[validate(length(max = 4000))]
    pub summary: String,
    /// Id of the department.
    #[validate(custom(function = "form::required"))]
    pub department: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<ContractKind>"))]
    pub kind: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<PersonalInformation>"))]
    pub personal: String,
}

/// A checked [`ProcurementForm`]; the department is not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcurementInput {
    pub title: String,
    pub summary: String,
    pub department: DepartmentId,
    pub work: Work,
}

impl ProcurementForm {
    pub fn read(&self) -> Result<ProcurementInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        if !id::is_valid(&self.department) && errors.iter().all(|error| error.field != "department") {
            errors.push(FieldError::new("department", Message::new("field.choice")));
        }
        let (Some(kind), Some(personal), true) = (ContractKind::read(&self.kind), PersonalInformation::read(&self.personal), errors.is_empty()) else {
            return Err(Error::Invalid(errors));
        };
        Ok(ProcurementInput {
            title: text::tidy(&self.title),
            summary: form::prose(&self.summary),
            department: self.department.parse()?,
            work: Work { kind, personal },
        })
    }
}

impl From<&Procurement> for ProcurementForm {
    fn from(procurement: &Procurement) -> Self {
        Self {
            title: procurement.title.clone(),
            summary: procurement.summary.clone(),
            department: procurement.department.to_string(),
            kind: procurement.work.kind.to_string(),
            personal: procurement.work.personal.to_string(),
        }
    }
}

/// A procurement as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ProcurementView {
    pub procurement: Procurement,
    pub department_name: String,
    pub state: ProcurementState,
    /// The reader may change it and name candidates.
    pub may_change: bool,
    pub may_read_audit: bool,
}

/// A procurement in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ProcurementRow {
    pub id: ProcurementId,
    pub title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub kind: ContractKind,
    pub personal: PersonalInformation,
    pub state: ProcurementState,
    pub candidates: u32,
    /// Name of who is ahead, where somebody is.
    pub leader: Option<String>,
    /// Points of who is ahead, in per cent.
    pub percent: u8,
    pub valid_until: Option<NaiveDate>,
    pub version: u64,
}

/// Which procurements; the latest change comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ProcurementFilter {
    /// Words of the title or the summary.
    pub q: String,
    /// As it is today.
    pub state: Option<ProcurementState>,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}
