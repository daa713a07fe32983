//! 事故報告: the list of the city, an incident with the extra checks it opened, and the forms.

mod detail;
mod edit;
mod fields;
mod list;
mod new;
mod words;

use domain::{Error, id::IncidentId, incident::IncidentView};
use leptos::prelude::*;

use crate::{
    query::use_id,
    rpc::{Fault, incident::get_incident},
    ui::load::fetched,
};

travels_apart! {
    incident_pages in checks:
    "/incidents" => list::IncidentsPage,
    "/incidents/new" => new::NewIncidentPage,
    "/incidents/:id" => detail::IncidentPage,
    "/incidents/:id/edit" => edit::EditIncidentPage,
}

type Record = Resource<Result<IncidentView, Fault>>;

/// The incident the address names.
fn use_incident() -> Record {
    let id = use_id::<IncidentId>("id");
    fetched(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_incident(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
