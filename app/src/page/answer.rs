//! `/answer/{token}`: opened by somebody at a contractor who was sent a link, to answer the city's questions, in one go or in several, and to hand the
//! answers in once. No account, no way into the register; a link that does not work says so and nothing else.

use domain::{
    Error, date,
    error::FieldError,
    label::Choice,
    selection::{CriterionGroup, DeclarationForm, Grade, Question, Questionnaire},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::selection::words::{self, Asked};
use crate::{
    lang::use_lang,
    query::use_asked,
    rpc::Fault,
    t,
    ui::{
        at_once::IntoAny,
        field::{RadioField, TextArea, TextField, options},
        form::{ErrorSummary, FormState, PlainForm, errors_of, input_name},
        load::{fetched, load},
        page_head::Fact,
        topbar::LangSwitch,
        window_title::WindowTitle,
    },
};

travels_apart! {
    answer_pages in register:
    "/answer/:token" => AnswerPage,
    // An address whose end was cut off.
    "/answer" => closed,
    "/answered" => AnsweredPage,
}

/// What the server found behind the token, put into the context for this page alone; nothing where the link does not work.
#[derive(Clone)]
pub struct Guest(pub Option<Questionnaire>);

/// The browser never asks: the page is always loaded from the server, which sends this along.
fn found() -> Result<Option<Questionnaire>, Fault> {
    if cfg!(feature = "ssr") { Ok(use_context::<Guest>().and_then(|guest| guest.0)) } else { Err(Fault(Error::NotFound)) }
}

#[component]
fn AnswerPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    load(fetched(|| (), |()| async { found() }), move |found| match found {
        Some(questionnaire) => questions(questionnaire, token.clone()),
        None => closed(),
    })
}

/// The product and the city, as on the entrance, but no way there.
fn brand(line: String) -> impl IntoView {
    view! {
        <p class="brand">
            <img src="/mark.svg" alt="" width="48" height="48"/>
            <span>{t!(common.product)} <small>{line}</small></span>
        </p>
    }
}

fn foot() -> impl IntoView {
    view! { <footer>{t!(common.product)} " " {env!("CARGO_PKG_VERSION")} <LangSwitch/></footer> }
}

/// One page for what was used, has expired, was revoked or never was.
fn closed() -> AnyView {
    crate::rpc::set_status(404);
    view! {
        <WindowTitle page=t!(selection.guest_closed)/>
        <main class="setup" id="main">
            {brand(t!(common.tagline).to_owned())}
            <div class="card"><h1>{t!(selection.guest_closed)}</h1><p>{t!(selection.guest_closed_text)}</p></div>
            {foot()}
        </main>
    }
    .into_any()
}

#[component]
fn AnsweredPage() -> impl IntoView {
    view! {
        <WindowTitle page=t!(selection.guest_done)/>
        <main class="setup" id="main">
            {brand(t!(common.tagline).to_owned())}
            <div class="card"><h1>{t!(selection.guest_done)}</h1><p>{t!(selection.guest_done_text)}</p></div>
            {foot()}
        </main>
    }
}

fn questions(asked: Questionnaire, token: String) -> AnyView {
    let Questionnaire { city, title, contractor, until, questions, answered } = asked;
    Asked::provide(questions.iter().map(|question| question.id.clone()).collect());
    let rules = questions.clone();
    let check = move |form: &DeclarationForm| -> Vec<FieldError> { errors_of(form.read(&rules)) };
    let state = FormState::new("form", &answered, check, words::label);
    let kept = (use_asked().get_untracked().text("done") == "kept")
        .then(|| view! { <div class="flash" data-tone="ok" role="status"><p>{t!(selection.guest_kept)}</p></div> });
    let until = until.map(|day| view! { <Fact label=t!(selection.guest_until)>{date::short(day, use_lang())}</Fact> });
    let heading = t!(selection.guest_title);
    view! {
        <WindowTitle page=heading/>
        <main class="setup" id="main">
            {brand(city.clone())}
            {kept}
            <div class="card">
                <h1>{heading}</h1>
                <p>{t!(selection.guest_text, city = city)}</p>
                <dl class="facts lines">
                    <Fact label=t!(selection.guest_work)>{title}</Fact>
                    <Fact label=t!(common.contractor)>{contractor}</Fact>
                    {until}
                </dl>
            </div>
            <PlainForm state=state action="/answer">
                <ErrorSummary/>
                <input type="hidden" name="token" value=token/>
                <fieldset class="fieldset">
                    <legend>{t!(selection.guest_you)}</legend>
                    <TextField name="by_name" required=true hint=t!(selection.guest_you_hint) autocomplete="name"/>
                </fieldset>
                {parts(&questions)}
                <fieldset class="fieldset">
                    <legend>{t!(selection.guest_more)}</legend>
                    <TextArea name="remarks" hint=t!(selection.guest_more_hint)/>
                </fieldset>
                <Buttons/>
            </PlainForm>
            {foot()}
        </main>
    }
    .into_any()
}

fn parts(questions: &[Question]) -> AnyView {
    let placed: Vec<(usize, Question)> = questions.iter().cloned().enumerate().collect();
    CriterionGroup::ALL
        .iter()
        .map(|group| (*group, placed.iter().filter(|(_, question)| question.group == *group).cloned().collect::<Vec<_>>()))
        .filter(|(_, questions)| !questions.is_empty())
        .map(|(group, questions)| {
            let count = t!(selection.questions, count = questions.len());
            let questions = questions.into_iter().map(|(index, question)| one(index, question)).collect_view();
            view! { <fieldset class="fieldset"><legend>{group.label(use_lang())} <small>{count}</small></legend>{questions}</fieldset> }.into_any()
        })
        .collect::<Vec<AnyView>>()
        .into_any()
}

fn one(index: usize, question: Question) -> AnyView {
    let lang = use_lang();
    let path = |field: &str| format!("answers[{index}].{field}");
    let label = view! { <span class="code">{question.id.clone()}</span> " " {question.text(lang).to_owned()} };
    let grades = options::<Grade>().into_iter().map(|(word, label)| (word, label, String::new())).collect::<Vec<_>>();
    let hint = t!(selection.evidence_hint, list = question.evidence(lang));
    view! {
        <div>
            <input type="hidden" name=input_name("form", &path("criterion")) value=question.id.clone()/>
            <RadioField name=path("grade") options=grades label=label.into_any()/>
            <div class="grid-2">
                <TextField name=path("evidence") hint=hint autocomplete="off"/>
                <TextField name=path("remark") hint=t!(selection.guest_remark_hint) autocomplete="off"/>
            </div>
        </div>
    }
    .into_any()
}

/// Keeping comes first: it is what the Enter key does.
#[component]
fn Buttons() -> impl IntoView {
    view! {
        <div class="form-actions">
            <button class="btn">{t!(selection.guest_keep)}</button>
            <button class="btn primary" name=input_name("form", "submit") value="true">{t!(selection.guest_hand_in)}</button>
            <span class="note">{t!(selection.guest_once)}</span>
        </div>
    }
}
