//! The list. Opened by whoever watches the city or a department: which subcontracts run without permission or past their end, and which wait for
//! an answer; and, from a contractor's page, where else it works for the city unseen.

use domain::{
    label::Choice,
    page::Page,
    subcontract::{SubcontractFilter, SubcontractLane, SubcontractRow},
};
use leptos::prelude::*;

use super::finding::{SubcontractStateBadge, marks};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::subcontract::list_subcontracts,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{fetched, load},
        page_head::PageHead,
        picker::DepartmentFilter,
        state::{Day, TierMark},
        table::{Chip, FilterSearch, Filters, Pager, Table, total},
    },
};

const PATH: &str = "/subcontracts";

fn filter(asked: &Asked) -> SubcontractFilter {
    SubcontractFilter {
        q: asked.text("q"),
        lane: asked.choice("lane"),
        department: asked.parse("department"),
        contractor: asked.parse("contractor"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

#[component]
pub fn SubcontractsPage() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_subcontracts);
    let lanes = [SubcontractLane::Findings, SubcontractLane::Requested];
    let chips = lanes.map(|lane| view! { <Chip name="lane" value=lane.word() label=lane.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(subcontract.title) sub=t!(subcontract.subtitle).into_any()/>
        <div>
            <Filters label=t!(subcontract.filters) keep=&["lane", "contractor"]>
                <FilterSearch placeholder=t!(subcontract.search)/>
                <DepartmentFilter all=t!(contract.all_departments)/>
            </Filters>
            <div class="filters" role="group" aria-label=t!(subcontract.lanes)>{chips}</div>
        </div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<SubcontractRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked);
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(subcontract.list)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(subcontract.contractor)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(subcontract.findings)}</th>
                    <th scope="col">{t!(contract.tier_short)}</th>
                    <th scope="col">{t!(subcontract.contract)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(contract.start)}</th>
                    <th scope="col">{t!(contract.end)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: SubcontractRow) -> impl IntoView {
    let contract = format!("/contracts/{}/subcontracts", row.contract);
    view! {
        <tr>
            <th scope="row" class="clip"><a href=format!("{PATH}/{}", row.id) title=row.work.clone()>{row.contractor_name.clone()}<span class="sub">{row.work.clone()}</span></a></th>
            <td data-label=t!(common.state)><SubcontractStateBadge state=row.state/></td>
            <td data-label=t!(subcontract.findings)>{marks(&row.findings)}</td>
            <td><TierMark tier=row.tier/></td>
            <td class="clip" data-label=t!(subcontract.contract)><a class="link" href=contract title=row.contract_title.clone()>{row.contract_title.clone()}</a></td>
            <td data-label=t!(common.department)>{row.department_name}</td>
            <td data-label=t!(contract.start)><Day day=row.start/></td>
            <td data-label=t!(contract.end)><Day day=row.end/></td>
        </tr>
    }
}

/// That nothing is wrong, that nothing is there, and that nothing was found are different things to be told.
fn none(asked: &Asked) -> AnyView {
    let lane = asked.choice::<SubcontractLane>("lane");
    let narrowed = asked.some("q").is_some() || asked.some("department").is_some() || asked.some("contractor").is_some();
    match lane {
        _ if narrowed => view! {
            <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                <a class="btn" href=PATH>{t!(common.clear_filter)}</a>
            </Empty>
        }
        .into_any(),
        Some(SubcontractLane::Findings) => view! { <Empty pic="pic-calm" title=t!(subcontract.none_wrong) text=t!(subcontract.none_wrong_text)/> }.into_any(),
        Some(SubcontractLane::Requested) => {
            view! { <Empty pic="pic-calm" title=t!(subcontract.none_waiting) text=t!(subcontract.none_waiting_text)/> }.into_any()
        }
        _ => view! { <Empty pic="pic-ledger" title=t!(subcontract.none) text=t!(subcontract.none_text)/> }.into_any(),
    }
}
