//! 取込: a list as the city has it is looked at row by row, and written only when somebody says so.

mod confirm;
mod detail;
mod list;
mod progress;
mod rows;
mod upload;
mod words;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

travels_apart! {
    import_pages in settings:
    Imports => list::ImportsPage,
    Import => detail::ImportPage,
}

#[component(transparent)]
pub fn ImportRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/imports") view=Page::Imports ssr=SsrMode::Async/>
        <Route path=path!("/imports/:id") view=Page::Import ssr=SsrMode::Async/>
    }
    .into_inner()
}
