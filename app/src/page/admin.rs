//! しくみ: the rules in force, the organisation, its people, and the trail of everything.

mod audit;
mod catalogue;
mod departments;
mod new_person;
mod people;
mod policy;
mod words;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{t, ui::page_head::Tabs};

#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/policy") view=policy::PolicyPage ssr=SsrMode::Async/>
        <Route path=path!("/clauses") view=catalogue::CataloguePage ssr=SsrMode::Async/>
        <Route path=path!("/departments") view=departments::DepartmentsPage ssr=SsrMode::Async/>
        <Route path=path!("/people") view=people::PeoplePage ssr=SsrMode::Async/>
        <Route path=path!("/people/new") view=new_person::NewPersonPage ssr=SsrMode::Async/>
        <Route path=path!("/audit") view=audit::AuditPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The rules are two pages: what a contract must say, and how it is watched.
fn rule_tabs() -> impl IntoView {
    let tabs = vec![("/policy".to_owned(), t!(admin.tab_policy).to_owned(), None), ("/clauses".to_owned(), t!(admin.catalogue).to_owned(), None)];
    view! { <Tabs label=t!(admin.rule_tabs) tabs=tabs/> }
}
