//! The fields of a finding, for the new one and for the one that changes.

use domain::{clause::CoverageLine, finding::Severity, label::Choice};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::field::{DateField, RadioField, SelectField, TextArea},
};

#[component]
pub fn FindingFields(clauses: Vec<(String, String)>) -> impl IntoView {
    let lang = use_lang();
    let meaning = |severity: Severity| match severity {
        Severity::Major => t!(finding.major_text),
        Severity::Minor => t!(finding.minor_text),
        Severity::Observation => t!(finding.observation_text),
    };
    let severities = Severity::ALL.iter().map(|one| (one.word().to_owned(), one.label(lang).to_owned(), meaning(*one).to_owned())).collect::<Vec<_>>();
    view! {
        <fieldset class="fieldset">
            <legend>{t!(finding.seen)} <small>{t!(finding.seen_text)}</small></legend>
            <div class="grid-2">
                <SelectField name="clause" options=clauses blank=t!(finding.no_clause) hint=t!(finding.clause_hint)/>
                <DateField name="found_on" required=true/>
                <TextArea name="fact" required=true hint=t!(finding.fact_hint)/>
                <RadioField name="severity" required=true cards=true options=severities/>
            </div>
        </fieldset>
    }
}

/// The clauses a contract must contain, to be chosen from.
pub fn clauses(lines: &[CoverageLine]) -> Vec<(String, String)> {
    lines.iter().map(|line| (line.clause.clone(), format!("{} {}", line.clause, line.title))).collect()
}
