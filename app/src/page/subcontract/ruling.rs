//! The city's answer: permitted from a day, with conditions, or refused with the reason.

use domain::subcontract::{RulingForm, SubcontractView};
use leptos::prelude::*;

use super::words;
use crate::{
    rpc::subcontract::RuleOnSubcontract,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        beside::Beside,
        field::{DateField, TextArea},
        form::{ErrorSummary, Form, errors_of},
        page_head::Panel,
    },
};

#[component]
pub fn RulingPanel(view: SubcontractView, beside: Beside, action: ServerAction<RuleOnSubcontract>) -> impl IntoView {
    let (node, today) = (view.subcontract, use_session().today());
    let shown = RulingForm { on: today.to_string(), ..RulingForm::default() };
    let safety = node.safety.clone();
    let state = beside.state(&shown, node.version, move |form: &RulingForm| errors_of(form.read(safety.as_ref(), today)), words::label);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    let hint = if node.safety.is_some() {
        view! { <p class="muted full">{t!(subcontract.rule_text)}</p> }.into_any()
    } else {
        let edit = view.may_change.then(|| view! { " " <a class="link" href=format!("/subcontracts/{}/edit", node.id)>{t!(subcontract.record_safety)}</a> });
        view! { <p class="muted full">{t!(subcontract.rule_needs_safety)} {edit}</p> }.into_any()
    };
    view! {
        <Panel id="ruling-h" title=t!(subcontract.rule)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=node.id.to_string()/>
                <input type="hidden" name="version" value=node.version.to_string()/>
                <div class="grid-2">
                    {hint}
                    <DateField name="on" required=true/>
                    <TextArea name="remark" hint=t!(subcontract.remark_hint)/>
                    <p class="actions full">
                        <button class="btn primary" name="ruling[answer]" value="permit" aria-busy=sending>{t!(subcontract.permit)}</button>
                        <button class="btn" name="ruling[answer]" value="refuse" aria-busy=sending>{t!(subcontract.refuse)}</button>
                    </p>
                </div>
            </Form>
        </Panel>
    }
}
