//! The demo city: an invented municipality with departments, people, contractors and 800 contracts, the same on every machine.
//!
//! Pure: everything follows from a fixed seed and from `today`, so that the demo always has contracts that ended, run, end soon and start next year.
//! No company, person, address or telephone number in it is meant to be a real one.

pub mod attachments;
pub mod certificates;
mod contractors;
mod contracts;
pub mod csv;
mod departments;
pub(crate) mod dice;
pub(crate) mod exceptions;
pub(crate) mod findings;
pub mod history;
mod names;
mod natures;
pub mod past;
mod people;
pub mod published;
pub mod revisions;
pub mod selections;
pub mod subcontracts;
#[cfg(test)]
mod tests;
mod works;

use chrono::NaiveDate;
use domain::{
    contract::{ContractForm, Stage},
    contractor::ContractorForm,
    department::DepartmentForm,
    person::Role,
};

/// Name of the city. No Japanese municipality is called so.
pub const NAME: &str = "水ヶ丘市";

/// Everything the register of the demo city begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    pub name: String,
    /// Parents before children.
    pub departments: Vec<DepartmentForm>,
    pub people: Vec<DemoPerson>,
    pub contractors: Vec<ContractorForm>,
    pub certificates: Vec<certificates::DemoCertificate>,
    /// By number.
    pub contracts: Vec<DemoContract>,
    pub procurements: Vec<selections::DemoProcurement>,
}

/// A member of staff with the one post held today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    pub staff_number: String,
    pub name: String,
    pub name_kana: String,
    pub email: String,
    pub department_code: String,
    pub role: Role,
    pub from: NaiveDate,
    /// Offered on the sign-in page: one person per role.
    pub featured: bool,
}

/// A contract as a list of the city has it, and how far the register has got with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoContract {
    /// `department` is the department's code, `contractor` the corporate number, or the name of a sole proprietor.
    pub form: ContractForm,
    pub stage: Stage,
    /// How many of a hundred required clauses are marked as present.
    pub coverage_percent: u8,
}

/// The people alone, as they stand on a day; who they are does not depend on it.
pub fn people(today: NaiveDate) -> Vec<DemoPerson> {
    people::all(today)
}

/// The demo city as it stands on a day.
pub fn city(today: NaiveDate) -> City {
    let departments = departments::all();
    let people = people::all(today);
    let contractors = contractors::all();
    let contracts = contracts::all(today, &departments, &people, &contractors);
    let certificates = certificates::all(today, &contractors);
    let contractors = contractors.into_iter().map(|contractor| contractor.form).collect();
    let procurements = selections::all(today, &contracts);
    City { name: NAME.to_owned(), departments, people, contractors, certificates, contracts, procurements }
}
