//! 例外措置: who asks, who decides, what an approval does to the contract, and how it ends.

use domain::{
    Error,
    clause::{MarkForm, MarkState},
    exception::{EndCause, Exception, ExceptionDecisionForm, ExceptionFilter, ExceptionForm, ExceptionLane, ExceptionState, RevocationForm},
    id::ContractId,
    label::Choice,
    person::Role,
};

use crate::city::{City, today};

fn asked(clause: &str, until: &str) -> ExceptionForm {
    ExceptionForm { clause: clause.into(), reason: "約款による".into(), measure: "毎月の記録を確かめる".into(), until: until.into() }
}

fn approval() -> ExceptionDecisionForm {
    ExceptionDecisionForm { answer: "approve".into(), ..ExceptionDecisionForm::default() }
}

async fn state(city: &City, contract: &ContractId, clause: &str) -> MarkState {
    let coverage = city.services.contracts().coverage(&city.as_role(Role::Auditor), contract).await.expect("clauses");
    coverage.lines.iter().find(|line| line.clause == clause).expect("required").state
}

async fn missing(city: &City, contract: &ContractId) -> u32 {
    city.services.contracts().get(&city.as_role(Role::Auditor), contract).await.expect("a contract").contract.coverage.missing()
}

async fn requested(city: &City, contract: &ContractId, clause: &str) -> Exception {
    city.services.exceptions().request(&city.as_role(Role::DepartmentHead), contract, &asked(clause, "2027-03-31")).await.expect("requested")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_covers_the_clause_until_its_last_day_and_a_revocation_brings_the_gap_back() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (exceptions, approver) = (city.services.exceptions(), city.as_role(Role::Approver));
    let gaps = missing(&city, &contract).await;
    let made = requested(&city, &contract, "K03").await;
    assert_eq!((made.state_on(today()), state(&city, &contract, "K03").await), (ExceptionState::Requested, MarkState::Missing), "asking covers nothing");
    let line = city.services.contracts().coverage(&approver, &contract).await.expect("clauses").lines.into_iter().find(|line| line.clause == "K03");
    assert_eq!(line.and_then(|line| line.request).map(|request| request.id), Some(made.id.clone()), "the list of clauses says that it waits");

    let shorter = ExceptionDecisionForm { until: "2026-12-31".into(), remark: "月次で報告".into(), ..approval() };
    let standing = exceptions.decide(&approver, &made.id, made.version, &shorter).await.expect("approved");
    assert_eq!((standing.until.to_string().as_str(), state(&city, &contract, "K03").await), ("2026-12-31", MarkState::Excepted));
    assert_eq!(missing(&city, &contract).await, gaps - 1);

    let revoked = exceptions.revoke(&approver, &made.id, standing.version, &RevocationForm { reason: "守られていない".into() }).await.expect("revoked");
    assert_eq!(revoked.state_on(today()), ExceptionState::Ended);
    assert_eq!((state(&city, &contract, "K03").await, missing(&city, &contract).await), (MarkState::Missing, gaps));
    let again = exceptions.revoke(&approver, &made.id, revoked.version, &RevocationForm { reason: "二度".into() }).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_heads_and_procurement_ask_only_the_ciso_decides_and_strangers_see_nothing() {
    let city = City::found().await;
    let contract = city.draft().await;
    let exceptions = city.services.exceptions();
    for role in Role::ALL {
        let answer = exceptions.request(&city.as_role(*role), &contract, &asked("K04", "2027-03-31")).await;
        match role {
            Role::DepartmentHead => {
                // The one that waits keeps others from being asked.
                exceptions.withdraw(&city.as_role(*role), &answer.expect("requested").id, 1).await.expect("withdrawn");
            }
            Role::ProcurementOfficer => {
                exceptions.withdraw(&city.as_role(*role), &answer.expect("requested").id, 1).await.expect("withdrawn");
            }
            _ => assert!(matches!(answer, Err(Error::Forbidden(_))), "{role}: {answer:?}"),
        }
    }
    let made = requested(&city, &contract, "K03").await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Approver) {
        let answer = exceptions.decide(&city.as_role(*role), &made.id, made.version, &approval()).await;
        assert!(matches!(answer, Err(Error::Forbidden(_) | Error::NotFound)), "{role}: {answer:?}");
    }
    assert_eq!(exceptions.get(&city.stranger(), &made.id).await.err(), Some(Error::NotFound));
    assert_eq!(exceptions.withdraw(&city.stranger(), &made.id, made.version).await.err(), Some(Error::NotFound));
    assert_eq!(exceptions.list(&city.stranger(), &ExceptionFilter::default()).await.expect("a list").total, 0);
    assert_eq!(exceptions.list(&city.as_role(Role::Auditor), &ExceptionFilter::default()).await.expect("a list").total, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_on_what_they_asked_for() {
    let city = City::found().await;
    let contract = city.draft().await;
    // Somebody who is head of the section and approver at once.
    let mut both = city.as_role(Role::DepartmentHead);
    both.actor.grants.extend(city.as_role(Role::Approver).actor.grants);
    let exceptions = city.services.exceptions();
    let made = exceptions.request(&both, &contract, &asked("K03", "2027-03-31")).await.expect("requested");
    assert!(!exceptions.get(&both, &made.id).await.expect("a view").may_decide);
    assert!(matches!(exceptions.decide(&both, &made.id, made.version, &approval()).await, Err(Error::Forbidden(_))));
    assert_eq!(state(&city, &contract, "K03").await, MarkState::Missing);
    // Whoever changes the request makes it theirs.
    let head = city.as_role(Role::ProcurementOfficer);
    let changed = exceptions.change(&head, &made.id, made.version, &asked("", "2027-06-30")).await.expect("changed");
    assert_eq!((changed.clause.as_str(), changed.version), ("K03", 2));
    exceptions.decide(&both, &made.id, changed.version, &approval()).await.expect("approved: somebody else has asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_or_decided_is_refused_and_changes_nothing() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (exceptions, head, approver) = (city.services.exceptions(), city.as_role(Role::DepartmentHead), city.as_role(Role::Approver));
    let field = |error: Option<Error>| match error {
        Some(Error::Invalid(errors)) => errors.into_iter().map(|error| format!("{}: {}", error.field, error.message.key)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let unneeded = exceptions.request(&head, &contract, &asked("MN1", "2027-03-31")).await.err();
    assert_eq!(field(unneeded), ["clause: clause.not_required"], "the contract handles no My Number");
    assert_eq!(field(exceptions.request(&head, &contract, &asked("X99", "2027-03-31")).await.err()), ["clause: clause.not_required"]);
    assert_eq!(field(exceptions.request(&head, &contract, &asked("K03", "2026-11-23")).await.err()), ["until: clause.until"]);
    let made = requested(&city, &contract, "K03").await;
    assert!(matches!(exceptions.request(&head, &contract, &asked("K03", "2027-03-31")).await, Err(Error::Refused(_))), "it waits already");
    assert_eq!(exceptions.decide(&approver, &made.id, 9, &approval()).await.err(), Some(Error::Conflict { current: 1 }));
    assert_eq!(
        field(exceptions.decide(&approver, &made.id, 1, &ExceptionDecisionForm { answer: "reject".into(), ..Default::default() }).await.err()),
        ["remark: exception.rejection_reason"]
    );
    let rejection = ExceptionDecisionForm { answer: "reject".into(), remark: "足りない".into(), ..Default::default() };
    let rejected = exceptions.decide(&approver, &made.id, 1, &rejection).await.expect("rejected");
    assert_eq!((rejected.state_on(today()), state(&city, &contract, "K03").await), (ExceptionState::Rejected, MarkState::Missing));
    for answer in [
        exceptions.decide(&approver, &made.id, 2, &approval()).await,
        exceptions.withdraw(&head, &made.id, 2).await,
        exceptions.change(&head, &made.id, 2, &asked("K03", "2027-03-31")).await,
        exceptions.revoke(&approver, &made.id, 2, &RevocationForm { reason: "x".into() }).await,
    ] {
        assert!(matches!(answer, Err(Error::Refused(_))), "{answer:?}");
    }
    assert_eq!(exceptions.get(&head, &made.id).await.expect("a view").exception, rejected);
    requested(&city, &contract, "K03").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clause_that_is_there_now_or_a_newer_exception_ends_the_one_before() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (exceptions, approver, head) = (city.services.exceptions(), city.as_role(Role::Approver), city.as_role(Role::DepartmentHead));
    let first = requested(&city, &contract, "K03").await;
    exceptions.decide(&approver, &first.id, 1, &approval()).await.expect("approved");
    let second = exceptions.request(&head, &contract, &asked("K03", "2028-03-31")).await.expect("asked for anew in time");
    exceptions.decide(&approver, &second.id, 1, &approval()).await.expect("approved");
    let cause = |exception: &Exception| exception.ended.as_ref().map(|ended| ended.cause);
    let view = |id: domain::id::ExceptionId| {
        let (services, head) = (city.services.clone(), head.clone());
        async move { services.exceptions().get(&head, &id).await.expect("a view").exception }
    };
    assert_eq!((cause(&view(first.id.clone()).await), cause(&view(second.id.clone()).await)), (Some(EndCause::Superseded), None));

    let contracts = city.services.contracts();
    let version = contracts.coverage(&head, &contract).await.expect("clauses").version;
    let gone = MarkForm { state: "missing".into(), ..MarkForm::default() };
    assert!(matches!(contracts.mark(&head, &contract, "K03", version, &gone).await, Err(Error::Refused(_))), "what the CISO approved is not undone in passing");
    let present = MarkForm { state: "present".into(), article: "第9条".into(), ..MarkForm::default() };
    contracts.mark(&head, &contract, "K03", version, &present).await.expect("marked");
    assert_eq!(cause(&view(second.id).await), Some(EndCause::Superseded));
    let lane = |lane| ExceptionFilter { lane: Some(lane), ..ExceptionFilter::default() };
    assert_eq!(exceptions.list(&head, &lane(ExceptionLane::InForce)).await.expect("a list").total, 0);
    let (entries, _) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(entries > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lanes_follow_the_day() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (exceptions, head, approver) = (city.services.exceptions(), city.as_role(Role::DepartmentHead), city.as_role(Role::Approver));
    for (clause, until) in [("K03", "2026-11-24"), ("K04", "2027-01-23"), ("K05", "2027-01-24")] {
        let made = exceptions.request(&head, &contract, &asked(clause, until)).await.expect("requested");
        exceptions.decide(&approver, &made.id, 1, &approval()).await.expect("approved");
    }
    exceptions.request(&head, &contract, &asked("K06", "2027-03-31")).await.expect("requested");
    let listed = async |today: &str, lane| {
        let ctx = service::Ctx { today: today.parse().expect("a day"), ..head.clone() };
        let filter = ExceptionFilter { lane: Some(lane), ..ExceptionFilter::default() };
        let page = city.services.exceptions().list(&ctx, &filter).await.expect("a list");
        assert_eq!(page.total, page.items.len());
        page.items.into_iter().map(|row| row.clause).collect::<Vec<_>>()
    };
    assert_eq!(listed("2026-11-24", ExceptionLane::Requested).await, ["K06"]);
    assert_eq!(listed("2026-11-24", ExceptionLane::Due).await, ["K03", "K04"]);
    assert_eq!(listed("2026-11-24", ExceptionLane::InForce).await, ["K03", "K04", "K05"]);
    assert_eq!(listed("2026-11-25", ExceptionLane::Due).await, ["K04", "K05"]);
    assert_eq!(listed("2027-06-01", ExceptionLane::InForce).await, Vec::<String>::new());
    assert_eq!(listed("2027-06-01", ExceptionLane::All).await, ["K06", "K05", "K04", "K03"]);
}
