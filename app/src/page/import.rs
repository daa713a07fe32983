//! 取込.

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{t, ui::page_head::PageHead};

#[component(transparent)]
pub fn ImportRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/imports") view=Stub ssr=SsrMode::Async/> }.into_inner()
}

#[component]
fn Stub() -> impl IntoView {
    view! { <PageHead title=t!(common.nav_imports)/> }
}
