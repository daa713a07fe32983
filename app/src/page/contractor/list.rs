//! The list. Opened to find a contractor: by name, reading, number or place; what is late with whom is seen at once.

use domain::{
    contractor::{ContractorFilter, ContractorKind, ContractorRow},
    label::Choice,
    page::Page,
    permission::Operation,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::{Asked, address, use_asked},
    rpc::contractor::list_contractors,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, or_dash},
        table::{FilterSearch, FilterSelect, Filters, Pager, SortHead, Table, is_unfiltered, total},
    },
};

fn filter(asked: &Asked) -> ContractorFilter {
    ContractorFilter {
        q: asked.text("q"),
        kind: asked.choice("kind"),
        sort: asked.choice("sort"),
        desc: asked.flag("desc"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

#[component]
pub fn ContractorsPage() -> impl IntoView {
    let (asked, session) = (use_asked(), use_session());
    let rows = fetched(move || filter(&asked.read()), list_contractors);
    let import = session.can(Operation::ImportContractors).then(|| view! { <a class="btn" href="/imports"><Icon name="upload"/>{t!(contractor.import)}</a> });
    let new = session
        .can(Operation::WriteContractor)
        .then(|| view! { <a class="btn primary" href="/contractors/new" data-key="n"><Icon name="plus"/>{t!(contractor.register)}</a> });
    view! {
        <PageHead title=t!(contractor.title) sub=t!(contractor.subtitle).into_any()>{import} {new}</PageHead>
        <Filters label=t!(contractor.filters)>
            <FilterSearch placeholder=t!(contractor.search)/>
            <FilterSelect name="kind" label=t!(contractor.kind) all=t!(contractor.all_kinds) options={options::<ContractorKind>()}/>
        </Filters>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<ContractorRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked).into_any();
    }
    let can_read_contracts = use_session().can(Operation::ReadContract);
    let (total, next) = (total(&page), page.next);
    let rows = page.items.into_iter().map(|contractor| row(contractor, can_read_contracts)).collect_view();
    view! {
        <Table label=t!(contractor.list)>
            <thead>
                <tr>
                    <SortHead word="kana" label=t!(contractor.name) default=true class="pin"/>
                    <th scope="col">{t!(contractor.kind)}</th>
                    <SortHead word="number" label=t!(contractor.corporate_number)/>
                    <th scope="col">{t!(contractor.address)}</th>
                    <th scope="col" class="num">{t!(contractor.contracts)}</th>
                    <th scope="col" class="num">{t!(contractor.overdue)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: ContractorRow, can_read_contracts: bool) -> impl IntoView {
    let ContractorRow { id, kind, corporate_number, name, name_kana, address: place, contracts, overdue, .. } = row;
    let of = |path| address(path, [("contractor".to_owned(), id.to_string())]);
    let count = |count: u32, href: String| match (count, can_read_contracts) {
        (0, _) => view! { <span class="muted">"0"</span> }.into_any(),
        (count, true) => view! { <a href=href>{count}</a> }.into_any(),
        (count, false) => count.into_any(),
    };
    let late = overdue > 0;
    view! {
        <tr class:late=late>
            <th scope="row" class="clip"><a href=format!("/contractors/{id}") title=name.clone()>{name.clone()}</a><span class="sub">{name_kana}</span></th>
            <td data-label=t!(contractor.kind)>{kind.label(use_lang())}</td>
            <td class="code" data-label=t!(contractor.corporate_number)>{or_dash(&corporate_number.map(|number| number.to_string()).unwrap_or_default())}</td>
            <td class="clip" data-label=t!(contractor.address) title=place.clone()>{place.clone()}</td>
            <td class="num" data-label=t!(contractor.contracts)>{count(contracts, of("/contracts"))}</td>
            <td class="num" data-label=t!(contractor.overdue)>{count(overdue, of("/board"))}</td>
        </tr>
    }
}

/// An empty register and a search without a hit are different things to be told.
fn none(asked: &Asked) -> impl IntoView + use<> {
    if !is_unfiltered(asked) {
        return view! {
            <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                <a class="btn" href="/contractors">{t!(common.clear_filter)}</a>
            </Empty>
        };
    }
    let can_write = use_session().can(Operation::WriteContractor);
    view! {
        <Empty pic="pic-ledger" title=t!(contractor.none) text=t!(contractor.none_text)>
            {can_write.then(|| view! { <a class="btn primary" href="/contractors/new">{t!(contractor.register)}</a> <a class="btn" href="/imports">{t!(contractor.import)}</a> })}
        </Empty>
    }
}
