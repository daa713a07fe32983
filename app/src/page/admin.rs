//! Policy data, departments, people, the audit trail.

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{t, ui::page_head::PageHead};

#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/policy") view=Stub ssr=SsrMode::Async/> }.into_inner()
}

#[component]
fn Stub() -> impl IntoView {
    view! { <PageHead title=t!(common.nav_policy)/> }
}
