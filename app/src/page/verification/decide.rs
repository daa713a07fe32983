//! The security officer's answer to a report: accepted, or sent back with a word on why.

use domain::{
    Error,
    verification::{DecisionForm, VerificationView},
};
use leptos::prelude::*;

use super::{Record, words};
use crate::{
    flash::{Flash, use_flash_of},
    lang::use_lang,
    rpc::verification::DecideVerification,
    t,
    ui::{
        field::TextArea,
        form::{ErrorSummary, Fields, Form, FormState, errors_of, fields_of},
        page_head::Panel,
    },
};

/// Made once a page: what was typed outlives the check it was typed about, which somebody else may have changed meanwhile.
#[derive(Clone, Copy)]
pub struct Deciding {
    action: ServerAction<DecideVerification>,
    typed: RwSignal<Option<Fields>>,
    record: Record,
}

impl Deciding {
    pub fn new(record: Record) -> Self {
        Self { action: ServerAction::new(), typed: RwSignal::new(None), record }
    }

    /// What was typed for a decision that is no longer the reader's to make.
    pub fn lost(self) -> Option<String> {
        let typed = self.typed.with_untracked(|typed| typed.as_ref()?.get("remark").cloned());
        typed.or_else(|| came_back()?.fields.get("form[remark]").cloned()).filter(|text| !text.trim().is_empty())
    }
}

/// Whether a form for a decision came back without scripting.
pub fn came_back() -> Option<Flash> {
    use_flash_of("form[remark]")
}

#[component]
pub fn Decide(view: VerificationView, deciding: Deciding) -> impl IntoView {
    let Deciding { action, typed, record } = deciding;
    let (id, version) = (view.verification.id.to_string(), view.verification.version);
    let check = |form: &DecisionForm| errors_of(form.read());
    // Typed about a report that has changed since: it stands as it was, to be sent once more with what is there now in sight.
    let state = match typed.try_update(Option::take).flatten() {
        Some(fields) => {
            let told = Flash::of(&Error::Conflict { current: version }, use_lang());
            FormState::with_fields::<DecisionForm>("form", fields, Some(told), check, words::label)
        }
        None if came_back().is_some() => FormState::new("form", &DecisionForm::default(), check, words::label),
        None => FormState::with_fields::<DecisionForm>("form", fields_of(&DecisionForm::default()), None, check, words::label),
    };
    let on_error = Callback::new(move |error| {
        let conflict = matches!(error, Error::Conflict { .. });
        if conflict {
            typed.set(Some(state.values().get_untracked()));
            record.refetch();
        }
        conflict
    });
    let sending = state.sending();
    view! {
        <Panel id="decide-h" title=t!(verification.decide)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version.to_string()/>
                <div class="grid-2">
                    <p class="muted full">{t!(verification.decide_text)}</p>
                    <TextArea name="remark" hint=t!(verification.decision_hint)/>
                    <p class="actions full">
                        <button class="btn primary" name="form[accept]" value="true" aria-busy=sending>{t!(verification.accept)}</button>
                        <button class="btn" name="form[accept]" value="false" aria-busy=sending>{t!(verification.send_back)}</button>
                    </p>
                </div>
            </Form>
        </Panel>
    }
}
