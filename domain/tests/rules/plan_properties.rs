//! 点検計画: what holds for every contract and every policy.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{date, plan::Planned, verification::VerificationKind};
use proptest::prelude::*;

use crate::{
    samples::{Sample, any_policy, any_sample},
    shipped,
};

fn periodic(plan: &[Planned]) -> impl Iterator<Item = &Planned> {
    plan.iter().filter(|check| check.kind == VerificationKind::Periodic)
}

/// The watched days of a contract in each fiscal year.
fn years(sample: &Sample) -> impl Iterator<Item = (i32, NaiveDate, NaiveDate)> {
    let (first, end) = (sample.first(), sample.end);
    (date::fiscal_year(first)..=date::fiscal_year(end)).filter(move |_| first <= end).map(move |year| {
        let (opens, closes) = date::fiscal_year_range(year);
        (year, opens.max(first), closes.min(end))
    })
}

fn has_working_day(first: NaiveDate, last: NaiveDate) -> bool {
    first.iter_days().take_while(|day| *day <= last).any(|day| shipped::calendar().is_working(day))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_periodic_check_is_due_on_a_working_day_of_its_year_while_the_contract_is_watched(sample in any_sample(), policy in any_policy()) {
        for check in periodic(&sample.plan_under(&policy)) {
            prop_assert_eq!(date::fiscal_year(check.due), check.fiscal_year);
            prop_assert!(sample.first() <= check.due && check.due <= sample.end, "{:?}", check);
            prop_assert!(shipped::calendar().is_working(check.due), "{:?}", check);
        }
    }

    #[test]
    fn every_year_that_is_watched_gets_a_check(sample in any_sample(), policy in any_policy()) {
        let plan = sample.plan_under(&policy);
        let per_year = policy.rule_for(&sample.nature, sample.tier).map_or(0, |rule| usize::from(rule.per_year));
        for (year, first, last) in years(&sample) {
            let checks = plan.iter().filter(|check| check.fiscal_year == year).count();
            prop_assert!(per_year == 0 || checks >= 1 || !has_working_day(first, last), "none in fiscal {} of {:?}", year, plan);
            prop_assert!(periodic(&plan).filter(|check| check.fiscal_year == year).count() <= per_year);
        }
    }

    #[test]
    fn a_whole_year_gets_as_many_checks_as_its_rule_says(sample in any_sample()) {
        let policy = shipped::cadence();
        let plan = sample.plan();
        let per_year = policy.rule_for(&sample.nature, sample.tier).map(|rule| usize::from(rule.per_year));
        for (year, first, last) in years(&sample) {
            if (first, last) == date::fiscal_year_range(year) {
                prop_assert_eq!(Some(periodic(&plan).filter(|check| check.fiscal_year == year).count()), per_year);
            }
        }
    }

    #[test]
    fn no_two_checks_share_a_name_or_fall_on_one_day_of_a_year(sample in any_sample(), policy in any_policy()) {
        let plan = sample.plan_under(&policy);
        prop_assert_eq!(plan.iter().map(|check| &check.slot).collect::<BTreeSet<_>>().len(), plan.len());
        let days: BTreeSet<_> = periodic(&plan).map(|check| check.due).collect();
        prop_assert_eq!(days.len(), periodic(&plan).count());
        let plan = sample.plan();
        prop_assert_eq!(plan.iter().map(|check| (check.fiscal_year, check.due)).collect::<BTreeSet<_>>().len(), plan.len());
    }

    #[test]
    fn checks_come_in_the_order_of_their_days(sample in any_sample(), policy in any_policy()) {
        let plan = sample.plan_under(&policy);
        let days: Vec<NaiveDate> = periodic(&plan).map(|check| check.due).collect();
        prop_assert!(days.is_sorted(), "{:?}", days);
        for (place, check) in periodic(&plan).enumerate() {
            let number = 1 + periodic(&plan).take(place).filter(|other| other.fiscal_year == check.fiscal_year).count();
            prop_assert_eq!(&check.slot, &format!("{}-{number}", check.fiscal_year));
        }
        let order: Vec<VerificationKind> = plan.iter().map(|check| check.kind).collect();
        prop_assert!(order.is_sorted(), "{:?}", order);
    }

    #[test]
    fn the_first_check_is_due_by_the_start_and_the_last_after_the_end(sample in any_sample()) {
        let plan = sample.plan();
        let initial = plan.iter().find(|check| check.kind == VerificationKind::Initial);
        prop_assert_eq!(initial.is_some(), sample.from <= sample.start);
        if let Some(initial) = initial {
            prop_assert!(initial.due <= sample.start && sample.start - initial.due < chrono::TimeDelta::days(11), "{:?}", initial);
            prop_assert!(shipped::calendar().is_working(initial.due));
        }
        let closing = plan.iter().find(|check| check.kind == VerificationKind::Closing);
        prop_assert_eq!(closing.is_some(), sample.first() <= sample.end);
        if let Some(closing) = closing {
            prop_assert!(sample.end < closing.due && closing.due <= sample.end + Days::new(14), "{:?}", closing);
            prop_assert!(shipped::calendar().is_working(closing.due));
        }
    }

    #[test]
    fn first_and_last_checks_are_planned_when_the_policy_asks_for_them(sample in any_sample(), policy in any_policy()) {
        let plan = sample.plan_under(&policy);
        let has = |kind| plan.iter().any(|check| check.kind == kind);
        prop_assert_eq!(has(VerificationKind::Initial), policy.initial && sample.from <= sample.start);
        prop_assert_eq!(has(VerificationKind::Closing), policy.closing && sample.first() <= sample.end);
        prop_assert!(plan.iter().filter(|check| check.kind == VerificationKind::Closing).all(|check| check.due >= sample.end));
    }

    #[test]
    fn the_same_contract_gets_the_same_plan(sample in any_sample(), policy in any_policy()) {
        prop_assert_eq!(sample.plan_under(&policy), sample.clone().plan_under(&policy.clone()));
    }

    #[test]
    fn a_longer_contract_keeps_the_checks_of_the_years_before_its_last(sample in any_sample(), more in 1u64..2_000) {
        let mut longer = sample.clone();
        longer.end = sample.end + Days::new(more);
        let before = |plan: Vec<Planned>| plan.into_iter().filter(|check| check.fiscal_year < date::fiscal_year(sample.end)).collect::<Vec<_>>();
        prop_assert_eq!(before(sample.plan()), before(longer.plan()));
    }

    #[test]
    fn every_check_says_why_and_every_move_is_told_as_it_is(sample in any_sample(), policy in any_policy()) {
        let calendar = shipped::calendar();
        for check in sample.plan_under(&policy) {
            prop_assert!(check.reasons.iter().all(|reason| reason.message.is_known()), "{:?}", check);
            prop_assert!(!check.reasons[0].basis.is_empty() && !check.methods.is_empty());
            for reason in &check.reasons[1..] {
                let day = |name: &str| reason.message.params.get(name).and_then(|day| date::parse(day));
                let (from, to) = (day("from").expect("a day"), day("to").expect("a day"));
                prop_assert!(to == check.due && !calendar.is_working(from), "{:?}", check);
                let moved = if reason.rule == "plan.moved" { calendar.on_or_before(from) } else { calendar.on_or_after(from) };
                prop_assert_eq!((to, reason.message.key.as_ref()), (moved, reason.rule.as_str()));
            }
        }
    }
}
