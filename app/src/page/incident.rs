//! 事故報告: the list of the city, an incident with the extra checks it opened, and the forms.

mod detail;
mod edit;
mod fields;
mod list;
mod new;
mod words;

use domain::incident::IncidentView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, incident::get_incident},
    ui::load::of_address,
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
    of_address(get_incident)
}
