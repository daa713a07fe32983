//! Since when the register of the demo city knows what, so that the register of a past day has something to show: it was introduced two fiscal years
//! ago, took over what ran then, and got every later contract some weeks before its start. One section and one contractor have had another name.

use chrono::{Days, NaiveDate};
use domain::{contractor::ContractorForm, date, department::DepartmentForm};

use super::{City, departments::INFORMATION};

/// Days before its start on which a contract is registered.
const AHEAD: u64 = 28;
/// Days from then on in which its clauses are looked at.
const CLAUSES: u64 = 9;
/// Days after its end on which return and erasure are proven.
const PROOF: u64 = 24;

/// The day the register begins.
pub fn begun(today: NaiveDate) -> NaiveDate {
    date::fiscal_year_range(date::fiscal_year(today) - 2).0
}

/// The day a contract with this start was registered.
pub fn registered(start: NaiveDate, today: NaiveDate) -> NaiveDate {
    (start - Days::new(AHEAD)).max(begun(today)).min(today)
}

/// The day its clauses were looked at.
pub fn marked(start: NaiveDate, today: NaiveDate) -> NaiveDate {
    (registered(start, today) + Days::new(CLAUSES)).min(today)
}

/// The day a contract with this end was closed.
pub fn closed(end: NaiveDate, today: NaiveDate) -> NaiveDate {
    (end + Days::new(PROOF)).max(begun(today)).min(today)
}

/// The day of the new names: the first of the fiscal year, as such days are.
pub fn renamed(today: NaiveDate) -> NaiveDate {
    date::fiscal_year_range(date::fiscal_year(today)).0
}

/// What a section was called before.
pub fn former_section(form: &DepartmentForm) -> Option<DepartmentForm> {
    let before = DepartmentForm { name: "情報システム課".to_owned(), name_kana: "ジョウホウシステムカ".to_owned(), ..form.clone() };
    (form.code == INFORMATION).then_some(before)
}

/// The contractor that has changed its legal form since, with what it was called before.
pub fn former_contractor(city: &City) -> Option<(&ContractorForm, ContractorForm)> {
    let form =
        city.contractors.iter().find(|form| form.name.contains("株式会社") && city.contracts.iter().any(|c| c.form.contractor == form.corporate_number))?;
    Some((form, ContractorForm { name: form.name.replace("株式会社", "有限会社"), ..form.clone() }))
}
