//! 台帳 as of a day (基準日).

mod bar;
mod list;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

travels_apart! {
    register_pages in register:
    Register => list::RegisterPage,
}

#[component(transparent)]
pub fn RegisterRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/register") view=Page::Register ssr=SsrMode::Async/>
        <Route path=path!("/register/:kind") view=Page::Register ssr=SsrMode::Async/>
    }
    .into_inner()
}
