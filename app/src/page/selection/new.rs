//! A new piece of work. What is known before anybody stands for it; candidates follow on its page.

use domain::{department::Department, permission::Operation, selection::ProcurementForm};
use leptos::prelude::*;

use super::{fields::ProcurementFields, words};
use crate::{
    rpc::{department::list_departments, selection::CreateProcurement},
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
pub fn NewProcurementPage() -> impl IntoView {
    if !use_session().can(Operation::WriteSelection) {
        return view! { <FaultView error=forbidden(Operation::WriteSelection)/> }.into_any();
    }
    let departments = fetched(|| (), |()| list_departments());
    let state = FormState::new("form", &ProcurementForm::default(), |form: &ProcurementForm| errors_of(form.read()), words::label);
    let action = ServerAction::<CreateProcurement>::new();
    view! {
        <PageHead title=t!(selection.new_title) sub=t!(selection.new_text).into_any()/>
        {load(departments, move |departments| form(departments, state, action))}
    }
    .into_any()
}

fn form(departments: Vec<Department>, state: FormState, action: ServerAction<CreateProcurement>) -> impl IntoView {
    view! {
        <Form state=state action=action>
            <ErrorSummary/>
            <ProcurementFields departments=departments/>
            <FormActions save=t!(selection.register_button) cancel="/selections"/>
        </Form>
    }
}
