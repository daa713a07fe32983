//! The register from the first administrator to an accepted check, against the real embedded database.

use crate::city::City;
use domain::{
    Error,
    board::{BoardFilter, BoardSort, Lane},
    contract::{ContractFilter, ContractSort, ContractState, ContractStep, Stage},
    contractor::{ContractorFilter, ContractorForm},
    person::Role,
    verification::{AnswerForm, DecisionForm, ReportForm, VerificationState},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_goes_from_draft_to_an_accepted_check() {
    let city = City::found().await;
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let head = city.as_role(Role::DepartmentHead);
    let officer = city.as_role(Role::ProcurementOfficer);
    let security = city.as_role(Role::SecurityOfficer);
    let contracts = city.services.contracts();
    let contract = contracts.create(&head, &city.contract_form("R08-0001", &contractor)).await.expect("a draft");
    assert_eq!((contract.stage, contract.version), (Stage::Draft, 1));
    assert!(!contracts.plan(&head, &contract.id).await.expect("a plan").preview.is_empty());

    let contract = contracts.step(&head, &contract.id, 1, ContractStep::Submit).await.expect("handed in");
    let refused = contracts.step(&officer, &contract.id, contract.version, ContractStep::Activate).await;
    let Err(Error::Refused(reasons)) = refused else { panic!("put in force without its clauses: {refused:?}") };
    for missing in ["contract.selection_missing", "review.missing", "review.unconfirmed"] {
        assert!(reasons.iter().any(|reason| reason.key == missing), "every reason at once: {reasons:?}");
    }
    let selection = city.vetted(&contractor).await.to_string();
    let form = domain::contract::ContractForm { selection, ..city.contract_form("R08-0001", &contractor) };
    let contract = contracts.change(&head, &contract.id, contract.version, &form).await.expect("its selection is named");

    let mut coverage = contracts.coverage(&officer, &contract.id).await.expect("coverage");
    for line in coverage.lines.clone() {
        let form = domain::clause::MarkForm { state: "present".into(), article: "第3条".into(), quote: "乙は…".into() };
        coverage = contracts.mark(&officer, &contract.id, &line.clause, coverage.version, &form).await.expect("marked");
    }
    assert_eq!(coverage.count.missing(), 0);
    city.reviewed(&officer, &contract.id).await;
    let contract = contracts.get(&officer, &contract.id).await.expect("read").contract;
    let contract = contracts.step(&officer, &contract.id, contract.version, ContractStep::Activate).await.expect("in force");
    assert_eq!(contract.stage, Stage::Active);

    let plan = contracts.plan(&head, &contract.id).await.expect("a plan");
    assert!(plan.items.len() >= 3, "initial, periodic and closing: {plan:?}");
    let board = city.services.verifications().board(&head, &BoardFilter { lane: Some(Lane::Overdue), ..Default::default() }).await.expect("a board");
    assert!(!board.items.is_empty() && board.items[0].days_late > 0, "the initial check of a contract begun in April is late in November: {board:?}");

    let verifications = city.services.verifications();
    let id = board.items[0].id.clone();
    let view = verifications.get(&head, &id).await.expect("a check");
    let answers: Vec<AnswerForm> =
        view.verification.checklist.iter().map(|item| AnswerForm { clause: item.clause.clone(), answer: "conforms".into(), remark: String::new() }).collect();
    let form = ReportForm {
        method: "on_site".into(),
        carried_out_on: "R8.11.20".into(),
        verdict: "adequate".into(),
        answers,
        submit: "true".into(),
        ..Default::default()
    };
    let incomplete = ReportForm { verdict: String::new(), ..form.clone() };
    assert!(matches!(verifications.report(&head, &id, 1, &incomplete).await, Err(Error::Invalid(errors)) if errors[0].field == "verdict"));
    let kept = verifications.report(&head, &id, 1, &ReportForm { submit: String::new(), ..incomplete }).await.expect("kept for later");
    assert_eq!(kept.state, VerificationState::InProgress);
    let submitted = verifications.report(&head, &id, 2, &form).await.expect("handed in");
    assert_eq!(submitted.state, VerificationState::Submitted);
    assert!(matches!(verifications.report(&head, &id, 2, &form).await, Err(Error::Conflict { current: 3 })));
    assert!(matches!(verifications.decide(&head, &id, 3, &DecisionForm { accept: "true".into(), remark: String::new() }).await, Err(Error::Forbidden(_))));
    let back =
        verifications.decide(&security, &id, 3, &DecisionForm { accept: "false".into(), remark: "写真を添えてください".into() }).await.expect("sent back");
    assert_eq!(back.state, VerificationState::SentBack);
    verifications.report(&head, &id, 4, &form).await.expect("handed in again");
    let accepted = verifications.decide(&security, &id, 5, &DecisionForm { accept: "true".into(), remark: String::new() }).await.expect("accepted");
    assert_eq!(accepted.state, VerificationState::Accepted);

    let after = verifications.board(&head, &BoardFilter::default()).await.expect("a board");
    assert_eq!(after.total, board.total - 1);
    let picture = verifications.heat(&security, None).await.expect("a picture");
    assert_eq!(picture.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.done).sum::<u32>(), 1);
    let home = city.services.home().get(&head).await.expect("a start page");
    assert_eq!(home.figures.overdue as usize, after.total);
    let (entries, _) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(entries > 40, "{entries}");
    let trail = city
        .services
        .audit()
        .list(
            &city.as_role(Role::Auditor),
            &domain::audit::AuditFilter { record_kind: Some("verification".into()), record: Some(id.to_string()), ..Default::default() },
        )
        .await
        .expect("a trail");
    assert_eq!(trail.items.len(), 6, "planned, kept, handed in, sent back, handed in, accepted: {trail:?}");
    assert!(trail.items[0].changes.iter().any(|change| change.field == "state" && change.after.as_deref() == Some("accepted")));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_filter_sort_search_and_page_by_cursor() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let aozora = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let denki = city.contractor("1180301018771", "みどり電気工事", "ミドリデンキコウジ").await;
    for number in 0..7 {
        let mut form = city.contract_form(&format!("R08-{number:04}"), if number % 2 == 0 { &aozora } else { &denki });
        form.title = format!("庁舎電気工事監理業務その{number}");
        form.end = format!("2027-03-{:02}", 31 - number);
        city.services.contracts().create(&officer, &form).await.expect("made");
    }
    let list = |filter: ContractFilter| {
        let (services, officer) = (city.services.clone(), officer.clone());
        async move { (**services.contracts().list(&officer, &filter).await.expect("a list")).clone() }
    };
    let mut seen = Vec::new();
    let mut filter = ContractFilter { sort: Some(ContractSort::Number), desc: true, limit: Some(3), ..Default::default() };
    loop {
        let page = list(filter.clone()).await;
        assert_eq!(page.total, 7);
        seen.extend(page.items.into_iter().map(|row| row.number));
        match page.next {
            Some(next) => filter.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ["R08-0006", "R08-0005", "R08-0004", "R08-0003", "R08-0002", "R08-0001", "R08-0000"]);
    assert_eq!(list(ContractFilter { q: "電気工事".into(), ..Default::default() }).await.total, 7);
    assert_eq!(list(ContractFilter { q: "ﾃﾞﾝｷ".into(), ..Default::default() }).await.total, 3, "by the reading of the contractor, in half-width kana");
    assert_eq!(list(ContractFilter { q: "r08-0003 監理".into(), ..Default::default() }).await.total, 1);
    assert_eq!(list(ContractFilter { q: "無い言葉".into(), ..Default::default() }).await.total, 0);
    assert_eq!(list(ContractFilter { contractor: Some(denki.clone()), ..Default::default() }).await.total, 3);
    assert_eq!(list(ContractFilter { state: Some(ContractState::Active), ..Default::default() }).await.total, 0);
    assert_eq!(
        list(ContractFilter { state: Some(ContractState::Draft), department: Some(city.division.clone()), ..Default::default() }).await.total,
        7,
        "a division has what its sections have"
    );
    let contractors = city.services.contractors().list(&officer, &ContractorFilter { q: "みどり".into(), ..Default::default() }).await.expect("a list");
    assert_eq!((contractors.total, contractors.items[0].contracts), (1, 3));
    let endless = ContractFilter { q: "契 約 ".repeat(40), ..Default::default() };
    assert!(matches!(city.services.contracts().list(&officer, &endless).await, Err(Error::Invalid(errors)) if errors[0].field == "q"));
    let bad = city.services.contracts().list(&officer, &ContractFilter { cursor: Some("%%".into()), ..Default::default() }).await;
    assert!(matches!(bad, Err(Error::Invalid(errors)) if errors[0].field == "cursor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_s_department_answers_like_nothing_at_all() {
    let city = City::found().await;
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let contract = city.services.contracts().create(&city.as_role(Role::ProcurementOfficer), &city.contract_form("R08-0001", &contractor)).await.expect("made");
    let stranger = city.stranger();
    assert_eq!(city.services.contracts().get(&stranger, &contract.id).await.err(), Some(Error::NotFound));
    assert_eq!(city.services.contracts().change(&stranger, &contract.id, 1, &city.contract_form("R08-0001", &contractor)).await.err(), Some(Error::NotFound));
    assert_eq!(city.services.contracts().list(&stranger, &ContractFilter::default()).await.expect("a list").total, 0);
    assert!(matches!(city.services.contractors().create(&stranger, &ContractorForm::default()).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_by_department_and_by_contractor_page_through_every_check_once() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let security = city.as_role(Role::SecurityOfficer);
    let first = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let second = city.contractor("1180301018771", "みどり電気工事", "ミドリデンキコウジ").await;
    for number in 0..6 {
        let form = city.contract_form(&format!("R08-{number:04}"), if number % 2 == 0 { &first } else { &second });
        city.in_force(&officer, &form).await;
    }
    let urgency = city.services.verifications().board(&security, &BoardFilter::default()).await.expect("a board");
    assert!(urgency.total >= 6);
    for sort in [BoardSort::Urgency, BoardSort::Department, BoardSort::Contractor] {
        let mut filter = BoardFilter { sort: Some(sort), limit: Some(2), ..Default::default() };
        let mut seen = Vec::new();
        for _ in 0..20 {
            let page = city.services.verifications().board(&security, &filter).await.expect("a page");
            assert_eq!(page.total, urgency.total, "{sort:?}");
            seen.extend(page.items.iter().map(|row| (row.contractor.clone(), row.id.clone())));
            filter.cursor = page.next.clone();
            if filter.cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), urgency.total, "{sort:?} shows each check once");
        if sort == BoardSort::Contractor {
            let changes = seen.windows(2).filter(|pair| pair[0].0 != pair[1].0).count();
            assert_eq!(changes, 1, "two contractors, one after the other");
        }
    }
    let standings = city.services.verifications().standings(&security, true).await.expect("standings");
    assert_eq!(standings.iter().map(|standing| standing.overdue as usize).sum::<usize>(), urgency.total);
}
