//! 自己申告 and 回答用リンク: what comes from the contractor, kept apart from what the city says of it.

use crate::city::{City, all_met, today};
use chrono::{Days, TimeDelta};
use domain::{
    Error, Lang,
    audit::AuditFilter,
    board::Task,
    id::{ContractorId, SelectionId},
    person::Role,
    selection::{
        AnswersForm, CandidateForm, DecisionForm, DeclarationForm, DeclarationSource, Grade, InvitationForm, InvitationState, ProcurementForm, Selection,
        SelectionStage, TAKE_ALL,
    },
};
use service::{Config, Ctx};

async fn outward() -> City {
    City::found_with(Config { today: Some(today()), outward: true, ..Config::default() }).await
}

async fn candidate(city: &City) -> Selection {
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor: ContractorId = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let work = ProcurementForm {
        title: "窓口予約システムの更新".into(),
        department: city.section.to_string(),
        kind: "cloud".into(),
        personal: "personal".into(),
        ..ProcurementForm::default()
    };
    let procurements = city.services.procurements();
    let work = procurements.create(&officer, &work).await.expect("registered");
    procurements.add(&officer, &work.id, &CandidateForm { contractor: contractor.to_string() }).await.expect("a candidate")
}

fn invite() -> InvitationForm {
    InvitationForm { name: "営業部 佐久間".into(), email: "sales@contractor.example".into(), until: String::new() }
}

/// Somebody without an account.
fn guest(city: &City) -> Ctx {
    city.services.guest_ctx("test".into(), Lang::Ja)
}

/// Every question answered.
async fn filled(city: &City, token: &str) -> DeclarationForm {
    let asked = city.services.invitations().open(&guest(city), token).await.expect("it works");
    let mut form = DeclarationForm { by_name: "営業部 佐久間 透".into(), ..asked.answered };
    for answer in &mut form.answers {
        (answer.grade, answer.evidence) = ("met".into(), "証明書の写し".into());
    }
    form
}

async fn read(city: &City, id: &SelectionId) -> Selection {
    city.services.selections().get(&city.as_role(Role::ProcurementOfficer), id).await.expect("readable").selection
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_is_sent_taken_in_and_taken_over() {
    let city = City::found().await;
    let (officer, selections) = (city.as_role(Role::ProcurementOfficer), city.services.selections());
    let selection = candidate(&city).await;
    let id = &selection.id;
    assert!(matches!(selections.questionnaire(&officer, id, "いつか", Lang::Ja).await, Err(Error::Invalid(errors)) if errors[0].field == "until"));
    let file = selections.questionnaire(&officer, id, "R8.12.8", Lang::Ja).await.expect("a workbook");
    assert_eq!(file.name, "質問書_青空情報株式会社_窓口予約システムの更新.xlsx");

    // As it left, nothing is answered: every gap is told, and nothing has changed.
    let Err(Error::Invalid(errors)) = selections.declare(&officer, id, 1, "q.xlsx", file.bytes.clone()).await else { panic!("taken unanswered") };
    let asked = selections.get(&officer, id).await.expect("read").criteria;
    assert_eq!(errors.len(), asked.len() + 1, "the name and every answer: {errors:?}");
    assert!(errors.iter().all(|error| error.field == "file" && error.message.is_known()));
    assert_eq!(read(&city, id).await, selection);

    // What a link brings is carried by the next workbook: the way a filled one is made here without an office program.
    let city = outward().await;
    let (officer, selections) = (city.as_role(Role::ProcurementOfficer), city.services.selections());
    let selection = candidate(&city).await;
    let id = &selection.id;
    let token = city.services.invitations().create(&officer, id, &invite()).await.expect("a link").token;
    let form = filled(&city, &token).await;
    city.services.invitations().hand_in(&guest(&city), &token, &form).await.expect("handed in");
    let carried = selections.questionnaire(&officer, id, "", Lang::En).await.expect("a workbook").bytes;
    assert_eq!(selections.declare(&officer, id, 1, "q.xlsx", carried.clone()).await.err(), Some(Error::Conflict { current: 2 }));
    let received = selections.declare(&officer, id, 2, "C:\\書類\\質問書.xlsx", carried.clone()).await.expect("taken in");
    let declared = received.declaration.as_ref().expect("declared");
    assert_eq!((declared.source, declared.file_name.as_str(), declared.sha256.len()), (DeclarationSource::Workbook, "質問書.xlsx", 64));
    assert_eq!((declared.by_name.as_str(), declared.answers.len(), received.answers.len()), ("営業部 佐久間 透", asked.len(), 0), "kept apart");
    assert_eq!(selections.get(&officer, id).await.expect("read").score.answered, 0, "it counts for nothing yet");

    let waits = async |ctx| {
        let todo = city.services.home().get(ctx).await.expect("a start page").todo;
        todo.into_iter().filter(|todo| todo.task == Task::TakeOver).map(|todo| todo.href).collect::<Vec<_>>()
    };
    let page = format!("/selections/{}/candidates/{id}/answers", selection.procurement);
    let auditor = city.as_role(Role::Auditor);
    assert_eq!((waits(&officer).await, waits(&auditor).await), (vec![page], Vec::new()), "told to whoever answers");

    let blank = AnswersForm::of(&asked, &[], "所見");
    let one = selections.take_over(&officer, id, 3, &blank, &asked[0].id).await.expect("one taken over");
    assert_eq!((one.answers.len(), one.answers[0].grade, one.remarks.as_str(), one.stage), (1, Some(Grade::Met), "所見", SelectionStage::Draft));
    let all = selections.take_over(&officer, id, 4, &AnswersForm::of(&asked, &one.answers, "所見"), TAKE_ALL).await.expect("all taken over");
    assert_eq!(all.answers.len(), asked.len());
    assert!(waits(&officer).await.is_empty(), "gone through");
    assert_eq!(selections.take_over(&officer, id, 4, &blank, TAKE_ALL).await.err(), Some(Error::Conflict { current: 5 }));

    selections.submit(&officer, id, 5).await.expect("the officer hands in and answers for it");
    for refused in [
        selections.declare(&officer, id, 6, "q.xlsx", carried.clone()).await.err(),
        selections.questionnaire(&officer, id, "", Lang::Ja).await.err(),
        selections.take_over(&officer, id, 6, &blank, TAKE_ALL).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Refused(_))), "{refused:?}");
    }
    let trail = AuditFilter { record_kind: Some("selection".into()), record: Some(id.to_string()), ..Default::default() };
    let lines = city.services.audit().list(&city.as_role(Role::Auditor), &trail).await.expect("a trail").items;
    let by_contractor: Vec<&str> = lines.iter().filter(|line| line.actor_name.contains("回答用リンク")).map(|line| line.title.as_str()).collect();
    assert!(
        by_contractor.contains(&"窓口予約システムの更新") && by_contractor.iter().any(|title| title.ends_with("（回答用リンク 第1号）")),
        "{by_contractor:?}"
    );
    assert!(
        lines.iter().any(|line| line.changes.iter().any(|change| change.field == "declaration.source" && change.before.as_deref() == Some("link"))),
        "the old one"
    );
    assert!(city.services.audit().verify().await.expect("read").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_answer_neither_asks_nor_takes_in() {
    let city = outward().await;
    let selection = candidate(&city).await;
    let (id, selections, invitations) = (&selection.id, city.services.selections(), city.services.invitations());
    let made = invitations.create(&city.as_role(Role::ProcurementOfficer), id, &invite()).await.expect("a link");
    for role in [Role::DepartmentHead, Role::SecurityOfficer, Role::Approver, Role::Auditor, Role::Staff, Role::Administrator] {
        let reader = city.as_role(role);
        let refused = [
            selections.questionnaire(&reader, id, "", Lang::Ja).await.err(),
            selections.declare(&reader, id, 1, "q.xlsx", vec![0]).await.err(),
            selections.take_over(&reader, id, 1, &AnswersForm::default(), TAKE_ALL).await.err(),
            invitations.list(&reader, id).await.err(),
            invitations.create(&reader, id, &invite()).await.err(),
            invitations.revoke(&reader, &made.invitation.id, 1).await.err(),
        ];
        assert!(refused.iter().all(|error| matches!(error, Some(Error::Forbidden(_) | Error::NotFound))), "{role}: {refused:?}");
    }
    let stranger = city.stranger();
    assert_eq!(invitations.revoke(&stranger, &made.invitation.id, 1).await.err(), Some(Error::NotFound));
    assert_eq!(selections.questionnaire(&stranger, id, "", Lang::Ja).await.err(), Some(Error::NotFound));
    let reader = city.as_role(Role::Auditor);
    let view = selections.get(&reader, id).await.expect("readable");
    assert!(view.invitations.is_none(), "whom the city wrote to is for who wrote");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_opened_kept_and_used_once() {
    let city = outward().await;
    let selection = candidate(&city).await;
    let (officer, links) = (city.as_role(Role::ProcurementOfficer), city.services.invitations());
    let made = links.create(&officer, &selection.id, &invite()).await.expect("a link");
    assert_eq!((made.invitation.number, made.token.len()), (1, 43));
    assert_eq!(made.invitation.expires_at.to_rfc3339(), "2026-12-08T15:00:00+00:00", "the end of the day in the city");
    let state = async || links.list(&officer, &selection.id).await.expect("a list").remove(0).state;
    assert_eq!(state().await, InvitationState::Sent);
    // The token is nowhere in the database.
    let stored: Vec<serde_json::Value> = city.services.store().read("SELECT * OMIT id FROM invitation", service::bind([])).await.expect("rows");
    assert!(!serde_json::to_string(&stored).expect("JSON").contains(&made.token));

    let mut form = filled(&city, &made.token).await;
    assert_eq!(state().await, InvitationState::Opened);
    form.answers[0].grade.clear();
    form.remarks = "途中".into();
    links.keep(&guest(&city), &made.token, &form).await.expect("kept");
    let kept = links.open(&guest(&city), &made.token).await.expect("it still works");
    assert_eq!((kept.answered.remarks.as_str(), kept.answered.answers[1].grade.as_str(), kept.until), ("途中", "met", "2026-12-08".parse().ok()));
    assert_eq!(read(&city, &selection.id).await.declaration, None, "what is kept is not shown");
    assert!(matches!(links.hand_in(&guest(&city), &made.token, &form).await, Err(Error::Invalid(errors)) if errors[0].field == "answers[0].grade"));

    form.answers[0].grade = "met".into();
    links.hand_in(&guest(&city), &made.token, &form).await.expect("handed in");
    let declared = read(&city, &selection.id).await.declaration.expect("declared");
    assert_eq!((declared.source, declared.by_name.as_str(), declared.remarks.as_str()), (DeclarationSource::Link, "営業部 佐久間 透", "途中"));
    assert_eq!(state().await, InvitationState::Used);
    for over in [
        links.open(&guest(&city), &made.token).await.err(),
        links.keep(&guest(&city), &made.token, &form).await.err(),
        links.hand_in(&guest(&city), &made.token, &form).await.err(),
        links.open(&guest(&city), "nobody").await.err(),
    ] {
        assert_eq!(over, Some(Error::NotFound));
    }
    let left: Vec<serde_json::Value> =
        city.services.store().read("SELECT VALUE draft FROM invitation WHERE draft != NONE", service::bind([])).await.expect("rows");
    assert!(left.is_empty(), "what was kept for later is gone");
    assert!(matches!(links.revoke(&officer, &made.invitation.id, made.invitation.version + 3).await, Err(Error::Conflict { .. } | Error::Refused(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_with_its_day_its_revocation_and_its_selection() {
    let city = outward().await;
    let selection = candidate(&city).await;
    let (officer, links) = (city.as_role(Role::ProcurementOfficer), city.services.invitations());
    let made = links.create(&officer, &selection.id, &invite()).await.expect("a link");
    let at = |days: u64| {
        let now = guest(&city);
        Ctx { now: now.now + TimeDelta::days(i64::try_from(days).expect("days")), today: now.today + Days::new(days), ..now }
    };
    links.open(&at(13), &made.token).await.expect("on its thirteenth day");
    let form = filled(&city, &made.token).await;
    for over in [links.open(&at(15), &made.token).await.err(), links.hand_in(&at(15), &made.token, &form).await.err()] {
        assert_eq!(over, Some(Error::NotFound));
    }

    let row = links.list(&officer, &selection.id).await.expect("a list").remove(0);
    assert_eq!(links.revoke(&officer, &row.invitation.id, 1).await.err(), Some(Error::Conflict { current: row.invitation.version }));
    let revoked = links.revoke(&officer, &row.invitation.id, row.invitation.version).await.expect("revoked");
    assert!(revoked.revoked_at.is_some());
    assert_eq!(links.hand_in(&guest(&city), &made.token, &form).await.err(), Some(Error::NotFound));
    assert!(matches!(links.revoke(&officer, &row.invitation.id, revoked.version).await, Err(Error::Refused(_))));

    let second = links.create(&officer, &selection.id, &invite()).await.expect("another");
    assert_eq!(second.invitation.number, 2);
    let asked = city.services.selections().get(&officer, &selection.id).await.expect("read").criteria;
    let submitted = city.services.selections().answer(&officer, &selection.id, 1, &all_met(&asked)).await.expect("handed in");
    assert_eq!(links.hand_in(&guest(&city), &second.token, &form).await.err(), Some(Error::NotFound), "the city has handed in");
    assert!(matches!(links.create(&officer, &selection.id, &invite()).await, Err(Error::Refused(_))));
    let back = DecisionForm { verdict: "returned".into(), remark: "資料を足す".into(), ..DecisionForm::default() };
    city.services.selections().decide(&city.as_role(Role::SecurityOfficer), &selection.id, submitted.version, &back).await.expect("handed back");
    links.hand_in(&guest(&city), &second.token, &form).await.expect("a draft again");
    for _ in 2..20 {
        links.create(&officer, &selection.id, &invite()).await.expect("a link");
    }
    assert!(matches!(links.create(&officer, &selection.id, &invite()).await, Err(Error::Refused(reasons)) if reasons[0].key == "invitation.too_many"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_hand_in_at_once_one_is_taken() {
    let city = outward().await;
    let selection = candidate(&city).await;
    let links = city.services.invitations();
    let token = links.create(&city.as_role(Role::ProcurementOfficer), &selection.id, &invite()).await.expect("a link").token;
    let form = filled(&city, &token).await;
    let (guest, other) = (guest(&city), DeclarationForm { by_name: "別の者".into(), ..form.clone() });
    let (a, b) = tokio::join!(links.hand_in(&guest, &token, &form), links.hand_in(&guest, &token, &other));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(a.err().or(b.err()), Some(Error::NotFound));
    assert_eq!(read(&city, &selection.id).await.version, 2, "one declaration");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_face_outwards_knows_no_links() {
    let city = City::found().await;
    let selection = candidate(&city).await;
    let (officer, links) = (city.as_role(Role::ProcurementOfficer), city.services.invitations());
    assert_eq!(links.list(&officer, &selection.id).await.err(), Some(Error::NotFound));
    assert_eq!(links.create(&officer, &selection.id, &invite()).await.err(), Some(Error::NotFound));
    assert_eq!(links.open(&guest(&city), "x").await.err(), Some(Error::NotFound));
    let view = city.services.selections().get(&officer, &selection.id).await.expect("read");
    assert!(view.may_answer && view.invitations.is_none());
}
