//! 点検の期限: what is late, what comes, what waits for a decision; and the whole year at a glance.

mod figures;
mod group;
mod list;
mod plan;
mod sheet;
mod standings;
mod year;

use leptos::prelude::*;

use crate::{t, ui::page_head::Tabs};

travels_apart! {
    board_pages in checks:
    "/board" => list::BoardPage,
    "/board/year" => year::YearPage,
    "/board/plan" => plan::PlanPage,
    "/board/plan/print" => sheet::SheetPage,
}

/// The same checks as a list, as a picture and as a plan.
fn board_tabs() -> impl IntoView {
    let tabs = [("/board", t!(board.tab_list)), ("/board/year", t!(board.tab_year)), ("/board/plan", t!(plan.tab))];
    let tabs = tabs.map(|(href, label)| (href.to_owned(), label.to_owned(), None)).to_vec();
    view! { <Tabs label=t!(board.tabs) tabs=tabs/> }
}
