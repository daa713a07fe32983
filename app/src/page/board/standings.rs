//! Who has the most that is late: by department, and by contractor for those who watch the city. Each name leads to its own list.

use domain::board::Standing;
use leptos::prelude::*;

use crate::{
    query::address,
    rpc::verification::list_standings,
    t,
    ui::{at_once::IntoAny, load::load, page_head::Panel, state::Day, table::Table},
};

/// Names shown of each kind: the rest follows in the list, ordered by them.
const SHOWN: usize = 8;

#[component]
pub fn Standings() -> impl IntoView {
    let departments = Resource::new(|| (), |()| list_standings(false));
    let contractors = Resource::new(|| (), |()| list_standings(true));
    view! {
        {load(departments, |found| panel("department", t!(board.by_department), t!(common.department), found))}
        {load(contractors, |found| panel("contractor", t!(board.by_contractor), t!(common.contractor), found))}
    }
}

fn panel(kind: &'static str, title: &'static str, head: &'static str, found: Vec<Standing>) -> AnyView {
    let late: Vec<Standing> = found.into_iter().filter(|standing| standing.overdue > 0).take(SHOWN).collect();
    // Nothing late, or not for the reader to see.
    if late.is_empty() {
        return ().into_any();
    }
    let most = late.iter().map(|standing| standing.overdue).max().unwrap_or(1);
    let all = address("/board", [("lane".to_owned(), "overdue".to_owned()), ("sort".to_owned(), kind.to_owned())]);
    view! {
        <Panel id=kind title=title actions=view! { <a href=all>{t!(common.see_all)}</a> }.into_any()>
            <Table label=title>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{head}</th>
                        <th scope="col" class="num">{t!(board.late)}</th>
                        <th scope="col"><span class="sr">{t!(common.share)}</span></th>
                        <th scope="col">{t!(common.oldest)}</th>
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
    view! {
        <tr>
            <th scope="row" class="clip"><a href=href title=name.clone()>{name.clone()}</a></th>
            <td class="num" data-label=t!(board.late)>{overdue}</td>
            <td aria-hidden="true">
                <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none"><rect data-tone="danger" width=width.to_string() height="4"></rect></svg>
            </td>
            <td data-label=t!(common.oldest)>{oldest.map(|oldest| view! { <Day day=oldest/> })}</td>
        </tr>
    }
}
