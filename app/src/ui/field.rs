//! Fields of a form: label, hint, input and errors, tied together for screen readers. What a field is called comes from the form's labels.

use domain::{date, label::Choice};
use leptos::prelude::*;

use super::{
    at_once::IntoAny,
    form::{FormState, id_of, use_form},
};
use crate::{lang::use_lang, t};

/// Ids and attributes all fields share.
#[derive(Clone)]
pub struct Wiring {
    pub state: FormState,
    pub path: String,
    pub id: String,
    pub name: String,
    hint: Option<String>,
    required: bool,
    called: Option<String>,
}

impl Wiring {
    pub fn new(path: String, hint: Option<String>, required: bool) -> Self {
        let state = use_form();
        Self { state, id: id_of(&state.whole(&path)), name: state.input_name(&path), path, hint, required, called: None }
    }

    /// What the field is called where it stands, if the form's own word for it would say too much there.
    #[must_use]
    pub fn called(self, label: Option<String>) -> Self {
        Self { called: label, ..self }
    }

    fn label(&self) -> String {
        self.called.clone().unwrap_or_else(|| self.state.label(&self.path))
    }

    pub fn is_invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + 'static + use<> {
        let (state, path) = (self.state, self.path.clone());
        move || (!state.errors(&path).is_empty()).then_some("true")
    }

    pub fn described_by(&self) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static + use<> {
        let (state, path, id, hint) = (self.state, self.path.clone(), self.id.clone(), self.hint.is_some());
        move || match (hint, !state.errors(&path).is_empty()) {
            (true, true) => Some(format!("{id}-hint {id}-error")),
            (true, false) => Some(format!("{id}-hint")),
            (false, true) => Some(format!("{id}-error")),
            (false, false) => None,
        }
    }

    pub fn initial(&self) -> String {
        self.state.initial(&self.path)
    }

    /// The field around its input.
    pub fn frame(self, full: bool, input: AnyView) -> AnyView {
        let (errors, label) = (self.errors(), self.label());
        let Self { id, hint, required, .. } = self;
        let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
        view! {
            <div class="field" class:full=full>
                <label for=id>{label} {required.then(required_mark)}</label>
                {hint}
                {input}
                {errors}
            </div>
        }
        .into_any()
    }

    pub fn errors(&self) -> impl IntoView + use<> {
        let (state, path, id, lang) = (self.state, self.path.clone(), self.id.clone(), use_lang());
        move || {
            let said: Vec<String> = state.errors(&path).iter().map(|message| message.say(lang)).collect();
            (!said.is_empty()).then(|| view! { <p class="error" id=format!("{id}-error")>{said.join(t!(common.stop))}</p> })
        }
    }
}

fn required_mark() -> impl IntoView {
    view! { <span class="req">{t!(common.required)}</span> }
}

/// One line of text.
#[component]
pub fn TextField(
    /// Path in the form, e.g. `name`.
    #[prop(into)]
    name: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] inputmode: Option<&'static str>,
    /// `short`, `num`.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// Behind the input: 円, 人分.
    #[prop(optional, into)]
    unit: Option<String>,
    /// Spans both columns of a `.grid-2`.
    #[prop(optional)]
    full: bool,
    /// See [`Wiring::called`].
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(name, hint, required).called(label);
    // A password is never put into a page.
    let value = if kind == "password" { String::new() } else { wiring.initial() };
    let input = view! {
        <input
            id=wiring.id.clone()
            name=wiring.name.clone()
            type=kind
            value=value
            class=class
            autocomplete=autocomplete
            inputmode=inputmode
            aria-required=required.then_some("true")
            aria-invalid=wiring.is_invalid()
            aria-describedby=wiring.described_by()
        />
    };
    let input = match unit {
        Some(unit) => view! { <div class="row">{input}<span class="unit">{unit}</span></div> }.into_any(),
        None => input.into_any(),
    };
    wiring.frame(full, input)
}

/// A count or an amount: full-width digits, commas and 件・人・円 are understood.
#[component]
pub fn NumberField(
    #[prop(into)] name: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] unit: Option<String>,
    /// See [`Wiring::called`].
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    TextField(TextFieldProps {
        name,
        hint,
        required,
        kind: "text",
        autocomplete: Some("off"),
        inputmode: Some("numeric"),
        class: Some("num short"),
        unit,
        full: false,
        label,
    })
}

/// A day in any of the usual spellings; says what was understood, in the other calendar as well.
#[component]
pub fn DateField(#[prop(into)] name: String, #[prop(optional, into)] hint: Option<String>, #[prop(optional)] required: bool) -> impl IntoView {
    let wiring = Wiring::new(name, Some(hint.unwrap_or_else(|| t!(common.date_hint).to_owned())), required);
    let (state, path, lang) = (wiring.state, wiring.path.clone(), use_lang());
    let understood = move || date::parse(&state.value(&path)).map(|day| format!("{} {}", date::short(day, lang), date::japanese(day)));
    let input = view! {
        <div class="row">
            <input
                id=wiring.id.clone()
                name=wiring.name.clone()
                type="text"
                value=wiring.initial()
                class="short"
                autocomplete="off"
                aria-required=required.then_some("true")
                aria-invalid=wiring.is_invalid()
                aria-describedby=wiring.described_by()
            />
            <output for=wiring.id.clone() class="muted">{understood}</output>
        </div>
    };
    wiring.frame(false, input.into_any())
}

/// Several lines.
#[component]
pub fn TextArea(#[prop(into)] name: String, #[prop(optional, into)] hint: Option<String>, #[prop(optional)] required: bool) -> impl IntoView {
    let wiring = Wiring::new(name, hint, required);
    let input = view! {
        <textarea
            id=wiring.id.clone()
            name=wiring.name.clone()
            rows="4"
            aria-required=required.then_some("true")
            aria-invalid=wiring.is_invalid()
            aria-describedby=wiring.described_by()
            inner_html=area_text(&wiring.initial())
        ></textarea>
    };
    wiring.frame(true, input.into_any())
}

/// The content of a text area. Set as it stands, for a text node would put a blank into an empty one.
fn area_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The words and labels of a choice, for a select or radio buttons.
pub fn options<T: Choice>() -> Vec<(String, String)> {
    let lang = use_lang();
    T::ALL.iter().map(|value| (value.word().to_owned(), value.label(lang).to_owned())).collect()
}

/// One of few values: `<SelectField name="kind" options=options::<ContractorKind>()/>`.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    /// What the blank choice says; 選んでください unless stated.
    #[prop(optional, into)]
    blank: Option<String>,
    /// See [`Wiring::called`].
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(name, hint, required).called(label);
    let chosen = wiring.initial();
    let blank = blank.unwrap_or_else(|| t!(common.choose).to_owned());
    let options = options
        .into_iter()
        .map(|(word, label)| {
            let selected = word == chosen;
            view! { <option value=word selected=selected>{label}</option> }
        })
        .collect_view();
    let input = view! {
        <select
            id=wiring.id.clone()
            name=wiring.name.clone()
            aria-required=required.then_some("true")
            aria-invalid=wiring.is_invalid()
            aria-describedby=wiring.described_by()
        >
            <option value="">{blank}</option>
            {options}
        </select>
    };
    wiring.frame(false, input.into_any())
}

/// One of few values that need weighing, all of them in sight; each option with its word, label and a line of explanation.
#[component]
pub fn RadioField(
    #[prop(into)] name: String,
    options: Vec<(String, String, String)>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    /// A bordered row each.
    #[prop(optional)]
    cards: bool,
    /// What the field is called here, where the form's own word for it is too short.
    #[prop(optional, into)]
    label: Option<AnyView>,
) -> impl IntoView {
    let has_hint = hint.clone();
    let wiring = Wiring::new(name, hint, required);
    let Wiring { state, path, id, name, .. } = wiring.clone();
    let chosen = wiring.initial();
    let errors = wiring.errors();
    let radios = options
        .into_iter()
        .enumerate()
        .map(|(index, (word, label, small))| {
            // The first carries the id, so that the error summary leads there.
            let own = (index == 0).then(|| id.clone());
            let checked = word == chosen;
            let small = (!small.is_empty()).then(|| view! { <small>{small}</small> });
            view! { <label><input type="radio" id=own name=name.clone() value=word checked=checked/>{label} {small}</label> }
        })
        .collect_view();
    view! {
        <div
            class="field full"
            role="radiogroup"
            aria-labelledby=format!("{id}-label")
            aria-required=required.then_some("true")
            aria-invalid=wiring.is_invalid()
            aria-describedby=wiring.described_by()
        >
            <span class="label" id=format!("{id}-label")>{label.unwrap_or_else(|| state.label(&path).into_any())} {required.then(required_mark)}</span>
            {has_hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <div class="choice" class:cards=cards>{radios}</div>
            {errors}
        </div>
    }
}

/// Yes or no.
#[component]
pub fn CheckField(
    #[prop(into)] name: String,
    #[prop(optional, into)] hint: Option<String>,
    /// See [`Wiring::called`].
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(name, None, false).called(label);
    let checked = domain::form::read_flag(&wiring.initial());
    let hint = hint.map(|hint| view! { <small>{hint}</small> });
    let errors = wiring.errors();
    view! {
        <div class="field">
            <div class="choice">
                <label>
                    <input
                        id=wiring.id.clone()
                        name=wiring.name.clone()
                        type="checkbox"
                        value="true"
                        checked=checked
                        aria-invalid=wiring.is_invalid()
                        aria-describedby=wiring.described_by()
                    />
                    {wiring.label()}
                    {hint}
                </label>
            </div>
            {errors}
        </div>
    }
}
