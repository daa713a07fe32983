//! Changing a request that waits: usually after the CISO's office asked for more.

use domain::{
    exception::{ExceptionForm, ExceptionView},
    permission::Operation,
};
use leptos::prelude::*;

use super::{
    Record,
    fields::{Asked, ExceptionFields},
    use_exception, words,
};
use crate::{
    rpc::exception::ChangeException,
    session::use_session,
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
pub fn EditExceptionPage() -> impl IntoView {
    let (record, draft, action) = (use_exception(), Draft::default(), ServerAction::<ChangeException>::new());
    load(record, move |view| edit(view, record, action, draft))
}

fn edit(view: ExceptionView, record: Record, action: ServerAction<ChangeException>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::RequestException)/> }.into_any();
    }
    let exception = view.exception;
    let (id, current, today) = (exception.id.to_string(), exception.version, use_session().today());
    let page = format!("/exceptions/{id}");
    let shown = ExceptionForm::from(&exception);
    let mut theirs = fields_of(&shown);
    // What cannot be changed is no field of this form; the check goes without it too.
    theirs.remove("clause");
    let clause = exception.clause.clone();
    let title = t!(exception.edit_title, clause = exception.clause);
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
    let check = move |form: &ExceptionForm| errors_of(ExceptionForm { clause: clause.clone(), ..form.clone() }.read(today));
    let state = FormState::new("form", &shown, check, words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        <PageHead title=title/>
        <Asked clause=exception.clause title=view.clause_title requirement=view.requirement blocking=view.blocking/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <ExceptionFields/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
