//! The list. Opened to find a contract, or to see which ones need somebody: those with a clause missing, under review, about to end.

use domain::{
    contract::{ContractFilter, ContractRow, ContractState},
    label::Choice,
    page::Page,
    permission::Operation,
    risk::Tier,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::contract::list_contracts,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        icon::Icon,
        load::{fetched, load},
        page_head::PageHead,
        picker::DepartmentFilter,
        state::{Badge, ContractStateBadge, Day, TierMark},
        table::{Chip, FilterSearch, FilterSelect, Filters, Pager, SortHead, Table, is_unfiltered, total},
    },
};

const PATH: &str = "/contracts";

fn filter(asked: &Asked) -> ContractFilter {
    ContractFilter {
        q: asked.text("q"),
        state: asked.choice("state"),
        // Closed ones are history: shown to whoever asks for them.
        open: asked.choice::<ContractState>("state").is_none() && !asked.flag("all"),
        department: asked.parse("department"),
        contractor: asked.parse("contractor"),
        tier: asked.choice("tier"),
        gaps: asked.flag("gaps"),
        sort: asked.choice("sort"),
        desc: asked.flag("desc"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

#[component]
pub fn ContractsPage() -> impl IntoView {
    let (asked, session, lang) = (use_asked(), use_session(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_contracts);
    let import = session.can(Operation::ImportContracts).then(|| view! { <a class="btn" href="/imports"><Icon name="upload"/>{t!(contract.import)}</a> });
    let new = session
        .can(Operation::WriteContract)
        .then(|| view! { <a class="btn primary" href="/contracts/new" data-key="n"><Icon name="plus"/>{t!(common.new_contract)}</a> });
    let states = ContractState::ALL.iter().map(|state| view! { <Chip name="state" value=state.word() label=state.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(contract.title) sub=t!(contract.subtitle).into_any()>{import} {new}</PageHead>
        <div>
            <Filters label=t!(contract.filters) keep=&["state", "all", "gaps", "contractor"]>
                <FilterSearch placeholder=t!(contract.search)/>
                <DepartmentFilter all=t!(contract.all_departments)/>
                <FilterSelect name="tier" label=t!(common.tier) all=t!(contract.all_tiers) options={options::<Tier>()}/>
            </Filters>
            <div class="filters" role="group" aria-label=t!(contract.quick_filters)>
                {states}
                <Chip name="all" value="true" label=t!(contract.closed_too)/>
                <Chip name="gaps" value="true" label=t!(contract.gaps)/>
                <ContractorChip rows=rows/>
            </div>
        </div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

/// The contractor a link confined the list to; a click takes the condition away.
#[component]
fn ContractorChip(rows: Resource<Result<Page<ContractRow>, crate::rpc::Fault>>) -> impl IntoView {
    let asked = use_asked();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let found = rows.await.ok().and_then(|page| page.items.into_iter().next());
                let asked = asked.get();
                asked.some("contractor").map(|_| {
                    let name = found.map(|row| row.contractor_name).unwrap_or_default();
                    let label = if name.is_empty() { t!(common.contractor).to_owned() } else { name };
                    view! { <a class="chip" href=asked.href(PATH, &[("contractor", None)]) aria-current="true">{label}<span class="sr">{t!(common.clear_filter)}</span></a> }
                })
            })}
        </Transition>
    }
}

fn list(page: Page<ContractRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked).into_any();
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(contract.list)>
            <thead>
                <tr>
                    <SortHead word="title" label=t!(contract.name) class="pin"/>
                    <SortHead word="number" label=t!(contract.number)/>
                    <th scope="col">{t!(contract.tier_short)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(common.contractor)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(contract.clauses)}</th>
                    <SortHead word="end" label=t!(contract.end) default=true/>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: ContractRow) -> impl IntoView {
    let day = if row.state == ContractState::Expiring { "soon" } else { "" };
    let coverage = coverage(&row);
    view! {
        <tr>
            <th scope="row" class="clip"><a href=format!("{PATH}/{}", row.id) title=row.title.clone()>{row.title.clone()}</a></th>
            <td class="code">{row.number}</td>
            <td><TierMark tier=row.tier/></td>
            <td data-label=t!(common.department)>{row.department_name}</td>
            <td class="clip" data-label=t!(common.contractor) title=row.contractor_name.clone()>{row.contractor_name.clone()}</td>
            <td data-label=t!(common.state)><ContractStateBadge state=row.state/></td>
            <td data-label=t!(contract.clauses)>{coverage}</td>
            <td data-label=t!(contract.end)><Day day=row.end state=day/></td>
        </tr>
    }
}

/// A gap is loud where it matters: not in a draft, which is still being written, nor where all is over.
fn coverage(row: &ContractRow) -> AnyView {
    let count = row.coverage;
    let missing = count.missing();
    if missing == 0 {
        return view! { <span class="muted">{format!("{0}/{0}", count.required)}</span> }.into_any();
    }
    let tone = match row.state {
        ContractState::Draft | ContractState::Closed => "neutral",
        _ if count.blocking > 0 => "danger",
        _ => "warn",
    };
    view! { <Badge tone=tone label=t!(contract.missing_count, count = missing)/> }.into_any()
}

/// An empty register and a search without a hit are different things to be told.
fn none(asked: &Asked) -> impl IntoView + use<> {
    if !is_unfiltered(asked) {
        return view! {
            <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                <a class="btn" href=PATH>{t!(common.clear_filter)}</a>
            </Empty>
        }
        .into_any();
    }
    let session = use_session();
    let new = session.can(Operation::WriteContract).then(|| view! { <a class="btn primary" href="/contracts/new">{t!(common.new_contract)}</a> });
    let import = session.can(Operation::ImportContracts).then(|| view! { <a class="btn" href="/imports">{t!(contract.import)}</a> });
    view! { <Empty pic="pic-ledger" title=t!(contract.none) text=t!(contract.none_text)>{new} {import}</Empty> }.into_any()
}
