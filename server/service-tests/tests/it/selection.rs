//! 選定評価: from the piece of work to the contract that rests on it; one answers, another decides.

use crate::city::{City, all_met, today};
use chrono::Days;
use domain::{
    Error,
    audit::AuditFilter,
    board::Task,
    contract::{ContractForm, ContractStep},
    id::{ContractorId, ProcurementId},
    person::Role,
    selection::{
        AnswersForm, CandidateForm, ConditionForm, CriteriaForm, DecisionForm, ProcurementFilter, ProcurementForm, ProcurementState, Selection,
        SelectionFilter, SelectionStage, SelectionState,
    },
};

fn work(city: &City, title: &str) -> ProcurementForm {
    ProcurementForm {
        title: title.into(),
        department: city.section.to_string(),
        kind: "general".into(),
        personal: "personal".into(),
        ..ProcurementForm::default()
    }
}

async fn procurement(city: &City) -> ProcurementId {
    city.services.procurements().create(&city.as_role(Role::ProcurementOfficer), &work(city, "健診案内の封入")).await.expect("registered").id
}

async fn candidate(city: &City, procurement: &ProcurementId, contractor: &ContractorId) -> Selection {
    let form = CandidateForm { contractor: contractor.to_string() };
    city.services.procurements().add(&city.as_role(Role::ProcurementOfficer), procurement, &form).await.expect("a candidate")
}

fn decision(verdict: &str) -> DecisionForm {
    DecisionForm { verdict: verdict.into(), remark: "理由".into(), ..DecisionForm::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_is_answered_by_one_and_decided_on_by_another() {
    let city = City::found().await;
    let aozora = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let (officer, security) = (city.as_role(Role::ProcurementOfficer), city.as_role(Role::SecurityOfficer));
    let (procurements, selections) = (city.services.procurements(), city.services.selections());
    let id = procurement(&city).await;
    let selection = candidate(&city, &id, &aozora).await;
    let twice = procurements.add(&officer, &id, &CandidateForm { contractor: aozora.to_string() }).await;
    assert!(matches!(twice, Err(Error::Invalid(errors)) if errors[0].message.key == "selection.standing"));

    let view = selections.get(&officer, &selection.id).await.expect("read");
    assert!(view.may_answer && !view.may_decide && view.criteria.iter().any(|criterion| criterion.id == "C8") && view.score.answered == 0);
    let half = AnswersForm { submit: String::new(), ..all_met(&view.criteria[..3]) };
    let kept = selections.answer(&officer, &selection.id, 1, &half).await.expect("kept for later");
    assert_eq!((kept.stage, kept.answers.len(), kept.version), (SelectionStage::Draft, 3, 2));
    let early = selections.submit(&officer, &selection.id, 2).await;
    assert!(matches!(early, Err(Error::Invalid(errors)) if errors.len() == view.criteria.len() - 3), "every gap at once");
    assert_eq!(selections.answer(&officer, &selection.id, 1, &half).await.err(), Some(Error::Conflict { current: 2 }));
    assert!(matches!(selections.decide(&security, &selection.id, 2, &decision("failed")).await, Err(Error::Refused(_))), "nothing was handed in");

    selections.answer(&officer, &selection.id, 2, &AnswersForm { submit: String::new(), ..all_met(&view.criteria) }).await.expect("kept");
    let submitted = selections.submit(&officer, &selection.id, 3).await.expect("handed in");
    assert_eq!(submitted.stage, SelectionStage::Submitted);
    let waiting = async |ctx| city.services.auth().me(ctx).await.expect("who asks").selections;
    assert_eq!((waiting(&security).await, waiting(&officer).await), (1, 0), "told to whoever decides");
    let todo = async |ctx| {
        let todo = city.services.home().get(ctx).await.expect("a start page").todo;
        todo.into_iter().filter(|todo| todo.task == Task::Decide).map(|todo| todo.href).collect::<Vec<_>>()
    };
    assert_eq!((todo(&security).await, todo(&officer).await), (vec![format!("/selections/{id}")], Vec::new()));
    assert!(matches!(selections.answer(&officer, &selection.id, 4, &half).await, Err(Error::Refused(_))));
    assert!(matches!(selections.decide(&officer, &selection.id, 4, &decision("passed")).await, Err(Error::Forbidden(_))));

    let back = selections.decide(&security, &selection.id, 4, &decision("returned")).await.expect("handed back");
    assert_eq!((back.stage, back.decision.as_str()), (SelectionStage::Draft, "理由"));
    assert!(todo(&security).await.is_empty(), "handed back: not theirs any more");
    selections.submit(&officer, &selection.id, 5).await.expect("handed in again");
    let conditions = vec![ConditionForm { text: "教育の記録を出す".into(), due: "2027-01-31".into() }];
    let form = DecisionForm { conditions, ..decision("passed_with_conditions") };
    let passed = selections.decide(&security, &selection.id, 6, &form).await.expect("passed");
    assert_eq!((passed.stage, passed.valid_until), (SelectionStage::Conditional, Some("2027-11-24".parse().expect("a day"))));

    let row = procurements.list(&security, &ProcurementFilter::default()).await.expect("a list").items.remove(0);
    assert_eq!((row.state, row.candidates, row.leader.as_deref(), row.percent), (ProcurementState::Settled, 1, Some("青空情報株式会社"), 100));
    let trail = AuditFilter { record_kind: Some("selection".into()), record: Some(selection.id.to_string()), ..Default::default() };
    assert_eq!(city.services.audit().list(&city.as_role(Role::Auditor), &trail).await.expect("a trail").items.len(), 7);
    let (_, head) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(!head.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_on_what_they_submitted_and_strangers_see_nothing() {
    let city = City::found().await;
    let aozora = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let (officer, security) = (city.as_role(Role::ProcurementOfficer), city.as_role(Role::SecurityOfficer));
    let selections = city.services.selections();
    let id = procurement(&city).await;
    let selection = candidate(&city, &id, &aozora).await;
    let asked = selections.get(&officer, &selection.id).await.expect("read").criteria;
    // Somebody who holds both roles.
    let mut both = officer.clone();
    both.actor.grants.extend(security.actor.grants.clone());
    selections.answer(&both, &selection.id, 1, &all_met(&asked)).await.expect("handed in");
    assert!(
        matches!(selections.decide(&both, &selection.id, 2, &decision("passed")).await, Err(Error::Forbidden(message)) if message.key == "permission.own_submission")
    );
    assert!(!selections.get(&both, &selection.id).await.expect("read").may_decide);

    for role in [Role::DepartmentHead, Role::Approver, Role::Auditor] {
        let reader = city.as_role(role);
        let view = selections.get(&reader, &selection.id).await.expect("readable");
        assert!(!view.may_answer && !view.may_decide, "{role}");
        assert!(matches!(selections.answer(&reader, &selection.id, 2, &all_met(&asked)).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(selections.decide(&reader, &selection.id, 2, &decision("passed")).await, Err(Error::Forbidden(_))), "{role}");
    }
    let stranger = city.stranger();
    assert_eq!(selections.get(&stranger, &selection.id).await.err(), Some(Error::NotFound));
    assert_eq!(city.services.procurements().get(&stranger, &id).await.err(), Some(Error::NotFound));
    assert_eq!(city.services.procurements().compare(&stranger, &id).await.err(), Some(Error::NotFound));
    assert_eq!(city.services.procurements().list(&stranger, &ProcurementFilter::default()).await.expect("a list").total, 0);
    assert_eq!(selections.list(&stranger, &SelectionFilter::default()).await.expect("a list").total, 0);
    assert!(matches!(selections.list(&city.as_role(Role::Staff), &SelectionFilter::default()).await, Err(Error::Forbidden(_))));
    assert!(matches!(selections.get(&city.as_role(Role::Administrator), &selection.id).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn candidates_are_compared_and_the_list_is_narrowed() {
    let city = City::found().await;
    let aozora = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let midori = city.contractor("1180301018771", "みどり電気工事", "ミドリデンキコウジ").await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let (procurements, selections) = (city.services.procurements(), city.services.selections());
    let id = procurement(&city).await;
    let first = candidate(&city, &id, &aozora).await;
    let second = candidate(&city, &id, &midori).await;
    let asked = selections.get(&officer, &first.id).await.expect("read").criteria;
    let mut answers = all_met(&asked);
    let blocking = asked.iter().position(|criterion| criterion.blocking).expect("one blocks");
    (answers.answers[blocking].grade, answers.answers[blocking].remark) = ("not_met".into(), "確かめられない".into());
    selections.answer(&officer, &second.id, 1, &answers).await.expect("handed in");
    let refused = selections.decide(&city.as_role(Role::SecurityOfficer), &second.id, 2, &decision("passed")).await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].field == "verdict" && errors[0].message.key == "selection.blocking_not_met"));

    let comparison = procurements.compare(&officer, &id).await.expect("side by side");
    let names: Vec<&str> = comparison.columns.iter().map(|column| column.contractor_name.as_str()).collect();
    assert_eq!((names, comparison.rows.len()), (vec!["青空情報株式会社", "みどり電気工事"], asked.len()));
    assert!(comparison.columns[1].score.percent > 80 && comparison.columns[1].score.hindrances.len() == 1);
    assert!(comparison.rows.iter().all(|row| row.answers[0].is_none() && row.answers[1].is_some()));

    let moved = procurements.change(&officer, &id, 1, &ProcurementForm { kind: "cloud".into(), ..work(&city, "健診案内") }).await;
    assert!(matches!(moved, Err(Error::Invalid(errors)) if errors[0].field == "kind"), "what decides the criteria stands");
    procurements.change(&officer, &id, 1, &work(&city, "健診案内（改）")).await.expect("renamed");
    assert_eq!(selections.get(&officer, &first.id).await.expect("read").selection.title, "健診案内（改）");

    procurements.create(&officer, &work(&city, "広報紙の印刷")).await.expect("another");
    let total = async |filter: ProcurementFilter| procurements.list(&officer, &filter).await.expect("a list").total;
    assert_eq!(total(ProcurementFilter { state: Some(ProcurementState::Waiting), ..Default::default() }).await, 1);
    assert_eq!(total(ProcurementFilter { state: Some(ProcurementState::Open), ..Default::default() }).await, 1);
    assert_eq!(total(ProcurementFilter { state: Some(ProcurementState::Expired), ..Default::default() }).await, 0);
    assert_eq!(total(ProcurementFilter { q: "健診".into(), ..Default::default() }).await, 1);
    assert_eq!(total(ProcurementFilter { department: Some(city.division.clone()), ..Default::default() }).await, 2);
    let of = async |filter: SelectionFilter| selections.list(&officer, &filter).await.expect("a list").total;
    assert_eq!(of(SelectionFilter { contractor: Some(midori.clone()), ..Default::default() }).await, 1);
    assert_eq!(of(SelectionFilter { contractor: Some(midori), in_force: true, ..Default::default() }).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_put_in_force_on_a_selection_in_force_only() {
    let city = City::found().await;
    let aozora = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let midori = city.contractor("1180301018771", "みどり電気工事", "ミドリデンキコウジ").await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contracts = city.services.contracts();
    let selection = city.vetted(&aozora).await.to_string();
    let other = ContractForm { selection: selection.clone(), ..city.contract_form("R08-0002", &midori) };
    assert!(matches!(contracts.create(&officer, &other).await, Err(Error::Invalid(errors)) if errors[0].field == "selection"));
    let nobody = ContractForm { selection: "01nothing".into(), ..city.contract_form("R08-0002", &aozora) };
    assert!(matches!(contracts.create(&officer, &nobody).await, Err(Error::Invalid(errors)) if errors[0].field == "selection"));

    let form = ContractForm { selection, personal: "my_number".into(), ..city.contract_form("R08-0001", &aozora) };
    let contract = contracts.create(&officer, &form).await.expect("a draft");
    let view = contracts.get(&officer, &contract.id).await.expect("read");
    assert_eq!(view.selection.map(|row| row.state), Some(SelectionState::Passed));
    assert_eq!(view.selection_hindrances.iter().map(|message| message.key.as_ref()).collect::<Vec<_>>(), ["contract.selection_other_work"]);
    assert_eq!(contracts.get(&city.as_role(Role::Staff), &contract.id).await.expect("read").selection, None, "staff do not see selections");
    let form = ContractForm { personal: "personal".into(), ..form };
    contracts.change(&officer, &contract.id, 1, &form).await.expect("changed");
    assert_eq!(contracts.get(&officer, &contract.id).await.expect("read").selection_hindrances, []);

    contracts.step(&city.as_role(Role::DepartmentHead), &contract.id, 2, ContractStep::Submit).await.expect("under review");
    let later = service::Ctx { today: today() + Days::new(400), ..officer.clone() };
    let Err(Error::Refused(reasons)) = contracts.step(&later, &contract.id, 3, ContractStep::Activate).await else { panic!("on an expired selection") };
    assert!(reasons.iter().any(|reason| reason.key == "contract.selection_not_in_force"), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.key == "review.missing"), "every reason at once: {reasons:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_keeps_the_criteria_it_began_with() {
    let city = City::found().await;
    let aozora = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let midori = city.contractor("1180301018771", "みどり電気工事", "ミドリデンキコウジ").await;
    let (officer, security) = (city.as_role(Role::ProcurementOfficer), city.as_role(Role::SecurityOfficer));
    let (policies, selections) = (city.services.policies(), city.services.selections());
    let id = procurement(&city).await;
    let before = candidate(&city, &id, &aozora).await;
    let shipped = policies.criteria(&security).await.expect("the criteria");
    assert_eq!((shipped.criteria.version, shipped.coming), (1, None));

    let mut form = CriteriaForm { note: "実績を問わない".into(), ..CriteriaForm::from(&shipped.criteria) };
    form.criteria[0].dropped = "true".into();
    assert!(matches!(policies.revise_criteria(&officer, 1, &form).await, Err(Error::Forbidden(_))));
    let made = policies.revise_criteria(&security, 1, &form).await.expect("a new version");
    assert_eq!((made.version, made.in_force_from), (2, today()));
    assert_eq!(policies.revise_criteria(&security, 1, &form).await.err(), Some(Error::Conflict { current: 2 }));
    let after = candidate(&city, &id, &midori).await;
    assert_eq!((before.criteria_version, after.criteria_version), (1, 2));
    let asked = async |selection: &Selection| selections.get(&officer, &selection.id).await.expect("read").criteria.len();
    assert_eq!(asked(&before).await, asked(&after).await + 1);

    let coming = CriteriaForm { in_force_from: "2027-04-01".into(), ..form };
    policies.revise_criteria(&security, 2, &coming).await.expect("written ahead");
    let view = policies.criteria(&security).await.expect("the criteria");
    assert_eq!((view.criteria.version, view.newest().version), (2, 3));
    let next_year = service::Ctx { today: "2027-04-01".parse().expect("a day"), ..security };
    assert_eq!(policies.criteria(&next_year).await.expect("the criteria").criteria.version, 3);
}
