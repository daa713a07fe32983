//! A row of the cadence in words, wherever it is shown.

use domain::{
    cadence::{CadenceRule, Inspector, Phase, Questions},
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{at_once::IntoAny, state::TierMark},
};

/// The contracts a row speaks of.
pub fn who(rule: &CadenceRule) -> AnyView {
    let lang = use_lang();
    let phase = match rule.phase {
        Phase::Initial => t!(cadence.at_start),
        Phase::Periodic => "",
        Phase::Closing => t!(cadence.at_end),
    };
    if rule.kinds.is_empty() && rule.personal.is_empty() && rule.tiers.is_empty() {
        return view! { {phase} " " {t!(admin.everything_else)} }.into_any();
    }
    let listed = |words: Vec<&'static str>| words.join(t!(admin.comma));
    let kinds = (!rule.kinds.is_empty()).then(|| t!(cadence.kind_is, kind = listed(rule.kinds.iter().map(|kind| kind.label(lang)).collect())));
    let personal = (!rule.personal.is_empty()).then(|| t!(admin.handles, what = listed(rule.personal.iter().map(|personal| personal.label(lang)).collect())));
    let tiers = rule.tiers.iter().map(|tier| view! { <TierMark tier=*tier/> " " }).collect_view();
    let tiers = (!rule.tiers.is_empty()).then(|| view! { <span>{t!(common.tier)} " " {tiers}</span> });
    view! { {phase} " " {kinds} " " {personal} " " {tiers} }.into_any()
}

/// How often.
pub fn times(rule: &CadenceRule) -> String {
    match (rule.phase, rule.per_year) {
        (_, 0) => t!(cadence.not_at_all).to_owned(),
        (Phase::Periodic, count) => t!(cadence.a_year, count = count),
        _ => t!(cadence.once).to_owned(),
    }
}

/// By which means; and who carries it out and what it asks, where that is not what most rows say.
pub fn manner(rule: &CadenceRule) -> String {
    let lang = use_lang();
    let mut parts = vec![rule.methods.iter().map(|method| method.label(lang)).collect::<Vec<_>>().join(t!(admin.or))];
    if rule.inspector != Inspector::Department {
        parts.push(t!(cadence.inspector_is, who = rule.inspector.label(lang)));
    }
    if rule.questions != Questions::All {
        parts.push(t!(cadence.questions_are, what = rule.questions.label(lang)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(t!(cadence.list_comma))
}
