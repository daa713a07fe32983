//! What the fields of the cadence are called.

use crate::{t, ui::audit_trail::Words};

pub const WORDS: Words = Words { label, value: |_, value| value.to_owned() };

pub fn label(path: &str) -> String {
    match path.strip_prefix("rules[").and_then(|rest| rest.split_once("].")) {
        Some((index, field)) => t!(cadence.of_row, number = index.parse::<usize>().map_or(1, |index| index + 1), field = of_row(field)),
        None => whole(path).to_owned(),
    }
}

pub fn of_row(field: &str) -> &'static str {
    match field {
        "order" => t!(cadence.order),
        "phase" => t!(cadence.phase),
        "kinds" => t!(cadence.kinds),
        "personal" => t!(cadence.personal),
        "tiers" => t!(cadence.tiers),
        "per_year" => t!(cadence.per_year),
        "on_site" => t!(cadence.on_site),
        "remote" => t!(cadence.remote),
        "paper" => t!(cadence.paper),
        "certificate" => t!(cadence.certificate),
        "questions" => t!(cadence.questions),
        "inspector" => t!(cadence.inspector),
        "drop" => t!(cadence.drop),
        _ => t!(cadence.basis),
    }
}

fn whole(path: &str) -> &'static str {
    match path {
        "initial" => t!(cadence.initial),
        "initial_within_days" => t!(cadence.initial_within_days),
        "closing" => t!(cadence.closing),
        "closing_within_days" => t!(cadence.closing_within_days),
        "incident_within_days" => t!(cadence.incident_within_days),
        "months" => t!(cadence.months),
        "clearance_days" => t!(cadence.clearance_days),
        "basis" => t!(cadence.policy_basis),
        "note" => t!(cadence.note),
        _ => t!(cadence.rows),
    }
}
