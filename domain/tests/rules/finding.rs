//! 指摘事項 and 措置: how a finding goes from its first measure to one that works, and the forms.

use chrono::{DateTime, Days, NaiveDate};
use domain::{
    Error,
    finding::{
        ClosingForm, ConfirmationForm, ConfirmationInput, Finding, FindingForm, FindingRow, FindingState, MeasureForm, MeasureInput, MeasureReportForm,
        MeasureReportInput, MeasureRulingForm, MeasureRulingInput, MeasureState, MeasureStep, Severity, grouped,
    },
    id::{ContractId, ContractorId, DepartmentId, FindingId},
    label::Choice,
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{faults::faults, samples::day};

const TODAY: &str = "2026-11-24";

fn finding(severity: Severity) -> Finding {
    Finding {
        id: FindingId::new("f1"),
        contract: ContractId::new("c1"),
        contractor: ContractorId::new("r1"),
        department: DepartmentId::new("d1"),
        verification: None,
        incident: None,
        clause: "K08".into(),
        catalogue_version: 1,
        severity,
        fact: "承諾のない再委託があった".into(),
        found_on: day("2026-11-01"),
        recorded_by: "担当".into(),
        recorded_at: DateTime::default(),
        measures: Vec::new(),
        closed: None,
        version: 1,
    }
}

/// Names of the fields a form finds fault with.
fn fields<T: std::fmt::Debug>(read: domain::Result<T>) -> Vec<String> {
    faults(read).iter().filter_map(|fault| fault.split_once(':')).map(|(field, _)| field.to_owned()).collect()
}

fn measure(step: MeasureStep) -> MeasureInput {
    MeasureInput { step, asked: "改めること".into(), due: day("2026-12-20") }
}

fn answer() -> MeasureReportInput {
    MeasureReportInput { on: day(TODAY), text: "改めた".into() }
}

fn seen(effective: bool) -> ConfirmationInput {
    ConfirmationInput { effective, remark: "現地で確かめた".into() }
}

fn ask(finding: &Finding, step: MeasureStep) -> Finding {
    finding.ask(measure(step), day(TODAY), "担当").expect("a measure")
}

fn failed(finding: &Finding) -> Finding {
    finding.report(answer(), "課").and_then(|told| told.confirm(seen(false), day(TODAY), "担当")).expect("not effective")
}

#[test]
fn a_measure_that_works_closes_the_finding() {
    let asked = ask(&finding(Severity::Minor), MeasureStep::Improvement);
    assert_eq!((asked.state(), asked.due()), (FindingState::Requested, Some(day("2026-12-20"))));
    let told = asked.report(answer(), "課").expect("an answer");
    assert_eq!((told.state(), told.due()), (FindingState::Reported, None));
    let closed = told.confirm(seen(true), day(TODAY), "担当").expect("confirmed");
    assert_eq!((closed.state(), closed.next_steps(day(TODAY))), (FindingState::Closed, &[][..]));
    assert!(closed.ask(measure(MeasureStep::Improvement), day(TODAY), "担当").is_err(), "nothing more is asked for");
}

#[test]
fn what_does_not_work_goes_up_one_step_and_where_it_is_major_two() {
    use MeasureStep::{Ciso, Improvement, Review, Supervisor, Suspension, Termination};
    assert_eq!(finding(Severity::Minor).next_steps(day(TODAY)), [Improvement, Supervisor]);
    assert_eq!(finding(Severity::Major).next_steps(day(TODAY)), [Improvement, Supervisor, Ciso]);
    let once = failed(&ask(&finding(Severity::Minor), Improvement));
    assert_eq!((once.state(), once.next_steps(day(TODAY))), (FindingState::Ineffective, &[Improvement, Supervisor][..]));
    assert!(matches!(once.ask(measure(Review), day(TODAY), "担当"), Err(Error::Invalid(errors)) if errors[0].field == "step"));
    let mut high = finding(Severity::Major);
    for step in [Ciso, Suspension] {
        high = ask(&high, step);
        if step.needs_approval() {
            high = high.rule(MeasureRulingInput { approved: true, remark: String::new() }, day(TODAY), "統括").expect("approved");
        }
        high = failed(&high);
    }
    assert_eq!(high.next_steps(day(TODAY)), [Suspension, Termination], "the ladder ends");
}

#[test]
fn what_touches_the_contract_waits_for_approval_and_is_asked_anew_when_it_is_not_given() {
    let ready = failed(&ask(&finding(Severity::Major), MeasureStep::Ciso));
    let proposed = ask(&ready, MeasureStep::Review);
    assert_eq!((proposed.state(), proposed.due()), (FindingState::Proposed, None));
    assert!(proposed.report(answer(), "課").is_err(), "nobody was told yet");
    let no = proposed.rule(MeasureRulingInput { approved: false, remark: "早い".into() }, day(TODAY), "統括").expect("ruled");
    assert_eq!(no.state(), FindingState::Unaddressed);
    assert_eq!(no.next_steps(day(TODAY)), [MeasureStep::Ciso, MeasureStep::Review, MeasureStep::Suspension], "what was refused is no step taken");
    let yes = proposed.rule(MeasureRulingInput { approved: true, remark: String::new() }, day(TODAY), "統括").expect("ruled");
    assert_eq!(yes.state(), FindingState::Requested);
    assert!(yes.rule(MeasureRulingInput { approved: true, remark: String::new() }, day(TODAY), "統括").is_err(), "once is enough");
}

#[test]
fn an_answer_that_is_late_lets_the_next_step_be_taken_and_not_before() {
    let asked = ask(&finding(Severity::Minor), MeasureStep::Improvement);
    assert_eq!(asked.next_steps(day("2026-12-20")), [], "the last day is still in time");
    assert!(asked.is_overdue(day("2026-12-21")));
    assert_eq!(asked.next_steps(day("2026-12-21")), [MeasureStep::Improvement, MeasureStep::Supervisor]);
    let next = asked.ask(MeasureInput { due: day("2027-01-20"), ..measure(MeasureStep::Supervisor) }, day("2026-12-21"), "担当").expect("a measure");
    assert_eq!((next.measures.len(), next.measures[0].state(), next.state()), (2, MeasureState::Requested, FindingState::Requested));
}

#[test]
fn only_an_observation_or_what_is_over_is_laid_aside() {
    let aside = |finding: &Finding, over| finding.lay_aside("次回に見る".into(), over, day(TODAY), "担当");
    assert_eq!(aside(&finding(Severity::Observation), false).expect("laid aside").state(), FindingState::Closed);
    assert!(aside(&finding(Severity::Minor), false).is_err());
    assert!(aside(&finding(Severity::Minor), true).is_ok());
    let asked = ask(&finding(Severity::Observation), MeasureStep::Improvement);
    assert!(aside(&asked, false).is_err(), "an answer is awaited");
    assert!(aside(&asked, true).is_ok(), "of a contract that is over none will come");
    assert!(aside(&asked.report(answer(), "課").expect("told"), true).is_err(), "it came: say whether it worked");
}

#[test]
fn lists_are_in_the_order_of_the_day_somebody_acts_by() {
    let found = finding(Severity::Minor);
    assert_eq!(found.day(), day("2026-11-01"));
    let asked = ask(&found, MeasureStep::Improvement);
    assert_eq!(asked.day(), day("2026-12-20"));
    assert_eq!(asked.report(answer(), "課").expect("told").day(), day(TODAY));
    assert_eq!(ask(&failed(&ask(&finding(Severity::Major), MeasureStep::Ciso)), MeasureStep::Review).day(), day(TODAY), "since when it could be approved");
}

#[test]
fn findings_come_together_by_clause_those_that_come_back_first() {
    let row = |id: &str, clause: &str, department: &str, state| FindingRow {
        id: FindingId::new(id),
        contract: ContractId::new("c"),
        contract_number: String::new(),
        contract_title: String::new(),
        contractor: ContractorId::new("r"),
        contractor_name: String::new(),
        department: DepartmentId::new(department),
        department_name: String::new(),
        clause: clause.into(),
        clause_title: clause.to_lowercase(),
        severity: Severity::Minor,
        fact: String::new(),
        found_on: day(TODAY),
        state,
        step: None,
        due: None,
        days_late: 0,
        version: 1,
    };
    let groups = grouped(vec![
        row("1", "K02", "a", FindingState::Closed),
        row("2", "K08", "a", FindingState::Requested),
        row("3", "K08", "b", FindingState::Closed),
        row("4", "K08", "b", FindingState::Unaddressed),
        row("5", "K01", "a", FindingState::Closed),
    ]);
    let told: Vec<_> = groups.iter().map(|group| (group.clause.as_str(), group.rows.len(), group.open, group.departments)).collect();
    assert_eq!(told, [("K08", 3, 2, 2), ("K01", 1, 0, 1), ("K02", 1, 0, 1)]);
}

#[test]
fn the_forms_say_what_is_wrong_by_field() {
    let sound =
        FindingForm { clause: "ｋ０８".into(), severity: "重大".into(), fact: " 事実 ".into(), found_on: "R8.11.24".into(), ..FindingForm::default() };
    let read = sound.read(day(TODAY)).expect("sound");
    assert_eq!((read.clause.as_str(), read.severity, read.fact.as_str(), read.found_on), ("k08", Severity::Major, "事実", day(TODAY)));
    assert_eq!(fields(FindingForm::default().read(day(TODAY))), ["fact", "found_on", "severity"]);
    assert_eq!(fields(FindingForm { found_on: "2026-11-25".into(), verification: "../x".into(), ..sound }.read(day(TODAY))), ["found_on", "verification"]);
    let wrong = MeasureForm { step: "improvement".into(), asked: "x".into(), due: "2026-11-23".into() };
    assert_eq!(fields(wrong.read(day(TODAY))), ["due"]);
    assert_eq!(fields(MeasureForm::default().read(day(TODAY))), ["asked", "due", "step"]);
    assert_eq!(fields(MeasureRulingForm { approve: "false".into(), remark: " ".into() }.read()), ["remark"]);
    assert_eq!(fields(MeasureRulingForm::default().read()), ["approve"]);
    assert_eq!(fields(ConfirmationForm { effective: "true".into(), remark: String::new() }.read()), ["remark"]);
    assert_eq!(fields(ClosingForm::default().read()), ["reason"]);
    let asked = ask(&finding(Severity::Minor), MeasureStep::Improvement);
    let early = MeasureReportForm { reported_on: "2026-11-23".into(), text: "x".into() };
    assert_eq!(fields(early.read(&asked.measures[0], day("2026-12-01"))), ["reported_on"]);
    let late = MeasureReportForm { reported_on: "2026-12-02".into(), text: "x".into() };
    assert_eq!(fields(late.read(&asked.measures[0], day("2026-12-01"))), ["reported_on"]);
}

/// Everything that can be tried on a finding, in any order.
#[derive(Clone, Copy, Debug)]
enum Try {
    Ask(MeasureStep, u64),
    Rule(bool),
    Report,
    Confirm(bool),
    Wait(u64),
}

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        (select(MeasureStep::ALL), 0..40_u64).prop_map(|(step, days)| Try::Ask(step, days)),
        any::<bool>().prop_map(Try::Rule),
        Just(Try::Report),
        any::<bool>().prop_map(Try::Confirm),
        (0..50_u64).prop_map(Try::Wait),
    ]
}

proptest! {
    /// Whatever is tried: nothing asked is ever lost, no step is skipped by more than the severity allows, nothing that touches the contract goes out
    /// unapproved, and a closed finding stays closed.
    #[test]
    fn the_ladder_holds_whatever_is_tried(severity in select(Severity::ALL), tries in vec(tries(), 0..40)) {
        let mut today: NaiveDate = day(TODAY);
        let mut now = finding(severity);
        for one in tries {
            let next = match one {
                Try::Ask(step, days) => now.ask(MeasureInput { step, asked: "改める".into(), due: today + Days::new(days) }, today, "担当"),
                Try::Rule(approved) => now.rule(MeasureRulingInput { approved, remark: "理由".into() }, today, "統括"),
                Try::Report => now.report(MeasureReportInput { on: today, text: "改めた".into() }, "課"),
                Try::Confirm(effective) => now.confirm(ConfirmationInput { effective, remark: "見た".into() }, today, "担当"),
                Try::Wait(days) => { today = today + Days::new(days); continue; }
            };
            let Ok(next) = next else { continue };
            prop_assert!(now.state() != FindingState::Closed, "a closed finding moved");
            prop_assert!(next.measures.len() >= now.measures.len());
            for (before, after) in now.measures.iter().zip(&next.measures) {
                prop_assert_eq!((before.step, before.due, before.asked_on), (after.step, after.due, after.asked_on));
            }
            now = next;
        }
        let taken: Vec<_> = now.measures.iter().filter(|measure| !matches!(measure.state(), MeasureState::Rejected)).collect();
        let most = if severity == Severity::Major { 2 } else { 1 };
        prop_assert!(taken.first().is_none_or(|first| first.step.height() <= most));
        for pair in taken.windows(2) {
            let (from, to) = (pair[0].step.height(), pair[1].step.height());
            prop_assert!(from <= to && to <= from + most, "{} then {}", pair[0].step, pair[1].step);
        }
        for measure in &taken {
            let told = !matches!(measure.state(), MeasureState::Proposed);
            prop_assert!(!told || !measure.step.needs_approval() || measure.ruling.as_ref().is_some_and(|ruling| ruling.approved));
        }
    }
}
