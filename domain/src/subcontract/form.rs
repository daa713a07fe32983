//! The forms of a subcontract: what is requested, the city's answer, the clauses handed down, and the end.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Closure, Ruling, RulingAnswer, SafetyCheck, Subcontract};
use crate::{
    Error, Result,
    contract::PersonalInformation,
    date,
    error::FieldError,
    form,
    id::{self, ContractorId, SubcontractId},
    label::Choice,
    message::Message,
    text,
};

/// What is requested. The safety confirmation can follow, but has to be there before the city permits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SubcontractForm {
    /// Id of the subcontract that passes the work on; blank for the contractor. It cannot be changed later.
    pub parent: String,
    /// Id of the contractor that work is passed on to.
    #[validate(custom(function = "form::required"))]
    pub contractor: String,
    #[validate(custom(function = "form::required"), length(max = 1000))]
    pub work: String,
    /// Needed where personal information is handled.
    #[validate(length(max = 1000))]
    pub information: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<PersonalInformation>"))]
    pub personal: String,
    #[validate(custom(function = "form::required"), length(max = 200))]
    pub place: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub abroad: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub start: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub end: String,
    /// The day on which the city confirmed its safety.
    #[validate(custom(function = "form::date"))]
    pub safety_on: String,
    /// By what.
    #[validate(length(max = 1000))]
    pub safety_how: String,
}

/// A checked [`SubcontractForm`]; what it refers to is not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubcontractInput {
    pub parent: Option<SubcontractId>,
    pub contractor: ContractorId,
    pub work: String,
    pub information: String,
    pub personal: PersonalInformation,
    pub place: String,
    pub abroad: bool,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub safety: Option<SafetyCheck>,
}

impl SubcontractForm {
    /// Reads the form, or answers every field's error at once.
    pub fn read(&self, today: NaiveDate) -> Result<SubcontractInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let mut wrong = |field: &str, key: &'static str| {
            if errors.iter().all(|error| error.field != field) {
                errors.push(FieldError::new(field, Message::new(key)));
            }
        };
        let (start, end) = (date::parse(&self.start), date::parse(&self.end));
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            wrong("end", "period.reversed");
        }
        let personal = PersonalInformation::read(&self.personal).unwrap_or(PersonalInformation::None);
        let information = form::prose(&self.information);
        if personal != PersonalInformation::None && information.is_empty() {
            wrong("information", "subcontract.information_missing");
        }
        let (safety_on, how) = (date::parse(&self.safety_on), form::prose(&self.safety_how));
        match (safety_on, how.is_empty()) {
            (Some(on), _) if on > today => wrong("safety_on", "field.in_future"),
            (Some(_), true) => wrong("safety_how", "subcontract.safety_how"),
            (None, false) => wrong("safety_on", "subcontract.safety_on"),
            _ => {}
        }
        if !id::is_valid(&self.contractor) {
            wrong("contractor", "field.choice");
        }
        if !self.parent.is_empty() && !id::is_valid(&self.parent) {
            wrong("parent", "field.choice");
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(SubcontractInput {
            parent: Some(&self.parent).filter(|parent| !parent.is_empty()).map(|parent| parent.parse()).transpose()?,
            contractor: self.contractor.parse()?,
            work: form::prose(&self.work),
            information,
            personal,
            place: text::tidy(&self.place),
            abroad: form::read_flag(&self.abroad),
            start: start.unwrap_or_default(),
            end: end.unwrap_or_default(),
            safety: safety_on.map(|on| SafetyCheck { on, how }),
        })
    }
}

impl From<&Subcontract> for SubcontractForm {
    fn from(node: &Subcontract) -> Self {
        let (safety_on, safety_how) = node.safety.as_ref().map(|safety| (safety.on.to_string(), safety.how.clone())).unwrap_or_default();
        Self {
            parent: node.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            contractor: node.contractor.to_string(),
            work: node.work.clone(),
            information: node.information.clone(),
            personal: node.personal.to_string(),
            place: node.place.clone(),
            abroad: if node.abroad { "true".to_owned() } else { String::new() },
            start: node.start.to_string(),
            end: node.end.to_string(),
            safety_on,
            safety_how,
        }
    }
}

/// The city's answer to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RulingForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<RulingAnswer>"))]
    pub answer: String,
    /// The day of the answer, never before the safety confirmation.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub on: String,
    /// Conditions; needed as the reason of a refusal.
    #[validate(length(max = 2000))]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulingInput {
    pub answer: RulingAnswer,
    pub on: NaiveDate,
    pub remark: String,
}

impl RulingForm {
    /// `safety` is what is known of the subcontractor's safety. A permission without it is refused, whatever the form says.
    pub fn read(&self, safety: Option<&SafetyCheck>, today: NaiveDate) -> Result<RulingInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let input = RulingInput {
            answer: RulingAnswer::read(&self.answer).unwrap_or(RulingAnswer::Refuse),
            on: date::parse(&self.on).unwrap_or(today),
            remark: form::prose(&self.remark),
        };
        let permits = input.answer == RulingAnswer::Permit;
        if input.on > today {
            errors.push(FieldError::new("on", Message::new("field.in_future")));
        } else if let Some(safety) = safety.filter(|safety| permits && input.on < safety.on) {
            errors.push(FieldError::new("on", Message::new("subcontract.before_safety").with("on", safety.on)));
        }
        if !permits && input.remark.is_empty() {
            errors.push(FieldError::new("remark", Message::new("subcontract.refusal_reason")));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        if permits && safety.is_none() {
            return Err(Error::Refused(vec![Message::new("subcontract.safety_first")]));
        }
        Ok(input)
    }
}

impl RulingInput {
    pub fn by(self, name: &str) -> Ruling {
        Ruling { answer: self.answer, on: self.on, remark: self.remark, by: name.to_owned() }
    }
}

/// The clauses the agreement with the subcontractor was seen to contain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FlowDownForm {
    #[validate(nested)]
    pub clauses: Vec<FlowDownItem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FlowDownItem {
    pub clause: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub confirmed: String,
}

impl FlowDownForm {
    /// The clauses confirmed. What is not to be handed down is a mistake of the asker.
    pub fn read(&self, required: &[&str]) -> Result<BTreeSet<String>> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        for (index, item) in self.clauses.iter().enumerate() {
            if !required.contains(&item.clause.as_str()) {
                errors.push(FieldError::new(format!("clauses[{index}].clause"), Message::new("subcontract.unknown_clause")));
            }
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(self.clauses.iter().filter(|item| form::read_flag(&item.confirmed)).map(|item| item.clause.clone()).collect())
    }
}

/// That the work has ended, and what became of the information.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ClosureForm {
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub on: String,
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub proof: String,
}

impl ClosureForm {
    pub fn read(&self, today: NaiveDate) -> Result<Closure> {
        self.validate()?;
        let on = date::parse(&self.on).unwrap_or(today);
        if on > today {
            return Err(Error::invalid("on", Message::new("field.in_future")));
        }
        Ok(Closure { on, proof: form::prose(&self.proof) })
    }
}
