//! What the kinds of import and the fields of their rows are called. A field bears the name of its column, for the file is what the reader
//! has to put right.

use std::collections::BTreeMap;

use domain::{
    contract::{Confidentiality, ContractKind, Level, PersonalInformation, Segment},
    contractor::ContractorKind,
    department::DepartmentLevel,
    form,
    import::{ImportKind, ImportState},
    label::Choice,
    permission::Operation,
};

use crate::{
    lang::use_lang,
    query::address,
    t,
    ui::state::{Badge, BadgeProps, number},
    words::{choice, day, flag},
};
use leptos::prelude::*;

/// What the reader must be allowed to do for it.
pub const fn operation(kind: ImportKind) -> Operation {
    match kind {
        ImportKind::Departments => Operation::ImportDepartments,
        ImportKind::Contractors => Operation::ImportContractors,
        ImportKind::Contracts => Operation::ImportContracts,
    }
}

/// Where the records stand that it writes.
pub const fn register(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Departments => "/departments",
        ImportKind::Contractors => "/contractors",
        ImportKind::Contracts => "/contracts",
    }
}

/// Where a file of this kind is chosen.
pub fn upload_page(kind: ImportKind) -> String {
    address("/imports", [("kind".to_owned(), kind.word().to_owned())])
}

/// The column a field is read from; blank for what concerns the row as a whole.
pub fn column(kind: ImportKind, field: &str) -> &str {
    kind.columns().iter().find(|column| column.field == field).map_or(field, |column| column.header)
}

/// A value of a row in words. `names` are those of the records it points to.
pub fn value(kind: ImportKind, field: &str, value: &str, names: &BTreeMap<String, String>) -> String {
    if value.is_empty() {
        return t!(common.blank).to_owned();
    }
    match (kind, field) {
        (ImportKind::Departments, "level") => choice::<DepartmentLevel>(value),
        (ImportKind::Contractors, "kind") => choice::<ContractorKind>(value),
        (ImportKind::Contracts, "kind") => choice::<ContractKind>(value),
        (ImportKind::Contracts, "confidentiality") => choice::<Confidentiality>(value),
        (ImportKind::Contracts, "integrity" | "availability") => choice::<Level>(value),
        (ImportKind::Contracts, "personal") => choice::<PersonalInformation>(value),
        (ImportKind::Contracts, "segment") => choice::<Segment>(value),
        (ImportKind::Contracts, "remote_access" | "off_premises" | "data_abroad") => flag(form::read_flag(value)),
        (ImportKind::Contracts, "amount" | "records") => value.parse().map_or_else(|_| value.to_owned(), number),
        (ImportKind::Contracts, "department" | "contractor") => names.get(value).cloned().unwrap_or_else(|| value.to_owned()),
        (_, "start" | "end" | "valid_from" | "valid_to") => day(value),
        _ => value.to_owned(),
    }
}

/// What waits for the reader is theirs; what stopped is wrong; the rest goes well.
pub fn state_badge(state: ImportState) -> impl IntoView {
    let tone = match state {
        ImportState::Previewed => "accent",
        ImportState::Running => "info",
        ImportState::Finished => "ok",
        ImportState::Interrupted => "danger",
    };
    Badge(BadgeProps { tone, label: state.label(use_lang()).to_owned() })
}
