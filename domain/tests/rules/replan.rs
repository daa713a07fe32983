//! Re-planning: what a change of policy, nature or period does to the checks there are.

use chrono::NaiveDate;
use domain::{
    cadence::{Inspector, Questions},
    contract::PersonalInformation,
    plan::{Existing, Planned, follow, replan},
    risk::Tier,
    verification::Method,
};
use proptest::prelude::*;

use crate::{
    samples::{Sample, any_policy, any_sample, day, scheduled},
    shipped,
};

/// The checks there are once the change is carried out.
fn carried_out(planned: &[Planned], existing: &[Existing]) -> Vec<Existing> {
    let change = replan(planned, existing);
    let mut after: Vec<Option<Existing>> = existing.iter().cloned().map(Some).collect();
    for (index, check) in change.change {
        after[index] = Some(scheduled(check));
    }
    for index in change.cancel {
        after[index] = None;
    }
    after.into_iter().flatten().chain(change.add.into_iter().map(scheduled)).collect()
}

/// Checks there may be: those of a plan and others, some begun or done, some moved, in any order.
fn any_existing(planned: &[Planned]) -> impl Strategy<Value = Vec<Existing>> + use<> {
    let of_plan: Vec<Existing> = planned.iter().map(scheduled).collect();
    let others = ["initial", "closing", "2020-1", "2026-1", "2026-9", "incident"].map(|slot| Existing {
        slot: slot.to_owned(),
        untouched: true,
        due: day("2026-06-01"),
        placed: false,
        methods: vec![Method::Paper],
        questions: Questions::All,
        inspector: Inspector::Department,
    });
    let mut all = of_plan.clone();
    all.extend(others.into_iter().filter(|other| of_plan.iter().all(|check| check.slot != other.slot)));
    let count = all.len();
    (Just(all), prop::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), count))
        .prop_map(|(all, fates)| {
            let kept = all.into_iter().zip(fates).filter(|(_, (kept, _, _))| *kept);
            kept.map(|(check, (_, untouched, moved))| Existing { untouched, due: if moved { day("2026-06-01") } else { check.due }, ..check })
                .collect::<Vec<_>>()
        })
        .prop_shuffle()
}

fn any_situation() -> impl Strategy<Value = (Sample, Vec<Planned>, Vec<Existing>)> {
    (any_sample(), any_policy()).prop_flat_map(|(sample, policy)| {
        let planned = sample.plan_under(&policy);
        (Just(sample), Just(planned.clone()), any_existing(&planned))
    })
}

#[test]
fn a_new_contract_gets_all_its_checks() {
    let planned = Sample::of("2026-04-01", "2027-03-31").plan();
    let change = replan(&planned, &[]);
    assert_eq!(change.add, planned.iter().collect::<Vec<_>>());
    assert!(change.change.is_empty() && change.cancel.is_empty());
}

#[test]
fn a_raised_tier_adds_a_check_and_leaves_the_done_ones() {
    let sample = Sample::of("2026-04-01", "2028-03-31");
    let mut existing: Vec<Existing> = sample.plan().iter().map(scheduled).collect();
    existing[1].untouched = false;
    let planned = sample.with(PersonalInformation::None, Tier::A).plan();
    let change = replan(&planned, &existing);
    assert_eq!(change.add.iter().map(|check| check.slot.as_str()).collect::<Vec<_>>(), ["2026-2", "2027-2"]);
    assert_eq!(change.change.iter().map(|(index, check)| (*index, check.slot.as_str())).collect::<Vec<_>>(), [(2, "2027-1")]);
    assert_eq!(change.cancel, [0usize; 0]);
}

#[test]
fn a_shorter_contract_loses_the_checks_after_its_end_and_keeps_what_was_done() {
    let mut sample = Sample::of("2026-04-01", "2029-03-31");
    let mut existing: Vec<Existing> = sample.plan().iter().map(scheduled).collect();
    assert_eq!(existing.iter().map(|check| check.slot.as_str()).collect::<Vec<_>>(), ["initial", "2026-1", "2027-1", "2028-1", "closing"]);
    existing[2].untouched = false;
    sample.end = day("2027-03-31");
    let planned = sample.plan();
    let change = replan(&planned, &existing);
    assert_eq!(change.add, Vec::<&Planned>::new());
    assert_eq!(change.change, [(4, planned.last().expect("a closing check"))]);
    assert_eq!(change.cancel, [3]);
}

#[test]
fn other_methods_change_a_check_on_the_same_day() {
    let sample = Sample::of("2026-04-01", "2027-03-31");
    let existing: Vec<Existing> = sample.plan().iter().map(scheduled).collect();
    let planned = sample.with(PersonalInformation::Personal, Tier::C).plan();
    assert_eq!(planned[1].due, existing[1].due);
    assert_eq!(replan(&planned, &existing).change, [(1, &planned[1])]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_unchanged_plan_changes_nothing(sample in any_sample(), policy in any_policy()) {
        let planned = sample.plan_under(&policy);
        let existing: Vec<Existing> = planned.iter().map(scheduled).collect();
        prop_assert_eq!(replan(&planned, &existing), domain::plan::Replan::default());
        let order: Vec<Existing> = existing.into_iter().rev().collect();
        prop_assert_eq!(replan(&planned, &order), domain::plan::Replan::default());
    }

    #[test]
    fn what_was_begun_or_done_stays_as_it_is((_, planned, existing) in any_situation()) {
        let change = replan(&planned, &existing);
        prop_assert!(change.change.iter().all(|(index, _)| existing[*index].untouched));
        prop_assert!(change.cancel.iter().all(|index| existing[*index].untouched));
        let after = carried_out(&planned, &existing);
        prop_assert!(existing.iter().filter(|check| !check.untouched).all(|check| after.contains(check)));
    }

    #[test]
    fn once_carried_out_the_checks_follow_the_plan((_, planned, existing) in any_situation()) {
        let after = carried_out(&planned, &existing);
        prop_assert_eq!(replan(&planned, &after), domain::plan::Replan::default());
        let mut slots: Vec<&str> = after.iter().map(|check| check.slot.as_str()).collect();
        slots.sort_unstable();
        prop_assert!(slots.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", slots);
        for check in &planned {
            let stands = after.iter().find(|old| old.slot == check.slot);
            prop_assert!(stands.is_some_and(|old| !old.untouched || *old == scheduled(check)), "{:?} for {:?}", stands, check);
        }
        for old in after.iter().filter(|old| old.untouched) {
            prop_assert!(planned.iter().any(|check| check.slot == old.slot), "{:?}", old);
        }
    }

    #[test]
    fn following_in_one_go_is_planning_and_replanning((sample, _, existing) in any_situation(), policy in any_policy()) {
        let planned = sample.plan_under(&policy);
        let change = replan(&planned, &existing);
        let at_once = follow(&sample.subject(), &policy, shipped::calendar(), sample.from, &existing);
        prop_assert_eq!(at_once.add.iter().collect::<Vec<_>>(), change.add);
        prop_assert_eq!(at_once.change.iter().map(|(index, check)| (*index, check)).collect::<Vec<_>>(), change.change);
        prop_assert_eq!(at_once.cancel, change.cancel);
    }

    #[test]
    fn a_policy_without_a_rule_withdraws_what_was_not_begun((sample, _, existing) in any_situation()) {
        let mut policy = shipped::cadence();
        policy.rules.clear();
        let change = follow(&sample.subject(), &policy, shipped::calendar(), sample.from, &existing);
        let open: Vec<usize> = (0..existing.len()).filter(|index| existing[*index].untouched).collect();
        prop_assert_eq!((change.add, change.change, change.cancel), (Vec::new(), Vec::new(), open));
    }
}

#[test]
fn an_imported_holiday_moves_only_the_checks_it_meets() {
    let sample = Sample::of("2026-04-01", "2030-03-31").with(PersonalInformation::MyNumber, Tier::A);
    let existing: Vec<Existing> = sample.plan().iter().map(scheduled).collect();
    let met: NaiveDate = existing[3].due;
    let mut holidays = domain::holiday::shipped();
    holidays.push(domain::holiday::Holiday { day: met, name: "休日".to_owned() });
    let calendar = domain::calendar::Calendar::new(&domain::calendar::ClosedDays::default(), &holidays);
    let change = follow(&sample.subject(), &shipped::cadence(), &calendar, sample.from, &existing);
    assert!(change.add.is_empty() && change.cancel.is_empty());
    assert_eq!(change.change.iter().map(|(index, check)| (*index, check.due)).collect::<Vec<_>>(), [(3, calendar.on_or_before(met))]);
}
