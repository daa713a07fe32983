//! Small marks of a finding.

use domain::{
    finding::{FindingState, MeasureState, Severity},
    label::Choice,
};
use leptos::prelude::*;

use crate::{lang::use_lang, ui::state::Badge};

#[component]
pub fn FindingStateBadge(state: FindingState) -> impl IntoView {
    let tone = match state {
        FindingState::Unaddressed => "warn",
        FindingState::Proposed | FindingState::Reported => "accent",
        FindingState::Requested => "info",
        FindingState::Ineffective => "danger",
        FindingState::Closed => "neutral",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}

#[component]
pub fn MeasureStateBadge(state: MeasureState) -> impl IntoView {
    let tone = match state {
        MeasureState::Proposed | MeasureState::Reported => "accent",
        MeasureState::Requested => "info",
        MeasureState::Effective => "ok",
        MeasureState::Ineffective => "danger",
        MeasureState::Rejected => "neutral",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}

/// Only what is major is loud.
#[component]
pub fn SeverityBadge(severity: Severity) -> impl IntoView {
    let tone = match severity {
        Severity::Major => "danger",
        Severity::Minor => "warn",
        Severity::Observation => "neutral",
    };
    view! { <Badge tone=tone label=severity.label(use_lang())/> }
}
