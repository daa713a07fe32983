//! What the reader was told. Opened in the morning from the mail or the menu, to go on to what is late; and before a leave, to say who stands in.

use domain::{
    page::Page,
    reminder::{AbsenceRow, Digest, DigestFilter, DigestRow, Reminding},
};
use leptos::prelude::*;

use super::{
    lines::Lines,
    words::{MailStateBadge, counts_in, counts_of},
};
use crate::{
    query::use_asked,
    rpc::reminder::{Mine, list_my_reminders},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{fetched, load},
        page_head::{Fact, PageHead, Panel, or_dash},
        state::{Day, Period},
        table::{Pager, Table, total},
    },
};

#[component]
pub fn MyRemindersPage() -> impl IntoView {
    let asked = use_asked();
    let mine = fetched(move || DigestFilter { cursor: asked.read().some("cursor"), ..DigestFilter::default() }, list_my_reminders);
    let sent =
        use_session().can(domain::permission::Operation::ReadReminder).then(|| view! { <a class="btn" href="/reminders/sent">{t!(reminder.sent_title)}</a> });
    view! {
        <PageHead title=t!(reminder.title) sub=t!(reminder.subtitle).into_any()>{sent}</PageHead>
        {load(mine, page)}
    }
}

fn page(Mine { latest, digests, reminding }: Mine) -> impl IntoView {
    let none = digests.items.is_empty().then(|| view! { <Empty pic="pic-calm" title=t!(reminder.none) text=t!(reminder.none_text)/> });
    let latest = latest.map(latest_panel);
    view! {
        <div class="split">
            <div>{none} {latest} {earlier(digests)}</div>
            <div class="lead">{how(reminding)}</div>
        </div>
    }
}

fn latest_panel(digest: Digest) -> impl IntoView {
    let count = counts_in(&digest);
    view! {
        <Panel id="latest-h" title=t!(reminder.latest) count=count actions=view! { <Day day=digest.day/> }.into_any()>
            <Lines digest=digest/>
        </Panel>
    }
}

fn earlier(digests: Page<DigestRow>) -> Option<impl IntoView> {
    (!digests.items.is_empty()).then(|| {
        let (total, next) = (total(&digests), digests.next);
        let rows = digests
            .items
            .into_iter()
            .map(|row| {
                view! {
                    <tr>
                        <th scope="row"><a href=format!("/reminders/{}", row.id)><Day day=row.day/></a></th>
                        <td data-label=t!(reminder.content)>{counts_of(&row)}</td>
                        <td data-label=t!(reminder.mail)><MailStateBadge state=row.state/></td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <Panel id="earlier-h" title=t!(reminder.days)>
                <Table label=t!(reminder.days)>
                    <thead>
                        <tr>
                            <th scope="col" class="pin">{t!(reminder.day)}</th>
                            <th scope="col">{t!(reminder.content)}</th>
                            <th scope="col">{t!(reminder.mail)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
                <Pager total=total next=next/>
            </Panel>
        }
    })
}

/// How the reader is reminded, and who stands in for whom.
fn how(reminding: Reminding) -> impl IntoView {
    let today = use_session().today();
    let away: Vec<AbsenceRow> = reminding.absences.into_iter().filter(|absence| absence.to >= today).collect();
    let change = view! { <a href=format!("/people/{}/away", reminding.person)>{t!(reminder.change)}</a> }.into_any();
    let mail = if !reminding.mails {
        t!(reminder.no_mail_server).into_any()
    } else if reminding.email.is_empty() {
        t!(reminder.no_address).into_any()
    } else {
        reminding.email.into_any()
    };
    view! {
        <Panel id="how-h" title=t!(reminder.how) actions=change>
            <dl class="facts lines">
                <Fact label=t!(reminder.mail)>{mail}</Fact>
                <Fact label=t!(reminder.away)>{who(away, |row| row.deputy_name.clone())}</Fact>
                <Fact label=t!(reminder.stands_in)>{who(reminding.stands_in, |row| row.person_name.clone())}</Fact>
            </dl>
        </Panel>
    }
}

fn who(rows: Vec<AbsenceRow>, name: fn(&AbsenceRow) -> String) -> AnyView {
    if rows.is_empty() {
        return or_dash("");
    }
    rows.into_iter().map(|row| view! { <div>{name(&row)} <span class="sub"><Period from=row.from to=row.to/></span></div> }).collect_view().into_any()
}
