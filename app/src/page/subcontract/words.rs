//! What the fields of a subcontract are called and what their values mean; for forms, conflicts and the history alike.

use domain::{
    contract::PersonalInformation,
    form,
    subcontract::{RulingAnswer, SubcontractState},
};

use crate::{
    t,
    ui::audit_trail::Words,
    words::{choice, day, flag, name},
};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    known(path).unwrap_or(path).to_owned()
}

/// What a field is called, if it has a name.
pub fn known(path: &str) -> Option<&'static str> {
    Some(match path {
        "parent" => t!(subcontract.above),
        "contractor" => t!(subcontract.contractor),
        "work" => t!(subcontract.work),
        "information" => t!(subcontract.information),
        "personal" => t!(contract.personal),
        "place" => t!(subcontract.place),
        "abroad" => t!(subcontract.abroad),
        "start" => t!(contract.start),
        "end" => t!(contract.end),
        "safety_on" | "safety.on" => t!(subcontract.safety_on),
        "safety_how" | "safety.how" => t!(subcontract.safety_how),
        "answer" | "ruling.answer" => t!(subcontract.ruling),
        "on" | "ruling.on" => t!(subcontract.ruled_on),
        "remark" | "ruling.remark" => t!(subcontract.remark),
        "ruling.by" => t!(subcontract.ruled_by),
        "closure.on" => t!(subcontract.ended_on),
        "proof" | "closure.proof" => t!(subcontract.proof),
        "requested_by" => t!(subcontract.requested_by),
        _ => return crate::page::attachment::words::known(path),
    })
}

pub fn value(path: &str, value: &str) -> String {
    match path {
        "personal" => choice::<PersonalInformation>(value),
        "answer" | "ruling.answer" => choice::<RulingAnswer>(value),
        "state" => choice::<SubcontractState>(value),
        "abroad" => flag(form::read_flag(value)),
        "start" | "end" | "safety_on" | "safety.on" | "on" | "ruling.on" | "closure.on" => day(value),
        "contractor" | "parent" => name(value),
        _ => crate::page::attachment::words::value(path, value),
    }
}
