//! Which address shows which page. Every page is rendered whole before it is sent (`SsrMode::Async`): its status is true, and it reads without
//! scripting. Each group of pages lists its own in `page/<group>.rs`.

use leptos::{prelude::*, tachys::view::iterators::StaticVec};
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Router, Routes},
    path,
};

use crate::{
    boot::provide_boot,
    page,
    route::PageRoute,
    ui::frame::{Framed, Nowhere},
};

/// The app. The server renders it within [`crate::shell::shell`], the browser takes it over.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_boot();
    view! {
        <Router>
            <Routes fallback=Nowhere>
                <Bare/>
                <ParentRoute path=path!("") view=Framed ssr=SsrMode::Async>
                    <InFrame/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// What stands alone: for who is not, or not yet, somebody of the city.
#[component(transparent)]
fn Bare() -> StaticVec<PageRoute> {
    [page::entrance::routes(), page::answer::routes()].concat().into()
}

/// What stands in the frame.
#[component(transparent)]
fn InFrame() -> StaticVec<PageRoute> {
    [
        page::home::routes(),
        page::contractor::routes(),
        page::certificate::routes(),
        page::contract::routes(),
        page::version::routes(),
        page::selection::routes(),
        page::subcontract::routes(),
        page::attachment::routes(),
        page::exception::routes(),
        page::board::routes(),
        page::verification::routes(),
        page::finding::routes(),
        page::incident::routes(),
        page::import::routes(),
        page::register::routes(),
        page::reference::routes(),
        page::cadence::routes(),
        page::catalogue::routes(),
        page::reminder::routes(),
        page::admin::routes(),
    ]
    .concat()
    .into()
}

/// Every path there is a page for, as axum writes it.
#[cfg(feature = "ssr")]
pub fn paths() -> Vec<String> {
    leptos_axum::generate_route_list(App).into_iter().map(|listing| listing.path().to_owned()).collect()
}
