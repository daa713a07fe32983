//! 点検: one scheduled check, from its due date to the security officer's verdict.

mod checklist;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    Error, Result,
    cadence::{Inspector, Questions},
    certificate::CertificateRow,
    choice,
    contract::PersonalInformation,
    error::FieldError,
    finding::{FindingState, Severity},
    form,
    id::{CertificateId, ContractId, ContractorId, DepartmentId, FindingId, IncidentId, PersonId, VerificationId},
    label::Choice,
    message::{Message, label_param},
    reason::Reason,
    risk::Tier,
    yearly_plan::Placed,
};

pub use checklist::{CheckItem, EarlierFinding, checklist, unasked};

choice! {
    VerificationKind {
        Initial = "initial", "着手時点検", "Initial check";
        Periodic = "periodic", "定期点検", "Periodic check";
        Closing = "closing", "終了時点検", "Closing check";
        Incident = "incident", "事故時点検", "Incident check";
    }
}

choice! {
    /// How a check is carried out.
    Method {
        OnSite = "on_site", "実地", "On site";
        Remote = "remote", "遠隔（映像等）", "Remote (video, photographs)";
        Paper = "paper", "書面", "Paper";
        Certificate = "certificate", "第三者認証", "Certificate";
    }
}

choice! {
    VerificationState {
        Scheduled = "scheduled", "予定", "Scheduled";
        InProgress = "in_progress", "実施中", "In progress";
        Submitted = "submitted", "確認待ち", "Submitted";
        SentBack = "sent_back", "差戻し", "Sent back";
        Accepted = "accepted", "完了", "Accepted";
        Cancelled = "cancelled", "取消", "Cancelled";
    }
}

impl VerificationState {
    /// Still to be done by the department: it can be late.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Scheduled | Self::InProgress | Self::SentBack)
    }
}

choice! {
    Answer {
        Conforms = "conforms", "適", "Conforms";
        Deviates = "deviates", "不適", "Deviates";
        NotApplicable = "not_applicable", "該当なし", "Not applicable";
        Unverified = "unverified", "確認できず", "Could not verify";
    }
}

choice! {
    Verdict {
        Adequate = "adequate", "適切", "Adequate";
        Improve = "improve", "改善を要する", "Needs improvement";
        Inadequate = "inadequate", "不適切", "Inadequate";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Verification {
    pub id: VerificationId,
    pub contract: ContractId,
    pub contractor: ContractorId,
    pub department: DepartmentId,
    /// See [`crate::plan::Planned::slot`].
    pub slot: String,
    pub kind: VerificationKind,
    /// What called for it, where it is an extra check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    pub fiscal_year: i32,
    pub due: NaiveDate,
    /// Who set it to another day than its rule's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<Placed>,
    pub tier: Tier,
    pub personal: PersonalInformation,
    /// Means that satisfy it.
    pub methods: Vec<Method>,
    #[serde(default)]
    pub questions: Questions,
    #[serde(default)]
    pub inspector: Inspector,
    pub reasons: Vec<Reason>,
    /// Version of the cadence policy it was planned under.
    pub policy_version: u32,
    pub state: VerificationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Why it was done remotely, where on site is the rule.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method_reason: String,
    /// The certificate it was shown by, where the method is a certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_out_on: Option<NaiveDate>,
    #[serde(default)]
    pub checklist: Vec<CheckItem>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// What the security officer said on accepting or sending back; or why it was cancelled.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decision: String,
    pub version: u64,
}

impl Verification {
    /// The first day it can be filled in for: it may be brought forward within its fiscal year or the one before, and an older day is a slip of the pen.
    pub fn opens_on(&self) -> NaiveDate {
        crate::date::fiscal_year_range(self.fiscal_year - 1).0
    }

    /// Refused once it has been handed in or cancelled, and while it lies too far ahead.
    pub fn open_to_reports(&self, today: NaiveDate) -> Result<(), Error> {
        let why = if !self.state.is_open() {
            Message::new("verification.not_open").with("state", label_param(self.state))
        } else if today < self.opens_on() {
            Message::new("verification.opens_on").with("from", self.opens_on())
        } else {
            return Ok(());
        };
        Err(Error::Refused(vec![why]))
    }
}

/// The report of a check as filled in. `submit` hands it in; without it the work is kept for later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ReportForm {
    #[validate(custom(function = "form::choice::<Method>"))]
    pub method: String,
    #[validate(length(max = 2000))]
    pub method_reason: String,
    /// Id of the certificate it was shown by; needed where the method is `certificate`, and of no concern to another.
    pub certificate: String,
    #[validate(custom(function = "form::date"))]
    pub carried_out_on: String,
    #[validate(length(max = 8000))]
    pub remarks: String,
    #[validate(custom(function = "form::choice::<Verdict>"))]
    pub verdict: String,
    /// In the order of the checklist.
    #[validate(nested)]
    pub answers: Vec<AnswerForm>,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub submit: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AnswerForm {
    pub clause: String,
    #[validate(custom(function = "form::choice::<Answer>"))]
    pub answer: String,
    #[validate(length(max = 2000))]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportInput {
    pub method: Option<Method>,
    pub method_reason: String,
    /// Not yet looked up.
    pub certificate: Option<CertificateId>,
    pub carried_out_on: Option<NaiveDate>,
    pub remarks: String,
    pub verdict: Option<Verdict>,
    /// The checklist with the answers put in.
    pub checklist: Vec<CheckItem>,
    pub submit: bool,
}

impl ReportForm {
    /// Reads the report against the check it belongs to. Keeping half-done work is always allowed; handing it in asks for everything at once.
    pub fn read(&self, check: &Verification, today: NaiveDate) -> Result<ReportInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let mut checklist = check.checklist.clone();
        // Where each item of the checklist is answered in the form.
        let mut places: Vec<Option<usize>> = vec![None; checklist.len()];
        for (index, given) in self.answers.iter().enumerate() {
            let mut wrong = |key: &'static str| errors.push(FieldError::new(format!("answers[{index}].clause"), Message::new(key)));
            let item = checklist.iter_mut().zip(&mut places).find(|(item, _)| item.clause == given.clause);
            match item {
                Some((item, place @ None)) => {
                    *place = Some(index);
                    item.answer = Answer::read(&given.answer);
                    item.remark = form::prose(&given.remark);
                }
                Some((_, Some(_))) => wrong("verification.answered_twice"),
                None => wrong("verification.unknown_clause"),
            }
        }
        let method = Method::read(&self.method);
        let cited = Some(self.certificate.trim()).filter(|id| !id.is_empty() && method == Some(Method::Certificate));
        if cited.is_some_and(|id| !crate::id::is_valid(id)) {
            errors.push(FieldError::new("certificate", Message::new("field.choice")));
        }
        let input = ReportInput {
            certificate: cited.and_then(|id| id.parse().ok()),
            method,
            method_reason: form::prose(&self.method_reason),
            carried_out_on: crate::date::parse(&self.carried_out_on),
            remarks: form::prose(&self.remarks),
            verdict: Verdict::read(&self.verdict),
            checklist,
            submit: form::read_flag(&self.submit),
        };
        if input.carried_out_on.is_some_and(|day| day > today) {
            errors.push(FieldError::new("carried_out_on", Message::new("verification.in_future")));
        }
        let earliest = check.opens_on();
        if input.carried_out_on.is_some_and(|day| day < earliest) {
            errors.push(FieldError::new("carried_out_on", Message::new("verification.too_early").with("from", earliest)));
        }
        if input.submit {
            let gaps: Vec<FieldError> = input.gaps(check, &places).into_iter().filter(|gap| errors.iter().all(|error| error.field != gap.field)).collect();
            errors.extend(gaps);
        }
        if errors.is_empty() { Ok(input) } else { Err(Error::Invalid(errors)) }
    }
}

impl ReportInput {
    /// What is still missing before the report can be handed in. `places` tells where in the form each item of the checklist is answered; one that is
    /// not there is told by its own place.
    fn gaps(&self, check: &Verification, places: &[Option<usize>]) -> Vec<FieldError> {
        let mut gaps = Vec::new();
        let mut missing = |field: &str, key: &'static str| gaps.push(FieldError::new(field, Message::new(key)));
        if self.carried_out_on.is_none() {
            missing("carried_out_on", "field.required");
        }
        if self.verdict.is_none() {
            missing("verdict", "field.required");
        }
        match self.method {
            None => missing("method", "field.required"),
            Some(method) if !check.methods.contains(&method) => missing("method", "verification.method_not_enough"),
            Some(Method::Certificate) if self.certificate.is_none() => missing("certificate", "verification.certificate_missing"),
            Some(Method::Remote) if check.personal != PersonalInformation::None && self.method_reason.is_empty() => {
                missing("method_reason", "verification.remote_reason");
            }
            Some(_) => {}
        }
        let deviates = self.checklist.iter().any(|item| item.answer == Some(Answer::Deviates));
        if deviates && self.verdict == Some(Verdict::Adequate) {
            missing("verdict", "verification.verdict_contradicts");
        }
        for ((index, item), place) in self.checklist.iter().enumerate().zip(places) {
            let index = place.unwrap_or(index);
            if item.answer.is_none() {
                missing(&format!("answers[{index}].answer"), "verification.unanswered");
            } else if matches!(item.answer, Some(Answer::Deviates | Answer::Unverified)) && item.remark.is_empty() {
                missing(&format!("answers[{index}].remark"), "verification.remark_missing");
            }
        }
        gaps
    }
}

/// The security officer's decision on a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DecisionForm {
    /// Accept the report, or send it back.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::required"), custom(function = "form::flag"))]
    pub accept: String,
    #[validate(length(max = 2000))]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub accept: bool,
    pub remark: String,
}

impl DecisionForm {
    /// Sending back needs a word on why.
    pub fn read(&self) -> Result<Decision> {
        self.validate()?;
        let decision = Decision { accept: form::read_flag(&self.accept), remark: form::prose(&self.remark) };
        if !decision.accept && decision.remark.is_empty() {
            return Err(Error::invalid("remark", Message::new("verification.send_back_reason")));
        }
        Ok(decision)
    }
}

/// A finding recorded of a check, by the clause it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FoundBy {
    pub finding: FindingId,
    pub clause: String,
    pub severity: Severity,
    pub state: FindingState,
}

/// A check as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "what the reader may do, one by one")]
pub struct VerificationView {
    pub verification: Verification,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor_name: String,
    pub department_name: String,
    pub submitted_by_name: Option<String>,
    pub decided_by_name: Option<String>,
    /// Findings recorded of it, as far as the reader may see: id and clause.
    #[serde(default)]
    pub findings: Vec<FoundBy>,
    /// What is open of the contract and no question asks about.
    #[serde(default)]
    pub earlier: Vec<EarlierFinding>,
    /// The reader may record what is wrong as a finding.
    #[serde(default)]
    pub may_find: bool,
    /// What the incident is called that called for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub incident_title: String,
    /// The reader may open the incident.
    #[serde(default)]
    pub may_read_incident: bool,
    /// What it was shown by, as it stood on the day of the check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_by: Option<CertificateRow>,
    /// Certificates of the contractor a report can name, as they stand today, and the one it names.
    #[serde(default)]
    pub certificates: Vec<CertificateRow>,
    pub days_late: u32,
    pub days_left: u32,
    /// The reader may fill it in now.
    pub may_report: bool,
    /// The reader may hand it in.
    pub may_submit: bool,
    /// The reader may accept it or send it back now.
    pub may_decide: bool,
    pub may_read_audit: bool,
}
