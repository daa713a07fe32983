//! 再委託: the list of the city, the tree under a contract, a subcontract with what waits to be done about it, and the forms.

mod closure;
mod detail;
mod edit;
mod fields;
pub(super) mod finding;
mod flow_down;
mod list;
mod new;
mod ruling;
mod tree;
pub(super) mod words;

use domain::subcontract::SubcontractView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, subcontract::get_subcontract},
    ui::load::of_address,
};

travels_apart! {
    subcontract_pages in register:
    "/subcontracts" => list::SubcontractsPage,
    "/contracts/:id/subcontracts" => tree::TreePage,
    "/contracts/:id/subcontracts/new" => new::NewSubcontractPage,
    "/subcontracts/:id" => detail::SubcontractPage,
    "/subcontracts/:id/edit" => edit::EditSubcontractPage,
}

type Record = Resource<Result<SubcontractView, Fault>>;

/// The subcontract the address names.
fn use_subcontract() -> Record {
    of_address(get_subcontract)
}
