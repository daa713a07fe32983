//! The rules of the register of outsourcing: what the words mean, what is valid, who may do what, and what follows from it.
//!
//! Pure: no I/O, no clock, no randomness. Whatever depends on the day takes `today`, whatever depends on the instant takes `now`.
//! The browser, the REST interface, the command line and the importer all use these very types and checks.

pub mod annex;
pub mod attachment;
pub mod audit;
pub mod board;
pub mod cadence;
pub mod calendar;
pub mod catalogue_draft;
pub mod certificate;
pub mod clause;
pub mod contract;
mod contract_form;
pub mod contract_text;
pub mod contractor;
pub mod corporate_number;
pub mod date;
pub mod department;
pub mod diff;
pub mod error;
pub mod exception;
pub mod finding;
pub mod form;
pub mod holiday;
pub mod id;
pub mod import;
pub mod incident;
pub mod label;
pub mod lang;
pub mod markdown;
pub mod message;
pub mod notice;
pub mod page;
pub mod permission;
pub mod person;
pub mod plan;
pub mod policy;
pub mod reading;
pub mod reason;
pub mod reference;
pub mod register;
pub mod reminder;
pub mod risk;
pub mod selection;
pub mod subcontract;
pub mod text;
pub mod verification;
pub mod yearly_plan;

pub use error::{Error, Result};
pub use lang::Lang;
