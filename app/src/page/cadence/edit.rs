//! The table in which the cadence is written: a row for each kind of contract, blank ones below for more.

use domain::{
    cadence::{CadenceDraftView, CadenceForm, CadenceRuleForm, Inspector, Phase, Questions},
    contract::{ContractKind, PersonalInformation},
    error::Error,
    label::Choice,
    risk::Tier,
};
use leptos::prelude::*;

use super::words;
use crate::{
    rpc::{
        Fault,
        cadence::{WriteCadence, find_cadence_draft},
    },
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Draft, Mine, ground},
        field::{CheckField, NumberField, SelectField, TextField, options},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, fields_of, use_form},
        load::{fetched, load},
        page_head::PageHead,
    },
};

/// Blank rows offered below those in use.
const SPARE: usize = 2;
const PAGE: &str = "/policy/cadence/draft";

type Record = Resource<Result<CadenceDraftView, Fault>>;

#[component]
pub fn EditPage() -> impl IntoView {
    let (draft, action) = (Draft::default(), ServerAction::<WriteCadence>::new());
    let record = fetched(|| (), |()| async { find_cadence_draft(None).await?.ok_or(Fault(Error::NotFound)) });
    load(record, move |view| edit(&view, record, action, draft))
}

fn edit(view: &CadenceDraftView, record: Record, action: ServerAction<WriteCadence>, draft: Draft) -> AnyView {
    let (id, current, policy) = (String::new(), view.version, view.policy.clone());
    let mut shown = CadenceForm::from(&policy);
    let used = shown.rules.len();
    shown.rules.resize(used + SPARE, CadenceRuleForm::blank());
    let theirs = fields_of(&shown);
    if let Some(behind) = draft.behind(current) {
        return view! {
            <PageHead title=t!(cadence.edit_title)/>
            <Conflict
                action=action
                id=id
                theirs=theirs
                current=current
                mine=behind
                words=words::WORDS
                page=PAGE
                draft=draft
                record=record
            />
        }
        .into_any();
    }
    let state = FormState::new("form", &shown, move |form: &CadenceForm| errors_of(form.read(&policy)), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        <PageHead title=t!(cadence.edit_title) sub=t!(cadence.edit_text).into_any()/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <fieldset class="fieldset">
                <legend>{t!(cadence.rows)}</legend>
                <p class="hint">{t!(cadence.rows_hint)}</p>
                <Rows used=used/>
            </fieldset>
            <fieldset class="fieldset">
                <legend>{t!(cadence.whole)}</legend>
                <div class="grid-2">
                    <CheckField name="initial" hint=t!(cadence.initial_hint)/>
                    <NumberField name="initial_within_days" hint=t!(cadence.days_after_start) unit=t!(cadence.days)/>
                    <CheckField name="closing" hint=t!(cadence.closing_hint)/>
                    <NumberField name="closing_within_days" hint=t!(cadence.days_after_end) unit=t!(cadence.days)/>
                    <TextField name="months" hint=t!(cadence.months_hint) required=true autocomplete="off"/>
                    <NumberField name="clearance_days" hint=t!(cadence.clearance_hint) unit=t!(cadence.days)/>
                    <NumberField name="incident_within_days" hint=t!(cadence.days_after_incident) unit=t!(cadence.days)/>
                    <TextField name="basis" required=true autocomplete="off"/>
                </div>
            </fieldset>
            <FormActions save=t!(common.save) cancel=PAGE/>
        </Form>
    }
    .into_any()
}

/// The rows in use, then the blank ones.
#[component]
fn Rows(used: usize) -> impl IntoView {
    let rows = (0..used + SPARE).map(|place| view! { <Row place=place spare={place >= used}/> }).collect_view();
    view! { <div class="cadence-rows">{rows}</div> }
}

#[component]
fn Row(place: usize, spare: bool) -> impl IntoView {
    let state = use_form();
    let path = move |field: &str| format!("rules[{place}].{field}");
    let label = |field: &str| words::of_row(field).to_owned();
    let title = if spare { t!(cadence.spare).to_owned() } else { t!(cadence.row, number = place + 1) };
    let id = state.initial(&path("id"));
    let methods = ["on_site", "remote", "paper", "certificate"].map(|method| view! { <CheckField name=path(method) label=label(method)/> });
    let drop = (!spare).then(|| view! { <CheckField name=path("drop") label=label("drop")/> });
    view! {
        <div class="cadence-row" role="group" aria-label=title.clone()>
            <input type="hidden" name=state.input_name(&path("id")) value=id/>
            <div class="head"><strong>{title.clone()}</strong> {drop}</div>
            <div class="cells">
                <NumberField name=path("order") label=label("order")/>
                <SelectField name=path("phase") options={options::<Phase>()} label=label("phase")/>
                <SelectField name=path("kinds") options={several::<ContractKind>(&state.initial(&path("kinds")))} blank=t!(cadence.all) label=label("kinds")/>
                <SelectField name=path("personal") options={several::<PersonalInformation>(&state.initial(&path("personal")))} blank=t!(cadence.all) label=label("personal")/>
                <SelectField name=path("tiers") options={several::<Tier>(&state.initial(&path("tiers")))} blank=t!(cadence.all) label=label("tiers")/>
                <NumberField name=path("per_year") unit=t!(cadence.times) label=label("per_year")/>
                <SelectField name=path("questions") options={options::<Questions>()} label=label("questions")/>
                <SelectField name=path("inspector") options={options::<Inspector>()} label=label("inspector")/>
                <div class="methods" role="group" aria-label=t!(cadence.methods)><span class="label">{t!(cadence.methods)}</span> {methods.into_iter().collect_view()}</div>
                <TextField name=path("basis") label=label("basis") autocomplete="off" full=true/>
            </div>
        </div>
    }
}

/// One of the values, or the several the row speaks of now.
fn several<T: Choice>(now: &str) -> Vec<(String, String)> {
    let lang = crate::lang::use_lang();
    let mut found = options::<T>();
    if now.contains(',') {
        let label = now.split(',').filter_map(T::from_word).map(|value| value.label(lang)).collect::<Vec<_>>().join(t!(admin.comma));
        found.push((now.to_owned(), label));
    }
    found
}
