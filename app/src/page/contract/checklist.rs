//! The list to be gone through before a contract or a new version of one comes into force. What stands in the way is on top, each with the way to mend
//! it; then what only a person can see, to be ticked; what the data settles is folded away.

use domain::{
    contract::review::{ReviewForm, ReviewLine, ReviewPart, ReviewPoint, ReviewState, ReviewTick, ReviewView},
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    flash::use_flash_of,
    lang::use_lang,
    rpc::revision::ConfirmReview,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        form::{ErrorSummary, Form, FormState, fields_of, input_name},
        page_head::Panel,
        state::Badge,
    },
};

const PREFIX: &str = "review";

/// Whose list it is, and where what is wrong is put right.
#[derive(Clone)]
pub struct Of {
    pub contract: String,
    /// Id of the version; blank for the contract itself.
    pub revision: String,
    /// The form that states its facts, for who may change it.
    pub edit: Option<String>,
}

pub fn checklist(view: ReviewView, of: &Of, action: ServerAction<ConfirmReview>) -> impl IntoView + use<> {
    let lines = |state: ReviewState| view.lines.iter().filter(|line| line.state == state).cloned().collect::<Vec<_>>();
    let (blocking, ticks, settled) = (lines(ReviewState::Blocking), lines(ReviewState::Tick), lines(ReviewState::Settled));
    let open = ticks.iter().filter(|line| line.is_open()).count();
    let ready = blocking.is_empty() && open == 0;
    let ready =
        ready.then(|| view! { <div class="callout" data-tone="ok" role="note"><strong>{t!(version.ready)}</strong><p>{t!(version.ready_text)}</p></div> });
    let blocking = (!blocking.is_empty()).then(|| stands_in_the_way(blocking, of));
    let ticks = (!ticks.is_empty()).then(|| {
        let count = t!(version.ticked, done = ticks.len() - open, all = ticks.len());
        let inside = if view.may_confirm { tick_form(&view, ticks, of, action).into_any() } else { seen(ticks).into_any() };
        view! { <Panel id="ticks-h" title=t!(version.ticks) count=count><p class="muted">{t!(version.ticks_text)}</p> {inside}</Panel> }
    });
    view! { {ready} {blocking} {ticks} {settled_by_data(settled)} }
}

/// What a line is about.
fn subject(line: &ReviewLine) -> AnyView {
    if line.point == ReviewPoint::Clause {
        return view! { <span class="code">{line.key.clone()}</span> " " {line.title.clone()} }.into_any();
    }
    line.point.label(use_lang()).into_any()
}

fn stands_in_the_way(lines: Vec<ReviewLine>, of: &Of) -> impl IntoView + use<> {
    let lang = use_lang();
    let title = t!(version.blocking, count = lines.len());
    let items = lines
        .into_iter()
        .map(|line| {
            let said = line.found.say(lang);
            let name = if line.point == ReviewPoint::Clause { format!("{} {}", line.key, line.title) } else { line.point.label(lang).to_owned() };
            let mend = match line.point {
                ReviewPoint::Clause => Some(format!("/contracts/{}/clauses?mark={1}#clause-{1}", of.contract, line.key)),
                _ => of.edit.clone(),
            };
            let name = match mend {
                Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                None => view! { <strong>{name}</strong> }.into_any(),
            };
            view! { <li>{name} " " {said}</li> }
        })
        .collect_view();
    view! { <div class="callout" data-tone="danger" role="note"><strong>{title}</strong><ul>{items}</ul></div> }
}

/// Who looked at a line, and when.
fn confirmed(line: &ReviewLine) -> Option<impl IntoView + use<>> {
    let tick = line.confirmed.as_ref()?;
    Some(view! { <small>{t!(version.confirmed_by, name = tick.by, at = instant(tick.at))}</small> })
}

fn quote(line: &ReviewLine) -> Option<impl IntoView + use<>> {
    (!line.quote.is_empty()).then(|| view! { <small>{t!(contract.quoted, text = line.quote)}</small> })
}

fn tick_form(view: &ReviewView, lines: Vec<ReviewLine>, of: &Of, action: ServerAction<ConfirmReview>) -> impl IntoView + use<> {
    let lang = use_lang();
    let item = |line: &ReviewLine| ReviewTick { line: line.key.clone(), confirmed: if line.confirmed.is_some() { "true".to_owned() } else { String::new() } };
    let shown = ReviewForm { lines: lines.iter().map(item).collect() };
    let told = use_flash_of(&input_name(PREFIX, "lines[0].line"));
    let state = FormState::with_fields::<ReviewForm>(PREFIX, fields_of(&shown), told, |_| Vec::new(), str::to_owned);
    let sending = state.sending();
    let boxes = lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let (path, ticked) = (format!("lines[{index}].line"), format!("lines[{index}].confirmed"));
            view! {
                <input type="hidden" name=input_name(PREFIX, &path) value=line.key.clone()/>
                <label>
                    <input type="checkbox" name=input_name(PREFIX, &ticked) value="true" checked=line.confirmed.is_some()/>
                    <span>{subject(&line)}</span>
                    <small>{line.found.say(lang)}</small>
                    {quote(&line)}
                    {confirmed(&line)}
                </label>
            }
        })
        .collect_view();
    let inputs = [("contract", of.contract.clone()), ("revision", of.revision.clone()), ("version", view.version.to_string())];
    let inputs = inputs.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <Form state=state action=action>
            <ErrorSummary/>
            {inputs}
            <fieldset class="field"><legend class="sr">{t!(version.ticks)}</legend><div class="choice column">{boxes}</div></fieldset>
            <p class="actions"><button class="btn" aria-busy=sending>{t!(version.save_ticks)}</button></p>
        </Form>
    }
}

/// The same for who only reads.
fn seen(lines: Vec<ReviewLine>) -> impl IntoView {
    let lang = use_lang();
    let rows = lines
        .into_iter()
        .map(|line| {
            let state = if line.is_open() { t!(version.unconfirmed) } else { t!(version.confirmed) };
            view! {
                <li>
                    <strong>{subject(&line)}</strong>
                    <Badge tone=if line.is_open() { "neutral" } else { "ok" } label=state/>
                    <small>{line.found.say(lang)}</small>
                    {confirmed(&line)}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="seen">{rows}</ul> }
}

fn settled_by_data(lines: Vec<ReviewLine>) -> Option<impl IntoView> {
    let lang = use_lang();
    let summary = t!(version.settled, count = lines.len());
    let some = !lines.is_empty();
    let parts = ReviewPart::ALL
        .iter()
        .filter_map(|part| {
            let rows: Vec<_> = lines
                .iter()
                .filter(|line| line.part == *part)
                .map(|line| view! { <tr><th scope="row" class="wrap">{subject(line)}</th><td class="wrap">{line.found.say(lang)} " " {quote(line)}</td></tr> })
                .collect();
            (!rows.is_empty()).then(|| {
                view! { <tbody><tr class="group"><th colspan="2" scope="rowgroup">{part.label(lang)}</th></tr>{rows}</tbody> }
            })
        })
        .collect_view();
    some.then(|| {
        view! {
            <details class="model">
                <summary>{summary.clone()}</summary>
                <div class="table-wrap" tabindex="0" role="region" aria-label=summary.clone()>
                    <table class="table stack"><caption class="sr">{summary.clone()}</caption>{parts}</table>
                </div>
            </details>
        }
    })
}
