//! 委託事業者: the list, a contractor with what the city has with it, and the forms.

mod detail;
mod edit;
mod fields;
mod list;
mod lookalikes;
mod new;
mod published;
pub(super) mod words;

use domain::{Error, contractor::ContractorView, id::ContractorId};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{
    query::use_id,
    rpc::{Fault, contractor::get_contractor},
    ui::load::fetched,
};

travels_apart! {
    contractor_pages in register:
    Contractors => list::ContractorsPage,
    NewContractor => new::NewContractorPage,
    Contractor => detail::ContractorPage,
    History => detail::HistoryPage,
    EditContractor => edit::EditContractorPage,
}

#[component(transparent)]
pub fn ContractorRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/contractors") view=Page::Contractors ssr=SsrMode::Async/>
        <Route path=path!("/contractors/new") view=Page::NewContractor ssr=SsrMode::Async/>
        <Route path=path!("/contractors/:id") view=Page::Contractor ssr=SsrMode::Async/>
        <Route path=path!("/contractors/:id/history") view=Page::History ssr=SsrMode::Async/>
        <Route path=path!("/contractors/:id/edit") view=Page::EditContractor ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The contractor the address names.
fn use_contractor() -> Resource<Result<ContractorView, Fault>> {
    let id = use_id::<ContractorId>("id");
    fetched(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_contractor(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
