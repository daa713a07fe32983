//! The end of a subcontract, with the proof of return or erasure. Folded: it is needed once, after everything else.

use domain::subcontract::{ClosureForm, SubcontractView};
use leptos::prelude::*;

use super::words;
use crate::{
    rpc::subcontract::CloseSubcontract,
    session::use_session,
    t,
    ui::{
        beside::Beside,
        field::{DateField, TextArea},
        form::{ErrorSummary, Form, errors_of},
    },
};

#[component]
pub fn ClosureForm(view: SubcontractView, beside: Beside, action: ServerAction<CloseSubcontract>) -> impl IntoView {
    let (node, today) = (view.subcontract, use_session().today());
    let state = beside.state(&ClosureForm::default(), node.version, move |form: &ClosureForm| errors_of(form.read(today)), label);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    // What has run out waits for just this.
    let open = beside.came_back().is_some() || node.end < today;
    view! {
        <details class="panel" open=open>
            <summary>{t!(subcontract.record_end)}</summary>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=node.id.to_string()/>
                <input type="hidden" name="version" value=node.version.to_string()/>
                <div class="grid-2">
                    <DateField name="on" required=true/>
                    <TextArea name="proof" required=true hint=t!(subcontract.proof_hint)/>
                    <p class="actions full"><button class="btn" aria-busy=sending>{t!(subcontract.record_end)}</button></p>
                </div>
            </Form>
        </details>
    }
}

fn label(path: &str) -> String {
    if path == "on" { t!(subcontract.ended_on).to_owned() } else { words::label(path) }
}
