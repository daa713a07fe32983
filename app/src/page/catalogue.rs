//! 改正案: the security officer writes the next version of the clause catalogue, sees what it would do to the contracts, puts it in force, and moves
//! the contracts on. The Markdown is rendered in the browser while it is typed: that part travels with these pages alone.

mod clause;
mod compare;
mod condition;
mod draft;
mod migrate;
mod shift;
mod words;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

pub use shift::Newer;

travels_apart! {
    catalogue_pages in catalogue:
    Draft => draft::DraftPage,
    New => clause::NewClausePage,
    Compare => compare::ComparePage,
    Clause => clause::ClausePage,
    Migrate => migrate::MigratePage,
}

#[component(transparent)]
pub fn CatalogueRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/clauses/draft") view=Page::Draft ssr=SsrMode::Async/>
        <Route path=path!("/clauses/draft/new") view=Page::New ssr=SsrMode::Async/>
        <Route path=path!("/clauses/draft/compare") view=Page::Compare ssr=SsrMode::Async/>
        <Route path=path!("/clauses/draft/:clause") view=Page::Clause ssr=SsrMode::Async/>
        <Route path=path!("/clauses/migrate") view=Page::Migrate ssr=SsrMode::Async/>
    }
    .into_inner()
}
