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

#[component(transparent)]
pub fn ImportRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/imports") view=list::ImportsPage ssr=SsrMode::Async/>
        <Route path=path!("/imports/:id") view=detail::ImportPage ssr=SsrMode::Async/>
    }
    .into_inner()
}
