//! 業務委託契約: the list, a contract with its clauses, its plan, its review and its history, and the forms.

mod annex;
pub(super) mod checklist;
mod clauses;
mod detail;
mod edit;
pub(super) mod fields;
pub(super) mod head;
mod history;
mod list;
mod mark;
mod new;
mod notes;
mod paper;
mod plan;
mod preview;
mod review;
mod selection;
pub(super) mod sources;
mod step;
mod text;
pub(super) mod words;

use domain::{Error, contract::ContractView, id::ContractId};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{
    query::use_id,
    rpc::{Fault, contract::get_contract},
    ui::load::fetched,
};

travels_apart! {
    contract_pages in register:
    Contracts => list::ContractsPage,
    NewContract => new::NewContractPage,
    Contract => detail::ContractPage,
    Clauses => clauses::ClausesPage,
    Annex => annex::AnnexPage,
    Plan => plan::PlanPage,
    Review => review::ReviewPage,
    History => history::HistoryPage,
    EditContract => edit::EditContractPage,
}

#[component(transparent)]
pub fn ContractRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/contracts") view=Page::Contracts ssr=SsrMode::Async/>
        <Route path=path!("/contracts/new") view=Page::NewContract ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id") view=Page::Contract ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/clauses") view=Page::Clauses ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/annex") view=Page::Annex ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/plan") view=Page::Plan ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/review") view=Page::Review ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/history") view=Page::History ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/edit") view=Page::EditContract ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The contract the address names.
fn use_contract() -> Resource<Result<ContractView, Fault>> {
    use_of_contract(get_contract)
}

/// Something of the contract the address names.
fn use_of_contract<T, F>(get: fn(ContractId) -> F) -> Resource<Result<T, Fault>>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, Fault>> + Send + 'static,
{
    let id = use_id::<ContractId>("id");
    fetched(
        move || id.get(),
        move |id| async move {
            match id {
                Some(id) => get(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
