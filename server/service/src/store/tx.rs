//! One transaction: statements, then the audit entries and the tallies that belong to them, then the commit.

use std::{collections::BTreeMap, sync::Mutex};

use chrono::Datelike;
use domain::{
    Error,
    audit::{AuditAction, AuditEvent, GENESIS},
    date::Month,
    id::AuditEventId,
    verification::Verification,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use surrealdb::{
    Surreal,
    engine::any::Any,
    method::Transaction,
    types::{RecordId, SurrealValue, Value, Variables},
};

use super::convert::{self, Row, bind};
use crate::{
    ctx::Ctx,
    history::{self, State, without_nulls},
    key,
};

/// Why a transaction did not go through.
#[derive(Debug)]
pub enum Fault {
    /// A rule says no: nothing was written, and trying again will not help.
    Domain(Error),
    /// A concurrent transaction was first: worth another try.
    Overtaken,
    Database(surrealdb::Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl From<surrealdb::Error> for Fault {
    fn from(error: surrealdb::Error) -> Self {
        use surrealdb::types::{ErrorDetails, QueryError};
        let conflict = matches!(error.details(), ErrorDetails::Query(Some(QueryError::TransactionConflict))) || error.to_string().contains("can be retried");
        if conflict { Self::Overtaken } else { Self::Database(error) }
    }
}

/// A state of a record for the audit trail.
pub fn snapshot(record: &impl Serialize) -> Option<Json> {
    serde_json::to_value(record).ok().filter(|value| !value.is_null())
}

struct Entry {
    action: AuditAction,
    record_kind: &'static str,
    record: String,
    title: String,
    before: Option<Json>,
    after: Option<Json>,
}

/// How the counts of a scope and month move.
#[derive(Default)]
struct Move {
    days: BTreeMap<usize, i64>,
    submitted: i64,
    done: i64,
}

/// How all counts move that verifications touch: by scope, key and month.
#[derive(Default)]
pub struct Tallies(BTreeMap<(&'static str, String, String), Move>);

impl Tallies {
    /// Notes that a verification came, went, or changed, for the counts of its department and contractor.
    pub fn note(&mut self, before: Option<&Verification>, after: Option<&Verification>) {
        for (check, step) in [(before, -1), (after, 1)] {
            let Some(check) = check else { continue };
            let month = Month::of(check.due).to_string();
            for (scope, key) in [("department", check.department.as_str()), ("contractor", check.contractor.as_str())] {
                let counts = self.0.entry((scope, key.to_owned(), month.clone())).or_default();
                match crate::verification::lane(check.state) {
                    "open" => *counts.days.entry(check.due.day0() as usize).or_default() += step,
                    "submitted" => counts.submitted += step,
                    "done" => counts.done += step,
                    _ => {}
                }
            }
        }
    }

    /// Takes so many of the counts out, for a transaction of their own; none once all are taken.
    pub fn take(&mut self, count: usize) -> Option<Self> {
        let rest = self.0.keys().nth(count).cloned().map(|first| self.0.split_off(&first)).unwrap_or_default();
        let taken = std::mem::replace(&mut self.0, rest);
        (!taken.is_empty()).then_some(Self(taken))
    }
}

pub struct Tx {
    /// Gone once committed.
    inner: Option<Transaction<Any>>,
    entries: Vec<Entry>,
    /// Entries that are signed and wait for their place in the chain.
    events: Vec<AuditEvent>,
    tallies: Tallies,
    insertions: BTreeMap<&'static str, Vec<Value>>,
    /// States of the register that were written and wait for the instant from which they hold.
    written: Mutex<Vec<State>>,
    /// The same with their instant.
    states: Vec<(String, State)>,
}

impl Tx {
    pub(super) async fn begin(db: &Surreal<Any>) -> Result<Self, Fault> {
        Ok(Self {
            inner: Some(db.clone().begin().await?),
            entries: Vec::new(),
            events: Vec::new(),
            tallies: Tallies::default(),
            insertions: BTreeMap::new(),
            written: Mutex::default(),
            states: Vec::new(),
        })
    }

    /// Runs one statement and answers its rows.
    pub async fn query<T: DeserializeOwned>(&self, sql: &str, variables: Variables) -> Result<Vec<T>, Fault> {
        let inner = self.inner.as_ref().ok_or(Error::Internal)?;
        Ok(convert::rows(inner.query(sql.to_owned()).bind(variables).await?)?)
    }

    pub async fn find<T: DeserializeOwned>(&self, table: &str, key: &str) -> Result<Option<T>, Fault> {
        let rows = self
            .query("SELECT *, record::id(id) AS id FROM type::record($table, $key)", bind([("table", table.into_value()), ("key", key.into_value())]))
            .await?;
        Ok(rows.into_iter().next())
    }

    pub async fn get<T: DeserializeOwned>(&self, table: &str, key: &str) -> Result<T, Fault> {
        Ok(self.find(table, key).await?.ok_or(Error::NotFound)?)
    }

    /// Whether a row with this value of a field exists, other than the one under `except`.
    pub async fn is_taken(&self, table: &'static str, field: &'static str, value: &str, except: Option<&str>) -> Result<bool, Fault> {
        let sql = format!("SELECT VALUE record::id(id) FROM {table} WHERE {field} = $value LIMIT 2");
        let keys: Vec<String> = self.query(&sql, bind([("value", value.into_value())])).await?;
        Ok(keys.iter().any(|key| Some(key.as_str()) != except))
    }

    /// Inserts at the end of the transaction, together with all others of its table.
    pub fn insert(&mut self, table: &'static str, key: &str, row: Row) {
        self.insertions.entry(table).or_default().push(row.keyed(table, key));
    }

    /// Writes a record whatever there was under its key.
    pub async fn put(&self, table: &str, key: &str, row: Row) -> Result<(), Fault> {
        self.keep(table, key, &row)?;
        let variables = bind([("record", RecordId::new(table, key).into_value()), ("content", row.into_value())]);
        self.query::<Json>("UPSERT $record CONTENT $content RETURN NONE", variables).await.map(|_| ())
    }

    /// Removes a record, if it is there.
    pub async fn remove(&self, table: &str, key: &str) -> Result<(), Fault> {
        self.query::<Json>("DELETE $record RETURN NONE", bind([("record", RecordId::new(table, key).into_value())])).await.map(|_| ())
    }

    /// Replaces a record that is still at `version`; the content carries the next one.
    pub async fn replace(&self, table: &str, key: &str, version: u64, row: Row) -> Result<(), Fault> {
        self.keep(table, key, &row)?;
        let variables = bind([
            ("record", RecordId::new(table, key).into_value()),
            ("version", i64::try_from(version).unwrap_or(i64::MAX).into_value()),
            ("content", row.into_value()),
        ]);
        let changed: Vec<u64> = self.query("UPDATE $record CONTENT $content WHERE version = $version RETURN VALUE version", variables).await?;
        if !changed.is_empty() {
            return Ok(());
        }
        let current: Vec<u64> = self.query("SELECT VALUE version FROM $record", bind([("record", RecordId::new(table, key).into_value())])).await?;
        Err(current.first().map_or(Error::NotFound, |current| Error::Conflict { current: *current }).into())
    }

    /// Notes the state a row states, for the register of a past day. What is written by [`Tx::insert`] is no part of the register.
    fn keep(&self, table: &str, key: &str, row: &Row) -> Result<(), Fault> {
        if let (Some(state), Ok(mut written)) = (history::state_of(table, key, row.fields())?, self.written.lock()) {
            written.push(state);
        }
        Ok(())
    }

    /// Takes states of the register together with the instants from which they hold.
    pub(crate) fn relate(&mut self, states: Vec<(String, State)>) {
        self.states.extend(states);
    }

    /// Notes an entry of the audit trail; it is written, chained, with the commit.
    pub fn audit(&mut self, action: AuditAction, record_kind: &'static str, record: &str, title: &str, before: Option<Json>, after: Option<Json>) {
        self.entries.push(Entry { action, record_kind, record: record.to_owned(), title: title.to_owned(), before, after });
    }

    /// Notes that a verification came, went, or changed, for the counts of its department and contractor.
    pub fn tally(&mut self, before: Option<&Verification>, after: Option<&Verification>) {
        self.tallies.note(before, after);
    }

    /// Takes over counts that were gathered apart from the transactions that wrote their verifications.
    pub fn adopt(&mut self, tallies: Tallies) {
        self.tallies = tallies;
    }

    /// Signs the entries noted so far with `ctx`, so that more can follow in the name of another; what was written holds from its instant on.
    pub fn sign(&mut self, ctx: &Ctx) {
        let (at, written) = (history::stamp(key::to_millis(ctx.now)), std::mem::take(&mut self.written).into_inner().unwrap_or_default());
        self.states.extend(written.into_iter().map(|state| (at.clone(), state)));
        let entries = std::mem::take(&mut self.entries);
        self.events.extend(entries.into_iter().map(|entry| AuditEvent {
            id: AuditEventId::new(key::new(ctx.now)),
            seq: 0,
            at: key::to_millis(ctx.now),
            actor: ctx.actor.id.to_string(),
            actor_name: ctx.actor.name.clone(),
            action: entry.action,
            record_kind: entry.record_kind.to_owned(),
            record: entry.record,
            title: entry.title,
            request_id: ctx.request_id.clone(),
            before: entry.before.map(without_nulls),
            after: entry.after.map(without_nulls),
            previous: String::new(),
            hash: String::new(),
        }));
    }

    /// Writes what was noted and commits: all of it or nothing.
    pub async fn commit(mut self, ctx: &Ctx) -> Result<(), Fault> {
        self.sign(ctx);
        for (table, rows) in std::mem::take(&mut self.insertions) {
            self.insert_all(table, rows).await?;
        }
        let states = std::mem::take(&mut self.states);
        super::history::write(&self, states).await?;
        self.write_tallies().await?;
        self.write_events().await?;
        if let Some(inner) = self.inner.take() {
            inner.commit().await?;
        }
        Ok(())
    }

    pub(super) async fn insert_all(&self, table: &str, rows: Vec<Value>) -> Result<(), Fault> {
        // `table` is one of our own literals: INSERT takes no parameter there.
        let sql = format!("INSERT INTO {table} $rows RETURN NONE");
        self.query::<Json>(&sql, bind([("rows", rows.into_value())])).await.map(|_| ())
    }

    async fn write_tallies(&mut self) -> Result<(), Fault> {
        #[derive(Serialize, Deserialize)]
        struct Tally {
            id: String,
            scope: String,
            key: String,
            month: String,
            days: Vec<i64>,
            open: i64,
            submitted: i64,
            done: i64,
            live: bool,
        }
        let Tallies(moves) = std::mem::take(&mut self.tallies);
        if moves.is_empty() {
            return Ok(());
        }
        let key_of = |scope: &str, key: &str, month: &str| format!("{scope}-{key}-{month}");
        let keys: Vec<String> = moves.keys().map(|(scope, key, month)| key_of(scope, key, month)).collect();
        let known: Vec<Tally> =
            self.query("SELECT *, record::id(id) AS id FROM $ids", bind([("ids", convert::ids("tally", keys.iter().map(String::as_str)))])).await?;
        let mut known: BTreeMap<String, Tally> = known.into_iter().map(|tally| (tally.id.clone(), tally)).collect();
        let mut fresh = Vec::new();
        for ((scope, key, month), counts) in moves {
            let id = key_of(scope, &key, &month);
            let existing = known.remove(&id);
            let is_new = existing.is_none();
            let mut tally = existing.unwrap_or_else(|| Tally {
                id: id.clone(),
                scope: scope.to_owned(),
                key,
                month,
                days: vec![0; 31],
                open: 0,
                submitted: 0,
                done: 0,
                live: false,
            });
            for (day, step) in counts.days {
                if let Some(open) = tally.days.get_mut(day) {
                    *open += step;
                }
            }
            tally.open = tally.days.iter().sum();
            tally.submitted += counts.submitted;
            tally.done += counts.done;
            tally.live = tally.open > 0;
            if is_new {
                fresh.push(Row::of(&tally).keyed("tally", &id));
            } else {
                self.put("tally", &id, Row::of(&tally)).await?;
            }
        }
        if fresh.is_empty() { Ok(()) } else { self.insert_all("tally", fresh).await }
    }

    /// Chains the events to the end of the trail, where every writer meets.
    async fn write_events(&mut self) -> Result<(), Fault> {
        #[derive(Serialize, Deserialize)]
        struct Head {
            seq: u64,
            hash: String,
        }
        let events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return Ok(());
        }
        let head: Option<Head> = self.query("SELECT * FROM audit_head:main", Variables::new()).await?.into_iter().next();
        let Head { mut seq, mut hash } = head.unwrap_or_else(|| Head { seq: 0, hash: GENESIS.to_owned() });
        let mut rows = Vec::with_capacity(events.len());
        for mut event in events {
            seq += 1;
            event.seq = seq;
            event.previous = std::mem::take(&mut hash);
            event.hash = domain::audit::hash(&event);
            hash.clone_from(&event.hash);
            rows.push(Row::of(&event).keyed("audit_event", event.id.as_str()));
        }
        self.insert_all("audit_event", rows).await?;
        self.put("audit_head", "main", Row::of(&Head { seq, hash })).await
    }
}

impl Drop for Tx {
    /// A transaction that a rule stopped is rolled back; the database would complain of one that is merely dropped.
    fn drop(&mut self) {
        if let (Some(inner), Ok(runtime)) = (self.inner.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move {
                if let Err(error) = inner.cancel().await {
                    tracing::debug!(%error, "a transaction was gone before it was rolled back");
                }
            });
        }
    }
}
