//! A new incident. Opened by the security officer when a contractor, or somebody else, calls: what is known is written down at once, and with it every
//! contract in force with that contractor gets an extra check.

use domain::{
    contract::ContractFilter,
    id::{ContractId, ContractorId},
    incident::IncidentForm,
    permission::Operation,
};
use leptos::prelude::*;

use super::{fields::IncidentFields, words};
use crate::{
    page::contract::sources::{Sources, typed_contractor},
    query::use_asked,
    rpc::{contract::list_contracts, incident::CreateIncident},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        load::{fetched, load},
        page_head::PageHead,
        picker::ContractorPicker,
    },
};

#[component]
pub fn NewIncidentPage() -> impl IntoView {
    if !use_session().can(Operation::WriteIncident) {
        return view! { <FaultView error=forbidden(Operation::WriteIncident)/> }.into_any();
    }
    let asked = use_asked().get_untracked();
    let (contractor, contract) = (asked.parse::<ContractorId>("contractor"), asked.parse::<ContractId>("contract"));
    let chosen = typed_contractor().or(contractor);
    let action = ServerAction::<CreateIncident>::new();
    let record = fetched(
        move || chosen.clone(),
        |chosen| async move {
            let contracts = match chosen.clone() {
                Some(contractor) => {
                    let filter = ContractFilter { contractor: Some(contractor), desc: true, limit: Some(200), ..ContractFilter::default() };
                    list_contracts(filter).await?.items.into_iter().map(|row| (row.id.to_string(), format!("{} {}", row.number, row.title))).collect()
                }
                None => Vec::new(),
            };
            Ok((Sources::fetch(chosen.clone(), false).await?, chosen, contracts))
        },
    );
    load(record, move |(sources, chosen, contracts): (Sources, Option<ContractorId>, Vec<(String, String)>)| {
        form(sources, chosen, contracts, contract.clone(), action)
    })
    .into_any()
}

fn form(
    sources: Sources,
    chosen: Option<ContractorId>,
    contracts: Vec<(String, String)>,
    contract: Option<ContractId>,
    action: ServerAction<CreateIncident>,
) -> AnyView {
    let today = use_session().today();
    let cancel = chosen.as_ref().map_or_else(|| "/incidents".to_owned(), |id| format!("/contractors/{id}"));
    let shown = IncidentForm {
        contractor: chosen.map(|id| id.to_string()).unwrap_or_default(),
        contract: contract.map(|id| id.to_string()).unwrap_or_default(),
        learned_on: today.to_string(),
        ..IncidentForm::default()
    };
    let state = FormState::new("form", &shown, move |form: &IncidentForm| errors_of(form.read(today)), words::label);
    view! {
        <PageHead title=t!(incident.new_title)/>
        <Form state=state action=action>
            <ErrorSummary/>
            <IncidentFields contracts=contracts>
                <ContractorPicker name="contractor" first=sources.contractors.clone() required=true/>
            </IncidentFields>
            <div class="callout" data-tone="info" role="note"><p>{t!(incident.opens_checks)}</p></div>
            <FormActions save=t!(incident.record) cancel=cancel/>
        </Form>
    }
    .into_any()
}
