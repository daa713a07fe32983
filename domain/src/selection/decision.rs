//! 判定: the security officer's word on a candidate.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Score;
use crate::{Error, Result, choice, error::FieldError, form, label::Choice, message::Message, text};

/// No selection counts for longer than this many months.
pub const LONGEST_MONTHS: u32 = 36;

choice! {
    Verdict {
        Passed = "passed", "合格", "Passed";
        Conditional = "passed_with_conditions", "条件付き合格", "Passed with conditions";
        Failed = "failed", "不合格", "Failed";
        Returned = "returned", "差戻し", "Handed back";
    }
}

/// What is asked of a candidate that passed with conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Condition {
    pub text: String,
    pub due: NaiveDate,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DecisionForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<Verdict>"))]
    pub verdict: String,
    /// Why; must be said of what is not passed.
    #[validate(length(max = 2000))]
    pub remark: String,
    /// Asked for where it is passed with conditions; lines that say nothing are left out.
    #[validate(nested)]
    pub conditions: Vec<ConditionForm>,
    /// The last day it counts; the criteria's usual one unless stated.
    #[validate(custom(function = "form::date"))]
    pub valid_until: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ConditionForm {
    #[validate(length(max = 500))]
    pub text: String,
    #[validate(custom(function = "form::date"))]
    pub due: String,
}

impl ConditionForm {
    fn is_blank(&self) -> bool {
        text::tidy(&self.text).is_empty() && self.due.trim().is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    pub remark: String,
    pub conditions: Vec<Condition>,
    /// Absent where it is not passed.
    pub valid_until: Option<NaiveDate>,
}

impl DecisionForm {
    /// Reads the decision on answers that come to this score; `usual` is the last day where none is stated. Every fault is told at once.
    pub fn read(&self, score: &Score, today: NaiveDate, usual: NaiveDate) -> Result<Decision> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let Some(verdict) = Verdict::read(&self.verdict) else {
            return Err(Error::Invalid(errors));
        };
        let passes = matches!(verdict, Verdict::Passed | Verdict::Conditional);
        let valid_until = if self.valid_until.trim().is_empty() { usual } else { crate::date::parse(&self.valid_until).unwrap_or(usual) };
        let conditions = self.read_conditions(verdict, valid_until, today, &mut errors);
        let mut fault = |field: &str, message: Message| errors.push(FieldError::new(field, message));
        if passes {
            for hindrance in &score.hindrances {
                fault("verdict", hindrance.clone());
            }
            let longest = today.checked_add_months(Months::new(LONGEST_MONTHS)).unwrap_or(today);
            if !(today..=longest).contains(&valid_until) {
                fault("valid_until", Message::new("selection.valid_until").with("until", longest));
            }
        }
        if verdict == Verdict::Passed && !score.partly.is_empty() {
            fault("verdict", Message::new("selection.partly_needs_conditions").with("criteria", score.partly.join(" ")));
        }
        let remark = form::prose(&self.remark);
        if !passes && remark.is_empty() {
            fault("remark", Message::new("selection.reason_missing"));
        }
        if errors.is_empty() { Ok(Decision { verdict, remark, conditions, valid_until: passes.then_some(valid_until) }) } else { Err(Error::Invalid(errors)) }
    }

    fn read_conditions(&self, verdict: Verdict, valid_until: NaiveDate, today: NaiveDate, errors: &mut Vec<FieldError>) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let mut faults = Vec::new();
        let mut fault = |index: usize, field: &str, key: &'static str| {
            faults.push(FieldError::new(format!("conditions[{index}].{field}"), Message::new(key)));
        };
        for (index, form) in self.conditions.iter().enumerate().filter(|(_, form)| !form.is_blank()) {
            let text = form::prose(&form.text);
            if verdict != Verdict::Conditional {
                fault(index, "text", "selection.conditions_not_taken");
                continue;
            }
            if text.is_empty() {
                fault(index, "text", "field.required");
            }
            match crate::date::parse(&form.due) {
                None if form.due.trim().is_empty() => fault(index, "due", "field.required"),
                None => {}
                Some(due) if due < today || due > valid_until => fault(index, "due", "selection.condition_due"),
                Some(due) => conditions.push(Condition { text, due }),
            }
        }
        if verdict == Verdict::Conditional && self.conditions.iter().all(ConditionForm::is_blank) {
            fault(0, "text", "selection.conditions_missing");
        }
        errors.extend(faults);
        conditions
    }
}
