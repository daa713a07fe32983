//! The next steps of a contract: what the reader may ask for now, and what still stands in the way.

use domain::{
    contract::{ContractState, ContractStep, ContractView},
    label::Choice,
    message::Message,
};
use leptos::prelude::*;

use crate::{
    flash::use_flash,
    lang::use_lang,
    rpc::contract::StepContract,
    t,
    ui::{
        at_once::IntoAny,
        form::{ErrorSummary, Fields, Form, FormState},
        page_head::Panel,
        state::Day,
    },
};

/// The state of the buttons; made once a page, so that a refusal stays in sight when the contract is loaded anew.
pub fn step_state() -> FormState {
    FormState::with_fields::<serde_json::Value>("form", Fields::new(), use_flash(), |_| Vec::new(), str::to_owned)
}

/// What has to be there before the contract can be put in force, as far as the contract itself tells.
pub fn hindrances(view: &ContractView) -> Option<impl IntoView + use<>> {
    if !matches!(view.state, ContractState::Draft | ContractState::UnderReview) {
        return None;
    }
    let (lang, contract) = (use_lang(), &view.contract);
    let page = format!("/contracts/{}", contract.id);
    let missing = contract.coverage.missing();
    let edit = |message: Message| {
        let said = message.say(lang);
        if view.may_change { view! { <li><a href=format!("{page}/edit")>{said}</a></li> }.into_any() } else { view! { <li>{said}</li> }.into_any() }
    };
    let items: Vec<AnyView> = [
        contract.city_lead.is_empty().then(|| edit(Message::new("contract.city_lead_missing"))),
        contract.contractor_lead.is_empty().then(|| edit(Message::new("contract.contractor_lead_missing"))),
        (missing > 0).then(|| {
            let said = Message::new("contract.clauses_missing").with("count", missing).say(lang);
            view! { <li><a href=format!("{page}/clauses?only=missing")>{said}</a></li> }.into_any()
        }),
    ]
    .into_iter()
    .flatten()
    .chain(view.selection_hindrances.iter().cloned().map(edit))
    .collect();
    let list = format!("{page}/review");
    let tone = if view.state == ContractState::Draft { "info" } else { "warn" };
    (!items.is_empty()).then(|| {
        view! {
            <div class="callout" data-tone=tone role="note">
                <strong>{t!(contract.hindrances, count = items.len())}</strong>
                <ul>{items}</ul>
                <p><a class="link" href=list>{t!(contract.see_review)}</a></p>
            </div>
        }
    })
}

/// What has to be there before a contract whose period has ended can be closed.
pub fn to_close(view: &ContractView) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    let plan = format!("/contracts/{}/plan", view.contract.id);
    let items = view.closing_hindrances.iter().map(|reason| view! { <li>{reason.say(lang)}</li> }).collect_view();
    (!view.closing_hindrances.is_empty()).then(|| {
        view! {
            <div class="callout" data-tone="warn" role="note">
                <strong>{t!(contract.to_close, count = view.closing_hindrances.len())}</strong>
                <ul>{items}</ul>
                <p><a class="link" href=plan>{t!(contract.tab_plan)}</a></p>
            </div>
        }
    })
}

/// The version that is under way, and the way to it.
pub fn under_way(view: &ContractView) -> Option<impl IntoView + use<>> {
    let (open, lang) = (view.open_revision.as_ref()?, use_lang());
    let href = format!("/contracts/{}/versions/{}", view.contract.id, open.id);
    let text = t!(contract.under_way, kind = open.kind.label(lang), stage = open.stage.label(lang));
    Some(view! {
        <div class="callout" data-tone="info" role="note">
            <strong><a href=href>{text}</a></strong>
            <p>{t!(contract.under_way_from)} " " <Day day=open.effective_from/></p>
        </div>
    })
}

#[component]
pub fn Steps(view: ContractView, state: FormState, action: ServerAction<StepContract>) -> impl IntoView {
    let (id, version) = (view.contract.id.to_string(), view.contract.version.to_string());
    let sending = state.sending();
    let texts = view.steps.iter().map(|step| view! { <p class="hint">{words(*step).3}</p> }).collect_view();
    // Where the check at the end did not find return or erasure proven, what came after it has to be said.
    let asks_proof = view.steps.contains(&ContractStep::Close) && !view.closing_hindrances.is_empty();
    let proof = asks_proof.then(|| {
        view! {
            <div class="field full">
                <label for="f-proof">{t!(contract.proof)}</label>
                <p class="hint" id="f-proof-hint">{t!(contract.proof_hint)}</p>
                <textarea id="f-proof" name="proof" rows="3" aria-describedby="f-proof-hint"></textarea>
            </div>
        }
    });
    let buttons = view
        .steps
        .into_iter()
        .map(|step| {
            let (word, class, label, _) = words(step);
            view! { <button class=class name="step" value=word aria-busy=sending>{label}</button> }
        })
        .collect_view();
    view! {
        <Panel id="step-h" title=t!(contract.next_steps)>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="field">
                    {texts}
                    {proof}
                    <div class="actions">{buttons}</div>
                </div>
            </Form>
        </Panel>
    }
}

/// Its word in the form, how it looks, what it is called and what it does.
fn words(step: ContractStep) -> (&'static str, &'static str, &'static str, &'static str) {
    match step {
        ContractStep::Submit => ("submit", "btn primary", t!(contract.step_submit), t!(contract.step_submit_text)),
        ContractStep::Return => ("return", "btn", t!(contract.step_return), t!(contract.step_return_text)),
        ContractStep::Activate => ("activate", "btn primary", t!(contract.step_activate), t!(contract.step_activate_text)),
        ContractStep::Close => ("close", "btn primary", t!(contract.step_close), t!(contract.step_close_text)),
    }
}
