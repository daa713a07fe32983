//! What the published register says of the number that is being typed: it fills in what is blank, and is offered in place of what is not.

use domain::{corporate_number::CorporateNumber, date, reference::CorporationAnswer};
use leptos::prelude::*;

use crate::{
    dom,
    lang::use_lang,
    rpc::reference::get_corporation,
    t,
    ui::{
        at_once::IntoAny,
        form::{FormState, use_form},
        get_form::GetForm,
    },
};

/// The fields the register knows something of, with what it says.
fn known(answer: &CorporationAnswer) -> Vec<(&'static str, String)> {
    answer.corporation.as_ref().map_or_else(Vec::new, |found| {
        [("name", &found.name), ("name_kana", &found.name_kana), ("postal_code", &found.postal_code), ("address", &found.address)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(field, value)| (field, value.clone()))
            .collect()
    })
}

fn fill(state: FormState, fields: Vec<(&'static str, String)>) {
    for (field, value) in fields {
        dom::fill(&state.input_name(field), &value);
    }
}

#[component]
pub fn Published() -> impl IntoView {
    let state = use_form();
    let found = RwSignal::new(CorporationAnswer::default());
    let number = Memo::new(move |_| CorporateNumber::parse(&state.value("corporate_number")).ok().map(String::from));
    Effect::new(move |before: Option<Option<String>>| {
        let now = number.get();
        found.set(CorporationAnswer::default());
        if let Some(asked) = now.clone() {
            // What stands in the form when it is opened is not written over.
            let typed = before.is_some();
            leptos::task::spawn_local(async move {
                let Ok(answer) = get_corporation(asked.clone()).await else { return };
                if number.try_get_untracked().flatten() != Some(asked) {
                    return;
                }
                if typed {
                    let blank = |field: &str| state.values().with_untracked(|fields| fields.get(field).is_none_or(|value| value.trim().is_empty()));
                    fill(state, known(&answer).into_iter().filter(|(field, _)| blank(field)).collect());
                }
                found.try_set(answer);
            });
        }
        now
    });
    view! { <div aria-live="polite">{move || number.get().and_then(|_| told(state, found.get()))}</div> }
}

fn told(state: FormState, answer: CorporationAnswer) -> Option<AnyView> {
    let lang = use_lang();
    let day = date::short(answer.as_of?, lang);
    let fields = known(&answer);
    let Some(corporation) = answer.corporation else {
        return Some(view! { <div class="callout" data-tone="info" role="note"><p>{t!(reference.unknown_number, day = day)}</p></div> }.into_any());
    };
    let differs = fields.iter().any(|(field, value)| state.value(field) != *value);
    let closed = corporation.closed_on.map(|closed| view! { <p><strong>{t!(reference.closed, day = date::short(closed, lang))}</strong></p> });
    let tone = if closed.is_some() { "warn" } else { "info" };
    let take = differs.then(|| {
        view! {
            <div class="actions">
                <button class="btn small" type="button" on:click=move |_| fill(state, fields.clone())>{t!(reference.use_it)}</button>
            </div>
        }
    });
    Some(
        view! {
            <div class="callout" data-tone=tone role="note">
                <strong>{t!(reference.published, day = day)}</strong>
                <p>{corporation.name} " " <span class="muted">{corporation.address}</span></p>
                {closed}
                {take}
            </div>
        }
        .into_any(),
    )
}

/// The same without scripting: a form of its own, whose answer is the page with the fields filled in.
#[component]
pub fn FillIn(number: String) -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    move || {
        let number = number.clone();
        (!awake.get()).then(|| {
            view! {
                <GetForm action="/contractors/new" class="form" label=t!(reference.look_up)>
                    <div class="field">
                        <label for="look-up">{t!(reference.look_up)}</label>
                        <p class="hint" id="look-up-hint">{t!(reference.look_up_hint)}</p>
                        <div class="row">
                            <input
                                id="look-up"
                                name="number"
                                type="text"
                                class="short"
                                inputmode="numeric"
                                autocomplete="off"
                                value=number
                                aria-describedby="look-up-hint"
                            />
                            <button class="btn">{t!(reference.fill)}</button>
                        </div>
                    </div>
                </GetForm>
            }
        })
    }
}
