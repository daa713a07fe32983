//! 取込: lists as a city has them, previewed row by row, written only when confirmed.

mod csv_file;
mod preview;
mod run;

use domain::{
    Error, Result,
    id::ImportId,
    import::{Import, ImportCount, ImportKind, ImportRow, ImportRowFilter, ImportState, RowState},
    label::Choice,
    message::Message,
    page::{self, Page},
    permission::Operation,
};
use serde::{Deserialize, Serialize};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services, key,
    listing::{encode, number},
    store::{Fault, Row, bind},
};

pub(crate) use csv_file::{decode, harmless, records};

pub struct Imports<'a>(pub(crate) &'a Services);

/// Preview rows written in one transaction.
const BATCH: usize = 500;

/// A row of the file as it is kept between preview and confirmation.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredRow {
    #[serde(flatten)]
    pub row: ImportRow,
    pub import: ImportId,
    /// The line as it stood in the file, to be given back when it cannot be taken.
    pub cells: Vec<String>,
    pub form: Option<serde_json::Value>,
    pub target: Option<String>,
    pub target_version: Option<u64>,
}

impl StoredRow {
    pub(crate) fn key(&self) -> String {
        format!("{}-{:07}", self.import, self.row.line)
    }
}

pub(crate) const fn operation(kind: ImportKind) -> Operation {
    match kind {
        ImportKind::Departments => Operation::ImportDepartments,
        ImportKind::Contractors => Operation::ImportContractors,
        ImportKind::Contracts => Operation::ImportContracts,
    }
}

/// An import was cut off by the end of the process: what it wrote stands, and it says so.
pub(crate) async fn interrupt_unfinished(services: &Services) -> Result<()> {
    let store = &services.inner.store;
    let variables = || bind([("running", ImportState::Running.word().into_value()), ("interrupted", ImportState::Interrupted.word().into_value())]);
    store.read::<serde_json::Value>("UPDATE import SET state = $interrupted, version += 1 WHERE state = $running RETURN NONE", variables()).await.map(|_| ())
}

impl Imports<'_> {
    /// The imports of the kinds the reader may do, newest first.
    pub async fn list(&self, ctx: &Ctx) -> Result<Vec<Import>> {
        let kinds = kinds(ctx)?;
        let variables = bind([("kinds", kinds.iter().map(|kind| kind.word().to_owned()).collect::<Vec<_>>().into_value())]);
        self.0.inner.store.read("SELECT *, record::id(id) AS id FROM import WHERE kind IN $kinds ORDER BY at DESC LIMIT 50", variables).await
    }

    /// Reads a file and compares it with the register; nothing but the preview is written.
    pub async fn preview(&self, ctx: &Ctx, kind: ImportKind, file_name: &str, file: Vec<u8>) -> Result<Import> {
        ctx.reach(operation(kind))?;
        let limit = self.0.inner.config.upload_limit;
        if file.len() > limit {
            return Err(Error::invalid("file", Message::new("import.too_large").with("megabytes", limit >> 20)));
        }
        let table = csv_file::read(kind, &file)?;
        let rows = preview::compare(self.0, ctx, kind, &table).await?;
        let mut count = ImportCount { total: u32::try_from(rows.len()).unwrap_or(u32::MAX), ..ImportCount::default() };
        for row in &rows {
            match row.state {
                RowState::New => count.new += 1,
                RowState::Changed => count.changed += 1,
                RowState::Same => count.same += 1,
                RowState::Faulty => count.faulty += 1,
            }
        }
        let import = Import {
            id: ImportId::new(key::new(ctx.now)),
            kind,
            file_name: domain::text::tidy(file_name).chars().take(200).collect(),
            encoding: table.encoding,
            state: ImportState::Previewed,
            count,
            done: 0,
            unknown_columns: table.unknown.clone(),
            by: ctx.actor.id.to_string(),
            by_name: ctx.actor.name.clone(),
            at: ctx.now,
            finished_at: None,
            version: 1,
        };
        let rows: Vec<StoredRow> = rows.into_iter().map(|row| row.store(&import.id)).collect();
        // Whoever does not wait for the end finds the preview in the list later; half of one is not left behind.
        let (services, ctx) = (self.0.clone(), ctx.clone());
        tokio::spawn(async move { keep(&services, &ctx, import, table.header, &rows).await }).await.map_err(|error| {
            tracing::error!(%error, "a preview could not be kept");
            Error::Internal
        })?
    }

    pub async fn get(&self, ctx: &Ctx, id: &ImportId) -> Result<Import> {
        let kinds = kinds(ctx)?;
        let import: Import = self.0.inner.store.get("import", id.as_str()).await?;
        if kinds.contains(&import.kind) { Ok(import) } else { Err(Error::NotFound) }
    }

    /// The rows of an import, in the order of the file.
    pub async fn rows(&self, ctx: &Ctx, id: &ImportId, filter: &ImportRowFilter) -> Result<Page<ImportRow>> {
        self.get(ctx, id).await?;
        let mut conditions = vec!["import = $import"];
        let mut variables = bind([("import", id.as_str().into_value())]);
        if let Some(state) = filter.state {
            conditions.push("state = $state");
            variables.insert("state".to_owned(), state.word().into_value());
        }
        let counted = conditions.join(" AND ");
        if let Some(cursor) = filter.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            let line = number(cursor)?;
            conditions.push("line > $line");
            variables.insert("line".to_owned(), line.into_value());
        }
        let limit = page::limit(filter.limit);
        let store = &self.0.inner.store;
        let sql =
            format!("SELECT line, state, key, title, errors, changes FROM import_row WHERE {} ORDER BY line LIMIT {}", conditions.join(" AND "), limit + 1);
        let mut items: Vec<ImportRow> = store.read(&sql, variables.clone()).await?;
        let total = store.count(&format!("SELECT count() FROM import_row WHERE {counted} GROUP ALL"), variables).await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| encode(&last.line.to_string()));
        Ok(Page { items, next, total })
    }

    /// Starts writing what the preview showed; it goes on when the asker leaves.
    pub async fn confirm(&self, ctx: &Ctx, id: &ImportId, version: u64) -> Result<Import> {
        let import = self.start(ctx, id, version).await?;
        let (services, ctx, running) = (self.0.clone(), ctx.clone(), import.clone());
        tokio::spawn(async move {
            if let Err(error) = run::finish(&services, &ctx, &running).await {
                tracing::error!(%error, import = %running.id, "an import stopped before its end");
                if let Err(error) = interrupt_unfinished(&services).await {
                    tracing::error!(%error, "an interrupted import could not be marked");
                }
            }
        });
        Ok(import)
    }

    /// Confirms and waits for the end: for the command line, with a word on every batch.
    pub async fn confirm_and_wait(&self, ctx: &Ctx, id: &ImportId, version: u64) -> Result<Import> {
        let import = self.start(ctx, id, version).await?;
        run::finish(self.0, ctx, &import).await?;
        self.get(ctx, id).await
    }

    async fn start(&self, ctx: &Ctx, id: &ImportId, version: u64) -> Result<Import> {
        let import = self.get(ctx, id).await?;
        ctx.reach(operation(import.kind))?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let tx = store.begin().await?;
                let before: Import = tx.get("import", id.as_str()).await?;
                if before.version != version {
                    return Err(Fault::from(Error::Conflict { current: before.version }));
                }
                if before.state != ImportState::Previewed {
                    return Err(Error::Refused(vec![Message::new("import.not_ready")]).into());
                }
                let after = Import { state: ImportState::Running, version: version + 1, ..before };
                run::save(&tx, &after, None).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// The rows that could not be taken, as they stood in the file, each with its reasons; in the encoding of the upload.
    pub async fn faulty_csv(&self, ctx: &Ctx, id: &ImportId) -> Result<Vec<u8>> {
        #[derive(Deserialize)]
        struct Header {
            header: Vec<String>,
        }
        let import = self.get(ctx, id).await?;
        let header: Header = self.0.inner.store.get("import", id.as_str()).await?;
        let variables = bind([("import", id.as_str().into_value()), ("state", RowState::Faulty.word().into_value())]);
        let rows: Vec<StoredRow> =
            self.0.inner.store.read("SELECT * OMIT id FROM import_row WHERE import = $import AND state = $state ORDER BY line", variables).await?;
        csv_file::faulty(import.kind, &header.header, &rows, import.encoding, ctx.lang)
    }
}

/// Writes a preview: the rows first, in batches; the import itself appears when all of them are there.
async fn keep(services: &Services, ctx: &Ctx, import: Import, header: Vec<String>, rows: &[StoredRow]) -> Result<Import> {
    let store = &services.inner.store;
    for batch in rows.chunks(BATCH) {
        let batch: Vec<surrealdb::types::Value> = batch.iter().map(|row| Row::of(row).keyed("import_row", &row.key())).collect();
        store
            .write(|| async {
                let tx = store.begin().await?;
                tx.query::<serde_json::Value>("INSERT INTO import_row $rows RETURN NONE", bind([("rows", batch.clone().into_value())])).await?;
                tx.commit(ctx).await
            })
            .await?;
    }
    store
        .write(|| async {
            let tx = store.begin().await?;
            tx.put("import", import.id.as_str(), Row::of(&import).with("header", header.clone())).await?;
            tx.commit(ctx).await
        })
        .await?;
    Ok(import)
}

/// A file to fill in: the header and one example row.
pub fn template_csv(ctx: &Ctx, kind: ImportKind) -> Result<Vec<u8>> {
    ctx.reach(operation(kind))?;
    csv_file::template(kind)
}

/// The kinds of list the reader may import; forbidden when there is none.
fn kinds(ctx: &Ctx) -> Result<Vec<ImportKind>> {
    let kinds: Vec<ImportKind> = ImportKind::ALL.iter().copied().filter(|kind| ctx.actor.can(operation(*kind))).collect();
    if kinds.is_empty() { ctx.reach(Operation::ImportContracts).map(|_| kinds) } else { Ok(kinds) }
}
