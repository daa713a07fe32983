//! 選定評価: pieces of work being vetted, the candidates of one side by side, and one candidate with its answers and the decision.

mod answers;
mod candidate;
mod compare;
mod decide;
mod declared;
mod detail;
mod edit;
mod fields;
mod invite;
mod list;
mod new;
pub(super) mod words;

use domain::{
    Error,
    id::{ProcurementId, SelectionId},
    selection::SelectionView,
};
use leptos::prelude::*;

use crate::{
    query::use_id,
    rpc::{Fault, selection::get_selection},
    t,
    ui::load::fetched,
};

travels_apart! {
    selection_pages in register:
    "/selections" => list::ProcurementsPage,
    "/selections/new" => new::NewProcurementPage,
    "/selections/:id" => detail::ProcurementPage,
    "/selections/:id/edit" => edit::EditProcurementPage,
    "/selections/:id/candidates/:sid" => candidate::CandidatePage,
    "/selections/:id/candidates/:sid/answers" => answers::AnswersPage,
}

type Record = Resource<Result<SelectionView, Fault>>;

/// The selection the address names, which belongs to the work the address names.
fn use_selection() -> Record {
    let (work, id) = (use_id::<ProcurementId>("id"), use_id::<SelectionId>("sid"));
    fetched(
        move || (work.get(), id.get()),
        |(work, id)| async move {
            let view = get_selection(id.ok_or(Fault(Error::NotFound))?).await?;
            if Some(&view.selection.procurement) == work.as_ref() { Ok(view) } else { Err(Fault(Error::NotFound)) }
        },
    )
}

/// The way to who changed what.
fn history(kind: &str, record: &str) -> impl IntoView + use<> {
    view! { <a class="btn" href=format!("/audit?record_kind={kind}&record={record}")>{t!(common.crumb_history)}</a> }
}

/// The page of a candidate.
fn page_of(procurement: &ProcurementId, selection: &SelectionId) -> String {
    format!("/selections/{procurement}/candidates/{selection}")
}
