//! 点検計画: which verifications a contract gets, and why each falls on its day.
//!
//! Deterministic: the same contract under the same policy and calendar gives the same plan, on every machine.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    cadence::{CadencePolicy, CadenceRule},
    calendar::Calendar,
    contract::Nature,
    date::{self, Month},
    id::ContractId,
    label::Choice,
    message::Message,
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
    pub methods: Vec<Method>,
    pub reasons: Vec<Reason>,
}

/// What a change of policy, nature or period does to the verifications there are: done ones are never touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replan<'a> {
    pub add: Vec<&'a Planned>,
    /// Open ones whose day, methods or reasons change: index into the existing list, and the new plan.
    pub change: Vec<(usize, &'a Planned)>,
    /// Open ones that fall away: indexes into the existing list.
    pub cancel: Vec<usize>,
}

/// An existing verification as re-planning sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    pub slot: String,
    /// Scheduled and not yet begun: only such a one may be moved or fall away.
    pub untouched: bool,
    pub due: NaiveDate,
    pub methods: Vec<Method>,
}

/// Computes the plan of a contract. `from` is the day the register began to watch it: nothing is planned for the time before.
pub fn plan(subject: &Subject<'_>, policy: &CadencePolicy, calendar: &Calendar, from: NaiveDate) -> Vec<Planned> {
    let Some(rule) = policy.rule_for(subject.nature, subject.tier) else {
        return Vec::new();
    };
    let planner = Planner { subject, policy, rule, calendar, from };
    let mut plan: Vec<Planned> = planner.initial().into_iter().collect();
    let first = subject.start.max(from);
    if first <= subject.end {
        let closing_year = policy.closing.then(|| date::fiscal_year(subject.end));
        for year in date::fiscal_year(first)..=date::fiscal_year(subject.end) {
            let served = closing_year == Some(year) || plan.iter().any(|check| check.kind == VerificationKind::Initial && check.fiscal_year == year);
            planner.periodic(year, served, &mut plan);
        }
        plan.extend(planner.closing());
    }
    plan
}

struct Planner<'a> {
    subject: &'a Subject<'a>,
    policy: &'a CadencePolicy,
    rule: &'a CadenceRule,
    calendar: &'a Calendar,
    from: NaiveDate,
}

impl Planner<'_> {
    /// The check before or at the start.
    fn initial(&self) -> Option<Planned> {
        let start = self.subject.start;
        if !self.policy.initial || start < self.from {
            return None;
        }
        let wanted = start + Days::new(u64::from(self.policy.initial_within_days));
        let reason = Reason::new("cadence.initial", Message::new("cadence.initial").with("start", start), self.policy.basis.clone());
        Some(self.check("initial".to_owned(), VerificationKind::Initial, date::fiscal_year(start), wanted, Method::ALL.to_vec(), reason))
    }

    /// Proof of return or erasure after the end.
    fn closing(&self) -> Option<Planned> {
        let end = self.subject.end;
        let wanted = end + Days::new(u64::from(self.policy.closing_within_days));
        let methods = Method::ALL.iter().copied().filter(|method| *method != Method::Certificate).collect();
        let reason = Reason::new("cadence.closing", Message::new("cadence.closing").with("end", end).with("days", self.policy.closing_within_days), self.policy.basis.clone());
        self.policy.closing.then(|| self.check("closing".to_owned(), VerificationKind::Closing, date::fiscal_year(end), wanted, methods, reason))
    }

    /// The checks within one fiscal year. Where the contract runs too short in it, a check at its start or end serves; without one, the last day is taken.
    fn periodic(&self, year: i32, served: bool, plan: &mut Vec<Planned>) {
        let (opens, closes) = date::fiscal_year_range(year);
        let (first, last) = (opens.max(self.subject.start).max(self.from), closes.min(self.subject.end));
        if self.rule.per_year == 0 || last < first {
            return;
        }
        let clearance = Days::new(u64::from(self.policy.clearance_days));
        let (mut after, mut before) = (first, last);
        if first == self.subject.start {
            after = after + clearance;
        }
        if last == self.subject.end {
            before = before - clearance;
        }
        if before < after {
            if served {
                return;
            }
            (after, before) = (first, last);
        }
        let days: Vec<NaiveDate> = self.days(after, before);
        let mut taken: Vec<NaiveDate> = Vec::new();
        for wanted in days {
            let reason = Reason::new(
                format!("cadence.{}", self.rule.id),
                Message::new("cadence.periodic").with("per_year", self.rule.per_year).with("year", year).with("tier", self.subject.tier),
                self.rule.basis.clone(),
            );
            let slot = format!("{year}-{}", taken.len() + 1);
            let mut check = self.check(slot, VerificationKind::Periodic, year, wanted, self.rule.methods.clone(), reason);
            if check.due < first {
                check.due = self.calendar.on_or_after(first).min(closes);
            }
            if !taken.contains(&check.due) {
                taken.push(check.due);
                plan.push(check);
            }
        }
    }

    /// The wished-for days between two days, spread over the policy's months by the contract's own number, so that not all fall in March.
    fn days(&self, after: NaiveDate, before: NaiveDate) -> Vec<NaiveDate> {
        let seed = spread(self.subject.id.as_str());
        let length = (before - after).num_days().unsigned_abs();
        let wanted = (u64::from(self.rule.per_year) * (length + 1)).div_ceil(365).clamp(1, u64::from(self.rule.per_year));
        let months: Vec<(NaiveDate, NaiveDate)> = self.months(after, before);
        (0..wanted)
            .map(|turn| {
                let count = months.len() as u64;
                let (low, high) = (turn * count / wanted, (turn + 1) * count / wanted);
                let picked = usize::try_from(low + seed % (high - low).max(1)).ok().filter(|_| high > low).and_then(|index| months.get(index));
                match picked {
                    Some((from, to)) => {
                        let span = (*to - *from).num_days().unsigned_abs() + 1;
                        *from + Days::new((seed / 16) % span)
                    }
                    None => after + Days::new(length * (turn + 1) / (wanted + 1)),
                }
            })
            .collect()
    }

    /// The parts of the policy's months that lie between two days.
    fn months(&self, after: NaiveDate, before: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        let mut parts = Vec::new();
        let mut month = Month::of(after);
        while month.first() <= before {
            if self.policy.months.iter().any(|wanted| u32::from(*wanted) == month.month) {
                parts.push((month.first().max(after), month.last().min(before)));
            }
            month = month.next();
        }
        parts
    }

    /// A check on the working day on or before the day wished for, which is told when it moved.
    fn check(&self, slot: String, kind: VerificationKind, fiscal_year: i32, wanted: NaiveDate, methods: Vec<Method>, reason: Reason) -> Planned {
        let due = self.calendar.on_or_before(wanted);
        let mut reasons = vec![reason];
        if due != wanted {
            reasons.push(Reason::new("plan.moved", Message::new("plan.moved").with("from", wanted).with("to", due), String::new()));
        }
        Planned { slot, kind, fiscal_year, due, methods, reasons }
    }
}

/// A number that spreads identifiers evenly and is the same on every machine (FNV-1a, 64 bits).
fn spread(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)) >> 8
}

/// What has to happen to the existing verifications so that they follow the plan.
pub fn replan<'a>(planned: &'a [Planned], existing: &[Existing]) -> Replan<'a> {
    let mut replan = Replan::default();
    for check in planned {
        match existing.iter().position(|old| old.slot == check.slot) {
            None => replan.add.push(check),
            Some(index) => {
                let old = &existing[index];
                if old.untouched && (old.due != check.due || old.methods != check.methods) {
                    replan.change.push((index, check));
                }
            }
        }
    }
    for (index, old) in existing.iter().enumerate() {
        if old.untouched && planned.iter().all(|check| check.slot != old.slot) {
            replan.cancel.push(index);
        }
    }
    replan
}
