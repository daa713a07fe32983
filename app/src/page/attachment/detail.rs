//! An attachment. Opened to fetch an earlier version or to prove which file was there when; whoever writes the record adds the next one here, says anew
//! what it is, or withdraws it.

use domain::{
    attachment::{Attachment, AttachmentForm, AttachmentKind, AttachmentView, FileVersion, WithdrawalForm},
    id::AttachmentId,
    label::Choice,
};
use leptos::prelude::*;

use super::{
    Record,
    panel::SHORT,
    upload::{Target, Upload, came_back, wrong},
    use_attachment,
    words::{content_of, label, page_of},
};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    rpc::attachment::{ChangeAttachment, WithdrawAttachment},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        beside::Beside,
        field::{SelectField, TextArea, TextField, options},
        file_drop::size_of,
        form::{ErrorSummary, Form, errors_of},
        icon::Icon,
        load::load,
        page_head::{PageHead, Panel},
        state::Badge,
        table::Table,
    },
};

/// The forms of the page and what they send; made once, so that they outlive the record.
#[derive(Clone, Copy)]
struct Forms {
    change: (Beside, ServerAction<ChangeAttachment>),
    withdrawal: (Beside, ServerAction<WithdrawAttachment>),
}

impl Forms {
    fn new(record: Record) -> Self {
        Self {
            change: (Beside::new("form", "kind", record), ServerAction::new()),
            withdrawal: (Beside::new("withdrawal", "reason", record), ServerAction::new()),
        }
    }

    /// Whether one of them says itself what was wrong.
    fn speak(self) -> bool {
        came_back().is_some() || self.change.0.came_back().is_some() || self.withdrawal.0.came_back().is_some()
    }
}

#[component]
pub fn AttachmentPage() -> impl IntoView {
    let record = use_attachment();
    let forms = Forms::new(record);
    // Both lead back to this very page.
    Effect::new(move || {
        let changed = forms.change.1.value().with(|value| matches!(value, Some(Ok(()))));
        let withdrawn = forms.withdrawal.1.value().with(|value| matches!(value, Some(Ok(()))));
        if changed || withdrawn {
            record.refetch();
        }
    });
    load(record, move |view| overview(view, forms))
}

fn overview(view: AttachmentView, forms: Forms) -> AnyView {
    let AttachmentView { attachment, record_title, above, may_change } = view;
    let said = (!(may_change && forms.speak())).then(|| view! { <FlashNote/> });
    // A version that came too late has no form any more that could say so.
    let late = (!may_change).then(came_back).flatten().map(wrong);
    let record = page_of(attachment.subject, &attachment.record, above.as_deref());
    let withdrawn = attachment.withdrawn.is_some().then(|| view! { <Badge tone="neutral" label=t!(attachment.withdrawn)/> });
    let over = view! { <span>{attachment.kind.label(use_lang())}</span> {withdrawn} };
    let sub = view! { <a class="link" href=record>{record_title}</a> <span>{attachment.subject.label(use_lang())}</span> };
    let versions = view! { <Versions id=attachment.id.clone() versions=attachment.versions.clone()/> };
    let rest = if may_change {
        view! { <div class="split"><div>{versions}</div><div class="lead"><Changes attachment=attachment.clone() forms=forms/></div></div> }.into_any()
    } else {
        versions.into_any()
    };
    view! {
        <PageHead title=attachment.title.clone() over=over.into_any() sub=sub.into_any()/>
        {said}
        {late}
        {gone(&attachment)}
        {rest}
    }
    .into_any()
}

/// Why it no longer counts.
fn gone(attachment: &Attachment) -> Option<impl IntoView + use<>> {
    attachment.withdrawn.clone().map(|withdrawn| {
        let title = t!(attachment.withdrawn_by, name = withdrawn.by, at = instant(withdrawn.at));
        view! { <div class="callout" data-tone="warn" role="note"><strong>{title}</strong><p>{withdrawn.reason}</p></div> }
    })
}

#[component]
fn Versions(id: AttachmentId, versions: Vec<FileVersion>) -> impl IntoView {
    let lang = use_lang();
    let count = t!(attachment.versions_count, count = versions.len());
    let rows = versions
        .into_iter()
        .rev()
        .map(|file| {
            let href = content_of(&id, file.number);
            let short: String = file.sha256.chars().take(SHORT).collect();
            view! {
                <tr>
                    <th scope="row">{t!(attachment.number, number = file.number)}</th>
                    <td class="clip" data-label=t!(attachment.file)>
                        <a class="link" href=href rel="external" download="" title=file.file_name.clone()><Icon name="download"/>{file.file_name.clone()}</a>
                        <span class="sub">{file.media.label(lang)} " ・ " {size_of(file.size)}</span>
                    </td>
                    <td data-label=t!(attachment.by)>{file.by}<span class="sub">{instant(file.at)}</span></td>
                    <td class="wrap" data-label="SHA-256"><details><summary class="code">{short}</summary><code class="hash">{file.sha256}</code></details></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="versions-h" title=t!(attachment.versions) count=count>
            <Table label=t!(attachment.versions)>
                <thead>
                    <tr>
                        <th scope="col">{t!(attachment.version)}</th>
                        <th scope="col">{t!(attachment.file)}</th>
                        <th scope="col">{t!(attachment.by)}</th>
                        <th scope="col">"SHA-256"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            <p class="muted">{t!(attachment.fetched_is_noted)}</p>
        </Panel>
    }
}

/// What whoever writes the record can do with it.
#[component]
fn Changes(attachment: Attachment, forms: Forms) -> impl IntoView {
    let flash = came_back();
    let open = flash.is_some();
    let target = Target::Attachment(attachment.id.clone(), attachment.version);
    let change = change(&attachment, forms);
    let withdraw = withdraw(&attachment, forms);
    view! {
        <details class="panel" open=open>
            <summary>{t!(attachment.new_version)}</summary>
            <Upload target=target flash=flash/>
        </details>
        {change}
        {withdraw}
    }
}

fn change(attachment: &Attachment, forms: Forms) -> AnyView {
    let (beside, action) = forms.change;
    let (id, version) = (attachment.id.to_string(), attachment.version.to_string());
    let state = beside.state(&AttachmentForm::from(attachment), attachment.version, |form: &AttachmentForm| errors_of(form.read("")), label);
    let (on_error, sending, open) = (beside.on_error(state), state.sending(), beside.came_back().is_some());
    let kinds = options::<AttachmentKind>();
    view! {
        <details class="panel" open=open>
            <summary>{t!(attachment.change)}</summary>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <SelectField name="kind" required=true options=kinds/>
                <TextField name="title" required=true/>
                <p class="actions"><button class="btn" aria-busy=sending>{t!(common.save)}</button></p>
            </Form>
        </details>
    }
    .into_any()
}

fn withdraw(attachment: &Attachment, forms: Forms) -> AnyView {
    let (beside, action) = forms.withdrawal;
    let (id, version) = (attachment.id.to_string(), attachment.version.to_string());
    let state = beside.state(&WithdrawalForm::default(), attachment.version, |form: &WithdrawalForm| errors_of(form.read()), label);
    let (on_error, sending, open) = (beside.on_error(state), state.sending(), beside.came_back().is_some());
    view! {
        <details class="panel" open=open>
            <summary>{t!(attachment.withdraw)}</summary>
            <p class="muted">{t!(attachment.withdraw_hint)}</p>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <TextArea name="reason" required=true/>
                <p class="actions"><button class="btn danger" aria-busy=sending>{t!(attachment.withdraw)}</button></p>
            </Form>
        </details>
    }
    .into_any()
}
