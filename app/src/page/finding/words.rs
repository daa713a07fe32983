//! What the fields of a finding and of its measures are called and what their values mean.

use domain::finding::{MeasureStep, Severity};

use crate::{
    t,
    ui::audit_trail::Words,
    words::{choice, day},
};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    match path {
        "clause" => t!(contract.clause),
        "severity" => t!(finding.severity),
        "fact" => t!(finding.fact),
        "found_on" => t!(finding.found_on),
        "step" => t!(finding.step),
        "asked" => t!(finding.asked),
        "due" => t!(common.due),
        "reported_on" => t!(finding.reported_on),
        "text" => t!(finding.answer),
        "effective" => t!(finding.outcome),
        "approve" => t!(exception.decision),
        "remark" => t!(finding.remark),
        "reason" => t!(contract.reason),
        _ => path,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    match path {
        "severity" => choice::<Severity>(value),
        "step" => choice::<MeasureStep>(value),
        "found_on" | "due" | "reported_on" => day(value),
        _ => value.to_owned(),
    }
}
