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

use crate::{
    query::use_id,
    rpc::{Fault, contractor::get_contractor},
    ui::load::fetched,
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
