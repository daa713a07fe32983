//! 選定評価: the vetting of a contractor for a piece of work before a contract is made, by the city's criteria, with one person answering and another
//! deciding.
//!
//! A [`Procurement`] is the piece of work; each of its candidates has a [`Selection`]. A selection keeps the version of the criteria it began with.

mod answer;
mod criteria;
mod decision;
mod declaration;
mod invitation;
mod procurement;
mod revision;
mod score;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    certificate::CertificateRow,
    choice,
    contract::{ContractKind, Nature, PersonalInformation},
    id::{ContractorId, DepartmentId, PersonId, ProcurementId, SelectionId},
    message::Message,
};

pub use answer::{Answer, AnswerForm, AnswersForm, AnswersInput, CandidateForm, Grade};
pub use criteria::{Criteria, CriteriaView, Criterion, CriterionGroup};
pub use decision::{Condition, ConditionForm, Decision, DecisionForm, LONGEST_MONTHS, Verdict};
pub use declaration::{Declaration, DeclarationForm, DeclarationInput, DeclarationSource, Question, Questionnaire, TAKE_ALL, gap};
pub use invitation::{Invitation, InvitationForm, InvitationInput, InvitationRow, InvitationState, Invited, LONGEST_DAYS, USUAL_DAYS};
pub use procurement::{Candidate, Procurement, ProcurementFilter, ProcurementForm, ProcurementInput, ProcurementRow, ProcurementState, ProcurementView};
pub use revision::{CriteriaForm, CriteriaInput, CriterionForm};
pub use score::{Score, score};

choice! {
    /// What is stored of a selection's progress; `expired` follows from the day.
    SelectionStage {
        Draft = "draft", "記入中", "Draft";
        Submitted = "submitted", "判定待ち", "Submitted";
        Passed = "passed", "合格", "Passed";
        Conditional = "passed_with_conditions", "条件付き合格", "Passed with conditions";
        Failed = "failed", "不合格", "Failed";
    }
}

choice! {
    /// The state of a selection on a day.
    SelectionState {
        Draft = "draft", "記入中", "Draft";
        Submitted = "submitted", "判定待ち", "Submitted";
        Passed = "passed", "合格", "Passed";
        Conditional = "passed_with_conditions", "条件付き合格", "Passed with conditions";
        Failed = "failed", "不合格", "Failed";
        Expired = "expired", "期限切れ", "Expired";
    }
}

impl SelectionState {
    /// Passed, and not too long ago.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Passed | Self::Conditional)
    }
}

/// What of a piece of work decides which criteria apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Work {
    pub kind: ContractKind,
    pub personal: PersonalInformation,
}

impl Work {
    /// Whether who was vetted for this work was asked all that a contract of this nature asks for: the same kind, and no more personal information.
    pub fn covers(self, nature: &Nature) -> bool {
        self.kind == nature.kind && self.personal >= nature.personal
    }
}

/// One candidate's vetting for one piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Selection {
    pub id: SelectionId,
    pub procurement: ProcurementId,
    /// 件名 of the procurement.
    pub title: String,
    pub department: DepartmentId,
    #[serde(flatten)]
    pub work: Work,
    pub contractor: ContractorId,
    /// Version of the criteria it began with and is judged by.
    pub criteria_version: u32,
    /// What has been answered so far, in the order of the criteria.
    #[serde(default)]
    pub answers: Vec<Answer>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// What the contractor declared of itself last. It counts for nothing before an officer takes it over into the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declaration: Option<Declaration>,
    pub stage: SelectionStage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// What was said on deciding, or on handing it back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decision: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// The last day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    pub updated_at: DateTime<Utc>,
    pub version: u64,
}

impl Selection {
    pub fn state_on(&self, today: NaiveDate) -> SelectionState {
        state_on(self.stage, self.valid_until, today)
    }

    /// Every reason why a contract of this contractor and nature cannot rest on it.
    pub fn hindrances(&self, contractor: &ContractorId, nature: &Nature, today: NaiveDate) -> Vec<Message> {
        let said = |key: &'static str| Message::new(key).with("title", &self.title);
        let mut reasons = Vec::new();
        if self.contractor != *contractor {
            reasons.push(said("contract.selection_other_contractor"));
        }
        if !self.work.covers(nature) {
            reasons.push(said("contract.selection_other_work"));
        }
        if !self.state_on(today).is_in_force() {
            reasons.push(said("contract.selection_not_in_force"));
        }
        reasons
    }
}

pub fn state_on(stage: SelectionStage, valid_until: Option<NaiveDate>, today: NaiveDate) -> SelectionState {
    let expired = valid_until.is_some_and(|last| last < today);
    match stage {
        SelectionStage::Draft => SelectionState::Draft,
        SelectionStage::Submitted => SelectionState::Submitted,
        SelectionStage::Failed => SelectionState::Failed,
        SelectionStage::Passed | SelectionStage::Conditional if expired => SelectionState::Expired,
        SelectionStage::Passed => SelectionState::Passed,
        SelectionStage::Conditional => SelectionState::Conditional,
    }
}

/// A selection as its page shows it: what is asked, what it comes to so far, and what the reader may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SelectionView {
    pub selection: Selection,
    /// What is asked for this work, in the version the selection began with.
    pub criteria: Vec<Criterion>,
    pub score: Score,
    pub state: SelectionState,
    pub contractor_name: String,
    pub department_name: String,
    pub submitted_by_name: Option<String>,
    pub decided_by_name: Option<String>,
    /// The last day it would count when passed today, by the criteria.
    pub usual_until: NaiveDate,
    /// Certificates of the contractor that answers cite or can cite, as they stand today.
    #[serde(default)]
    pub certificates: Vec<CertificateRow>,
    /// The reader may fill it in and hand it in now.
    pub may_answer: bool,
    /// The reader may decide on it now.
    pub may_decide: bool,
    /// Links made for the contractor, the newest first; nothing unless the server faces outwards and the reader is one who makes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitations: Option<Vec<InvitationRow>>,
    pub may_read_audit: bool,
}

/// A selection in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SelectionRow {
    pub id: SelectionId,
    pub procurement: ProcurementId,
    pub title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub kind: ContractKind,
    pub personal: PersonalInformation,
    pub state: SelectionState,
    pub valid_until: Option<NaiveDate>,
    pub version: u64,
}

/// Which selections; the latest change comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct SelectionFilter {
    /// Id of a contractor.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// Only those a contract can rest on today.
    pub in_force: bool,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// The candidates for one piece of work side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// In the order they were named.
    pub columns: Vec<ComparisonColumn>,
    /// In the order of the criteria.
    pub rows: Vec<ComparisonRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ComparisonColumn {
    pub selection: SelectionId,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub criteria_version: u32,
    pub state: SelectionState,
    pub valid_until: Option<NaiveDate>,
    pub conditions: Vec<Condition>,
    pub score: Score,
    /// When the contractor's self-declaration came in, where there is one.
    pub declared_at: Option<DateTime<Utc>>,
    pub version: u64,
}

/// One criterion, and what each candidate's selection says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ComparisonRow {
    pub criterion: Criterion,
    /// In the order of the columns; nothing where it is not answered, or not asked in the version the candidate began with.
    pub answers: Vec<Option<Answer>>,
}

impl Comparison {
    /// Puts candidates beside each other. Each comes with the criteria that are asked of it, which differ where they began under different versions:
    /// a criterion is told as the newest of them has it.
    pub fn of(candidates: Vec<(ComparisonColumn, Vec<Criterion>, Vec<Answer>)>) -> Self {
        let mut asked: Vec<&(ComparisonColumn, Vec<Criterion>, Vec<Answer>)> = candidates.iter().collect();
        asked.sort_by_key(|(column, _, _)| std::cmp::Reverse(column.criteria_version));
        let mut rows: Vec<ComparisonRow> = Vec::new();
        for criterion in asked.iter().flat_map(|(_, criteria, _)| criteria) {
            if rows.iter().all(|row| row.criterion.id != criterion.id) {
                let answer = |answers: &[Answer]| answers.iter().find(|answer| answer.criterion == criterion.id && answer.grade.is_some()).cloned();
                rows.push(ComparisonRow { criterion: criterion.clone(), answers: candidates.iter().map(|(_, _, answers)| answer(answers)).collect() });
            }
        }
        rows.sort_by_key(|row| row.criterion.group);
        Self { rows, columns: candidates.into_iter().map(|(column, _, _)| column).collect() }
    }
}
