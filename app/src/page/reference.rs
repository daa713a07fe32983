//! 公表データ: what published lists there are, as of when, and the form that brings a newer one in.

mod list;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

travels_apart! {
    reference_pages in settings:
    References => list::ReferencesPage,
}

#[component(transparent)]
pub fn ReferenceRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/reference") view=Page::References ssr=SsrMode::Async/> }.into_inner()
}
