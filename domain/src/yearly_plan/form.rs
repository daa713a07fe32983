//! What is said of a plan: its limits, another day for a check, and the CISO's answer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::Limits;
use crate::{Error, Result, date, error::FieldError, form, message::Message};

const MOST_A_WEEK: u64 = 100;

fn limit(value: &str) -> Result<(), ValidationError> {
    read_limit(value).map(|_| ()).ok_or_else(|| form::fault("yearly_plan.limit"))
}

fn read_limit(value: &str) -> Option<u32> {
    let count = form::read_count(value).ok().filter(|count| (1..=MOST_A_WEEK).contains(count))?;
    u32::try_from(count).ok()
}

/// How many checks may fall due within a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LevelForm {
    /// Of one department.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "limit"))]
    pub department_week: String,
    /// Of those the security officers carry out.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "limit"))]
    pub officer_week: String,
}

impl From<Limits> for LevelForm {
    fn from(limits: Limits) -> Self {
        Self { department_week: limits.department_week.to_string(), officer_week: limits.officer_week.to_string() }
    }
}

impl LevelForm {
    pub fn read(&self) -> Result<Limits> {
        let errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        match (read_limit(&self.department_week), read_limit(&self.officer_week)) {
            (Some(department_week), Some(officer_week)) => Ok(Limits { department_week, officer_week }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// Another day for a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PlacementForm {
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub due: String,
    #[validate(length(max = 400))]
    pub reason: String,
}

impl PlacementForm {
    /// `window` is the days the check's rule allows.
    pub fn read(&self, window: (NaiveDate, NaiveDate), today: NaiveDate) -> Result<(NaiveDate, String)> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let due = date::parse(&self.due);
        let (from, until) = (window.0.max(today), window.1);
        if due.is_some_and(|due| due < from || due > until) {
            errors.push(FieldError::new("due", Message::new("yearly_plan.window").with("from", from).with("until", until)));
        }
        match due {
            Some(due) if errors.is_empty() => Ok((due, form::prose(&self.reason))),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// The CISO's answer to a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PlanDecisionForm {
    /// Whether it is approved; otherwise it goes back.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub approve: String,
    /// Needed to send it back.
    #[validate(length(max = 2000))]
    pub remark: String,
}

impl PlanDecisionForm {
    pub fn read(&self) -> Result<(bool, String)> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let (approve, remark) = (form::read_flag(&self.approve), form::prose(&self.remark));
        if !approve && remark.is_empty() {
            errors.push(FieldError::new("remark", Message::new("yearly_plan.why_back")));
        }
        if errors.is_empty() { Ok((approve, remark)) } else { Err(Error::Invalid(errors)) }
    }
}
