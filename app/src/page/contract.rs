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

use domain::contract::ContractView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, contract::get_contract},
    ui::load::of_address,
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
    of_address(get_contract)
}
