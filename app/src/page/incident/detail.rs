//! An incident. Opened to see what is known and how far the extra checks are that it called for, and to close it once nothing more is to be done.

use domain::{
    finding::ClosingForm,
    incident::{IncidentCheck, IncidentView},
    label::Choice,
};
use leptos::prelude::*;

use super::{list::IncidentStateBadge, use_incident, words};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    rpc::incident::CloseIncident,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        beside::Beside,
        field::TextArea,
        form::{ErrorSummary, Form, errors_of},
        icon::Icon,
        load::load,
        page_head::{Fact, PageHead, Panel, or_dash},
        state::{Day, DueDate, VerificationStateBadge},
        table::Table,
    },
};

#[component]
pub fn IncidentPage() -> impl IntoView {
    let record = use_incident();
    let closing = (Beside::new("closing", "reason", record), ServerAction::<CloseIncident>::new());
    // It leads back to this very page.
    Effect::new(move || {
        if closing.1.value().with(|value| matches!(value, Some(Ok(())))) {
            record.refetch();
        }
    });
    load(record, move |view| overview(view, closing))
}

fn overview(view: IncidentView, closing: (Beside, ServerAction<CloseIncident>)) -> impl IntoView {
    let speaks = view.may_close && closing.0.came_back().is_some();
    let said = (!speaks).then(|| view! { <FlashNote/> });
    let close = view.may_close.then(|| close(&view, closing));
    let duty = (view.incident.personal && view.incident.closed.is_none()).then(|| {
        view! { <div class="callout" data-tone="warn" role="note"><strong>{t!(incident.duty)}</strong><p>{t!(incident.duty_text)}</p></div> }
    });
    view! {
        {head(&view)}
        {said}
        {duty}
        <div class="split">
            <div><Known view=view.clone()/> <Checks checks=view.checks/></div>
            <div class="lead">{close}</div>
        </div>
    }
}

fn head(view: &IncidentView) -> impl IntoView + use<> {
    let incident = &view.incident;
    let over = view! { <IncidentStateBadge closed=incident.closed.is_some()/> <span>{incident.kind.label(use_lang())}</span> };
    let sub = view! { <a class="link" href=format!("/contractors/{}", incident.contractor)>{view.contractor_name.clone()}</a> };
    let edit =
        view.may_change.then(|| view! { <a class="btn" href=format!("/incidents/{}/edit", incident.id) data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    view! { <PageHead title=incident.title.clone() over=over.into_any() sub=sub.into_any()>{edit}</PageHead> }
}

#[component]
fn Known(view: IncidentView) -> impl IntoView {
    let incident = view.incident;
    let occurred = incident.occurred_on.map_or_else(|| or_dash(""), |day| view! { <Day day=day/> }.into_any());
    let contract = match incident.contract {
        Some(id) => view! { <a class="link" href=format!("/contracts/{id}")>{view.contract_name}</a> }.into_any(),
        None => t!(incident.contract_unknown).into_any(),
    };
    let closed = incident.closed.map(|closing| {
        view! { <Fact label=t!(incident.outcome)><Day day=closing.on/> <span class="sub">{closing.by}</span> <span class="prose">{closing.reason}</span></Fact> }
    });
    let trail =
        view.may_read_audit.then(|| view! { <a href=format!("/audit?record_kind=incident&record={}", incident.id)>{t!(common.crumb_history)}</a> }.into_any());
    view! {
        <Panel id="known-h" title=t!(incident.part_what) actions=trail.unwrap_or_else(|| ().into_any())>
            <dl class="facts lines">
                <Fact label=t!(incident.description)><span class="prose">{or_dash(&incident.description)}</span></Fact>
                <Fact label=t!(incident.personal)>{if incident.personal { t!(common.yes) } else { t!(common.no) }}</Fact>
                <Fact label=t!(incident.learned_on)><Day day=incident.learned_on/></Fact>
                <Fact label=t!(incident.occurred_on)>{occurred}</Fact>
                <Fact label=t!(incident.contract)>{contract}</Fact>
                <Fact label=t!(finding.recorded_by)>{incident.recorded_by} <span class="sub">{instant(incident.recorded_at)}</span></Fact>
                {closed}
            </dl>
        </Panel>
    }
}

/// The extra checks, those that are late first to be seen.
#[component]
fn Checks(checks: Vec<IncidentCheck>) -> impl IntoView {
    if checks.is_empty() {
        return view! { <Panel id="checks-h" title=t!(incident.checks)><p class="muted">{t!(incident.no_checks)}</p></Panel> }.into_any();
    }
    let open = checks.iter().filter(|check| check.state.is_open()).count();
    let count = t!(incident.progress, done = checks.len() - open, all = checks.len());
    let rows = checks
        .into_iter()
        .map(|check| {
            let done = !check.state.is_open();
            view! {
                <tr class:late=check.days_late.gt(&0)>
                    <th scope="row" class="clip">
                        <a href=format!("/verifications/{}", check.id) title=check.contract_title.clone()>{check.contract_title.clone()}</a>
                        <span class="sub">{check.contract_number}</span>
                    </th>
                    <td data-label=t!(common.state)><VerificationStateBadge state=check.state/></td>
                    <td data-label=t!(common.due)><DueDate day=check.due days_late=check.days_late done=done/></td>
                    <td data-label=t!(common.department)>{check.department_name}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="checks-h" title=t!(incident.checks) count=count>
            <Table label=t!(incident.checks)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(common.contract)}</th>
                        <th scope="col">{t!(common.state)}</th>
                        <th scope="col">{t!(common.due)}</th>
                        <th scope="col">{t!(common.department)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Panel>
    }
    .into_any()
}

fn close(view: &IncidentView, (beside, action): (Beside, ServerAction<CloseIncident>)) -> AnyView {
    let incident = &view.incident;
    let (id, version) = (incident.id.to_string(), incident.version.to_string());
    let state = beside.state(&ClosingForm::default(), incident.version, |form: &ClosingForm| errors_of(form.read()), words::label);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    view! {
        <Panel id="closing-h" title=t!(incident.close)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="grid-2">
                    <p class="muted full">{t!(incident.close_text)}</p>
                    <TextArea name="reason" required=true/>
                    <p class="actions full"><button class="btn" aria-busy=sending>{t!(incident.close)}</button></p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}
