//! A new amendment or renewal. It begins with the terms in force, so that only what changes has to be typed.

use domain::{
    Error,
    contract::{
        ContractForm, ContractView,
        revision::{RevisionForm, RevisionKind},
    },
    id::ContractId,
    label::Choice,
    message::{Message, label_param},
    permission::Operation,
};
use leptos::prelude::*;

use super::{fields::VersionFields, words};
use crate::{
    page::contract::sources::{Sources, typed_contractor},
    query::{use_asked, use_id},
    rpc::{Fault, contract::get_contract, revision::CreateRevision},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        load::{fetched, load},
        page_head::PageHead,
    },
    words::Names,
};

#[component]
pub fn NewVersionPage() -> impl IntoView {
    let (id, action) = (use_id::<ContractId>("id"), ServerAction::<CreateRevision>::new());
    let kind = use_asked().get_untracked().choice::<RevisionKind>("kind").filter(|kind| *kind != RevisionKind::Original);
    let (sees_selections, typed) = (use_session().can(Operation::ReadSelection), typed_contractor());
    let record = fetched(
        move || (id.get(), typed.clone()),
        move |(id, typed)| async move {
            let view = get_contract(id.ok_or(Fault(Error::NotFound))?).await?;
            let sources = Sources::fetch(Some(typed.unwrap_or_else(|| view.contract.contractor.clone())), sees_selections).await?;
            Ok((view, sources))
        },
    );
    load(record, move |(view, sources)| form(view, sources, kind, action))
}

fn form(view: ContractView, sources: Sources, kind: Option<RevisionKind>, action: ServerAction<CreateRevision>) -> AnyView {
    if !view.may_revise {
        let another =
            view.open_revision.map(|open| Message::new("revision.another_open").with("kind", label_param(open.kind)).with("stage", label_param(open.stage)));
        let error = another.map_or_else(|| forbidden(Operation::WriteContract), |why| Error::Refused(vec![why]));
        return view! { <FaultView error=error/> }.into_any();
    }
    let (contract, today) = (view.contract, use_session().today());
    Names::provide(sources.names());
    let before = ContractForm::from(&contract);
    // A renewal goes on where the contract ends.
    let from = if kind == Some(RevisionKind::Renewal) { contract.end.succ_opt().unwrap_or(contract.end) } else { today };
    let shown = RevisionForm {
        kind: kind.map(|kind| kind.word().to_owned()).unwrap_or_default(),
        concluded_on: today.to_string(),
        effective_from: from.to_string(),
        terms: before.clone(),
        ..RevisionForm::default()
    };
    let (start, base) = (contract.start, contract.clone());
    let state = FormState::new("form", &shown, move |form: &RevisionForm| errors_of(form.read(&base, base.start)), words::label);
    let page = format!("/contracts/{}/versions", contract.id);
    let sub = view! { <a class="link" href=page.clone()>{contract.title.clone()}</a> <span>{t!(version.new_text)}</span> };
    view! {
        <PageHead title=t!(version.new_title) sub=sub.into_any()/>
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="contract" value=contract.id.to_string()/>
            <VersionFields sources=sources selection=view.selection before=before start=start/>
            <FormActions save=t!(contract.save_draft) cancel=page/>
        </Form>
    }
    .into_any()
}
