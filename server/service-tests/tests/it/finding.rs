//! 指摘事項 and 事故報告: who may do what, how a finding goes up the ladder in the register, and what an incident opens.

use domain::{
    Error,
    board::{BoardFilter, Lane, Task},
    finding::{
        ClosingForm, ConfirmationForm, Finding, FindingFilter, FindingForm, FindingLane, FindingState, MeasureForm, MeasureReportForm, MeasureRulingForm,
    },
    id::{ContractId, IncidentId},
    incident::{IncidentFilter, IncidentForm, IncidentLane},
    label::Choice,
    notice::NoticeFormat,
    person::Role,
    verification::{VerificationKind, VerificationState},
};
use service::Ctx;

use crate::city::City;

fn found(severity: &str) -> FindingForm {
    FindingForm {
        clause: "K08".into(),
        severity: severity.into(),
        fact: "承諾のない再委託があった".into(),
        found_on: "2026-11-20".into(),
        ..FindingForm::default()
    }
}

fn measure(step: &str) -> MeasureForm {
    MeasureForm { step: step.into(), asked: "一覧を提出し、承諾を受けること".into(), due: "2026-12-20".into() }
}

fn answer() -> MeasureReportForm {
    MeasureReportForm { reported_on: "2026-11-24".into(), text: "一覧を提出した".into() }
}

fn seen(effective: bool) -> ConfirmationForm {
    ConfirmationForm { effective: effective.to_string(), remark: "写しを確かめた".into() }
}

async fn recorded(city: &City, contract: &ContractId, severity: &str) -> Finding {
    city.services.findings().create(&city.as_role(Role::SecurityOfficer), contract, &found(severity)).await.expect("recorded")
}

async fn in_lane(city: &City, ctx: &Ctx, lane: FindingLane) -> usize {
    city.services.findings().list(ctx, &FindingFilter { lane: Some(lane), ..FindingFilter::default() }).await.expect("a list").total
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_goes_from_the_request_over_the_report_to_the_confirmation() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (findings, security, staff) = (city.services.findings(), city.as_role(Role::SecurityOfficer), city.as_role(Role::Staff));
    let made = recorded(&city, &contract, "minor").await;
    assert_eq!(in_lane(&city, &security, FindingLane::Unaddressed).await, 1);
    let changed = FindingForm { fact: "承諾のない再委託が一件あった".into(), ..found("minor") };
    let changed = findings.change(&security, &made.id, made.version, &changed).await.expect("changed");
    let asked = findings.ask(&security, &made.id, changed.version, &measure("improvement")).await.expect("asked for");
    assert_eq!((asked.state(), asked.version), (FindingState::Requested, 3));
    assert!(matches!(findings.change(&security, &made.id, 3, &found("minor")).await, Err(Error::Refused(_))), "the contractor was told");
    assert!(matches!(findings.ask(&security, &made.id, 3, &measure("supervisor")).await, Err(Error::Refused(_))), "one at a time");
    assert_eq!(findings.report(&staff, &made.id, 2, &answer()).await.err(), Some(Error::Conflict { current: 3 }));
    let told = findings.report(&staff, &made.id, 3, &answer()).await.expect("written down");
    assert!(findings.get(&security, &made.id).await.expect("a view").may_confirm);
    let closed = findings.confirm(&security, &made.id, told.version, &seen(true)).await.expect("confirmed");
    assert_eq!(closed.state(), FindingState::Closed);
    assert_eq!((in_lane(&city, &security, FindingLane::Open).await, in_lane(&city, &security, FindingLane::Closed).await), (0, 1));
    let (entries, _) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(entries > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_taken_by_whoever_may_and_nobody_decides_on_their_own() {
    let city = City::found().await;
    let contract = city.draft().await;
    let findings = city.services.findings();
    for role in Role::ALL {
        let answer = findings.create(&city.as_role(*role), &contract, &found("major")).await;
        match role {
            Role::SecurityOfficer => assert!(answer.is_ok(), "{answer:?}"),
            Role::Administrator => assert!(matches!(answer, Err(Error::Forbidden(_) | Error::NotFound)), "{answer:?}"),
            _ => assert!(matches!(answer, Err(Error::Forbidden(_))), "{role}: {answer:?}"),
        }
    }
    let (security, approver) = (city.as_role(Role::SecurityOfficer), city.as_role(Role::Approver));
    let made = recorded(&city, &contract, "major").await;
    assert_eq!(findings.get(&city.stranger(), &made.id).await.err(), Some(Error::NotFound));
    assert_eq!(findings.report(&city.stranger(), &made.id, 1, &answer()).await.err(), Some(Error::NotFound));
    assert!(matches!(findings.report(&city.as_role(Role::Staff), &made.id, 1, &answer()).await, Err(Error::Refused(_))), "nothing was asked");

    let asked = findings.ask(&security, &made.id, 1, &measure("ciso")).await.expect("asked for");
    let told = findings.report(&security, &made.id, asked.version, &answer()).await.expect("written down");
    let failed = findings.confirm(&security, &made.id, told.version, &seen(false)).await.expect("what the CISO said needs no second pair of eyes");
    assert_eq!((failed.state(), in_lane(&city, &security, FindingLane::Ineffective).await), (FindingState::Ineffective, 1));
    let home = city.services.home().get(&security).await.expect("a start page");
    assert!(home.todo.iter().any(|todo| todo.task == Task::AskNextMeasure), "{:?}", home.todo);
    let proposed = findings.ask(&security, &made.id, failed.version, &measure("review")).await.expect("proposed");
    assert_eq!((proposed.state(), in_lane(&city, &approver, FindingLane::Proposed).await), (FindingState::Proposed, 1));
    let yes = MeasureRulingForm { approve: "true".into(), remark: String::new() };
    for role in Role::ALL.iter().filter(|role| **role != Role::Approver) {
        let answer = findings.rule(&city.as_role(*role), &made.id, proposed.version, &yes).await;
        assert!(matches!(answer, Err(Error::Forbidden(_) | Error::NotFound)), "{role}: {answer:?}");
    }
    let mut both = security.clone();
    both.actor.grants.extend(approver.actor.grants.clone());
    assert!(matches!(findings.rule(&both, &made.id, proposed.version, &yes).await, Err(Error::Forbidden(_))), "their own proposal");
    assert_eq!(findings.notice(&security, &made.id, 2).await.err(), Some(Error::NotFound), "it may not go out yet");
    let agreed = findings.rule(&approver, &made.id, proposed.version, &yes).await.expect("approved");
    assert_eq!(agreed.state(), FindingState::Requested);
    findings.notice(&security, &made.id, 2).await.expect("now it may");
    // What the contractor answered is confirmed by somebody else than who wrote it down.
    let told = findings.report(&security, &made.id, agreed.version, &answer()).await.expect("written down");
    assert!(!findings.get(&security, &made.id).await.expect("a view").may_confirm);
    assert!(matches!(findings.confirm(&security, &made.id, told.version, &seen(true)).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_by_field_and_changes_nothing() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (findings, security) = (city.services.findings(), city.as_role(Role::SecurityOfficer));
    for (form, field) in [
        (FindingForm { clause: "K99".into(), ..found("minor") }, "clause"),
        (FindingForm { verification: "01nothing".into(), ..found("minor") }, "verification"),
        (FindingForm { severity: String::new(), ..found("minor") }, "severity"),
    ] {
        let answer = findings.create(&security, &contract, &form).await;
        assert!(matches!(&answer, Err(Error::Invalid(errors)) if errors[0].field == field), "{field}: {answer:?}");
    }
    assert_eq!(findings.create(&security, &ContractId::new("01nothing"), &found("minor")).await.err(), Some(Error::NotFound));
    assert_eq!(in_lane(&city, &security, FindingLane::All).await, 0);
    let made = recorded(&city, &contract, "minor").await;
    let answer = findings.ask(&security, &made.id, 1, &measure("review")).await;
    assert!(matches!(&answer, Err(Error::Invalid(errors)) if errors[0].field == "step"), "{answer:?}");
    let reason = ClosingForm { reason: "様子を見る".into() };
    assert!(matches!(findings.lay_aside(&security, &made.id, 1, &reason).await, Err(Error::Refused(_))));
    assert_eq!(findings.get(&security, &made.id).await.expect("a view").finding, made, "nothing changed");
    let watched = recorded(&city, &contract, "observation").await;
    assert_eq!(findings.lay_aside(&security, &watched.id, 1, &reason).await.expect("laid aside").state(), FindingState::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_at_a_contractor_is_shown_together_as_far_as_the_reader_sees() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (findings, security) = (city.services.findings(), city.as_role(Role::SecurityOfficer));
    let (first, second) = (recorded(&city, &contract, "minor").await, recorded(&city, &contract, "major").await);
    let other = FindingForm { clause: String::new(), ..found("observation") };
    findings.create(&security, &contract, &other).await.expect("recorded");
    let view = findings.get(&security, &first.id).await.expect("a view");
    assert_eq!(view.repeated.iter().map(|row| &row.id).collect::<Vec<_>>(), [&second.id]);
    let groups = findings.of_contractor(&security, &first.contractor).await.expect("groups");
    assert_eq!(groups.iter().map(|group| (group.clause.as_str(), group.rows.len())).collect::<Vec<_>>(), [("K08", 2), ("", 1)]);
    assert_eq!(findings.of_contractor(&city.stranger(), &first.contractor).await.expect("groups"), []);
    assert_eq!(findings.of_contractor(&city.as_role(Role::Administrator), &first.contractor).await.expect("groups"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_a_paper_in_three_forms() {
    let city = City::found().await;
    let contract = city.draft().await;
    let (findings, security) = (city.services.findings(), city.as_role(Role::SecurityOfficer));
    let made = recorded(&city, &contract, "minor").await;
    assert_eq!(findings.notice(&security, &made.id, 1).await.err(), Some(Error::NotFound), "nothing was asked yet");
    findings.ask(&security, &made.id, 1, &measure("improvement")).await.expect("asked for");
    let notice = findings.notice(&city.as_role(Role::Staff), &made.id, 1).await.expect("a notice");
    for part in ["試験市", "青空情報株式会社", "R08/0001", "承諾のない再委託があった", "一覧を提出し、承諾を受けること", "令和8年12月20日"]
    {
        assert!(notice.html.contains(part), "{part} is not in {}", notice.html);
    }
    for (format, ending) in [(NoticeFormat::Docx, ".docx"), (NoticeFormat::Markdown, ".md"), (NoticeFormat::Json, ".json")] {
        let file = findings.notice_file(&security, &made.id, 1, format).await.expect("a file");
        assert!(file.name.ends_with(ending) && file.bytes.len() > 200, "{}: {}", file.name, file.bytes.len());
    }
    for number in [0, 2] {
        assert_eq!(findings.notice(&security, &made.id, number).await.err(), Some(Error::NotFound));
    }
}

fn event(contractor: &str) -> IncidentForm {
    IncidentForm {
        contractor: contractor.into(),
        kind: "leak".into(),
        title: "通知書の誤送付".into(),
        personal: "true".into(),
        learned_on: "2026-11-24".into(),
        ..IncidentForm::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_opens_a_check_of_every_contract_in_force_and_re_planning_leaves_it() {
    let city = City::found().await;
    let (officer, security, auditor) = (city.as_role(Role::ProcurementOfficer), city.as_role(Role::SecurityOfficer), city.as_role(Role::Auditor));
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let running = city.in_force(&officer, &city.contract_form("R08/0001", &contractor)).await;
    city.services.contracts().create(&officer, &city.contract_form("R08/0002", &contractor)).await.expect("a draft is not in force");
    let incidents = city.services.incidents();
    let made = incidents.create(&security, &IncidentForm { contract: running.to_string(), ..event(contractor.as_str()) }).await.expect("recorded");
    assert_eq!(made.checks, 1);
    let view = incidents.get(&auditor, &made.id).await.expect("a view");
    // 12/1 is a Tuesday.
    let told: Vec<_> = view.checks.iter().map(|check| (check.contract_number.as_str(), check.due.to_string(), check.state)).collect();
    assert_eq!(told, [("R08/0001", "2026-12-01".to_owned(), VerificationState::Scheduled)]);
    let check = city.services.verifications().get(&city.as_role(Role::Staff), &view.checks[0].id).await.expect("the department sees it");
    assert_eq!((check.verification.kind, check.incident_title.as_str(), check.may_read_incident), (VerificationKind::Incident, "通知書の誤送付", false));
    let coming = BoardFilter { lane: Some(Lane::Coming), kind: Some(VerificationKind::Incident), ..BoardFilter::default() };
    assert_eq!(city.services.verifications().board(&security, &coming).await.expect("a board").total, 1, "the board counts it");

    // A change of the contract re-plans what follows the plan, not this.
    let contracts = city.services.contracts();
    let stored = contracts.get(&officer, &running).await.expect("a contract").contract;
    let plan = contracts.plan(&officer, &running).await.expect("a plan");
    assert!(plan.items.iter().any(|line| line.row.kind == VerificationKind::Incident), "{plan:?}");
    assert_eq!(stored.id, running);

    let closed = incidents.close(&security, &made.id, made.version, &ClosingForm { reason: "回収した".into() }).await.expect("closed");
    assert!(matches!(incidents.change(&security, &made.id, closed.version, &event(contractor.as_str())).await, Err(Error::Refused(_))));
    let still = incidents.get(&auditor, &made.id).await.expect("a view");
    assert_eq!(still.checks[0].state, VerificationState::Scheduled, "the check goes on");
    for (lane, count) in [(IncidentLane::Open, 0), (IncidentLane::Closed, 1), (IncidentLane::All, 1)] {
        assert_eq!(incidents.list(&auditor, &IncidentFilter { lane: Some(lane), ..Default::default() }).await.expect("a list").total, count, "{lane}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn incidents_are_recorded_by_security_and_read_by_those_who_watch_the_city() {
    let city = City::found().await;
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let (incidents, security) = (city.services.incidents(), city.as_role(Role::SecurityOfficer));
    for role in Role::ALL {
        let ctx = city.as_role(*role);
        let recorded = incidents.create(&ctx, &event(contractor.as_str())).await;
        assert_eq!(recorded.is_ok(), *role == Role::SecurityOfficer, "{role}: {recorded:?}");
        let reads = matches!(role, Role::ProcurementOfficer | Role::SecurityOfficer | Role::Approver | Role::Auditor);
        assert_eq!(incidents.list(&ctx, &IncidentFilter::default()).await.is_ok(), reads, "{role}");
    }
    let unknown = incidents.create(&security, &event("01nothing")).await;
    assert!(matches!(&unknown, Err(Error::Invalid(errors)) if errors[0].field == "contractor"), "{unknown:?}");
    let other = city.draft_of("R08/0009", "5000012050004", "別の株式会社", "ベツノ").await;
    let foreign = incidents.create(&security, &IncidentForm { contract: other.to_string(), ..event(contractor.as_str()) }).await;
    assert!(matches!(&foreign, Err(Error::Invalid(errors)) if errors[0].field == "contract"), "{foreign:?}");
    assert_eq!(incidents.get(&security, &IncidentId::new("01nothing")).await.err(), Some(Error::NotFound));
    assert_eq!(incidents.list(&security, &IncidentFilter::default()).await.expect("a list").total, 1, "what was refused is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_check_asks_about_what_is_open_and_about_nothing_that_is_put_right() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let contract = city.in_force(&officer, &city.contract_form("R08-0200", &contractor)).await;
    let (findings, security, checks) = (city.services.findings(), city.as_role(Role::SecurityOfficer), city.services.verifications());
    let of_clause = recorded(&city, &contract, "observation").await;
    let bare = FindingForm { clause: String::new(), fact: "鍵の貸出簿がない".into(), ..found("observation") };
    let bare = findings.create(&security, &contract, &bare).await.expect("recorded");
    let filter = BoardFilter { lane: Some(Lane::All), contract: Some(contract.clone()), ..BoardFilter::default() };
    let board = checks.board(&security, &filter).await.expect("a board");
    let check = board.items.iter().find(|row| row.state == VerificationState::Scheduled).expect("a check").id.clone();
    let asked = async || {
        let view = checks.get(&security, &check).await.expect("a check");
        let of = |found: &domain::verification::EarlierFinding| found.finding.clone();
        let items: Vec<_> =
            view.verification.checklist.iter().filter(|item| !item.earlier.is_empty()).map(|item| (item.clause.clone(), of(&item.earlier[0]))).collect();
        (items, view.earlier.iter().map(of).collect::<Vec<_>>())
    };
    assert_eq!(asked().await, (vec![("K08".to_owned(), of_clause.id.clone())], vec![bare.id.clone()]));
    let over = ClosingForm { reason: "書面で確かめた".into() };
    for finding in [&of_clause, &bare] {
        findings.lay_aside(&security, &finding.id, 1, &over).await.expect("laid aside");
    }
    assert_eq!(asked().await, (Vec::new(), Vec::new()));
}
