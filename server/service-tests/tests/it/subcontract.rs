//! 再委託: from the request through the city's answer to the end, and what is found wrong on the way.

use crate::city::{City, today};
use chrono::Days;
use domain::{
    Error,
    contract::ContractForm,
    id::{ContractId, ContractorId, SubcontractId},
    person::Role,
    subcontract::{
        ClosureForm, FindingKind, FlowDownForm, FlowDownItem, RulingForm, Subcontract, SubcontractFilter, SubcontractForm, SubcontractLane, SubcontractState,
        SubcontractView,
    },
};
use service::Ctx;

struct Case {
    city: City,
    contract: ContractId,
    contractor: ContractorId,
    below: ContractorId,
    further: ContractorId,
}

impl Case {
    async fn new() -> Self {
        let city = City::found().await;
        let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
        let below = city.contractor("6000012050003", "若葉データ株式会社", "ワカバデータ").await;
        let further = city.contractor("5000012050004", "小川印刷株式会社", "オガワインサツ").await;
        let officer = city.as_role(Role::ProcurementOfficer);
        let contract = city.services.contracts().create(&officer, &city.contract_form("R08-0001", &contractor)).await.expect("a draft").id;
        Self { city, contract, contractor, below, further }
    }

    fn staff(&self) -> Ctx {
        self.city.as_role(Role::Staff)
    }

    fn head(&self) -> Ctx {
        self.city.as_role(Role::DepartmentHead)
    }

    async fn request(&self, form: &SubcontractForm) -> Result<Subcontract, Error> {
        self.city.services.subcontracts().create(&self.staff(), &self.contract, form).await
    }

    async fn permit(&self, node: &Subcontract, on: &str) -> Result<Subcontract, Error> {
        let form = RulingForm { answer: "permit".into(), on: on.into(), remark: "毎月報告すること".into() };
        self.city.services.subcontracts().rule(&self.head(), &node.id, node.version, &form).await
    }

    async fn hand_down_all(&self, node: &Subcontract) -> Subcontract {
        let clauses = self.view(&node.id).await.flow_down.into_iter().map(|clause| FlowDownItem { clause: clause.clause, confirmed: "on".into() }).collect();
        self.city.services.subcontracts().hand_down(&self.staff(), &node.id, node.version, &FlowDownForm { clauses }).await.expect("recorded")
    }

    async fn view(&self, id: &SubcontractId) -> SubcontractView {
        self.city.services.subcontracts().get(&self.head(), id).await.expect("read")
    }

    async fn kinds(&self, id: &SubcontractId) -> Vec<FindingKind> {
        self.view(id).await.subcontract.findings_on(today()).map(|finding| finding.kind).collect()
    }

    async fn listed(&self, lane: SubcontractLane) -> Vec<SubcontractId> {
        let filter = SubcontractFilter { lane: Some(lane), ..SubcontractFilter::default() };
        self.city.services.subcontracts().list(&self.head(), &filter).await.expect("a list").items.into_iter().map(|row| row.id).collect()
    }
}

fn form(contractor: &ContractorId) -> SubcontractForm {
    SubcontractForm {
        contractor: contractor.to_string(),
        work: "データ入力".into(),
        information: "氏名、住所".into(),
        personal: "personal".into(),
        place: "県内".into(),
        start: "2026-12-01".into(),
        end: "2027-03-31".into(),
        safety_on: "2026-11-20".into(),
        safety_how: "ISMSの認証の写し".into(),
        ..SubcontractForm::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_permitted_by_another_handed_its_clauses_and_ended() {
    let case = Case::new().await;
    let subcontracts = case.city.services.subcontracts();
    let node = case.request(&form(&case.below)).await.expect("requested");
    assert_eq!((node.state(), node.version, node.requested_by.as_str()), (SubcontractState::Requested, 1, "職員 staff"));
    assert_eq!(case.listed(SubcontractLane::Requested).await, std::slice::from_ref(&node.id));
    assert!(case.view(&node.id).await.may_rule);
    let waiting = case.city.services.home().get(&case.head()).await.expect("a start page").todo;
    assert!(waiting.iter().any(|todo| todo.href == format!("/subcontracts/{}", node.id)), "{waiting:?}");

    let node = case.permit(&node, "2026-11-24").await.expect("permitted");
    assert_eq!((node.state(), node.ruling.as_ref().map(|ruling| ruling.by.as_str())), (SubcontractState::Permitted, Some("職員 department_head")));
    assert_eq!(node.finding_from(), domain::date::parse("2026-12-01"), "its clauses are not yet seen");
    let node = case.hand_down_all(&node).await;
    assert_eq!(node.finding_from(), domain::date::parse("2027-04-01"), "all there is to do is to record its end");
    assert!(case.listed(SubcontractLane::Findings).await.is_empty());

    let end = ClosureForm { on: "2026-11-24".into(), proof: "廃棄証明書".into() };
    let node = subcontracts.close(&case.staff(), &node.id, node.version, &end).await.expect("ended");
    assert_eq!((node.state(), node.findings.len()), (SubcontractState::Ended, 0));
    let again = subcontracts.close(&case.staff(), &node.id, node.version, &end).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    let trail = case
        .city
        .services
        .audit()
        .list(&case.head(), &domain::audit::AuditFilter { record_kind: Some("contract".into()), record: Some(case.contract.to_string()), ..Default::default() })
        .await
        .expect("a trail");
    let told = trail.items.iter().filter(|event| event.title.contains("再委託：若葉データ株式会社")).count();
    assert_eq!(told, 4, "requested, permitted, handed down, ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_rules_on_what_they_asked_for_and_nobody_permits_before_the_safety_is_confirmed() {
    let case = Case::new().await;
    let subcontracts = case.city.services.subcontracts();
    let own = subcontracts.create(&case.head(), &case.contract, &form(&case.below)).await.expect("requested");
    assert!(!case.view(&own.id).await.may_rule);
    assert!(matches!(case.permit(&own, "2026-11-24").await, Err(Error::Forbidden(why)) if why.key == "permission.own_submission"));
    let officer = case.city.as_role(Role::SecurityOfficer);
    let ruling = RulingForm { answer: "permit".into(), on: "2026-11-24".into(), ..RulingForm::default() };
    assert!(subcontracts.rule(&officer, &own.id, 1, &ruling).await.is_ok());

    let bare = SubcontractForm { safety_on: String::new(), safety_how: String::new(), ..form(&case.further) };
    let node = case.request(&bare).await.expect("requested");
    assert!(matches!(case.permit(&node, "2026-11-24").await, Err(Error::Refused(why)) if why[0].key == "subcontract.safety_first"));
    let node = subcontracts.change(&case.staff(), &node.id, 1, &form(&case.further)).await.expect("confirmed");
    assert!(matches!(case.permit(&node, "2026-11-19").await, Err(Error::Invalid(errors)) if errors[0].field == "on"));
    let node = case.permit(&node, "2026-11-20").await.expect("permitted");
    let settled = subcontracts.change(&case.staff(), &node.id, node.version, &form(&case.further)).await;
    assert!(matches!(settled, Err(Error::Refused(_))), "what the city has permitted stays as it was permitted: {settled:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_one_is_asked_for_anew_by_changing_it() {
    let case = Case::new().await;
    let subcontracts = case.city.services.subcontracts();
    let node = case.request(&form(&case.below)).await.expect("requested");
    let no = RulingForm { answer: "refuse".into(), on: "2026-11-24".into(), remark: "作業場所が決まっていない".into() };
    let node = subcontracts.rule(&case.head(), &node.id, 1, &no).await.expect("refused");
    assert_eq!(node.state(), SubcontractState::Refused);
    let changed = SubcontractForm { place: "市役所内".into(), ..form(&case.below) };
    let node = subcontracts.change(&case.staff(), &node.id, 2, &changed).await.expect("requested anew");
    assert_eq!((node.state(), node.place.as_str(), node.ruling), (SubcontractState::Requested, "市役所内", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn work_begun_without_permission_is_found_and_so_is_what_lies_below() {
    let case = Case::new().await;
    let begun = SubcontractForm { start: "2026-11-01".into(), ..form(&case.below) };
    let node = case.request(&begun).await.expect("requested");
    assert_eq!(case.kinds(&node.id).await, [FindingKind::Unpermitted, FindingKind::ClausesMissing]);
    let below = SubcontractForm { parent: node.id.to_string(), start: "2026-11-10".into(), ..form(&case.further) };
    let below = case.request(&below).await.expect("requested");
    assert_eq!(case.kinds(&below.id).await, [FindingKind::Unpermitted, FindingKind::AboveUnpermitted, FindingKind::ClausesMissing]);
    assert!(matches!(case.permit(&below, "2026-11-24").await, Err(Error::Refused(why)) if why[0].key == "subcontract.above_not_permitted"));
    assert_eq!(case.listed(SubcontractLane::Findings).await, [node.id.clone(), below.id.clone()], "the longest first");

    // The city's answer to the one above settles what was wrong with the one below on its account; its version stays.
    let node = case.permit(&node, "2026-11-24").await.expect("permitted late");
    assert_eq!(case.kinds(&node.id).await[0], FindingKind::Unpermitted);
    assert_eq!(case.kinds(&below.id).await, [FindingKind::Unpermitted, FindingKind::ClausesMissing]);
    assert_eq!(case.view(&below.id).await.subcontract.version, 1);

    let end = ClosureForm { on: "2026-11-20".into(), proof: "返還を確かめた".into() };
    case.city.services.subcontracts().close(&case.staff(), &node.id, node.version, &end).await.expect("ended");
    assert!(case.kinds(&below.id).await.contains(&FindingKind::AboveEnded));
    let tree = case.city.services.subcontracts().tree(&case.head(), &case.contract).await.expect("a tree");
    assert_eq!(tree.nodes.iter().map(|node| (node.subcontract.id.clone(), node.depth)).collect::<Vec<_>>(), [(node.id, 1), (below.id, 2)]);
    assert_eq!((tree.depth_stated, tree.depth_found, tree.may_add), (0, 2, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_that_is_cut_short_is_told_to_its_subcontracts() {
    let case = Case::new().await;
    let node = case.request(&form(&case.below)).await.expect("requested");
    let node = case.hand_down_all(&case.permit(&node, "2026-11-24").await.expect("permitted")).await;
    let officer = case.city.as_role(Role::ProcurementOfficer);
    let shorter = ContractForm { end: "2026-12-31".into(), title: "短縮した業務".into(), ..case.city.contract_form("R08-0001", &case.contractor) };
    case.city.services.contracts().change(&officer, &case.contract, 1, &shorter).await.expect("changed");
    let view = case.view(&node.id).await;
    let found = view.subcontract.findings.first().expect("a finding");
    assert_eq!((found.kind, found.from, view.subcontract.version), (FindingKind::AboveEnded, domain::date::parse("2027-01-01").expect("a day"), node.version));
    let row = &case.city.services.subcontracts().list(&officer, &SubcontractFilter { q: "短縮".into(), ..Default::default() }).await.expect("a list");
    assert_eq!(row.total, 0, "the words to search by are those of the last change of the subcontract itself");
    let all = case.city.services.subcontracts().list(&officer, &SubcontractFilter::default()).await.expect("a list");
    assert_eq!(all.items[0].contract_title, "短縮した業務");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_by_name_and_changes_nothing() {
    let case = Case::new().await;
    let node = case.request(&form(&case.below)).await.expect("requested");
    for (form, field, key) in [
        (form(&case.contractor), "contractor", "subcontract.same_party"),
        (SubcontractForm { parent: node.id.to_string(), ..form(&case.below) }, "contractor", "subcontract.same_party"),
        (form(&ContractorId::new("nobody")), "contractor", "subcontract.unknown_contractor"),
        (SubcontractForm { parent: "nothing".into(), ..form(&case.further) }, "parent", "subcontract.unknown_parent"),
    ] {
        let answer = case.request(&form).await;
        assert!(matches!(&answer, Err(Error::Invalid(errors)) if errors[0].field == field && errors[0].message.key == key), "{field} {key}: {answer:?}");
    }
    let subcontracts = case.city.services.subcontracts();
    let stale = subcontracts.change(&case.staff(), &node.id, 7, &form(&case.further)).await;
    assert!(matches!(stale, Err(Error::Conflict { current: 1 })), "{stale:?}");
    let unknown = FlowDownForm { clauses: vec![FlowDownItem { clause: "K03".into(), confirmed: "on".into() }] };
    assert!(
        matches!(subcontracts.hand_down(&case.staff(), &node.id, 1, &unknown).await, Err(Error::Invalid(errors)) if errors[0].field == "clauses[0].clause")
    );
    assert_eq!(case.view(&node.id).await.subcontract, node);
    assert_eq!(case.listed(SubcontractLane::All).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_read_the_contract_is_told_of_no_subcontract() {
    let case = Case::new().await;
    let node = case.request(&form(&case.below)).await.expect("requested");
    let (subcontracts, stranger) = (case.city.services.subcontracts(), case.city.stranger());
    assert!(matches!(subcontracts.get(&stranger, &node.id).await, Err(Error::NotFound)));
    assert!(matches!(subcontracts.tree(&stranger, &case.contract).await, Err(Error::NotFound)));
    assert!(matches!(subcontracts.create(&stranger, &case.contract, &form(&case.further)).await, Err(Error::NotFound)));
    assert!(subcontracts.list(&stranger, &SubcontractFilter::default()).await.expect("a list").items.is_empty());
    let auditor = case.city.as_role(Role::Auditor);
    assert!(matches!(subcontracts.create(&auditor, &case.contract, &form(&case.further)).await, Err(Error::Forbidden(_))));
    assert!(matches!(subcontracts.get(&case.city.as_role(Role::Administrator), &node.id).await, Err(Error::Forbidden(_))));
    let later = Ctx { today: today() + Days::new(200), ..auditor };
    let filter = SubcontractFilter { lane: Some(SubcontractLane::Findings), ..SubcontractFilter::default() };
    let found = subcontracts.list(&later, &filter).await.expect("a list").items;
    assert_eq!(found[0].findings.len(), 3, "without anybody having touched it: not permitted, clauses, end");
}
