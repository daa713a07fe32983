//! 年度点検計画: levelling, what became of a plan, and how a day that was set stays.

use chrono::{Days, NaiveDate};
use domain::{
    Error,
    cadence::Inspector,
    calendar::Calendar,
    contract::PersonalInformation,
    id::{ContractId, DepartmentId, VerificationId},
    plan::{Existing, Planned, replan, settles},
    risk::Tier,
    verification::VerificationKind,
    yearly_plan::{Frozen, Item, LevelForm, Limits, Now, Place, PlacementForm, Placing, PlanChangeKind, PlanDecisionForm, changes, level, over, week_of},
};
use proptest::prelude::*;

use crate::{
    samples::{Sample, any_policy, any_sample, day, scheduled},
    shipped,
};

/// Months of the shipped cadence: not from March to May.
const MONTHS: &[u8] = &[6, 7, 8, 9, 10, 11, 12, 1, 2];

/// A check with what levelling asks of it.
#[derive(Clone, Debug)]
struct Check {
    key: String,
    department: DepartmentId,
    inspector: Inspector,
    due: NaiveDate,
    earliest: NaiveDate,
    latest: NaiveDate,
    movable: bool,
}

impl Check {
    fn item(&self) -> Item<'_> {
        Item {
            key: &self.key,
            department: &self.department,
            inspector: self.inspector,
            due: self.due,
            earliest: self.earliest,
            latest: self.latest,
            movable: self.movable,
        }
    }
}

/// A check of the year 2027 that may go anywhere in it.
fn check(key: &str, due: &str) -> Check {
    Check {
        key: key.to_owned(),
        department: DepartmentId::new("01a"),
        inspector: Inspector::Department,
        due: day(due),
        earliest: day("2027-04-01"),
        latest: day("2028-03-31"),
        movable: true,
    }
}

fn levelled(checks: &[Check], limits: Limits, today: &str) -> Vec<Place> {
    let items: Vec<Item<'_>> = checks.iter().map(Check::item).collect();
    level(&items, limits, MONTHS, shipped::calendar(), day(today))
}

fn days(places: &[Place]) -> Vec<String> {
    places.iter().map(|place| place.due.to_string()).collect()
}

#[test]
fn a_full_week_sends_the_next_check_to_the_nearest_one() {
    // Monday, 6 September 2027 and the days after it.
    let checks = [check("1", "2027-09-06"), check("2", "2027-09-07"), check("3", "2027-09-08"), check("4", "2027-09-09")];
    let places = levelled(&checks, Limits::default(), "2027-04-01");
    // The earlier week before the later one; the same day of the week.
    assert_eq!(days(&places), ["2027-09-06", "2027-08-31", "2027-09-15", "2027-08-26"]);
    assert_eq!(places.iter().map(|place| place.placing).collect::<Vec<_>>(), [Placing::Kept, Placing::Levelled, Placing::Levelled, Placing::Levelled]);
    let wider = levelled(&checks, Limits { department_week: 4, officer_week: 1 }, "2027-04-01");
    assert!(wider.iter().all(|place| place.placing == Placing::Kept));
}

#[test]
fn other_departments_do_not_compete_unless_the_same_officers_go() {
    let mut checks = [check("1", "2027-09-06"), check("2", "2027-09-07")];
    checks[1].department = DepartmentId::new("01b");
    let limits = Limits { department_week: 1, officer_week: 1 };
    assert!(levelled(&checks, limits, "2027-04-01").iter().all(|place| place.placing == Placing::Kept));
    for check in &mut checks {
        check.inspector = Inspector::Officer;
    }
    assert_eq!(days(&levelled(&checks, limits, "2027-04-01")), ["2027-09-06", "2027-08-31"]);
}

#[test]
fn the_turn_of_the_year_stays_free_unless_there_is_no_other_room() {
    let mut one = check("1", "2028-03-06");
    assert_eq!(days(&levelled(&[one.clone()], Limits::default(), "2027-04-01")), ["2028-02-28"]);
    // A contract that begins in March has no other week.
    one.earliest = day("2028-03-01");
    let place = levelled(&[one], Limits::default(), "2027-04-01");
    assert_eq!((days(&place), place[0].placing), (vec!["2028-03-06".to_owned()], Placing::Forced));
}

#[test]
fn where_there_is_no_room_at_all_it_says_so() {
    let mut checks = [check("1", "2027-09-06"), check("2", "2027-09-07"), check("3", "2027-09-08")];
    for check in &mut checks {
        (check.earliest, check.latest) = (day("2027-09-06"), day("2027-09-10"));
    }
    let places = levelled(&checks, Limits::default(), "2027-04-01");
    assert_eq!(places.iter().map(|place| place.placing).collect::<Vec<_>>(), [Placing::Kept, Placing::Over, Placing::Over]);
    assert_eq!(days(&places), ["2027-09-06", "2027-09-07", "2027-09-08"]);
    let items: Vec<Item<'_>> = checks.iter().map(Check::item).collect();
    assert_eq!(over(&items, Limits::default()), [true, true, true]);
    assert_eq!(over(&items[..1], Limits::default()), [false]);
}

#[test]
fn what_is_late_or_begun_counts_and_stays() {
    let mut checks = [check("1", "2027-09-06"), check("2", "2027-09-07"), check("3", "2027-06-01")];
    checks[0].movable = false;
    let places = levelled(&checks, Limits::default(), "2027-09-01");
    assert_eq!(days(&places), ["2027-09-06", "2027-09-01", "2027-06-01"], "the Tuesday of the week before is gone: the day after it serves");
}

#[test]
fn a_plan_knows_what_became_of_it() {
    let line = |id: &str, due: &str| Frozen {
        fiscal_year: 2027,
        verification: VerificationId::new(id),
        contract: ContractId::new("01c"),
        contract_number: "R09-1".to_owned(),
        contract_title: "清掃".to_owned(),
        department: DepartmentId::new("01a"),
        kind: VerificationKind::Periodic,
        due: day(due),
    };
    let frozen = [line("v1", "2027-06-01"), line("v2", "2027-07-01"), line("v3", "2027-08-02")];
    let ids = ["v1", "v3", "v4"].map(VerificationId::new);
    let now = [day("2027-06-01"), day("2027-09-01"), day("2027-10-01")];
    let now: Vec<Now<'_>> = ids.iter().zip(now).map(|(verification, due)| Now { verification, due }).collect();
    assert_eq!(
        changes(&frozen, &now),
        [(PlanChangeKind::Dropped, Some(1), None), (PlanChangeKind::Moved, Some(2), Some(1)), (PlanChangeKind::Added, None, Some(2))]
    );
    assert_eq!(changes(&[], &[]), []);
}

#[test]
fn a_day_that_was_set_stays_while_its_rule_allows_it() {
    let sample = Sample::of("2026-04-01", "2029-03-31").with(PersonalInformation::Personal, Tier::A);
    let planned = sample.plan();
    let first = planned.iter().position(|check| check.slot == "2027-1").expect("the first check of a whole year");
    let set = |due: NaiveDate| Existing { due, placed: true, ..scheduled(&planned[first]) };
    let moved = set(planned[first].latest);
    assert!(replan(&planned[first..=first], std::slice::from_ref(&moved)).change.is_empty());
    assert_eq!(settles(&moved, &planned[first], day("2026-04-01")), moved.due);
    // A day of the other half of the year is not its own any more.
    let strayed = set(planned[first].latest + Days::new(7));
    assert_eq!(replan(&planned[first..=first], std::slice::from_ref(&strayed)).change.len(), 1);
    assert_eq!(settles(&strayed, &planned[first], day("2026-04-01")), planned[first].due);
    // Nothing goes to a day that is gone.
    assert_eq!(settles(&strayed, &planned[first], planned[first].due + Days::new(1)), strayed.due);
}

#[test]
fn forms_say_what_is_wrong() {
    let fields = |error: Option<Error>| match error {
        Some(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.message.key.to_string())).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let one = |field: &str, key: &str| vec![(field.to_owned(), key.to_owned())];
    assert_eq!(LevelForm::from(Limits::default()).read(), Ok(Limits::default()));
    assert_eq!(fields(LevelForm { department_week: "０".into(), officer_week: "３件".into() }.read().err()), one("department_week", "yearly_plan.limit"));
    assert_eq!(fields(LevelForm { department_week: "2".into(), officer_week: "101".into() }.read().err()), one("officer_week", "yearly_plan.limit"));
    let (window, today) = ((day("2027-06-01"), day("2027-12-24")), day("2027-07-01"));
    let place = |due: &str| PlacementForm { due: due.into(), reason: " 棚卸しの後 ".into() }.read(window, today);
    assert_eq!(place("令和9年7月1日"), Ok((today, "棚卸しの後".to_owned())));
    for gone in ["2027-06-30", "2027-12-25"] {
        assert_eq!(fields(place(gone).err()), one("due", "yearly_plan.window"));
    }
    assert_eq!(fields(place(" ").err()), one("due", "field.required"));
    assert_eq!(PlanDecisionForm { approve: "true".into(), remark: String::new() }.read(), Ok((true, String::new())));
    assert_eq!(fields(PlanDecisionForm::default().read().err()), one("remark", "yearly_plan.why_back"));
}

/// Checks of a year as plans have them: a working day within the days its rule allows.
fn any_check() -> impl Strategy<Value = Check> {
    let (first, last) = (day("2027-04-01"), day("2028-03-31"));
    (("[a-z]{4}", 0u8..4, any::<bool>()), (0u64..366, 0u64..366, 0u64..366), prop::bool::weighted(0.9)).prop_map(
        move |((key, department, officer), (a, b, c), movable)| {
            let mut days = [a, b, c].map(|days| (first + Days::new(days)).min(last));
            days.sort_unstable();
            let due = shipped::calendar().on_or_before(days[1]);
            Check {
                key,
                department: DepartmentId::new(format!("0{department}")),
                inspector: if officer { Inspector::Officer } else { Inspector::Department },
                due,
                earliest: days[0].min(due),
                latest: days[2],
                movable,
            }
        },
    )
}

/// Of different names, as checks are.
fn any_checks() -> impl Strategy<Value = Vec<Check>> {
    prop::collection::vec(any_check(), 0..60).prop_map(|mut checks| {
        for (number, check) in checks.iter_mut().enumerate() {
            check.key = format!("{}{number}", check.key);
        }
        checks
    })
}

fn any_limits() -> impl Strategy<Value = Limits> {
    (1u32..4, 1u32..6).prop_map(|(department_week, officer_week)| Limits { department_week, officer_week })
}

fn run(checks: &[Check], limits: Limits, calendar: &Calendar, today: NaiveDate) -> Vec<Place> {
    let items: Vec<Item<'_>> = checks.iter().map(Check::item).collect();
    level(&items, limits, MONTHS, calendar, today)
}

fn on(checks: &[Check], places: &[Place]) -> Vec<Check> {
    checks.iter().zip(places).map(|(check, place)| Check { due: place.due, ..check.clone() }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_check_is_lost_or_leaves_the_working_days_its_rule_allows(checks in any_checks(), limits in any_limits(), gone in 0u64..366) {
        let today = day("2027-04-01") + Days::new(gone);
        let places = run(&checks, limits, shipped::calendar(), today);
        prop_assert_eq!(places.len(), checks.len());
        for (check, place) in checks.iter().zip(&places) {
            if check.movable && check.due >= today {
                prop_assert!(check.earliest <= place.due && place.due <= check.latest && today <= place.due, "{:?} {:?}", check, place);
                prop_assert!(shipped::calendar().is_working(place.due), "{:?} {:?}", check, place);
            } else {
                prop_assert_eq!((place.due, place.placing), (check.due, Placing::Kept));
            }
        }
    }

    #[test]
    fn a_week_is_over_its_limit_only_where_it_is_said(checks in any_checks(), limits in any_limits()) {
        let today = day("2027-04-01");
        let places = run(&checks, limits, shipped::calendar(), today);
        let after = on(&checks, &places);
        let items: Vec<Item<'_>> = after.iter().map(Check::item).collect();
        let weeks: Vec<NaiveDate> = places.iter().zip(&after).filter(|(place, check)| place.placing == Placing::Over || !check.movable).map(|(place, _)| week_of(place.due)).collect();
        for (check, beyond) in after.iter().zip(over(&items, limits)) {
            prop_assert!(!beyond || weeks.contains(&week_of(check.due)), "{:?}", check);
        }
    }

    #[test]
    fn levelling_twice_is_levelling_once_in_whatever_order(checks in any_checks(), limits in any_limits(), gone in 0u64..366) {
        let today = day("2027-04-01") + Days::new(gone);
        let places = run(&checks, limits, shipped::calendar(), today);
        let again = run(&on(&checks, &places), limits, shipped::calendar(), today);
        let days = |places: &[Place]| places.iter().map(|place| place.due).collect::<Vec<_>>();
        prop_assert_eq!(days(&again), days(&places));
        let mut turned: Vec<(usize, Check)> = checks.iter().cloned().enumerate().collect();
        turned.reverse();
        let other = run(&turned.iter().map(|(_, check)| check.clone()).collect::<Vec<_>>(), limits, shipped::calendar(), today);
        for ((index, _), place) in turned.iter().zip(other) {
            prop_assert_eq!(place, places[*index]);
        }
    }

    #[test]
    fn every_check_has_days_of_its_own_within_its_year(sample in any_sample(), policy in any_policy()) {
        let plan = sample.plan_under(&policy);
        for check in &plan {
            prop_assert!(check.earliest <= check.due && check.due <= check.latest, "{:?}", check);
        }
        let periodic: Vec<&Planned> = plan.iter().filter(|check| check.kind == VerificationKind::Periodic).collect();
        for check in &periodic {
            let (opens, closes) = domain::date::fiscal_year_range(check.fiscal_year);
            prop_assert!(opens.max(sample.first()) <= check.earliest && check.latest <= closes.min(sample.end), "{:?}", check);
        }
        for pair in periodic.windows(2).filter(|pair| pair[0].fiscal_year == pair[1].fiscal_year) {
            prop_assert!(pair[0].latest < pair[1].earliest, "{:?}", pair);
        }
    }
}
