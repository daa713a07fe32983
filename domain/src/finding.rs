//! 指摘事項: something wrong under a contract, and the measures (措置) asked for because of it, step by step, until one is seen to have worked.
//!
//! Policy 2.6(8): the city confirms that the contractor keeps the requirements and acts under the contract where needed. The ladder is that of the
//! policy's standards: a request for improvement, a report to the supervising officer, to the CISO, a review of the contract, suspension, termination.

mod form;
mod measure;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use form::{
    ClosingForm, ConfirmationForm, ConfirmationInput, FindingForm, FindingInput, MeasureForm, MeasureInput, MeasureReportForm, MeasureReportInput,
    MeasureRulingForm, MeasureRulingInput,
};
pub use measure::{Confirmation, Measure, MeasureReport, MeasureRuling, MeasureState, MeasureStep};

use crate::{
    Error, Result, choice,
    id::{ContractId, ContractorId, DepartmentId, FindingId, IncidentId, VerificationId},
    label::Choice,
    message::{Message, label_param},
};

choice! {
    /// How grave it is, in the words of an audit (ISO 19011): the law or the contract is broken in substance; it is broken in detail; it is not broken yet.
    Severity {
        Major = "major", "重大", "Major";
        Minor = "minor", "軽微", "Minor";
        Observation = "observation", "観察事項", "Observation";
    }
}

choice! {
    /// Where a finding stands; follows from its measures.
    FindingState {
        Unaddressed = "unaddressed", "措置未定", "No measure yet";
        Proposed = "proposed", "承認待ち", "Awaiting approval";
        Requested = "requested", "措置要求中", "Measure requested";
        Reported = "reported", "効果確認待ち", "To be confirmed";
        Ineffective = "ineffective", "効果なし", "Not effective";
        Closed = "closed", "完了", "Closed";
    }
}

choice! {
    /// Which findings are asked for.
    FindingLane {
        Open = "open", "未完了", "Open";
        /// The contractor's report is late.
        Overdue = "overdue", "報告期限超過", "Report overdue";
        Unaddressed = "unaddressed", "措置未定", "No measure yet";
        /// The last measure did not help, and no other was asked for.
        Ineffective = "ineffective", "効果なし", "Not effective";
        Reported = "reported", "効果確認待ち", "To be confirmed";
        Proposed = "proposed", "承認待ち", "Awaiting approval";
        Closed = "closed", "完了", "Closed";
        All = "all", "すべて", "All";
    }
}

/// That it was laid aside without a measure that worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Closing {
    pub reason: String,
    pub on: NaiveDate,
    pub by: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Finding {
    pub id: FindingId,
    pub contract: ContractId,
    pub contractor: ContractorId,
    pub department: DepartmentId,
    /// The check it was found by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<VerificationId>,
    /// The incident that brought it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// Id of the clause it breaks, such as `K08`; blank where it breaks none of the catalogue.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// Version of the catalogue the contract is held against.
    pub catalogue_version: u32,
    pub severity: Severity,
    /// What was seen.
    pub fact: String,
    pub found_on: NaiveDate,
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
    /// In the order in which they were asked for; the last is the one that counts.
    #[serde(default)]
    pub measures: Vec<Measure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closing>,
    pub version: u64,
}

impl Finding {
    pub fn state(&self) -> FindingState {
        if self.closed.is_some() {
            return FindingState::Closed;
        }
        match self.measures.last().map(Measure::state) {
            None | Some(MeasureState::Rejected) => FindingState::Unaddressed,
            Some(MeasureState::Proposed) => FindingState::Proposed,
            Some(MeasureState::Requested) => FindingState::Requested,
            Some(MeasureState::Reported) => FindingState::Reported,
            Some(MeasureState::Ineffective) => FindingState::Ineffective,
            Some(MeasureState::Effective) => FindingState::Closed,
        }
    }

    /// The day by which the measure that counts has to be answered; none while nothing is asked.
    pub fn due(&self) -> Option<NaiveDate> {
        self.measures.last().filter(|_| self.state() == FindingState::Requested).map(|measure| measure.due)
    }

    /// The answer to what was asked is late.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.due().is_some_and(|due| due < today)
    }

    /// The day by which somebody acts, or since when somebody could have: what lists are in the order of.
    pub fn day(&self) -> NaiveDate {
        let Some(last) = self.measures.last().filter(|_| self.closed.is_none()) else {
            return self.closed.as_ref().map_or(self.found_on, |closing| closing.on);
        };
        match (&last.confirmation, &last.report, &last.ruling) {
            (Some(confirmation), _, _) => confirmation.on,
            (None, Some(report), _) => report.on,
            (None, None, Some(ruling)) if !ruling.approved => ruling.on,
            (None, None, None) if last.step.needs_approval() => last.asked_on,
            _ => last.due,
        }
    }

    /// The steps that may come next; none while one is on its way. A measure follows when there is none, when the last one did not help, was not
    /// approved, or is not answered in time. It goes one step up at most; where the finding is major, two.
    pub fn next_steps(&self, today: NaiveDate) -> &'static [MeasureStep] {
        let free = matches!(self.state(), FindingState::Unaddressed | FindingState::Ineffective) || self.is_overdue(today);
        if !free {
            return &[];
        }
        let reached = self.measures.iter().rev().find(|measure| measure.state() != MeasureState::Rejected);
        let from = reached.map_or(0, |measure| measure.step.height());
        let up = if self.severity == Severity::Major { 2 } else { 1 };
        &MeasureStep::ALL[from..=(from + up).min(MeasureStep::ALL.len() - 1)]
    }

    /// Asks for a measure. One that needs approval is proposed by it.
    pub fn ask(&self, input: MeasureInput, today: NaiveDate, by: &str) -> Result<Self> {
        let steps = self.next_steps(today);
        if steps.is_empty() {
            return Err(self.refused("finding.measure_under_way"));
        }
        if !steps.contains(&input.step) {
            return Err(Error::invalid("step", Message::new("finding.step")));
        }
        let measure = Measure {
            step: input.step,
            asked: input.asked,
            due: input.due,
            asked_on: today,
            asked_by: by.to_owned(),
            ruling: None,
            report: None,
            confirmation: None,
        };
        Ok(Self { measures: self.measures.iter().cloned().chain([measure]).collect(), ..self.clone() })
    }

    /// Approves a proposed measure, or does not.
    pub fn rule(&self, input: MeasureRulingInput, today: NaiveDate, by: &str) -> Result<Self> {
        let ruling = MeasureRuling { approved: input.approved, remark: input.remark, on: today, by: by.to_owned() };
        self.step_on(FindingState::Proposed, |last| Measure { ruling: Some(ruling), ..last })
    }

    /// Keeps what the contractor, or the officer reported to, answered.
    pub fn report(&self, input: MeasureReportInput, by: &str) -> Result<Self> {
        let report = MeasureReport { text: input.text, on: input.on, by: by.to_owned() };
        self.step_on(FindingState::Requested, |last| Measure { report: Some(report), ..last })
    }

    /// Says whether it worked. One that did closes the finding.
    pub fn confirm(&self, input: ConfirmationInput, today: NaiveDate, by: &str) -> Result<Self> {
        let confirmation = Confirmation { effective: input.effective, remark: input.remark, on: today, by: by.to_owned() };
        self.step_on(FindingState::Reported, |last| Measure { confirmation: Some(confirmation), ..last })
    }

    /// Whether it may be laid aside without a measure that worked: where it was no more than an observation, or the contract is over. Not while
    /// somebody's answer is awaited.
    pub fn may_lay_aside(&self, contract_over: bool) -> bool {
        let idle = !matches!(self.state(), FindingState::Closed | FindingState::Proposed | FindingState::Reported);
        idle && (contract_over || (self.severity == Severity::Observation && self.state() != FindingState::Requested))
    }

    /// Lays it aside.
    pub fn lay_aside(&self, reason: String, contract_over: bool, today: NaiveDate, by: &str) -> Result<Self> {
        if !self.may_lay_aside(contract_over) {
            return Err(self.refused("finding.needs_measure"));
        }
        Ok(Self { closed: Some(Closing { reason, on: today, by: by.to_owned() }), ..self.clone() })
    }

    fn step_on(&self, from: FindingState, change: impl FnOnce(Measure) -> Measure) -> Result<Self> {
        let mut measures = self.measures.clone();
        match measures.pop().filter(|_| self.state() == from) {
            Some(last) => measures.push(change(last)),
            None => return Err(self.refused("finding.not_in_state")),
        }
        Ok(Self { measures, ..self.clone() })
    }

    fn refused(&self, key: &'static str) -> Error {
        Error::Refused(vec![Message::new(key).with("state", label_param(self.state()))])
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct FindingFilter {
    /// `open` unless stated.
    pub lane: Option<FindingLane>,
    /// How grave.
    pub severity: Option<Severity>,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// Id of a contractor.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// Id of a contract.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contract: Option<ContractId>,
    /// Id of a check.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub verification: Option<VerificationId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// A finding in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FindingRow {
    pub id: FindingId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub clause: String,
    pub clause_title: String,
    pub severity: Severity,
    pub fact: String,
    pub found_on: NaiveDate,
    pub state: FindingState,
    /// How far it has gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<MeasureStep>,
    /// The day by which the answer is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Working days past that day; 0 when not late.
    pub days_late: u32,
    pub version: u64,
}

/// A finding as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "what the reader may do, one by one")]
pub struct FindingView {
    pub finding: Finding,
    pub state: FindingState,
    pub days_late: u32,
    pub clause_title: String,
    /// What the clause asks of a contract.
    pub requirement: String,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor_name: String,
    pub department_name: String,
    /// What is wrong with the same clause at the same contractor elsewhere, as far as the reader may see.
    pub repeated: Vec<FindingRow>,
    /// Steps that may be asked for next.
    pub next_steps: Vec<MeasureStep>,
    pub may_change: bool,
    pub may_ask: bool,
    pub may_rule: bool,
    pub may_report: bool,
    pub may_confirm: bool,
    pub may_lay_aside: bool,
    pub may_read_audit: bool,
}

/// The findings of one clause at one contractor, across its contracts: what comes back shows as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FindingGroup {
    /// Blank for what breaks no clause.
    pub clause: String,
    pub clause_title: String,
    pub open: u32,
    /// Departments it was found in.
    pub departments: u32,
    pub rows: Vec<FindingRow>,
}

/// Puts findings of one contractor together by clause: what is found most often first, then in the order of the clauses.
pub fn grouped(rows: Vec<FindingRow>) -> Vec<FindingGroup> {
    let mut groups: Vec<FindingGroup> = Vec::new();
    for row in rows {
        let place = groups.iter().position(|group| group.clause == row.clause).unwrap_or_else(|| {
            let (clause, clause_title) = (row.clause.clone(), row.clause_title.clone());
            groups.push(FindingGroup { clause, clause_title, open: 0, departments: 0, rows: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.open += u32::from(row.state != FindingState::Closed);
            group.departments += u32::from(group.rows.iter().all(|other| other.department != row.department));
            group.rows.push(row);
        }
    }
    groups.sort_by(|a, b| b.rows.len().cmp(&a.rows.len()).then_with(|| a.clause.cmp(&b.clause)));
    groups
}
