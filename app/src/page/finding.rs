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

use domain::{Error, finding::FindingView, id::FindingId};
use leptos::prelude::*;

use crate::{
    query::use_id,
    rpc::{Fault, finding::get_finding},
    ui::load::fetched,
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
    let id = use_id::<FindingId>("id");
    fetched(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_finding(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
