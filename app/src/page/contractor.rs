//! 委託事業者: the list, a contractor with what the city has with it, and the forms.

mod detail;
mod edit;
mod fields;
mod list;
mod lookalikes;
mod new;
mod words;

use domain::{Error, contractor::ContractorView, id::ContractorId};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{
    query::use_id,
    rpc::{Fault, contractor::get_contractor},
};

#[component(transparent)]
pub fn ContractorRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/contractors") view=list::ContractorsPage ssr=SsrMode::Async/>
        <Route path=path!("/contractors/new") view=new::NewContractorPage ssr=SsrMode::Async/>
        <Route path=path!("/contractors/:id") view=detail::ContractorPage ssr=SsrMode::Async/>
        <Route path=path!("/contractors/:id/history") view=detail::HistoryPage ssr=SsrMode::Async/>
        <Route path=path!("/contractors/:id/edit") view=edit::EditContractorPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The contractor the address names.
fn use_contractor() -> Resource<Result<ContractorView, Fault>> {
    let id = use_id::<ContractorId>("id");
    Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_contractor(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
