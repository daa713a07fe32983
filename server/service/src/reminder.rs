//! 督促: once on every working day what is due and late is written down for those who answer for it, as one digest a person; [`crate::mail`] sends it.
//!
//! A day is told in one transaction, so a fault or the end of the process leaves nothing half told, and of two servers one does it.
//!
//! Digests are not in the trail: nobody did anything, and they are the record of themselves. Sending one again is.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::{
    Error, Lang, Result,
    audit::AuditAction,
    department::Department,
    finding::{Finding, FindingState},
    id::{ContractId, ContractorId, DepartmentId, DigestId, VerificationId},
    label::Choice,
    page::Page,
    permission::{Operation, Reach},
    person::Person,
    reminder::{Digest, DigestFilter, DigestRow, MailState, Pending, ReminderLine, ReminderSubject, Staff, Told, digests},
    verification::VerificationKind,
};
use serde::{Deserialize, Serialize};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Names, Services,
    contract::Titles,
    listing::Listing,
    mail,
    store::{Fault, Row, Tx, bind, ids, snapshot},
};

pub struct Reminders<'a>(pub(crate) &'a Services);

const DAYS: &str = "telling";
const TOLD: &str = "told";
/// By the city's clock.
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(8, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
const COLUMNS: &str = "record::id(id) AS id, person, person_name, day, told, late, state, attempts, sent_at, version";

const CHECKS: &str = "SELECT record::id(id) AS id, contract, contractor, department, kind, due FROM verification \
    WHERE lane = 'open' AND by_due > '' AND by_due < $until ORDER BY by_due";
const FINDINGS: &str = "SELECT *, record::id(id) AS id FROM finding WHERE state = 'requested' AND by_day > '' AND by_day < $until ORDER BY by_day";

/// Something that is due, whatever it is.
struct Open {
    key: String,
    subject: ReminderSubject,
    record: String,
    contract: ContractId,
    contractor: ContractorId,
    department: DepartmentId,
    what: (String, String),
    due: NaiveDate,
}

#[derive(Deserialize)]
struct Check {
    id: VerificationId,
    contract: ContractId,
    contractor: ContractorId,
    department: DepartmentId,
    kind: VerificationKind,
    due: NaiveDate,
}

/// The last step of a due date somebody was told of.
#[derive(Serialize, Deserialize)]
struct Mark {
    due: NaiveDate,
    step: i32,
}

#[derive(Serialize, Deserialize)]
struct Day {
    digests: usize,
    version: u64,
}

impl From<Check> for Open {
    fn from(check: Check) -> Self {
        Self {
            key: check.id.to_string(),
            subject: ReminderSubject::Verification,
            record: check.id.to_string(),
            contract: check.contract,
            contractor: check.contractor,
            department: check.department,
            what: (check.kind.label(Lang::Ja).to_owned(), check.kind.label(Lang::En).to_owned()),
            due: check.due,
        }
    }
}

impl Open {
    /// The measure a contractor has to answer.
    fn of(finding: Finding) -> Option<Self> {
        let measure = finding.measures.last().filter(|_| finding.state() == FindingState::Requested)?;
        Some(Self {
            key: format!("{}-{}", finding.id, finding.measures.len()),
            subject: ReminderSubject::Measure,
            record: finding.id.to_string(),
            what: (measure.step.label(Lang::Ja).to_owned(), measure.step.label(Lang::En).to_owned()),
            due: measure.due,
            contract: finding.contract,
            contractor: finding.contractor,
            department: finding.department,
        })
    }
}

/// Each department's own, then those above it.
pub(crate) fn lines(departments: &[Department]) -> BTreeMap<DepartmentId, Vec<DepartmentId>> {
    let above: HashMap<&DepartmentId, Option<&DepartmentId>> = departments.iter().map(|department| (&department.id, department.parent.as_ref())).collect();
    let line = |own: &DepartmentId| {
        let mut line = vec![own.clone()];
        while let Some(parent) = line.last().and_then(|last| above.get(last).copied().flatten()).filter(|parent| !line.contains(parent)) {
            line.push(parent.clone());
        }
        line
    };
    departments.iter().map(|department| (department.id.clone(), line(&department.id))).collect()
}

/// What is open and due before a day.
async fn open_until(tx: &Tx, day: NaiveDate) -> Result<Vec<Open>, Fault> {
    let until = || bind([("until", day.to_string().into_value())]);
    let checks: Vec<Check> = tx.query(CHECKS, until()).await?;
    let findings: Vec<Finding> = tx.query(FINDINGS, until()).await?;
    Ok(checks.into_iter().map(Open::from).chain(findings.into_iter().filter_map(Open::of)).collect())
}

/// What was told of each thing so far, by its key.
async fn marks(tx: &Tx, open: &[Open]) -> Result<HashMap<String, Mark>, Fault> {
    #[derive(Deserialize)]
    struct Known {
        id: String,
        #[serde(flatten)]
        mark: Mark,
    }
    let keys = ids(TOLD, open.iter().map(|thing| thing.key.as_str()));
    let known: Vec<Known> = tx.query("SELECT *, record::id(id) AS id FROM $ids", bind([("ids", keys)])).await?;
    Ok(known.into_iter().map(|known| (known.id, known.mark)).collect())
}

/// What somebody is told today; it waits to be mailed where it can be.
fn digest(reader: &Person, ctx: &Ctx, lines: Vec<ReminderLine>, mails: bool) -> Digest {
    let mailed = mails && !reader.email.is_empty();
    Digest {
        id: DigestId::new(format!("{}-{}", reader.id, ctx.today)),
        person: reader.id.clone(),
        person_name: reader.name.clone(),
        day: ctx.today,
        lines,
        state: if mailed { MailState::Waiting } else { MailState::InApp },
        address: if mailed { reader.email.clone() } else { String::new() },
        attempts: 0,
        next_at: mailed.then_some(ctx.now),
        sent_at: None,
        fault: String::new(),
        version: 1,
    }
}

impl Services {
    /// Writes down what is to be told today, unless that is done, no office is open, or it is too early: who is ill says so in the morning. Says how many
    /// digests there are. To be called now and then by whoever serves.
    pub async fn remind(&self) -> Result<usize> {
        let ctx = self.system_ctx("remind");
        let policies = self.policies().in_force().await?;
        if !policies.calendar.is_working(ctx.today) || ctx.now < morning(ctx.today, self.inner.config.time_zone) {
            return Ok(0);
        }
        let store = &self.inner.store;
        let day = ctx.today.to_string();
        if store.find::<Day>(DAYS, &day).await?.is_some() {
            return Ok(0);
        }
        let steps = &policies.set.reminders.steps;
        let first = steps.iter().map(|step| step.day).min().unwrap_or_default();
        let until = ctx.today + Days::new(u64::from(first.min(0).unsigned_abs()) + 1);
        let departments = self.inner.directory.all(self).await?;
        let lines = lines(&departments);
        let people = self.people().all().await?;
        let staff = Staff::new(&people, &lines, ctx.today);
        store
            .write(|| async {
                let tx = store.begin().await?;
                if tx.find::<Day>(DAYS, &day).await?.is_some() {
                    return Ok(0);
                }
                let open = open_until(&tx, until).await?;
                let marks = marks(&tx, &open).await?;
                let told = |thing: &Open| marks.get(&thing.key).filter(|mark| mark.due == thing.due).map(|mark| mark.step);
                let pending: Vec<Pending<'_>> =
                    open.iter().map(|thing| Pending { key: &thing.key, department: &thing.department, due: thing.due, told: told(thing) }).collect();
                let found = digests(&pending, steps, &staff, ctx.today);

                // Who is told of a thing stands in its digests; that it was told, beside the thing.
                let mut latest: BTreeMap<usize, i32> = BTreeMap::new();
                for told in found.values().flatten() {
                    let step = latest.entry(told.place).or_insert(told.step.day);
                    *step = told.step.day.max(*step);
                }
                for (place, step) in &latest {
                    tx.put(TOLD, &open[*place].key, Row::of(&Mark { due: open[*place].due, step: *step })).await?;
                }
                let shown = || latest.keys().map(|place| &open[*place]);
                let titles = Titles::load(store, shown().map(|thing| &thing.contract).collect()).await?;
                let names = Names::load(self, shown().map(|thing| thing.contractor.to_string()).collect()).await?;
                let line = |told: &Told<'_>| {
                    let thing = &open[told.place];
                    ReminderLine {
                        subject: thing.subject,
                        record: thing.record.clone(),
                        contract_title: titles.of(&thing.contract).1,
                        contractor_name: names.contractor(&thing.contractor),
                        department_name: names.department(&thing.department),
                        what_ja: thing.what.0.clone(),
                        what_en: thing.what.1.clone(),
                        due: thing.due,
                        days: i64::from(policies.calendar.days_late(thing.due, ctx.today)) - i64::from(policies.calendar.days_left(thing.due, ctx.today)),
                        to: told.step.to,
                        instead_of: told.instead_of.and_then(|id| staff.person(id)).map(|away| away.name.clone()),
                    }
                };
                for (id, told) in &found {
                    if let Some(reader) = staff.person(id) {
                        let digest = digest(reader, &ctx, told.iter().map(line).collect(), self.inner.mailer.is_some());
                        tx.put(DigestId::TABLE, digest.id.as_str(), mail::row(&digest)).await?;
                    }
                }
                tx.put(DAYS, &day, Row::of(&Day { digests: found.len(), version: 1 })).await?;
                tx.commit(&ctx).await?;
                Ok(found.len())
            })
            .await
    }
}

/// When people are told on a day: once they are at their desks.
fn morning(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(MORNING);
    zone.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |morning| morning.to_utc())
}

impl Reminders<'_> {
    /// What the caller was told; the latest first.
    pub async fn mine(&self, ctx: &Ctx, filter: &DigestFilter) -> Result<Page<DigestRow>> {
        self.page(&DigestFilter { person: Some(ctx.actor.id.clone()), ..filter.clone() }).await
    }

    /// What anybody was told; the latest day first.
    pub async fn list(&self, ctx: &Ctx, filter: &DigestFilter) -> Result<Page<DigestRow>> {
        ctx.reach(Operation::ReadReminder)?;
        self.page(filter).await
    }

    /// One's own, or anybody's for who may read them.
    pub async fn get(&self, ctx: &Ctx, id: &DigestId) -> Result<Digest> {
        let digest: Option<Digest> = self.0.inner.store.find(DigestId::TABLE, id.as_str()).await?;
        let read = ctx.reach(Operation::ReadReminder);
        match digest.filter(|digest| digest.person == ctx.actor.id || read.is_ok()) {
            Some(digest) => Ok(seen_by(ctx, digest)),
            None => Err(read.err().unwrap_or(Error::NotFound)),
        }
    }

    async fn page(&self, filter: &DigestFilter) -> Result<Page<DigestRow>> {
        listing(filter)?.page(&self.0.inner.store, COLUMNS).await
    }

    /// Sends again what was given up, from the first try on.
    pub async fn send_again(&self, ctx: &Ctx, id: &DigestId, version: u64) -> Result<Digest> {
        ctx.reach(Operation::SendReminder)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before: Digest = tx.get(DigestId::TABLE, id.as_str()).await?;
                if before.version != version {
                    return Err(Error::Conflict { current: before.version }.into());
                }
                let after = Digest { version: version + 1, ..before.clone().again(ctx.now)? };
                mail::replace(&tx, &before, &after).await?;
                tx.audit(AuditAction::Step, DigestId::TABLE, id.as_str(), &after.person_name, snapshot(&before), snapshot(&after));
                tx.commit(ctx).await?;
                Ok(seen_by(ctx, after))
            })
            .await
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &DigestFilter) -> Result<String> {
        let (sql, variables) = listing(filter)?.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

/// Whoever looks after the mails need not read the checks of the city: then the lines are left out.
fn seen_by(ctx: &Ctx, digest: Digest) -> Digest {
    let reads = digest.person == ctx.actor.id || ctx.reach(Operation::ReadVerification).is_ok_and(|reach| reach == Reach::City);
    if reads { digest } else { Digest { lines: Vec::new(), ..digest } }
}

fn listing(filter: &DigestFilter) -> Result<Listing> {
    let mut listing = Listing::new(DigestId::TABLE, "by_day", true, filter.cursor.as_deref(), filter.limit)?;
    if let Some(state) = filter.state {
        listing.equal("state", state.word());
    }
    if let Some(person) = &filter.person {
        listing.equal("person", person.as_str());
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_eight_in_the_morning_of_their_own_clock() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        assert_eq!(morning(day, chrono_tz::Asia::Tokyo).to_rfc3339(), "2026-11-23T23:00:00+00:00");
        assert_eq!(morning(day, chrono_tz::UTC).to_rfc3339(), "2026-11-24T08:00:00+00:00");
    }
}
