//! 再委託: what is wrong with a subcontract and from when, the shape of the tree, and the forms.

use chrono::{DateTime, Days, NaiveDate};
use domain::{
    Error,
    contract::PersonalInformation,
    id::{ContractId, ContractorId, SubcontractId},
    label::Choice,
    subcontract::{
        Above, Closure, ClosureForm, FindingKind, FlowDownForm, FlowDownItem, Ruling, RulingAnswer, RulingForm, SafetyCheck, Subcontract, SubcontractForm,
        SubcontractState, ancestors, depth, depth_first, findings,
    },
};
use proptest::{prelude::*, sample::select};

use crate::{
    faults::assert_faults,
    samples::{any_of, day},
};

/// The contract runs the whole fiscal year 2026.
const REQUIRED: [&str; 2] = ["K07", "K09"];

fn contract() -> Above {
    Above { until: day("2027-03-31"), permitted: true }
}

/// Permitted before it starts, with all clauses, within the contract.
fn sound(id: &str, parent: Option<&str>) -> Subcontract {
    Subcontract {
        id: SubcontractId::new(id),
        contract: ContractId::new("c1"),
        parent: parent.map(SubcontractId::new),
        contractor: ContractorId::new(format!("contractor-{id}")),
        work: "入力".into(),
        information: String::new(),
        personal: PersonalInformation::None,
        place: "市内".into(),
        abroad: false,
        start: day("2026-06-01"),
        end: day("2027-03-31"),
        safety: Some(SafetyCheck { on: day("2026-05-10"), how: "認証の写し".into() }),
        ruling: Some(ruling(RulingAnswer::Permit, "2026-05-20")),
        clauses: REQUIRED.iter().map(ToString::to_string).collect(),
        closure: None,
        findings: Vec::new(),
        requested_by: "係".into(),
        updated_at: DateTime::default(),
        version: 1,
    }
}

fn ruling(answer: RulingAnswer, on: &str) -> Ruling {
    Ruling { answer, on: day(on), remark: String::new(), by: "長".into() }
}

/// Kinds with the days from which they hold.
fn found(node: &Subcontract, above: Above) -> Vec<String> {
    findings(node, above, &REQUIRED).into_iter().map(|finding| format!("{} {}", finding.kind, finding.from)).collect()
}

#[test]
fn nothing_is_wrong_with_one_permitted_in_time_until_its_end_is_not_recorded() {
    assert_eq!(found(&sound("a", None), contract()), ["unended 2027-04-01"]);
    let same_day = Subcontract { ruling: Some(ruling(RulingAnswer::Permit, "2026-06-01")), ..sound("a", None) };
    assert_eq!(found(&same_day, contract()), ["unended 2027-04-01"], "on the day it starts is in time");
}

#[test]
fn a_start_before_permission_is_a_finding_by_itself() {
    let waiting = Subcontract { ruling: None, ..sound("a", None) };
    assert_eq!(found(&waiting, contract()), ["unpermitted 2026-06-01", "unended 2027-04-01"]);
    let late = Subcontract { ruling: Some(ruling(RulingAnswer::Permit, "2026-06-02")), ..sound("a", None) };
    assert_eq!(found(&late, contract()), ["unpermitted 2026-06-01", "unended 2027-04-01"]);
    let reasons = |node: &Subcontract| findings(node, contract(), &REQUIRED)[0].reason.message.key.clone();
    assert_eq!((reasons(&waiting).as_ref(), reasons(&late).as_ref()), ("subcontract.not_permitted", "subcontract.permitted_late"));
}

#[test]
fn a_refusal_in_time_settles_it_and_a_late_one_only_once_its_end_is_recorded() {
    let refused = |on| Subcontract { ruling: Some(ruling(RulingAnswer::Refuse, on)), ..sound("a", None) };
    assert!(found(&refused("2026-06-01"), contract()).is_empty());
    assert_eq!(found(&refused("2026-06-02"), contract())[0], "unpermitted 2026-06-01");
    let ended = Subcontract { closure: Some(Closure { on: day("2026-06-02"), proof: "着手なし".into() }), ..refused("2026-06-02") };
    assert!(found(&ended, contract()).is_empty());
}

#[test]
fn what_stands_above_must_be_permitted_and_still_run() {
    let child = sound("b", Some("a"));
    let above = |parent: Subcontract| found(&child, Above::from(&parent));
    assert_eq!(above(sound("a", None)), ["unended 2027-04-01"]);
    assert_eq!(above(Subcontract { ruling: None, ..sound("a", None) })[0], "above_unpermitted 2026-06-01");
    assert_eq!(above(Subcontract { end: day("2026-12-31"), ..sound("a", None) })[0], "above_ended 2027-01-01");
    let ended = Subcontract { closure: Some(Closure { on: day("2026-09-30"), proof: "廃棄証明書".into() }), ..sound("a", None) };
    assert_eq!(above(ended)[0], "above_ended 2026-10-01");
    let before = Above { until: day("2026-03-31"), permitted: true };
    assert_eq!(found(&child, before)[0], "above_ended 2026-06-01", "never before it starts itself");
}

#[test]
fn clauses_are_handed_down_to_every_tier() {
    let node = Subcontract { clauses: ["K07".to_owned()].into(), ..sound("a", None) };
    let finding = &findings(&node, contract(), &REQUIRED)[0];
    assert_eq!((finding.kind, finding.from), (FindingKind::ClausesMissing, day("2026-06-01")));
    assert!(finding.reason.message.say(domain::Lang::Ja).contains("1件"));
}

#[test]
fn the_law_on_my_number_is_named_where_it_applies() {
    let basis = |personal| findings(&Subcontract { personal, ruling: None, ..sound("a", None) }, contract(), &REQUIRED)[0].reason.basis.clone();
    assert!(basis(PersonalInformation::MyNumber).contains("番号法") && !basis(PersonalInformation::Personal).contains("番号法"));
}

#[test]
fn the_tree_is_told_from_the_top_down() {
    let mut later = sound("c", None);
    later.start = day("2026-07-01");
    let nodes = [sound("a2", Some("a")), later, sound("a11", Some("a1")), sound("a", None), sound("a1", Some("a")), sound("lost", Some("gone"))];
    let order: Vec<(&str, u8)> = depth_first(&nodes).into_iter().map(|node| (node.id.as_str(), depth(&nodes, node))).collect();
    assert_eq!(order, [("a", 1), ("a1", 2), ("a11", 3), ("a2", 2), ("c", 1)]);
    let above: Vec<&str> = ancestors(&nodes, Some(&SubcontractId::new("a1"))).into_iter().map(|node| node.id.as_str()).collect();
    assert_eq!(above, ["a1", "a"]);
}

#[test]
fn a_ring_does_not_hang() {
    let nodes = [sound("a", Some("b")), sound("b", Some("a"))];
    assert!(depth_first(&nodes).is_empty());
    assert_eq!(ancestors(&nodes, Some(&SubcontractId::new("a"))).len(), 2);
}

fn form() -> SubcontractForm {
    SubcontractForm {
        contractor: "contractor-a".into(),
        work: "データ入力".into(),
        information: "住民の氏名、住所".into(),
        personal: "保有個人情報".into(),
        place: "県内の拠点".into(),
        start: "R8.6.1".into(),
        end: "2027/3/31".into(),
        safety_on: "2026-05-10".into(),
        safety_how: "認証の写しを確かめた".into(),
        ..SubcontractForm::default()
    }
}

const TODAY: &str = "2026-05-11";

#[test]
fn a_request_is_read_as_people_write_and_stated_again() {
    let input = form().read(day(TODAY)).expect("a sound form");
    assert_eq!((input.start, input.end, input.personal), (day("2026-06-01"), day("2027-03-31"), PersonalInformation::Personal));
    let node = Subcontract { safety: input.safety, information: input.information, personal: input.personal, ..sound("a", Some("p")) };
    let again = SubcontractForm::from(&node).read(day(TODAY)).expect("its own form");
    assert_eq!((again.parent, again.safety, again.end), (node.parent, node.safety, node.end));
}

#[test]
fn faults_of_a_request_are_told_with_their_fields() {
    assert_faults(
        &form(),
        |form| form.read(day(TODAY)),
        &[
            (|f| f.contractor.clear(), &["contractor: field.required"]),
            (|f| f.contractor = "株式会社".into(), &["contractor: field.choice"]),
            (|f| f.parent = "../x".into(), &["parent: field.choice"]),
            (|f| f.work = " ".into(), &["work: field.required"]),
            (|f| f.place.clear(), &["place: field.required"]),
            (|f| f.information.clear(), &["information: subcontract.information_missing"]),
            (|f| (f.information, f.personal) = (String::new(), "none".into()), &[]),
            (|f| f.end = "2026-05-31".into(), &["end: period.reversed"]),
            (|f| f.start = "6月".into(), &["start: field.date"]),
            (|f| f.safety_on = "2026-05-12".into(), &["safety_on: field.in_future"]),
            (|f| f.safety_on.clear(), &["safety_on: subcontract.safety_on"]),
            (|f| f.safety_how.clear(), &["safety_how: subcontract.safety_how"]),
            (|f| (f.safety_on, f.safety_how) = (String::new(), String::new()), &[]),
        ],
    );
}

#[test]
fn a_permission_needs_the_safety_confirmed_on_or_before_its_day() {
    let safety = SafetyCheck { on: day("2026-05-10"), how: "認証".into() };
    let read = |answer: &str, on: &str, remark: &str, safety: Option<&SafetyCheck>| {
        RulingForm { answer: answer.into(), on: on.into(), remark: remark.into() }.read(safety, day("2026-05-20"))
    };
    assert_eq!(read("permit", "2026-05-10", "", Some(&safety)).map(|input| input.on), Ok(day("2026-05-10")));
    let key = |result: Result<_, Error>| match result.map(|_: domain::subcontract::RulingInput| ()) {
        Err(Error::Invalid(errors)) => errors.iter().map(|error| format!("{}: {}", error.field, error.message.key)).collect::<Vec<_>>().join(", "),
        Err(Error::Refused(reasons)) => reasons.iter().map(|reason| reason.key.to_string()).collect::<Vec<_>>().join(", "),
        other => format!("{other:?}"),
    };
    assert_eq!(key(read("permit", "2026-05-09", "", Some(&safety))), "on: subcontract.before_safety");
    assert_eq!(key(read("permit", "2026-05-21", "", Some(&safety))), "on: field.in_future");
    assert_eq!(key(read("permit", "2026-05-20", "", None)), "subcontract.safety_first");
    assert_eq!(key(read("refuse", "2026-05-20", " ", None)), "remark: subcontract.refusal_reason");
    assert_eq!(key(read("", "", "", None)), "answer: field.required, on: field.required, remark: subcontract.refusal_reason");
    assert!(read("refuse", "2026-05-01", "体制が足りない", Some(&safety)).is_ok(), "a refusal needs no safety");
}

#[test]
fn clauses_confirmed_are_those_to_be_handed_down() {
    let item = |clause: &str, confirmed: &str| FlowDownItem { clause: clause.into(), confirmed: confirmed.into() };
    let form = FlowDownForm { clauses: vec![item("K07", "true"), item("K09", "")] };
    assert_eq!(form.read(&REQUIRED).map(|clauses| clauses.into_iter().collect()), Ok(vec!["K07".to_owned()]));
    let wrong = FlowDownForm { clauses: vec![item("K07", "on"), item("K03", "true")] };
    let Err(Error::Invalid(errors)) = wrong.read(&REQUIRED) else { panic!("K03 binds only the contractor") };
    assert_eq!(errors[0].field, "clauses[1].clause");
}

#[test]
fn an_end_is_a_day_gone_by_with_its_proof() {
    let read = |on: &str, proof: &str| ClosureForm { on: on.into(), proof: proof.into() }.read(day("2026-05-20"));
    assert!(read("2026-05-20", "廃棄証明書").is_ok());
    assert!(matches!(read("2026-05-21", "廃棄証明書"), Err(Error::Invalid(errors)) if errors[0].field == "on"));
    assert!(matches!(read("2026-05-20", ""), Err(Error::Invalid(errors)) if errors[0].field == "proof"));
}

#[test]
fn what_binds_the_city_or_the_contractor_alone_is_not_handed_down() {
    let kept: Vec<String> = crate::shipped::catalogue().clauses.into_iter().filter(|clause| !clause.flows_down).map(|clause| clause.id).collect();
    assert_eq!(kept, ["K03", "K12", "CL1", "CL2", "CL3"]);
}

fn any_node() -> impl Strategy<Value = Subcontract> {
    let days = (0u64..400, 0u64..400, 0u64..500, 0u64..900);
    (days, proptest::option::of(any_of::<RulingAnswer>()), any::<bool>(), select(vec![0usize, 1, 2])).prop_map(
        |((start, length, on, end), answer, closed, clauses)| {
            let first = day("2026-04-01");
            let start = first + Days::new(start);
            Subcontract {
                start,
                end: start + Days::new(length),
                ruling: answer.map(|answer| Ruling { on: first + Days::new(on), ..ruling(answer, "2026-04-01") }),
                closure: closed.then(|| Closure { on: first + Days::new(end), proof: "証".into() }),
                clauses: REQUIRED.iter().take(clauses).map(ToString::to_string).collect(),
                ..sound("a", None)
            }
        },
    )
}

proptest! {
    #[test]
    fn findings_come_in_the_order_of_their_days_and_never_before_the_start(node in any_node(), until in 0u64..900, permitted: bool) {
        let above = Above { until: day("2026-04-01") + Days::new(until), permitted };
        let found = findings(&node, above, &REQUIRED);
        prop_assert!(found.windows(2).all(|pair| pair[0].from <= pair[1].from));
        prop_assert!(found.iter().all(|finding| finding.from >= node.start));
        prop_assert!(FindingKind::ALL.iter().all(|kind| found.iter().filter(|finding| finding.kind == *kind).count() <= 1));
        if node.state() == SubcontractState::Ended {
            prop_assert!(found.is_empty());
        }
        let begun = |today: NaiveDate| Subcontract { findings: found.clone(), ..node.clone() }.findings_on(today).count();
        prop_assert_eq!(begun(node.start - Days::new(1)), 0);
        prop_assert_eq!(begun(NaiveDate::MAX), found.len());
    }

    #[test]
    fn whoever_works_without_permission_is_found_on_every_day_it_does(node in any_node(), after in 0u64..900) {
        let today = node.start + Days::new(after);
        let permitted = node.ruling.as_ref().is_some_and(|ruling| ruling.answer == RulingAnswer::Permit && ruling.on <= node.start);
        let refused_in_time = node.ruling.as_ref().is_some_and(|ruling| ruling.answer == RulingAnswer::Refuse && ruling.on <= node.start);
        let judged = Subcontract { findings: findings(&node, contract(), &REQUIRED), ..node };
        let is_found = judged.findings_on(today).any(|finding| finding.kind == FindingKind::Unpermitted);
        prop_assert_eq!(is_found, !permitted && !refused_in_time && judged.closure.is_none());
    }
}
