//! The board of verifications, and each of them.

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{t, ui::page_head::PageHead};

#[component(transparent)]
pub fn BoardRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/board") view=Stub ssr=SsrMode::Async/> }.into_inner()
}

#[component]
fn Stub() -> impl IntoView {
    view! { <PageHead title=t!(common.nav_board)/> }
}
