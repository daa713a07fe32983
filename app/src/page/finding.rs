//! 指摘事項: the list of the city, a finding with its measures and whatever waits to be done, the notices, and the forms.

mod act;
mod detail;
mod edit;
mod fields;
mod list;
mod measures;
mod new;
mod notice;
pub(super) mod standing;
mod words;

use domain::finding::FindingView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, finding::get_finding},
    ui::load::of_address,
};

travels_apart! {
    finding_pages in checks:
    "/findings" => list::FindingsPage,
    "/contracts/:id/findings/new" => new::NewFindingPage,
    "/findings/:id" => detail::FindingPage,
    "/findings/:id/edit" => edit::EditFindingPage,
    "/findings/:id/notices/:number" => notice::NoticePage,
}

type Record = Resource<Result<FindingView, Fault>>;

/// The finding the address names.
fn use_finding() -> Record {
    of_address(get_finding)
}
