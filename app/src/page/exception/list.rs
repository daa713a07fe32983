//! The list. Opened by the CISO for what waits, by the security officer and the auditor for what the city goes without and until when, by a
//! department for what it has to renew or mend in time.

use domain::{
    exception::{ExceptionFilter, ExceptionLane, ExceptionRow},
    label::Choice,
    page::Page,
};
use leptos::prelude::*;

use super::detail::ExceptionStateBadge;
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::exception::list_exceptions,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{fetched, load},
        page_head::PageHead,
        picker::DepartmentFilter,
        state::Day,
        table::{Chip, Filters, Pager, Table, total},
    },
};

const PATH: &str = "/exceptions";

fn filter(asked: &Asked) -> ExceptionFilter {
    ExceptionFilter {
        lane: asked.choice("lane"),
        department: asked.parse("department"),
        contract: asked.parse("contract"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

#[component]
pub fn ExceptionsPage() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_exceptions);
    let lanes = [ExceptionLane::Requested, ExceptionLane::Due, ExceptionLane::InForce];
    let chips = lanes.map(|lane| view! { <Chip name="lane" value=lane.word() label=lane.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(exception.title) sub=t!(exception.subtitle).into_any()/>
        <div>
            <Filters label=t!(exception.filters) keep=&["lane", "contract"]><DepartmentFilter all=t!(contract.all_departments)/></Filters>
            <div class="filters" role="group" aria-label=t!(exception.lanes)>{chips}</div>
        </div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<ExceptionRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked);
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(exception.list)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(contract.clause)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(contract.until)}</th>
                    <th scope="col">{t!(exception.contract)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(exception.requested_by)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: ExceptionRow) -> impl IntoView {
    let contract = format!("/contracts/{}/clauses#clause-{}", row.contract, row.clause);
    let until = if row.due { "soon" } else { "" };
    view! {
        <tr>
            <th scope="row" class="clip">
                <a href=format!("{PATH}/{}", row.id) title=row.clause_title.clone()>{format!("{} {}", row.clause, row.clause_title)} <span class="sub">{row.measure}</span></a>
            </th>
            <td data-label=t!(common.state)><ExceptionStateBadge state=row.state/></td>
            <td data-label=t!(contract.until)><Day day=row.until state=until/></td>
            <td class="clip" data-label=t!(exception.contract)><a class="link" href=contract title=row.contract_title.clone()>{row.contract_title.clone()}</a></td>
            <td data-label=t!(common.department)>{row.department_name}</td>
            <td data-label=t!(exception.requested_by)>{row.requested_by}</td>
        </tr>
    }
}

/// That nothing waits, that nothing is there, and that nothing was found are different things to be told.
fn none(asked: &Asked) -> AnyView {
    if asked.some("department").is_some() || asked.some("contract").is_some() {
        return view! {
            <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                <a class="btn" href=PATH>{t!(common.clear_filter)}</a>
            </Empty>
        }
        .into_any();
    }
    match asked.choice::<ExceptionLane>("lane") {
        Some(ExceptionLane::Requested) => view! { <Empty pic="pic-calm" title=t!(exception.none_waiting) text=t!(exception.none_waiting_text)/> }.into_any(),
        Some(ExceptionLane::Due) => view! { <Empty pic="pic-calm" title=t!(exception.none_due) text=t!(exception.none_due_text)/> }.into_any(),
        _ => view! { <Empty pic="pic-ledger" title=t!(exception.none) text=t!(exception.none_text)/> }.into_any(),
    }
}
