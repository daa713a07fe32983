//! The form of a contract and its reading.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    Error, Result,
    contract::{Confidentiality, Contract, ContractKind, Level, Nature, PersonalInformation, Segment},
    date,
    error::FieldError,
    form,
    id::{self, ContractorId, DepartmentId, SelectionId},
    label::Choice,
    message::Message,
    text,
};

/// A contract cannot run longer than this many years; a longer period is a slip of the pen.
const LONGEST_YEARS: u32 = 30;

/// The fields that say what kind of work it is and what it touches.
const NATURE: [&str; 11] = [
    "kind",
    "confidentiality",
    "integrity",
    "availability",
    "personal",
    "records",
    "segment",
    "remote_access",
    "off_premises",
    "data_abroad",
    "subcontract_depth",
];

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ContractForm {
    #[validate(custom(function = "form::required"), length(max = 40), custom(function = "number"))]
    pub number: String,
    #[validate(custom(function = "form::required"), length(max = 200))]
    pub title: String,
    #[validate(length(max = 4000))]
    pub summary: String,
    /// Id of the department.
    #[validate(custom(function = "form::required"))]
    pub department: String,
    /// Id of the contractor.
    #[validate(custom(function = "form::required"))]
    pub contractor: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<ContractKind>"))]
    pub kind: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub start: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub end: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::count"))]
    pub amount: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<Confidentiality>"))]
    pub confidentiality: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::choice::<Level>"))]
    pub integrity: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::choice::<Level>"))]
    pub availability: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<PersonalInformation>"))]
    pub personal: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::count"))]
    pub records: String,
    #[validate(custom(function = "form::choice::<Segment>"))]
    pub segment: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub remote_access: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub off_premises: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub data_abroad: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "depth"))]
    pub subcontract_depth: String,
    #[validate(length(max = 100))]
    pub city_lead: String,
    #[validate(length(max = 100))]
    pub contractor_lead: String,
    /// Telephone and e-mail of the contractor's side.
    #[validate(length(max = 200))]
    pub contractor_contact: String,
    #[validate(length(max = 400))]
    pub workplace: String,
    #[validate(length(max = 2000))]
    pub service_level: String,
    /// Id of the selection it rests on; asked for when the contract is put in force.
    pub selection: String,
}

/// A checked [`ContractForm`]; department and contractor are not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractInput {
    pub number: String,
    pub title: String,
    pub summary: String,
    pub department: DepartmentId,
    pub contractor: ContractorId,
    pub nature: Nature,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub amount: Option<u64>,
    pub city_lead: String,
    pub contractor_lead: String,
    pub contractor_contact: String,
    pub workplace: String,
    pub service_level: String,
    pub selection: Option<SelectionId>,
}

impl ContractForm {
    /// Reads the form, or answers every field's error at once.
    pub fn read(&self) -> Result<ContractInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let start = date::parse(&self.start).unwrap_or_default();
        let end = date::parse(&self.end).unwrap_or_default();
        if errors.iter().all(|e| e.field != "start" && e.field != "end") {
            errors.extend(period_error(start, end));
        }
        let nature = self.nature();
        if nature.personal != PersonalInformation::None && Confidentiality::read(&self.confidentiality).is_some_and(|stated| stated < Confidentiality::C2) {
            errors.push(FieldError::new("confidentiality", Message::new("contract.personal_needs_confidentiality")));
        }
        let mut reference = |field: &str, value: &str| {
            if !id::is_valid(value) && errors.iter().all(|e| e.field != field) {
                errors.push(FieldError::new(field, Message::new("field.choice")));
            }
        };
        reference("department", &self.department);
        reference("contractor", &self.contractor);
        if !self.selection.is_empty() {
            reference("selection", &self.selection);
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(ContractInput {
            number: text::code(&self.number),
            title: text::tidy(&self.title),
            summary: form::prose(&self.summary),
            department: self.department.parse()?,
            contractor: self.contractor.parse()?,
            nature,
            start,
            end,
            amount: form::read_count(&self.amount).ok().filter(|_| !text::code(&self.amount).is_empty()),
            city_lead: text::tidy(&self.city_lead),
            contractor_lead: text::tidy(&self.contractor_lead),
            contractor_contact: text::tidy(&self.contractor_contact),
            workplace: text::tidy(&self.workplace),
            service_level: form::prose(&self.service_level),
            selection: self.selection.parse().ok(),
        })
    }

    /// The nature a form not yet finished states: blank fields are allowed, unreadable ones are not.
    pub fn stated_nature(&self) -> Result<Nature> {
        let mut wrong = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        wrong.retain(|error| NATURE.contains(&error.field.as_str()) && error.message.key != "field.required");
        if wrong.is_empty() { Ok(self.nature()) } else { Err(Error::Invalid(wrong)) }
    }

    /// The nature as far as the form states it; what is blank counts as the least. Serves the live preview of the tier as well.
    pub fn nature(&self) -> Nature {
        Nature {
            kind: ContractKind::read(&self.kind).unwrap_or(ContractKind::General),
            confidentiality: Confidentiality::read(&self.confidentiality).unwrap_or(Confidentiality::C1),
            integrity: Level::read(&self.integrity).unwrap_or(Level::L1),
            availability: Level::read(&self.availability).unwrap_or(Level::L1),
            personal: PersonalInformation::read(&self.personal).unwrap_or(PersonalInformation::None),
            records: form::read_count(&self.records).unwrap_or(0),
            segment: Segment::read(&self.segment).unwrap_or(Segment::None),
            remote_access: form::read_flag(&self.remote_access),
            off_premises: form::read_flag(&self.off_premises),
            data_abroad: form::read_flag(&self.data_abroad),
            subcontract_depth: form::read_count(&self.subcontract_depth).ok().and_then(|d| u8::try_from(d).ok()).unwrap_or(0),
        }
    }
}

fn period_error(start: NaiveDate, end: NaiveDate) -> Option<FieldError> {
    let longest = start.checked_add_months(Months::new(12 * LONGEST_YEARS));
    if end < start {
        Some(FieldError::new("end", Message::new("period.reversed")))
    } else if longest.is_some_and(|limit| end >= limit) {
        Some(FieldError::new("end", Message::new("period.too_long").with("years", LONGEST_YEARS)))
    } else {
        None
    }
}

fn depth(value: &str) -> Result<(), validator::ValidationError> {
    match form::read_count(value) {
        Ok(0..=9) => Ok(()),
        _ => Err(form::fault("contract.depth")),
    }
}

fn number(value: &str) -> Result<(), validator::ValidationError> {
    if value.chars().any(char::is_control) { Err(form::fault("field.code")) } else { Ok(()) }
}

impl From<&ContractInput> for ContractForm {
    /// The form that states the same, in the register's own spelling.
    fn from(input: &ContractInput) -> Self {
        let flag = |truth: bool| if truth { "true".to_owned() } else { String::new() };
        let nature = &input.nature;
        Self {
            number: input.number.clone(),
            title: input.title.clone(),
            summary: input.summary.clone(),
            department: input.department.to_string(),
            contractor: input.contractor.to_string(),
            kind: nature.kind.to_string(),
            start: input.start.to_string(),
            end: input.end.to_string(),
            amount: input.amount.map(|yen| yen.to_string()).unwrap_or_default(),
            confidentiality: nature.confidentiality.to_string(),
            integrity: nature.integrity.to_string(),
            availability: nature.availability.to_string(),
            personal: nature.personal.to_string(),
            records: nature.records.to_string(),
            segment: nature.segment.to_string(),
            remote_access: flag(nature.remote_access),
            off_premises: flag(nature.off_premises),
            data_abroad: flag(nature.data_abroad),
            subcontract_depth: nature.subcontract_depth.to_string(),
            city_lead: input.city_lead.clone(),
            contractor_lead: input.contractor_lead.clone(),
            contractor_contact: input.contractor_contact.clone(),
            workplace: input.workplace.clone(),
            service_level: input.service_level.clone(),
            selection: input.selection.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

impl From<&Contract> for ContractForm {
    fn from(c: &Contract) -> Self {
        Self::from(&ContractInput {
            number: c.number.clone(),
            title: c.title.clone(),
            summary: c.summary.clone(),
            department: c.department.clone(),
            contractor: c.contractor.clone(),
            nature: c.nature.clone(),
            start: c.start,
            end: c.end,
            amount: c.amount,
            city_lead: c.city_lead.clone(),
            contractor_lead: c.contractor_lead.clone(),
            contractor_contact: c.contractor_contact.clone(),
            workplace: c.workplace.clone(),
            service_level: c.service_level.clone(),
            selection: c.selection.clone(),
        })
    }
}
