//! How far a finding has gone up the ladder, and what was asked, answered and seen at each step.

use domain::{
    finding::{Finding, Measure, MeasureState, MeasureStep},
    label::Choice,
};
use leptos::prelude::*;

use super::standing::MeasureStateBadge;
use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        page_head::{Fact, Panel},
        state::{Day, DueDate},
    },
};

#[component]
pub fn Measures(finding: Finding, days_late: u32) -> impl IntoView {
    if finding.measures.is_empty() {
        return view! { <Panel id="measures-h" title=t!(finding.measures)><p class="muted">{t!(finding.no_measures)}</p></Panel> }.into_any();
    }
    let count = t!(finding.times, count = finding.measures.len());
    let last = finding.measures.len();
    let id = finding.id.to_string();
    let ladder = ladder(&finding);
    let items = finding
        .measures
        .into_iter()
        .enumerate()
        .map(|(index, measure)| one(&id, index + 1, measure, if index + 1 == last { days_late } else { 0 }, index + 1 == last))
        .collect_view();
    view! { <Panel id="measures-h" title=t!(finding.measures) count=count>{ladder} <ol class="timeline measures">{items}</ol></Panel> }.into_any()
}

/// The steps there are; those it has passed, and the one it is on.
fn ladder(finding: &Finding) -> impl IntoView + use<> {
    let lang = use_lang();
    let on = finding.measures.iter().rev().find(|measure| measure.state() != MeasureState::Rejected).map(|measure| measure.step);
    let steps = MeasureStep::ALL
        .iter()
        .map(|step| {
            let passed = on.is_some_and(|on| step.height() < on.height());
            let here = (on == Some(*step)).then_some("step");
            view! { <li data-state=passed.then_some("done") aria-current=here title=step.label(lang)><span>{step.label(lang)}</span></li> }
        })
        .collect_view();
    view! { <ol class="steps rungs" aria-label=t!(finding.ladder)>{steps}</ol> }
}

fn one(finding: &str, number: usize, measure: Measure, days_late: u32, last: bool) -> impl IntoView + use<> {
    let lang = use_lang();
    let state = measure.state();
    let mark = match state {
        MeasureState::Effective => "done",
        MeasureState::Rejected => "cancelled",
        MeasureState::Ineffective => "late",
        _ if days_late > 0 => "late",
        _ if last => "now",
        _ => "late",
    };
    let told = !matches!(state, MeasureState::Proposed | MeasureState::Rejected);
    let notice = told.then(|| {
        let label = t!(finding.notice_of, step = measure.step.label(lang));
        view! { <a class="link" href=format!("/findings/{finding}/notices/{number}") aria-label=label>{t!(finding.notice)}</a> }
    });
    // What the next step overtook was not answered.
    let outcome = if !last && state == MeasureState::Requested {
        view! { <span class="muted">{t!(finding.overtaken)}</span> }.into_any()
    } else {
        view! { <MeasureStateBadge state=state/> }.into_any()
    };
    let waits = last && state == MeasureState::Requested;
    let ruling = measure.ruling.map(|ruling| {
        let label = if ruling.approved { t!(finding.approved) } else { t!(finding.not_approved) };
        view! { <Fact label=label><Day day=ruling.on/> <span class="sub">{ruling.by}</span> <span class="prose">{ruling.remark}</span></Fact> }
    });
    let report = measure.report.map(|report| {
        let label = if measure.step.stays_inside() { t!(finding.instruction) } else { t!(finding.answer) };
        view! { <Fact label=label><Day day=report.on/> <span class="sub">{report.by}</span> <span class="prose">{report.text}</span></Fact> }
    });
    let confirmation = measure.confirmation.map(|confirmation| {
        view! { <Fact label=t!(finding.outcome)><Day day=confirmation.on/> <span class="sub">{confirmation.by}</span> <span class="prose">{confirmation.remark}</span></Fact> }
    });
    view! {
        <li data-state=mark>
            <Day day=measure.asked_on/>
            <div class="what">
                <strong>{measure.step.label(lang)}</strong> " " {notice}
                <dl class="facts lines">
                    <Fact label=t!(finding.asked)><span class="prose">{measure.asked}</span> <span class="sub">{measure.asked_by}</span></Fact>
                    <Fact label=t!(finding.answer_due)><DueDate day=measure.due days_late=days_late done=!waits/></Fact>
                    {ruling}
                    {report}
                    {confirmation}
                </dl>
            </div>
            {outcome}
        </li>
    }
}
