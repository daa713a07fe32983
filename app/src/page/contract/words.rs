//! What the fields of a contract are called and what their values mean; for forms, conflicts and the history alike.

use domain::{
    clause::MarkState,
    contract::{Confidentiality, ContractKind, Level, PersonalInformation, Regime, Segment, Stage},
    form,
};

use crate::{
    t,
    ui::{audit_trail::Words, state::number},
    words::{choice, day, flag, name},
};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    known(path).unwrap_or(path).to_owned()
}

/// What a field is called, if it has a name.
pub fn known(path: &str) -> Option<&'static str> {
    if let Some(inside) = path.strip_prefix("revision.") {
        return crate::page::version::words::known(inside);
    }
    Some(match path {
        "number" => t!(contract.number),
        "title" => t!(contract.name),
        "summary" => t!(contract.summary),
        "department" => t!(common.department),
        "contractor" => t!(common.contractor),
        "kind" => t!(contract.kind),
        "start" => t!(contract.start),
        "end" => t!(contract.end),
        "amount" => t!(contract.amount),
        "confidentiality" => t!(contract.confidentiality),
        "integrity" => t!(contract.integrity),
        "availability" => t!(contract.availability),
        "personal" => t!(contract.personal),
        "records" => t!(contract.records),
        "segment" => t!(contract.segment),
        "remote_access" => t!(contract.remote_access),
        "off_premises" => t!(contract.off_premises),
        "data_abroad" => t!(contract.data_abroad),
        "subcontract_depth" => t!(contract.subcontract_depth),
        "city_lead" => t!(contract.city_lead),
        "contractor_lead" => t!(contract.contractor_lead),
        "contractor_contact" => t!(contract.contractor_contact),
        "workplace" => t!(contract.workplace),
        "service_level" => t!(contract.service_level),
        "regime_choice.regime" => t!(contract.regime),
        "regime_choice.reason" => t!(version.regime_reason),
        "confirmed_lines" => t!(version.ticks),
        "closing.on" => t!(contract.closed_on),
        "closing.proof" => t!(contract.proof),
        "selection" => t!(contract.selection),
        "stage" => t!(common.state),
        "assessment.tier" => t!(common.tier),
        "assessment.points" => t!(contract.points),
        "assessment.policy_version" => t!(contract.policy_version),
        "catalogue_version" => t!(contract.catalogue_version),
        "coverage.required" => t!(contract.required_clauses),
        "coverage.present" => t!(contract.present_clauses),
        "coverage.excepted" => t!(contract.excepted_clauses),
        "coverage.blocking" => t!(contract.blocking_clauses),
        "clause" => t!(contract.clause),
        "state" => t!(contract.coverage),
        "article" => t!(contract.article),
        "quote" => t!(contract.quote),
        "reason" => t!(contract.reason),
        "measure" => t!(contract.measure),
        "until" => t!(contract.until),
        "exception" => t!(common.nav_exceptions),
        _ => return crate::page::subcontract::words::known(path),
    })
}

fn value(path: &str, value: &str) -> String {
    if let Some(inside) = path.strip_prefix("revision.") {
        return crate::page::version::words::value(inside, value);
    }
    match path {
        "kind" => choice::<ContractKind>(value),
        "confidentiality" => choice::<Confidentiality>(value),
        "integrity" | "availability" => choice::<Level>(value),
        "personal" => choice::<PersonalInformation>(value),
        "segment" => choice::<Segment>(value),
        "stage" => choice::<Stage>(value),
        "state" => choice::<MarkState>(value),
        "remote_access" | "off_premises" | "data_abroad" => flag(form::read_flag(value)),
        "start" | "end" | "until" | "closing.on" | "regime_choice.on" => day(value),
        "amount" | "records" => value.parse().map_or_else(|_| value.to_owned(), number),
        "department" | "contractor" | "selection" => name(value),
        "regime_choice.regime" => choice::<Regime>(value),
        _ => crate::page::subcontract::words::value(path, value),
    }
}
