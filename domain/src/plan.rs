//! 点検計画: which verifications a contract gets, and why each falls on its day.
//!
//! Deterministic: the same contract under the same policy and calendar gives the same plan, on every machine.

use std::{cell::OnceCell, fmt::Write};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    cadence::{CadencePolicy, CadenceRule, Inspector, Phase, Questions},
    calendar::Calendar,
    contract::Nature,
    date::{self, Month},
    id::ContractId,
    incident::Incident,
    label::Choice,
    message::{Message, label_param},
    reason::Reason,
    risk::Tier,
    verification::{Method, VerificationKind},
};

/// What the plan of one contract is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    pub id: &'a ContractId,
    pub nature: &'a Nature,
    pub tier: Tier,
    pub start: NaiveDate,
    pub end: NaiveDate,
}

/// One check of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Planned {
    /// Names the check within its contract for good, e.g. `initial`, `2026-1`, `closing`: re-planning moves it, never doubles it.
    pub slot: String,
    pub kind: VerificationKind,
    pub fiscal_year: i32,
    pub due: NaiveDate,
    /// The days it may be set to besides, both included: its part of the year, or the days before a start and after an end that its rule leaves.
    pub earliest: NaiveDate,
    pub latest: NaiveDate,
    pub methods: Vec<Method>,
    pub questions: Questions,
    pub inspector: Inspector,
    pub reasons: Vec<Reason>,
}

/// What a change of policy, nature or period does to the verifications there are: done ones are never touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replan<'a> {
    pub add: Vec<&'a Planned>,
    /// Open ones whose day or manner changes: index into the existing list, and the new plan.
    pub change: Vec<(usize, &'a Planned)>,
    /// Open ones that fall away: indexes into the existing list.
    pub cancel: Vec<usize>,
}

/// What [`follow`] answers: as [`Replan`], with the new and changed checks themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follow {
    pub add: Vec<Planned>,
    pub change: Vec<(usize, Planned)>,
    pub cancel: Vec<usize>,
}

/// An existing verification as re-planning sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    pub slot: String,
    /// Scheduled and not yet begun: only such a one may be moved or fall away.
    pub untouched: bool,
    pub due: NaiveDate,
    /// Set to that day by the yearly plan: it stays there as long as its rule allows the day.
    pub placed: bool,
    pub methods: Vec<Method>,
    pub questions: Questions,
    pub inspector: Inspector,
}

/// Whether a check that is called for comes about: what a later change asks of days gone by nobody can carry out any more; what was due from the first
/// day on can be made up for. `watched` is whether the contract has checks already.
pub fn can_be_added(due: NaiveDate, watched: bool, today: NaiveDate) -> bool {
    !watched || due >= today
}

/// The day a check has after re-planning: the plan's, but never one that is gone already; and the one the yearly plan set it to, if its rule allows that.
pub fn settles(old: &Existing, planned: &Planned, today: NaiveDate) -> NaiveDate {
    if planned.due < today || is_on_its_day(old, planned.due, planned.earliest, planned.latest) { old.due } else { planned.due }
}

/// On the day of the rule, or on another the rule allows that the yearly plan set.
fn is_on_its_day(old: &Existing, due: NaiveDate, earliest: NaiveDate, latest: NaiveDate) -> bool {
    old.due == due || old.placed && (earliest..=latest).contains(&old.due)
}

/// How many days before its due date a check of the start may be carried out.
const DAYS_BEFORE_START: u32 = 30;

/// Computes the plan of a contract. `from` is the day the register began to watch it: nothing is planned for the time before.
pub fn plan(subject: &Subject<'_>, policy: &CadencePolicy, calendar: &Calendar, from: NaiveDate) -> Vec<Planned> {
    Planner::new(subject, policy, calendar, from).map(|planner| planner.checks().iter().map(|check| planner.tell(check)).collect()).unwrap_or_default()
}

/// The extra check an incident calls for: within the policy's days of the city hearing of it, on a working day, never on one that is gone.
pub fn extra(incident: &Incident, policy: &CadencePolicy, calendar: &Calendar, today: NaiveDate) -> Planned {
    let days = policy.incident_within_days;
    let due = calendar.on_or_before(later(incident.learned_on, days));
    let due = if due < today { calendar.on_or_after(today) } else { due };
    let said = Message::new("cadence.incident").with("title", &incident.title).with("learned", incident.learned_on).with("days", days);
    Planned {
        slot: format!("{}-{}", VerificationKind::Incident, incident.id),
        kind: VerificationKind::Incident,
        fiscal_year: date::fiscal_year(due),
        due,
        earliest: due,
        latest: due,
        methods: AGAINST_CERTIFICATES.to_vec(),
        questions: Questions::All,
        inspector: Inspector::Department,
        reasons: vec![Reason::new("cadence.incident", said, policy.basis.clone())],
    }
}

/// What has to happen to the existing verifications so that they follow the plan.
pub fn replan<'a>(planned: &'a [Planned], existing: &[Existing]) -> Replan<'a> {
    let (add, change, cancel) = compare(
        planned,
        existing,
        |check, old| check.slot == old.slot,
        |check, old| {
            is_on_its_day(old, check.due, check.earliest, check.latest)
                && (&check.methods, check.questions, check.inspector) == (&old.methods, old.questions, old.inspector)
        },
    );
    Replan { add, change, cancel }
}

/// [`plan`] and [`replan`] in one, for many contracts: only what is new or changes is put into words, which is where the time goes.
pub fn follow(subject: &Subject<'_>, policy: &CadencePolicy, calendar: &Calendar, from: NaiveDate, existing: &[Existing]) -> Follow {
    let Some(planner) = Planner::new(subject, policy, calendar, from) else {
        return Follow { cancel: replan(&[], existing).cancel, ..Follow::default() };
    };
    let checks = planner.checks();
    let (add, change, cancel) = compare(
        &checks,
        existing,
        |check, old| check.is_in(&old.slot),
        |check, old| is_on_its_day(old, check.due, check.earliest, check.latest) && planner.manner(check.kind).is_of(old),
    );
    Follow {
        add: add.into_iter().map(|check| planner.tell(check)).collect(),
        change: change.into_iter().map(|(index, check)| (index, planner.tell(check))).collect(),
        cancel,
    }
}

/// Checks to add, to change and to cancel: those without an existing one, those whose untouched one does not fit, and untouched ones without a check.
fn compare<'a, C>(
    checks: &'a [C],
    existing: &[Existing],
    matches: impl Fn(&C, &Existing) -> bool,
    fits: impl Fn(&C, &Existing) -> bool,
) -> (Vec<&'a C>, Vec<(usize, &'a C)>, Vec<usize>) {
    // As a rule the two lists run alike: the same place is tried first.
    let alike = |place: usize| checks.get(place).zip(existing.get(place)).is_some_and(|(check, old)| matches(check, old));
    let (mut add, mut change) = (Vec::new(), Vec::new());
    for (place, check) in checks.iter().enumerate() {
        match Some(place).filter(|place| alike(*place)).or_else(|| existing.iter().position(|old| matches(check, old))) {
            None => add.push(check),
            Some(index) if existing[index].untouched && !fits(check, &existing[index]) => change.push((index, check)),
            Some(_) => {}
        }
    }
    let fallen = |(index, old): &(usize, &Existing)| old.untouched && !alike(*index) && !checks.iter().any(|check| matches(check, old));
    (add, change, existing.iter().enumerate().filter(fallen).map(|(index, _)| index).collect())
}

/// One check of the plan, before it is put into words.
#[derive(Clone, Copy)]
struct Check {
    kind: VerificationKind,
    fiscal_year: i32,
    /// Counts the periodic checks of a fiscal year from 1.
    number: u8,
    wanted: NaiveDate,
    due: NaiveDate,
    /// See [`Planned::earliest`].
    earliest: NaiveDate,
    latest: NaiveDate,
}

impl Check {
    fn slot(&self) -> String {
        match self.kind {
            VerificationKind::Periodic => {
                let mut slot = String::with_capacity(8);
                let _ = write!(slot, "{}-{}", self.fiscal_year, self.number);
                slot
            }
            other => other.word().to_owned(),
        }
    }

    /// Whether its [`Check::slot`] is this one.
    fn is_in(&self, slot: &str) -> bool {
        match self.kind {
            VerificationKind::Periodic => {
                slot.split_once('-').is_some_and(|(year, number)| year.parse() == Ok(self.fiscal_year) && number.parse() == Ok(self.number))
            }
            other => slot == other.word(),
        }
    }
}

/// Means of a check that a certificate cannot stand in for: it proves no return and no erasure, and after an incident it has been proved wrong.
const AGAINST_CERTIFICATES: &[Method] = &[Method::OnSite, Method::Remote, Method::Paper];

/// By which means, about what, and by whom.
#[derive(Clone, Copy)]
struct Manner<'a> {
    methods: &'a [Method],
    questions: Questions,
    inspector: Inspector,
}

impl<'a> Manner<'a> {
    fn of(rule: &'a CadenceRule) -> Self {
        Self { methods: &rule.methods, questions: rule.questions, inspector: rule.inspector }
    }

    fn is_of(&self, old: &Existing) -> bool {
        (self.methods, self.questions, self.inspector) == (&old.methods, old.questions, old.inspector)
    }
}

struct Planner<'a> {
    subject: &'a Subject<'a>,
    policy: &'a CadencePolicy,
    /// The row of the periodic checks; without one there are none.
    rule: Option<&'a CadenceRule>,
    /// The rows of the first and the last check; the policy's own word holds where there is none.
    first: Option<&'a CadenceRule>,
    last: Option<&'a CadenceRule>,
    calendar: &'a Calendar,
    from: NaiveDate,
    place: u32,
    /// See [`spans`].
    spans: Vec<(u32, u32)>,
    /// The reason of every periodic check, but for its year.
    periodic: OnceCell<Reason>,
}

/// Days in a row, both ends included.
#[derive(Clone, Copy)]
struct Run {
    first: NaiveDate,
    last: NaiveDate,
}

impl Run {
    fn days(self) -> u64 {
        (self.last - self.first).num_days().unsigned_abs() + 1
    }
}

impl<'a> Planner<'a> {
    /// None where no row of the policy fits: such a contract is not verified.
    fn new(subject: &'a Subject<'a>, policy: &'a CadencePolicy, calendar: &'a Calendar, from: NaiveDate) -> Option<Self> {
        let row = |phase| policy.row(phase, subject.nature, subject.tier);
        let (rule, first, last) = (row(Phase::Periodic), row(Phase::Initial), row(Phase::Closing));
        rule.or(first).or(last)?;
        let (place, spans) = (place(subject.id.as_str()), spans(&policy.months));
        Some(Self { subject, policy, rule, first, last, calendar, from, place, spans, periodic: OnceCell::new() })
    }

    fn has_initial(&self) -> bool {
        self.first.map_or(self.policy.initial && self.rule.is_some(), |row| row.per_year > 0)
    }

    fn has_closing(&self) -> bool {
        self.last.map_or(self.policy.closing && self.rule.is_some(), |row| row.per_year > 0)
    }

    fn checks(&self) -> Vec<Check> {
        let (start, end) = (self.subject.start, self.subject.end);
        let mut checks: Vec<Check> = self.initial().into_iter().collect();
        let begun = checks.first().map(|check| check.fiscal_year);
        let first = start.max(self.from);
        if first <= end {
            let ended = self.has_closing().then(|| date::fiscal_year(end));
            for year in date::fiscal_year(first)..=date::fiscal_year(end) {
                self.periodic(year, begun == Some(year) || ended == Some(year), &mut checks);
            }
            checks.extend(self.closing());
        }
        checks
    }

    /// The check before or at the start.
    fn initial(&self) -> Option<Check> {
        let start = self.subject.start;
        if !self.has_initial() || start < self.from {
            return None;
        }
        let wanted = later(start, self.policy.initial_within_days);
        let due = self.calendar.on_or_before(wanted);
        let earliest = due.checked_sub_days(Days::new(u64::from(DAYS_BEFORE_START))).unwrap_or(due);
        Some(Check { kind: VerificationKind::Initial, fiscal_year: date::fiscal_year(start), number: 0, wanted, due, earliest, latest: due })
    }

    /// Proof of return or erasure after the end; never due before it.
    fn closing(&self) -> Option<Check> {
        let end = self.subject.end;
        let wanted = later(end, self.policy.closing_within_days);
        let due = Some(self.calendar.on_or_before(wanted)).filter(|due| *due >= end).unwrap_or_else(|| self.calendar.on_or_after(wanted));
        self.has_closing().then_some(Check {
            kind: VerificationKind::Closing,
            fiscal_year: date::fiscal_year(end),
            number: 0,
            wanted,
            due,
            earliest: end.min(due),
            latest: due,
        })
    }

    /// The checks within one fiscal year, spread over the policy's months by the contract's own place, so that not all fall in March.
    /// Where it runs too short in it, a check at its start or end serves; without one, the free months and the clearance give way.
    fn periodic(&self, year: i32, served: bool, checks: &mut Vec<Check>) {
        let per_year = self.rule.map_or(0, |rule| u64::from(rule.per_year));
        if per_year == 0 {
            return;
        }
        let (opens, closes) = date::fiscal_year_range(year);
        let watched = Run { first: opens.max(self.subject.start).max(self.from), last: closes.min(self.subject.end) };
        let mut runs = self.runs(year, self.clear(watched));
        let mut whole = None;
        if runs.is_empty() && !served {
            runs = self.runs(year, watched);
            if runs.is_empty() {
                runs.push(watched);
                whole = Some(Run { first: opens, last: closes }.days());
            }
        }
        let days: u64 = runs.iter().map(|run| run.days()).sum();
        let full = watched.first == opens && watched.last == closes;
        let count = if full {
            per_year
        } else {
            let whole = whole.unwrap_or_else(|| self.runs(year, Run { first: opens, last: closes }).iter().map(|run| run.days()).sum());
            (per_year * days).div_ceil(whole.max(1)).min(per_year)
        };
        let count = count.min(days);
        let mut number = 0;
        let mut latest = None;
        for turn in 0..count {
            // The same place within each part of the year keeps the distances even.
            let (low, high) = (turn * days / count, (turn + 1) * days / count);
            let Some((wanted, run)) = nth(&runs, low + (((high - low) * u64::from(self.place)) >> 32)) else {
                continue;
            };
            if let Some(due) = self.open_day(wanted, run, watched, latest) {
                latest = Some(due);
                number += 1;
                // Its part of the year; the first and the last part reach to the ends of the watched days.
                let ends = |place: u64| nth(&runs, place).map_or(due, |(day, _)| day);
                let mut earliest = if turn == 0 { watched.first } else { ends(low) }.min(due);
                let latest = if turn + 1 == count { watched.last } else { ends(high.saturating_sub(1)) };
                // A day moved off a closed one may lie in the part before: that part ends where this one begins, and no two checks change places.
                if let Some(before) = checks.last_mut().filter(|check| check.kind == VerificationKind::Periodic && check.fiscal_year == year) {
                    before.latest = before.latest.min(due.pred_opt().unwrap_or(due));
                    earliest = earliest.max(later(before.latest, 1));
                }
                checks.push(Check { kind: VerificationKind::Periodic, fiscal_year: year, number, wanted, due, earliest, latest: latest.max(due) });
            }
        }
    }

    /// What remains of the watched days of a fiscal year, away from the initial check and the contract's end; nothing where they are too few.
    fn clear(&self, watched: Run) -> Run {
        let days = self.policy.clearance_days;
        let first = match watched.first == self.subject.start {
            true if self.has_initial() => later(later(watched.first, self.policy.initial_within_days), days),
            true => later(watched.first, days),
            false => watched.first,
        };
        let last =
            if watched.last == self.subject.end { watched.last.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN) } else { watched.last };
        Run { first, last }
    }

    /// The days of the policy's months that lie between two days of a fiscal year.
    fn runs(&self, year: i32, within: Run) -> Vec<Run> {
        let begins = |month: u32| Month { year: if month < 9 { year } else { year.saturating_add(1) }, month: (month + 3) % 12 + 1 }.first();
        let clipped = self
            .spans
            .iter()
            .map(|(first, next)| Run { first: begins(*first).max(within.first), last: begins(*next).pred_opt().unwrap_or(NaiveDate::MIN).min(within.last) });
        clipped.filter(|run| run.first <= run.last).collect()
    }

    /// The working day on or before the day wished for, unless it lies before the run or the check before it; then the one after.
    /// Where the run has none, any working day of the watched ones; where these have none, nobody could carry the check out.
    fn open_day(&self, wanted: NaiveDate, run: Run, watched: Run, latest: Option<NaiveDate>) -> Option<NaiveDate> {
        let within = |run: Run, day: NaiveDate| Some(day).filter(|day| run.first <= *day && *day <= run.last && latest.is_none_or(|latest| *day > latest));
        let before = self.calendar.on_or_before(wanted);
        within(run, before).or_else(|| {
            let after = self.calendar.on_or_after(wanted);
            within(run, after).or_else(|| within(watched, before)).or_else(|| within(watched, after))
        })
    }

    fn manner(&self, kind: VerificationKind) -> Manner<'a> {
        let row = match kind {
            VerificationKind::Initial => self.first,
            VerificationKind::Periodic => self.rule,
            VerificationKind::Closing => self.last,
            VerificationKind::Incident => None,
        };
        let (methods, questions) = match kind {
            VerificationKind::Closing => (AGAINST_CERTIFICATES, Questions::Closing),
            VerificationKind::Incident => (AGAINST_CERTIFICATES, Questions::All),
            VerificationKind::Initial | VerificationKind::Periodic => (Method::ALL, Questions::All),
        };
        row.map_or(Manner { methods, questions, inspector: Inspector::Department }, Manner::of)
    }

    fn tell(&self, check: &Check) -> Planned {
        let Check { kind, fiscal_year, wanted, due, earliest, latest, .. } = *check;
        let mut reasons = Vec::with_capacity(1 + usize::from(due != wanted));
        reasons.push(self.reason(check));
        if due != wanted {
            let key = if due < wanted { "plan.moved" } else { "plan.moved_on" };
            reasons.push(Reason::new(key, message(key, [("from", iso(wanted)), ("to", iso(due))]), String::new()));
        }
        let Manner { methods, questions, inspector } = self.manner(kind);
        Planned { slot: check.slot(), kind, fiscal_year, due, earliest, latest, methods: methods.to_vec(), questions, inspector, reasons }
    }

    fn reason(&self, check: &Check) -> Reason {
        let basis = |row: Option<&CadenceRule>| row.map_or_else(|| self.policy.basis.clone(), |row| row.basis.clone());
        match check.kind {
            VerificationKind::Periodic => {
                let mut reason = self.periodic.get_or_init(|| self.periodic_reason()).clone();
                reason.message.params.insert("year".to_owned(), check.fiscal_year.to_string());
                reason
            }
            VerificationKind::Closing => {
                let days = self.policy.closing_within_days.to_string();
                Reason::new("cadence.closing", message("cadence.closing", [("end", iso(self.subject.end)), ("days", days)]), basis(self.last))
            }
            VerificationKind::Initial | VerificationKind::Incident => {
                let (start, days) = (iso(self.subject.start), self.policy.initial_within_days);
                let message = if days == 0 {
                    message("cadence.initial", [("start", start)])
                } else {
                    message("cadence.initial_within", [("start", start), ("days", days.to_string())])
                };
                Reason::new("cadence.initial", message, basis(self.first))
            }
        }
    }

    /// Which rule decides how often, and by what: by the tier, or by the information whatever the tier.
    fn periodic_reason(&self) -> Reason {
        let Some(rule) = self.rule else {
            return Reason::new("cadence.periodic", Message::new("cadence.periodic").with("tier", self.subject.tier).with("per_year", 0), String::new());
        };
        let message = if !rule.personal.is_empty() {
            Message::new("cadence.periodic_personal").with("personal", label_param(self.subject.nature.personal))
        } else if !rule.kinds.is_empty() {
            Message::new("cadence.periodic_kind").with("kind", label_param(self.subject.nature.kind))
        } else {
            Message::new("cadence.periodic").with("tier", self.subject.tier)
        };
        Reason::new(format!("cadence.{}", rule.id), message.with("per_year", rule.per_year), rule.basis.clone())
    }
}

/// A message made of parameters that are text already.
fn message<const N: usize>(key: &'static str, params: [(&str, String); N]) -> Message {
    let mut message = Message::new(key);
    for (name, value) in params {
        message.params.insert(name.to_owned(), value);
    }
    message
}

fn iso(day: NaiveDate) -> String {
    let mut text = String::with_capacity(10);
    let _ = write!(text, "{day}");
    text
}

/// The policy's months in the order of a fiscal year, those in a row together: each the first and the one after the last, counted from April as 0.
/// A policy that names none means all.
fn spans(months: &[u8]) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = Vec::with_capacity(2);
    for month in 0..12 {
        if months.is_empty() || months.iter().any(|wanted| u32::from(*wanted) == (month + 3) % 12 + 1) {
            match spans.last_mut().filter(|span| span.1 == month) {
                Some(span) => span.1 += 1,
                None => spans.push((month, month + 1)),
            }
        }
    }
    spans
}

/// The day so many places into the runs, with its run.
fn nth(runs: &[Run], mut place: u64) -> Option<(NaiveDate, Run)> {
    for run in runs {
        if place < run.days() {
            return run.first.checked_add_days(Days::new(place)).map(|day| (day, *run));
        }
        place -= run.days();
    }
    None
}

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

/// Where in its part of the year a contract has its checks, as a fraction of 2³²: spreads identifiers evenly, those that follow each other too,
/// and is the same on every machine (FNV-1a, finished as in MurmurHash 3).
fn place(key: &str) -> u32 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    u32::try_from((hash ^ (hash >> 33)) >> 32).unwrap_or(0)
}
