//! 点検の期限: what is late, what comes, what waits for a decision; and the whole year at a glance.

mod figures;
mod group;
mod list;
mod standings;
mod year;

use leptos::prelude::*;

use crate::{t, ui::page_head::Tabs};

travels_apart! {
    board_pages in checks:
    "/board" => list::BoardPage,
    "/board/year" => year::YearPage,
}

/// The same checks as a list and as a picture.
fn board_tabs() -> impl IntoView {
    let tabs = vec![("/board".to_owned(), t!(board.tab_list).to_owned(), None), ("/board/year".to_owned(), t!(board.tab_year).to_owned(), None)];
    view! { <Tabs label=t!(board.tabs) tabs=tabs/> }
}
