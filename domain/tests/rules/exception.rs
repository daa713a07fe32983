//! 例外措置: where one stands on a day, and the forms.

use chrono::{DateTime, Days, NaiveDate};
use domain::{
    Error,
    exception::{
        DecisionInput, EndCause, Ending, Exception, ExceptionAnswer, ExceptionDecision, ExceptionDecisionForm, ExceptionForm, ExceptionState, RevocationForm,
        due_until,
    },
    id::{ContractId, ExceptionId},
};
use proptest::{prelude::*, sample::select};

use crate::{faults::assert_faults, samples::day};

const TODAY: &str = "2026-11-24";

fn requested(until: &str) -> Exception {
    Exception {
        id: ExceptionId::new("e1"),
        contract: ContractId::new("c1"),
        clause: "K03".into(),
        catalogue_version: 1,
        reason: "既存の約款による".into(),
        measure: "市が毎月ログを確かめる".into(),
        until: day(until),
        requested_by: "長".into(),
        requested_at: DateTime::default(),
        decision: None,
        ended: None,
        version: 1,
    }
}

fn decided(answer: ExceptionAnswer, until: &str) -> Exception {
    Exception { decision: Some(ExceptionDecision { answer, on: day("2026-10-01"), by: "統括".into(), remark: String::new() }), ..requested(until) }
}

fn ended(exception: Exception, cause: EndCause) -> Exception {
    Exception { ended: Some(Ending { cause, on: day("2026-11-01"), by: "誰".into(), reason: String::new() }), ..exception }
}

#[test]
fn an_exception_stands_where_its_answer_its_end_and_the_day_put_it() {
    use ExceptionAnswer::{Approve, Reject};
    for (exception, state) in [
        (requested("2027-03-31"), ExceptionState::Requested),
        // Nobody has answered: that its last day is over makes it no less a question.
        (requested("2026-11-01"), ExceptionState::Requested),
        (ended(requested("2027-03-31"), EndCause::Withdrawn), ExceptionState::Withdrawn),
        (decided(Approve, "2026-11-24"), ExceptionState::Approved),
        (decided(Approve, "2026-11-23"), ExceptionState::Expired),
        (ended(decided(Approve, "2027-03-31"), EndCause::Revoked), ExceptionState::Ended),
        (ended(decided(Approve, "2026-10-31"), EndCause::Superseded), ExceptionState::Ended),
        (decided(Reject, "2027-03-31"), ExceptionState::Rejected),
        (decided(Reject, "2026-10-31"), ExceptionState::Rejected),
    ] {
        assert_eq!(exception.state_on(day(TODAY)), state, "{exception:?}");
    }
}

#[test]
fn only_what_is_in_force_is_near_its_end() {
    let near = due_until(day(TODAY));
    assert_eq!(near, day("2027-01-23"));
    assert!(decided(ExceptionAnswer::Approve, "2027-01-23").is_due_on(day(TODAY)));
    assert!(!decided(ExceptionAnswer::Approve, "2027-01-24").is_due_on(day(TODAY)));
    assert!(!decided(ExceptionAnswer::Approve, "2026-11-23").is_due_on(day(TODAY)), "over");
    assert!(!requested("2027-01-23").is_due_on(day(TODAY)));
    assert!(!ended(decided(ExceptionAnswer::Approve, "2027-01-23"), EndCause::Revoked).is_due_on(day(TODAY)));
}

#[test]
fn a_request_states_the_clause_the_reason_what_is_done_instead_and_a_last_day() {
    let sound = ExceptionForm {
        clause: " Ｋ０３".into(), reason: " 約款による。\r\n".into(), measure: "毎月確かめる".into(), until: "令和9年3月31日".into()
    };
    let input = sound.read(day(TODAY)).expect("a sound form");
    assert_eq!((input.clause.as_str(), input.reason.as_str(), input.until), ("K03", "約款による。", day("2027-03-31")));
    assert_faults(
        &sound,
        |form| form.read(day(TODAY)),
        &[
            (|f| f.clause.clear(), &["clause: field.required"]),
            (|f| f.reason = "　\n".into(), &["reason: field.required"]),
            (|f| f.reason = "理".repeat(2_001), &["reason: field.too_long"]),
            (|f| f.measure = " ".into(), &["measure: field.required"]),
            (|f| f.measure = "措".repeat(2_001), &["measure: field.too_long"]),
            (|f| f.until.clear(), &["until: field.required"]),
            (|f| f.until = "来年".into(), &["until: field.date"]),
            (|f| f.until = TODAY.into(), &[]),
            (|f| f.until = "2026-11-23".into(), &["until: clause.until"]),
            (|f| f.until = "2031-11-24".into(), &[]),
            (|f| f.until = "2031-11-25".into(), &["until: clause.until"]),
        ],
    );
}

#[test]
fn an_approval_may_bring_the_last_day_forward_and_a_rejection_says_why() {
    let (asked, today) = (day("2027-03-31"), day(TODAY));
    let approval = ExceptionDecisionForm { answer: "approve".into(), ..ExceptionDecisionForm::default() };
    assert_eq!(approval.read(asked, today), Ok(DecisionInput { answer: ExceptionAnswer::Approve, until: asked, remark: String::new() }));
    assert_faults(
        &approval,
        |form| form.read(asked, today),
        &[
            (|f| f.answer.clear(), &["answer: field.required"]),
            (|f| f.answer = "perhaps".into(), &["answer: field.choice"]),
            (|f| f.until = "R8.12.31".into(), &[]),
            (|f| f.until = "2027-04-01".into(), &["until: exception.until_asked"]),
            (|f| f.until = "2026-11-23".into(), &["until: exception.until_asked"]),
            (|f| f.until = "13月".into(), &["until: field.date"]),
            (|f| f.remark = "条".repeat(2_001), &["remark: field.too_long"]),
            (|f| f.answer = "却下する".into(), &["remark: exception.rejection_reason"]),
            (|f| (f.answer, f.remark) = ("reject".into(), "代替措置が足りない".into()), &[]),
        ],
    );
    // A request that waited too long can only be rejected.
    assert!(matches!(approval.read(day("2026-11-23"), today), Err(Error::Invalid(_))));
    let late = ExceptionDecisionForm { answer: "reject".into(), remark: "期限が過ぎた".into(), until: "2030-01-01".into() };
    assert_eq!(late.read(day("2026-11-23"), today).map(|input| input.until), Ok(day("2026-11-23")), "what was asked for stays as it was");
    assert!(RevocationForm { reason: " ".into() }.read().is_err());
    assert_eq!(RevocationForm { reason: "守られていない ".into() }.read().as_deref(), Ok("守られていない"));
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..4_000).prop_map(|days| day("2024-01-01") + Days::new(days))
}

proptest! {
    /// Whatever was asked, an approval is in force on the day it is given, never beyond what was asked, and is over on the day after its last.
    #[test]
    fn an_approval_holds_from_its_day_to_its_last_and_no_longer(asked in any_day(), shortened in prop::option::of(any_day()), today in any_day()) {
        let form = ExceptionDecisionForm {
            answer: "approve".into(), until: shortened.map(|until| until.to_string()).unwrap_or_default(), remark: String::new(),
        };
        match form.read(asked, today) {
            Ok(input) => {
                prop_assert!(input.until <= asked && input.until >= today);
                let approved = Exception { until: input.until, ..decided(ExceptionAnswer::Approve, TODAY) };
                prop_assert_eq!(approved.state_on(today), ExceptionState::Approved);
                prop_assert_eq!(approved.state_on(input.until + Days::new(1)), ExceptionState::Expired);
            }
            Err(_) => prop_assert!(shortened.unwrap_or(asked) < today || shortened.is_some_and(|until| until > asked)),
        }
    }

    #[test]
    fn what_was_rejected_or_ended_never_comes_back(days in any_day(), answer in select(vec![None, Some(ExceptionAnswer::Approve), Some(ExceptionAnswer::Reject)])) {
        let exception = match answer {
            Some(answer) => decided(answer, "2027-03-31"),
            None => requested("2027-03-31"),
        };
        let state = ended(exception, EndCause::Superseded).state_on(days);
        prop_assert!(!matches!(state, ExceptionState::Requested | ExceptionState::Approved | ExceptionState::Expired));
    }
}
