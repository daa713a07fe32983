//! A register as a file. Rows are read some at a time and go to the writer as they come: a register of any size is never held whole but as the
//! file it becomes. Every export is noted in the trail, with the SHA-256 of the file, so that anybody can show later what was handed out.

use domain::{
    Error, Lang, Result,
    audit::AuditAction,
    date,
    label::Choice,
    register::{Cell, RegisterFilter, RegisterFormat, RegisterKind, file_name},
};
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, mpsc};

use super::{COLUMNS, CityName, Registers, past::Reader};
use crate::{
    Ctx, history,
    transfer::harmless,
    workbook::{Table, Workbook},
};

/// Rows read at a time.
const CHUNK: usize = 500;
/// Files made at once; who comes later waits a little. Each takes a core and the memory of its file.
const AT_ONCE: usize = 2;

/// Bounds how many files are made at once.
pub(crate) struct Turns(Semaphore);

impl Default for Turns {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// A register to be kept.
pub struct RegisterFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// What the first sheet of a workbook tells besides the number of rows.
struct Cover {
    kind: RegisterKind,
    lang: Lang,
    lines: Vec<(&'static str, Cell)>,
}

impl Registers<'_> {
    /// The whole register as of a day, within the asker's reach, as a file.
    ///
    /// # Errors
    /// Those of [`Registers::page`]; [`Error::Invalid`] on `format` for one that is no file.
    pub async fn export(&self, ctx: &Ctx, kind: RegisterKind, filter: &RegisterFilter, format: RegisterFormat) -> Result<RegisterFile> {
        // A demonstration's today does not move on, and its clock may be behind what was written.
        let frozen = self.0.inner.config.today.is_none().then_some(ctx.now + chrono::TimeDelta::milliseconds(1));
        let filter = RegisterFilter { cursor: None, limit: None, ..filter.clone() };
        let mut asked = self.asked(ctx, kind, &filter, frozen).await?;
        let _turn = self.0.inner.exports.0.acquire().await.map_err(|_| Error::Unavailable)?;
        let cover = self.cover(ctx, kind, &filter, &asked).await?;
        let (rows, received) = mpsc::channel(2);
        let writer = tokio::task::spawn_blocking(move || write(format, &cover, received));
        let mut reader = Reader::new(self.0, &asked.moment, &asked.organisation).await?;
        loop {
            let (kept, more) = asked.listing.chunk::<history::Past>(&self.0.inner.store, COLUMNS, CHUNK).await?;
            let cells: Vec<Vec<Cell>> = reader.rows(kind, kept).await?.iter().map(|row| row.cells(ctx.lang)).collect();
            // The writer is gone only when it failed, and says why in the end.
            if rows.send(cells).await.is_err() || !more {
                break;
            }
        }
        drop(rows);
        let (bytes, count) = writer.await.map_err(|_| Error::Internal)??;
        self.note(ctx, kind, &filter, asked.moment.day, format, count, &bytes).await?;
        let media_type = match format {
            RegisterFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            RegisterFormat::Csv | RegisterFormat::Json => "text/csv; charset=utf-8",
        };
        Ok(RegisterFile { name: file_name(kind, asked.moment.day, format, ctx.lang), media_type, bytes })
    }

    async fn cover(&self, ctx: &Ctx, kind: RegisterKind, filter: &RegisterFilter, asked: &super::Asked) -> Result<Cover> {
        let say = |ja: &'static str, en: &'static str| ctx.lang.pick(ja, en);
        let city: Option<CityName> = self.0.inner.store.find("city", "main").await?;
        let local = ctx.now.with_timezone(&self.0.inner.config.time_zone);
        let named = |id: &domain::id::DepartmentId| asked.organisation.departments().iter().find(|department| department.id == *id);
        let mut narrowed = Vec::new();
        if let Some(department) = filter.department.as_ref().and_then(named) {
            narrowed.push(format!("{} {}", say("課室（下位を含む）：", "Department and below:"), department.name));
        }
        if !filter.q.trim().is_empty() {
            narrowed.push(format!("{} {}", say("言葉：", "Words:"), filter.q.trim()));
        }
        if asked.reach.is_some() {
            narrowed.push(say("作成者の所属する課室の範囲", "Within the reach of whoever made it").to_owned());
        }
        if narrowed.is_empty() {
            narrowed.push(say("なし（全件）", "None (everything)").to_owned());
        }
        let text = Cell::Text;
        let wareki = date::japanese(asked.moment.day);
        let day = if ctx.lang == Lang::Ja { format!("{}（{wareki}）", asked.moment.day) } else { asked.moment.day.to_string() };
        let lines = vec![
            (say("台帳", "Register"), text(kind.label(ctx.lang).to_owned())),
            (say("市", "City"), text(city.map(|city| city.name).unwrap_or_default())),
            (say("基準日", "As of the end of"), text(day)),
            (say("絞り込み", "Narrowed down by"), text(narrowed.join(" / "))),
            (say("作成日時", "Made at"), text(local.format("%Y-%m-%d %H:%M:%S %z").to_string())),
            (say("作成者", "Made by"), text(ctx.actor.name.clone())),
        ];
        Ok(Cover { kind, lang: ctx.lang, lines })
    }

    #[allow(clippy::too_many_arguments, reason = "all that an export is")]
    async fn note(
        &self,
        ctx: &Ctx,
        kind: RegisterKind,
        filter: &RegisterFilter,
        day: chrono::NaiveDate,
        format: RegisterFormat,
        rows: u32,
        bytes: &[u8],
    ) -> Result<()> {
        let told = serde_json::json!({
            "day": day, "q": Some(filter.q.trim()).filter(|q| !q.is_empty()), "department": filter.department, "format": format, "rows": rows,
            "sha256": hex::encode(Sha256::digest(bytes)),
        });
        let title = format!("{} {day}（{}）", kind.label(Lang::Ja), format.label(Lang::Ja));
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                tx.audit(AuditAction::Export, "register", kind.word(), &title, None, Some(told.clone()));
                tx.commit(ctx).await
            })
            .await
    }
}

/// Writes what comes until nothing more comes; the file and the number of its rows.
fn write(format: RegisterFormat, cover: &Cover, mut rows: mpsc::Receiver<Vec<Vec<Cell>>>) -> Result<(Vec<u8>, u32)> {
    let mut file = match format {
        RegisterFormat::Json => return Err(Error::invalid("format", domain::message::Message::new("field.choice"))),
        RegisterFormat::Csv => Sink::csv(cover)?,
        RegisterFormat::Xlsx => Sink::xlsx(cover)?,
    };
    while let Some(chunk) = rows.blocking_recv() {
        for cells in chunk {
            file.row(&cells)?;
        }
    }
    file.finish(cover)
}

enum Sink {
    Csv(Box<csv::Writer<Vec<u8>>>, u32),
    Xlsx(Box<Workbook>, usize, Table),
}

impl Sink {
    /// In UTF-8 with the mark by which spreadsheets tell it.
    fn csv(cover: &Cover) -> Result<Self> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
        let heads = cover.kind.columns();
        writer.write_record(heads.iter().map(|head| head.label(cover.lang))).map_err(|_| Error::Internal)?;
        Ok(Self::Csv(Box::new(writer), 0))
    }

    fn xlsx(cover: &Cover) -> Result<Self> {
        let mut workbook = Workbook::new();
        let notes = workbook.notes(cover.lang.pick("この台帳について", "About this register"))?;
        let heads: Vec<(&str, u8)> = cover.kind.columns().iter().map(|head| (head.label(cover.lang), head.width)).collect();
        let table = workbook.table(cover.kind.label(cover.lang), &heads)?;
        Ok(Self::Xlsx(Box::new(workbook), notes, table))
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        match self {
            Self::Csv(writer, count) => {
                *count += 1;
                writer.write_record(cells.iter().map(|cell| harmless(&cell.plain()))).map_err(|_| Error::Internal)
            }
            Self::Xlsx(workbook, _, table) => workbook.row(table, cells),
        }
    }

    fn finish(self, cover: &Cover) -> Result<(Vec<u8>, u32)> {
        match self {
            Self::Csv(writer, count) => Ok((writer.into_inner().map_err(|_| Error::Internal)?, count)),
            Self::Xlsx(mut workbook, notes, table) => {
                workbook.end(&table)?;
                let count = (cover.lang.pick("件数", "Rows"), Cell::Number(table.rows().into()));
                for (line, (label, cell)) in (0..).zip(cover.lines.iter().chain([&count])) {
                    workbook.note(notes, line, label, cell)?;
                }
                Ok((workbook.finish()?, table.rows()))
            }
        }
    }
}
