//! 選定評価: what is asked, what the answers come to, and what may be decided.

use domain::{
    contract::{ContractKind, PersonalInformation},
    id::{ContractorId, DepartmentId, ProcurementId, SelectionId},
    label::Choice,
    selection::{
        Answer, AnswerForm, AnswersForm, CandidateForm, Comparison, ComparisonColumn, Condition, ConditionForm, Criteria, CriteriaForm, Criterion,
        CriterionForm, CriterionGroup, Decision, DecisionForm, Grade, Procurement, ProcurementForm, ProcurementState, Score, Selection, SelectionStage,
        SelectionState, Verdict, Work, score,
    },
};
use proptest::prelude::*;

use crate::{
    faults::{assert_faults, faults},
    samples::{any_of, day, plain},
    shipped,
};

const PLAIN: Work = Work { kind: ContractKind::General, personal: PersonalInformation::None };
const MY_NUMBER: Work = Work { kind: ContractKind::SystemOperation, personal: PersonalInformation::MyNumber };

fn asked(work: Work) -> Vec<Criterion> {
    shipped::criteria().for_work(work)
}

fn all(criteria: &[Criterion], grade: Grade) -> Vec<Answer> {
    let answer = |criterion: &Criterion| Answer {
        criterion: criterion.id.clone(),
        grade: Some(grade),
        evidence: "写し".into(),
        remark: "確認済".into(),
        certificates: Vec::new(),
    };
    criteria.iter().map(answer).collect()
}

fn graded(criteria: &[Criterion], id: &str, grade: Option<Grade>) -> Vec<Answer> {
    let mut answers = all(criteria, Grade::Met);
    answers.iter_mut().find(|answer| answer.criterion == id).expect("asked").grade = grade;
    answers
}

#[test]
fn the_shipped_criteria_ask_what_the_work_calls_for() {
    let criteria = shipped::criteria();
    assert_eq!((criteria.version, criteria.valid_months), (1, 12));
    assert!((25..=35).contains(&criteria.criteria.len()), "{}", criteria.criteria.len());
    let ids: std::collections::BTreeSet<&str> = criteria.criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    assert_eq!(ids.len(), criteria.criteria.len(), "an id is used once");
    for group in CriterionGroup::ALL {
        assert!(criteria.criteria.iter().any(|criterion| criterion.group == *group), "{group}");
    }
    for criterion in &criteria.criteria {
        assert!(criterion.weight > 0 && !criterion.text.is_empty() && !criterion.text_en.is_empty() && !criterion.evidence.is_empty(), "{criterion:?}");
        assert!(domain::id::is_valid(&criterion.id) && !criterion.basis.is_empty(), "{}", criterion.id);
    }
    let has = |work: Work, id: &str| asked(work).iter().any(|criterion| criterion.id == id);
    assert!(has(MY_NUMBER, "M1") && has(MY_NUMBER, "C8") && has(MY_NUMBER, "A4") && !has(MY_NUMBER, "C7"));
    assert!(!has(PLAIN, "M1") && !has(PLAIN, "C8") && !has(PLAIN, "A4") && has(PLAIN, "F1"));
}

#[test]
fn a_score_is_the_weighted_share_of_what_is_met() {
    let criteria = asked(PLAIN);
    let whole = score(&criteria, &all(&criteria, Grade::Met));
    assert_eq!((whole.percent, whole.points, whole.answered, whole.asked as usize), (100, whole.of, whole.asked, criteria.len()));
    assert!(whole.hindrances.is_empty() && whole.unanswered.is_empty() && whole.partly.is_empty());
    let half = score(&criteria, &all(&criteria, Grade::Partly));
    assert_eq!((half.percent, half.points), (50, whole.of / 2), "the shipped weights are even");
    let (second, first) = (score(&criteria, &graded(&criteria, "A2", Some(Grade::NotMet))), &whole);
    assert_eq!(first.points - second.points, 6);
    let spared = score(&criteria, &graded(&criteria, "A2", Some(Grade::NotApplicable)));
    assert_eq!((spared.percent, spared.of), (100, whole.of - 6), "what is not applicable is not counted");
    let none = score(&criteria, &[]);
    assert_eq!((none.percent, none.answered, none.unanswered.len()), (0, 0, criteria.len()));
    assert_eq!(score(&[], &[]).percent, 0);
}

#[test]
fn who_does_not_meet_what_is_blocking_cannot_pass() {
    let criteria = asked(PLAIN);
    let keys = |score: &Score| score.hindrances.iter().map(|message| message.key.to_string()).collect::<Vec<_>>();
    assert_eq!(keys(&score(&criteria, &graded(&criteria, "F1", Some(Grade::NotMet)))), ["selection.blocking_not_met"]);
    assert_eq!(keys(&score(&criteria, &graded(&criteria, "F1", None))), ["selection.blocking_unanswered"]);
    assert_eq!(keys(&score(&criteria, &graded(&criteria, "A1", None))), Vec::<String>::new(), "A1 does not block");
    let partly = score(&criteria, &graded(&criteria, "F1", Some(Grade::Partly)));
    assert_eq!((partly.hindrances.len(), partly.partly), (0, vec!["F1".to_owned()]));
}

proptest! {
    #[test]
    fn every_point_is_told_and_a_better_grade_never_costs(
        work in (any_of(), any_of()).prop_map(|(kind, personal)| Work { kind, personal }),
        grades in prop::collection::vec(prop::option::of(any_of::<Grade>()), 40),
        better in 0usize..40,
    ) {
        let criteria = asked(work);
        let answers: Vec<Answer> = criteria.iter().zip(grades).map(|(criterion, grade)| {
            Answer { criterion: criterion.id.clone(), grade, evidence: String::new(), remark: String::new(), certificates: Vec::new() }
        }).collect();
        let found = score(&criteria, &answers);
        prop_assert_eq!(found.reasons.iter().filter_map(|reason| reason.points).sum::<u32>(), found.points);
        prop_assert!(found.points <= found.of && found.percent <= 100);
        prop_assert_eq!(found.answered as usize + found.unanswered.len(), criteria.len());
        prop_assert_eq!(found.reasons.len(), found.answered as usize);
        let mut improved = answers.clone();
        if let Some(answer) = improved.get_mut(better) {
            answer.grade = Some(Grade::Met);
        }
        let improved = score(&criteria, &improved);
        prop_assert!(improved.percent >= found.percent && improved.hindrances.len() <= found.hindrances.len());
    }
}

fn answered(criteria: &[Criterion]) -> AnswersForm {
    AnswersForm { submit: "true".into(), ..AnswersForm::of(criteria, &all(criteria, Grade::Met), "") }
}

#[test]
fn answers_are_kept_half_done_and_handed_in_whole() {
    let criteria = asked(PLAIN);
    let blank = AnswersForm::of(&criteria, &[], "");
    assert_eq!(blank.read(&criteria).expect("kept").answers, Vec::new());
    let Err(domain::Error::Invalid(errors)) = (AnswersForm { submit: "true".into(), ..blank }).read(&criteria) else { panic!("handed in without answers") };
    assert_eq!(errors.len(), criteria.len(), "every gap is told at once");
    let whole = answered(&criteria).read(&criteria).expect("whole");
    assert!(whole.submit && whole.answers.len() == criteria.len());
    assert_eq!(AnswersForm::of(&criteria, &whole.answers, "").read(&criteria).expect("read again").answers, whole.answers);

    let labelled = AnswerForm { criterion: "B1".into(), grade: "一部満たす".into(), evidence: " 納税証明書 ".into(), ..AnswerForm::default() };
    let few = AnswersForm { answers: vec![labelled], ..AnswersForm::default() };
    let read = few.read(&criteria).expect("any order, words or labels");
    assert_eq!(
        read.answers,
        [Answer { criterion: "B1".into(), grade: Some(Grade::Partly), evidence: "納税証明書".into(), remark: String::new(), certificates: Vec::new() }]
    );
}

#[test]
fn faults_of_answers_are_told_at_their_place() {
    let criteria = asked(PLAIN);
    let place = |id: &str| criteria.iter().position(|criterion| criterion.id == id).expect("asked");
    let (f1, a1) = (place("F1"), place("A1"));
    let mut form = answered(&criteria);
    form.answers[f1].evidence.clear();
    form.answers[a1].grade = "not_met".into();
    form.answers[a1].remark.clear();
    let told = |form: &AnswersForm| faults(form.read(&criteria));
    assert_eq!(told(&form), [format!("answers[{a1}].remark: selection.remark_missing"), format!("answers[{f1}].evidence: selection.evidence_missing")]);
    let mut form = answered(&criteria);
    form.answers[a1].grade = "perhaps".into();
    assert_eq!(told(&form), [format!("answers[{a1}].grade: field.choice")]);
    let mut form = answered(&criteria);
    form.answers[f1].evidence.clear();
    form.answers[f1].certificates = vec![String::new(), "c2".into(), "c1".into(), "c2".into()];
    let read = form.read(&criteria).expect("a certificate shows it");
    assert_eq!(read.answers[f1].certificates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["c1", "c2"]);
    form.answers[f1].certificates[1] = "../x".into();
    assert_eq!(told(&form), [format!("answers[{f1}].certificates[1]: field.choice")]);
    form.answers[f1].certificates = (0..21).map(|number| format!("c{number}")).collect();
    assert_eq!(told(&form), [format!("answers[{f1}].certificates: certificate.too_many")]);
    let one = |criterion: &str| AnswerForm { criterion: criterion.into(), ..AnswerForm::default() };
    let form = AnswersForm { answers: vec![one("A1"), one("A1"), one("Z9")], ..AnswersForm::default() };
    assert_eq!(told(&form), ["answers[1].criterion: selection.answered_twice", "answers[2].criterion: selection.unknown_criterion"]);
    assert_eq!(faults(CandidateForm { contractor: "a/b".into() }.read()), ["contractor: field.choice"]);
}

fn decide(form: &DecisionForm, score: &Score) -> Result<Decision, domain::Error> {
    form.read(score, day("2026-11-24"), day("2027-11-24"))
}

fn condition(text: &str, due: &str) -> ConditionForm {
    ConditionForm { text: text.into(), due: due.into() }
}

#[test]
fn a_decision_fits_what_was_answered() {
    let criteria = asked(PLAIN);
    let sound = score(&criteria, &all(&criteria, Grade::Met));
    let lacking = score(&criteria, &graded(&criteria, "F1", Some(Grade::NotMet)));
    let partly = score(&criteria, &graded(&criteria, "F1", Some(Grade::Partly)));
    let say = |verdict: &str| DecisionForm { verdict: verdict.into(), ..DecisionForm::default() };
    let passed = decide(&say("合格"), &sound).expect("passed");
    assert_eq!((passed.verdict, passed.valid_until), (Verdict::Passed, Some(day("2027-11-24"))));
    assert_eq!(faults(decide(&say("passed"), &lacking)), ["verdict: selection.blocking_not_met"]);
    assert_eq!(faults(decide(&say("passed"), &partly)), ["verdict: selection.partly_needs_conditions"]);
    assert_eq!(faults(decide(&say("failed"), &lacking)), ["remark: selection.reason_missing"]);
    assert_eq!(faults(decide(&say("returned"), &sound)), ["remark: selection.reason_missing"]);
    assert_eq!(faults(decide(&say(""), &sound)), ["verdict: field.required"]);
    let failed = decide(&DecisionForm { remark: "外国法のおそれ".into(), ..say("failed") }, &lacking).expect("failed");
    assert_eq!((failed.verdict, failed.valid_until), (Verdict::Failed, None));

    let conditional = |conditions| DecisionForm { conditions, ..say("passed_with_conditions") };
    let given = decide(&conditional(vec![condition("", ""), condition("教育の記録を出す", "R9.1.31")]), &partly).expect("with conditions");
    assert_eq!(given.conditions, [Condition { text: "教育の記録を出す".into(), due: day("2027-01-31") }]);
    for (conditions, told) in [
        (vec![], "conditions[0].text: selection.conditions_missing"),
        (vec![condition("出す", "")], "conditions[0].due: field.required"),
        (vec![condition("", "2027-01-31")], "conditions[0].text: field.required"),
        (vec![condition("出す", "2026-11-23")], "conditions[0].due: selection.condition_due"),
        (vec![condition("出す", "2027-11-25")], "conditions[0].due: selection.condition_due"),
        (vec![condition("出す", "いつか")], "conditions[0].due: field.date"),
    ] {
        assert_eq!(faults(decide(&conditional(conditions), &sound)), [told]);
    }
    let stray = DecisionForm { conditions: vec![condition("出す", "2027-01-31")], ..say("passed") };
    assert_eq!(faults(decide(&stray, &sound)), ["conditions[0].text: selection.conditions_not_taken"]);
    for (until, sound_day) in [("2026-11-24", true), ("2029-11-24", true), ("2026-11-23", false), ("2029-11-25", false)] {
        let form = DecisionForm { valid_until: until.into(), ..say("passed") };
        assert_eq!(decide(&form, &sound).is_ok(), sound_day, "{until}");
    }
}

fn selection(stage: SelectionStage, valid_until: Option<&str>) -> Selection {
    Selection {
        id: SelectionId::new("s1"),
        procurement: ProcurementId::new("p1"),
        title: "健診案内の封入封緘".into(),
        department: DepartmentId::new("d1"),
        work: Work { kind: ContractKind::General, personal: PersonalInformation::Personal },
        contractor: ContractorId::new("c1"),
        criteria_version: 1,
        answers: Vec::new(),
        remarks: String::new(),
        declaration: None,
        stage,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_on: None,
        decision: String::new(),
        conditions: Vec::new(),
        valid_until: valid_until.map(day),
        updated_at: chrono::DateTime::UNIX_EPOCH,
        version: 1,
    }
}

#[test]
fn a_selection_expires_by_itself() {
    let passed = selection(SelectionStage::Passed, Some("2027-11-24"));
    assert_eq!(passed.state_on(day("2027-11-24")), SelectionState::Passed);
    assert_eq!(passed.state_on(day("2027-11-25")), SelectionState::Expired);
    assert_eq!(selection(SelectionStage::Conditional, Some("2027-11-24")).state_on(day("2027-11-24")), SelectionState::Conditional);
    assert_eq!(selection(SelectionStage::Failed, None).state_on(day("2030-01-01")), SelectionState::Failed);
}

#[test]
fn a_contract_rests_on_a_selection_of_its_contractor_and_its_work() {
    let (contractor, today) = (ContractorId::new("c1"), day("2026-11-24"));
    let keys = |selection: &Selection, contractor: &ContractorId, nature: &_, today| -> Vec<String> {
        selection.hindrances(contractor, nature, today).into_iter().map(|message| message.key.into_owned()).collect()
    };
    let passed = selection(SelectionStage::Passed, Some("2027-11-24"));
    assert_eq!(keys(&passed, &contractor, &plain(), today), Vec::<String>::new(), "vetted for more than it handles");
    let mut nature = plain();
    nature.personal = PersonalInformation::MyNumber;
    assert_eq!(keys(&passed, &contractor, &nature, today), ["contract.selection_other_work"]);
    nature.kind = ContractKind::Cloud;
    let all = keys(&passed, &ContractorId::new("c2"), &nature, day("2028-01-01"));
    assert_eq!(all, ["contract.selection_other_contractor", "contract.selection_other_work", "contract.selection_not_in_force"], "every reason at once");
    assert_eq!(keys(&selection(SelectionStage::Draft, None), &contractor, &plain(), today), ["contract.selection_not_in_force"]);
}

fn procurement(candidates: &[(&str, SelectionStage, u8, Option<&str>)]) -> Procurement {
    let candidate = |(contractor, stage, percent, until): &(&str, SelectionStage, u8, Option<&str>)| domain::selection::Candidate {
        selection: SelectionId::new(format!("s-{contractor}")),
        contractor: ContractorId::new(*contractor),
        stage: *stage,
        percent: *percent,
        can_pass: *contractor != "z",
        valid_until: until.map(day),
    };
    Procurement {
        id: ProcurementId::new("p1"),
        title: "健診案内".into(),
        summary: String::new(),
        department: DepartmentId::new("d1"),
        work: PLAIN,
        candidates: candidates.iter().map(candidate).collect(),
        updated_at: chrono::DateTime::UNIX_EPOCH,
        version: 1,
    }
}

#[test]
fn a_procurement_stands_as_its_candidates_do() {
    use SelectionStage::{Draft, Failed, Passed, Submitted};
    let today = day("2026-11-24");
    let until = Some("2027-11-24");
    for (candidates, state, leader) in [
        (vec![], ProcurementState::Open, None),
        (vec![("a", Draft, 0, None)], ProcurementState::Open, None),
        (vec![("a", Draft, 40, None), ("b", Failed, 90, None)], ProcurementState::Open, Some("a")),
        (vec![("z", Submitted, 90, None), ("a", Submitted, 80, None)], ProcurementState::Waiting, Some("a")),
        (vec![("a", Submitted, 80, None), ("b", Passed, 70, until)], ProcurementState::Waiting, Some("b")),
        (vec![("a", Draft, 99, None), ("b", Passed, 70, until), ("c", Passed, 70, until)], ProcurementState::Settled, Some("b")),
        (vec![("b", Passed, 70, Some("2026-11-23"))], ProcurementState::Expired, None),
        (vec![("a", Failed, 20, None)], ProcurementState::Failed, None),
    ] {
        let made = procurement(&candidates);
        assert_eq!((made.state_on(today), made.leader(today).map(|candidate| candidate.contractor.as_str())), (state, leader), "{candidates:?}");
    }
    let made = procurement(&[("a", Draft, 0, None), ("b", Failed, 0, None), ("c", Passed, 70, Some("2026-11-23"))]);
    let stands = |contractor: &str| made.has_standing(&ContractorId::new(contractor), today);
    assert!(stands("a") && !stands("b") && !stands("c"), "who failed, or passed long ago, can be vetted again");
}

#[test]
fn faults_of_a_procurement_are_told_with_their_fields() {
    let sound = ProcurementForm {
        title: " 健診案内の\n封入 ".into(),
        department: "d1".into(),
        kind: "一般業務委託".into(),
        personal: "保有個人情報".into(),
        ..ProcurementForm::default()
    };
    let input = sound.read().expect("sound");
    assert_eq!((input.title.as_str(), input.work.personal), ("健診案内の 封入", PersonalInformation::Personal));
    assert_faults(
        &sound,
        ProcurementForm::read,
        &[
            (|f| f.title.clear(), &["title: field.required"]),
            (|f| f.department.clear(), &["department: field.required"]),
            (|f| f.department = "a b".into(), &["department: field.choice"]),
            (|f| f.kind = "x".into(), &["kind: field.choice"]),
            (|f| f.personal.clear(), &["personal: field.required"]),
        ],
    );
}

#[test]
fn candidates_stand_beside_each_other_whatever_version_they_began_with() {
    let old = asked(PLAIN);
    let mut new = old.clone();
    new.retain(|criterion| criterion.id != "A3");
    new.iter_mut().find(|criterion| criterion.id == "A1").expect("asked").text = "新しい文".into();
    let column = |name: &str, criteria_version, criteria: &[Criterion], answers: &[Answer]| ComparisonColumn {
        selection: SelectionId::new(name),
        contractor: ContractorId::new(name),
        contractor_name: name.into(),
        criteria_version,
        state: SelectionState::Draft,
        valid_until: None,
        conditions: Vec::new(),
        score: score(criteria, answers),
        declared_at: None,
        version: 1,
    };
    let answers = all(&old, Grade::Met);
    let comparison = Comparison::of(vec![(column("a", 1, &old, &answers), old.clone(), answers), (column("b", 2, &new, &[]), new.clone(), Vec::new())]);
    assert_eq!((comparison.columns.len(), comparison.rows.len()), (2, old.len()));
    let row = |id: &str| comparison.rows.iter().find(|row| row.criterion.id == id).expect("there");
    assert_eq!(row("A1").criterion.text, "新しい文");
    assert!(row("A3").answers[0].is_some() && row("A3").answers[1].is_none());
    assert!(comparison.rows.is_sorted_by_key(|row| row.criterion.group));
}

#[test]
fn criteria_are_revised_from_a_day_on() {
    let today = day("2026-11-24");
    let shipped: Criteria = shipped::criteria();
    let mut form = CriteriaForm { note: "配点の見直し".into(), ..CriteriaForm::from(&shipped) };
    let same = form.read(today).expect("as it was");
    assert_eq!((&same.criteria, same.in_force_from, same.valid_months), (&shipped.criteria, today, 12));

    form.criteria[0].weight = "１０".into();
    form.criteria[1].dropped = "true".into();
    form.criteria.push(CriterionForm::default());
    form.criteria.push(CriterionForm {
        id: "Z1".into(),
        group: "trust".into(),
        text: "新しい項目".into(),
        text_en: "A new one".into(),
        weight: "4".into(),
        blocking: "on".into(),
        personal: "my_number、personal".into(),
        ..CriterionForm::default()
    });
    form.in_force_from = "R9.4.1".into();
    let revised = form.read(today).expect("revised");
    assert_eq!((revised.criteria.len(), revised.in_force_from), (shipped.criteria.len(), day("2027-04-01")));
    let new = revised.criteria.iter().find(|criterion| criterion.id == "Z1").expect("added");
    assert!(new.blocking && new.personal == [PersonalInformation::MyNumber, PersonalInformation::Personal]);

    let small = CriteriaForm { note: "x".into(), valid_months: "12".into(), criteria: vec![form.criteria[0].clone()], ..CriteriaForm::default() };
    assert_faults(
        &small,
        |form: &CriteriaForm| form.read(day("2026-11-24")),
        &[
            (|f| f.note.clear(), &["note: field.required"]),
            (|f| f.in_force_from = "2026-11-23".into(), &["in_force_from: criteria.in_past"]),
            (|f| f.valid_months = "37".into(), &["valid_months: criteria.months"]),
            (|f| f.criteria[0].weight = "0".into(), &["criteria[0].weight: criteria.weight"]),
            (|f| f.criteria[0].id = "A/1".into(), &["criteria[0].id: criteria.id"]),
            (|f| f.criteria[0].text_en.clear(), &["criteria[0].text_en: field.required"]),
            (|f| f.criteria[0].kinds = "cloud,fog".into(), &["criteria[0].kinds: field.choice"]),
            (|f| f.criteria.push(f.criteria[0].clone()), &["criteria[1].id: field.taken"]),
            (|f| f.criteria[0].dropped = "true".into(), &["criteria: criteria.none"]),
        ],
    );
}
