//! Changing the draft of a version; and what happens when two people do it at once.

use domain::{
    contract::{
        ContractForm, ContractView,
        revision::{RevisionForm, RevisionView},
    },
    permission::Operation,
};
use leptos::prelude::*;

use super::{fields::VersionFields, found, list::name, use_named, words};
use crate::{
    page::contract::sources::{Sources, typed_contractor},
    rpc::{Fault, revision::ChangeRevision},
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

type Record = Resource<Result<((ContractView, RevisionView), Sources), Fault>>;

#[component]
pub fn EditVersionPage() -> impl IntoView {
    let (draft, sees_selections) = (Draft::default(), use_session().can(Operation::ReadSelection));
    let came_back = typed_contractor();
    let record = fetched(use_named(), move |named| {
        let typed = draft.typed("terms.contractor").and_then(|id| id.parse().ok()).or_else(|| came_back.clone());
        async move {
            let both = found(named).await?;
            let chosen = typed.or_else(|| both.1.revision.terms.contractor.parse().ok());
            let sources = Sources::fetch(chosen, sees_selections).await?;
            Ok((both, sources))
        }
    });
    let action = ServerAction::<ChangeRevision>::new();
    load(record, move |((contract, view), sources)| edit(contract, view, sources, record, action, draft))
}

fn edit(contract: ContractView, view: RevisionView, sources: Sources, record: Record, action: ServerAction<ChangeRevision>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteContract)/> }.into_any();
    }
    let revision = view.revision;
    let (id, current) = (revision.id.to_string(), revision.version);
    let page = format!("/contracts/{}/versions/{id}", revision.contract);
    let shown = RevisionForm::from(&revision);
    let theirs = fields_of(&shown);
    let title = t!(version.edit_title, name = name(&revision));
    let mut names = sources.names();
    names.insert(contract.contract.contractor.to_string(), contract.contractor_name);
    names.extend(contract.selection.clone().map(|row| (row.id.to_string(), row.title)));
    Names::provide(names);
    if let Some(behind) = draft.behind(current) {
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
    let (start, base, before) = (contract.contract.start, contract.contract.clone(), ContractForm::from(&contract.contract));
    let state = FormState::new("form", &shown, move |form: &RevisionForm| errors_of(form.read(&base, base.start)), words::label);
    let ground_of = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: ground_of.clone(), version: current });
    view! {
        <PageHead title=title/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <VersionFields sources=sources selection=contract.selection before=before start=start/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
