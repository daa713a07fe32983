//! The editor of a clause: its Markdown, and beside it the clause as contracts will show it. Without scripting the button that stays shows it anew.

use domain::{
    Error,
    catalogue_draft::{ClauseChange, ClauseForm, ConditionForm, DraftClause, DraftView},
    clause::ClauseGroup,
    markdown,
    permission::Operation,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    condition::{RuleFields, rows},
    words,
};
use crate::{
    rpc::{
        Fault,
        catalogue::{WriteDraftClause, find_draft, get_draft_clause},
    },
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        field::{SelectField, TextArea, TextField, options},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, use_form},
        load::{fetched, load},
        page_head::PageHead,
        state::Badge,
    },
};

#[component]
pub fn ClausePage() -> impl IntoView {
    let params = use_params_map();
    let action = ServerAction::<WriteDraftClause>::new();
    let found = fetched(move || params.read().get_str("clause").unwrap_or_default().to_owned(), get_draft_clause);
    load(found, move |found: DraftClause| {
        let tone = if found.change == ClauseChange::Same { "neutral" } else { "accent" };
        let over = view! { <span class="code">{found.clause.id.clone()}</span> " " <Badge tone=tone label=domain::label::Choice::label(found.change, crate::lang::use_lang())/> };
        view! {
            <PageHead title=found.clause.title.clone() over=over.into_any()/>
            {editor(&ClauseForm::from(&found.clause), found.clause.id.clone(), found.version, action)}
        }
    })
}

#[component]
pub fn NewClausePage() -> impl IntoView {
    if !use_session().can(Operation::WritePolicy) {
        return view! { <FaultView error=forbidden(Operation::WritePolicy)/> }.into_any();
    }
    let action = ServerAction::<WriteDraftClause>::new();
    let draft = fetched(|| (), |()| async { find_draft().await?.ok_or(Fault(Error::NotFound)) });
    load(draft, move |draft: DraftView| {
        // What binds the contractor in its work binds whoever it passes the work on to, unless somebody says otherwise.
        let shown = ClauseForm { flows_down: "true".to_owned(), ..ClauseForm::default() };
        view! {
            <PageHead title=t!(catalogue.new_clause) sub=t!(catalogue.new_clause_text).into_any()/>
            {editor(&shown, String::new(), draft.version, action)}
        }
    })
}

fn editor(shown: &ClauseForm, clause: String, version: u64, action: ServerAction<WriteDraftClause>) -> AnyView {
    let rows = rows(shown.when.len());
    let mut shown = shown.clone();
    shown.when.resize(rows, ConditionForm::default());
    let state = FormState::new("form", &shown, |form: &ClauseForm| errors_of(form.read()), words::label);
    let fixed = (!clause.is_empty()).then(|| clause.clone());
    let sending = state.sending();
    view! {
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="clause" value=clause/>
            <input type="hidden" name="version" value=version.to_string()/>
            <fieldset class="fieldset">
                <legend>{t!(catalogue.part_clause)}</legend>
                <div class="grid-2">
                    <IdField fixed=fixed/>
                    <SelectField name="group" options={options::<ClauseGroup>()} required=true/>
                    <TextField name="title" required=true full=true autocomplete="off"/>
                    <TextArea name="requirement" hint=t!(catalogue.requirement_hint) required=true/>
                </div>
            </fieldset>
            <fieldset class="fieldset wording">
                <legend>{t!(catalogue.part_text)} <small>{t!(catalogue.part_text_text)}</small></legend>
                <div class="beside">
                    <TextArea name="text" hint=t!(catalogue.text_hint) required=true/>
                    <Rendered/>
                </div>
            </fieldset>
            <RuleFields rows=rows/>
            <fieldset class="fieldset">
                <legend>{t!(catalogue.part_check)}</legend>
                <div class="grid-2">
                    <TextArea name="check" hint=t!(catalogue.check_hint) required=true/>
                    <TextArea name="evidence"/>
                    <TextArea name="basis"/>
                    <TextArea name="keywords" hint=t!(catalogue.keywords_hint)/>
                </div>
            </fieldset>
            <fieldset class="fieldset">
                <legend>{t!(catalogue.part_english)} <small>{t!(catalogue.part_english_text)}</small></legend>
                <div class="grid-2">
                    <TextField name="title_en" full=true autocomplete="off"/>
                    <TextArea name="requirement_en"/>
                    <TextArea name="check_en"/>
                    <TextArea name="evidence_en"/>
                </div>
            </fieldset>
            <FormActions save=t!(catalogue.save) cancel="/clauses/draft">
                <button class="btn" name="stay" value="true" aria-busy=sending>{t!(catalogue.save_and_stay)}</button>
            </FormActions>
        </Form>
    }
    .into_any()
}

/// The id of a clause that is there stays: it travels, and is not typed.
#[component]
fn IdField(fixed: Option<String>) -> impl IntoView {
    let state = use_form();
    match fixed {
        Some(id) => view! { <input type="hidden" name=state.input_name("id") value=id/> }.into_any(),
        None => view! { <TextField name="id" hint=t!(catalogue.id_hint) required=true class="short" autocomplete="off"/> }.into_any(),
    }
}

/// The model text as contracts show it; follows the typing. The same renderer runs here and on the server.
#[component]
fn Rendered() -> impl IntoView {
    let state = use_form();
    let text = Memo::new(move |_| state.value("text"));
    view! {
        <section aria-labelledby="rendered-h">
            <h3 id="rendered-h">{t!(catalogue.rendered)}</h3>
            <div class="prose" inner_html=move || text.with(|text| markdown::to_html(text))></div>
        </section>
    }
}
