//! 委託事業者: a company or sole proprietor the city outsources to, once per corporate number.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Error, Result, choice, corporate_number::CorporateNumber, error::FieldError, form, id::ContractorId, label::Choice, message::Message, text};

choice! {
    ContractorKind {
        Company = "company", "法人", "Company";
        SoleProprietor = "sole_proprietor", "個人事業主", "Sole proprietor";
        PublicBody = "public_body", "公的団体", "Public body";
    }
}

choice! {
    /// The order of a list of contractors.
    ContractorSort {
        Kana = "kana", "よみ", "Reading";
        Number = "number", "法人番号", "Corporate number";
        Updated = "updated", "更新日時", "Last change";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Contractor {
    pub id: ContractorId,
    pub kind: ContractorKind,
    /// Absent for a sole proprietor, who has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    pub name: String,
    pub name_kana: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postal_code: String,
    pub address: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub representative: String,
    /// 情報セキュリティ責任者 of the contractor.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub security_lead: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    pub version: u64,
}

/// A contractor in a list, with what the city has with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractorRow {
    pub id: ContractorId,
    pub kind: ContractorKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    pub name: String,
    pub name_kana: String,
    pub address: String,
    /// Contracts concluded and not closed.
    pub contracts: u32,
    /// Verifications past their due date today.
    pub overdue: u32,
    pub version: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ContractorFilter {
    /// Words of the name, reading, address or number.
    pub q: String,
    /// Company, sole proprietor or another body.
    pub kind: Option<ContractorKind>,
    /// `kana` unless stated.
    pub sort: Option<ContractorSort>,
    /// From the end of the order to its beginning.
    pub desc: bool,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ContractorForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<ContractorKind>"))]
    pub kind: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "corporate_number"))]
    pub corporate_number: String,
    #[validate(custom(function = "form::required"), length(max = 200))]
    pub name: String,
    #[validate(custom(function = "form::required"), length(max = 200), custom(function = "kana"))]
    pub name_kana: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "postal_code"))]
    pub postal_code: String,
    #[validate(custom(function = "form::required"), length(max = 300))]
    pub address: String,
    #[validate(length(max = 100))]
    pub representative: String,
    #[validate(length(max = 100))]
    pub security_lead: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(length(max = 30), custom(function = "phone"))]
    pub phone: String,
    #[validate(length(max = 254), custom(function = "form::email"))]
    pub email: String,
    #[validate(length(max = 4000))]
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractorInput {
    pub kind: ContractorKind,
    pub corporate_number: Option<CorporateNumber>,
    pub name: String,
    pub name_kana: String,
    pub postal_code: String,
    pub address: String,
    pub representative: String,
    pub security_lead: String,
    pub phone: String,
    pub email: String,
    pub note: String,
}

impl ContractorForm {
    /// Reads the form. A company must state its corporate number, a sole proprietor has none.
    pub fn read(&self) -> Result<ContractorInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let kind = ContractorKind::read(&self.kind);
        let number = CorporateNumber::parse(&self.corporate_number).ok();
        let stated = !self.corporate_number.trim().is_empty();
        match kind {
            Some(ContractorKind::SoleProprietor) if stated => {
                errors.push(FieldError::new("corporate_number", Message::new("contractor.number_of_sole_proprietor")));
            }
            Some(ContractorKind::Company | ContractorKind::PublicBody) if !stated => {
                errors.push(FieldError::new("corporate_number", Message::new("contractor.number_missing")));
            }
            _ => {}
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(ContractorInput {
            kind: kind.unwrap_or(ContractorKind::Company),
            corporate_number: number,
            name: text::tidy(&self.name),
            name_kana: text::katakana(&text::narrow(&text::tidy(&self.name_kana))),
            postal_code: postal(&self.postal_code),
            address: text::tidy(&self.address),
            representative: text::tidy(&self.representative),
            security_lead: text::tidy(&self.security_lead),
            phone: text::code(&self.phone),
            email: text::narrow(&self.email).trim().to_owned(),
            note: form::prose(&self.note),
        })
    }
}

impl From<&Contractor> for ContractorForm {
    fn from(c: &Contractor) -> Self {
        Self {
            kind: c.kind.word().to_owned(),
            corporate_number: c.corporate_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            name: c.name.clone(),
            name_kana: c.name_kana.clone(),
            postal_code: c.postal_code.clone(),
            address: c.address.clone(),
            representative: c.representative.clone(),
            security_lead: c.security_lead.clone(),
            phone: c.phone.clone(),
            email: c.email.clone(),
            note: c.note.clone(),
        }
    }
}

/// `277-8505` from what people write; blank where it is none.
fn postal(value: &str) -> String {
    let code = text::code(value);
    let digits: String = code.strip_prefix('〒').unwrap_or(&code).chars().filter(|c| *c != '-').collect();
    if digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) { format!("{}-{}", &digits[..3], &digits[3..]) } else { String::new() }
}

fn postal_code(value: &str) -> Result<(), validator::ValidationError> {
    if value.trim().is_empty() || !postal(value).is_empty() { Ok(()) } else { Err(form::fault("field.postal_code")) }
}

fn phone(value: &str) -> Result<(), validator::ValidationError> {
    let code = text::code(value);
    let digits = code.chars().filter(char::is_ascii_digit).count();
    // Up to fifteen digits (ITU-T E.164); short ones such as 110 are nobody's office.
    let sound = (code.is_empty() || (9..=15).contains(&digits)) && code.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')'));
    if sound { Ok(()) } else { Err(form::fault("field.phone")) }
}

/// Hiragana or katakana, with the marks and the Latin letters that names carry.
fn kana(value: &str) -> Result<(), validator::ValidationError> {
    let tidy = text::katakana(&text::narrow(&text::tidy(value)));
    let sound = tidy.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | ' ' | '.' | '-' | '&') || c.is_ascii_alphanumeric());
    if sound { Ok(()) } else { Err(form::fault("field.kana")) }
}

fn corporate_number(value: &str) -> Result<(), validator::ValidationError> {
    if value.trim().is_empty() {
        return Ok(());
    }
    CorporateNumber::parse(value).map(|_| ()).map_err(form::fault)
}

/// A contractor as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractorView {
    pub contractor: Contractor,
    pub contracts: u32,
    pub overdue: u32,
    /// What the published register of corporate numbers says that differs: another name, or that it is no more.
    #[serde(default)]
    pub notes: Vec<Message>,
    pub may_change: bool,
    pub may_read_audit: bool,
}
