//! What the bench does in processes of its own: each prints one JSON value and ends.

use std::{
    ffi::OsString,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, routing::get};
use clap::Subcommand;
use domain::{
    id::{DepartmentId, PersonId},
    import::{ImportKind, ImportState},
    label::Choice,
    permission::{Actor, Grant},
    person::Role,
};
use http::header;
use serde::{Deserialize, Serialize};
use service::{
    Services,
    bulk::{self, Size},
};
use tokio::net::TcpListener;

use super::{BenchError, Result, SEED, broken, child, load, report::Row};

/// A list of 100,000 contracts is larger than what is taken over HTTP unless the city says otherwise.
const UPLOAD_LIMIT: usize = 1 << 30;

/// An import that takes longer to be written, in seconds, is cut off and told by its rate.
const PATIENCE: f64 = 150.0;
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A step; `bench` calls itself with it.
#[derive(Clone, Debug, Subcommand)]
pub enum Step {
    /// Fills a folder unless it is filled as asked, and signs in.
    Fill { folder: PathBuf, contracts: usize, verifications: usize },
    /// Makes what a list refers to, and the list beside the folder.
    PrepareImport { folder: PathBuf, kind: String, rows: usize },
    /// Reads, compares and writes the list.
    Import { folder: PathBuf, kind: String },
    /// Writes the register of contracts as a file.
    Export { folder: PathBuf, format: String },
    /// Serves a file from memory, and prints where.
    Bare { body: PathBuf },
}

/// A register that is there, and a session in it.
#[derive(Serialize, Deserialize)]
pub struct Filled {
    pub size: Size,
    pub token: String,
    /// 0 where it was there already.
    pub seconds: f64,
}

/// An import that is done.
#[derive(Serialize, Deserialize)]
pub struct Imported {
    preview_seconds: f64,
    seconds: f64,
    written: u32,
    /// More than `written` where it was cut off.
    wanted: u32,
    faulty: u32,
    file_megabytes: f64,
    /// The most the process needed, in megabytes.
    memory: Option<u64>,
}

impl Step {
    pub fn arguments(&self) -> Vec<OsString> {
        let words: Vec<OsString> = match self {
            Self::Fill { folder, contracts, verifications } => {
                vec!["fill".into(), folder.into(), contracts.to_string().into(), verifications.to_string().into()]
            }
            Self::PrepareImport { folder, kind, rows } => vec!["prepare-import".into(), folder.into(), kind.into(), rows.to_string().into()],
            Self::Import { folder, kind } => vec!["import".into(), folder.into(), kind.into()],
            Self::Export { folder, format } => vec!["export".into(), folder.into(), format.into()],
            Self::Bare { body } => vec!["bare".into(), body.into()],
        };
        std::iter::once("bench-step".into()).chain(words).collect()
    }

    pub async fn run(&self) -> Result<()> {
        match self {
            Self::Fill { folder, contracts, verifications } => {
                print(&fill(folder, Size { contracts: *contracts, verifications: *verifications }).await?);
                Ok(())
            }
            Self::PrepareImport { folder, kind, rows } => {
                let services = open(folder).await?;
                bulk::prepare_import(&services, SEED, *rows).await?;
                let list = if kind_of(kind)? == ImportKind::Contracts {
                    bulk::contracts_csv(&services, SEED, *rows)
                } else {
                    bulk::contractors_csv(&services, "others", *rows)
                };
                write(&list_beside(folder), list.as_bytes())?;
                print(&());
                Ok(())
            }
            Self::Import { folder, kind } => {
                print(&import(folder, kind_of(kind)?).await?);
                Ok(())
            }
            Self::Export { folder, format } => {
                print(&super::export::measure(&open(folder).await?, format).await?);
                Ok(())
            }
            Self::Bare { body } => bare(body).await,
        }
    }
}

fn print(answer: &impl Serialize) {
    crate::cli::output::line(&serde_json::to_string(answer).unwrap_or_default());
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    std::fs::write(path, content).map_err(|error| BenchError::File(path.display().to_string(), error))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| BenchError::File(path.display().to_string(), error))
}

async fn open(folder: &Path) -> Result<Services> {
    let config = service::Config { database_url: format!("rocksdb://{}", folder.display()), upload_limit: UPLOAD_LIMIT, ..service::Config::default() };
    Ok(Services::open(&config).await?)
}

async fn fill(folder: &Path, size: Size) -> Result<Filled> {
    // What was asked for and what came of it lie beside the folder, so that a kept one is known again.
    let note = folder.with_extension("json");
    let known: Option<(Size, Size)> = std::fs::read(&note).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let (stored, seconds) = match known {
        Some((asked, stored)) if asked == size => (stored, 0.0),
        Some(_) => return broken(format!("{} holds a register of another size: name another folder, or remove it", folder.display())),
        None => {
            let services = open(folder).await?;
            let begun = Instant::now();
            let stored = bulk::fill(&services, SEED, size, |done| {
                if done % 10_000 == 0 {
                    child::told(&format!("  {done} contracts after {:.0} s", begun.elapsed().as_secs_f64()));
                }
            })
            .await?;
            let written = serde_json::to_vec(&(size, stored)).map_err(|error| BenchError::Broken(error.to_string()))?;
            let token = bulk::sign_in(&services, Role::SecurityOfficer).await?;
            write(&note, &written)?;
            return Ok(Filled { size: stored, token, seconds: begun.elapsed().as_secs_f64() });
        }
    };
    let services = open(folder).await?;
    Ok(Filled { size: stored, token: bulk::sign_in(&services, Role::SecurityOfficer).await?, seconds })
}

fn kind_of(word: &str) -> Result<ImportKind> {
    ImportKind::ALL.iter().copied().find(|kind| kind.word() == word).map_or_else(|| broken(format!("no list of {word}")), Ok)
}

fn list_beside(folder: &Path) -> PathBuf {
    folder.with_extension("csv")
}

/// As `itakumori import` does it.
async fn import(folder: &Path, kind: ImportKind) -> Result<Imported> {
    let services = open(folder).await?;
    let grants = [Role::Administrator, Role::ProcurementOfficer].map(|role| Grant { role, departments: std::iter::empty::<DepartmentId>().collect() });
    let actor = Actor { id: PersonId::new("system"), name: "bench".to_owned(), grants: grants.into() };
    let ctx = services.ctx(actor, "bench".to_owned(), domain::Lang::Ja);
    let begun = Instant::now();
    let file = read(&list_beside(folder))?;
    let file_megabytes = load::count(file.len()) / 1e6;
    let previewed = services.imports().preview(&ctx, kind, "bench.csv", file).await?;
    let preview_seconds = begun.elapsed().as_secs_f64();
    child::told(&format!("  compared after {preview_seconds:.0} s"));
    let mut import = services.imports().confirm(&ctx, &previewed.id, previewed.version).await?;
    while import.state == ImportState::Running && begun.elapsed().as_secs_f64() < preview_seconds + PATIENCE {
        tokio::time::sleep(LOOK_AGAIN).await;
        import = services.imports().get(&ctx, &previewed.id).await?;
    }
    if import.state == ImportState::Interrupted || import.done == 0 {
        return broken("the import did not come to its end");
    }
    Ok(Imported {
        preview_seconds,
        seconds: begun.elapsed().as_secs_f64(),
        written: import.done,
        wanted: import.count.new + import.count.changed,
        faulty: import.count.faulty,
        file_megabytes,
        memory: child::memory("self").most,
    })
}

impl Imported {
    pub fn row(&self, kind: &str, rows: usize) -> Row {
        let memory = self.memory.map_or("—".to_owned(), |megabytes| format!("{megabytes} MB"));
        let rate = f64::from(self.written) / (self.seconds - self.preview_seconds).max(f64::EPSILON);
        let whole = self.preview_seconds + f64::from(self.wanted) / rate;
        let measured = if self.written < self.wanted {
            format!("at this rate {whole:.0} s (cut off after {:.0} s), {memory} until then", self.seconds)
        } else {
            format!("{:.1} s, {memory}", self.seconds)
        };
        Row {
            number: 6,
            what: format!("import of {rows} rows of CSV ({kind}, {:.0} MB)", self.file_megabytes),
            measured,
            against: format!("{} written, {} faulty, {rate:.0}/s; compared in {:.1} s", self.written, self.faulty, self.preview_seconds),
            ratio: None,
            bar: "≤ 60 s, ≤ 500 MB".to_owned(),
            met: Some(whole <= 60.0 && self.memory.is_none_or(|megabytes| megabytes <= 500)),
        }
    }
}

/// The floor under every answer: axum alone, and the bytes.
async fn bare(body: &Path) -> Result<()> {
    let body = Bytes::from(read(body)?);
    let app = Router::new().route("/", get(move || async move { ([(header::CONTENT_TYPE, "application/json")], body) }));
    let failed = |error| BenchError::File("bare handler".to_owned(), error);
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.map_err(failed)?;
    crate::cli::output::line(&listener.local_addr().map_err(failed)?.to_string());
    axum::serve(listener, app).await.map_err(failed)
}
