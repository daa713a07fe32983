//! The list. Opened by the security officer to go on with what is being dealt with, by procurement before a contractor is vetted, by the CISO and the
//! auditor to see what happened and how far its extra checks are.

use domain::{
    incident::{IncidentFilter, IncidentLane, IncidentRow},
    label::Choice,
    page::Page,
    permission::Operation,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::incident::list_incidents,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        icon::Icon,
        load::{fetched, load},
        page_head::PageHead,
        state::{Badge, Day},
        table::{Chip, Pager, Table, total},
    },
};

const PATH: &str = "/incidents";

fn filter(asked: &Asked) -> IncidentFilter {
    IncidentFilter { lane: asked.choice("lane"), contractor: asked.parse("contractor"), cursor: asked.some("cursor"), limit: None }
}

#[component]
pub fn IncidentsPage() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_incidents);
    let chips = [IncidentLane::Closed, IncidentLane::All].map(|lane| view! { <Chip name="lane" value=lane.word() label=lane.label(lang)/> }).collect_view();
    let new = use_session()
        .can(Operation::WriteIncident)
        .then(|| view! { <a class="btn primary" href="/incidents/new" data-key="n"><Icon name="plus"/>{t!(incident.new_title)}</a> });
    view! {
        <PageHead title=t!(incident.title) sub=t!(incident.subtitle).into_any()>{new}</PageHead>
        <div class="filters" role="group" aria-label=t!(exception.lanes)>{chips}</div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<IncidentRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        let all = matches!(asked.choice("lane"), Some(IncidentLane::All | IncidentLane::Closed));
        return if all {
            view! { <Empty pic="pic-ledger" title=t!(incident.none) text=t!(incident.none_text)/> }.into_any()
        } else {
            view! { <Empty pic="pic-calm" title=t!(incident.none_open) text=t!(incident.none_text)/> }.into_any()
        };
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(incident.title)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(incident.name)}</th>
                    <th scope="col">{t!(incident.kind)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(incident.learned_on)}</th>
                    <th scope="col">{t!(common.contractor)}</th>
                    <th scope="col" class="num">{t!(incident.checks)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: IncidentRow) -> impl IntoView {
    let personal = row.personal.then(|| view! { <span class="sub">{t!(incident.personal)}</span> });
    view! {
        <tr>
            <th scope="row" class="clip"><a href=format!("{PATH}/{}", row.id) title=row.title.clone()>{row.title.clone()}</a></th>
            <td data-label=t!(incident.kind)>{row.kind.label(use_lang())} {personal}</td>
            <td data-label=t!(common.state)><IncidentStateBadge closed=row.closed/></td>
            <td data-label=t!(incident.learned_on)><Day day=row.learned_on/></td>
            <td class="clip" data-label=t!(common.contractor)>
                <a class="link" href=format!("/contractors/{}", row.contractor) title=row.contractor_name.clone()>{row.contractor_name.clone()}</a>
            </td>
            <td class="num" data-label=t!(incident.checks)>{row.checks}</td>
        </tr>
    }
}

#[component]
pub fn IncidentStateBadge(closed: bool) -> impl IntoView {
    let (tone, lane) = if closed { ("neutral", IncidentLane::Closed) } else { ("warn", IncidentLane::Open) };
    view! { <Badge tone=tone label=lane.label(use_lang())/> }
}
