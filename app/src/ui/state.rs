//! Small marks of a state. The tones are those of `style/README.md`: silence is good news, only what needs a person is loud.

use chrono::NaiveDate;
use domain::{
    contract::ContractState,
    label::Choice,
    risk::Tier,
    selection::SelectionState,
    verification::{Verdict, VerificationState},
};
use leptos::prelude::*;

use crate::{lang::use_lang, t};

pub use domain::text::grouped as number;

/// `tone` is one of neutral, info, ok, warn, danger, accent.
#[component]
pub fn Badge(tone: &'static str, #[prop(into)] label: String) -> impl IntoView {
    view! { <span class="badge" data-tone=tone>{label}</span> }
}

#[component]
pub fn ContractStateBadge(state: ContractState) -> impl IntoView {
    let tone = match state {
        ContractState::Draft | ContractState::Closed => "neutral",
        ContractState::UnderReview => "accent",
        ContractState::Active => "info",
        ContractState::Expiring | ContractState::Ended => "warn",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}

#[component]
pub fn VerificationStateBadge(state: VerificationState) -> impl IntoView {
    let tone = match state {
        VerificationState::Scheduled | VerificationState::Cancelled => "neutral",
        VerificationState::InProgress => "info",
        VerificationState::Submitted => "accent",
        VerificationState::SentBack => "warn",
        VerificationState::Accepted => "ok",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}

#[component]
pub fn SelectionStateBadge(state: SelectionState) -> impl IntoView {
    let tone = match state {
        SelectionState::Draft => "neutral",
        SelectionState::Submitted => "accent",
        SelectionState::Passed => "ok",
        SelectionState::Conditional | SelectionState::Expired => "warn",
        SelectionState::Failed => "danger",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}

#[component]
pub fn VerdictBadge(verdict: Verdict) -> impl IntoView {
    let tone = match verdict {
        Verdict::Adequate => "ok",
        Verdict::Improve => "warn",
        Verdict::Inadequate => "danger",
    };
    view! { <Badge tone=tone label=verdict.label(use_lang())/> }
}

/// リスク区分.
#[component]
pub fn TierMark(tier: Tier, #[prop(optional)] large: bool) -> impl IntoView {
    view! { <span class="tier" class:large=large data-tier=tier.word()><span class="sr">{t!(common.tier)} " "</span>{tier.word()}</span> }
}

/// A day as lists write it. `state` is `soon`, `late`, `done` or blank.
#[component]
pub fn Day(day: NaiveDate, #[prop(optional)] state: &'static str) -> impl IntoView {
    let written = domain::date::short(day, use_lang());
    // The day of the week is the quieter part.
    let (date, weekday) = written.split_at(10);
    let state = (!state.is_empty()).then_some(state);
    view! { <time class="due" datetime=day.to_string() data-state=state>{date.to_owned()}<span>{weekday.to_owned()}</span></time> }
}

/// From one day to another.
#[component]
pub fn Period(from: NaiveDate, to: NaiveDate) -> impl IntoView {
    view! { <Day day=from/> " – " <Day day=to/> }
}

/// When something is due: how late it is, or the day, bold within a week.
#[component]
pub fn DueDate(
    day: NaiveDate,
    /// Working days past it; 0 when not late.
    days_late: u32,
    /// Working days left, where known.
    #[prop(optional, into)]
    days_left: Option<u32>,
    #[prop(optional)] done: bool,
) -> impl IntoView {
    let state = match (done, days_late, days_left) {
        (true, _, _) => "done",
        (false, 1.., _) => "late",
        (false, 0, Some(..=5)) => "soon",
        _ => "",
    };
    let late = (!done && days_late > 0).then(|| view! { <LateDays days=days_late/> " " });
    view! { {late} <Day day=day state=state/> }
}

/// How many working days something is late; heavier the longer.
#[component]
pub fn LateDays(days: u32) -> impl IntoView {
    let level = match days {
        0..7 => "1",
        7..14 => "2",
        14..30 => "3",
        _ => "4",
    };
    view! { <span class="late-days" data-level=level>{t!(common.days_late, days = days)}</span> }
}
