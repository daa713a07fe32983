//! What anybody was told. Opened by whoever looks after the mail server when mails fail, and by the auditor who asks who was told of what, and when.

use domain::{
    label::Choice,
    page::Page,
    permission::Operation,
    reminder::{DigestFilter, DigestRow, MailState},
};
use leptos::prelude::*;

use super::words::{MailStateBadge, counts_of};
use crate::{
    lang::use_lang,
    query::{Asked, address, use_asked},
    rpc::reminder::list_reminders,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        empty::Empty,
        fault::{FaultView, forbidden},
        load::{fetched, load},
        page_head::{PageHead, or_dash},
        state::Day,
        table::{Chip, Pager, Table, total},
    },
};

const PATH: &str = "/reminders/sent";

fn filter(asked: &Asked) -> DigestFilter {
    DigestFilter { state: asked.choice("state"), person: asked.parse("person"), cursor: asked.some("cursor"), limit: None }
}

#[component]
pub fn SentPage() -> impl IntoView {
    if !use_session().can(Operation::ReadReminder) {
        return view! { <FaultView error=forbidden(Operation::ReadReminder)/> }.into_any();
    }
    let (asked, lang) = (use_asked(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_reminders);
    let states = [MailState::Failed, MailState::Waiting, MailState::Sent, MailState::InApp];
    let chips = states.map(|state| view! { <Chip name="state" value=state.word() label=state.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(reminder.sent_title) sub=t!(reminder.sent_text).into_any()/>
        <div class="filters" role="group" aria-label=t!(reminder.states)>{chips}</div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
    .into_any()
}

fn list(page: Page<DigestRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return match asked.choice::<MailState>("state") {
            Some(MailState::Failed | MailState::Waiting) => {
                view! { <Empty pic="pic-calm" title=t!(reminder.none_waiting) text=t!(reminder.none_waiting_text)/> }.into_any()
            }
            _ => view! { <Empty pic="pic-ledger" title=t!(reminder.none_sent) text=t!(reminder.none_sent_text)/> }.into_any(),
        };
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(reminder.sent_title)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(reminder.person)}</th>
                    <th scope="col">{t!(reminder.day)}</th>
                    <th scope="col">{t!(reminder.content)}</th>
                    <th scope="col">{t!(reminder.mail)}</th>
                    <th scope="col">{t!(reminder.sent_at)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: DigestRow) -> impl IntoView {
    let tries = (row.attempts > 1).then(|| view! { <span class="sub">{t!(reminder.tries, count = row.attempts)}</span> });
    let sent = row.sent_at.map_or_else(|| or_dash(""), |at| instant(at).into_any());
    let of_person = address(PATH, [("person".to_owned(), row.person.to_string())]);
    view! {
        <tr class:late=row.state.eq(&MailState::Failed)>
            <th scope="row"><a href=of_person>{row.person_name.clone()}</a></th>
            <td data-label=t!(reminder.day)><Day day=row.day/></td>
            <td data-label=t!(reminder.content)><a class="link" href=format!("/reminders/{}", row.id)>{counts_of(&row)}</a></td>
            <td data-label=t!(reminder.mail)><MailStateBadge state=row.state/> {tries}</td>
            <td data-label=t!(reminder.sent_at)>{sent}</td>
        </tr>
    }
}
