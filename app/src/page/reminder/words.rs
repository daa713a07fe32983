//! What the fields of the forms are called, and how the state of a mail looks.

use domain::{
    label::Choice,
    reminder::{Digest, DigestRow, MailState},
};
use leptos::prelude::*;

use crate::{lang::use_lang, t, ui::state::Badge};

pub fn label(path: &str) -> String {
    match path {
        "from" => t!(reminder.from).to_owned(),
        "to" => t!(reminder.to).to_owned(),
        "deputy" => t!(reminder.deputy).to_owned(),
        "lang" => t!(reminder.mail_lang).to_owned(),
        other => other.to_owned(),
    }
}

/// How much a digest tells, as a line.
pub fn counts(told: usize, late: usize) -> String {
    if late == 0 { t!(reminder.told, told = told) } else { t!(reminder.told_late, told = told, late = late) }
}

pub fn counts_of(row: &DigestRow) -> String {
    counts(row.told, row.late)
}

pub fn counts_in(digest: &Digest) -> String {
    counts(digest.lines.len(), digest.late())
}

#[component]
pub fn MailStateBadge(state: MailState) -> impl IntoView {
    let tone = match state {
        MailState::InApp => "neutral",
        MailState::Waiting | MailState::Sending => "info",
        MailState::Sent => "ok",
        MailState::Failed => "danger",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}
