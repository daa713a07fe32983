//! The files kept with a record, as a part of its page. Looked at to fetch the newest version of something, or to add what has just come in.

use domain::{
    attachment::{Attachment, AttachmentList, Subject},
    label::Choice,
};
use leptos::prelude::*;

use super::{
    upload::{Target, Upload, came_back},
    words::content_of,
};
use crate::{
    lang::use_lang,
    rpc::attachment::list_attachments,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        empty::Empty,
        file_drop::size_of,
        icon::Icon,
        load::{fetched, load},
        page_head::Panel,
        state::Badge,
        table::Table,
    },
};

/// Characters of a hash that tell files apart at a glance.
pub const SHORT: usize = 10;

#[component]
pub fn AttachmentPanel(subject: Subject, #[prop(into)] record: String) -> impl IntoView {
    let list = fetched(move || record.clone(), move |record| list_attachments(subject, record));
    load(list, show)
}

fn show(list: AttachmentList) -> AnyView {
    let AttachmentList { subject, record, items, may_attach, megabytes } = list;
    let flash = came_back();
    // Where nothing is yet, what can be done stands open; a list is what is looked at first.
    let open = flash.is_some() || (items.is_empty() && subject == Subject::Contract);
    let upload = may_attach.then(|| {
        view! {
            <details class="model" open=open>
                <summary>{t!(attachment.add)}</summary>
                <Upload target=Target::Record(subject, record) megabytes=megabytes flash=flash/>
            </details>
        }
    });
    if items.is_empty() {
        return view! {
            <Panel id="attachments-h" title=t!(attachment.title)>
                <Empty title=t!(attachment.none) text=teaching(subject)/>
                {upload}
            </Panel>
        }
        .into_any();
    }
    let count = t!(common.total, count = items.iter().filter(|attachment| attachment.withdrawn.is_none()).count());
    // What no longer counts comes last.
    let (standing, withdrawn): (Vec<_>, Vec<_>) = items.into_iter().partition(|attachment| attachment.withdrawn.is_none());
    let rows = standing.into_iter().chain(withdrawn).map(row).collect_view();
    view! {
        <Panel id="attachments-h" title=t!(attachment.title) count=count>
            <Table label=t!(attachment.list)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(attachment.name)}</th>
                        <th scope="col">{t!(attachment.file)}</th>
                        <th scope="col" class="num">{t!(attachment.version)}</th>
                        <th scope="col">{t!(attachment.by)}</th>
                        <th scope="col">"SHA-256"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            {upload}
        </Panel>
    }
    .into_any()
}

fn row(attachment: Attachment) -> impl IntoView {
    let lang = use_lang();
    let page = format!("/attachments/{}", attachment.id);
    let withdrawn = attachment.withdrawn.is_some().then(|| view! { " " <Badge tone="neutral" label=t!(attachment.withdrawn)/> });
    let file = attachment.versions.last().cloned().map(|file| {
        let href = content_of(&attachment.id, file.number);
        let short: String = file.sha256.chars().take(SHORT).collect();
        view! {
            <td class="clip" data-label=t!(attachment.file)>
                <a class="link" href=href rel="external" download="" title=file.file_name.clone()><Icon name="download"/>{file.file_name.clone()}</a>
                <span class="sub">{file.media.label(lang)} " ・ " {size_of(file.size)}</span>
            </td>
            <td class="num" data-label=t!(attachment.version)>{file.number}</td>
            <td data-label=t!(attachment.by)>{file.by}<span class="sub">{instant(file.at)}</span></td>
            <td class="code" data-label="SHA-256"><span title=file.sha256>{short}</span></td>
        }
    });
    view! {
        <tr>
            <th scope="row" class="clip">
                <a href=page title=attachment.title.clone()>{attachment.title.clone()}</a>
                <span class="sub">{attachment.kind.label(lang)} {withdrawn}</span>
            </th>
            {file}
        </tr>
    }
}

/// What belongs here.
fn teaching(subject: Subject) -> &'static str {
    match subject {
        Subject::Contract => t!(attachment.none_contract),
        Subject::Contractor => t!(attachment.none_contractor),
        Subject::Certificate => t!(attachment.none_certificate),
        Subject::Selection => t!(attachment.none_selection),
        Subject::Subcontract => t!(attachment.none_subcontract),
        Subject::Verification => t!(attachment.none_verification),
    }
}
