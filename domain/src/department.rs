//! 課室: the organisation tree, each node valid from a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Error, Result, choice, date, error::FieldError, form, id::DepartmentId, label::Choice, message::Message, text};

choice! {
    /// Where a node stands in the organisation.
    DepartmentLevel {
        Division = "division", "部", "Division";
        Section = "section", "課", "Section";
        Unit = "unit", "係", "Unit";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Department {
    pub id: DepartmentId,
    /// 課室コード, unique in the city.
    pub code: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_kana: String,
    pub level: DepartmentLevel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<DepartmentId>,
    pub valid_from: NaiveDate,
    /// The last day it exists; open while absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub version: u64,
}

impl Department {
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day <= end)
    }
}

/// What a person states of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DepartmentForm {
    #[validate(custom(function = "form::required"), length(max = 20))]
    pub code: String,
    #[validate(custom(function = "form::required"), length(max = 100))]
    pub name: String,
    #[validate(length(max = 200))]
    pub name_kana: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<DepartmentLevel>"))]
    pub level: String,
    /// Code of the department above; blank at the top.
    #[validate(length(max = 20))]
    pub parent_code: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub valid_from: String,
    #[validate(custom(function = "form::date"))]
    pub valid_to: String,
}

/// A checked [`DepartmentForm`]; the code above is not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentInput {
    pub code: String,
    pub name: String,
    pub name_kana: String,
    pub level: DepartmentLevel,
    pub parent_code: Option<String>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

impl DepartmentForm {
    pub fn read(&self) -> Result<DepartmentInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let input = DepartmentInput {
            code: text::code(&self.code),
            name: text::tidy(&self.name),
            name_kana: text::tidy(&self.name_kana),
            level: DepartmentLevel::read(&self.level).unwrap_or(DepartmentLevel::Section),
            parent_code: Some(text::code(&self.parent_code)).filter(|code| !code.is_empty()),
            valid_from: date::parse(&self.valid_from).unwrap_or_default(),
            valid_to: date::parse(&self.valid_to),
        };
        if date::parse(&self.valid_from).zip(input.valid_to).is_some_and(|(start, end)| end < start) {
            errors.push(FieldError::new("valid_to", Message::new("period.reversed")));
        }
        if errors.is_empty() { Ok(input) } else { Err(Error::Invalid(errors)) }
    }
}
