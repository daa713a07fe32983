//! The security officer's decision: passed, with or without conditions, failed, or handed back.

use domain::{
    date,
    label::Choice,
    selection::{ConditionForm, DecisionForm, LONGEST_MONTHS, SelectionView, Verdict},
};
use leptos::prelude::*;

use super::words;
use crate::{
    lang::use_lang,
    rpc::selection::DecideSelection,
    session::use_session,
    t,
    ui::{
        field::{DateField, RadioField, TextArea, TextField},
        form::{ErrorSummary, Form, FormState, errors_of},
        page_head::Panel,
    },
};

/// Conditions the form has room for.
const CONDITIONS: usize = 3;

#[component]
pub fn Decide(view: SelectionView) -> impl IntoView {
    let SelectionView { selection, score, usual_until, .. } = view;
    let today = use_session().today();
    let check = move |form: &DecisionForm| errors_of(form.read(&score, today, usual_until));
    let shown = DecisionForm { conditions: vec![ConditionForm::default(); CONDITIONS], ..DecisionForm::default() };
    let state = FormState::new("form", &shown, check, words::label);
    let action = ServerAction::<DecideSelection>::new();
    let sending = state.sending();
    let valid = t!(selection.valid_hint, day = date::short(usual_until, use_lang()), months = LONGEST_MONTHS);
    let open = Memo::new(move |_| {
        let asked = Verdict::read(&state.value("verdict")) == Some(Verdict::Conditional);
        asked || (0..CONDITIONS).any(|index| ["text", "due"].iter().any(|field| !state.errors(&format!("conditions[{index}].{field}")).is_empty()))
    });
    let conditions = move || {
        (0..CONDITIONS)
            .map(|index| {
                view! {
                    <TextField name=format!("conditions[{index}].text") full=true autocomplete="off"/>
                    <DateField name=format!("conditions[{index}].due")/>
                }
            })
            .collect_view()
    };
    view! {
        <Panel id="decide-h" title=t!(selection.decide)>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="id" value=selection.id.to_string()/>
                <input type="hidden" name="version" value=selection.version.to_string()/>
                <div class="grid-2">
                    <p class="muted full">{t!(selection.decide_text)}</p>
                    <RadioField name="verdict" required=true cards=true options=verdicts()/>
                    <TextArea name="remark"/>
                    <details class="model full" open=move || open.get()>
                        <summary>{t!(selection.conditions)}</summary>
                        <p class="muted">{t!(selection.condition_hint)}</p>
                        {conditions()}
                    </details>
                    <div class="full"><DateField name="valid_until" hint=valid/></div>
                    <p class="actions full"><button class="btn primary" aria-busy=sending>{t!(selection.decide_button)}</button></p>
                </div>
            </Form>
        </Panel>
    }
}

fn verdicts() -> Vec<(String, String, String)> {
    let lang = use_lang();
    let explained = |verdict| match verdict {
        Verdict::Passed => t!(selection.passed_text),
        Verdict::Conditional => t!(selection.conditional_text),
        Verdict::Failed => t!(selection.failed_text),
        Verdict::Returned => t!(selection.returned_text),
    };
    Verdict::ALL.iter().map(|verdict| (verdict.word().to_owned(), verdict.label(lang).to_owned(), explained(*verdict).to_owned())).collect()
}
