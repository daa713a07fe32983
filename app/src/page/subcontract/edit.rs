//! Changing a request, until the city has permitted it; and what happens when two people do it at once.

use std::collections::BTreeMap;

use domain::{
    Error,
    id::SubcontractId,
    permission::Operation,
    subcontract::{SubcontractForm, SubcontractState, SubcontractView},
};
use leptos::prelude::*;

use super::{fields::SubcontractFields, words};
use crate::{
    page::contract::sources::{Sources, typed_contractor},
    query::use_id,
    rpc::{
        Fault,
        subcontract::{ChangeSubcontract, get_subcontract},
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

type Record = Resource<Result<(SubcontractView, Sources), Fault>>;

#[component]
pub fn EditSubcontractPage() -> impl IntoView {
    let (id, typed) = (use_id::<SubcontractId>("id"), typed_contractor());
    let draft = Draft::default();
    let record = fetched(
        move || id.get(),
        move |id| {
            let typed = draft.typed("contractor").and_then(|id| id.parse().ok()).or_else(|| typed.clone());
            async move {
                let view = get_subcontract(id.ok_or(Fault(Error::NotFound))?).await?;
                let sources = Sources::fetch(Some(typed.unwrap_or_else(|| view.subcontract.contractor.clone())), false).await?;
                Ok((view, sources))
            }
        },
    );
    let action = ServerAction::<ChangeSubcontract>::new();
    load(record, move |(view, sources)| edit(view, sources, record, action, draft))
}

fn edit(view: SubcontractView, sources: Sources, record: Record, action: ServerAction<ChangeSubcontract>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteSubcontract)/> }.into_any();
    }
    let node = view.subcontract;
    let (id, current, today) = (node.id.to_string(), node.version, use_session().today());
    let page = format!("/subcontracts/{id}");
    let mut shown = SubcontractForm::from(&node);
    // What cannot be changed is no field of this form.
    shown.parent.clear();
    let mut theirs = fields_of(&shown);
    theirs.remove("parent");
    let title = t!(subcontract.edit_title, name = view.contractor_name);
    if let Some(behind) = draft.behind(current) {
        let mut names: BTreeMap<String, String> = sources.names();
        names.insert(node.contractor.to_string(), view.contractor_name);
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
    let state = FormState::new("form", &shown, move |form: &SubcontractForm| errors_of(form.read(today)), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    let anew = (view.state == SubcontractState::Refused).then(|| {
        view! { <div class="callout" data-tone="info" role="note"><strong>{t!(subcontract.anew)}</strong><p>{t!(subcontract.anew_text)}</p></div> }
    });
    view! {
        <PageHead title=title/>
        {anew}
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <SubcontractFields contractors=sources.contractors/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
