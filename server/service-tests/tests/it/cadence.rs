//! 点検頻度の改正案: who may write it, that what is told before is what happens, and that the plans follow whatever stops them.

use domain::{
    Error,
    board::{BoardFilter, Lane},
    cadence::{CadenceForceForm, CadenceForm, CadenceRuleForm, Inspector, Questions},
    contract::ContractForm,
    error::FieldError,
    id::VerificationId,
    label::Choice,
    person::Role,
    policy::PolicyKind,
    verification::{Method, VerificationKind, VerificationState},
};
use service::Ctx;

use crate::city::City;

async fn form(city: &City, ctx: &Ctx) -> CadenceForm {
    CadenceForm::from(&city.services.policies().current(ctx).await.expect("policies").cadence)
}

fn why() -> CadenceForceForm {
    CadenceForceForm { note: "点検を手厚くする".into() }
}

/// A contract in force of two years, without personal information.
async fn watched(city: &City) -> domain::id::ContractId {
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let form = ContractForm { end: "2028-03-31".into(), personal: "none".into(), ..city.contract_form("R08-0100", &contractor) };
    city.in_force(&officer, &form).await
}

async fn checks(city: &City, ctx: &Ctx) -> Vec<(VerificationId, VerificationKind, VerificationState)> {
    let filter = BoardFilter { lane: Some(Lane::All), limit: Some(200), ..BoardFilter::default() };
    let page = city.services.verifications().board(ctx, &filter).await.expect("a board");
    page.items.iter().map(|row| (row.id.clone(), row.kind, row.state)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_written_weighed_and_put_in_force_and_the_plans_follow() {
    let city = City::found().await;
    watched(&city).await;
    let (officer, drafts) = (city.as_role(Role::SecurityOfficer), city.services.cadence_drafts());
    let before = checks(&city, &officer).await;
    assert_eq!(drafts.get(&officer, None).await.err(), Some(Error::NotFound));
    let begun = drafts.start(&officer).await.expect("begun");
    assert!(begun.comparison.is_empty() && begun.what_if.affected == 0 && begun.what_if.contracts == 1);
    assert!(matches!(drafts.start(&officer).await, Err(Error::Refused(_))), "one at a time");
    assert!(matches!(drafts.put_in_force(&officer, begun.version, &why()).await, Err(Error::Refused(_))), "nothing differs");

    // Four checks a year for everybody else, by security officers who ask less.
    let mut written = form(&city, &officer).await;
    for row in &mut written.rules[3..] {
        (row.per_year, row.inspector, row.questions) = ("4".into(), "officer".into(), "blocking".into());
    }
    let stale = drafts.write(&officer, begun.version + 1, &written).await;
    assert_eq!(stale.err(), Some(Error::Conflict { current: begun.version }));
    let draft = drafts.write(&officer, begun.version, &written).await.expect("written");
    assert_eq!((draft.policy.version, draft.comparison.rules.len(), draft.based_on), (2, 3, 1));
    assert!(draft.what_if.affected == 1 && draft.what_if.added > 0, "{:?}", draft.what_if);
    let other = drafts.get(&officer, Some(2027)).await.expect("a draft").what_if;
    assert_eq!((other.fiscal_year, other.added), (2027, draft.what_if.added), "counts are of every year");
    assert!(matches!(drafts.get(&officer, Some(1999)).await, Err(Error::Invalid(_))));
    assert_eq!(checks(&city, &officer).await, before, "a draft touches nothing");

    let made = drafts.put_in_force(&officer, draft.version, &why()).await.expect("in force");
    assert_eq!((made.made.kind, made.made.version, made.remaining), (PolicyKind::Cadence, 2, 0));
    assert_eq!(drafts.find(&officer, None).await.expect("no draft"), None);
    let after = checks(&city, &officer).await;
    let live =
        |checks: &[(VerificationId, VerificationKind, VerificationState)]| checks.iter().filter(|(_, _, state)| *state != VerificationState::Cancelled).count();
    let (added, cancelled) = (draft.what_if.added as usize, draft.what_if.cancelled as usize);
    assert_eq!(live(&after), live(&before) + added - cancelled, "what was told is what happened");
    for (id, _, _) in after.iter().filter(|(_, kind, state)| *kind == VerificationKind::Periodic && *state == VerificationState::Scheduled) {
        let view = city.services.verifications().get(&officer, id).await.expect("a check");
        let check = view.verification;
        assert_eq!((check.inspector, check.questions, check.policy_version), (Inspector::Officer, Questions::Blocking, 2));
        assert_eq!(check.reasons[0].message.params["per_year"], "4");
        assert!(!check.checklist.is_empty(), "{check:?}");
    }
    // Nothing is left to follow, and following again changes nothing.
    assert_eq!((city.services.replanning(&officer).await.expect("told"), city.services.replan().await.expect("done")), (0, 0));
    let (entries, _) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(entries > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_security_officer_writes_it_and_what_the_rules_forbid_is_told_at_its_row() {
    let city = City::found().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::SecurityOfficer) {
        let ctx = city.as_role(*role);
        assert!(matches!(city.services.cadence_drafts().start(&ctx).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(city.services.cadence_drafts().find(&ctx, None).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(city.services.cadence_drafts().write(&ctx, 1, &CadenceForm::default()).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(city.services.cadence_drafts().discard(&ctx, 1).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(city.services.cadence_drafts().put_in_force(&ctx, 1, &why()).await, Err(Error::Forbidden(_))), "{role}");
    }
    let (officer, drafts) = (city.as_role(Role::SecurityOfficer), city.services.cadence_drafts());
    let begun = drafts.start(&officer).await.expect("begun");
    let mut wrong = form(&city, &officer).await;
    wrong.rules[1].paper = "true".into();
    wrong.rules.push(CadenceRuleForm { order: "1".into(), tiers: "A".into(), per_year: "0".into(), basis: "なし".into(), ..CadenceRuleForm::blank() });
    let fields = |result: Result<_, Error>| match result {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|error: FieldError| error.field).collect::<Vec<_>>(),
        other => panic!("{:?}", other.map(|_: domain::cadence::CadenceDraftView| ())),
    };
    // The new row takes every contract of tier A, and would never check one; the row of personal information of tier A is not come to any more.
    assert_eq!(fields(drafts.write(&officer, begun.version, &wrong).await), ["rules[6].per_year", "rules[1].order", "rules[3].order"]);
    assert_eq!(drafts.get(&officer, None).await.expect("a draft").version, begun.version, "nothing was written");
    assert_eq!(drafts.discard(&officer, 9).await.err(), Some(Error::Conflict { current: begun.version }));
    drafts.discard(&officer, begun.version).await.expect("discarded");
    assert_eq!(drafts.discard(&officer, begun.version).await.err(), Some(Error::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_begun_and_what_is_done_stays_as_it_was() {
    let city = City::found().await;
    watched(&city).await;
    let (officer, drafts) = (city.as_role(Role::SecurityOfficer), city.services.cadence_drafts());
    let (id, ..) = checks(&city, &officer).await.into_iter().find(|(_, kind, _)| *kind == VerificationKind::Initial).expect("a first check");
    let kept = domain::verification::ReportForm { remarks: "書類を受け取った".into(), ..Default::default() };
    let begun = city.services.verifications().report(&officer, &id, 1, &kept).await.expect("begun");
    let draft = drafts.start(&officer).await.expect("a draft");
    let mut written = form(&city, &officer).await;
    let first = CadenceRuleForm { phase: "initial".into(), per_year: "0".into(), basis: "市長決裁".into(), ..CadenceRuleForm::blank() };
    written.rules.push(first);
    let draft = drafts.write(&officer, draft.version, &written).await.expect("written");
    assert_eq!(draft.what_if.cancelled, 0, "the one there is was begun");
    drafts.put_in_force(&officer, draft.version, &why()).await.expect("in force");
    let now = city.services.verifications().get(&officer, &id).await.expect("a check").verification;
    assert_eq!((now.state, now.version, now.remarks), (VerificationState::InProgress, begun.version, begun.remarks));
    // A certificate no longer does for the periodic ones of tier C: open ones are told so.
    let draft = drafts.start(&officer).await.expect("a draft");
    let mut written = form(&city, &officer).await;
    for row in &mut written.rules[3..6] {
        row.certificate = String::new();
    }
    let draft = drafts.write(&officer, draft.version, &written).await.expect("written");
    assert!(draft.what_if.changed > 0 && draft.what_if.moved == 0, "{:?}", draft.what_if);
    drafts.put_in_force(&officer, draft.version, &why()).await.expect("in force");
    for (id, kind, _) in checks(&city, &officer).await {
        let check = city.services.verifications().get(&officer, &id).await.expect("a check").verification;
        assert!(kind != VerificationKind::Periodic || !check.methods.contains(&Method::Certificate), "{check:?}");
    }
}
