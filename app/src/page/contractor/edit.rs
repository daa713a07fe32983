//! Changing a contractor; and what happens when two people do it at once.

use domain::{
    contractor::{ContractorForm, ContractorView},
    permission::Operation,
};
use leptos::prelude::*;

use super::{fields::ContractorFields, use_contractor, words};
use crate::{
    rpc::{Fault, contractor::ChangeContractor},
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Draft, Mine, ground},
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, fields_of},
        load::load,
        page_head::PageHead,
    },
};

#[component]
pub fn EditContractorPage() -> impl IntoView {
    let record = use_contractor();
    let action = ServerAction::<ChangeContractor>::new();
    let draft = Draft::default();
    load(record, move |view| edit(view, record, action, draft))
}

fn edit(view: ContractorView, record: Resource<Result<ContractorView, Fault>>, action: ServerAction<ChangeContractor>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteContractor)/> }.into_any();
    }
    let contractor = view.contractor;
    let (id, current) = (contractor.id.to_string(), contractor.version);
    let page = format!("/contractors/{id}");
    let shown = ContractorForm::from(&contractor);
    let theirs = fields_of(&shown);
    let behind = draft.behind(current);
    if let Some(behind) = behind {
        return view! {
            <PageHead title=t!(contractor.edit_title, name = contractor.name)/>
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
    let state = FormState::new("form", &shown, |form: &ContractorForm| errors_of(form.read()), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        <PageHead title=t!(contractor.edit_title, name = contractor.name)/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <ContractorFields/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
