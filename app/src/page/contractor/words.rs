//! What the fields of a contractor are called and what their values mean; for forms, conflicts and the history alike.

use domain::contractor::ContractorKind;

use crate::{t, ui::audit_trail::Words, words::choice};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    known(path).unwrap_or(path).to_owned()
}

/// What a field is called, if it has a name.
pub fn known(path: &str) -> Option<&'static str> {
    Some(match path {
        "kind" => t!(contractor.kind),
        "corporate_number" => t!(contractor.corporate_number),
        "name" => t!(contractor.name),
        "name_kana" => t!(contractor.name_kana),
        "postal_code" => t!(contractor.postal_code),
        "address" => t!(contractor.address),
        "representative" => t!(contractor.representative),
        "security_lead" => t!(contractor.security_lead),
        "phone" => t!(contractor.phone),
        "email" => t!(contractor.email),
        "note" => t!(contractor.note),
        _ => return crate::page::attachment::words::known(path),
    })
}

fn value(path: &str, value: &str) -> String {
    if path == "kind" { choice::<ContractorKind>(value) } else { crate::page::attachment::words::value(path, value) }
}
