//! 台帳: what the register says, or said at the end of a past day (基準日).
//!
//! The columns stand in one table, [`RegisterKind::columns`], which the page, CSV and XLSX share.

mod column;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use column::{Cell, Head};

use crate::{
    choice,
    clause::CoverageCount,
    contract::{Confidentiality, ContractKind, ContractState, PersonalInformation},
    contractor::ContractorKind,
    corporate_number::CorporateNumber,
    id::{ContractId, ContractorId, DepartmentId, SelectionId, SubcontractId},
    risk::Tier,
    subcontract::{FindingKind, SubcontractState},
};

choice! {
    /// Which register.
    RegisterKind {
        Contracts = "contracts", "業務委託契約台帳", "Register of contracts";
        Subcontracts = "subcontracts", "再委託台帳", "Register of subcontracts";
        Contractors = "contractors", "委託事業者台帳", "Register of contractors";
    }
}

choice! {
    /// The form in which a register is answered.
    RegisterFormat {
        Json = "json", "JSON", "JSON";
        Csv = "csv", "CSV", "CSV";
        Xlsx = "xlsx", "Excel", "Excel";
    }
}

/// Which entries of a register, as of which day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct RegisterFilter {
    /// 基準日: what the register said at the end of this day; today unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "asked_day"))]
    pub day: Option<NaiveDate>,
    /// `json` unless stated: a page of rows. The others are files and hold all rows.
    pub format: Option<RegisterFormat>,
    /// Words of the number, title, work, name or address.
    pub q: String,
    /// Id of a department; with those that lay below it on that day. Contractors belong to none.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// `next` of the page before. A file holds all rows.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// Reads the day leniently, as forms do: `2026-03-31`, `R8.3.31`.
#[cfg(feature = "server")]
fn asked_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let asked = Option::<String>::deserialize(deserializer)?.filter(|text| !text.trim().is_empty());
    asked.map(|text| crate::date::parse(&text).ok_or_else(|| serde::de::Error::custom("field.date"))).transpose()
}

/// A department as it was called on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RegisterDepartment {
    pub id: DepartmentId,
    pub code: String,
    pub name: String,
}

/// A page of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Register {
    pub kind: RegisterKind,
    pub day: NaiveDate,
    /// It is not what the register says today.
    pub past: bool,
    /// The day of the first entry: of the days before nothing is known. Absent while nothing was ever entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<NaiveDate>,
    /// Those of that day, by code, as far as the reader may see their records.
    pub departments: Vec<RegisterDepartment>,
    pub items: Vec<RegisterRow>,
    /// Send it back as `cursor` for the rows that follow; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many rows there are in all, counted up to 1,001.
    pub total: usize,
}

/// An entry of a register, with the names of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum RegisterRow {
    Contract(ContractEntry),
    Subcontract(SubcontractEntry),
    Contractor(ContractorEntry),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractEntry {
    pub contract: ContractId,
    pub number: String,
    pub title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    pub kind: ContractKind,
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// In yen, tax included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    pub confidentiality: Confidentiality,
    pub personal: PersonalInformation,
    /// Persons or records handled; 0 when none or unknown.
    pub records: u64,
    pub tier: Tier,
    /// On the day.
    pub state: ContractState,
    pub coverage: CoverageCount,
    pub city_lead: String,
    pub contractor_lead: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<SelectionId>,
    pub version: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SubcontractEntry {
    pub subcontract: SubcontractId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub department: DepartmentId,
    pub department_name: String,
    /// Who passes the work on: the contractor, or the subcontractor above.
    pub above_name: String,
    /// Tier below the contractor; 1 for whoever it gives work to itself.
    pub depth: u8,
    pub contractor: ContractorId,
    pub contractor_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    pub work: String,
    pub personal: PersonalInformation,
    pub place: String,
    /// Work or data lie outside Japan.
    pub abroad: bool,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub state: SubcontractState,
    /// The day the safety was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_on: Option<NaiveDate>,
    /// The day the city permitted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permitted_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// What was wrong on the day, by what was known then.
    pub findings: Vec<FindingKind>,
    pub version: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractorEntry {
    pub contractor: ContractorId,
    pub name: String,
    pub name_kana: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    pub kind: ContractorKind,
    pub postal_code: String,
    pub address: String,
    pub representative: String,
    pub security_lead: String,
    pub phone: String,
    pub email: String,
    pub version: u64,
}

/// Name of the file in which a register is kept, e.g. `業務委託契約台帳_2026-03-31.xlsx`.
pub fn file_name(kind: RegisterKind, day: NaiveDate, format: RegisterFormat, lang: crate::Lang) -> String {
    use crate::label::Choice;
    format!("{}_{day}.{}", kind.label(lang).replace(' ', "_"), format.word())
}
