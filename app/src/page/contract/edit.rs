//! Changing a contract; and what happens when two people do it at once.

use domain::{
    Error,
    contract::{ContractForm, ContractView, Stage},
    id::ContractId,
    permission::Operation,
};
use leptos::prelude::*;

use super::{
    fields::ContractFields,
    sources::{Sources, typed_contractor},
    words,
};
use crate::{
    query::use_id,
    rpc::{
        Fault,
        contract::{ChangeContract, get_contract},
    },
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
    words::Names,
};

type Record = Resource<Result<(ContractView, Sources), Fault>>;

#[component]
pub fn EditContractPage() -> impl IntoView {
    let (id, typed) = (use_id::<ContractId>("id"), typed_contractor());
    let (draft, sees_selections) = (Draft::default(), use_session().can(Operation::ReadSelection));
    let record = fetched(
        move || id.get(),
        move |id| {
            let typed = draft.typed("contractor").and_then(|id| id.parse().ok()).or_else(|| typed.clone());
            async move {
                let view = get_contract(id.ok_or(Fault(Error::NotFound))?).await?;
                let sources = Sources::fetch(Some(typed.unwrap_or_else(|| view.contract.contractor.clone())), sees_selections).await?;
                Ok((view, sources))
            }
        },
    );
    let action = ServerAction::<ChangeContract>::new();
    load(record, move |(view, sources)| edit(view, sources, record, action, draft))
}

fn edit(view: ContractView, sources: Sources, record: Record, action: ServerAction<ChangeContract>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteContract)/> }.into_any();
    }
    let (contract, selection) = (view.contract, view.selection);
    let (id, current) = (contract.id.to_string(), contract.version);
    let page = format!("/contracts/{id}");
    let shown = ContractForm::from(&contract);
    let theirs = fields_of(&shown);
    let title = t!(contract.edit_title, name = contract.title);
    let behind = draft.behind(current);
    if let Some(behind) = behind {
        let mut names = sources.names();
        names.insert(contract.contractor.to_string(), view.contractor_name);
        names.insert(contract.department.to_string(), view.department_name);
        names.extend(selection.map(|row| (row.id.to_string(), row.title)));
        Names::provide(names);
        return view! {
            <PageHead title=title/>
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
    let state = FormState::new("form", &shown, |form: &ContractForm| errors_of(form.read()), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    let in_force = contract.stage == Stage::Active;
    let corrects = in_force.then(|| {
        let versions = format!("{page}/versions");
        view! {
            <div class="callout" data-tone="info" role="note">
                <strong>{t!(contract.correction)}</strong>
                <p>{t!(contract.correction_text)} " " <a class="link" href=versions>{t!(version.title)}</a></p>
            </div>
        }
    });
    view! {
        <PageHead title=title/>
        {corrects}
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <ContractFields sources=sources selection=selection bound=in_force/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
