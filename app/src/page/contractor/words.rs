//! What the fields of a contractor are called and what their values mean; for forms, conflicts and the history alike.

use domain::{contractor::ContractorKind, label::Choice};

use crate::{lang::use_lang, t, ui::audit_trail::Words};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    match path {
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
        other => other,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    match path {
        "kind" => ContractorKind::from_word(value).map_or(value, |kind| kind.label(use_lang())).to_owned(),
        _ => value.to_owned(),
    }
}
