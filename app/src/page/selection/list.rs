//! The list. The procurement officer opens it to go on with what is being vetted, the security officer to find what awaits a decision, the head of a
//! department to see who will do the work.

use domain::{
    label::Choice,
    page::Page,
    permission::Operation,
    selection::{ProcurementFilter, ProcurementRow, ProcurementState},
};
use leptos::prelude::*;

use super::detail::ProcurementStateBadge;
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::selection::list_procurements,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, or_dash},
        picker::DepartmentFilter,
        state::Day,
        table::{Chip, FilterSearch, Filters, Pager, Table, is_unfiltered, total},
    },
};

const PATH: &str = "/selections";

fn filter(asked: &Asked) -> ProcurementFilter {
    ProcurementFilter { q: asked.text("q"), state: asked.choice("state"), department: asked.parse("department"), cursor: asked.some("cursor"), limit: None }
}

#[component]
pub fn ProcurementsPage() -> impl IntoView {
    let (asked, session, lang) = (use_asked(), use_session(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_procurements);
    let new = session
        .can(Operation::WriteSelection)
        .then(|| view! { <a class="btn primary" href="/selections/new" data-key="n"><Icon name="plus"/>{t!(selection.register)}</a> });
    let states = ProcurementState::ALL.iter().map(|state| view! { <Chip name="state" value=state.word() label=state.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(selection.title) sub=t!(selection.subtitle).into_any()>{new}</PageHead>
        <div>
            <Filters label=t!(selection.filters) keep=&["state"]>
                <FilterSearch placeholder=t!(selection.search)/>
                <DepartmentFilter all=t!(selection.all_departments)/>
            </Filters>
            <div class="filters" role="group" aria-label=t!(selection.quick_filters)>{states}</div>
        </div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<ProcurementRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked).into_any();
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(selection.list)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(selection.name)}</th>
                    <th scope="col">{t!(selection.kind)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col" class="num">{t!(selection.candidates)}</th>
                    <th scope="col">{t!(selection.leader)}</th>
                    <th scope="col" class="num">{t!(selection.score)}</th>
                    <th scope="col">{t!(selection.valid_until)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: ProcurementRow) -> impl IntoView {
    let lang = use_lang();
    let score = row.leader.is_some().then(|| t!(selection.percent, percent = row.percent));
    let leader = row.leader.unwrap_or_default();
    let until = row.valid_until.map_or_else(|| or_dash(""), |day| view! { <Day day=day/> }.into_any());
    view! {
        <tr>
            <th scope="row" class="clip">
                <a href=format!("{PATH}/{}", row.id) title=row.title.clone()>{row.title.clone()}</a>
                <span class="sub">{row.department_name}</span>
            </th>
            <td data-label=t!(selection.kind)>{row.kind.label(lang)} <span class="sub">{row.personal.label(lang)}</span></td>
            <td data-label=t!(common.state)><ProcurementStateBadge state=row.state/></td>
            <td class="num" data-label=t!(selection.candidates)>{row.candidates}</td>
            <td class="clip" data-label=t!(selection.leader) title=leader.clone()>{or_dash(&leader)}</td>
            <td class="num" data-label=t!(selection.score)>{or_dash(&score.unwrap_or_default())}</td>
            <td data-label=t!(selection.valid_until)>{until}</td>
        </tr>
    }
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
    let new = use_session().can(Operation::WriteSelection).then(|| view! { <a class="btn primary" href="/selections/new">{t!(selection.register)}</a> });
    view! { <Empty pic="pic-ledger" title=t!(selection.none) text=t!(selection.none_text)>{new}</Empty> }.into_any()
}
