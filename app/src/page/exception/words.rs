//! What the fields of an exception are called and what their values mean.

use crate::{t, ui::audit_trail::Words, words::day};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    match path {
        "clause" => t!(contract.clause),
        "reason" => t!(contract.reason),
        "measure" => t!(contract.measure),
        "until" => t!(contract.until),
        "answer" => t!(exception.decision),
        "remark" => t!(exception.remark),
        _ => path,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    if path == "until" { day(value) } else { value.to_owned() }
}
