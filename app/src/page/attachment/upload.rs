//! The form that takes a file. It is posted as it stands, with scripting too: the browser shows how far a large file has got.

use domain::{
    attachment::{AttachmentKind, Media, Subject},
    id::AttachmentId,
};
use leptos::prelude::*;

use crate::{
    flash::{ATTACH, Flash, use_flash_of},
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        field::options,
        file_drop::{FILE, FileDrop},
    },
};

/// What the file is for.
pub enum Target {
    /// A record: the file begins an attachment.
    Record(Subject, String),
    /// An attachment in a version: the file follows those it has.
    Attachment(AttachmentId, u64),
}

/// What the form could not be told in its answer.
pub fn came_back() -> Option<Flash> {
    use_flash_of(ATTACH)
}

#[component]
pub fn Upload(
    target: Target,
    /// Largest file taken, in MiB; nothing is said of it where the page does not know.
    #[prop(optional)]
    megabytes: usize,
    flash: Option<Flash>,
) -> impl IntoView {
    let invalid = flash.is_some();
    let typed = |name: &str| flash.as_ref().and_then(|flash| flash.fields.get(name).cloned()).filter(|value| !value.is_empty());
    let (action, button, more) = match &target {
        Target::Record(subject, record) => {
            let kind = typed("kind").unwrap_or_else(|| suggested(*subject).map(|kind| kind.to_string()).unwrap_or_default());
            (format!("/attachments/to/{subject}/{record}"), t!(attachment.attach), about(&kind, typed("title").unwrap_or_default()))
        }
        Target::Attachment(id, version) => {
            let version = view! { <input type="hidden" name="version" value=version.to_string()/> }.into_any();
            (format!("/attachments/{id}/versions"), t!(attachment.add_version), version)
        }
    };
    let wrong = flash.map(wrong);
    view! {
        <form class="form" method="post" action=action enctype="multipart/form-data">
            {wrong}
            {more}
            <div class="field">
                <label for=FILE>{t!(attachment.file)}<span class="req">{t!(common.required)}</span></label>
                <FileDrop accept=Media::accept() title=t!(attachment.drop) text=t!(attachment.drop_hint) invalid=invalid megabytes=megabytes/>
            </div>
            <div class="form-actions"><button class="btn primary">{button}</button><span class="note">{t!(attachment.kept)}</span></div>
        </form>
    }
}

/// What is mostly attached to such a record.
fn suggested(subject: Subject) -> Option<AttachmentKind> {
    match subject {
        Subject::Subcontract => Some(AttachmentKind::Request),
        Subject::Certificate => Some(AttachmentKind::Certificate),
        Subject::Verification => Some(AttachmentKind::Evidence),
        Subject::Contract | Subject::Contractor | Subject::Selection => None,
    }
}

fn about(chosen: &str, title: String) -> AnyView {
    let kinds = options::<AttachmentKind>()
        .into_iter()
        .map(|(word, label)| {
            let selected = word == chosen;
            view! { <option value=word selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <div class="grid-2">
            <div class="field">
                <label for="attach-kind">{t!(attachment.kind)}<span class="req">{t!(common.required)}</span></label>
                <select id="attach-kind" name="kind" required><option value="">{t!(common.choose)}</option>{kinds}</select>
            </div>
            <div class="field">
                <label for="attach-title">{t!(attachment.name)}</label>
                <input id="attach-title" name="title" type="text" maxlength="200" autocomplete="off" value=title placeholder=t!(attachment.name_hint)/>
            </div>
        </div>
    }
    .into_any()
}

/// What has to be put right; the links lead into the form.
pub fn wrong(flash: Flash) -> AnyView {
    let lang = use_lang();
    let errors = flash
        .errors
        .into_iter()
        .map(|error| {
            let href = match error.field.as_str() {
                "kind" => "#attach-kind".to_owned(),
                "title" => "#attach-title".to_owned(),
                _ => format!("#{FILE}"),
            };
            let said = match error.field.as_str() {
                "kind" => format!("{}{}{}", t!(attachment.kind), t!(common.colon), error.message.say(lang)),
                "title" => format!("{}{}{}", t!(attachment.name), t!(common.colon), error.message.say(lang)),
                _ => error.message.say(lang),
            };
            view! { <li><a href=href rel="external">{said}</a></li> }
        })
        .collect_view();
    let reasons = flash.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! { <div class="error-summary" role="alert" tabindex="-1"><h3>{flash.summary}</h3><ol>{errors} {reasons}</ol></div> }.into_any()
}
