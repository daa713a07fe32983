//! しくみ: the rules in force, the organisation, its people, and the trail of everything.

mod audit;
mod catalogue;
mod criteria;
mod departments;
mod new_person;
mod people;
mod policy;
mod words;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{t, ui::page_head::Tabs};

travels_apart! {
    admin_pages in settings:
    Policy => policy::PolicyPage,
    Catalogue => catalogue::CataloguePage,
    Criteria => criteria::CriteriaPage,
    EditCriteria => criteria::EditCriteriaPage,
    Departments => departments::DepartmentsPage,
    People => people::PeoplePage,
    NewPerson => new_person::NewPersonPage,
    Audit => audit::AuditPage,
}

#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/policy") view=Page::Policy ssr=SsrMode::Async/>
        <Route path=path!("/policy/criteria") view=Page::Criteria ssr=SsrMode::Async/>
        <Route path=path!("/policy/criteria/edit") view=Page::EditCriteria ssr=SsrMode::Async/>
        <Route path=path!("/clauses") view=Page::Catalogue ssr=SsrMode::Async/>
        <Route path=path!("/departments") view=Page::Departments ssr=SsrMode::Async/>
        <Route path=path!("/people") view=Page::People ssr=SsrMode::Async/>
        <Route path=path!("/people/new") view=Page::NewPerson ssr=SsrMode::Async/>
        <Route path=path!("/audit") view=Page::Audit ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The rules are three pages: how a contract is watched, what it must say, and what its contractor is held to.
fn rule_tabs() -> impl IntoView {
    let tabs = vec![
        ("/policy".to_owned(), t!(admin.tab_policy).to_owned(), None),
        ("/clauses".to_owned(), t!(admin.catalogue).to_owned(), None),
        ("/policy/criteria".to_owned(), t!(admin.criteria).to_owned(), None),
    ];
    view! { <Tabs label=t!(admin.rule_tabs) tabs=tabs/> }
}
