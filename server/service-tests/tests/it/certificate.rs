//! 認証: registered once, renewed, ended, warned of, and cited by selections and checks while in force only.

use chrono::Days;
use domain::{
    Error,
    audit::AuditFilter,
    board::Task,
    certificate::{Certificate, CertificateFilter, CertificateForm, CertificateKind, CertificateLane, CertificateState, EndForm, EndReason},
    contractor::ContractorForm,
    id::{CertificateId, ContractorId},
    person::Role,
    selection::{AnswersForm, CandidateForm, ProcurementForm},
    verification::{AnswerForm, Method, ReportForm},
};
use service::Ctx;

use crate::city::{City, all_met, today};

struct Case {
    city: City,
    contractor: ContractorId,
}

impl Case {
    async fn new() -> Self {
        let city = City::found().await;
        let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
        Self { city, contractor }
    }

    fn officer(&self) -> Ctx {
        self.city.as_role(Role::ProcurementOfficer)
    }

    fn isms(&self, number: &str, last: &str) -> CertificateForm {
        CertificateForm {
            contractor: self.contractor.to_string(),
            kind: "isms".into(),
            number: number.into(),
            scope: "本社".into(),
            body: "試験認証機構".into(),
            edition: "JIS Q 27001:2023".into(),
            issued_on: "2025-01-15".into(),
            expires_on: last.into(),
            ..CertificateForm::default()
        }
    }

    async fn register(&self, form: &CertificateForm) -> Result<Certificate, Error> {
        self.city.services.certificates().create(&self.officer(), form).await
    }

    async fn listed(&self, filter: CertificateFilter) -> Vec<CertificateId> {
        self.city.services.certificates().list(&self.officer(), &filter).await.expect("a list").items.into_iter().map(|row| row.id).collect()
    }

    async fn lane(&self, lane: CertificateLane) -> Vec<CertificateId> {
        self.listed(CertificateFilter { lane: Some(lane), ..Default::default() }).await
    }
}

fn fault_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> (String, String) {
    match answer {
        Err(Error::Invalid(errors)) => (errors[0].field.clone(), errors[0].message.key.to_string()),
        other => (String::new(), format!("{other:?}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_registered_once_changed_and_ended_and_each_is_in_the_trail() {
    let case = Case::new().await;
    let certificates = case.city.services.certificates();
    let made = case.register(&case.isms("IS-1", "2028-01-14")).await.expect("registered");
    assert_eq!(fault_of(case.register(&case.isms("ＩＳ－１", "2027-01-14")).await), ("number".into(), "certificate.double".into()));
    let nobody = CertificateForm { contractor: "nobody".into(), ..case.isms("IS-2", "2028-01-14") };
    assert_eq!(fault_of(case.register(&nobody).await), ("contractor".into(), "certificate.unknown_contractor".into()));

    let filed = CertificateForm { renewal_filed_on: "2026-11-20".into(), ..case.isms("IS-1", "2028-01-14") };
    let changed = certificates.change(&case.officer(), &made.id, 1, &filed).await.expect("changed");
    assert_eq!((changed.version, changed.renewal_filed_on), (2, domain::date::parse("2026-11-20")));
    let stale = certificates.change(&case.officer(), &made.id, 1, &filed).await;
    assert!(matches!(stale, Err(Error::Conflict { current: 2 })), "{stale:?}");
    let other = case.city.contractor("6000012050003", "若葉データ株式会社", "ワカバデータ").await;
    let moved = CertificateForm { contractor: other.to_string(), ..filed.clone() };
    assert_eq!(fault_of(certificates.change(&case.officer(), &made.id, 2, &moved).await), ("contractor".into(), "certificate.contractor_stays".into()));

    let end = EndForm { on: "2026-11-01".into(), reason: "revoked".into(), remark: "取消しの公表".into() };
    certificates.end(&case.officer(), &made.id, 2, &end).await.expect("ended");
    let view = certificates.get(&case.city.as_role(Role::Staff), &made.id).await.expect("read by anybody signed in");
    assert_eq!((view.standing.state, view.may_change), (CertificateState::Ended, false));
    let again = certificates.end(&case.officer(), &made.id, 3, &end).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    assert!(case.register(&case.isms("IS-1", "2028-01-14")).await.is_err(), "it counted until October");
    let later = CertificateForm { issued_on: "2026-11-01".into(), ..case.isms("IS-1", "2029-10-31") };
    case.register(&later).await.expect("from the day it ended");

    let filter = AuditFilter { record_kind: Some("certificate".into()), record: Some(made.id.to_string()), ..Default::default() };
    let trail = case.city.services.audit().list(&case.city.as_role(Role::Auditor), &filter).await.expect("a trail");
    assert_eq!(trail.items.len(), 3);
    assert!(trail.items[0].title.contains("青空情報株式会社"), "{:?}", trail.items[0].title);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_renews_another_ends_it_in_the_same_breath() {
    let case = Case::new().await;
    let certificates = case.city.services.certificates();
    let first = case.register(&case.isms("IS-1", "2026-12-01")).await.expect("registered");
    let renewal = CertificateForm { issued_on: "2026-11-20".into(), expires_on: "2029-11-19".into(), ..CertificateForm::renewing(&first) };
    assert_eq!(fault_of(case.register(&CertificateForm { renews: String::new(), ..renewal.clone() }).await).1, "certificate.double");
    let second = case.register(&renewal).await.expect("renewed");
    let before = certificates.get(&case.officer(), &first.id).await.expect("read").certificate;
    assert_eq!(before.ended.map(|end| (end.on, end.reason)), Some((second.issued_on, EndReason::Renewed)));
    assert_eq!(case.lane(CertificateLane::Warned).await, []);
    assert_eq!(
        fault_of(case.register(&CertificateForm { number: "IS-9".into(), ..renewal.clone() }).await),
        ("renews".into(), "certificate.ended_already".into())
    );
    let other = case.city.contractor("6000012050003", "若葉データ株式会社", "ワカバデータ").await;
    let stolen = CertificateForm { contractor: other.to_string(), renews: second.id.to_string(), number: "IS-8".into(), ..renewal };
    assert_eq!(fault_of(case.register(&stolen).await), ("renews".into(), "certificate.not_theirs".into()));
    assert_eq!(case.listed(CertificateFilter::default()).await.len(), 2, "what was refused left nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_tell_what_runs_out_and_the_start_page_of_those_with_contracts_only() {
    let case = Case::new().await;
    let day = |days: i64| (today() + chrono::TimeDelta::days(days)).to_string();
    let make = async |number: &str, last: &str| case.register(&case.isms(number, last)).await.expect("registered").id;
    let (gone, last_day, soon, later) = (make("1", &day(-1)).await, make("2", &day(0)).await, make("3", &day(90)).await, make("4", &day(91)).await);
    let pending = CertificateForm {
        kind: "ismap".into(),
        number: "C21-0005-2".into(),
        issued_on: "2026-01-05".into(),
        expires_on: String::new(),
        audit_period_end: "2025-07-15".into(),
        renewal_filed_on: "2026-11-14".into(),
        ..case.isms("", "")
    };
    let pending = case.register(&pending).await.expect("registered").id;
    assert_eq!(case.lane(CertificateLane::Warned).await, [gone.clone(), last_day.clone(), soon.clone()]);
    assert_eq!(case.lane(CertificateLane::Expired).await, std::slice::from_ref(&gone));
    assert_eq!(case.lane(CertificateLane::Expiring).await, [last_day, soon]);
    assert_eq!(case.lane(CertificateLane::Valid).await, std::slice::from_ref(&later));
    assert_eq!(case.lane(CertificateLane::Pending).await, std::slice::from_ref(&pending));
    assert_eq!(case.lane(CertificateLane::All).await.len(), 5);
    assert_eq!(case.listed(CertificateFilter { kind: Some(CertificateKind::Ismap), ..Default::default() }).await, [pending]);
    assert_eq!(case.listed(CertificateFilter { q: "青空 IS".into(), kind: Some(CertificateKind::Isms), ..Default::default() }).await.len(), 4);
    assert_eq!(case.listed(CertificateFilter { contractor: Some(ContractorId::new("x")), ..Default::default() }).await, []);

    let first = case.city.services.certificates().list(&case.officer(), &CertificateFilter { limit: Some(2), ..Default::default() }).await.expect("a page");
    let rest = CertificateFilter { cursor: first.next, ..Default::default() };
    assert_eq!((first.items.len(), case.listed(rest).await.len()), (2, 3));

    let todo = async |ctx: &Ctx| {
        let home = case.city.services.home().get(ctx).await.expect("a start page");
        home.todo.into_iter().filter(|todo| todo.task == Task::Renew).map(|todo| (todo.href, todo.days_late)).collect::<Vec<_>>()
    };
    assert_eq!(todo(&case.officer()).await, [], "the city has no contract with them");
    case.city.in_force(&case.officer(), &case.city.contract_form("R08-0001", &case.contractor)).await;
    let told = todo(&case.officer()).await;
    assert_eq!((told.len(), told[0].0.clone()), (3, format!("/certificates/{gone}")));
    assert_eq!(todo(&case.city.as_role(Role::SecurityOfficer)).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contractor_that_is_renamed_is_found_by_its_new_name() {
    let case = Case::new().await;
    case.register(&case.isms("IS-1", "2028-01-14")).await.expect("registered");
    let form = ContractorForm {
        kind: "company".into(),
        corporate_number: "7000012050002".into(),
        name: "碧空情報株式会社".into(),
        name_kana: "ヘキクウジョウホウ".into(),
        address: "試験市中央1-1".into(),
        ..ContractorForm::default()
    };
    case.city.services.contractors().change(&case.officer(), &case.contractor, 1, &form).await.expect("renamed");
    let found = |q: &str| CertificateFilter { q: q.into(), ..Default::default() };
    assert_eq!((case.listed(found("碧空")).await.len(), case.listed(found("青空")).await.len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_procurement_officer_writes() {
    let case = Case::new().await;
    let made = case.register(&case.isms("IS-1", "2028-01-14")).await.expect("registered");
    for role in [Role::Staff, Role::DepartmentHead, Role::SecurityOfficer, Role::Approver, Role::Auditor, Role::Administrator] {
        let (ctx, certificates) = (case.city.as_role(role), case.city.services.certificates());
        let form = case.isms("IS-2", "2028-01-14");
        assert!(matches!(certificates.create(&ctx, &form).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(certificates.change(&ctx, &made.id, 1, &form).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(certificates.end(&ctx, &made.id, 1, &EndForm::default()).await, Err(Error::Forbidden(_))), "{role}");
        let view = certificates.get(&ctx, &made.id).await.expect("read");
        assert!(!view.may_change, "{role}");
    }
    let unknown = case.city.services.certificates().get(&case.officer(), &CertificateId::new("nothing")).await;
    assert_eq!(unknown.err(), Some(Error::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_cite_certificates_of_the_candidate_that_are_in_force_when_handed_in() {
    let case = Case::new().await;
    let (officer, services) = (case.officer(), &case.city.services);
    let sound = case.register(&case.isms("IS-1", "2028-01-14")).await.expect("registered").id;
    let gone = case.register(&case.isms("IS-2", "2026-11-23")).await.expect("registered").id;
    let other = case.city.contractor("6000012050003", "若葉データ株式会社", "ワカバデータ").await;
    let foreign = case.register(&CertificateForm { contractor: other.to_string(), ..case.isms("IS-3", "2028-01-14") }).await.expect("registered").id;
    let work = ProcurementForm {
        title: "健診案内の封入".into(),
        department: case.city.section.to_string(),
        kind: "general".into(),
        personal: "personal".into(),
        ..ProcurementForm::default()
    };
    let procurement = services.procurements().create(&officer, &work).await.expect("registered").id;
    let selection = services.procurements().add(&officer, &procurement, &CandidateForm { contractor: case.contractor.to_string() }).await.expect("a candidate");
    let view = services.selections().get(&officer, &selection.id).await.expect("read");
    assert_eq!(view.certificates.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), std::slice::from_ref(&sound), "what can be cited");

    let citing = |id: &CertificateId, submit: &str| {
        let mut form = AnswersForm { submit: submit.into(), ..all_met(&view.criteria) };
        form.answers[1].certificates = vec![String::new(), id.to_string()];
        form
    };
    let answer = async |form: AnswersForm, version: u64| services.selections().answer(&officer, &selection.id, version, &form).await;
    assert_eq!(fault_of(answer(citing(&foreign, ""), 1).await), ("answers[1].certificates[1]".into(), "certificate.not_theirs".into()));
    assert_eq!(fault_of(answer(citing(&CertificateId::new("nothing"), ""), 1).await).1, "certificate.not_theirs");
    answer(citing(&gone, ""), 1).await.expect("kept for later");
    assert_eq!(fault_of(answer(citing(&gone, "true"), 2).await), ("answers[1].certificates[1]".into(), "certificate.not_in_force".into()));
    let shown = services.selections().get(&officer, &selection.id).await.expect("read").certificates;
    assert!(shown.iter().any(|row| row.id == gone && row.state == CertificateState::Expired), "what is cited is shown with how it stands: {shown:?}");
    let handed_in = answer(citing(&sound, "true"), 2).await.expect("handed in");
    assert_eq!(handed_in.answers[1].certificates, [sound]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_by_certificate_rests_on_one_in_force_on_the_day_it_was_done() {
    let case = Case::new().await;
    let services = &case.city.services;
    let head = case.city.as_role(Role::DepartmentHead);
    // Without personal information a certificate will do.
    let form = domain::contract::ContractForm {
        personal: "none".into(),
        records: "0".into(),
        confidentiality: "2".into(),
        segment: "none".into(),
        ..case.city.contract_form("R08-0001", &case.contractor)
    };
    case.city.in_force(&case.officer(), &form).await;
    let board = services
        .verifications()
        .board(&head, &domain::board::BoardFilter { lane: Some(domain::board::Lane::All), ..Default::default() })
        .await
        .expect("a board");
    let mut checks = Vec::new();
    for row in &board.items {
        checks.push(services.verifications().get(&head, &row.id).await.expect("read"));
    }
    let view = checks.into_iter().find(|view| view.verification.methods.contains(&Method::Certificate)).expect("one that a certificate satisfies");
    let gone = case.register(&case.isms("IS-2", "2026-11-10")).await.expect("registered").id;
    let answers = view.verification.checklist.iter().map(|item| AnswerForm { clause: item.clause.clone(), answer: "conforms".into(), remark: String::new() });
    let report = ReportForm {
        method: "certificate".into(),
        carried_out_on: "2026-11-20".into(),
        verdict: "adequate".into(),
        answers: answers.collect(),
        submit: "true".into(),
        ..ReportForm::default()
    };
    let (id, version) = (view.verification.id.clone(), view.verification.version);
    let send = async |certificate: &str, day: &str| {
        let form = ReportForm { certificate: certificate.into(), carried_out_on: day.into(), ..report.clone() };
        services.verifications().report(&head, &id, version, &form).await
    };
    assert_eq!(fault_of(send("", "2026-11-20").await), ("certificate".into(), "verification.certificate_missing".into()));
    assert_eq!(fault_of(send("nothing", "2026-11-20").await), ("certificate".into(), "certificate.not_theirs".into()));
    assert_eq!(fault_of(send(gone.as_str(), "2026-11-20").await), ("certificate".into(), "certificate.not_in_force".into()));
    let done = send(gone.as_str(), "2026-11-10").await.expect("on its last day it was in force");
    assert_eq!(done.certificate, Some(gone.clone()));
    let view = services.verifications().get(&head, &id).await.expect("read");
    assert_eq!(view.shown_by.map(|row| (row.id, row.state.is_in_force())), Some((gone, true)), "as it stood that day");
    assert!(view.certificates.is_empty(), "nothing is to be chosen any more");
    let later = Ctx { today: today() + Days::new(30), ..head.clone() };
    assert!(services.verifications().get(&later, &id).await.is_ok());
}
