//! The forms of a finding and of the measures asked for because of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Finding, Measure, MeasureStep, Severity};
use crate::{Error, Result, date, error::FieldError, form, id, id::VerificationId, label::Choice, message::Message, text};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FindingForm {
    /// Id of the check it was found by; blank where it came up otherwise. It cannot be changed later.
    pub verification: String,
    /// Id of a clause the contract must contain; blank where it breaks none.
    #[validate(length(max = 20))]
    pub clause: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<Severity>"))]
    pub severity: String,
    #[validate(custom(function = "form::required"), length(max = 4000))]
    pub fact: String,
    /// Today or earlier.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub found_on: String,
}

/// A checked [`FindingForm`]; clause and check are not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingInput {
    pub verification: Option<VerificationId>,
    pub clause: String,
    pub severity: Severity,
    pub fact: String,
    pub found_on: NaiveDate,
}

impl FindingForm {
    /// Reads the form, or answers every field's error at once.
    pub fn read(&self, today: NaiveDate) -> Result<FindingInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let found_on = date::parse(&self.found_on);
        errors.extend(not_after(found_on, today, "found_on"));
        let check = self.verification.trim();
        if !check.is_empty() && !id::is_valid(check) {
            errors.push(FieldError::new("verification", Message::new("field.choice")));
        }
        match (Severity::read(&self.severity), found_on) {
            (Some(severity), Some(found_on)) if errors.is_empty() => {
                Ok(FindingInput { verification: check.parse().ok(), clause: text::code(&self.clause), severity, fact: form::prose(&self.fact), found_on })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl From<&Finding> for FindingForm {
    fn from(finding: &Finding) -> Self {
        Self {
            verification: finding.verification.as_ref().map(ToString::to_string).unwrap_or_default(),
            clause: finding.clause.clone(),
            severity: finding.severity.word().to_owned(),
            fact: finding.fact.clone(),
            found_on: finding.found_on.to_string(),
        }
    }
}

/// A measure that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MeasureForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<MeasureStep>"))]
    pub step: String,
    /// What is asked; stands in the notice.
    #[validate(custom(function = "form::required"), length(max = 4000))]
    pub asked: String,
    /// The day by which it has to be answered: today or later.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub due: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureInput {
    pub step: MeasureStep,
    pub asked: String,
    pub due: NaiveDate,
}

impl MeasureForm {
    pub fn read(&self, today: NaiveDate) -> Result<MeasureInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let due = date::parse(&self.due);
        if due.is_some_and(|due| due < today) {
            errors.push(FieldError::new("due", Message::new("finding.due_past")));
        }
        match (MeasureStep::read(&self.step), due) {
            (Some(step), Some(due)) if errors.is_empty() => Ok(MeasureInput { step, asked: form::prose(&self.asked), due }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// The CISO's answer to a measure that needs approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MeasureRulingForm {
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::required"), custom(function = "form::flag"))]
    pub approve: String,
    /// Needed where it is not approved.
    #[validate(length(max = 2000))]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureRulingInput {
    pub approved: bool,
    pub remark: String,
}

impl MeasureRulingForm {
    pub fn read(&self) -> Result<MeasureRulingInput> {
        self.validate()?;
        let input = MeasureRulingInput { approved: form::read_flag(&self.approve), remark: form::prose(&self.remark) };
        if input.approved || !input.remark.is_empty() { Ok(input) } else { Err(Error::invalid("remark", Message::new("finding.say_why"))) }
    }
}

/// What was answered to a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MeasureReportForm {
    /// The day the report came in: not before the measure was asked for, not after today.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub reported_on: String,
    #[validate(custom(function = "form::required"), length(max = 8000))]
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureReportInput {
    pub on: NaiveDate,
    pub text: String,
}

impl MeasureReportForm {
    pub fn read(&self, measure: &Measure, today: NaiveDate) -> Result<MeasureReportInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let on = date::parse(&self.reported_on);
        errors.extend(not_after(on, today, "reported_on"));
        if on.is_some_and(|on| on < measure.asked_on) {
            errors.push(FieldError::new("reported_on", Message::new("finding.before_asked").with("asked", measure.asked_on)));
        }
        match on {
            Some(on) if errors.is_empty() => Ok(MeasureReportInput { on, text: form::prose(&self.text) }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// Whether a measure worked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ConfirmationForm {
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::required"), custom(function = "form::flag"))]
    pub effective: String,
    /// What it was confirmed by; needed, whatever the answer.
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationInput {
    pub effective: bool,
    pub remark: String,
}

impl ConfirmationForm {
    pub fn read(&self) -> Result<ConfirmationInput> {
        self.validate()?;
        Ok(ConfirmationInput { effective: form::read_flag(&self.effective), remark: form::prose(&self.remark) })
    }
}

/// Why a finding is laid aside without a measure that worked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ClosingForm {
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub reason: String,
}

impl ClosingForm {
    pub fn read(&self) -> Result<String> {
        self.validate()?;
        Ok(form::prose(&self.reason))
    }
}

fn not_after(day: Option<NaiveDate>, today: NaiveDate, field: &'static str) -> Option<FieldError> {
    day.filter(|day| *day > today).map(|_| FieldError::new(field, Message::new("finding.in_future")))
}
