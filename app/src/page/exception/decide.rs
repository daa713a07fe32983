//! What the CISO says: approved until a day, with conditions, or rejected with the reason; and taking an approval back.

use domain::exception::{ExceptionDecisionForm, ExceptionView, RevocationForm};
use leptos::prelude::*;

use super::words;
use crate::{
    rpc::exception::{DecideException, RevokeException, WithdrawException},
    session::use_session,
    t,
    ui::{
        beside::Beside,
        field::{DateField, TextArea},
        form::{ErrorSummary, Fields, Form, FormState, errors_of},
        page_head::Panel,
    },
};

#[component]
pub fn DecisionPanel(view: ExceptionView, beside: Beside, action: ServerAction<DecideException>) -> impl IntoView {
    let (exception, today) = (view.exception, use_session().today());
    let asked = exception.until;
    let shown = ExceptionDecisionForm { until: asked.to_string(), ..ExceptionDecisionForm::default() };
    let state = beside.state(&shown, exception.version, move |form: &ExceptionDecisionForm| errors_of(form.read(asked, today)), words::label);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    view! {
        <Panel id="decision-h" title=t!(exception.decide)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=exception.id.to_string()/>
                <input type="hidden" name="version" value=exception.version.to_string()/>
                <div class="grid-2">
                    <p class="muted full">{t!(exception.decide_text)}</p>
                    <DateField name="until" hint=t!(exception.until_hint)/>
                    <TextArea name="remark" hint=t!(exception.remark_hint)/>
                    <p class="actions full">
                        <button class="btn primary" name="decision[answer]" value="approve" aria-busy=sending>{t!(exception.approve)}</button>
                        <button class="btn" name="decision[answer]" value="reject" aria-busy=sending>{t!(exception.reject)}</button>
                    </p>
                </div>
            </Form>
        </Panel>
    }
}

/// Folded: it is needed seldom, and never in passing.
#[component]
pub fn RevocationPanel(view: ExceptionView, beside: Beside, action: ServerAction<RevokeException>) -> impl IntoView {
    let exception = view.exception;
    let state = beside.state(&RevocationForm::default(), exception.version, |form: &RevocationForm| errors_of(form.read()), words::label);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    view! {
        <details class="panel" open=beside.came_back().is_some()>
            <summary>{t!(exception.revoke)}</summary>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=exception.id.to_string()/>
                <input type="hidden" name="version" value=exception.version.to_string()/>
                <div class="grid-2">
                    <p class="muted full">{t!(exception.revoke_text)}</p>
                    <TextArea name="reason" required=true/>
                    <p class="actions full"><button class="btn danger" aria-busy=sending>{t!(exception.revoke)}</button></p>
                </div>
            </Form>
        </details>
    }
}

/// A button alone, in a form of its own.
#[component]
pub fn WithdrawButton(view: ExceptionView, action: ServerAction<WithdrawException>) -> impl IntoView {
    let exception = view.exception;
    let state = FormState::with_fields::<serde_json::Value>("form", Fields::new(), None, |_| Vec::new(), str::to_owned);
    let sending = state.sending();
    view! {
        <Form state=state action=action class="inline">
            <input type="hidden" name="id" value=exception.id.to_string()/>
            <input type="hidden" name="version" value=exception.version.to_string()/>
            <button class="btn" aria-busy=sending>{t!(exception.withdraw)}</button>
            <ErrorSummary/>
        </Form>
    }
}
