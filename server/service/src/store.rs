//! The store: SurrealDB, one connection shared by all, one way to read and one to write.
//!
//! Records travel as JSON between the domain's types and the database; [`Row`] adds what only the store needs, such as sort keys.

mod convert;
mod history;
mod migrate;
mod tx;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::{Error, Result};
use serde::de::DeserializeOwned;
use surrealdb::{
    Surreal,
    engine::any::{self, Any},
    types::{SurrealValue, Value, Variables},
};
use tokio::sync::Mutex;

use crate::memo::Memo;

pub use convert::{Row, bind, ids};
pub use tx::{Fault, Tallies, Tx, snapshot};

/// Namespace and database inside the engine: one city, one database.
const NAMESPACE: &str = "itakumori";
const DATABASE: &str = "register";

/// How often a transaction that met a concurrent one is tried again before the caller is told.
const ATTEMPTS: u32 = 8;

#[derive(Clone)]
pub struct Store {
    db: Surreal<Any>,
    /// Writers of this process queue here, so that they do not run into each other at the end of the audit chain.
    writing: Arc<Mutex<()>>,
    /// Counts committed writes to the register: what was computed under one number stays right until the next.
    generation: Arc<AtomicU64>,
    /// Lengths of lists lately counted: the same for every page of a list.
    counts: Memo<String, usize>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let db = any::connect(url).await.map_err(|error| unavailable(&error))?;
        db.use_ns(NAMESPACE).use_db(DATABASE).await.map_err(|error| unavailable(&error))?;
        migrate::run(&db).await.map_err(|error| unavailable(&error))?;
        let shared = url.starts_with("ws");
        Ok(Self { db, writing: Arc::default(), generation: Arc::default(), counts: Memo::new(5_000, shared) })
    }

    /// The same database as another server has it: with nothing of what this one remembers or waits for.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self { db: self.db.clone(), writing: Arc::default(), generation: Arc::default(), counts: Memo::new(5_000, true) }
    }

    /// Runs one read statement and answers its rows.
    pub async fn read<T: DeserializeOwned>(&self, sql: &str, variables: Variables) -> Result<Vec<T>> {
        let response = self.db.query(sql).bind(variables).await.map_err(|error| failed(sql, &error))?;
        convert::rows(response).map_err(|error| failed(sql, &error))
    }

    /// The record under a key, if there is one.
    pub async fn find<T: DeserializeOwned>(&self, table: &str, key: &str) -> Result<Option<T>> {
        let rows = self
            .read("SELECT *, record::id(id) AS id FROM type::record($table, $key)", bind([("table", table.into_value()), ("key", key.into_value())]))
            .await?;
        Ok(rows.into_iter().next())
    }

    pub async fn get<T: DeserializeOwned>(&self, table: &str, key: &str) -> Result<T> {
        self.find(table, key).await?.ok_or(Error::NotFound)
    }

    /// The number of the first row's `count`, for `SELECT count() … GROUP ALL`.
    pub async fn count(&self, sql: &str, variables: Variables) -> Result<usize> {
        #[derive(serde::Deserialize)]
        struct Counted {
            count: usize,
        }
        Ok(self.read::<Counted>(sql, variables).await?.first().map_or(0, |row| row.count))
    }

    /// What [`Store::count`] answers, counted once until the next write.
    pub async fn counted(&self, sql: &str, variables: Variables) -> Result<usize> {
        let key = format!("{sql} {variables:?}");
        Ok(*Box::pin(self.counts.get(self.generation(), key, self.count(sql, variables))).await?)
    }

    /// Names of records by key, for lists that show them.
    pub async fn names(&self, table: &str, keys: Vec<String>) -> Result<std::collections::HashMap<String, String>> {
        #[derive(serde::Deserialize)]
        struct Named {
            id: String,
            name: String,
        }
        let keys = ids(table, keys.iter().map(String::as_str));
        let rows: Vec<Named> = self.read("SELECT record::id(id) AS id, name FROM $ids", bind([("ids", keys)])).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// Changes with every committed write of the register.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Writes: runs `work` in one transaction, again when it met a concurrent one, and answers what it answered.
    ///
    /// `work` begins its own transaction with [`Store::begin`] and ends it with [`Tx::commit`].
    pub async fn write<R, F, W>(&self, work: W) -> Result<R>
    where
        W: Fn() -> F,
        F: Future<Output = Result<R, Fault>>,
    {
        let _turn = self.writing.lock().await;
        for attempt in 0..ATTEMPTS {
            match work().await {
                Ok(answer) => {
                    self.generation.fetch_add(1, Ordering::AcqRel);
                    return Ok(answer);
                }
                Err(Fault::Domain(error)) => return Err(error),
                Err(Fault::Overtaken) => {
                    let jitter: u64 = rand::random_range(0..8);
                    tokio::time::sleep(std::time::Duration::from_millis((1 << attempt) + jitter)).await;
                }
                Err(Fault::Database(error)) => return Err(failed("transaction", &error)),
            }
        }
        tracing::warn!(attempts = ATTEMPTS, "a transaction was overtaken every time");
        Err(Error::Unavailable)
    }

    /// Inserts rows in one transaction as the database's own import does it: it believes them and does not hold every field against the schema.
    /// For [`crate::bulk`], whose rows come from the builders.
    pub async fn load(&self, rows: &BTreeMap<&'static str, Vec<Value>>) -> Result<(), Fault> {
        // The tables are our own literals: INSERT takes no parameter there.
        let insertions: Vec<String> = rows.keys().map(|table| format!("INSERT INTO {table} ${table} RETURN NONE;")).collect();
        let variables: Variables = rows.iter().map(|(table, rows)| ((*table).to_owned(), rows.clone().into_value())).collect();
        self.db.query(format!("OPTION IMPORT; BEGIN; {} COMMIT", insertions.join(" "))).bind(variables).await?.check()?;
        Ok(())
    }

    pub async fn begin(&self) -> Result<Tx, Fault> {
        Tx::begin(&self.db).await
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        self.db.query("RETURN 1").await.and_then(surrealdb::IndexedResults::check).map(|_| ()).map_err(|error| unavailable(&error))
    }

    /// Writes everything as SurrealQL statements, consistently, while the system works.
    pub async fn export(&self, path: &std::path::Path) -> Result<()> {
        self.db.export(path).await.map_err(|error| unavailable(&error))
    }

    /// The plan the database has for a statement, for tests and benches.
    pub async fn explain(&self, sql: &str, variables: Variables) -> Result<String> {
        let mut response = self.db.query(format!("EXPLAIN {sql}")).bind(variables).await.map_err(|error| failed(sql, &error))?;
        let plan: Value = response.take(0).map_err(|error| failed(sql, &error))?;
        Ok(match plan {
            Value::String(text) => text,
            other => other.into_json_value().to_string(),
        })
    }
}

fn unavailable(error: &surrealdb::Error) -> Error {
    tracing::error!(%error, "the database is not available");
    Error::Unavailable
}

fn failed(what: &str, error: &surrealdb::Error) -> Error {
    tracing::error!(%error, what, "a statement failed");
    Error::Internal
}
