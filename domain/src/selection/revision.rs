//! A new version of the criteria, as the security officer writes it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Criteria, Criterion, CriterionGroup, LONGEST_MONTHS};
use crate::{
    Error, Result,
    contract::{ContractKind, PersonalInformation},
    error::FieldError,
    form,
    label::Choice,
    message::Message,
    text,
};

/// No criterion weighs more.
const HEAVIEST: u64 = 100;

/// All of the criteria, as they shall be from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CriteriaForm {
    /// The first day they are in force; today unless stated.
    #[validate(custom(function = "form::date"))]
    pub in_force_from: String,
    /// What was changed and why.
    #[validate(custom(function = "form::required"), length(max = 400))]
    pub note: String,
    /// Months a selection counts.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::required"), custom(function = "form::count"))]
    pub valid_months: String,
    /// In their order; lines that say nothing are left out.
    #[validate(nested)]
    pub criteria: Vec<CriterionForm>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CriterionForm {
    #[validate(length(max = 20))]
    pub id: String,
    #[validate(custom(function = "form::choice::<CriterionGroup>"))]
    pub group: String,
    #[validate(length(max = 400))]
    pub text: String,
    #[validate(length(max = 800))]
    pub text_en: String,
    #[validate(length(max = 400))]
    pub evidence: String,
    #[validate(length(max = 800))]
    pub evidence_en: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::count"))]
    pub weight: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub blocking: String,
    /// Words of the kinds of work, parted by commas; blank for all.
    pub kinds: String,
    /// Words of the personal information, parted by commas; blank for all.
    pub personal: String,
    #[validate(length(max = 400))]
    pub basis: String,
    /// Leaves the criterion out of the new version.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub dropped: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaInput {
    pub in_force_from: NaiveDate,
    pub note: String,
    pub valid_months: u32,
    pub criteria: Vec<Criterion>,
}

impl From<&Criteria> for CriteriaForm {
    fn from(criteria: &Criteria) -> Self {
        Self {
            in_force_from: String::new(),
            note: String::new(),
            valid_months: criteria.valid_months.to_string(),
            criteria: criteria.criteria.iter().map(CriterionForm::from).collect(),
        }
    }
}

impl From<&Criterion> for CriterionForm {
    fn from(criterion: &Criterion) -> Self {
        Self {
            id: criterion.id.clone(),
            group: criterion.group.to_string(),
            text: criterion.text.clone(),
            text_en: criterion.text_en.clone(),
            evidence: criterion.evidence.clone(),
            evidence_en: criterion.evidence_en.clone(),
            weight: criterion.weight.to_string(),
            blocking: if criterion.blocking { "true".to_owned() } else { String::new() },
            kinds: words(&criterion.kinds),
            personal: words(&criterion.personal),
            basis: criterion.basis.clone(),
            dropped: String::new(),
        }
    }
}

fn words<T: Choice>(values: &[T]) -> String {
    values.iter().map(|value| value.word()).collect::<Vec<_>>().join(",")
}

/// The choices of a list parted by commas, or nothing where one of them is none.
fn choices<T: Choice>(list: &str) -> Option<Vec<T>> {
    list.split([',', '、']).map(str::trim).filter(|word| !word.is_empty()).map(T::read).collect()
}

impl CriterionForm {
    fn is_left_out(&self) -> bool {
        form::read_flag(&self.dropped) || (self.id.trim().is_empty() && text::tidy(&self.text).is_empty())
    }
}

impl CriteriaForm {
    /// Reads all of them, or tells every fault. They may not begin to be in force in the past: selections have begun by what was in force then.
    pub fn read(&self, today: NaiveDate) -> Result<CriteriaInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let from = if self.in_force_from.trim().is_empty() { today } else { crate::date::parse(&self.in_force_from).unwrap_or(today) };
        if from < today {
            errors.push(FieldError::new("in_force_from", Message::new("criteria.in_past")));
        }
        let months = form::read_count(&self.valid_months).ok().and_then(|months| u32::try_from(months).ok()).unwrap_or(0);
        if !(1..=LONGEST_MONTHS).contains(&months) && errors.iter().all(|error| error.field != "valid_months") {
            errors.push(FieldError::new("valid_months", Message::new("criteria.months").with("longest", LONGEST_MONTHS)));
        }
        let mut known = BTreeSet::new();
        let mut criteria = Vec::new();
        for (index, form) in self.criteria.iter().enumerate().filter(|(_, form)| !form.is_left_out()) {
            let id = text::code(&form.id);
            let mut fault = |field: &str, key: &'static str| {
                let field = format!("criteria[{index}].{field}");
                if errors.iter().all(|error| error.field != field) {
                    errors.push(FieldError::new(field, Message::new(key)));
                }
            };
            if !crate::id::is_valid(&id) {
                fault("id", "criteria.id");
            } else if !known.insert(id.clone()) {
                fault("id", "field.taken");
            }
            for (field, value) in [("text", &form.text), ("text_en", &form.text_en)] {
                if text::tidy(value).is_empty() {
                    fault(field, "field.required");
                }
            }
            let group = CriterionGroup::read(&form.group);
            if group.is_none() {
                fault("group", "field.required");
            }
            let weight = form::read_count(&form.weight).ok().filter(|weight| (1..=HEAVIEST).contains(weight)).and_then(|weight| u32::try_from(weight).ok());
            if weight.is_none() {
                fault("weight", "criteria.weight");
            }
            let (kinds, personal) = (choices::<ContractKind>(&form.kinds), choices::<PersonalInformation>(&form.personal));
            if kinds.is_none() {
                fault("kinds", "field.choice");
            }
            if personal.is_none() {
                fault("personal", "field.choice");
            }
            let (Some(group), Some(weight), Some(kinds), Some(personal)) = (group, weight, kinds, personal) else { continue };
            criteria.push(Criterion {
                id,
                group,
                text: text::tidy(&form.text),
                text_en: text::tidy(&form.text_en),
                evidence: text::tidy(&form.evidence),
                evidence_en: text::tidy(&form.evidence_en),
                weight,
                blocking: form::read_flag(&form.blocking),
                kinds,
                personal,
                basis: text::tidy(&form.basis),
            });
        }
        if criteria.is_empty() && errors.is_empty() {
            errors.push(FieldError::new("criteria", Message::new("criteria.none")));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        criteria.sort_by_key(|criterion| criterion.group);
        Ok(CriteriaInput { in_force_from: from, note: text::tidy(&self.note), valid_months: months, criteria })
    }
}
