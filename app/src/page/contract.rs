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

use crate::{
    query::use_id,
    rpc::{Fault, contract::get_contract},
    ui::load::fetched,
};

travels_apart! {
    contract_pages in register:
    "/contracts" => list::ContractsPage,
    "/contracts/new" => new::NewContractPage,
    "/contracts/:id" => detail::ContractPage,
    "/contracts/:id/clauses" => clauses::ClausesPage,
    "/contracts/:id/annex" => annex::AnnexPage,
    "/contracts/:id/plan" => plan::PlanPage,
    "/contracts/:id/review" => review::ReviewPage,
    "/contracts/:id/history" => history::HistoryPage,
    "/contracts/:id/edit" => edit::EditContractPage,
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
