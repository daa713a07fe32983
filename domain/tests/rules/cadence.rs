//! 点検頻度 as data: what a policy must not leave out, the table it is written in, and what another one would do to the checks there are.

use chrono::{Days, NaiveDate};
use domain::{
    Error,
    cadence::{CadenceComparison, CadenceForm, CadencePolicy, CadenceRule, CadenceRuleForm, CadenceSetting, Inspector, Phase, Questions, WhatIf, effect},
    contract::{ContractKind, PersonalInformation},
    date::{self, Month},
    id::DepartmentId,
    plan::{Existing, Planned, can_be_added, replan, settles},
    risk::Tier,
    verification::{Method, VerificationKind},
};
use proptest::prelude::*;

use crate::{
    samples::{Sample, any_policy, any_sample, day, plain, scheduled},
    shipped,
};

fn row(id: &str, phase: Phase) -> CadenceRule {
    CadenceRule {
        id: id.to_owned(),
        phase,
        kinds: Vec::new(),
        personal: Vec::new(),
        tiers: Vec::new(),
        per_year: 1,
        methods: vec![Method::OnSite],
        questions: Questions::All,
        inspector: Inspector::Department,
        basis: "市長決裁".to_owned(),
    }
}

fn faults(policy: &CadencePolicy) -> Vec<(Option<usize>, &'static str, String)> {
    policy.faults().into_iter().map(|fault| (fault.row, fault.field, fault.message.key.to_string())).collect()
}

fn errors(form: &CadenceForm) -> Vec<(String, String)> {
    match form.read(&shipped::cadence()) {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.message.key.to_string())).collect(),
        other => panic!("expected errors, got {other:?}"),
    }
}

#[test]
fn what_ships_leaves_nothing_out() {
    assert_eq!(faults(&shipped::cadence()), []);
}

#[test]
fn no_contract_goes_without_a_yearly_check() {
    let mut policy = shipped::cadence();
    policy.rules.retain(|rule| rule.id != "tier_c");
    assert_eq!(faults(&policy), [(None, "rules", "cadence.nobody_asks".to_owned())]);
    let mut policy = shipped::cadence();
    policy.rules[5].per_year = 0;
    assert_eq!(faults(&policy), [(Some(5), "per_year", "cadence.never".to_owned())]);
}

#[test]
fn paper_alone_does_not_do_where_personal_information_is_held() {
    let mut policy = shipped::cadence();
    policy.rules[2].methods.push(Method::Paper);
    assert_eq!(faults(&policy), [(Some(2), "paper", "cadence.on_the_spot".to_owned())]);
    // A row that takes such contracts before theirs comes to it is caught as well, and theirs is said to decide nothing.
    let mut policy = shipped::cadence();
    policy.rules.insert(0, CadenceRule { methods: vec![Method::OnSite, Method::Certificate], tiers: vec![Tier::C], ..row("all", Phase::Periodic) });
    assert_eq!(faults(&policy), [(Some(0), "certificate", "cadence.on_the_spot".to_owned()), (Some(6), "order", "cadence.shadowed".to_owned())]);
}

#[test]
fn rows_of_the_start_and_the_end_stand_once_and_prove_what_they_should() {
    let mut policy = shipped::cadence();
    policy.rules.push(CadenceRule { per_year: 2, ..row("start", Phase::Initial) });
    policy.rules.push(CadenceRule { methods: vec![Method::Certificate], ..row("end", Phase::Closing) });
    policy.rules.push(CadenceRule { methods: Vec::new(), kinds: vec![ContractKind::Cloud], ..row("late", Phase::Closing) });
    assert_eq!(
        faults(&policy),
        [
            (Some(6), "per_year", "cadence.once".to_owned()),
            (Some(7), "certificate", "cadence.no_proof".to_owned()),
            (Some(8), "on_site", "cadence.no_method".to_owned()),
            (Some(8), "order", "cadence.shadowed".to_owned()),
        ]
    );
}

#[test]
fn a_row_of_a_phase_decides_over_the_policy_as_a_whole() {
    let mut policy = shipped::cadence();
    let start = CadenceRule {
        kinds: vec![ContractKind::General],
        methods: vec![Method::Paper],
        questions: Questions::Blocking,
        inspector: Inspector::Officer,
        ..row("start", Phase::Initial)
    };
    policy.rules.push(start.clone());
    policy.rules.push(CadenceRule { per_year: 0, kinds: vec![ContractKind::General], ..row("end", Phase::Closing) });
    let mut sample = Sample::of("2026-04-01", "2027-03-31");
    sample.nature = plain();
    let plan = sample.plan_under(&policy);
    let first = &plan[0];
    assert_eq!(
        (first.kind, &first.methods, first.questions, first.inspector),
        (VerificationKind::Initial, &start.methods, Questions::Blocking, Inspector::Officer)
    );
    assert_eq!(first.reasons[0].basis, "市長決裁");
    assert!(plan.iter().all(|check| check.kind != VerificationKind::Closing));
    // Another kind of contract is left as it was.
    sample.nature.kind = ContractKind::Cloud;
    assert_eq!(sample.plan_under(&policy), sample.plan());
    assert_eq!(sample.plan().last().map(|check| (check.kind, check.questions)), Some((VerificationKind::Closing, Questions::Closing)));
}

#[test]
fn the_table_reads_back_what_it_shows() {
    let shipped = shipped::cadence();
    let form = CadenceForm::from(&shipped);
    assert_eq!(form.months, "6〜2");
    let read = form.read(&shipped).expect("the shipped policy");
    assert_eq!(read, CadencePolicy { version: 2, ..shipped.clone() });
    assert!(CadenceComparison::of(&shipped, &read).is_empty());
}

#[test]
fn rows_come_in_the_order_of_their_numbers_and_blank_ones_are_none() {
    let shipped = shipped::cadence();
    let mut form = CadenceForm::from(&shipped);
    form.rules.push(CadenceRuleForm::blank());
    form.rules.push(CadenceRuleForm {
        order: "５".to_owned(),
        kinds: "クラウドサービス利用".to_owned(),
        tiers: "B、A".to_owned(),
        personal: "none".to_owned(),
        per_year: "4回".trim_end_matches('回').to_owned(),
        remote: "on".to_owned(),
        basis: "市長決裁".to_owned(),
        ..CadenceRuleForm::blank()
    });
    form.rules[3].drop = "true".to_owned();
    form.rules[5].tiers = String::new();
    let read = form.read(&shipped).expect("a policy");
    let ids: Vec<&str> = read.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["row_1", "my_number", "personal_tier_a", "personal", "tier_b", "tier_c"]);
    assert_eq!((read.rules[0].tiers.as_slice(), read.rules[0].per_year), ([Tier::A, Tier::B].as_slice(), 4));
    let comparison = CadenceComparison::of(&shipped, &read);
    let told: Vec<_> = comparison.rules.iter().map(|change| (change.before.is_some(), change.after.is_some())).collect();
    assert_eq!(told, [(false, true), (true, true), (true, false)]);
    assert!(!comparison.reordered && comparison.settings.is_empty());
    // The name a row was given stays with it when the draft is written again.
    let again = CadenceForm::from(&read).read(&shipped).expect("a policy");
    assert_eq!(again, read);
}

#[test]
fn every_error_is_told_at_its_field() {
    let form = |change: fn(&mut CadenceForm)| {
        let mut form = CadenceForm::from(&shipped::cadence());
        change(&mut form);
        errors(&form)
    };
    let one = |field: &str, key: &str| vec![(field.to_owned(), key.to_owned())];
    assert_eq!(form(|form| form.rules[1].per_year = "13".to_owned()), one("rules[1].per_year", "cadence.per_year"));
    assert_eq!(form(|form| form.rules[1].per_year = String::new()), one("rules[1].per_year", "field.required"));
    assert_eq!(form(|form| form.rules[0].personal = "だれか".to_owned()), one("rules[0].personal", "field.choice"));
    assert_eq!(form(|form| form.rules[2].paper = "true".to_owned()), one("rules[2].paper", "cadence.on_the_spot"));
    // Without the row of personal information, the rows of the tiers take such contracts.
    let taken = [one("rules[4].paper", "cadence.on_the_spot"), one("rules[5].paper", "cadence.on_the_spot")].concat();
    assert_eq!(form(|form| form.rules[2].drop = "true".to_owned()), taken);
    for months in ["0", "13", "6〜", "〜", "6〜8〜10", "六月"] {
        let mut form = CadenceForm::from(&shipped::cadence());
        form.months = months.to_owned();
        assert_eq!(errors(&form), one("months", "cadence.months"), "{months}");
    }
    assert_eq!(form(|form| form.months = " ".to_owned()), one("months", "field.required"));
    assert_eq!(form(|form| form.clearance_days = "366".to_owned()), one("clearance_days", "cadence.days"));
    assert_eq!(form(|form| form.rules = vec![CadenceRuleForm::blank(); 41]), one("rules", "cadence.too_many"));
}

#[test]
fn months_are_written_as_an_office_writes_them() {
    for (text, months) in [("6〜2月", "6〜2"), ("６、７・８月", "6〜8"), ("12-1, 5", "5、12〜1"), ("4~3", "4〜3"), ("3、1", "1、3")] {
        let form = CadenceForm { months: text.to_owned(), ..CadenceForm::from(&shipped::cadence()) };
        let read = form.read(&shipped::cadence()).expect("months");
        assert_eq!(CadenceForm::from(&read).months, months, "{text}");
    }
}

#[test]
fn a_comparison_tells_order_and_settings_too() {
    let before = shipped::cadence();
    let mut after = before.clone();
    after.rules.swap(4, 5);
    (after.closing_within_days, after.months) = (30, vec![6, 7]);
    let comparison = CadenceComparison::of(&before, &after);
    assert!(comparison.reordered && comparison.rules.is_empty());
    let settings: Vec<_> = comparison.settings.iter().map(|change| (change.setting, change.before.as_str(), change.after.as_str())).collect();
    assert_eq!(settings, [(CadenceSetting::ClosingWithinDays, "14", "30"), (CadenceSetting::Months, "6,7,8,9,10,11,12,1,2", "6,7")]);
}

#[test]
fn a_doubled_count_is_told_month_by_month() {
    let sample = Sample::of("2026-04-01", "2028-03-31");
    let known: Vec<Existing> = sample.plan().iter().map(scheduled).collect();
    let mut policy = shipped::cadence();
    policy.rules[5].per_year = 2;
    let found = effect(&sample.subject(), &policy, shipped::calendar(), sample.from, &known, day("2026-04-01"));
    // The first check of the second year stays away from nothing any more: its part of the year is another.
    assert_eq!((found.added.len(), found.cancelled.len()), (2, 0));
    let mut what_if = WhatIf::of_year(2027);
    let department = DepartmentId::new("01department");
    what_if.add(&department, known.iter().map(|check| check.due), &found);
    what_if.finish(ToString::to_string);
    assert_eq!((what_if.contracts, what_if.affected, what_if.added), (1, 1, 2));
    let sums = what_if.city.iter().fold((0, 0), |(before, after), cell| (before + cell.before, after + cell.after));
    assert_eq!(sums, (1, 2));
    assert_eq!(what_if.rows.len(), 1);
    assert_eq!(what_if.rows[0].cells, what_if.city);
}

/// The due dates there are once the policy is carried out as the register does it.
fn carried_out(planned: &[Planned], existing: &[Existing], today: NaiveDate) -> Vec<NaiveDate> {
    let change = replan(planned, existing);
    let mut days: Vec<Option<NaiveDate>> = existing.iter().map(|check| Some(check.due)).collect();
    for (index, check) in change.change {
        days[index] = Some(settles(&existing[index], check, today));
    }
    for index in change.cancel {
        days[index] = None;
    }
    let added = change.add.into_iter().map(|check| check.due).filter(|due| can_be_added(*due, !existing.is_empty(), today));
    let mut days: Vec<NaiveDate> = days.into_iter().flatten().chain(added).collect();
    days.sort_unstable();
    days
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_told_before_is_what_happens(sample in any_sample(), policy in any_policy(), begun in prop::collection::vec(any::<bool>(), 40), after in 0u64..3_000) {
        let today = sample.first() + Days::new(after);
        let known: Vec<Existing> = sample.plan().iter().zip(begun.iter().cycle()).map(|(check, begun)| Existing { untouched: !begun, ..scheduled(check) }).collect();
        let found = effect(&sample.subject(), &policy, shipped::calendar(), sample.from, &known, today);
        let mut told: Vec<NaiveDate> = known.iter().map(|check| check.due).collect();
        for gone in found.cancelled.iter().chain(found.moved.iter().map(|(from, _)| from)) {
            let place = told.iter().position(|due| due == gone).expect("a check of that day");
            told.remove(place);
        }
        told.extend(found.added.iter().chain(found.moved.iter().map(|(_, to)| to)));
        told.sort_unstable();
        prop_assert_eq!(told, carried_out(&sample.plan_under(&policy), &known, today));
    }

    #[test]
    fn the_sums_of_the_months_are_those_of_the_departments(samples in prop::collection::vec(any_sample(), 1..6), policy in any_policy(), year in 2019i32..2035) {
        let today = date::fiscal_year_range(year).0;
        let mut what_if = WhatIf::of_year(year);
        let mut expected = vec![0u32; 12];
        for (number, sample) in samples.iter().enumerate() {
            let known: Vec<Existing> = sample.plan().iter().map(scheduled).collect();
            let found = effect(&sample.subject(), &policy, shipped::calendar(), sample.from, &known, today);
            what_if.add(&DepartmentId::new(format!("0{}", number % 2)), known.iter().map(|check| check.due), &found);
            for due in carried_out(&sample.plan_under(&policy), &known, today) {
                if let Some(place) = what_if.months.iter().position(|month| *month == Month::of(due)) {
                    expected[place] += 1;
                }
            }
        }
        prop_assert_eq!(what_if.city.iter().map(|cell| cell.after).collect::<Vec<_>>(), expected);
        let city = what_if.city.clone();
        for (place, cell) in city.iter().enumerate() {
            let sum = |of: fn(&domain::cadence::WhatIfCell) -> u32| what_if.rows.iter().map(|row| of(&row.cells[place])).sum::<u32>();
            prop_assert_eq!((sum(|cell| cell.before), sum(|cell| cell.after)), (cell.before, cell.after));
        }
        what_if.finish(ToString::to_string);
        prop_assert!(what_if.rows.iter().all(|row| row.cells.iter().any(|cell| cell.before != cell.after)));
    }

    #[test]
    fn a_policy_without_faults_checks_every_contract(sample in any_sample(), policy in any_policy()) {
        let counted = policy.rule_for(&sample.nature, sample.tier).map_or(0, |rule| rule.per_year);
        prop_assert!(!policy.faults().is_empty() || counted > 0);
        let on_the_spot = |methods: &[Method]| !methods.iter().any(|method| matches!(method, Method::Paper | Method::Certificate));
        if policy.faults().is_empty() && sample.nature.personal != PersonalInformation::None {
            prop_assert!(sample.plan_under(&policy).iter().filter(|check| check.kind == VerificationKind::Periodic).all(|check| on_the_spot(&check.methods)));
        }
    }
}
