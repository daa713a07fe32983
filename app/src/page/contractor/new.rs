//! A new contractor. Before anything else it shows whether the contractor is there already.

use domain::{contractor::ContractorForm, permission::Operation};
use leptos::prelude::*;

use super::{fields::ContractorFields, lookalikes::Lookalikes, words};
use crate::{
    rpc::contractor::CreateContractor,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        page_head::PageHead,
    },
};

#[component]
pub fn NewContractorPage() -> impl IntoView {
    if !use_session().can(Operation::WriteContractor) {
        return view! { <FaultView error=forbidden(Operation::WriteContractor)/> }.into_any();
    }
    let state = FormState::new(
        "form",
        &ContractorForm { kind: "company".to_owned(), ..ContractorForm::default() },
        |form: &ContractorForm| errors_of(form.read()),
        words::label,
    );
    let action = ServerAction::<CreateContractor>::new();
    view! {
        <PageHead title=t!(contractor.new_title) sub=t!(contractor.new_text).into_any()/>
        <Form state=state action=action>
            <ErrorSummary/>
            <ContractorFields>
                <Lookalikes/>
            </ContractorFields>
            <FormActions save=t!(contractor.register_button) cancel="/contractors"/>
        </Form>
    }
    .into_any()
}
