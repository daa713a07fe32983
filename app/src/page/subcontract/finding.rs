//! What is wrong with a subcontract, in words.

use chrono::NaiveDate;
use domain::{
    label::Choice,
    subcontract::{Finding, FindingKind, Subcontract, SubcontractState},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::state::{Badge, Day},
};

/// What cannot be undone by paper work alone is loud.
pub const fn tone(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Unpermitted | FindingKind::AboveUnpermitted | FindingKind::AboveEnded => "danger",
        FindingKind::ClausesMissing | FindingKind::Unended => "warn",
    }
}

/// Small marks, for lists and the tree.
pub fn marks(findings: &[Finding]) -> impl IntoView + use<> {
    let lang = use_lang();
    findings.iter().map(|finding| view! { <Badge tone=tone(finding.kind) label=finding.kind.label(lang)/> " " }).collect_view()
}

/// What is wrong today, each with its reason and the text it rests on.
pub fn callouts(node: &Subcontract, today: NaiveDate) -> impl IntoView + use<> {
    let lang = use_lang();
    node.findings_on(today)
        .map(|finding| {
            let (kind, reason, from) = (finding.kind, finding.reason.clone(), finding.from);
            view! {
                <div class="callout" data-tone=tone(kind) role="note">
                    <strong>{kind.label(lang)}</strong>
                    <p>{reason.message.say(lang)}</p>
                    <p class="muted">{t!(subcontract.finding_since)} " " <Day day=from/> " " {reason.basis}</p>
                </div>
            }
        })
        .collect_view()
}

#[component]
pub fn SubcontractStateBadge(state: SubcontractState) -> impl IntoView {
    let tone = match state {
        SubcontractState::Requested => "accent",
        SubcontractState::Permitted => "ok",
        SubcontractState::Refused => "warn",
        SubcontractState::Ended => "neutral",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}
