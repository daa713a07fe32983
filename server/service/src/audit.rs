//! 監査証跡: reading the trail and proving it.

use domain::{
    Error, Result,
    audit::{self, AuditEvent, AuditFilter, AuditLine, ChainFault, GENESIS},
    id::{ContractId, DepartmentId, ExceptionId, FindingId, ProcurementId, SelectionId, VerificationId},
    message::{Message, label_param},
    page::{self, Page},
    permission::{Operation, Reach},
};
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx, Services,
    listing::{encode, number},
    store::bind,
};

pub struct Trail<'a>(pub(crate) &'a Services);

/// Entries proved at a time.
const BATCH: u64 = 1_000;

impl Trail<'_> {
    /// The trail, newest first; of one record where stated. Who sees only departments sees only records of these.
    pub async fn list(&self, ctx: &Ctx, filter: &AuditFilter) -> Result<Page<AuditLine>> {
        let reach = ctx.reach(Operation::ReadAudit)?;
        if reach != Reach::City {
            self.require_own(&reach, filter).await?;
        }
        let mut conditions: Vec<&str> = Vec::new();
        let mut variables = Variables::new();
        for (field, condition, value) in [
            ("record_kind", "record_kind = $record_kind", &filter.record_kind),
            ("record", "record = $record", &filter.record),
            ("actor", "actor = $actor", &filter.actor),
        ] {
            if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
                conditions.push(condition);
                variables.insert(field.to_owned(), value.clone().into_value());
            }
        }
        if let Some(cursor) = filter.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            let before = number(cursor)?;
            conditions.push("seq < $before");
            variables.insert("before".to_owned(), before.into_value());
        }
        let limit = page::limit(filter.limit);
        let condition = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        let store = &self.0.inner.store;
        let sql = format!("SELECT *, record::id(id) AS id FROM audit_event{condition} ORDER BY seq DESC LIMIT {}", limit + 1);
        let mut events: Vec<AuditEvent> = store.read(&sql, variables.clone()).await?;
        let count = format!("SELECT count() FROM (SELECT VALUE id FROM audit_event{condition} LIMIT {}) GROUP ALL", page::COUNT_LIMIT + 1);
        let total = store.count(&count, variables).await?;
        let more = events.len() > limit;
        events.truncate(limit);
        let next = events.last().filter(|_| more).map(|last| encode(&last.seq.to_string()));
        Ok(Page { items: events.into_iter().map(line).collect(), next, total })
    }

    /// A record's history may be read with the record; the whole trail, and that of records of the whole city, may not.
    async fn require_own(&self, reach: &Reach, filter: &AuditFilter) -> Result<()> {
        #[derive(serde::Deserialize)]
        struct Owned {
            department: DepartmentId,
        }
        let whole = || Error::Forbidden(Message::new("permission.forbidden").with("operation", label_param(Operation::ReadAudit)));
        let (Some(kind), Some(record)) = (filter.record_kind.as_deref(), filter.record.as_deref()) else {
            return Err(whole());
        };
        let table = [ContractId::TABLE, ExceptionId::TABLE, FindingId::TABLE, ProcurementId::TABLE, SelectionId::TABLE, VerificationId::TABLE]
            .into_iter()
            .find(|table| *table == kind)
            .ok_or_else(whole)?;
        let owned: Owned = self.0.inner.store.get(table, record).await?;
        if reach.covers(&owned.department) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Walks the whole chain: the number of entries and the hash at its head, or where it first breaks.
    pub async fn verify(&self) -> Result<Result<(u64, String), ChainFault>> {
        let (mut previous, mut next) = (GENESIS.to_owned(), 1);
        loop {
            let variables = bind([("from", signed(next)), ("until", signed(next + BATCH))]);
            let events: Vec<AuditEvent> =
                self.0.inner.store.read("SELECT *, record::id(id) AS id FROM audit_event WHERE seq >= $from AND seq < $until ORDER BY seq", variables).await?;
            if events.is_empty() {
                break;
            }
            match audit::verify(&events, &previous, next) {
                Ok((hash, after)) => (previous, next) = (hash, after),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        let head: Vec<String> = self.0.inner.store.read("SELECT VALUE hash FROM audit_head:main", Variables::new()).await?;
        // The head knows how long the chain was: entries cut off at its end are missed here.
        if head.first().is_some_and(|head| *head != previous) {
            return Ok(Err(ChainFault::Gap { expected: next }));
        }
        Ok(Ok((next - 1, previous)))
    }
}

fn signed(number: u64) -> surrealdb::types::Value {
    i64::try_from(number).unwrap_or(i64::MAX).into_value()
}

fn line(event: AuditEvent) -> AuditLine {
    AuditLine {
        changes: audit::changes(event.before.as_ref(), event.after.as_ref()),
        seq: event.seq,
        at: event.at,
        actor_name: event.actor_name,
        action: event.action,
        record_kind: event.record_kind,
        record: event.record,
        title: event.title,
        request_id: event.request_id,
        hash: event.hash,
    }
}
