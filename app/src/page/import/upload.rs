//! The form with the file. It is posted as it stands, with scripting or without: the answer is the preview, or this page with what is wrong.

use domain::{import::ImportKind, label::Choice};
use leptos::prelude::*;

use crate::{
    flash::{Flash, use_flash},
    lang::use_lang,
    t,
    ui::{
        file_drop::{FILE, FileDrop},
        icon::Icon,
    },
};

#[component]
pub fn Upload(kind: Memo<ImportKind>) -> impl IntoView {
    let lang = use_lang();
    let flash = use_flash();
    let invalid = flash.as_ref().is_some_and(|flash| flash.errors.iter().any(|error| error.field == "file"));
    let summary = flash.map(told);
    let template = move || format!("/imports/templates/{}.csv", kind.get().word());
    // Only words follow the kind: a file that has been chosen already stays chosen.
    view! {
        <form class="form" method="post" action="/import/upload" enctype="multipart/form-data">
            {summary}
            <input type="hidden" name="kind" value=move || kind.get().word()/>
            <div class="field">
                <label for=FILE>{move || t!(import.file_of, kind = kind.get().label(lang))}</label>
                <FileDrop accept=".csv,text/csv" title=t!(import.drop) text=t!(import.drop_text) invalid=invalid/>
            </div>
            <div class="form-actions">
                <button class="btn primary">{t!(import.to_preview)}</button>
                <a class="btn quiet" href=template download="" rel="external"><Icon name="download"/>{t!(import.template)}</a>
                <span class="note">{t!(import.nothing_yet)}</span>
            </div>
        </form>
    }
}

/// Why the file was not taken.
fn told(flash: Flash) -> impl IntoView {
    let lang = use_lang();
    let errors =
        flash.errors.into_iter().map(|error| view! { <li><a href=format!("#{FILE}") rel="external">{error.message.say(lang)}</a></li> }).collect_view();
    let reasons = flash.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! {
        <div class="error-summary" role="alert" tabindex="-1">
            <h2>{flash.summary}</h2>
            <ol>{errors} {reasons}</ol>
        </div>
    }
}
