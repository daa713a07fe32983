//! The side bar: only what the reader may open, with how much waits there.

use domain::{permission::Operation, person::Me};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::Icon;
use crate::{session::use_session, t};

struct Entry {
    href: &'static str,
    label: &'static str,
    /// Shown to whoever has any of these; to everybody where there is none.
    needs: &'static [Operation],
    count: Option<fn(&Me) -> u32>,
    loud: bool,
    /// Only for whoever may do it for the whole city.
    everywhere: bool,
}

const fn entry(href: &'static str, label: &'static str, needs: &'static [Operation]) -> Entry {
    Entry { href, label, needs, count: None, loud: false, everywhere: false }
}

fn groups() -> [(&'static str, Vec<Entry>); 3] {
    use Operation as O;
    [
        (
            t!(common.nav_watch),
            vec![
                entry("/", t!(common.nav_today), &[]),
                Entry { count: Some(|me| me.overdue), loud: true, ..entry("/board", t!(common.nav_board), &[O::ReadVerification]) },
                Entry { count: Some(|me| me.submitted), ..entry("/board?lane=submitted", t!(common.nav_submitted), &[O::DecideVerification]) },
                entry("/findings", t!(common.nav_findings), &[O::ReadVerification]),
                entry("/reminders", t!(common.nav_reminders), &[]),
                entry("/incidents", t!(common.nav_incidents), &[O::ReadIncident]),
            ],
        ),
        (
            t!(common.nav_register),
            vec![
                entry("/contracts", t!(common.nav_contracts), &[O::ReadContract]),
                Entry { count: Some(|me| me.selections), ..entry("/selections", t!(common.nav_selections), &[O::ReadSelection]) },
                entry("/subcontracts", t!(common.nav_subcontracts), &[O::ReadContract]),
                entry("/exceptions", t!(common.nav_exceptions), &[O::ReadContract]),
                entry("/contractors", t!(common.nav_contractors), &[O::ReadContractor]),
                entry("/certificates", t!(common.nav_certificates), &[O::ReadContractor]),
            ],
        ),
        (
            t!(common.nav_system),
            vec![
                entry("/imports", t!(common.nav_imports), &[O::ImportContractors, O::ImportContracts, O::ImportDepartments]),
                entry("/reference", t!(common.nav_reference), &[O::ImportReference]),
                entry("/policy", t!(common.nav_policy), &[O::ReadPolicy]),
                entry("/departments", t!(common.nav_departments), &[O::ReadDepartment]),
                entry("/people", t!(common.nav_people), &[O::ReadPerson]),
                Entry { everywhere: true, ..entry("/audit", t!(common.nav_audit), &[O::ReadAudit]) },
            ],
        ),
    ]
}

#[component]
pub fn Sidebar() -> impl IntoView {
    let session = use_session();
    let city = session.me().city;
    let groups = groups()
        .into_iter()
        .enumerate()
        .map(|(index, (title, entries))| {
            let id = format!("nav-{index}");
            let may = |entry: &Entry, operation: Operation| if entry.everywhere { session.can_everywhere(operation) } else { session.can(operation) };
            let items: Vec<_> =
                entries.into_iter().filter(|entry| entry.needs.is_empty() || entry.needs.iter().any(|operation| may(entry, *operation))).map(item).collect();
            (!items.is_empty()).then(|| view! { <div class="nav-group"><h2 id=id.clone()>{title}</h2><ul aria-labelledby=id>{items}</ul></div> })
        })
        .collect_view();
    view! {
        <header class="sidebar">
            <a class="brand" href="/">
                <img src="/mark.svg" alt="" width="32" height="32"/>
                <span>{t!(common.product)} <small>{city}</small></span>
            </a>
            <details class="navmenu"><summary><Icon name="menu"/>{t!(common.menu)}</summary></details>
            <nav aria-label=t!(common.nav)>{groups}</nav>
        </header>
    }
}

fn item(entry: Entry) -> impl IntoView {
    let Entry { href, label, count, loud, .. } = entry;
    let location = use_location();
    let current = move || {
        let (path, query) = (location.pathname.read(), location.search.read());
        is_current(href, &path, &query).then_some("page")
    };
    let me = use_session().signal();
    let badge = count.map(|count| {
        move || {
            let waiting = count(&me.read());
            (waiting > 0).then(|| view! { <span class="count" data-tone=loud.then_some("danger")>{waiting}</span> })
        }
    });
    view! { <li><a href=href aria-current=current>{label} {badge}</a></li> }
}

/// Whether an entry is the one the reader is in: the page itself or a record below it. An entry with a query is only itself.
fn is_current(href: &str, path: &str, query: &str) -> bool {
    let query = query.trim_start_matches('?');
    if let Some((own, lane)) = href.split_once('?') {
        return path == own && query.split('&').any(|pair| pair == lane);
    }
    // The rules are two pages.
    if href == "/policy" && path == "/clauses" {
        return true;
    }
    let below = path.strip_prefix(href).is_some_and(|rest| href != "/" && rest.starts_with('/'));
    let board = (path.starts_with("/verifications/") || path == "/board" || below) && !query.contains("lane=submitted");
    if href == "/board" { board } else { path == href || below }
}

#[cfg(test)]
mod tests {
    use super::is_current;

    #[test]
    fn the_entry_of_a_page_is_the_one_it_lies_under() {
        assert!(is_current("/", "/", "") && !is_current("/", "/contracts", ""));
        assert!(is_current("/contracts", "/contracts/01J/edit", "") && !is_current("/contracts", "/contractors", ""));
        assert!(is_current("/board", "/verifications/01J", "") && is_current("/board", "/board", "?tier=A"));
        assert!(is_current("/board", "/board/year", "year=2025") && !is_current("/board", "/boards", ""));
        assert!(is_current("/board?lane=submitted", "/board", "lane=submitted") && !is_current("/board", "/board", "lane=submitted"));
    }
}
