//! What the fields of an incident are called and what their values mean.

use domain::incident::IncidentKind;

use crate::{
    t,
    ui::audit_trail::Words,
    words::{choice, day, flag},
};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    match path {
        "contractor" => t!(common.contractor),
        "contract" => t!(incident.contract),
        "kind" => t!(incident.kind),
        "title" => t!(incident.name),
        "description" => t!(incident.description),
        "personal" => t!(incident.personal),
        "occurred_on" => t!(incident.occurred_on),
        "learned_on" => t!(incident.learned_on),
        "reason" => t!(incident.outcome),
        _ => path,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    match path {
        "kind" => choice::<IncidentKind>(value),
        "personal" => flag(domain::form::read_flag(value)),
        "occurred_on" | "learned_on" => day(value),
        _ => value.to_owned(),
    }
}
