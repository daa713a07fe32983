//! The published lists. Opened by the procurement or security officer once a month to bring the newest in, and by whoever wonders how old a note on a
//! contractor or certificate is. What is in use stands first; the form is below it.

use domain::{
    label::Choice,
    permission::Operation,
    reference::{FAULTS_KEPT, ReferenceKind, ReferenceOverview, ReferenceSet, ReferenceState},
};
use leptos::prelude::*;

use crate::{
    flash::{Flash, use_flash},
    lang::use_lang,
    rpc::reference::list_reference_sets,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        file_drop::{FILE, FileDrop},
        load::{fetched, load},
        page_head::{Fact, PageHead, Panel, or_dash},
        state::{Day, number},
    },
};

#[component]
pub fn ReferencesPage() -> impl IntoView {
    let lists = fetched(|| (), |()| list_reference_sets());
    let upload = use_session().can(Operation::ImportReference).then(|| view! { <Upload/> });
    view! {
        <PageHead title=t!(reference.title) sub=t!(reference.subtitle).into_any()/>
        {load(lists, |lists| lists.into_iter().map(overview).collect_view())}
        {upload}
    }
}

fn overview(overview: ReferenceOverview) -> AnyView {
    let lang = use_lang();
    let id = format!("list-{}", overview.kind);
    let last = overview.last.as_ref().and_then(unfinished);
    let body = if let Some(set) = overview.in_use {
        in_use(set).into_any()
    } else {
        let text = match overview.kind {
            ReferenceKind::CorporateNumbers => t!(reference.none_corporations_text),
            ReferenceKind::IsmapList => t!(reference.none_ismap_text),
        };
        view! { <p><strong>{t!(reference.none_corporations)}</strong></p> <p class="muted">{text}</p> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{overview.kind.label(lang)}</h2>
            {last}
            {body}
        </section>
    }
    .into_any()
}

/// What was brought in last and is not in use: on its way, or broken off.
fn unfinished(set: &ReferenceSet) -> Option<AnyView> {
    let day = domain::date::short(set.as_of, use_lang());
    let (tone, title, text, again) = match set.state {
        ReferenceState::Loading => {
            let title = t!(reference.loading, done = number(set.done.into()), rows = number(set.rows.into()));
            let again = view! { <div class="actions"><a class="btn small" href="/reference" rel="external">{t!(reference.reload)}</a></div> };
            ("info", title, t!(reference.loading_text), Some(again))
        }
        ReferenceState::Interrupted => ("warn", t!(reference.interrupted, day = day), t!(reference.interrupted_text), None),
        ReferenceState::InUse | ReferenceState::Replaced => return None,
    };
    Some(view! { <div class="callout" data-tone=tone role="note"><strong>{title}</strong><p>{text}</p>{again}</div> }.into_any())
}

fn in_use(set: ReferenceSet) -> impl IntoView {
    let lang = use_lang();
    let imported = t!(reference.of_person, name = set.by_name, at = instant(set.finished_at.unwrap_or(set.at)));
    let shown = set.faults.len();
    let rest = (set.faulty as usize > shown).then(|| view! { <p class="muted">{t!(reference.faults_first, count = FAULTS_KEPT)}</p> });
    let lines = set.faults.into_iter().map(|fault| view! { <li>{t!(reference.line, line = fault.line)} " " {fault.reason.say(lang)}</li> }).collect_view();
    let faults = (shown > 0).then(|| {
        view! {
            <details class="model">
                <summary>{t!(reference.faults, count = number(set.faulty.into()))}</summary>
                {rest}
                <ul>{lines}</ul>
            </details>
        }
    });
    view! {
        <dl class="facts" data-cols="3">
            <Fact label=t!(reference.as_of)><Day day=set.as_of/></Fact>
            <Fact label=t!(reference.rows)>{number(set.rows.into())}</Fact>
            <Fact label=t!(reference.faulty)>{number(set.faulty.into())}</Fact>
            <Fact label=t!(reference.file)>{or_dash(&set.file_name)} <span class="sub">{set.encoding.label(lang)}</span></Fact>
            <Fact label=t!(reference.imported)>{imported}</Fact>
            <Fact label=t!(reference.digest)><span class="code" title=set.sha256.clone()>{set.sha256.chars().take(12).collect::<String>()}"…"</span></Fact>
        </dl>
        {faults}
    }
}

/// The form with the file. It is posted as it stands, with scripting or without.
#[component]
fn Upload() -> impl IntoView {
    let (lang, flash) = (use_lang(), use_flash());
    let typed = |name: &str| flash.as_ref().and_then(|flash| flash.fields.get(name).cloned()).unwrap_or_default();
    let (chosen, day) = (typed("kind"), typed("as_of"));
    let wrong = |field: &str| flash.as_ref().is_some_and(|flash| flash.errors.iter().any(|error| error.field == field));
    let (bad_file, bad_day) = (wrong("file"), wrong("as_of"));
    let kinds = ReferenceKind::ALL
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            let checked = if chosen.is_empty() { index == 0 } else { kind.word() == chosen };
            view! { <label><input type="radio" name="kind" value=kind.word() checked=checked/>{kind.label(lang)}</label> }
        })
        .collect_view();
    view! {
        <Panel id="bring-in-h" title=t!(reference.bring_in)>
            <p class="muted">{t!(reference.bring_in_text)}</p>
            <form class="form" method="post" action="/reference/upload" enctype="multipart/form-data">
                {flash.map(told)}
                <div class="grid-2">
                    <div class="field" role="radiogroup" aria-labelledby="kind-l">
                        <span class="label" id="kind-l">{t!(reference.kind)}</span>
                        <div class="choice column">{kinds}</div>
                    </div>
                    <div class="field">
                        <label for="f-as_of">{t!(reference.as_of)}</label>
                        <p class="hint" id="f-as_of-hint">{t!(reference.as_of_hint)} " " {t!(common.date_hint)}</p>
                        <input
                            id="f-as_of"
                            name="as_of"
                            type="text"
                            class="short"
                            value=day
                            autocomplete="off"
                            aria-required="true"
                            aria-invalid=bad_day.then_some("true")
                            aria-describedby="f-as_of-hint"
                        />
                    </div>
                    <div class="field full">
                        <label for=FILE>{t!(reference.file)}</label>
                        <FileDrop accept=".csv,text/csv" title=t!(reference.drop) text=t!(reference.drop_text) invalid=bad_file/>
                    </div>
                </div>
                <div class="form-actions"><button class="btn primary">{t!(reference.button)}</button></div>
            </form>
        </Panel>
    }
}

/// Why the file was not taken.
fn told(flash: Flash) -> impl IntoView {
    let lang = use_lang();
    let line = |error: domain::error::FieldError| {
        let to = if error.field == "as_of" { "#f-as_of".to_owned() } else { format!("#{FILE}") };
        view! { <li><a href=to rel="external">{error.message.say(lang)}</a></li> }
    };
    let errors = flash.errors.into_iter().map(line).collect_view();
    let reasons = flash.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! { <div class="error-summary" role="alert" tabindex="-1"><h3>{flash.summary}</h3><ol>{errors} {reasons}</ol></div> }
}
