//! The form that records what was found of one clause: present with its article, or missing. An exception is asked for on a page of its own.

use domain::{
    Error,
    clause::{CoverageLine, MarkForm, MarkState},
    contract::ContractView,
    label::Choice,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::words;
use crate::{
    dom,
    flash::{Flash, use_flash},
    lang::use_lang,
    query::use_asked,
    rpc::contract::MarkClause,
    t,
    ui::{
        field::{RadioField, TextArea, TextField},
        form::{ErrorSummary, Fields, Form, FormState, errors_of, fields_of},
    },
};

/// The action of all the clauses of a page, and what was typed into the one whose clauses somebody else changed meanwhile.
#[derive(Clone, Copy)]
pub struct Marking {
    action: ServerAction<MarkClause>,
    typed: RwSignal<Option<(String, Fields)>>,
    again: Callback<()>,
}

impl Marking {
    /// `again` asks for the clauses anew: after a mark the page stays the same.
    pub fn new(again: Callback<()>) -> Self {
        let marking = Self { action: ServerAction::new(), typed: RwSignal::new(None), again };
        marking.again_after(marking.action);
        marking
    }

    /// Asks for the clauses anew once this has changed them.
    pub fn again_after<S>(self, action: ServerAction<S>)
    where
        S: ServerFn<Output = ()> + Clone + Send + Sync + 'static,
        S::Error: Send + Sync + Clone + 'static,
    {
        Effect::new(move || {
            if action.value().with(|value| matches!(value, Some(Ok(())))) {
                self.again.run(());
            }
        });
    }

    pub const fn action(self) -> ServerAction<MarkClause> {
        self.action
    }

    /// For a form without fields: what somebody else did meanwhile is what the page has to show.
    pub fn again_on_conflict(self) -> Callback<Error, bool> {
        Callback::new(move |error| {
            let overtaken = matches!(error, Error::Conflict { .. } | Error::Refused(_));
            if overtaken {
                self.again.run(());
            }
            overtaken
        })
    }
}

#[component]
pub fn MarkClauseForm(line: CoverageLine, contract: ContractView, version: u64, marking: Marking) -> impl IntoView {
    let Marking { action, typed, again } = marking;
    let (clause, asked) = (line.clause.clone(), use_asked().get_untracked());
    let shown = shown(&line);
    let check = |form: &MarkForm| errors_of(form.read());
    // Typed over clauses that have changed since: it stands as it was, to be sent once more with what is there now in sight.
    let kept = typed.try_update(|typed| typed.take_if(|(kept, _)| *kept == clause)).flatten();
    let state = match kept {
        Some((_, fields)) => {
            let told = Flash::of(&Error::Conflict { current: version }, use_lang());
            FormState::with_fields::<MarkForm>("form", fields, Some(told), check, words::label)
        }
        // What came back belongs to the clause it was typed for.
        None if use_flash().is_some_and(|flash| flash.fields.get("clause") == Some(&clause)) => FormState::new("form", &shown, check, words::label),
        None => FormState::with_fields::<MarkForm>("form", fields_of(&shown), None, check, words::label),
    };
    let this = clause.clone();
    let on_error = Callback::new(move |error| {
        let conflict = matches!(error, Error::Conflict { .. });
        if conflict {
            typed.set(Some((this.clone(), state.values().get_untracked())));
            again.run(());
        }
        conflict
    });
    let page = format!("/contracts/{}/clauses", contract.contract.id);
    let cancel = format!("{}#clause-{clause}", asked.href(&page, &[("mark", None)]));
    let sending = state.sending();
    // The link that opened the form is gone, and the focus with it.
    Effect::new(move || {
        request_animation_frame(move || {
            if !dom::focus(".clause .error-summary") {
                dom::focus(".clause input:checked");
            }
        });
    });
    view! {
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            <input type="hidden" name="id" value=contract.contract.id.to_string()/>
            <input type="hidden" name="clause" value=clause/>
            <input type="hidden" name="version" value=version.to_string()/>
            <input type="hidden" name="only" value=asked.text("only")/>
            <div class="grid-2">
                <RadioField name="state" required=true options=states()/>
                <TextField name="article" hint=t!(contract.article_hint) class="short" autocomplete="off"/>
                <TextArea name="quote" hint=t!(contract.quote_hint)/>
                <div class="actions full">
                    <button class="btn primary" aria-busy=sending>{t!(contract.mark_save)}</button>
                    <a class="btn quiet" href=cancel>{t!(common.cancel)}</a>
                </div>
            </div>
        </Form>
    }
}

/// What stands now; for a clause nobody has looked at, what the reader most likely comes to say, with the passage the contract's text seems to say it in.
/// So, too, for one that is excepted: what can be said of it here is that the contract has it now.
fn shown(line: &CoverageLine) -> MarkForm {
    match &line.mark {
        Some(mark) if mark.state != MarkState::Excepted => MarkForm { state: mark.state.to_string(), article: mark.article.clone(), quote: mark.quote.clone() },
        _ => {
            let passage = line.proposal.as_ref().and_then(|proposal| proposal.found.as_ref());
            let (article, quote) = passage.map(|passage| (passage.article.clone(), passage.quote.clone())).unwrap_or_default();
            MarkForm { state: MarkState::Present.to_string(), article, quote }
        }
    }
}

fn states() -> Vec<(String, String, String)> {
    let lang = use_lang();
    [(MarkState::Present, t!(contract.present_text)), (MarkState::Missing, t!(contract.missing_text))]
        .map(|(state, text)| (state.word().to_owned(), state.label(lang).to_owned(), text.to_owned()))
        .into()
}
