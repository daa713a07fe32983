//! What the fields of a version are called and what their values mean: its own, and those of the contract as it stands under it.

use domain::contract::{
    Regime,
    revision::{RevisionKind, RevisionStage},
};

use crate::{
    page::contract::words as contract,
    t,
    ui::audit_trail::Words,
    words::{choice, day},
};

pub const WORDS: Words = Words { label, value };

/// The words of the terms alone, whose fields are named without the part they lie in.
pub const TERMS: Words = contract::WORDS;

pub fn label(path: &str) -> String {
    known(path).unwrap_or(path).to_owned()
}

/// What a field is called, if it has a name.
pub fn known(path: &str) -> Option<&'static str> {
    if let Some(inside) = path.strip_prefix("terms.") {
        return contract::known(inside);
    }
    Some(match path {
        "kind" => t!(version.kind),
        "concluded_on" => t!(version.concluded_on),
        "effective_from" => t!(version.effective_from),
        "reason" => t!(version.reason),
        "regime" | "regime_choice.regime" => t!(version.regime),
        "regime_reason" | "regime_choice.reason" => t!(version.regime_reason),
        "remark" => t!(version.remark),
        "number" => t!(version.tab),
        "stage" => t!(common.state),
        "requested_by" => t!(version.drafted_by),
        "submitted_by" => t!(version.submitted_by),
        "decided_by" => t!(version.decided_by),
        "decided_on" => t!(version.decided_on),
        _ => return None,
    })
}

pub fn value(path: &str, value: &str) -> String {
    if let Some(inside) = path.strip_prefix("terms.") {
        return (contract::WORDS.value)(inside, value);
    }
    match path {
        "kind" => choice::<RevisionKind>(value),
        "stage" => choice::<RevisionStage>(value),
        "regime" | "regime_choice.regime" => choice::<Regime>(value),
        "concluded_on" | "effective_from" | "decided_on" | "regime_choice.on" => day(value),
        _ => value.to_owned(),
    }
}
