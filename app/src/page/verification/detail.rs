//! A check. Opened to see what is asked, by when and why, or what was found; whoever has the next step finds it beside.

use domain::{
    Error,
    attachment::Subject,
    label::Choice,
    message::Message,
    permission::Operation,
    person::Role,
    verification::{Verification, VerificationState, VerificationView},
};
use leptos::prelude::*;

use super::{
    checklist::Checklist,
    decide::{Decide, Deciding, came_back},
    head::head,
    use_verification, words,
};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    page::attachment::panel::AttachmentPanel,
    session::{Session, use_session},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        load::load,
        page_head::{Fact, Panel, or_dash},
        reasons::Reasons,
        state::{Day, DueDate, TierMark, VerdictBadge},
    },
};

#[component]
pub fn VerificationPage() -> impl IntoView {
    let (record, session) = (use_verification(), use_session());
    let deciding = Deciding::new(record);
    load(record, move |view| overview(view, session, deciding))
}

fn overview(view: VerificationView, session: Session, deciding: Deciding) -> impl IntoView {
    let check = view.verification.clone();
    let begun = check.state != VerificationState::Scheduled && (check.state != VerificationState::Cancelled || check.carried_out_on.is_some());
    // A decision that came back stands in its form; where there is no such form any more, what was written is shown once.
    let lost = (!view.may_decide).then(|| deciding.lost()).flatten();
    let note = (lost.is_none() && !(view.may_decide && came_back().is_some())).then(|| view! { <FlashNote/> });
    let lost = lost.map(|text| {
        let said = Error::Conflict { current: check.version }.summary().say(use_lang());
        view! {
            <div class="callout" data-tone="warn" role="alert"><strong>{said}</strong><p>{t!(verification.decided_meanwhile, text = text)}</p></div>
        }
    });
    let decide = view.may_decide.then(|| view! { <Decide view=view.clone() deciding=deciding/> });
    let result = begun.then(|| view! { <Findings view=view.clone()/> });
    view! {
        {head(&view)}
        {note}
        {lost}
        {called_for(&view)}
        {sent_back(&view)}
        {standing(&view, session)}
        <div class="split">
            <div>{result} <Checklist view=view.clone() begun=begun/> <AttachmentPanel subject=Subject::Verification record=check.id.to_string()/></div>
            <div class="lead">{decide} <PlanPanel view=view/></div>
        </div>
    }
}

fn note(tone: &'static str, title: String, text: String) -> AnyView {
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! { <div class="callout" data-tone=tone role="note"><strong>{title}</strong>{text}</div> }.into_any()
}

/// Work on a report that was sent back goes on until it is handed in again.
fn is_sent_back(check: &Verification) -> bool {
    check.state.is_open() && check.decided_at.is_some()
}

/// The incident an extra check was called for by.
fn called_for(view: &VerificationView) -> Option<AnyView> {
    let incident = view.verification.incident.as_ref()?;
    let said = t!(incident.called_for, title = view.incident_title.clone());
    let link = view.may_read_incident.then(|| view! { <a class="link" href=format!("/incidents/{incident}")>{t!(finding.of_incident)}</a> });
    Some(view! { <div class="callout" data-tone="warn" role="note"><strong>{said}</strong> {link}</div> }.into_any())
}

/// What has to be put right.
pub fn sent_back(view: &VerificationView) -> Option<AnyView> {
    let check = &view.verification;
    is_sent_back(check).then(|| {
        let title = match (&view.decided_by_name, check.decided_at) {
            (Some(name), Some(at)) => t!(verification.sent_back_by, name = name, at = instant(at)),
            _ => t!(verification.sent_back).to_owned(),
        };
        note("warn", title, check.decision.clone())
    })
}

/// Whose turn it is, where that is not the reader's own next step.
fn standing(view: &VerificationView, session: Session) -> Option<AnyView> {
    let (check, lang) = (&view.verification, use_lang());
    match check.state {
        state if state.is_open() && session.today() < check.opens_on() => {
            let from = Message::new("verification.opens_on").with("from", check.opens_on());
            Some(note("info", from.say(lang), String::new()))
        }
        VerificationState::InProgress if view.may_report && !view.may_submit => {
            Some(note("info", t!(verification.head_submits, role = Role::DepartmentHead.label(lang)), String::new()))
        }
        VerificationState::Submitted if view.may_decide => None,
        VerificationState::Submitted => {
            let own = session.can(Operation::DecideVerification) && check.submitted_by.as_ref() == Some(&session.me().id);
            Some(if own {
                note("info", Message::new("permission.own_submission").say(lang), t!(verification.own_text).to_owned())
            } else {
                note("info", t!(verification.awaits, role = Role::SecurityOfficer.label(lang)), t!(verification.awaits_text).to_owned())
            })
        }
        VerificationState::Cancelled => Some(note("neutral", t!(verification.cancelled).to_owned(), check.decision.clone())),
        _ => None,
    }
}

/// What was found.
#[component]
fn Findings(view: VerificationView) -> impl IntoView {
    let (check, lang) = (view.verification, use_lang());
    let method = check.method.map(|method| method.label(lang)).unwrap_or_default();
    let reason = (!check.method_reason.is_empty()).then(|| view! { <span class="sub">{check.method_reason.clone()}</span> });
    let shown_by = view.shown_by.as_ref().map(|row| {
        view! { <span class="sub"><a class="link" href=format!("/certificates/{}", row.id)>{row.title(lang)}</a> " " {row.state.label(lang)}</span> }
    });
    let day = check.carried_out_on.map_or_else(|| or_dash(""), |day| view! { <Day day=day/> }.into_any());
    let verdict = check.verdict.map_or_else(|| or_dash(""), |verdict| view! { <VerdictBadge verdict=verdict/> }.into_any());
    let by = |name: Option<String>, at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| t!(verification.of_person, name = name.unwrap_or_default(), at = instant(at))).unwrap_or_default()
    };
    let handed_in = by(view.submitted_by_name, check.submitted_at);
    // What was said on sending back stands at the top while it is still to be put right.
    let decided = (check.decided_at.is_some() && !is_sent_back(&check)).then(|| {
        let label = if check.state == VerificationState::Accepted { t!(verification.decided) } else { t!(verification.last_decided) };
        let said = by(view.decided_by_name, check.decided_at);
        let word = (!check.decision.is_empty()).then(|| view! { <span class="sub">{check.decision.clone()}</span> });
        view! { <Fact label=label>{said} {word}</Fact> }
    });
    let paragraphs = check.remarks.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    let remarks =
        (!check.remarks.is_empty()).then(|| view! { <Panel id="remarks-h" title=t!(verification.remarks)><div class="prose">{paragraphs}</div></Panel> });
    view! {
        <Panel id="result-h" title=t!(verification.result)>
            <dl class="facts" data-cols="3">
                <Fact label=t!(verification.verdict)>{verdict}</Fact>
                <Fact label=t!(verification.carried_out_on)>{day}</Fact>
                <Fact label=t!(verification.method)>{or_dash(method)} {shown_by} {reason}</Fact>
                <Fact label=t!(verification.submitted)>{or_dash(&handed_in)}</Fact>
                {decided}
            </dl>
        </Panel>
        {remarks}
    }
}

/// By when, how, and why.
#[component]
fn PlanPanel(view: VerificationView) -> impl IntoView {
    let Verification { contract, due, state, tier, reasons, policy_version, .. } = view.verification.clone();
    let open = state.is_open();
    let left = (open && view.days_late == 0).then(|| view! { <span class="sub">{t!(common.days_left, days = view.days_left)}</span> });
    view! {
        <Panel id="plan-h" title=t!(verification.plan)>
            <dl class="facts lines">
                <Fact label=t!(common.due)><DueDate day=due days_late=view.days_late days_left=view.days_left done=!open/> {left}</Fact>
                <Fact label=t!(verification.methods)>{or_dash(&words::methods(&view.verification))}</Fact>
                <Fact label=t!(common.tier)><TierMark tier=tier/></Fact>
                <Fact label=t!(common.contract)><a class="link" href=format!("/contracts/{contract}")>{view.contract_title.clone()}</a></Fact>
            </dl>
            <Reasons reasons=reasons summary=t!(verification.why) version=policy_version open=open/>
        </Panel>
    }
}
