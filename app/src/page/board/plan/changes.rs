//! What departs from the plan that was submitted: the first thing the committee asks for.

use domain::{
    date,
    label::Choice,
    yearly_plan::{PlanChange, PlanChangeKind, PlanState, YearlyPlanView},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        page_head::{Fact, Panel},
        state::{Badge, number},
    },
};

/// As many as are looked through at once; the paper has all.
const SHOWN: usize = 20;

pub fn panel(view: &YearlyPlanView) -> Option<AnyView> {
    let plan = view.plan.as_ref().filter(|plan| plan.state != PlanState::Draft)?;
    let remark = (plan.state == PlanState::Approved).then(|| plan.decision.clone()).filter(|remark| !remark.is_empty());
    let remark = remark.map(|remark| view! { <dl class="facts lines"><Fact label=t!(plan.remark)>{remark}</Fact></dl> });
    let content = if view.changes.is_empty() {
        view! { <p>{t!(plan.no_changes)}</p> }.into_any()
    } else {
        let more = view.changes.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| view! { <p class="muted">{t!(plan.more_changes, count = number(more as u64))}</p> });
        let rows = view.changes.iter().take(SHOWN).map(line).collect_view();
        view! { <p class="muted">{t!(plan.changes_text)}</p> <ol class="todo">{rows}</ol> {more} }.into_any()
    };
    Some(view! { <Panel id="changes-h" title=t!(plan.changes) count=number(view.changes.len() as u64)>{remark} {content}</Panel> }.into_any())
}

fn line(change: &PlanChange) -> impl IntoView + use<> {
    let tone = match change.kind {
        PlanChangeKind::Moved => "info",
        PlanChangeKind::Added => "accent",
        PlanChangeKind::Dropped => "warn",
    };
    view! {
        <li>
            <a href=format!("/verifications/{}", change.verification)>
                <strong>{change.contract_title.clone()}</strong>
                <span><Badge tone=tone label=change.kind.label(use_lang())/></span>
                <span class="sub">{told(change)} " ・ " {change.check.label(use_lang())} " ・ " {change.department_name.clone()}</span>
            </a>
        </li>
    }
}

pub fn told(change: &PlanChange) -> String {
    let day = |day| date::short(day, use_lang());
    match (change.before, change.after) {
        (Some(from), Some(to)) => t!(plan.moved_to, from = day(from), to = day(to)),
        (None, Some(on)) => t!(plan.added_on, day = day(on)),
        (Some(on), None) => t!(plan.dropped_on, day = day(on)),
        (None, None) => String::new(),
    }
}
