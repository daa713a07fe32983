//! 契約の版: an amendment and a renewal from the draft to the day they take effect, what follows from them, and what a contract needs to be closed.

use chrono::{Days, NaiveDate};
use domain::{
    Error,
    audit::AuditFilter,
    board::{BoardFilter, Lane, Task},
    clause::MarkForm,
    contract::{
        Contract, ContractForm, ContractState, ContractStep, ContractStepForm, Regime, Stage,
        revision::{Revision, RevisionForm, RevisionStage, RevisionStep, RevisionStepForm},
    },
    id::{ContractId, ContractorId, VerificationId},
    import::{ImportKind, ImportRowFilter},
    person::Role,
    verification::{AnswerForm, DecisionForm, ReportForm, VerificationKind, VerificationState},
};
use service::Ctx;

use crate::city::{City, all_seen, today};

struct Case {
    city: City,
    contract: ContractId,
    contractor: ContractorId,
}

impl Case {
    async fn new() -> Self {
        let city = City::found().await;
        let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
        let officer = city.as_role(Role::ProcurementOfficer);
        let contract = city.in_force(&officer, &city.contract_form("R08-0001", &contractor)).await;
        Self { city, contract, contractor }
    }

    fn head(&self) -> Ctx {
        self.city.as_role(Role::DepartmentHead)
    }

    fn officer(&self) -> Ctx {
        self.city.as_role(Role::ProcurementOfficer)
    }

    async fn now(&self) -> Contract {
        self.city.services.contracts().get(&self.officer(), &self.contract).await.expect("read").contract
    }

    async fn amendment(&self, from: &str, change: fn(&mut ContractForm)) -> RevisionForm {
        let mut terms = ContractForm::from(&self.now().await);
        change(&mut terms);
        RevisionForm {
            kind: "amendment".into(),
            concluded_on: today().to_string(),
            effective_from: from.into(),
            reason: "業務の追加".into(),
            terms,
            ..RevisionForm::default()
        }
    }

    async fn draft(&self, form: &RevisionForm) -> Revision {
        self.city.services.revisions().create(&self.city.as_role(Role::Staff), &self.contract, form).await.expect("a draft")
    }

    async fn step(&self, by: &Ctx, revision: &Revision, step: RevisionStep) -> Result<Revision, Error> {
        let form = RevisionStepForm { step, remark: "確かめてください".into() };
        self.city.services.revisions().step(by, &revision.id, revision.version, &form).await
    }

    /// Handed in by the head, every line that needs it ticked by the officer.
    async fn submitted(&self, revision: &Revision) -> Revision {
        let revision = self.step(&self.head(), revision, RevisionStep::Submit).await.expect("handed in");
        let (revisions, officer) = (self.city.services.revisions(), self.officer());
        let list = revisions.review(&officer, &revision.id).await.expect("a list");
        revisions.confirm(&officer, &revision.id, list.version, &all_seen(&list)).await.expect("ticked");
        revision
    }

    async fn agreed(&self, revision: &Revision) -> Revision {
        let revision = self.submitted(revision).await;
        self.step(&self.officer(), &revision, RevisionStep::Agree).await.expect("agreed")
    }

    async fn mark_all(&self) {
        let (contracts, officer) = (self.city.services.contracts(), self.officer());
        let mut coverage = contracts.coverage(&officer, &self.contract).await.expect("coverage");
        for line in coverage.lines.clone().into_iter().filter(|line| line.mark.is_none()) {
            let form = MarkForm { state: "present".into(), article: "第3条".into(), ..MarkForm::default() };
            coverage = contracts.mark(&officer, &self.contract, &line.clause, coverage.version, &form).await.expect("marked");
        }
    }

    async fn slots(&self) -> Vec<(VerificationKind, NaiveDate, VerificationState)> {
        let plan = self.city.services.contracts().plan(&self.officer(), &self.contract).await.expect("a plan");
        plan.items.into_iter().map(|item| (item.row.kind, item.row.due, item.row.state)).collect()
    }

    async fn closing_check(&self) -> VerificationId {
        let plan = self.city.services.contracts().plan(&self.officer(), &self.contract).await.expect("a plan");
        let open = plan.items.into_iter().find(|item| item.row.kind == VerificationKind::Closing && item.row.state.is_open());
        open.expect("an open check of the end").row.id
    }

    /// The check of the end, carried out and accepted on a day.
    async fn prove_end(&self, on: NaiveDate, verdict: &str) {
        let verifications = self.city.services.verifications();
        let head = Ctx { today: on, ..self.head() };
        let security = Ctx { today: on, ..self.city.as_role(Role::SecurityOfficer) };
        let view = verifications.get(&head, &self.closing_check().await).await.expect("a check").verification;
        let conforms = verdict == "adequate";
        let answer = |clause: &String| AnswerForm {
            clause: clause.clone(),
            answer: if conforms { "conforms".into() } else { "deviates".into() },
            remark: if conforms { String::new() } else { "媒体が戻っていない".into() },
        };
        let form = ReportForm {
            method: view.methods.first().map(ToString::to_string).unwrap_or_default(),
            carried_out_on: on.to_string(),
            verdict: verdict.into(),
            answers: view.checklist.iter().map(|item| answer(&item.clause)).collect(),
            submit: "true".into(),
            ..ReportForm::default()
        };
        verifications.report(&head, &view.id, view.version, &form).await.expect("handed in");
        let accept = DecisionForm { accept: "true".into(), remark: String::new() };
        verifications.decide(&security, &view.id, view.version + 1, &accept).await.expect("accepted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_takes_effect_when_it_is_agreed_to_and_all_that_follows_follows() {
    let case = Case::new().await;
    let (revisions, before) = (case.city.services.revisions(), case.now().await);
    let form = case.amendment("2026-11-24", |terms| (terms.personal, terms.off_premises) = ("my_number".into(), "true".into())).await;
    let draft = case.draft(&form).await;
    assert_eq!((draft.number, draft.stage, draft.requested_by.as_str()), (2, RevisionStage::Draft, "職員 staff"));
    let again = revisions.create(&case.head(), &case.contract, &form).await;
    assert!(matches!(again, Err(Error::Refused(why)) if why[0].key == "revision.another_open"));
    let coverage = case.city.services.contracts().coverage(&case.head(), &case.contract).await.expect("coverage");
    assert!(coverage.lines.iter().any(|line| line.clause == "MN2" && line.coming.is_some()), "the clauses it will need are there to be recorded");
    assert_eq!(coverage.count.missing(), 0, "the version in force lacks none");

    let early = case.submitted(&draft).await;
    let home = case.city.services.home().get(&case.officer()).await.expect("a start page");
    assert!(home.todo.iter().any(|todo| todo.task == Task::Agree && todo.href.ends_with(draft.id.as_str())), "{:?}", home.todo);
    let Err(Error::Refused(reasons)) = case.step(&case.officer(), &early, RevisionStep::Agree).await else { panic!("agreed to without its clauses") };
    assert!(reasons.iter().filter(|reason| reason.key == "review.blocking_missing").count() > 5, "{reasons:?}");
    let returned = case.step(&case.officer(), &early, RevisionStep::Return).await.expect("handed back");
    assert_eq!((returned.stage, returned.remark.as_str()), (RevisionStage::Draft, "確かめてください"));
    case.mark_all().await;
    let done = case.agreed(&returned).await;
    assert_eq!((done.stage, done.decided_by.as_str()), (RevisionStage::InEffect, "職員 procurement_officer"));

    let after = case.now().await;
    assert!(after.assessment.points > before.assessment.points && after.coverage.required > before.coverage.required, "{after:?}");
    assert_eq!((after.coverage.missing(), after.stage), (0, Stage::Active));
    let list = revisions.list(&case.head(), &case.contract).await.expect("versions");
    let told: Vec<_> =
        list.items.iter().map(|item| (item.revision.number, item.in_force, item.changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>())).collect();
    assert_eq!(told, [(2, true, vec!["off_premises", "personal"]), (1, false, vec![])]);
    assert!(list.may_draft && list.names.values().any(|name| name == "青空情報株式会社"));
    let filter = AuditFilter { record_kind: Some("contract".into()), record: Some(case.contract.to_string()), ..AuditFilter::default() };
    let trail = case.city.services.audit().list(&case.head(), &filter).await.expect("a trail");
    assert!(
        trail.items.iter().filter(|event| event.title.contains("変更契約 第2版")).count() >= 5,
        "drafted, handed in, handed back, handed in, agreed, in effect"
    );
    case.city.services.audit().verify().await.expect("read").expect("the chain holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_agreed_to_early_takes_effect_on_its_day_once() {
    let case = Case::new().await;
    let services = &case.city.services;
    let form = case.amendment("2026-12-01", |terms| terms.workplace = "県内のセンター".into()).await;
    let agreed = case.agreed(&case.draft(&form).await).await;
    assert_eq!(agreed.stage, RevisionStage::Agreed);
    let day = |text: &str| domain::date::parse(text).expect("a day");
    assert_eq!(services.revisions_take_effect(day("2026-11-30")).await, Ok(0));
    assert_eq!(case.now().await.workplace, "");
    let view = services.contracts().get(&case.head(), &case.contract).await.expect("read");
    assert_eq!((view.revision, view.open_revision.map(|open| open.id), view.may_revise), (1, Some(agreed.id.clone()), false));
    // Two servers notice the day at once.
    let (one, other) = tokio::join!(services.revisions_take_effect(day("2026-12-01")), services.revisions_take_effect(day("2026-12-01")));
    assert_eq!((one.expect("a turn") + other.expect("a turn"), case.now().await.workplace.as_str()), (1, "県内のセンター"));
    let version = case.now().await.version;
    assert_eq!(services.revisions_take_effect(day("2026-12-02")).await, Ok(0));
    assert_eq!(case.now().await.version, version, "nothing happens twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_extends_the_plan_and_loses_no_check() {
    let case = Case::new().await;
    let before = case.slots().await;
    let end_on =
        |slots: &[(VerificationKind, NaiveDate, VerificationState)]| slots.iter().filter(|slot| slot.0 == VerificationKind::Closing).map(|slot| slot.1).max();
    let on = NaiveDate::from_ymd_opt(2027, 4, 10).expect("a day");
    case.prove_end(on, "adequate").await;
    let mut form = case.amendment("2027-04-01", |terms| terms.end = "2028-09-30".into()).await;
    form.kind = "renewal".into();
    let renewed = case.draft(&form).await;
    assert_eq!(renewed.regime_choice, None, "it goes on before the rules bind");
    case.agreed(&renewed).await;
    assert_eq!(case.city.services.revisions_take_effect(on).await, Ok(1));
    let after = case.slots().await;
    assert!(end_on(&after) > end_on(&before), "{after:?}");
    assert_eq!(after.iter().filter(|slot| slot.0 == VerificationKind::Closing).count(), 2, "the check that was done stays, the new end gets its own");
    assert!(after.iter().any(|slot| slot.0 == VerificationKind::Closing && slot.2 == VerificationState::Accepted));
    assert!(
        after.iter().filter(|slot| slot.0 == VerificationKind::Periodic).count() > before.iter().filter(|slot| slot.0 == VerificationKind::Periodic).count()
    );
    for kept in before.iter().filter(|slot| slot.0 != VerificationKind::Closing) {
        assert!(after.contains(kept), "{kept:?} is gone: {after:?}");
    }
    assert_eq!(case.now().await.state_on(on), ContractState::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_a_renewal_counts_is_recorded_with_who_decided_and_why() {
    let case = Case::new().await;
    let mut form = case.amendment("2027-07-01", |terms| terms.end = "2028-06-30".into()).await;
    form.kind = "renewal".into();
    let refused = case.city.services.revisions().create(&case.head(), &case.contract, &form).await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors.iter().any(|error| error.field == "regime")));
    (form.regime, form.regime_reason) = ("mandatory".into(), "全庁の方針".into());
    let agreed = case.agreed(&case.draft(&form).await).await;
    let choice = agreed.regime_choice.expect("recorded");
    assert_eq!((choice.regime, choice.by.as_str(), choice.on), (Regime::Mandatory, "職員 staff", today()));
    case.city.services.revisions_take_effect(NaiveDate::from_ymd_opt(2027, 7, 1).expect("a day")).await.expect("a turn");
    let view = case.city.services.contracts().get(&case.head(), &case.contract).await.expect("read");
    assert_eq!((view.regime, view.regime_reason.key.as_ref(), view.revision), (Regime::Mandatory, "regime.chosen", 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_on_what_they_handed_in_and_the_slower_of_two_is_told() {
    let case = Case::new().await;
    let (officer, revisions) = (case.officer(), case.city.services.revisions());
    let draft = case.draft(&case.amendment("2026-12-01", |terms| terms.city_lead = "新任 一郎".into()).await).await;
    let own = case.step(&officer, &draft, RevisionStep::Submit).await.expect("an officer hands in too");
    assert!(matches!(case.step(&officer, &own, RevisionStep::Agree).await, Err(Error::Forbidden(why)) if why.key == "permission.own_submission"));
    let list = revisions.review(&officer, &own.id).await.expect("a list");
    assert!(!list.may_confirm && list.under_review);
    assert!(matches!(revisions.confirm(&officer, &own.id, list.version, &all_seen(&list)).await, Err(Error::Forbidden(_))));
    for (by, expected) in [(case.city.as_role(Role::Auditor), "forbidden"), (case.city.stranger(), "not-found")] {
        let refused = case.step(&by, &own, RevisionStep::Withdraw).await.expect_err("not theirs");
        assert_eq!(refused.code(), expected);
    }
    let form = |remark: &str| RevisionStepForm { step: RevisionStep::Withdraw, remark: remark.into() };
    let (head, staff) = (case.head(), case.city.as_role(Role::Staff));
    let (one, two) = (form("一"), form("二"));
    let (first, second) = tokio::join!(revisions.step(&head, &own.id, own.version, &one), revisions.step(&staff, &own.id, own.version, &two));
    let answers = [first, second];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert!(answers.iter().any(|answer| matches!(answer, Err(Error::Conflict { current: 3 }))), "{answers:?}");
    // What was withdrawn leaves its place to the next.
    let next = case.draft(&case.amendment("2026-12-01", |terms| terms.city_lead = "新任 二郎".into()).await).await;
    assert_eq!(next.number, 2);
    let (a, b) = (
        case.amendment("2026-12-02", |terms| terms.city_lead = "三郎".into()).await,
        case.amendment("2026-12-03", |terms| terms.city_lead = "四郎".into()).await,
    );
    let (first, second) = tokio::join!(revisions.change(&head, &next.id, 1, &a), revisions.change(&staff, &next.id, 1, &b));
    assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|done| **done).count(), 1, "{first:?} {second:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_in_force_is_corrected_but_for_what_binds_both_sides() {
    let case = Case::new().await;
    let (contracts, now) = (case.city.services.contracts(), case.now().await);
    let longer = ContractForm { end: "2027-06-30".into(), number: "R08-0009".into(), ..ContractForm::from(&now) };
    let refused = contracts.change(&case.officer(), &case.contract, now.version, &longer).await;
    let Err(Error::Invalid(errors)) = refused else { panic!("the period moved without a version: {refused:?}") };
    assert_eq!(
        errors.iter().map(|error| (error.field.as_str(), error.message.key.as_ref())).collect::<Vec<_>>(),
        [("end", "revision.needed"), ("number", "revision.needed")]
    );
    let slip = ContractForm { title: "住民記録システムの運用保守業務".into(), ..ContractForm::from(&now) };
    let corrected = contracts.change(&case.officer(), &case.contract, now.version, &slip).await.expect("corrected");
    let list = case.city.services.revisions().list(&case.head(), &case.contract).await.expect("versions");
    assert_eq!(list.items[0].revision.terms.title, corrected.title, "the version in force says so too");
    assert_eq!(list.items[0].revision.decided_by, "職員 procurement_officer");

    let csv = "契約番号,件名,課室コード,法人番号,契約種別,開始日,終了日,機密性,個人情報区分,作業場所\n\
        R08-0001,住民記録システム運用保守業務,010100,7000012050002,情報システム運用・保守,2026-04-01,R9.6.30,機密性3B,保有個人情報,市役所\n";
    let imports = case.city.services.imports();
    let preview = imports.preview(&case.officer(), ImportKind::Contracts, "契約.csv", csv.into()).await.expect("a preview");
    let rows = imports.rows(&case.officer(), &preview.id, &ImportRowFilter::default()).await.expect("rows").items;
    assert_eq!(rows[0].errors.iter().map(|error| (error.field.as_str(), error.message.key.as_ref())).collect::<Vec<_>>(), [("end", "revision.needed")]);
    let same_end = csv.replace("R9.6.30", "R9.3.31");
    let preview = imports.preview(&case.officer(), ImportKind::Contracts, "契約.csv", same_end.into_bytes()).await.expect("a preview");
    let done = imports.confirm_and_wait(&case.officer(), &preview.id, preview.version).await.expect("imported");
    assert_eq!((done.done, case.now().await.workplace.as_str()), (1, "市役所"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_taken_over_from_a_list_gets_its_first_version_with_its_second() {
    let case = Case::new().await;
    let officer = case.officer();
    let csv = "契約番号,件名,課室コード,法人番号,契約種別,開始日,終了日,機密性,個人情報区分\nR08-0050,庁舎清掃業務,010100,7000012050002,一般業務委託,2026-04-01,R9.3.31,1,個人情報なし\n";
    let imports = case.city.services.imports();
    let preview = imports.preview(&officer, ImportKind::Contracts, "契約.csv", csv.into()).await.expect("a preview");
    imports.confirm_and_wait(&officer, &preview.id, preview.version).await.expect("imported");
    let page =
        case.city.services.contracts().list(&officer, &domain::contract::ContractFilter { q: "清掃".into(), ..Default::default() }).await.expect("a list");
    let taken = Case { contract: page.items[0].id.clone(), contractor: case.contractor.clone(), city: case.city };
    let revisions = taken.city.services.revisions();
    let first = revisions.list(&taken.head(), &taken.contract).await.expect("versions");
    assert_eq!((first.items.len(), first.items[0].revision.number, first.items[0].in_force), (1, 1, true));
    let form = taken.amendment("2026-12-01", |terms| terms.city_lead = "市 花子".into()).await;
    let draft = taken.draft(&RevisionForm { terms: ContractForm { contractor_lead: "受託 太郎".into(), ..form.terms.clone() }, ..form }).await;
    assert_eq!(draft.number, 2);
    let list = revisions.review(&taken.officer(), &draft.id).await.expect("a list");
    assert!(list.lines.iter().any(|line| line.found.key == "review.still_missing"), "an amendment may leave the gaps of an old contract: {:?}", list.lines);
    let agreed = taken.agreed(&draft).await;
    taken.city.services.revisions_take_effect(agreed.effective_from).await.expect("a turn");
    assert_eq!(taken.now().await.city_lead, "市 花子");
    assert!(taken.contractor == case.contractor);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_that_ended_without_proof_is_in_sight_until_it_is_closed() {
    let case = Case::new().await;
    let (contracts, services) = (case.city.services.contracts(), &case.city.services);
    let version = case.now().await.version;
    let running = contracts.step(&case.head(), &case.contract, version, ContractStep::Close).await;
    assert!(matches!(running, Err(Error::Refused(why)) if why.iter().any(|reason| reason.key == "closing.period_runs")));
    // Two months after the end nobody has shown what became of the information.
    let on = NaiveDate::from_ymd_opt(2027, 3, 31).expect("a day") + Days::new(61);
    let (head, security) = (Ctx { today: on, ..case.head() }, Ctx { today: on, ..case.city.as_role(Role::SecurityOfficer) });
    let late = services.verifications().board(&security, &BoardFilter { lane: Some(Lane::Overdue), ..BoardFilter::default() }).await.expect("a board");
    assert!(late.items.iter().any(|row| row.contract == case.contract && row.kind == VerificationKind::Closing), "the board does not show it: {late:?}");
    let on_start = |home: domain::board::Home| {
        home.todo.iter().filter(|todo| todo.href == format!("/contracts/{}", case.contract)).map(|todo| todo.task).collect::<Vec<_>>()
    };
    assert_eq!(on_start(services.home().get(&head).await.expect("a start page")), [Task::Close]);
    let view = contracts.get(&head, &case.contract).await.expect("read");
    assert_eq!((view.state, view.steps.as_slice()), (ContractState::Ended, [].as_slice()));
    assert_eq!(view.closing_hindrances.iter().map(|reason| reason.key.as_ref()).collect::<Vec<_>>(), ["closing.check_missing"]);
    assert!(matches!(contracts.step(&head, &case.contract, version, ContractStep::Close).await, Err(Error::Refused(_))));

    // The check of the end is accepted, but says that something is not back: no check is open any more, and it stays in sight.
    case.prove_end(on, "inadequate").await;
    assert_eq!(on_start(services.home().get(&head).await.expect("a start page")), [Task::Close]);
    let view = contracts.get(&head, &case.contract).await.expect("read");
    assert_eq!(view.closing_hindrances[0].key, "closing.not_adequate");
    assert_eq!(view.steps, [ContractStep::Close], "with what came after it");
    assert!(matches!(contracts.step(&head, &case.contract, version, ContractStep::Close).await, Err(Error::Refused(_))));
    let form = ContractStepForm { step: ContractStep::Close, proof: "廃棄証明書を4月20日に受領".into() };
    let closed = contracts.step(&head, &case.contract, version, form).await.expect("closed");
    assert_eq!((closed.stage, closed.closing.map(|closing| closing.on)), (Stage::Closed, Some(on)));
    assert!(on_start(services.home().get(&head).await.expect("a start page")).is_empty());
    let left = services.verifications().board(&security, &BoardFilter { lane: Some(Lane::Overdue), ..BoardFilter::default() }).await.expect("a board");
    assert!(left.items.iter().all(|row| row.contract != case.contract));
    let more = case.city.services.revisions().create(&case.head(), &case.contract, &RevisionForm::default()).await;
    assert!(matches!(more, Err(Error::Refused(why)) if why[0].key == "revision.not_in_force"));
}
