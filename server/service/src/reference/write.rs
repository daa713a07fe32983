//! Writing a list in batches beside the one in use, putting it in its place at the end, and clearing away what nobody looks up any more.

use domain::{
    Result,
    audit::AuditAction,
    label::Choice,
    reference::{ReferenceKind, ReferenceSet, ReferenceState},
};
use surrealdb::types::{SurrealValue, Value};

use super::{
    read::{Read, rows},
    row_key, table,
};
use crate::{
    Ctx, Services,
    store::{Fault, Row, bind, ids, snapshot},
};

/// Rows written, and cleared away, at once.
const BATCH: usize = 2_000;

/// Writes all rows, then puts the list in use.
pub(super) async fn finish(services: &Services, ctx: &Ctx, set: &ReferenceSet, content: String) -> Result<()> {
    let mut batch: Vec<Value> = Vec::with_capacity(BATCH);
    let mut done = 0;
    for row in rows(set.kind, &content)? {
        let Ok(read) = row? else { continue };
        batch.push(stored(set, &read));
        if batch.len() == BATCH {
            done += BATCH;
            load(services, set, std::mem::take(&mut batch), done).await?;
        }
    }
    done += batch.len();
    load(services, set, batch, done).await?;
    let store = &services.inner.store;
    let replaced: Vec<ReferenceSet> = store
        .write(|| async {
            let mut tx = store.begin().await?;
            let variables = bind([("kind", set.kind.word().into_value()), ("state", ReferenceState::InUse.word().into_value())]);
            let sql = "SELECT *, record::id(id) AS id FROM reference_set WHERE kind = $kind AND state = $state";
            let replaced: Vec<ReferenceSet> = tx.query(sql, variables).await?;
            for before in &replaced {
                let after = ReferenceSet { state: ReferenceState::Replaced, version: before.version + 1, ..before.clone() };
                tx.replace("reference_set", before.id.as_str(), before.version, Row::of(&after)).await?;
            }
            let now = services.now();
            let in_use = ReferenceSet { state: ReferenceState::InUse, done: set.rows, finished_at: Some(now), version: set.version + 1, ..set.clone() };
            tx.put("reference_set", set.id.as_str(), Row::of(&in_use)).await?;
            let title = format!("{} {}", set.kind.label(domain::Lang::Ja), set.as_of);
            tx.audit(AuditAction::Import, "reference_set", set.id.as_str(), &title, None, snapshot(&in_use));
            tx.commit(ctx).await?;
            Ok(replaced)
        })
        .await?;
    for before in replaced {
        clear(services, before.kind, before.id.as_str()).await?;
    }
    Ok(())
}

fn stored(set: &ReferenceSet, read: &Read) -> Value {
    let row = match read {
        Read::Corporation(corporation) => Row::of(corporation),
        Read::Service(service) => Row::of(service),
    };
    row.with("reference_set", set.id.as_str()).keyed(table(set.kind), &row_key(&set.id, read.number()))
}

/// Writes rows that nobody looks up yet, outside of the queue of writers: the register goes on meanwhile.
async fn load(services: &Services, set: &ReferenceSet, batch: Vec<Value>, done: usize) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let store = &services.inner.store;
    store.load(&[(table(set.kind), batch)].into()).await.map_err(|fault| match fault {
        Fault::Domain(error) => error,
        Fault::Overtaken => domain::Error::Unavailable,
        Fault::Database(error) => {
            tracing::error!(%error, "rows of a published list were not written");
            domain::Error::Unavailable
        }
    })?;
    let variables = bind([("key", set.id.as_str().into_value()), ("done", i64::try_from(done).unwrap_or(i64::MAX).into_value())]);
    store.read::<serde_json::Value>("UPDATE type::record('reference_set', $key) SET done = $done RETURN NONE", variables).await.map(|_| ())
}

/// Removes the rows of a set that is not in use.
async fn clear(services: &Services, kind: ReferenceKind, set: &str) -> Result<()> {
    let (store, table) = (&services.inner.store, table(kind));
    loop {
        let sql = format!("SELECT VALUE record::id(id) FROM {table} WHERE reference_set = $set LIMIT {BATCH}");
        let keys: Vec<String> = store.read(&sql, bind([("set", set.into_value())])).await?;
        let rows = bind([("ids", ids(table, keys.iter().map(String::as_str)))]);
        store.read::<serde_json::Value>("DELETE $ids RETURN NONE", rows).await?;
        if keys.len() < BATCH {
            return Ok(());
        }
    }
}

/// A list that could not be brought in whole says so, and leaves nothing behind.
pub(super) async fn give_up(services: &Services, set: &ReferenceSet) {
    let variables = bind([("key", set.id.as_str().into_value()), ("state", ReferenceState::Interrupted.word().into_value())]);
    let sql = "UPDATE type::record('reference_set', $key) SET state = $state, version += 1 RETURN NONE";
    let marked = services.inner.store.read::<serde_json::Value>(sql, variables).await;
    if let Err(error) = marked.map(|_| ()).and(clear(services, set.kind, set.id.as_str()).await) {
        tracing::error!(%error, set = %set.id, "what was left of a published list could not be cleared away");
    }
}

/// The process ended while a list was being written: it says so, and what it left is cleared away while the system begins to work.
pub(crate) async fn interrupt_unfinished(services: &Services) -> Result<()> {
    let variables = bind([("state", ReferenceState::Loading.word().into_value())]);
    let unfinished: Vec<ReferenceSet> = services.inner.store.read("SELECT *, record::id(id) AS id FROM reference_set WHERE state = $state", variables).await?;
    for set in unfinished {
        let services = services.clone();
        tokio::spawn(async move { give_up(&services, &set).await });
    }
    Ok(())
}
