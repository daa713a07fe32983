//! Writing what a preview showed: in batches, each one transaction, a bad row never stopping the good ones.

use std::collections::VecDeque;

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{ContractForm, Stage},
    contractor::ContractorForm,
    department::DepartmentForm,
    error::FieldError,
    id::{ContractId, ContractorId, DepartmentId},
    import::{Import, ImportKind, ImportState, RowState},
    label::Choice,
    message::Message,
};
use surrealdb::types::SurrealValue;

use super::StoredRow;
use crate::{
    Ctx, Services,
    policy::InForce,
    store::{Fault, Row, Tx, bind},
};

/// Rows written in one transaction.
const BATCH: usize = 100;

/// Rows read ahead.
const READ: usize = 1_000;

/// Writes all rows of a running import that are new or changed, then marks it finished.
pub(super) async fn finish(services: &Services, ctx: &Ctx, import: &Import) -> Result<()> {
    let policies = services.policies().in_force().await?;
    let mut import = import.clone();
    let mut after = 0;
    loop {
        let rows = pending(services, &import, after).await?;
        let Some(last) = rows.last() else { break };
        after = last.row.line;
        // Departments stand on those above them: one that comes before its parent in the file waits for the next turn.
        let mut queue: VecDeque<Vec<StoredRow>> = rows.chunks(BATCH).map(<[StoredRow]>::to_vec).collect();
        while let Some(batch) = queue.pop_front() {
            import = match write(services, ctx, &policies, &import, &batch).await {
                Ok(import) => import,
                // Something in the batch cannot be written: row by row, so that only the bad one is left out.
                Err(Error::Invalid(_) | Error::Conflict { .. } | Error::Refused(_) | Error::NotFound) if batch.len() > 1 => {
                    for row in batch.into_iter().rev() {
                        queue.push_front(vec![row]);
                    }
                    continue;
                }
                Err(error @ (Error::Invalid(_) | Error::Conflict { .. } | Error::Refused(_) | Error::NotFound)) => {
                    set_aside(services, ctx, &import, &batch[0], error).await?
                }
                Err(error) => return Err(error),
            };
        }
    }
    let store = &services.inner.store;
    store
        .write(|| async {
            let mut tx = store.begin().await?;
            let done = Import { state: ImportState::Finished, finished_at: Some(services.now()), version: import.version + 1, ..import.clone() };
            save(&tx, &done, Some(import.version)).await?;
            let title = format!("{} {}", done.kind.label(domain::Lang::Ja), done.file_name);
            tx.audit(AuditAction::Import, "import", done.id.as_str(), &title, None, crate::store::snapshot(&done));
            tx.commit(ctx).await
        })
        .await
}

async fn pending(services: &Services, import: &Import, after: u32) -> Result<Vec<StoredRow>> {
    let variables = bind([
        ("import", import.id.as_str().into_value()),
        ("states", vec![RowState::New.word().to_owned(), RowState::Changed.word().to_owned()].into_value()),
        ("after", i64::from(after).into_value()),
    ]);
    let sql = format!("SELECT * OMIT id FROM import_row WHERE import = $import AND line > $after AND state IN $states ORDER BY line LIMIT {READ}");
    services.inner.store.read(&sql, variables).await
}

/// Writes a batch with its progress: what is counted as done is written, and what is written is counted.
async fn write(services: &Services, ctx: &Ctx, policies: &InForce, import: &Import, rows: &[StoredRow]) -> Result<Import> {
    let store = &services.inner.store;
    store
        .write(|| async {
            let mut tx = store.begin().await?;
            for row in rows {
                apply(services, &mut tx, ctx, policies, import.kind, row).await?;
            }
            let after = Import { done: import.done + u32::try_from(rows.len()).unwrap_or(0), version: import.version + 1, ..import.clone() };
            save(&tx, &after, Some(import.version)).await?;
            tx.commit(ctx).await?;
            Ok(after)
        })
        .await
}

async fn apply(services: &Services, tx: &mut Tx, ctx: &Ctx, policies: &InForce, kind: ImportKind, row: &StoredRow) -> Result<(), Fault> {
    fn form<T: serde::de::DeserializeOwned>(row: &StoredRow) -> Result<T, Fault> {
        serde_json::from_value(row.form.clone().unwrap_or_default()).map_err(|_| Fault::from(Error::Internal))
    }
    let target = row.target.as_deref().zip(row.target_version);
    match kind {
        ImportKind::Departments => {
            let input = form::<DepartmentForm>(row)?.read()?;
            match target {
                None => services.departments().create_in(tx, ctx, &input).await.map(|_| ()),
                Some((id, version)) => services.departments().change_in(tx, &DepartmentId::new(id), version, &input).await.map(|_| ()),
            }
        }
        ImportKind::Contractors => {
            let input = form::<ContractorForm>(row)?.read()?;
            match target {
                None => services.contractors().create_in(tx, ctx, &input).await.map(|_| ()),
                Some((id, version)) => services.contractors().change_in(tx, ctx, &ContractorId::new(id), version, &input).await.map(|_| ()),
            }
        }
        ImportKind::Contracts => {
            let input = form::<ContractForm>(row)?.read()?;
            match target {
                // A list states contracts that are concluded; the register watches them from today.
                None => services.contracts().create_in(tx, ctx, policies, &input, Stage::Active, input.start.max(ctx.today)).await.map(|_| ()),
                Some((id, version)) => services.contracts().change_in(tx, ctx, policies, &ContractId::new(id), version, &input).await.map(|_| ()),
            }
        }
    }
}

/// A row that can no longer be taken becomes a faulty one with its reason.
async fn set_aside(services: &Services, ctx: &Ctx, import: &Import, row: &StoredRow, error: Error) -> Result<Import> {
    let errors = match error {
        Error::Invalid(errors) => errors,
        Error::Refused(reasons) => reasons.into_iter().map(|reason| FieldError::new("", reason)).collect(),
        _ => vec![FieldError::new("", Message::new("import.overtaken"))],
    };
    let mut faulty = row.clone();
    let was = faulty.row.state;
    faulty.row.state = RowState::Faulty;
    faulty.row.errors = errors;
    let store = &services.inner.store;
    store
        .write(|| async {
            let tx = store.begin().await?;
            let mut after = Import { version: import.version + 1, ..import.clone() };
            after.count.faulty += 1;
            match was {
                RowState::New => after.count.new -= 1,
                _ => after.count.changed -= 1,
            }
            tx.put("import_row", &faulty.key(), Row::of(&faulty)).await?;
            save(&tx, &after, Some(import.version)).await?;
            tx.commit(ctx).await?;
            Ok(after)
        })
        .await
}

/// Writes the state of an import, keeping the header of its file. `expected` guards against a second run.
pub(super) async fn save(tx: &Tx, import: &Import, expected: Option<u64>) -> Result<(), Fault> {
    let variables = bind([
        ("key", import.id.as_str().into_value()),
        ("fields", Row::of(import).into_value()),
        ("expected", i64::try_from(expected.unwrap_or(import.version - 1)).unwrap_or(i64::MAX).into_value()),
    ]);
    let changed: Vec<u64> = tx.query("UPDATE type::record('import', $key) MERGE $fields WHERE version = $expected RETURN VALUE version", variables).await?;
    if changed.is_empty() { Err(Error::Conflict { current: import.version }.into()) } else { Ok(()) }
}
