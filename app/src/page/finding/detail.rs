//! A finding. Opened by the security officer to ask for the next measure or to say whether the last one worked, by the department to write down what
//! the contractor answered, by the CISO to approve what touches the contract. What was seen and what was asked stand at the left, the next step beside.

use domain::finding::{Finding, FindingRow, FindingState, FindingView};
use leptos::prelude::*;

use super::{
    act::Forms,
    measures::Measures,
    standing::{FindingStateBadge, SeverityBadge},
    use_finding,
};
use crate::{
    flash::FlashNote,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        icon::Icon,
        load::load,
        page_head::{Fact, PageHead, Panel, or_dash},
        state::Day,
    },
};

#[component]
pub fn FindingPage() -> impl IntoView {
    let record = use_finding();
    let forms = Forms::new(record);
    load(record, move |view| overview(view, &forms))
}

fn overview(view: FindingView, forms: &Forms) -> impl IntoView + use<> {
    let said = (!forms.speaks(&view)).then(|| view! { <FlashNote/> });
    let acts = forms.show(&view);
    view! {
        {head(&view)}
        {said}
        {standing(&view)}
        <div class="split">
            <div>
                <Seen view=view.clone()/>
                <Measures finding=view.finding.clone() days_late=view.days_late/>
            </div>
            <div class="lead">{acts} <Repeated rows=view.repeated/></div>
        </div>
    }
}

fn head(view: &FindingView) -> impl IntoView + use<> {
    let finding = &view.finding;
    let title = if finding.clause.is_empty() { t!(finding.finding).to_owned() } else { view.clause_title.clone() };
    let code = (!finding.clause.is_empty()).then(|| view! { <span class="code">{finding.clause.clone()}</span> });
    let over = view! { {code} <SeverityBadge severity=finding.severity/> <FindingStateBadge state=view.state/> };
    let sub = view! {
        <a class="link" href=format!("/contracts/{}", finding.contract)>{view.contract_title.clone()}</a>
        <a class="link" href=format!("/contractors/{}", finding.contractor)>{view.contractor_name.clone()}</a>
        <span>{view.department_name.clone()}</span>
    };
    let edit =
        view.may_change.then(|| view! { <a class="btn" href=format!("/findings/{}/edit", finding.id) data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    view! { <PageHead title=title over=over.into_any() sub=sub.into_any()>{edit}</PageHead> }
}

/// Whose turn it is, where that is not the reader's own next step; and how it ended.
fn standing(view: &FindingView) -> Option<AnyView> {
    let note = |tone: &'static str, title: &'static str, text: String| {
        view! { <div class="callout" data-tone=tone role="note"><strong>{title}</strong><p>{text}</p></div> }.into_any()
    };
    if let Some(closing) = &view.finding.closed {
        return Some(note("neutral", t!(finding.laid_aside), closing.reason.clone()));
    }
    match view.state {
        FindingState::Requested if view.days_late > 0 => Some(note("danger", t!(finding.overdue), t!(finding.overdue_text).to_owned())),
        FindingState::Proposed if !view.may_rule => Some(note("info", t!(finding.awaits_approval), t!(finding.awaits_approval_text).to_owned())),
        FindingState::Reported if !view.may_confirm => Some(note("info", t!(finding.awaits_confirmation), t!(finding.awaits_confirmation_text).to_owned())),
        FindingState::Unaddressed if !view.may_ask => Some(note("info", t!(finding.awaits_measure), t!(finding.awaits_measure_text).to_owned())),
        _ => None,
    }
}

/// What is wrong, against what was asked of the contractor.
#[component]
fn Seen(view: FindingView) -> impl IntoView {
    let Finding { fact, found_on, verification, incident, recorded_by, recorded_at, id, .. } = view.finding;
    let check = verification.map(|check| view! { <a class="link" href=format!("/verifications/{check}")>{t!(finding.of_check)}</a> });
    let event = incident.map(|incident| view! { <a class="link" href=format!("/incidents/{incident}")>{t!(finding.of_incident)}</a> });
    let trail = view.may_read_audit.then(|| view! { <a href=format!("/audit?record_kind=finding&record={id}")>{t!(common.crumb_history)}</a> }.into_any());
    view! {
        <Panel id="seen-h" title=t!(finding.seen) actions=trail.unwrap_or_else(|| ().into_any())>
            <dl class="facts lines">
                <Fact label=t!(finding.fact)><span class="prose">{fact}</span></Fact>
                <Fact label=t!(finding.requirement)>{or_dash(&view.requirement)}</Fact>
                <Fact label=t!(finding.found_on)><Day day=found_on/> " " {check} " " {event}</Fact>
                <Fact label=t!(finding.recorded_by)>{recorded_by} <span class="sub">{instant(recorded_at)}</span></Fact>
                <Fact label=t!(contract.number)>{view.contract_number}</Fact>
            </dl>
        </Panel>
    }
}

/// The same clause at the same contractor elsewhere: one deviation is an oversight, several are a habit.
#[component]
fn Repeated(rows: Vec<FindingRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let count = t!(common.total, count = rows.len());
        let items = rows.into_iter().map(line).collect_view();
        view! { <Panel id="repeated-h" title=t!(finding.repeated) count=count><p class="muted">{t!(finding.repeated_text)}</p> <ol class="todo">{items}</ol></Panel> }
    })
}

/// A finding in a short list.
pub fn line(row: FindingRow) -> impl IntoView {
    view! {
        <li>
            <a href=format!("/findings/{}", row.id)>
                <strong>{row.fact}</strong>
                <span><SeverityBadge severity=row.severity/> " " <FindingStateBadge state=row.state/></span>
                <span class="sub"><Day day=row.found_on/> " ・ " {row.contract_title} " ・ " {row.department_name}</span>
            </a>
        </li>
    }
}
