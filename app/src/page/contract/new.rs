//! A new contract. It begins as a draft: what is not yet known can follow until it is put in force.

use domain::{contract::ContractForm, id::ContractorId, permission::Operation};
use leptos::prelude::*;

use super::{
    fields::ContractFields,
    sources::{Sources, typed_contractor},
    words,
};
use crate::{
    query::use_asked,
    rpc::contract::CreateContract,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        load::{fetched, load},
        page_head::PageHead,
    },
};

#[component]
pub fn NewContractPage() -> impl IntoView {
    let session = use_session();
    if !session.can(Operation::WriteContract) {
        return view! { <FaultView error=forbidden(Operation::WriteContract)/> }.into_any();
    }
    // A contractor's page leads here with itself chosen.
    let asked = use_asked().get_untracked().parse::<ContractorId>("contractor");
    let (chosen, action) = (typed_contractor().or(asked.clone()), ServerAction::<CreateContract>::new());
    let sees_selections = session.can(Operation::ReadSelection);
    let sources = fetched(move || chosen.clone(), move |chosen| Sources::fetch(chosen, sees_selections));
    view! {
        <PageHead title=t!(contract.new_title) sub=t!(contract.new_text).into_any()/>
        {load(sources, move |sources| form(sources, asked.clone(), action))}
    }
    .into_any()
}

fn form(sources: Sources, contractor: Option<ContractorId>, action: ServerAction<CreateContract>) -> impl IntoView {
    // Most people write contracts of the one department they belong to.
    let own = use_session().me().departments;
    let own = own.first().filter(|_| own.len() == 1);
    let department = sources.departments.iter().find(|department| Some(&department.name) == own).map(|department| department.id.to_string());
    let shown = ContractForm {
        department: department.unwrap_or_default(),
        contractor: contractor.map(|id| id.to_string()).unwrap_or_default(),
        integrity: "1".to_owned(),
        availability: "1".to_owned(),
        segment: "none".to_owned(),
        subcontract_depth: "0".to_owned(),
        ..ContractForm::default()
    };
    let state = FormState::new("form", &shown, |form: &ContractForm| errors_of(form.read()), words::label);
    view! {
        <Form state=state action=action>
            <ErrorSummary/>
            <ContractFields sources=sources/>
            <FormActions save=t!(contract.save_draft) cancel="/contracts"/>
        </Form>
    }
}
