//! 年度点検計画: drawn up and levelled, submitted and approved; from then on the register is held against it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    board::BoardRow,
    cadence::Inspector,
    contract::Contract,
    date::{self, Month},
    error::FieldError,
    id::{ContractId, ContractorId, DepartmentId, PersonId, VerificationId},
    message::Message,
    permission::Operation,
    plan::Planned,
    reason::Reason,
    risk::Tier,
    verification::{Verification, VerificationKind, VerificationState},
    yearly_plan::{
        Frozen, Item, LevelForm, Levelled, Limits, Now, Placed, PlacedBy, PlacementForm, PlanChange, PlanDecisionForm, PlanFilter, PlanMonth, PlanRow,
        PlanSheet, PlanState, PlanWeek, YearlyPlan, YearlyPlanView, changes, level, over, week_of,
    },
};
use serde::Deserialize;
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx, Names, Services,
    board::{YEARS, no_such_year},
    contract::{Stored, Titles, scope},
    memo::Memo,
    plan::{PlanInput, Window, Windows},
    policy::InForce,
    store::{Fault, Row, Tx, bind, ids, snapshot},
    verification::follows_plan,
};

/// The checks of a year.
pub(crate) type Plans = Memo<i32, Vec<Check>>;

pub(crate) fn plans(shared: bool) -> Plans {
    // This year and the next, and one somebody looks back at.
    Memo::new(3, shared)
}

pub struct YearlyPlans<'a>(pub(crate) &'a Services);

const TABLE: &str = "yearly_plan";
const LINES: &str = "yearly_plan_line";

/// What [`Check`] is read from.
macro_rules! columns {
    ($from:literal) => {
        concat!("SELECT record::id(id) AS id, contract, contractor, department, slot, kind, state, tier, due, version, inspector, placed ", $from)
    };
}

/// The checks that fall due in a year and are not cancelled: the proof of erasure of a contract that ended in March is work of the next.
const OF_YEAR: &str = columns!("FROM verification WHERE by_due > $from AND by_due < $until AND state != 'cancelled' ORDER BY by_due ASC");
/// Some of them, wherever they fall due now.
const STRAYED: &str = columns!("FROM $ids WHERE state != 'cancelled'");
const WHOLE: &str = "SELECT *, record::id(id) AS id FROM $ids";
const FROZEN: &str = "SELECT * FROM yearly_plan_line WHERE fiscal_year = $year";
const THAW: &str = "DELETE yearly_plan_line WHERE fiscal_year = $year RETURN NONE";

/// A check as the plan looks at it.
#[derive(Deserialize)]
pub(crate) struct Check {
    id: VerificationId,
    contract: ContractId,
    contractor: ContractorId,
    department: DepartmentId,
    slot: String,
    kind: VerificationKind,
    state: VerificationState,
    tier: Tier,
    due: NaiveDate,
    version: u64,
    inspector: Option<Inspector>,
    placed: Option<Placed>,
}

impl Check {
    fn can_be_placed(&self) -> bool {
        follows_plan(self.state, self.kind)
    }

    /// Levelling moves the periodic checks; what somebody set stays, and so does what belongs to a start or an end.
    fn can_be_levelled(&self) -> bool {
        let by_person = self.placed.as_ref().is_some_and(|placed| placed.by == PlacedBy::Person);
        self.can_be_placed() && self.kind == VerificationKind::Periodic && !by_person
    }

    fn inspector(&self) -> Inspector {
        self.inspector.unwrap_or(Inspector::Department)
    }

    /// `window` is absent where it stays.
    fn item(&self, window: Option<Window>) -> Item<'_> {
        let (earliest, latest) = window.unwrap_or((self.due, self.due));
        Item { key: self.id.as_str(), department: &self.department, inspector: self.inspector(), due: self.due, earliest, latest, movable: window.is_some() }
    }
}

fn key(year: i32) -> String {
    year.to_string()
}

fn of(year: i32) -> Variables {
    let (from, until) = (date::fiscal_year_range(year).0, date::fiscal_year_range(year + 1).0);
    bind([("year", year.into_value()), ("from", from.to_string().into_value()), ("until", until.to_string().into_value())])
}

impl YearlyPlans<'_> {
    /// The plan of a year, this one unless stated, with one month week by week; what lies in reach.
    pub async fn get(&self, ctx: &Ctx, filter: &PlanFilter) -> Result<YearlyPlanView> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let year = known_year(filter.year.unwrap_or_else(|| date::fiscal_year(ctx.today)))?;
        let (store, policies) = (&self.0.inner.store, self.0.policies().in_force().await?);
        let plan: Option<YearlyPlan> = store.find(TABLE, &key(year)).await?;
        let limits = plan.as_ref().map_or_else(Limits::default, |plan| plan.limits);
        let checks = self.checks(year).await?;
        // Security officers serve the whole city: what is too much for them is seen before the reach of the reader is.
        let beyond = beyond(&checks, limits);
        let departments = self.0.inner.directory.all(self.0).await?;
        let within = scope(&reach, filter.department.as_ref(), &departments);
        let covers = |department: &DepartmentId| within.as_ref().is_none_or(|within| within.contains(department));
        let seen: Vec<(&Check, bool)> = checks.iter().zip(beyond).filter(|(check, _)| covers(&check.department)).collect();
        let months: Vec<PlanMonth> = date::fiscal_months(year).iter().map(|month| counted(*month, &seen)).collect();
        let month = filter.month.filter(|month| months.iter().any(|known| known.month == *month)).unwrap_or_else(|| telling(&months, Month::of(ctx.today)));
        let weeks = self.weeks(ctx, &policies, month, &seen).await?;
        let changes = match &plan {
            Some(plan) if plan.state != PlanState::Draft => self.changes(year, &checks, &covers).await?,
            _ => Vec::new(),
        };
        let people =
            store.names("person", plan.iter().flat_map(|plan| plan.submitted_by.iter().chain(&plan.decided_by)).map(ToString::to_string).collect()).await?;
        let name = |id: Option<&PersonId>| id.and_then(|id| people.get(id.as_str()).cloned());
        let (state, writes) = (plan.as_ref().map(|plan| plan.state), ctx.actor.can(Operation::WritePlan));
        Ok(YearlyPlanView {
            fiscal_year: year,
            submitted_by_name: name(plan.as_ref().and_then(|plan| plan.submitted_by.as_ref())),
            decided_by_name: name(plan.as_ref().and_then(|plan| plan.decided_by.as_ref())),
            months,
            month,
            weeks,
            changes,
            may_draw_up: writes && state.is_none(),
            may_level: writes && state == Some(PlanState::Draft),
            may_place: writes,
            may_decide: state == Some(PlanState::Submitted)
                && ctx.actor.can(Operation::ApprovePlan)
                && ctx.actor.may_decide_on(plan.as_ref().and_then(|plan| plan.submitted_by.as_ref())).is_ok(),
            plan,
        })
    }

    /// Every check of a year, of the whole city.
    async fn checks(&self, year: i32) -> Result<Arc<Vec<Check>>> {
        let store = &self.0.inner.store;
        self.0.inner.plans.get(store.generation(), year, store.read(OF_YEAR, of(year))).await
    }

    /// Every week with a day in the month, those without a check too: they have room.
    async fn weeks(&self, ctx: &Ctx, policies: &InForce, month: Month, seen: &[(&Check, bool)]) -> Result<Vec<PlanWeek>> {
        let (first, next) = (month.first(), month.next().first());
        let mondays: Vec<NaiveDate> =
            std::iter::successors(Some(week_of(first)), |week| Some(*week + chrono::Days::new(7))).take_while(|week| *week < next).collect();
        let within = |due: NaiveDate| mondays.contains(&week_of(due));
        let shown: Vec<(&Check, bool)> = seen.iter().copied().filter(|(check, _)| within(check.due)).collect();
        let rows = self.rows(ctx, policies, &shown).await?;
        let week = |week: &NaiveDate| PlanWeek {
            week: *week,
            days: week.iter_days().take(7).filter(|day| policies.calendar.is_working(*day)).collect(),
            rows: rows.iter().filter(|found| week_of(found.row.due) == *week).cloned().collect(),
        };
        Ok(mondays.iter().map(week).collect())
    }

    async fn rows(&self, ctx: &Ctx, policies: &InForce, shown: &[(&Check, bool)]) -> Result<Vec<PlanRow>> {
        let titles = Titles::load(&self.0.inner.store, shown.iter().map(|(check, _)| &check.contract).collect()).await?;
        let names = Names::load(self.0, shown.iter().map(|(check, _)| check.contractor.to_string()).collect()).await?;
        let movable = shown.iter().filter(|(check, _)| check.can_be_placed()).map(|(check, _)| &check.contract);
        let windows = Windows::of(self.0.inner.store.read(&inputs(), of_contracts(movable)).await?, policies);
        let row = |(check, over): &(&Check, bool)| {
            let (contract_number, contract_title) = titles.of(&check.contract);
            PlanRow {
                row: BoardRow {
                    contract_number,
                    contract_title,
                    contractor_name: names.contractor(&check.contractor),
                    department_name: names.department(&check.department),
                    days_late: if check.state.is_open() { policies.calendar.days_late(check.due, ctx.today) } else { 0 },
                    days_left: policies.calendar.days_left(check.due, ctx.today),
                    id: check.id.clone(),
                    contract: check.contract.clone(),
                    contractor: check.contractor.clone(),
                    department: check.department.clone(),
                    kind: check.kind,
                    state: check.state,
                    tier: check.tier,
                    due: check.due,
                    version: check.version,
                },
                inspector: check.inspector(),
                window: windows
                    .find(&check.contract, &check.slot)
                    .filter(|_| check.can_be_placed())
                    .map(|(from, until)| (from.max(ctx.today), until))
                    .filter(|(from, until)| from <= until),
                placed: check.placed.clone(),
                over: *over,
            }
        };
        Ok(shown.iter().map(row).collect())
    }

    /// Every check of a year in reach, for the committee.
    pub async fn sheet(&self, ctx: &Ctx, filter: &PlanFilter) -> Result<PlanSheet> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let year = known_year(filter.year.unwrap_or_else(|| date::fiscal_year(ctx.today)))?;
        let (store, policies) = (&self.0.inner.store, self.0.policies().in_force().await?);
        let plan: Option<YearlyPlan> = store.find(TABLE, &key(year)).await?;
        let checks = self.checks(year).await?;
        let beyond = beyond(&checks, plan.as_ref().map_or_else(Limits::default, |plan| plan.limits));
        let departments = self.0.inner.directory.all(self.0).await?;
        let within = scope(&reach, filter.department.as_ref(), &departments);
        let asked = |check: &Check| {
            within.as_ref().is_none_or(|within| within.contains(&check.department)) && filter.month.is_none_or(|month| Month::of(check.due) == month)
        };
        let seen: Vec<(&Check, bool)> = checks.iter().zip(beyond).filter(|(check, _)| asked(check)).collect();
        let decided_by = plan.as_ref().and_then(|plan| plan.decided_by.clone());
        let people = store.names("person", decided_by.iter().map(ToString::to_string).collect()).await?;
        Ok(PlanSheet {
            fiscal_year: year,
            decided_by_name: decided_by.and_then(|id| people.get(id.as_str()).cloned()),
            rows: self.rows(ctx, &policies, &seen).await?,
            plan,
        })
    }

    async fn changes(&self, year: i32, checks: &[Check], covers: &impl Fn(&DepartmentId) -> bool) -> Result<Vec<PlanChange>> {
        let frozen: Vec<Frozen> = self.0.inner.store.read(FROZEN, of(year)).await?;
        // What was moved over the turn of the year is moved, not dropped.
        let here: BTreeSet<&str> = checks.iter().map(|check| check.id.as_str()).collect();
        let gone = frozen.iter().map(|line| line.verification.as_str()).filter(|id| !here.contains(id));
        let strayed: Vec<Check> = self.0.inner.store.read(STRAYED, bind([("ids", ids("verification", gone))])).await?;
        let checks: Vec<&Check> = checks.iter().chain(&strayed).collect();
        let now: Vec<Now<'_>> = checks.iter().map(|check| Now { verification: &check.id, due: check.due }).collect();
        let found = changes(&frozen, &now);
        let added = found.iter().filter(|(_, before, _)| before.is_none()).filter_map(|(_, _, after)| after.map(|place| &checks[place].contract)).collect();
        let titles = Titles::load(&self.0.inner.store, added).await?;
        let names = Names::load(self.0, Vec::new()).await?;
        let mut told: Vec<PlanChange> = found
            .into_iter()
            .filter_map(|(kind, before, after)| {
                let (line, check) = (before.map(|place| &frozen[place]), after.map(|place| checks[place]));
                let (verification, contract, department, of_kind) = match (line, check) {
                    (_, Some(check)) => (&check.id, &check.contract, &check.department, check.kind),
                    (Some(line), None) => (&line.verification, &line.contract, &line.department, line.kind),
                    (None, None) => return None,
                };
                let (contract_number, contract_title) =
                    line.map_or_else(|| titles.of(contract), |line| (line.contract_number.clone(), line.contract_title.clone()));
                covers(department).then(|| PlanChange {
                    kind,
                    verification: verification.clone(),
                    contract: contract.clone(),
                    contract_number,
                    contract_title,
                    department: department.clone(),
                    department_name: names.department(department),
                    check: of_kind,
                    before: line.map(|line| line.due),
                    after: check.map(|check| check.due),
                })
            })
            .collect();
        told.sort_by_key(|change| (change.kind, change.before.or(change.after), change.contract_number.clone()));
        Ok(told)
    }

    /// The statements behind a plan, for EXPLAIN.
    pub async fn explain(&self, year: i32) -> Result<[String; 2]> {
        let store = &self.0.inner.store;
        Ok([store.explain(OF_YEAR, of(year)).await?, store.explain(FROZEN, of(year)).await?])
    }

    /// Draws the plan of a year up.
    pub async fn draw_up(&self, ctx: &Ctx, year: i32) -> Result<YearlyPlan> {
        ctx.reach(Operation::WritePlan)?;
        let year = known_year(year)?;
        let plan = YearlyPlan {
            fiscal_year: year,
            state: PlanState::Draft,
            limits: Limits::default(),
            levelled: None,
            drawn_up_by: ctx.actor.name.clone(),
            drawn_up_at: ctx.now,
            submitted_by: None,
            submitted_at: None,
            decided_by: None,
            decided_at: None,
            decision: String::new(),
            version: 1,
        };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                if tx.find::<YearlyPlan>(TABLE, &key(year)).await?.is_some() {
                    return Err(Error::Refused(vec![Message::new("yearly_plan.there_is_one").with("year", year)]).into());
                }
                tx.put(TABLE, &key(year), Row::of(&plan)).await?;
                note(&mut tx, AuditAction::Create, None, &plan);
                tx.commit(ctx).await?;
                Ok(())
            })
            .await?;
        Ok(plan)
    }

    /// Spreads the periodic checks nobody has begun or set over the weeks, within what their rules allow.
    pub async fn level(&self, ctx: &Ctx, year: i32, version: u64, form: &LevelForm) -> Result<YearlyPlan> {
        ctx.reach(Operation::WritePlan)?;
        let limits = form.read()?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at(&tx, year, version, PlanState::Draft).await?;
                let checks: Vec<Check> = tx.query(OF_YEAR, of(year)).await?;
                let movable = checks.iter().filter(|check| check.can_be_levelled());
                let windows = Windows::of(tx.query(&inputs(), of_contracts(movable.map(|check| &check.contract))).await?, &policies);
                let window = |check: &Check| windows.find(&check.contract, &check.slot).filter(|_| check.can_be_levelled());
                let items: Vec<Item<'_>> = checks.iter().map(|check| check.item(window(check))).collect();
                let places = level(&items, limits, &policies.set.cadence.months, &policies.calendar, ctx.today);
                let mut levelled = Levelled::default();
                for place in &places {
                    levelled.count(place.placing);
                }
                let moved: BTreeMap<&str, NaiveDate> =
                    checks.iter().zip(&places).filter(|(check, place)| place.due != check.due).map(|(check, place)| (check.id.as_str(), place.due)).collect();
                let found: Vec<Verification> = tx.query(WHOLE, bind([("ids", ids("verification", moved.keys().copied()))])).await?;
                let contracts: Vec<Contract> = tx.query(WHOLE, of_contracts(found.iter().map(|check| &check.contract))).await?;
                let contracts: BTreeMap<&ContractId, &Contract> = contracts.iter().map(|contract| (&contract.id, contract)).collect();
                for check in &found {
                    if let Some((due, contract)) = moved.get(check.id.as_str()).zip(contracts.get(&check.contract)) {
                        let after = place_on(check, *due, PlacedBy::Levelling, String::new());
                        self.0.verifications().save(&mut tx, check, &after, contract, AuditAction::Plan).await?;
                    }
                }
                let after = YearlyPlan { limits, levelled: Some(levelled), version: version + 1, ..before.clone() };
                self.save(&mut tx, &before, &after, AuditAction::Change).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Sets a check to another day its rule allows, a working day.
    pub async fn place(&self, ctx: &Ctx, id: &VerificationId, version: u64, form: &PlacementForm) -> Result<Verification> {
        let department = self.0.verifications().readable(ctx, id).await?.department;
        ctx.actor.require_in(Operation::WritePlan, Operation::ReadVerification, &department)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before: Verification = tx.get("verification", id.as_str()).await?;
                if before.version != version {
                    return Err(Error::Conflict { current: before.version }.into());
                }
                let stored: Stored = tx.get("contract", before.contract.as_str()).await?;
                let planned = crate::plan::of(&stored.contract, &policies, stored.watched_from);
                let can_move = |planned: &&Planned| follows_plan(before.state, before.kind) && planned.latest >= ctx.today;
                let planned = planned.iter().find(|check| check.slot == before.slot).filter(can_move);
                let Some(planned) = planned else {
                    return Err(Error::Refused(vec![Message::new("yearly_plan.not_movable")]).into());
                };
                let (due, reason) = form.read((planned.earliest, planned.latest), ctx.today)?;
                if !policies.calendar.is_working(due) {
                    let before = Some(policies.calendar.on_or_before(due)).filter(|day| *day >= planned.earliest.max(ctx.today));
                    let near = before.unwrap_or_else(|| policies.calendar.on_or_after(due));
                    let closed = Message::new("yearly_plan.closed_day").with("day", due).with("near", near);
                    return Err(Error::Invalid(vec![FieldError::new("due", closed)]).into());
                }
                let after = place_on(&before, due, PlacedBy::Person, reason);
                self.0.verifications().save(&mut tx, &before, &after, &stored.contract, AuditAction::Plan).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Puts the plan before the CISO; its checks are kept as they stand.
    pub async fn submit(&self, ctx: &Ctx, year: i32, version: u64) -> Result<YearlyPlan> {
        ctx.reach(Operation::WritePlan)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at(&tx, year, version, PlanState::Draft).await?;
                let checks: Vec<Check> = tx.query(OF_YEAR, of(year)).await?;
                if checks.is_empty() {
                    return Err(Error::Refused(vec![Message::new("yearly_plan.empty")]).into());
                }
                let titles = Titles::load(store, checks.iter().map(|check| &check.contract).collect()).await?;
                for check in &checks {
                    let (contract_number, contract_title) = titles.of(&check.contract);
                    let line = Frozen {
                        fiscal_year: year,
                        verification: check.id.clone(),
                        contract: check.contract.clone(),
                        contract_number,
                        contract_title,
                        department: check.department.clone(),
                        kind: check.kind,
                        due: check.due,
                    };
                    tx.insert(LINES, &format!("{year}-{}", check.id), Row::of(&line));
                }
                let after = YearlyPlan {
                    state: PlanState::Submitted,
                    submitted_by: Some(ctx.actor.id.clone()),
                    submitted_at: Some(ctx.now),
                    decided_by: None,
                    decided_at: None,
                    decision: String::new(),
                    version: version + 1,
                    ..before.clone()
                };
                self.save(&mut tx, &before, &after, AuditAction::Step).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Approves the plan, or sends it back with a word on why: then it is a draft again.
    pub async fn decide(&self, ctx: &Ctx, year: i32, version: u64, form: &PlanDecisionForm) -> Result<YearlyPlan> {
        ctx.reach(Operation::ApprovePlan)?;
        let (approve, remark) = form.read()?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at(&tx, year, version, PlanState::Submitted).await?;
                ctx.actor.may_decide_on(before.submitted_by.as_ref())?;
                if !approve {
                    tx.query::<serde_json::Value>(THAW, of(year)).await?;
                }
                let after = YearlyPlan {
                    state: if approve { PlanState::Approved } else { PlanState::Draft },
                    decided_by: Some(ctx.actor.id.clone()),
                    decided_at: Some(ctx.now),
                    decision: remark.clone(),
                    version: version + 1,
                    ..before.clone()
                };
                self.save(&mut tx, &before, &after, AuditAction::Step).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    async fn save(&self, tx: &mut Tx, before: &YearlyPlan, after: &YearlyPlan, action: AuditAction) -> Result<(), Fault> {
        tx.replace(TABLE, &key(after.fiscal_year), before.version, Row::of(after)).await?;
        note(tx, action, Some(before), after);
        Ok(())
    }
}

/// Which checks are beyond the limits of their week and could be elsewhere.
fn beyond(checks: &[Check], limits: Limits) -> Vec<bool> {
    let could_move = |check: &Check| check.can_be_placed() && check.kind == VerificationKind::Periodic;
    over(&checks.iter().map(|check| check.item(could_move(check).then_some((check.due, check.due)))).collect::<Vec<_>>(), limits)
}

fn inputs() -> String {
    format!("SELECT {} FROM $ids", PlanInput::COLUMNS)
}

fn of_contracts<'a>(contracts: impl Iterator<Item = &'a ContractId>) -> Variables {
    let distinct: BTreeSet<&str> = contracts.map(ContractId::as_str).collect();
    bind([("ids", ids("contract", distinct))])
}

fn known_year(year: i32) -> Result<i32> {
    if YEARS.contains(&year) { Ok(year) } else { Err(no_such_year()) }
}

/// The plan of a year, as long as nobody else changed it since `version`, in the state in which it can be acted on.
async fn at(tx: &Tx, year: i32, version: u64, state: PlanState) -> Result<YearlyPlan, Fault> {
    let plan: YearlyPlan = tx.get(TABLE, &key(year)).await?;
    if plan.version != version {
        return Err(Error::Conflict { current: plan.version }.into());
    }
    if plan.state != state {
        return Err(Error::Refused(vec![Message::new("yearly_plan.not_now").with("state", domain::message::label_param(plan.state))]).into());
    }
    Ok(plan)
}

fn note(tx: &mut Tx, action: AuditAction, before: Option<&YearlyPlan>, after: &YearlyPlan) {
    let title = format!("{}点検計画", date::fiscal_year_label(after.fiscal_year, domain::Lang::Ja));
    tx.audit(action, "yearly_plan", &key(after.fiscal_year), &title, before.and_then(snapshot), snapshot(after));
}

/// The check on another day. Levelled back to the day of its rule it is as it was; what a person chose stays chosen, be it that very day.
pub(crate) fn place_on(before: &Verification, due: NaiveDate, by: PlacedBy, reason: String) -> Verification {
    let from = before.placed.as_ref().map_or(before.due, |placed| placed.from);
    let mut reasons: Vec<Reason> = before.reasons.iter().filter(|reason| reason.rule != PLACED).cloned().collect();
    let placed = (due != from || by == PlacedBy::Person).then_some(Placed { by, from, reason });
    if let Some(placed) = &placed {
        reasons.push(told(placed, due));
    }
    Verification { due, placed, reasons, version: before.version + 1, ..before.clone() }
}

/// The rule that a day set in the yearly plan stands under.
const PLACED: &str = "yearly_plan.placed";

/// Why a check stands on another day than its rule's.
pub(crate) fn told(placed: &Placed, due: NaiveDate) -> Reason {
    let said = Message::new(match placed.by {
        PlacedBy::Levelling => "yearly_plan.levelled",
        PlacedBy::Person if placed.from == due => "yearly_plan.fixed",
        PlacedBy::Person => "yearly_plan.placed",
    });
    Reason::new(PLACED, said.with("from", placed.from).with("to", due), placed.reason.clone())
}

fn counted(month: Month, seen: &[(&Check, bool)]) -> PlanMonth {
    let of_month = || seen.iter().filter(|(check, _)| Month::of(check.due) == month);
    let count = |wanted: fn(&(&Check, bool)) -> bool| u32::try_from(of_month().filter(|found| wanted(found)).count()).unwrap_or(u32::MAX);
    PlanMonth { month, checks: count(|_| true), done: count(|(check, _)| !check.state.is_open()), over: count(|(_, over)| *over) }
}

/// The month to begin with: today's, else the first with a check.
fn telling(months: &[PlanMonth], today: Month) -> Month {
    let own = months.iter().find(|month| month.month == today);
    own.or_else(|| months.iter().find(|month| month.checks > 0)).or_else(|| months.first()).map_or(today, |month| month.month)
}
