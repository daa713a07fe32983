//! An exception. Opened by the CISO from the start page, to weigh what would be left out against what is done instead, and to approve or reject; by
//! the department, to see how it went and to ask anew in time. What the clause asks stands above, the decision beside.

use domain::{
    exception::{EndCause, Ending, ExceptionAnswer, ExceptionState, ExceptionView},
    label::Choice,
};
use leptos::prelude::*;

use super::{
    decide::{DecisionPanel, RevocationPanel, WithdrawButton},
    fields::Asked,
    use_exception,
};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    rpc::exception::{DecideException, RevokeException, WithdrawException},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        beside::Beside,
        icon::Icon,
        load::load,
        page_head::{Fact, PageHead, Panel, or_dash},
        state::{Badge, Day},
    },
};

/// The forms of the page and what they send; made once, so that they outlive the record.
#[derive(Clone, Copy)]
struct Forms {
    decision: (Beside, ServerAction<DecideException>),
    revocation: (Beside, ServerAction<RevokeException>),
    withdrawal: ServerAction<WithdrawException>,
}

#[component]
pub fn ExceptionPage() -> impl IntoView {
    let record = use_exception();
    let forms = Forms {
        decision: (Beside::new("decision", "until", record), ServerAction::new()),
        revocation: (Beside::new("revocation", "reason", record), ServerAction::new()),
        withdrawal: ServerAction::new(),
    };
    // Each leads back to this very page.
    Effect::new(move || {
        let decided = forms.decision.1.value().with(|value| matches!(value, Some(Ok(()))));
        let revoked = forms.revocation.1.value().with(|value| matches!(value, Some(Ok(()))));
        let withdrawn = forms.withdrawal.value().with(|value| matches!(value, Some(Ok(()))));
        if decided || revoked || withdrawn {
            record.refetch();
        }
    });
    load(record, move |view| overview(view, forms))
}

fn overview(view: ExceptionView, forms: Forms) -> impl IntoView {
    let speaks = (view.may_decide && forms.decision.0.came_back().is_some()) || (view.may_revoke && forms.revocation.0.came_back().is_some());
    let said = (!speaks).then(|| view! { <FlashNote/> });
    let decision = view.may_decide.then(|| view! { <DecisionPanel view=view.clone() beside=forms.decision.0 action=forms.decision.1/> });
    let revocation = view.may_revoke.then(|| view! { <RevocationPanel view=view.clone() beside=forms.revocation.0 action=forms.revocation.1/> });
    let asked = view! {
        <Asked clause=view.exception.clause.clone() title=view.clause_title.clone() requirement=view.requirement.clone() blocking=view.blocking/>
    };
    view! {
        {head(&view, forms.withdrawal)}
        {said}
        {standing(&view)}
        <div class="split">
            <div>{asked} <Request view=view.clone()/></div>
            <div class="lead">{decision} <Decided view=view/> {revocation}</div>
        </div>
    }
}

fn head(view: &ExceptionView, withdrawal: ServerAction<WithdrawException>) -> impl IntoView + use<> {
    let exception = &view.exception;
    let clauses = format!("/contracts/{}/clauses#clause-{}", exception.contract, exception.clause);
    let over = view! { <span class="code">{exception.clause.clone()}</span> <ExceptionStateBadge state=view.state/> };
    let sub = view! {
        <a class="link" href=clauses>{view.contract_title.clone()}</a>
        <span>{view.contractor_name.clone()}</span>
        <span>{view.department_name.clone()}</span>
    };
    let edit = view
        .may_change
        .then(|| view! { <a class="btn" href=format!("/exceptions/{}/edit", exception.id) data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    let withdraw = view.may_change.then(|| view! { <WithdrawButton view=view.clone() action=withdrawal/> });
    let again = view.may_ask_again.then(|| {
        let href = format!("/contracts/{}/exceptions/new?clause={}", exception.contract, exception.clause);
        view! { <a class="btn" href=href>{t!(exception.ask_again)}</a> }
    });
    view! { <PageHead title=view.clause_title.clone() over=over.into_any() sub=sub.into_any()>{edit} {withdraw} {again}</PageHead> }
}

/// Whose turn it is, where that is not the reader's own next step; and that it soon ends.
fn standing(view: &ExceptionView) -> Option<AnyView> {
    let note = |tone: &'static str, title: String, text: &'static str| {
        view! { <div class="callout" data-tone=tone role="note"><strong>{title}</strong><p>{text}</p></div> }.into_any()
    };
    let (exception, today) = (&view.exception, use_session().today());
    if view.state == ExceptionState::Requested && !view.may_decide {
        return Some(note("info", t!(exception.awaits).to_owned(), t!(exception.awaits_text)));
    }
    if exception.is_due_on(today) {
        return Some(note("warn", t!(exception.ends_in, days = (exception.until - today).num_days()), t!(exception.ends_text)));
    }
    (view.state == ExceptionState::Expired).then(|| note("danger", t!(exception.expired).to_owned(), t!(exception.expired_text)))
}

#[component]
fn Request(view: ExceptionView) -> impl IntoView {
    let exception = view.exception;
    view! {
        <Panel id="request-h" title=t!(exception.part_asked)>
            <dl class="facts lines">
                <Fact label=t!(contract.reason)><span class="prose">{exception.reason}</span></Fact>
                <Fact label=t!(contract.measure)><span class="prose">{exception.measure}</span></Fact>
                <Fact label=t!(contract.until)><Day day=exception.until/></Fact>
                <Fact label=t!(exception.requested_by)>{exception.requested_by} <span class="sub">{instant(exception.requested_at)}</span></Fact>
                <Fact label=t!(contract.number)>{view.contract_number}</Fact>
            </dl>
        </Panel>
    }
}

/// What was decided, and how it ended.
#[component]
fn Decided(view: ExceptionView) -> impl IntoView {
    let lang = use_lang();
    let decision = match view.exception.decision {
        Some(decision) => view! {
            {answered(decision.answer).label(lang)} " " <Day day=decision.on/> <span class="sub">{decision.by}</span> <span class="sub">{decision.remark}</span>
        }
        .into_any(),
        None => or_dash(""),
    };
    let ended = view.exception.ended.map(|Ending { cause, on, by, reason }| {
        let why = if cause == EndCause::Revoked { reason } else { String::new() };
        view! { <Fact label=cause.label(lang)><Day day=on/> <span class="sub">{by}</span> <span class="sub">{why}</span></Fact> }
    });
    view! {
        <Panel id="decided-h" title=t!(exception.decided)>
            <dl class="facts lines"><Fact label=t!(exception.decision)>{decision}</Fact> {ended}</dl>
        </Panel>
    }
}

/// What an answer makes of a request.
fn answered(answer: ExceptionAnswer) -> ExceptionState {
    match answer {
        ExceptionAnswer::Approve => ExceptionState::Approved,
        ExceptionAnswer::Reject => ExceptionState::Rejected,
    }
}

#[component]
pub fn ExceptionStateBadge(state: ExceptionState) -> impl IntoView {
    let tone = match state {
        ExceptionState::Requested => "accent",
        ExceptionState::Approved => "info",
        ExceptionState::Expired => "danger",
        ExceptionState::Rejected => "warn",
        ExceptionState::Withdrawn | ExceptionState::Ended => "neutral",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}
