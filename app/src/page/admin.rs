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

use crate::{t, ui::page_head::Tabs};

travels_apart! {
    admin_pages in settings:
    "/policy" => policy::PolicyPage,
    "/policy/criteria" => criteria::CriteriaPage,
    "/policy/criteria/edit" => criteria::EditCriteriaPage,
    "/clauses" => catalogue::CataloguePage,
    "/departments" => departments::DepartmentsPage,
    "/people" => people::PeoplePage,
    "/people/new" => new_person::NewPersonPage,
    "/audit" => audit::AuditPage,
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
