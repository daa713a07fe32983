//! One digest: what somebody was told on a day, and its mail. Opened by who was told, by the auditor who asks whether somebody was, and by whoever looks
//! after the mail server to send again what did not leave.

use domain::{
    permission::Operation,
    reminder::{Digest, MailLangForm, MailState},
};
use leptos::prelude::*;

use super::{
    lines::Lines,
    words::{MailStateBadge, counts_in, label},
};
use crate::{
    flash::FlashNote,
    rpc::reminder::{SendReminderAgain, get_reminder},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        beside::{Beside, renewed_by},
        form::{ErrorSummary, Form},
        load::{load, of_address},
        page_head::{Fact, PageHead, Panel, or_dash},
        state::Day,
    },
};

type Again = (Beside, ServerAction<SendReminderAgain>);

#[component]
pub fn DigestPage() -> impl IntoView {
    let record = of_address(get_reminder);
    let again: Again = (Beside::new("again", "asked", record), ServerAction::new());
    renewed_by(record, again.1);
    load(record, move |digest| page(digest, again))
}

fn page(digest: Digest, again: Again) -> impl IntoView {
    let may = digest.state == MailState::Failed && use_session().can(Operation::SendReminder);
    let said = (!(may && again.0.came_back().is_some())).then(|| view! { <FlashNote/> });
    let form = may.then(|| send_again(&digest, again));
    let count = (!digest.lines.is_empty()).then(|| view! { <span>{counts_in(&digest)}</span> });
    let lines = if digest.lines.is_empty() {
        view! { <p class="muted">{t!(reminder.lines_hidden)}</p> }.into_any()
    } else {
        view! { <Lines digest=digest.clone()/> }.into_any()
    };
    let sub = view! { <Day day=digest.day/> {count} };
    view! {
        <PageHead title=t!(reminder.digest_of, name = digest.person_name.clone()) sub=sub.into_any()/>
        {said}
        <div class="split">
            <div><Panel id="lines-h" title=t!(reminder.lines)>{lines}</Panel></div>
            <div class="lead">{mail(digest, form)}</div>
        </div>
    }
}

fn mail(digest: Digest, form: Option<AnyView>) -> impl IntoView {
    let sent = digest.sent_at.map(|at| view! { <Fact label=t!(reminder.sent_at)>{instant(at)}</Fact> });
    let tries = (digest.attempts > 0).then(|| view! { <Fact label=t!(reminder.attempts)>{digest.attempts}</Fact> });
    let next = digest.next_at.filter(|_| digest.state == MailState::Waiting).map(|at| view! { <Fact label=t!(reminder.next_at)>{instant(at)}</Fact> });
    let fault = (!digest.fault.is_empty()).then(|| view! { <Fact label=t!(reminder.fault)><span class="prose">{digest.fault}</span></Fact> });
    let text = told_by(digest.state).map(|text| view! { <p class="muted">{text}</p> });
    view! {
        <Panel id="mail-h" title=t!(reminder.mail)>
            <dl class="facts lines">
                <Fact label=t!(common.state)><MailStateBadge state=digest.state/></Fact>
                <Fact label=t!(reminder.address)>{or_dash(&digest.address)}</Fact>
                {sent}
                {tries}
                {next}
                {fault}
            </dl>
            {text}
            {form}
        </Panel>
    }
}

fn send_again(digest: &Digest, (beside, action): Again) -> AnyView {
    let state = beside.state(&MailLangForm::default(), digest.version, |_: &MailLangForm| Vec::new(), label);
    let (on_error, sending) = (beside.on_error(state), state.sending());
    let (id, version) = (digest.id.to_string(), digest.version.to_string());
    view! {
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="again[asked]" value="true"/>
            <p class="actions"><button class="btn primary" aria-busy=sending>{t!(reminder.send_again)}</button></p>
        </Form>
    }
    .into_any()
}

/// What is said of a mail beside its state.
fn told_by(state: MailState) -> Option<&'static str> {
    match state {
        MailState::InApp => Some(t!(reminder.in_app_text)),
        MailState::Failed => Some(t!(reminder.failed_text)),
        MailState::Waiting | MailState::Sending | MailState::Sent => None,
    }
}
