//! A new contractor. Before anything else it shows whether the contractor is there already, and fills in what the published register knows of its
//! number (`number` in the address, or as it is typed).

use domain::{contractor::ContractorForm, permission::Operation, reference::CorporationAnswer};
use leptos::prelude::*;

use super::{
    fields::ContractorFields,
    lookalikes::Lookalikes,
    published::{FillIn, Published},
    words,
};
use crate::{
    query::use_asked,
    rpc::{contractor::CreateContractor, reference::get_corporation},
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
pub fn NewContractorPage() -> impl IntoView {
    if !use_session().can(Operation::WriteContractor) {
        return view! { <FaultView error=forbidden(Operation::WriteContractor)/> }.into_any();
    }
    let asked = use_asked();
    let action = ServerAction::<CreateContractor>::new();
    let known = fetched(
        move || asked.read().text("number"),
        |number| async move {
            // A number that is none is told by its field.
            let answer = if number.is_empty() { CorporationAnswer::default() } else { get_corporation(number.clone()).await.unwrap_or_default() };
            Ok((number, answer))
        },
    );
    load(known, move |(number, answer)| form(number, answer, action))
}

fn form(number: String, answer: CorporationAnswer, action: ServerAction<CreateContractor>) -> AnyView {
    let mut shown = ContractorForm { kind: "company".to_owned(), corporate_number: number.clone(), ..ContractorForm::default() };
    let unknown = answer.as_of.filter(|_| answer.corporation.is_none()).map(|day| {
        let day = domain::date::short(day, crate::lang::use_lang());
        view! { <div class="callout" data-tone="info" role="note"><p>{t!(reference.unknown_number, day = day)}</p></div> }
    });
    if let Some(found) = answer.corporation {
        (shown.name, shown.name_kana, shown.postal_code, shown.address) = (found.name, found.name_kana, found.postal_code, found.address);
    }
    let state = FormState::new("form", &shown, |form: &ContractorForm| errors_of(form.read()), words::label);
    view! {
        <PageHead title=t!(contractor.new_title) sub=t!(contractor.new_text).into_any()/>
        <FillIn number=number/>
        {unknown}
        <Form state=state action=action>
            <ErrorSummary/>
            <ContractorFields>
                <Published/>
                <Lookalikes/>
            </ContractorFields>
            <FormActions save=t!(contractor.register_button) cancel="/contractors"/>
        </Form>
    }
    .into_any()
}
