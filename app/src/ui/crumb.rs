//! Where the reader is, read off the address. Every page's path has its words here, so the top bar is right before the page is loaded.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::t;

/// The name of one step of a path, by the steps up to it with ids as `:id`.
fn name(steps: &[&str]) -> Option<&'static str> {
    Some(match steps {
        ["board"] => t!(common.nav_board),
        ["board", "plan"] => t!(plan.tab),
        ["board", "plan", _] => t!(plan.print),
        ["board", ":id"] => t!(board.tab_year),
        ["verifications"] | ["verifications", ":id"] => t!(common.crumb_verification),
        ["verifications", ":id", "report"] | ["selections", _, "candidates", _, "answers"] => t!(verification.crumb_report),
        ["contracts"] => t!(common.nav_contracts),
        ["selections"] => t!(common.nav_selections),
        ["selections", _, "candidates", _] => t!(common.crumb_candidate),
        ["subcontracts"] | [_, ":id", "subcontracts"] => t!(common.nav_subcontracts),
        ["findings"] | [_, ":id", "findings"] => t!(common.nav_findings),
        ["findings", ":id", "notices", _] => t!(finding.notice),
        ["incidents"] => t!(common.nav_incidents),
        ["exceptions"] | [_, ":id", "exceptions"] => t!(common.nav_exceptions),
        ["contractors"] => t!(common.nav_contractors),
        ["certificates"] => t!(common.nav_certificates),
        ["imports"] => t!(common.nav_imports),
        ["reference"] => t!(common.nav_reference),
        ["policy"] => t!(common.nav_policy),
        ["policy", "cadence", "draft"] => t!(cadence.draft),
        ["policy", "cadence", "draft", _] => t!(cadence.edit),
        ["policy", ":id"] => t!(admin.criteria),
        ["clauses"] => t!(admin.catalogue),
        ["clauses", "draft"] => t!(catalogue.open_draft),
        ["clauses", "draft", "compare"] => t!(catalogue.compare),
        ["clauses", "draft", _] => t!(catalogue.clause),
        ["clauses", "migrate"] => t!(catalogue.migrate),
        ["register"] => t!(common.asof_register),
        ["register", _] => t!(common.nav_register),
        ["departments"] => t!(common.nav_departments),
        ["people"] => t!(common.nav_people),
        ["people", _, "away"] => t!(common.nav_away),
        ["reminders"] => t!(common.nav_reminders),
        ["audit"] => t!(common.nav_audit),
        ["attachments", ":id"] | [_, ":id", "attachments"] => t!(attachment.tab),
        [_, "new"] | [_, ":id", "exceptions" | "findings" | "subcontracts" | "versions", "new"] => t!(common.crumb_new),
        [_, ":id"] | [_, ":id", "versions", _] => t!(common.crumb_record),
        [_, ":id", "edit"] | [_, ":id", "versions", _, "edit"] => t!(common.crumb_edit),
        [_, ":id", "history"] => t!(common.crumb_history),
        [_, ":id", "clauses"] => t!(common.crumb_clauses),
        [_, ":id", "annex"] => t!(annex.title),
        [_, ":id", "plan"] => t!(common.crumb_plan),
        [_, ":id", "review"] => t!(version.review),
        [_, ":id", "versions"] => t!(version.tab),
        _ => return None,
    })
}

/// The steps of a path with their addresses; what has no name is left out.
fn steps(path: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let generic: Vec<&str> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| if index == 1 && !matches!(*part, "new" | "draft" | "migrate" | "plan" | "cadence") { ":id" } else { *part })
        .collect();
    let mut found: Vec<(&'static str, String)> =
        (1..=parts.len()).filter_map(|length| Some((name(&generic[..length])?, format!("/{}", parts[..length].join("/"))))).collect();
    // Checks have no list of their own: the board is.
    if let Some(first) = found.first_mut().filter(|(_, href)| href == "/verifications") {
        *first = (t!(common.nav_board), "/board".to_owned());
    }
    found
}

#[component]
pub fn Breadcrumb() -> impl IntoView {
    let path = use_location().pathname;
    let items = move || {
        let mut steps = steps(&path.read());
        let last = steps.pop();
        let start = last.is_some().then(|| view! { <li><a href="/">{t!(common.nav_today)}</a></li> });
        let between = steps.into_iter().map(|(name, href)| view! { <li><a href=href>{name}</a></li> }).collect_view();
        let last = last.map_or(t!(common.nav_today), |(name, _)| name);
        view! { {start} {between} <li aria-current="page"><span>{last}</span></li> }
    };
    view! { <nav class="breadcrumb" aria-label=t!(common.breadcrumb)><ol>{items}</ol></nav> }
}

#[cfg(test)]
mod tests {
    use super::steps;

    fn hrefs(path: &str) -> Vec<String> {
        steps(path).into_iter().map(|(_, href)| href).collect()
    }

    #[test]
    fn the_way_to_a_page_is_read_off_its_address() {
        assert_eq!(hrefs("/"), Vec::<String>::new());
        assert_eq!(hrefs("/contractors/01J/edit"), ["/contractors", "/contractors/01J", "/contractors/01J/edit"]);
        assert_eq!(hrefs("/contracts/new"), ["/contracts", "/contracts/new"]);
        assert_eq!(hrefs("/verifications/01J"), ["/board", "/verifications/01J"]);
        assert_eq!(hrefs("/board/year"), ["/board", "/board/year"]);
        assert_eq!(hrefs("/selections/01J/candidates/01K"), ["/selections", "/selections/01J", "/selections/01J/candidates/01K"]);
        assert_eq!(hrefs("/policy/criteria/edit"), ["/policy", "/policy/criteria", "/policy/criteria/edit"]);
        assert_eq!(hrefs("/clauses/draft/K08"), ["/clauses", "/clauses/draft", "/clauses/draft/K08"]);
        assert_eq!(hrefs("/attachments/01J"), ["/attachments/01J"]);
        assert_eq!(hrefs("/nowhere"), Vec::<String>::new());
    }
}
