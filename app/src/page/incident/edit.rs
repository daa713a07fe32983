//! Changing what is known of an incident, as more of it becomes known.

use domain::{
    contract::ContractFilter,
    incident::{IncidentForm, IncidentView},
    permission::Operation,
};
use leptos::prelude::*;

use super::{Record, fields::IncidentFields, use_incident, words};
use crate::{
    rpc::{contract::list_contracts, incident::ChangeIncident},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Draft, Mine, ground},
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, fields_of},
        load::{fetched, load},
        page_head::PageHead,
    },
};

#[component]
pub fn EditIncidentPage() -> impl IntoView {
    let (record, draft, action) = (use_incident(), Draft::default(), ServerAction::<ChangeIncident>::new());
    load(record, move |view| with_contracts(view, record, action, draft))
}

/// What can be chosen follows from the contractor.
fn with_contracts(view: IncidentView, record: Record, action: ServerAction<ChangeIncident>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteIncident)/> }.into_any();
    }
    let filter = ContractFilter { contractor: Some(view.incident.contractor.clone()), desc: true, limit: Some(200), ..ContractFilter::default() };
    let contracts = fetched(move || filter.clone(), list_contracts);
    load(contracts, move |page| {
        let contracts = page.items.into_iter().map(|row| (row.id.to_string(), format!("{} {}", row.number, row.title))).collect();
        edit(&view, contracts, record, action, draft)
    })
    .into_any()
}

fn edit(view: &IncidentView, contracts: Vec<(String, String)>, record: Record, action: ServerAction<ChangeIncident>, draft: Draft) -> AnyView {
    let incident = &view.incident;
    let (id, current, today) = (incident.id.to_string(), incident.version, use_session().today());
    let page = format!("/incidents/{id}");
    let shown = IncidentForm::from(incident);
    let mut theirs = fields_of(&shown);
    // What cannot be changed is no field of this form; the check goes without it too.
    theirs.remove("contractor");
    let contractor = shown.contractor.clone();
    if let Some(behind) = draft.behind(current) {
        return view! {
            <PageHead title=t!(incident.edit_title)/>
            <Conflict
                action=action
                id=id
                theirs=theirs
                current=current
                mine=behind
                words=words::WORDS
                page=page
                draft=draft
                record=record
            />
        }
        .into_any();
    }
    let check = move |form: &IncidentForm| errors_of(IncidentForm { contractor: contractor.clone(), ..form.clone() }.read(today));
    let state = FormState::new("form", &shown, check, words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        <PageHead title=t!(incident.edit_title) sub=view.contractor_name.clone().into_any()/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <IncidentFields contracts=contracts/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
