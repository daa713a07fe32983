//! Changing what was recorded, before a measure is asked for.

use domain::{clause::Coverage, finding::FindingForm, finding::FindingView, permission::Operation};
use leptos::prelude::*;

use super::{
    Record,
    fields::{FindingFields, clauses},
    use_finding, words,
};
use crate::{
    rpc::{contract::get_coverage, finding::ChangeFinding},
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
};

#[component]
pub fn EditFindingPage() -> impl IntoView {
    let (record, draft, action) = (use_finding(), Draft::default(), ServerAction::<ChangeFinding>::new());
    load(record, move |view| with_clauses(view, record, action, draft))
}

/// What can be chosen follows from the contract.
fn with_clauses(view: FindingView, record: Record, action: ServerAction<ChangeFinding>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteFinding)/> }.into_any();
    }
    let contract = view.finding.contract.clone();
    let coverage = fetched(move || contract.clone(), get_coverage);
    load(coverage, move |coverage| edit(&view, &coverage, record, action, draft)).into_any()
}

fn edit(view: &FindingView, coverage: &Coverage, record: Record, action: ServerAction<ChangeFinding>, draft: Draft) -> AnyView {
    let finding = &view.finding;
    let (id, current, today) = (finding.id.to_string(), finding.version, use_session().today());
    let page = format!("/findings/{id}");
    let shown = FindingForm::from(finding);
    let mut theirs = fields_of(&shown);
    // What cannot be changed is no field of this form.
    theirs.remove("verification");
    if let Some(behind) = draft.behind(current) {
        return view! {
            <PageHead title=t!(finding.edit_title)/>
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
    let state = FormState::new("form", &shown, move |form: &FindingForm| errors_of(form.read(today)), words::label);
    let (base, clauses) = (theirs.clone(), clauses(&coverage.lines));
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        <PageHead title=t!(finding.edit_title)/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <FindingFields clauses=clauses/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
