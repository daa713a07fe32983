//! 年度点検計画: who may do what to it and when, that levelling keeps to the limits and is kept, and what departs from what was approved.

use chrono::{Days, NaiveDate};
use domain::{
    Error,
    board::{BoardFilter, Lane},
    calendar::Calendar,
    contract::ContractForm,
    error::FieldError,
    id::VerificationId,
    label::Choice,
    person::Role,
    verification::{Verification, VerificationKind, VerificationState},
    yearly_plan::{LevelForm, PlacedBy, PlacementForm, PlanChangeKind, PlanDecisionForm, PlanFilter, PlanRow, PlanSheet, PlanState, YearlyPlanView, week_of},
};
use service::Ctx;

use crate::city::{City, today};

/// The year after the one the tests live in: all of it is still to come.
const YEAR: i32 = 2027;

/// A city with six contracts of two years in one section.
async fn city() -> City {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    for number in 0..6 {
        let number = format!("R08-010{number}");
        let form = ContractForm { end: "2028-03-31".into(), personal: "none".into(), ..city.contract_form(&number, &contractor) };
        city.in_force(&officer, &form).await;
    }
    city
}

fn of_year() -> PlanFilter {
    PlanFilter { year: Some(YEAR), ..PlanFilter::default() }
}

async fn view(city: &City, ctx: &Ctx) -> YearlyPlanView {
    city.services.yearly_plans().get(ctx, &of_year()).await.expect("a plan")
}

async fn sheet(city: &City) -> PlanSheet {
    city.services.yearly_plans().sheet(&city.as_role(Role::SecurityOfficer), &of_year()).await.expect("a sheet")
}

fn limits(department: u32, officer: u32) -> LevelForm {
    LevelForm { department_week: department.to_string(), officer_week: officer.to_string() }
}

fn to(day: NaiveDate) -> PlacementForm {
    PlacementForm { due: day.to_string(), reason: "棚卸しの後にする".into() }
}

fn approval(approve: bool, remark: &str) -> PlanDecisionForm {
    PlanDecisionForm { approve: approve.to_string(), remark: remark.into() }
}

async fn check(city: &City, id: &VerificationId) -> Verification {
    city.services.verifications().get(&city.as_role(Role::SecurityOfficer), id).await.expect("a check").verification
}

/// A periodic check of the year nobody set to another day.
fn movable(sheet: &PlanSheet) -> &PlanRow {
    sheet.rows.iter().find(|found| found.row.kind == VerificationKind::Periodic && found.placed.is_none()).expect("a periodic check")
}

fn fields(error: Option<Error>) -> Vec<(String, String)> {
    match error {
        Some(Error::Invalid(errors)) => errors.into_iter().map(|error: FieldError| (error.field, error.message.key.to_string())).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_drawn_up_levelled_approved_and_held_against_what_becomes_of_it() {
    let city = city().await;
    let (officer, chief, plans) = (city.as_role(Role::SecurityOfficer), city.as_role(Role::Approver), city.services.yearly_plans());
    let calendar = calendar(&city).await;
    let before = view(&city, &officer).await;
    assert!(before.plan.is_none() && before.may_draw_up && !before.may_level && before.months.iter().map(|month| month.checks).sum::<u32>() >= 6);
    let plan = plans.draw_up(&officer, YEAR).await.expect("drawn up");
    assert!(matches!(plans.draw_up(&officer, YEAR).await, Err(Error::Refused(_))), "one a year");

    // One a week in the section: nobody has more, and every check is still there.
    assert_eq!(plans.level(&officer, YEAR, plan.version + 1, &limits(1, 3)).await.err(), Some(Error::Conflict { current: plan.version }));
    let levelled = plans.level(&officer, YEAR, plan.version, &limits(1, 3)).await.expect("levelled");
    let after = sheet(&city).await;
    assert_eq!(after.rows.len(), before.months.iter().map(|month| month.checks as usize).sum::<usize>());
    let periodic: Vec<&PlanRow> = after.rows.iter().filter(|found| found.row.kind == VerificationKind::Periodic).collect();
    let mut weeks: Vec<NaiveDate> = periodic.iter().map(|found| week_of(found.row.due)).collect();
    weeks.dedup();
    assert_eq!(weeks.len(), periodic.len(), "{weeks:?}");
    assert!(periodic.iter().all(|found| !found.over && calendar.is_working(found.row.due)));
    let told = levelled.levelled.expect("counted");
    assert_eq!(usize::try_from(told.moved + told.forced + told.over + told.kept).expect("small"), after.rows.len());
    let set: Vec<&&PlanRow> = periodic.iter().filter(|found| found.placed.is_some()).collect();
    assert_eq!(set.len(), told.moved as usize + told.forced as usize, "{told:?}");
    let again = plans.level(&officer, YEAR, levelled.version, &limits(1, 3)).await.expect("levelled again");
    assert_eq!(again.levelled.map(|told| (told.moved, told.over)), Some((0, 0)), "twice is once");
    assert_eq!(sheet(&city).await, PlanSheet { plan: Some(again.clone()), ..after.clone() });

    // A day somebody set stays, whatever is levelled after.
    let chosen = movable(&after).clone();
    let (_, until) = chosen.window.expect("it has days of its own");
    let day = calendar.on_or_before((chosen.row.due + Days::new(7)).min(until));
    plans.place(&officer, &chosen.row.id, chosen.row.version, &to(day)).await.expect("placed");
    let moved = check(&city, &chosen.row.id).await;
    assert_eq!((moved.due, moved.placed.map(|placed| (placed.by, placed.from))), (day, Some((PlacedBy::Person, chosen.row.due))));
    assert!(moved.reasons.iter().any(|reason| reason.rule == "yearly_plan.placed" && reason.basis == "棚卸しの後にする"), "{:?}", moved.reasons);
    let last = plans.level(&officer, YEAR, again.version, &limits(1, 3)).await.expect("levelled");
    assert_eq!(check(&city, &chosen.row.id).await.due, day);

    // Sent back and approved the second time; never by who submitted it.
    let submitted = plans.submit(&officer, YEAR, last.version).await.expect("submitted");
    assert!(view(&city, &chief).await.may_decide && !view(&city, &officer).await.may_decide);
    assert!(matches!(plans.level(&officer, YEAR, submitted.version, &limits(2, 3)).await, Err(Error::Refused(_))));
    assert_eq!(fields(plans.decide(&chief, YEAR, submitted.version, &approval(false, " ")).await.err()), [("remark".into(), "yearly_plan.why_back".into())]);
    let back = plans.decide(&chief, YEAR, submitted.version, &approval(false, "秋に寄せてください")).await.expect("sent back");
    assert_eq!((back.state, back.decision.as_str()), (PlanState::Draft, "秋に寄せてください"));
    let submitted = plans.submit(&officer, YEAR, back.version).await.expect("submitted again");
    assert!(view(&city, &officer).await.changes.is_empty());
    let approved = plans.decide(&chief, YEAR, submitted.version, &approval(true, "")).await.expect("approved");
    assert_eq!(approved.state, PlanState::Approved);
    assert!(matches!(plans.decide(&chief, YEAR, approved.version, &approval(true, "")).await, Err(Error::Refused(_))));
    assert!(matches!(plans.submit(&officer, YEAR, approved.version).await, Err(Error::Refused(_))));

    // From now on what differs is told: one moved, and those of a contract that ends early fall away.
    let other = sheet(&city).await;
    let other = other.rows.iter().find(|found| found.row.contract != chosen.row.contract && found.row.kind == VerificationKind::Periodic).expect("another");
    let closer = calendar.on_or_after(other.window.expect("days").0);
    plans.place(&officer, &other.row.id, other.row.version, &to(closer)).await.expect("moved");
    let changes = view(&city, &officer).await.changes;
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((changes[0].kind, changes[0].before, changes[0].after), (PlanChangeKind::Moved, Some(other.row.due), Some(closer)));
    assert!(!changes[0].contract_title.is_empty() && !changes[0].department_name.is_empty());
    assert!(view(&city, &city.stranger()).await.changes.is_empty(), "another section's plan is its own");
    let (entries, _) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(entries > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_goes_only_where_its_rule_lets_it() {
    let city = city().await;
    let (officer, plans) = (city.as_role(Role::SecurityOfficer), city.services.yearly_plans());
    let (sheet, calendar) = (sheet(&city).await, calendar(&city).await);
    let found = movable(&sheet);
    let (from, until) = found.window.expect("days of its own");
    let id = &found.row.id;
    let put = async |version: u64, day: NaiveDate| plans.place(&officer, id, version, &to(day)).await;
    assert_eq!(fields(put(1, until + Days::new(1)).await.err()), [("due".into(), "yearly_plan.window".into())]);
    assert_eq!(fields(put(1, from - Days::new(1)).await.err()), [("due".into(), "yearly_plan.window".into())]);
    let closed = from.iter_days().find(|day| !calendar.is_working(*day)).expect("a Saturday");
    assert_eq!(fields(put(1, closed).await.err()), [("due".into(), "yearly_plan.closed_day".into())]);
    assert_eq!(put(7, from).await.err(), Some(Error::Conflict { current: 1 }));
    assert_eq!(check(&city, id).await.due, found.row.due, "nothing was written");

    // What a person chose stays chosen, be it the day of its rule.
    let day = calendar.on_or_after(from);
    assert_ne!(day, found.row.due);
    put(1, day).await.expect("moved");
    let home = put(2, found.row.due).await.expect("moved back");
    assert_eq!(home.placed.map(|placed| (placed.by, placed.from)), Some((PlacedBy::Person, found.row.due)));
    assert_eq!(home.reasons.iter().filter(|reason| reason.rule == "yearly_plan.placed").count(), 1);
    let plan = plans.draw_up(&officer, YEAR).await.expect("drawn up");
    plans.level(&officer, YEAR, plan.version, &limits(1, 3)).await.expect("levelled");
    assert_eq!(check(&city, id).await.due, found.row.due);

    // What is begun stays.
    let this_year = BoardFilter { lane: Some(Lane::All), limit: Some(200), ..BoardFilter::default() };
    let board = city.services.verifications().board(&officer, &this_year).await.expect("a board");
    let begun = board.items.iter().find(|row| row.state == VerificationState::Scheduled && row.kind == VerificationKind::Initial).expect("a first check");
    let kept = domain::verification::ReportForm { remarks: "書類を受け取った".into(), ..Default::default() };
    let report = city.services.verifications().report(&officer, &begun.id, begun.version, &kept).await.expect("begun");
    assert!(matches!(plans.place(&officer, &begun.id, report.version, &to(today())).await, Err(Error::Refused(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_was_set_survives_what_makes_plans_anew() {
    let city = city().await;
    let (officer, plans) = (city.as_role(Role::SecurityOfficer), city.services.yearly_plans());
    let found = movable(&sheet(&city).await).clone();
    let day = calendar(&city).await.on_or_after(found.window.expect("days").0);
    assert_ne!(day, found.row.due);
    plans.place(&officer, &found.row.id, found.row.version, &to(day)).await.expect("moved");
    // The contract is written anew: its checks are made anew too.
    let contracts = city.services.contracts();
    let procurement = city.as_role(Role::ProcurementOfficer);
    let contract = contracts.get(&procurement, &found.row.contract).await.expect("a contract").contract;
    let form = ContractForm { records: "13000".into(), ..ContractForm::from(&contract) };
    contracts.change(&procurement, &contract.id, contract.version, &form).await.expect("changed");
    let after = check(&city, &found.row.id).await;
    assert_eq!((after.due, after.placed.map(|placed| placed.from)), (day, Some(found.row.due)));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_whose_turn_it_is_touch_it() {
    let city = city().await;
    let (officer, plans) = (city.as_role(Role::SecurityOfficer), city.services.yearly_plans());
    let found = movable(&sheet(&city).await).clone();
    for role in Role::ALL.iter().filter(|role| **role != Role::SecurityOfficer) {
        let ctx = city.as_role(*role);
        assert!(matches!(plans.draw_up(&ctx, YEAR).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(plans.level(&ctx, YEAR, 1, &limits(1, 1)).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(plans.submit(&ctx, YEAR, 1).await, Err(Error::Forbidden(_))), "{role}");
        assert!(plans.place(&ctx, &found.row.id, 1, &to(found.row.due)).await.is_err(), "{role}");
    }
    for role in Role::ALL.iter().filter(|role| **role != Role::Approver) {
        assert!(matches!(plans.decide(&city.as_role(*role), YEAR, 1, &approval(true, "")).await, Err(Error::Forbidden(_))), "{role}");
    }
    // Somebody of another section sees neither the check nor its number.
    let theirs = plans.get(&city.stranger(), &of_year()).await.expect("a plan");
    assert_eq!(theirs.months.iter().map(|month| month.checks).sum::<u32>(), 0);
    assert!(!theirs.may_place && !theirs.may_draw_up);
    assert_eq!(plans.submit(&officer, YEAR, 1).await.err(), Some(Error::NotFound), "nobody drew it up");
    let empty = plans.draw_up(&officer, 2040).await.expect("drawn up");
    assert!(matches!(plans.submit(&officer, 2040, empty.version).await, Err(Error::Refused(_))), "a plan without checks");
    assert!(matches!(plans.draw_up(&officer, 1999).await, Err(Error::Invalid(_))));
    assert_eq!(fields(plans.level(&officer, 2040, 1, &limits(0, 1)).await.err()), [("department_week".into(), "yearly_plan.limit".into())]);
}

async fn calendar(city: &City) -> Calendar {
    let policies = city.services.policies().current(&city.as_role(Role::SecurityOfficer)).await.expect("policies");
    Calendar::new(&policies.closed, &policies.holidays)
}
