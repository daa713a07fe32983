//! 委託事業者: the list, a contractor with what the city has with it, and the forms.

mod detail;
mod edit;
mod fields;
mod list;
mod lookalikes;
mod new;
mod published;
pub(super) mod words;

use domain::contractor::ContractorView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, contractor::get_contractor},
    ui::load::of_address,
};

travels_apart! {
    contractor_pages in register:
    "/contractors" => list::ContractorsPage,
    "/contractors/new" => new::NewContractorPage,
    "/contractors/:id" => detail::ContractorPage,
    "/contractors/:id/history" => detail::HistoryPage,
    "/contractors/:id/edit" => edit::EditContractorPage,
}

/// The contractor the address names.
fn use_contractor() -> Resource<Result<ContractorView, Fault>> {
    of_address(get_contractor)
}
