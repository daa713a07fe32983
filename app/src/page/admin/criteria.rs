//! 選定基準: what a contractor is held to before work is given to it, as it stands; readable by everybody it binds. The security officer writes new
//! versions of it.

use domain::{
    contract::{ContractKind, PersonalInformation},
    label::Choice,
    permission::Operation,
    selection::{Criteria, CriteriaForm, CriteriaView, Criterion, CriterionForm, CriterionGroup},
};
use leptos::prelude::*;

use super::rule_tabs;
use crate::{
    lang::use_lang,
    rpc::selection::{ReviseCriteria, get_criteria},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        field::{CheckField, DateField, NumberField, SelectField, TextField, options},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        icon::Icon,
        load::{fetched, load},
        page_head::{Fact, PageHead, Panel, or_dash},
        state::{Badge, Day},
    },
};

/// Blank criteria at the end of the form.
const NEW: usize = 2;

#[component]
pub fn CriteriaPage() -> impl IntoView {
    load(fetched(|| (), |()| get_criteria()), page)
}

fn page(view: CriteriaView) -> impl IntoView {
    let edit = use_session()
        .can(Operation::WritePolicy)
        .then(|| view! { <a class="btn" href="/policy/criteria/edit" data-key="e"><Icon name="edit"/>{t!(admin.criteria_edit)}</a> });
    let lang = use_lang();
    let coming = view.coming.map(|coming| {
        let said = t!(admin.criteria_coming, version = coming.version, day = domain::date::short(coming.in_force_from, lang));
        view! { <div class="callout" data-tone="info" role="note"><p>{said}</p></div> }
    });
    let Criteria { version, in_force_from, valid_months, criteria } = view.criteria;
    let over = view! { {t!(common.policy_version, version = version)} " " <Day day=in_force_from/> };
    let groups = CriterionGroup::ALL
        .iter()
        .map(|group| (*group, criteria.iter().filter(|criterion| criterion.group == *group).collect::<Vec<_>>()))
        .filter(|(_, criteria)| !criteria.is_empty())
        .map(|(group, criteria)| part(group, &criteria))
        .collect_view();
    view! {
        <PageHead title=t!(admin.criteria) over=over.into_any() sub=t!(admin.criteria_text).into_any()>{edit}</PageHead>
        {rule_tabs()}
        {coming}
        <p>{t!(admin.criteria_valid)} " " <strong>{t!(admin.criteria_months, months = valid_months)}</strong></p>
        {groups}
    }
}

fn part(group: CriterionGroup, criteria: &[&Criterion]) -> AnyView {
    let id = format!("group-{}", group.word());
    let count = t!(common.total, count = criteria.len());
    let items = criteria.iter().map(|criterion| line((*criterion).clone())).collect_view();
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{group.label(use_lang())}</h2><span class="count">{count}</span></div>
            <ol class="clauses">{items}</ol>
        </section>
    }
    .into_any()
}

fn line(criterion: Criterion) -> impl IntoView {
    let lang = use_lang();
    let scope = scope(&criterion);
    let (text, evidence) = (criterion.text(lang).to_owned(), criterion.evidence(lang).to_owned());
    let blocking = criterion.blocking.then(|| view! { <Badge tone="accent" label=t!(selection.blocking)/> });
    view! {
        <li class="clause" id=format!("criterion-{}", criterion.id)>
            <span class="id">{criterion.id.clone()}</span>
            <h3 class="title">{text}</h3>
            <span class="article">{t!(selection.weight, weight = criterion.weight)}</span>
            <span class="state">{blocking}</span>
            <details class="model">
                <summary>{t!(selection.evidence)} <span class="sr">{criterion.id.clone()}</span></summary>
                <dl class="facts lines">
                    <Fact label=t!(selection.evidence)>{or_dash(&evidence)}</Fact>
                    <Fact label=t!(admin.criteria_scope)>{scope}</Fact>
                    <Fact label=t!(admin.basis)>{or_dash(&criterion.basis)}</Fact>
                </dl>
            </details>
        </li>
    }
}

/// The work a criterion is asked for, in words.
fn scope(criterion: &Criterion) -> String {
    let lang = use_lang();
    let kinds = criterion.kinds.iter().map(|kind: &ContractKind| kind.label(lang));
    let personal = criterion.personal.iter().map(|personal: &PersonalInformation| personal.label(lang));
    let all: Vec<&str> = kinds.chain(personal).collect();
    if all.is_empty() { t!(admin.criteria_all).to_owned() } else { all.join(t!(admin.comma)) }
}

/// The form of a new version: every criterion with its weight, and room for new ones.
#[component]
pub fn EditCriteriaPage() -> impl IntoView {
    if !use_session().can(Operation::WritePolicy) {
        return view! { <FaultView error=forbidden(Operation::WritePolicy)/> }.into_any();
    }
    let action = ServerAction::<ReviseCriteria>::new();
    load(fetched(|| (), |()| get_criteria()), move |view| form(&view, action)).into_any()
}

fn form(view: &CriteriaView, action: ServerAction<ReviseCriteria>) -> impl IntoView + use<> {
    let newest = view.newest();
    let mut shown = CriteriaForm::from(newest);
    let known = shown.criteria.len();
    shown.criteria.extend((0..NEW).map(|_| CriterionForm::default()));
    let today = use_session().today();
    let state = FormState::new("form", &shown, move |form: &CriteriaForm| errors_of(form.read(today)), label);
    let titles: Vec<String> = newest.criteria.iter().map(|criterion| format!("{} {}", criterion.id, criterion.text(use_lang()))).collect();
    let version = newest.version.to_string();
    // Made within the form: fields look for it where they are made.
    let criteria = move || titles.into_iter().enumerate().map(|(index, title)| criterion(index, title, true)).collect_view();
    let new = move || (known..known + NEW).map(|index| criterion(index, t!(admin.criteria_new).to_owned(), false)).collect_view();
    view! {
        <PageHead title=t!(admin.criteria_edit) sub=t!(admin.criteria_edit_text).into_any()/>
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="version" value=version/>
            <fieldset class="fieldset">
                <legend>{t!(admin.criteria_part)}</legend>
                <div class="grid-2">
                    <TextField name="note" required=true hint=t!(admin.criteria_note_hint) full=true autocomplete="off"/>
                    <DateField name="in_force_from" hint=t!(admin.criteria_from_hint)/>
                    <NumberField name="valid_months" required=true hint=t!(admin.criteria_months_hint)/>
                </div>
            </fieldset>
            {criteria()}
            <Panel id="new-h" title=t!(admin.criteria_new)><p class="muted">{t!(admin.criteria_new_text)}</p></Panel>
            {new()}
            <FormActions save=t!(admin.criteria_save) cancel="/policy/criteria"/>
        </Form>
    }
}

/// The weight and whether it blocks are what is changed most; the words are folded away.
fn criterion(index: usize, title: String, known: bool) -> AnyView {
    let path = |field: &str| format!("criteria[{index}].{field}");
    let dropped = known.then(|| view! { <CheckField name=path("dropped")/> });
    view! {
        <fieldset class="fieldset">
            <legend>{title}</legend>
            <div class="grid-2">
                <NumberField name=path("weight")/>
                <div><CheckField name=path("blocking")/> {dropped}</div>
            </div>
            <details class="model" open=!known>
                <summary>{t!(admin.c_words)}</summary>
                <div class="grid-2">
                    <TextField name=path("id") class="short" autocomplete="off"/>
                    <SelectField name=path("group") options={options::<CriterionGroup>()}/>
                    <TextField name=path("text") full=true autocomplete="off"/>
                    <TextField name=path("text_en") full=true autocomplete="off"/>
                    <TextField name=path("evidence") full=true autocomplete="off"/>
                    <TextField name=path("evidence_en") full=true autocomplete="off"/>
                    <TextField name=path("kinds") hint=t!(admin.c_words_hint) autocomplete="off"/>
                    <TextField name=path("personal") hint=t!(admin.c_words_hint) autocomplete="off"/>
                    <TextField name=path("basis") full=true autocomplete="off"/>
                </div>
            </details>
        </fieldset>
    }
    .into_any()
}

fn label(path: &str) -> String {
    let field = path.rsplit('.').next().unwrap_or(path);
    match field {
        "note" => t!(admin.note),
        "in_force_from" => t!(admin.from),
        "valid_months" => t!(admin.criteria_valid),
        "criteria" => t!(admin.criteria),
        "id" => t!(admin.c_id),
        "group" => t!(admin.c_group),
        "text" => t!(admin.c_text),
        "text_en" => t!(admin.c_text_en),
        "evidence" => t!(admin.c_evidence),
        "evidence_en" => t!(admin.c_evidence_en),
        "weight" => t!(admin.c_weight),
        "blocking" => t!(admin.c_blocking),
        "kinds" => t!(admin.c_kinds),
        "personal" => t!(admin.c_personal),
        "basis" => t!(admin.c_basis),
        "dropped" => t!(admin.c_dropped),
        other => other,
    }
    .to_owned()
}
