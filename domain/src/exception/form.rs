//! The forms of an exception: what is asked for, the CISO's answer, and taking an approval back.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Exception, ExceptionAnswer};
use crate::{Error, Result, date, error::FieldError, form, label::Choice, message::Message, text};

/// Years for which an exception may be approved: longer, and nobody would look at it again.
const LONGEST_YEARS: u32 = 5;

/// The last day an exception may have that is approved on a day.
pub fn latest_until(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(12 * LONGEST_YEARS)).unwrap_or(NaiveDate::MAX)
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ExceptionForm {
    /// Id of a clause the contract must contain. It cannot be changed later.
    #[validate(custom(function = "form::required"), length(max = 20))]
    pub clause: String,
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub reason: String,
    /// 代替措置.
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub measure: String,
    /// Within five years from today.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub until: String,
}

/// A checked [`ExceptionForm`]; the clause is not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionInput {
    pub clause: String,
    pub reason: String,
    pub measure: String,
    pub until: NaiveDate,
}

impl ExceptionForm {
    /// Reads the form, or answers every field's error at once.
    pub fn read(&self, today: NaiveDate) -> Result<ExceptionInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let until = date::parse(&self.until);
        errors.extend(until.and_then(|until| until_error(until, today)));
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(ExceptionInput {
            clause: text::code(&self.clause),
            reason: form::prose(&self.reason),
            measure: form::prose(&self.measure),
            until: until.unwrap_or_default(),
        })
    }
}

fn until_error(until: NaiveDate, today: NaiveDate) -> Option<FieldError> {
    let within = (today..=latest_until(today)).contains(&until);
    (!within).then(|| FieldError::new("until", Message::new("clause.until").with("years", LONGEST_YEARS)))
}

impl From<&Exception> for ExceptionForm {
    fn from(exception: &Exception) -> Self {
        Self { clause: exception.clause.clone(), reason: exception.reason.clone(), measure: exception.measure.clone(), until: exception.until.to_string() }
    }
}

/// The CISO's answer to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ExceptionDecisionForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<ExceptionAnswer>"))]
    pub answer: String,
    /// An earlier last day than the one asked for; blank leaves it.
    #[validate(custom(function = "form::date"))]
    pub until: String,
    /// Conditions; needed as the reason of a rejection.
    #[validate(length(max = 2000))]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionInput {
    pub answer: ExceptionAnswer,
    pub until: NaiveDate,
    pub remark: String,
}

impl ExceptionDecisionForm {
    /// `asked` is the last day asked for: an approval may shorten it, and one that lies in the past approves nothing.
    pub fn read(&self, asked: NaiveDate, today: NaiveDate) -> Result<DecisionInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let answer = ExceptionAnswer::read(&self.answer);
        let (until, remark) = (date::parse(&self.until).unwrap_or(asked), form::prose(&self.remark));
        if answer == Some(ExceptionAnswer::Reject) && remark.is_empty() {
            errors.push(FieldError::new("remark", Message::new("exception.rejection_reason")));
        }
        if answer == Some(ExceptionAnswer::Approve) && errors.iter().all(|error| error.field != "until") && !(today..=asked).contains(&until) {
            errors.push(FieldError::new("until", Message::new("exception.until_asked").with("asked", asked)));
        }
        match answer {
            Some(answer) if errors.is_empty() => Ok(DecisionInput { answer, until: if answer == ExceptionAnswer::Approve { until } else { asked }, remark }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// Why an approval is taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RevocationForm {
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub reason: String,
}

impl RevocationForm {
    pub fn read(&self) -> Result<String> {
        self.validate().map_err(|errors| Error::Invalid(form::field_errors(&errors)))?;
        Ok(form::prose(&self.reason))
    }
}
