//! Who has the most that is late: by department, and by contractor for those who watch the city. Each name leads to its own list.

use domain::board::Standing;
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::address,
    rpc::verification::list_worst,
    t,
    ui::{
        at_once::IntoAny,
        load::{fetched, load},
        page_head::Panel,
        table::Table,
    },
};

#[component]
pub fn Standings() -> impl IntoView {
    let departments = fetched(|| (), |()| list_worst(false));
    let contractors = fetched(|| (), |()| list_worst(true));
    view! {
        {load(departments, |found| panel("department", "by-department", t!(board.by_department), t!(common.department), found))}
        {load(contractors, |found| panel("contractor", "by-contractor", t!(board.by_contractor), t!(common.contractor), found))}
    }
}

fn panel(kind: &'static str, id: &'static str, title: &'static str, head: &'static str, late: Vec<Standing>) -> AnyView {
    // Nothing late, or not for the reader to see.
    if late.is_empty() {
        return ().into_any();
    }
    let most = late.iter().map(|standing| standing.overdue).max().unwrap_or(1);
    let all = address("/board", [("lane".to_owned(), "overdue".to_owned()), ("sort".to_owned(), kind.to_owned())]);
    view! {
        <Panel id=id title=title actions=view! { <a href=all>{t!(common.see_all)} <span class="sr">{title}</span></a> }.into_any()>
            <Table label=title>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{head}</th>
                        <th scope="col" class="num">{t!(board.late)}</th>
                    </tr>
                </thead>
                <tbody>{late.into_iter().map(|standing| line(kind, standing, most)).collect_view()}</tbody>
            </Table>
        </Panel>
    }
    .into_any()
}

fn line(kind: &'static str, standing: Standing, most: u32) -> impl IntoView {
    let Standing { id, name, overdue, oldest, .. } = standing;
    let href = address("/board", [("lane".to_owned(), "overdue".to_owned()), (kind.to_owned(), id)]);
    let width = overdue * 100 / most.max(1);
    let oldest = oldest.map(|oldest| view! { <span class="sub">{t!(board.since, day = domain::date::short(oldest, use_lang()))}</span> });
    // The bar lies under the name: a column of its own would have no width left beside names that may be long.
    view! {
        <tr>
            <th scope="row" class="clip">
                <a href=href title=name.clone()>{name.clone()}</a>
                <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect data-tone="danger" width=width.to_string() height="4"></rect>
                </svg>
                {oldest}
            </th>
            <td class="num" data-label=t!(board.late)>{overdue}</td>
        </tr>
    }
}
