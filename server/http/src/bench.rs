//! `itakumori bench`: how fast, how large, how much memory, against the bars the project has set itself.
//!
//! Everything is measured on the real server in a process of its own, over HTTP; ratios are taken within one run, since machines differ and so do the
//! moods of one machine. It reports and never fails for being slow: what is slow is for people to judge.

mod child;
mod export;
mod lists;
mod load;
mod pages;
mod replan;
mod report;
mod step;

use std::path::{Path, PathBuf};

use service::bulk::Size;

use crate::config::Config;
use child::Server;
use report::Report;

pub use step::Step;

/// Why there is no measurement.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    #[error("{0}: {1}")]
    File(String, #[source] std::io::Error),
    #[error("{0}")]
    Broken(String),
    #[error("{}", .0.summary().say(domain::Lang::En))]
    Service(#[from] domain::Error),
}

type Result<T, E = BenchError> = std::result::Result<T, E>;

fn broken<T>(what: impl Into<String>) -> Result<T> {
    Err(BenchError::Broken(what.into()))
}

/// Everything drawn follows from this word.
const SEED: &str = "itakumori";

/// How much is measured.
struct Scale {
    large: Size,
    small: Size,
    /// Requests of one measurement.
    requests: usize,
    import_rows: usize,
    replanned: usize,
}

impl Scale {
    const FULL: Self = Self {
        large: Size { contracts: 100_000, verifications: 1_000_000 },
        small: Size { contracts: 1_000, verifications: 10_000 },
        requests: 2_000,
        import_rows: 100_000,
        replanned: 1_000_000,
    };
    /// A hundredth, to try the bench itself; the small register stays large enough for a page.
    const QUICK: Self = Self {
        large: Size { contracts: 1_000, verifications: 10_000 },
        small: Size { contracts: 200, verifications: 2_000 },
        requests: 400,
        import_rows: 1_000,
        replanned: 10_000,
    };
}

/// What the command line asks for.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// A hundredth of everything: tries the bench itself, says nothing of the bars.
    #[arg(long)]
    quick: bool,
    /// Rows to measure, such as `--only 1 --only 6`; all unless stated.
    #[arg(long, value_name = "ROW")]
    only: Vec<u8>,
}

/// Measures in `folder`, or in one that is gone afterwards, and prints the table.
pub async fn run(options: &Options, config: &Config, folder: Option<&Path>) -> Result<()> {
    let kept = folder.map(Path::to_owned);
    let folder = kept.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("itakumori-bench-{}", std::process::id())));
    std::fs::create_dir_all(&folder).map_err(|error| BenchError::File(folder.display().to_string(), error))?;
    let scale = if options.quick { Scale::QUICK } else { Scale::FULL };
    let bench = Bench { folder: folder.clone(), site_dir: config.site_dir.clone(), scale, only: options.only.clone() };
    let measured = bench.measure().await;
    if kept.is_none() {
        let _ = std::fs::remove_dir_all(&folder);
    }
    measured?.print(options.quick);
    Ok(())
}

struct Bench {
    folder: PathBuf,
    site_dir: PathBuf,
    scale: Scale,
    only: Vec<u8>,
}

impl Bench {
    fn asked(&self, rows: &[u8]) -> bool {
        self.only.is_empty() || rows.iter().any(|row| self.only.contains(row))
    }

    async fn measure(&self) -> Result<Report> {
        let mut report = Report::default();
        if self.asked(&[5]) {
            child::told("re-planning");
            report.rows.push(replan::row(self.scale.replanned).await?);
        }
        if self.asked(&[1, 2, 3, 7, 8]) {
            self.serving(&mut report).await?;
        }
        if self.asked(&[4]) {
            report.rows.push(pages::wasm(&self.site_dir));
        }
        if self.asked(&[6]) {
            for kind in ["contracts", "contractors"] {
                report.rows.push(self.import(kind).await?);
            }
        }
        if self.asked(&[9]) {
            report.rows.extend(self.exports().await?);
        }
        report.rows.sort_by_key(|row| row.number);
        Ok(report)
    }

    /// Rows 1 to 3, 7 and 8: two servers one after the other, over the small and the large register.
    async fn serving(&self, report: &mut Report) -> Result<()> {
        let small = if self.asked(&[1, 2]) {
            let server = self.serve("small", self.scale.small).await?;
            Some(lists::measure(&server, self.scale.requests, lists::SMALL_STRIDE).await?)
        } else {
            None
        };
        let server = self.serve("large", self.scale.large).await?;
        report.rows.push(pages::start(&server, server.stored));
        let idle = server.memory();
        if let Some(small) = small {
            let large = lists::measure(&server, self.scale.requests, lists::LARGE_STRIDE).await?;
            let bare = self.bare(&server).await?;
            report.rows.extend(lists::rows(&small, &large, &bare));
        }
        if self.asked(&[3]) {
            report.rows.extend(pages::rendered(&server, self.scale.requests / 4).await?);
        }
        report.rows.push(pages::memory(&server, idle));
        Ok(())
    }

    /// Fills the folder of that name unless it is filled, and serves it.
    async fn serve(&self, name: &str, size: Size) -> Result<Server> {
        child::told(&format!("{name} register: {} contracts, about {} verifications", size.contracts, size.verifications));
        let folder = self.folder.join(name);
        let filled: step::Filled = child::step(&Step::Fill { folder: folder.clone(), contracts: size.contracts, verifications: size.verifications }).await?;
        if filled.seconds > 0.0 {
            child::told(&format!("  written in {:.0} s", filled.seconds));
        }
        Server::start(&folder, &self.site_dir, filled).await
    }

    /// Row 9: the whole register as of a past day, as files, each made in a process of its own.
    async fn exports(&self) -> Result<Vec<report::Row>> {
        let (folder, contracts) = (self.folder.join("register"), self.scale.import_rows);
        child::told(&format!("register of {contracts} contracts, without verifications"));
        child::step::<step::Filled>(&Step::Fill { folder: folder.clone(), contracts, verifications: 0 }).await?;
        let mut rows = Vec::new();
        for format in ["csv", "xlsx"] {
            child::told(&format!("as {format}"));
            let exported: export::Exported = child::step(&Step::Export { folder: folder.clone(), format: format.to_owned() }).await?;
            rows.push(exported.row(format));
        }
        Ok(rows)
    }

    /// The floor: a handler that serves the bytes of the measured list from memory, in a process of its own.
    async fn bare(&self, server: &Server) -> Result<load::Load> {
        child::told("bare handler");
        let body = load::fetch(server.address, &server.token, lists::REPEATED).await?;
        let file = self.folder.join("bare.json");
        std::fs::write(&file, body).map_err(|error| BenchError::File(file.display().to_string(), error))?;
        let bare = child::Bare::start(&file).await?;
        lists::load(bare.address, "", vec!["/".to_owned()], self.scale.requests * 2).await
    }

    async fn import(&self, kind: &str) -> Result<report::Row> {
        child::told(&format!("import of {} {kind}", self.scale.import_rows));
        let folder = self.folder.join("import");
        let _ = std::fs::remove_dir_all(&folder);
        child::step::<()>(&Step::PrepareImport { folder: folder.clone(), kind: kind.to_owned(), rows: self.scale.import_rows }).await?;
        let imported: step::Imported = child::step(&Step::Import { folder: folder.clone(), kind: kind.to_owned() }).await?;
        let _ = std::fs::remove_dir_all(&folder);
        Ok(imported.row(kind, self.scale.import_rows))
    }
}
