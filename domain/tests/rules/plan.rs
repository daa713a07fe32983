//! 点検計画 of typical contracts under the shipped cadence.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use domain::{
    Lang,
    contract::PersonalInformation,
    date,
    id::ContractId,
    plan::Planned,
    risk::Tier,
    verification::{Method, VerificationKind},
};

use crate::{
    samples::{Sample, day, plain},
    shipped,
};

fn slots(plan: &[Planned]) -> Vec<&str> {
    plan.iter().map(|check| check.slot.as_str()).collect()
}

fn due(plan: &[Planned], slot: &str) -> String {
    plan.iter().find(|check| check.slot == slot).map(|check| check.due.to_string()).unwrap_or_default()
}

fn said(check: &Planned) -> Vec<String> {
    check.reasons.iter().map(|reason| reason.message.say(Lang::Ja)).collect()
}

#[test]
fn the_shipped_cadence_is_what_the_rules_ask_for() {
    let policy = shipped::cadence();
    assert_eq!((policy.version, policy.initial, policy.initial_within_days), (1, true, 0));
    assert_eq!((policy.closing, policy.closing_within_days, policy.clearance_days), (true, 14, 30));
    assert_eq!(policy.months, [6, 7, 8, 9, 10, 11, 12, 1, 2]);
    assert!(!policy.basis.is_empty() && policy.rules.iter().all(|rule| !rule.basis.is_empty() && !rule.methods.is_empty()));
    for personal in [PersonalInformation::None, PersonalInformation::Personal, PersonalInformation::MyNumber] {
        for tier in [Tier::A, Tier::B, Tier::C] {
            let mut nature = plain();
            nature.personal = personal;
            let rule = policy.rule_for(&nature, tier).expect("every contract is verified");
            let on_the_spot = rule.methods.iter().all(|method| matches!(method, Method::OnSite | Method::Remote));
            assert!(rule.per_year >= 1 && (on_the_spot || personal == PersonalInformation::None), "{personal} {tier}");
        }
    }
}

#[test]
fn a_contract_of_a_year_is_checked_at_its_start_once_within_and_after_its_end() {
    let plan = Sample::of("2026-04-01", "2027-03-31").plan();
    assert_eq!(slots(&plan), ["initial", "2026-1", "closing"]);
    assert_eq!(plan.iter().map(|check| check.kind).collect::<Vec<_>>(), [VerificationKind::Initial, VerificationKind::Periodic, VerificationKind::Closing]);
    assert_eq!((due(&plan, "initial"), due(&plan, "closing")), ("2026-04-01".to_owned(), "2027-04-14".to_owned()));
    assert!(plan.iter().all(|check| check.fiscal_year == 2026));
    assert_eq!(said(&plan[0]), ["契約開始（2026-04-01）までに、着手時の体制を確認します"]);
    assert_eq!(said(&plan[1])[0], "2026年度の定期点検：区分Cは年1回");
    assert_eq!(said(&plan[2]), ["契約終了（2027-03-31）から14日以内に、返却・消去の証跡を確認します"]);
}

#[test]
fn tier_and_information_decide_how_often_a_contract_is_checked() {
    for (personal, tier, per_year) in [
        (PersonalInformation::None, Tier::A, 2),
        (PersonalInformation::None, Tier::B, 1),
        (PersonalInformation::None, Tier::C, 1),
        (PersonalInformation::Personal, Tier::B, 1),
        (PersonalInformation::Personal, Tier::C, 1),
        (PersonalInformation::MyNumber, Tier::A, 2),
    ] {
        let plan = Sample::of("2026-04-01", "2031-03-31").with(personal, tier).plan();
        let mut counts = BTreeMap::new();
        for check in plan.iter().filter(|check| check.kind == VerificationKind::Periodic) {
            *counts.entry(check.fiscal_year).or_insert(0) += 1;
        }
        assert_eq!(counts, (2026..=2030).map(|year| (year, per_year)).collect(), "{personal} {tier}");
    }
}

#[test]
fn personal_information_is_checked_on_the_spot_and_paper_does_not_do() {
    let plan = Sample::of("2026-04-01", "2029-03-31").with(PersonalInformation::Personal, Tier::B).plan();
    let periodic: Vec<&Planned> = plan.iter().filter(|check| check.kind == VerificationKind::Periodic).collect();
    assert!(periodic.len() == 3 && periodic.iter().all(|check| check.methods == [Method::OnSite, Method::Remote]));
    assert_eq!(periodic[0].reasons[0].message.say(Lang::Ja), "2026年度の定期点検：「保有個人情報」を扱う契約は年1回");
    assert_eq!(periodic[0].reasons[0].rule, "cadence.personal");
}

#[test]
fn a_certificate_proves_no_erasure() {
    let plan = Sample::of("2026-04-01", "2027-03-31").plan();
    let closing = plan.last().expect("a closing check");
    assert_eq!(closing.methods, [Method::OnSite, Method::Remote, Method::Paper]);
}

#[test]
fn a_contract_that_starts_on_a_closed_day_is_checked_on_the_working_day_before() {
    let plan = Sample::of("2026-05-03", "2027-03-31").plan();
    assert_eq!(due(&plan, "initial"), "2026-05-01");
    assert_eq!(said(&plan[0])[1], "2026-05-03は閉庁日のため、直前の開庁日2026-05-01に移しました");
}

#[test]
fn the_first_check_may_have_days_to_be_done_in() {
    let mut policy = shipped::cadence();
    policy.initial_within_days = 14;
    let plan = Sample::of("2026-06-01", "2027-03-31").plan_under(&policy);
    assert_eq!(due(&plan, "initial"), "2026-06-15");
    assert_eq!(said(&plan[0]), ["契約開始（2026-06-01）から14日以内に、着手時の体制を確認します"]);
    assert!(plan[1].due >= day("2026-07-15"), "30 days from the first check: {}", plan[1].due);
}

#[test]
fn the_closing_check_is_never_due_before_the_end() {
    let mut policy = shipped::cadence();
    policy.closing_within_days = 3;
    let plan = Sample::of("2026-04-01", "2026-12-31").plan_under(&policy);
    assert_eq!(due(&plan, "closing"), "2027-01-04");
    assert_eq!(plan.last().map(said).unwrap_or_default()[1], "2027-01-03は閉庁日のため、次の開庁日2027-01-04に移しました");
    let plan = Sample::of("2026-04-01", "2026-12-20").plan();
    assert_eq!(due(&plan, "closing"), "2026-12-28");
}

#[test]
fn no_check_falls_in_the_turn_of_the_fiscal_year_while_the_contract_runs_through_it() {
    for (personal, tier) in [(PersonalInformation::None, Tier::C), (PersonalInformation::None, Tier::A), (PersonalInformation::MyNumber, Tier::A)] {
        for number in 0..300 {
            let mut sample = Sample::of("2024-04-01", "2034-03-31").with(personal, tier);
            sample.id = ContractId::new(format!("k{number}"));
            for check in sample.plan().iter().filter(|check| check.kind == VerificationKind::Periodic) {
                assert!(![3, 4, 5].contains(&check.due.month()), "{} {} {}", sample.id, check.slot, check.due);
            }
        }
    }
}

#[test]
fn two_checks_of_a_year_lie_half_a_year_apart() {
    for number in 0..200 {
        let mut sample = Sample::of("2026-04-01", "2027-03-31").with(PersonalInformation::MyNumber, Tier::A);
        sample.id = ContractId::new(format!("k{number}"));
        let plan = sample.plan();
        let apart = (plan[2].due - plan[1].due).num_days();
        assert!((120..=155).contains(&apart), "{} days between {} and {}", apart, plan[1].due, plan[2].due);
    }
}

#[test]
fn a_contract_of_a_few_weeks_is_checked_at_its_start_and_its_end_only() {
    for personal in [PersonalInformation::None, PersonalInformation::MyNumber] {
        let plan = Sample::of("2026-07-01", "2026-07-21").with(personal, Tier::A).plan();
        assert_eq!(slots(&plan), ["initial", "closing"]);
    }
    let election_day = Sample::of("2026-11-15", "2026-11-15").plan();
    assert_eq!((due(&election_day, "initial"), due(&election_day, "closing")), ("2026-11-13".to_owned(), "2026-11-27".to_owned()));
    assert_eq!(election_day.len(), 2);
}

#[test]
fn what_is_left_of_a_year_gets_its_share_of_the_checks() {
    let from_autumn = Sample::of("2026-10-01", "2028-03-31").with(PersonalInformation::None, Tier::A).plan();
    assert_eq!(slots(&from_autumn), ["initial", "2026-1", "2027-1", "2027-2", "closing"]);
    let until_summer = Sample::of("2026-04-01", "2027-07-31").with(PersonalInformation::None, Tier::A).plan();
    assert_eq!(slots(&until_summer), ["initial", "2026-1", "2026-2", "2027-1", "closing"]);
    let until_may = Sample::of("2026-04-01", "2027-05-31").with(PersonalInformation::None, Tier::A).plan();
    assert_eq!(slots(&until_may), ["initial", "2026-1", "2026-2", "closing"], "the closing check serves where only the free months are left");
    let from_february = Sample::of("2027-02-15", "2028-03-31").plan();
    assert_eq!(slots(&from_february), ["initial", "2027-1", "closing"], "so does the initial one");
}

#[test]
fn the_free_months_give_way_where_nothing_else_serves() {
    let found_in_march = Sample::of("2024-04-01", "2029-03-31").from("2027-03-08").plan();
    assert_eq!(slots(&found_in_march), ["2026-1", "2027-1", "2028-1", "closing"]);
    assert!(found_in_march[0].due >= day("2027-03-08") && found_in_march[0].due <= day("2027-03-31"), "{}", found_in_march[0].due);
    let mut policy = shipped::cadence();
    (policy.initial, policy.closing) = (false, false);
    let in_april = Sample::of("2026-04-13", "2026-04-24").plan_under(&policy);
    assert_eq!(slots(&in_april), ["2026-1"]);
    assert!(in_april[0].due >= day("2026-04-13") && in_april[0].due <= day("2026-04-24"), "{}", in_april[0].due);
}

#[test]
fn nothing_is_planned_for_the_time_before_the_register_watched() {
    let plan = Sample::of("2022-04-01", "2028-03-31").from("2026-09-01").plan();
    assert_eq!(slots(&plan), ["2026-1", "2027-1", "closing"]);
    assert!(plan.iter().all(|check| check.due >= day("2026-09-01")));
    assert_eq!(Sample::of("2022-04-01", "2026-08-31").from("2026-09-01").plan(), []);
    assert_eq!(slots(&Sample::of("2022-04-01", "2026-09-01").from("2026-09-01").plan()), ["closing"]);
}

#[test]
fn a_weekend_at_the_end_of_the_year_asks_for_no_check_that_nobody_can_carry_out() {
    let saturday = day("2029-03-31");
    assert!(!shipped::calendar().is_working(saturday));
    let plan = Sample::of("2024-04-01", "2030-03-31").from("2029-03-31").plan();
    assert_eq!(slots(&plan), ["2029-1", "closing"]);
}

#[test]
fn a_contract_no_rule_speaks_of_is_not_checked() {
    let mut policy = shipped::cadence();
    policy.rules.retain(|rule| rule.tiers != [Tier::C]);
    assert_eq!(Sample::of("2026-04-01", "2027-03-31").plan_under(&policy), []);
    assert_eq!(Sample::of("2026-04-01", "2027-03-31").with(PersonalInformation::None, Tier::B).plan_under(&policy).len(), 3);
}

#[test]
fn a_policy_may_do_without_first_and_last_checks_and_name_no_months() {
    let mut policy = shipped::cadence();
    (policy.initial, policy.closing, policy.months) = (false, false, Vec::new());
    let plan = Sample::of("2026-04-01", "2028-03-31").plan_under(&policy);
    assert_eq!(slots(&plan), ["2026-1", "2027-1"]);
}

#[test]
fn twelve_checks_a_year_fit_into_nine_months() {
    let mut policy = shipped::cadence();
    policy.rules.iter_mut().for_each(|rule| rule.per_year = 12);
    let plan = Sample::of("2026-04-01", "2028-03-31").plan_under(&policy);
    let periodic: Vec<&Planned> = plan.iter().filter(|check| check.kind == VerificationKind::Periodic).collect();
    assert_eq!(periodic.len(), 24);
    assert!(periodic.windows(2).all(|pair| pair[0].due < pair[1].due));
    assert!(periodic.iter().all(|check| ![3, 4, 5].contains(&check.due.month())));
}

#[test]
fn a_policy_beyond_all_measure_does_no_harm() {
    let mut policy = shipped::cadence();
    (policy.initial_within_days, policy.closing_within_days, policy.clearance_days) = (u32::MAX, u32::MAX, u32::MAX);
    policy.months = vec![0, 13, 200];
    policy.rules.iter_mut().for_each(|rule| rule.per_year = u8::MAX);
    assert!(Sample::of("2026-04-01", "2028-03-31").plan_under(&policy).len() >= 2);
}

/// Identifiers as the register makes them, as an import makes them at one instant, and as people count.
fn identifiers() -> [(&'static str, Vec<ContractId>); 4] {
    let made = |name: fn(u64) -> String| (0..1_000).map(|number| ContractId::new(name(number))).collect::<Vec<_>>();
    [
        ("ULIDs of one instant", made(|number| format!("01k5w0h3zq{:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))),
        ("ULIDs in a row", made(|number| format!("01k5w0h3zq8v2c4n6m7p9r{number:04}"))),
        ("numbers", made(|number| number.to_string())),
        ("numbers of the year", made(|number| format!("R8-{number:04}"))),
    ]
}

#[test]
fn checks_are_spread_over_the_months_of_the_policy() {
    let policy = shipped::cadence();
    for (what, ids) in identifiers() {
        for (personal, tier) in [(PersonalInformation::None, Tier::C), (PersonalInformation::MyNumber, Tier::A)] {
            for year in 2024..2028 {
                let (start, end) = date::fiscal_year_range(year);
                let mut months: BTreeMap<u32, usize> = BTreeMap::new();
                for id in &ids {
                    let mut sample = Sample::of("2020-04-01", "2032-03-31").with(personal, tier);
                    sample.id = id.clone();
                    (sample.start, sample.end) = (start, end + Days::new(365));
                    for check in sample.plan().iter().filter(|check| check.kind == VerificationKind::Periodic && check.fiscal_year == year) {
                        *months.entry(check.due.month()).or_default() += 1;
                    }
                }
                let total: usize = months.values().sum();
                assert!(total >= ids.len());
                for month in 1..=12 {
                    let count = months.get(&month).copied().unwrap_or(0);
                    let wanted = policy.months.iter().any(|wanted| u32::from(*wanted) == month);
                    let most = if wanted { 2 * total / policy.months.len() } else { 0 };
                    let least = if wanted { total / policy.months.len() / 2 } else { 0 };
                    assert!((least..=most).contains(&count), "{what}, {personal}: {count} of {total} in month {month} of fiscal {year}");
                }
            }
        }
    }
}
