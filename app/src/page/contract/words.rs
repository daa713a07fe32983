//! What the fields of a contract are called and what their values mean; for forms, conflicts and the history alike.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    clause::MarkState,
    contract::{Confidentiality, ContractKind, Level, PersonalInformation, Segment, Stage},
    date, form,
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{audit_trail::Words, state::number},
};

pub const WORDS: Words = Words { label, value };

/// Names of departments and contractors by their ids. A page that shows values provides it, for the ids alone say nothing to people.
#[derive(Clone, Default)]
pub struct Names(Arc<BTreeMap<String, String>>);

impl Names {
    pub fn provide(names: BTreeMap<String, String>) {
        provide_context(Self(Arc::new(names)));
    }
}

pub fn label(path: &str) -> String {
    match path {
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
        "until" => t!(contract.until),
        other => other,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    match path {
        "kind" => word::<ContractKind>(value),
        "confidentiality" => word::<Confidentiality>(value),
        "integrity" | "availability" => word::<Level>(value),
        "personal" => word::<PersonalInformation>(value),
        "segment" => word::<Segment>(value),
        "stage" => word::<Stage>(value),
        "state" => word::<MarkState>(value),
        "remote_access" | "off_premises" | "data_abroad" => if form::read_flag(value) { t!(common.yes) } else { t!(common.no) }.to_owned(),
        "start" | "end" | "until" => date::parse(value).map_or_else(|| value.to_owned(), |day| date::short(day, use_lang())),
        "amount" | "records" => value.parse().map_or_else(|_| value.to_owned(), number),
        "department" | "contractor" => use_context::<Names>().and_then(|names| names.0.get(value).cloned()).unwrap_or_else(|| value.to_owned()),
        _ => value.to_owned(),
    }
}

fn word<T: Choice>(word: &str) -> String {
    T::from_word(word).map_or(word, |value| value.label(use_lang())).to_owned()
}
