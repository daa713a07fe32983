//! The command line.

mod import;
pub(crate) mod output;
mod serve;

use std::{
    io::IsTerminal,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::Utc;
use clap::{Parser, Subcommand, ValueEnum};
use domain::{
    Error, Lang,
    import::{Encoding, ImportKind},
};
use serde::Serialize;
use service::Services;
use tracing_subscriber::EnvFilter;

use crate::{
    bench,
    config::{Config, ConfigError, LogFormat},
    openapi,
};

/// The database evaluates deep expressions on the stack (its own server asks for as much).
const STACK: usize = 10 << 20;

#[derive(Parser)]
#[command(name = "itakumori", version, about = "委託守 — the register and watchman of a municipality's outsourcing")]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// Settings of the command line; what is not stated comes from `ITAKUMORI_…`, `itakumori.toml`, or the shipped values.
#[derive(clap::Args, Serialize)]
struct Settings {
    /// Address to listen on.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    bind: Option<SocketAddr>,
    /// Folder of what is stored.
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// rocksdb://PATH, mem:// or ws://HOST:PORT, instead of a folder.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// file:///FOLDER or s3://BUCKET/PREFIX for attached files, instead of a folder beside the database.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    files_url: Option<String>,
    /// What was built for the browser.
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    site_dir: Option<PathBuf>,
    #[arg(long, global = true, value_enum)]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_format: Option<LogFormat>,
    /// Which events are logged, e.g. `debug` or `info,tower_http=debug`.
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_filter: Option<String>,
    #[arg(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    demo: Option<bool>,
    #[arg(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    outward: Option<bool>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site.
    Serve {
        /// Fill an empty database with the demo city.
        #[arg(long)]
        demo: bool,
        /// Contractors reach this server: links by which they answer without an account can be made. Needs TLS before it.
        #[arg(long)]
        outward: bool,
    },
    /// Import a list as the city has it; shows what would change before it writes.
    Import {
        #[arg(value_enum)]
        kind: Kind,
        /// A CSV file in UTF-8 or Shift_JIS.
        file: PathBuf,
        /// Write without asking.
        #[arg(long)]
        yes: bool,
        /// Staff number of the person it is done for; without it, the operator of this machine.
        #[arg(long = "as", value_name = "STAFF_NUMBER")]
        on_behalf_of: Option<String>,
    },
    /// Write the demo city's lists as CSV files.
    DemoCsv {
        dir: PathBuf,
        #[arg(long, value_enum, default_value_t = FileEncoding::ShiftJis)]
        encoding: FileEncoding,
    },
    /// The audit trail.
    #[command(subcommand)]
    Audit(Audit),
    /// Attached files.
    #[command(subcommand)]
    Files(Files),
    /// Write the whole database as statements, while the system works.
    Export { file: PathBuf },
    /// Print the OpenAPI document.
    Openapi,
    /// Measure speed, size and memory on a register of its own; `--data-dir` keeps it for the next time.
    Bench(bench::Options),
    /// A step of `bench`, in a process of its own.
    #[command(subcommand, hide = true)]
    BenchStep(bench::Step),
}

#[derive(Subcommand)]
enum Audit {
    /// Walk the chain of hashes from its first entry to its head.
    Verify,
}

#[derive(Subcommand)]
enum Files {
    /// Read every file through: whether each version is there and unaltered, and what lies there that nothing names.
    Verify,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Departments,
    Contractors,
    Contracts,
}

impl From<Kind> for ImportKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Departments => Self::Departments,
            Kind::Contractors => Self::Contractors,
            Kind::Contracts => Self::Contracts,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum FileEncoding {
    #[value(name = "shift_jis")]
    ShiftJis,
    #[value(name = "utf-8")]
    Utf8,
}

impl From<FileEncoding> for Encoding {
    fn from(encoding: FileEncoding) -> Self {
        match encoding {
            FileEncoding::ShiftJis => Self::ShiftJis,
            FileEncoding::Utf8 => Self::Utf8,
        }
    }
}

/// Why a command ended without doing what it was asked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}: {1}")]
    File(String, #[source] std::io::Error),
    #[error("{}", said(.0))]
    Service(#[from] Error),
    #[error("{}：{}", locked(), .0)]
    Database(String),
    #[error("{0}")]
    Chain(String),
    #[error("{0}")]
    Files(String),
    #[error("{0}")]
    Bench(#[from] bench::BenchError),
    #[error("{}：{}: {}", output::lang().pick("画面のファイルを読めません", "The browser part cannot be read"), .0, .1)]
    Site(String, String),
    /// Some rows of an import were left out; they were listed.
    #[error("{0}")]
    Partly(String),
    #[error("{}", output::lang().pick("書き込みませんでした", "Nothing was written"))]
    Declined,
}

impl Failure {
    /// 1: could not be done; 3: done in part; 4: declined. Wrong usage is 2, by clap.
    fn exit_code(&self) -> u8 {
        match self {
            Self::Partly(_) => 3,
            Self::Declined => 4,
            _ => 1,
        }
    }
}

fn locked() -> &'static str {
    output::lang().pick(
        "データベースを開けません（動いているサーバーが使っているか、フォルダーに書けません）",
        "The database cannot be opened (a running server has it, or the folder cannot be written)",
    )
}

/// An error with every field and reason, one a line.
fn said(error: &Error) -> String {
    let lang = output::lang();
    let mut lines = vec![error.summary().say(lang)];
    match error {
        Error::Invalid(fields) => lines.extend(fields.iter().map(|field| format!("  {}: {}", field.field, field.message.say(lang)))),
        Error::Refused(reasons) => lines.extend(reasons.iter().map(|reason| format!("  {}", reason.say(lang)))),
        _ => {}
    }
    lines.join("\n")
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // The first thread runs the root future, which is as deep as any other; its own stack is the system's.
    let ran = std::thread::Builder::new().name("itakumori".to_owned()).stack_size(STACK).spawn(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build()?;
        Ok::<_, std::io::Error>(runtime.block_on(run(cli)))
    });
    match ran.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(Ok(())))) => ExitCode::SUCCESS,
        Ok(Ok(Ok(Err(failure)))) => {
            eprintln!("{failure}");
            ExitCode::from(failure.exit_code())
        }
        Ok(Ok(Err(error))) | Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        Ok(Err(_)) => ExitCode::FAILURE,
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let mut settings = cli.settings;
    settings.demo = matches!(cli.command, Command::Serve { demo: true, .. }).then_some(true);
    settings.outward = matches!(cli.command, Command::Serve { outward: true, .. }).then_some(true);
    let config = Config::load(&settings)?;
    match cli.command {
        Command::Bench(options) => {
            log_to_stderr(&config, WORKING);
            // Only a folder that was named for it: never the one of the settings, which is the city's.
            Ok(bench::run(&options, &config, settings.data_dir.as_deref()).await?)
        }
        Command::BenchStep(step) => {
            log_to_stderr(&config, WORKING);
            Ok(step.run().await?)
        }
        Command::Serve { .. } => serve::run(config).await,
        Command::Import { kind, file, yes, on_behalf_of } => import::run(&config, kind.into(), &file, yes, on_behalf_of.as_deref()).await,
        Command::DemoCsv { dir, encoding } => demo_csv(&config, &dir, encoding.into()),
        Command::Audit(Audit::Verify) => verify(&config).await,
        Command::Files(Files::Verify) => verify_files(&config).await,
        Command::Export { file } => {
            log_to_stderr(&config, WORKING);
            open(&config).await?.export(&file).await?;
            Ok(())
        }
        Command::Openapi => {
            output::line(&openapi::document().to_pretty_json().unwrap_or_default());
            Ok(())
        }
    }
}

/// The lists of the demo city as a city would hand them over.
fn demo_csv(config: &Config, dir: &Path, encoding: Encoding) -> Result<(), Failure> {
    let settings = config.service()?;
    let today = settings.today.unwrap_or_else(|| Utc::now().with_timezone(&settings.time_zone).date_naive());
    let written = service::demo::csv::write(&service::demo::city(today), dir, encoding).map_err(|error| Failure::File(dir.display().to_string(), error))?;
    for path in &written {
        output::line(&path.display().to_string());
    }
    Ok(())
}

async fn verify(config: &Config) -> Result<(), Failure> {
    log_to_stderr(config, WORKING);
    let lang = output::lang();
    match open(config).await?.audit().verify().await? {
        Ok((entries, head)) => {
            output::line(&match lang {
                Lang::Ja => format!("監査証跡に欠けも改ざんもありません：{entries}件、末尾のハッシュ {head}"),
                Lang::En => format!("The audit trail is complete and unaltered: {entries} entries, head {head}"),
            });
            Ok(())
        }
        Err(fault) => Err(Failure::Chain(output::chain_fault(&fault, lang))),
    }
}

async fn verify_files(config: &Config) -> Result<(), Failure> {
    log_to_stderr(config, WORKING);
    let lang = output::lang();
    let report = open(config).await?.attachments().verify().await?;
    for orphan in &report.orphans {
        output::line(&format!("{}：{orphan}", lang.pick("どの記録にも属さないファイル", "A file no record names")));
    }
    for (faults, what) in [(&report.missing, lang.pick("ありません", "Missing")), (&report.altered, lang.pick("書き換えられています", "Altered"))]
    {
        for (sha256, name) in faults {
            output::line(&format!("{what}：{sha256} {name}"));
        }
    }
    let (faults, versions, contents) = (report.missing.len() + report.altered.len(), report.versions, report.contents);
    if faults > 0 {
        return Err(Failure::Files(match lang {
            Lang::Ja => format!("添付ファイル{contents}個のうち{faults}個が、保管したものと違います"),
            Lang::En => format!("{faults} of {contents} attached files are not what was kept"),
        }));
    }
    output::line(&match lang {
        Lang::Ja => format!("添付ファイルに欠けも書き換えもありません：{versions}版、{contents}個"),
        Lang::En => format!("The attached files are complete and unaltered: {versions} versions, {contents} files"),
    });
    Ok(())
}

/// Opens the database of the settings, without seeding it.
async fn open(config: &Config) -> Result<Services, Failure> {
    let settings = service::Config { demo: false, ..config.service()? };
    Services::open(&settings).await.map_err(|error| match error {
        Error::Unavailable | Error::Internal => Failure::Database(config.database_url()),
        other => Failure::Service(other),
    })
}

/// What a server logs unless told otherwise: every request; of the database what needs looking at.
const SERVING: &str = "info,surrealdb=warn,surrealdb_core=warn";

/// What a command logs: what went wrong. The database complains of tasks it did not finish whenever a process ends soon.
const WORKING: &str = "error,surrealdb_core::kvs::tasks=off";

/// Logs go beside the answer, never into it.
fn log_to_stderr(config: &Config, fitting: &str) {
    let filter = Some(config.log_filter.as_str()).filter(|filter| !filter.is_empty()).unwrap_or(fitting);
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|error| {
        eprintln!("`log_filter`: {error}");
        EnvFilter::new(fitting)
    });
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let set = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    if set.is_err() {
        eprintln!("the log was set up before");
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use domain::label::Choice;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn kinds_and_encodings_have_the_words_of_the_register() {
        for kind in Kind::value_variants() {
            assert_eq!(kind.to_possible_value().map(|value| value.get_name().to_owned()).as_deref(), Some(ImportKind::from(*kind).word()));
        }
        for encoding in FileEncoding::value_variants() {
            assert_eq!(encoding.to_possible_value().map(|value| value.get_name().to_owned()).as_deref(), Some(Encoding::from(*encoding).word()));
        }
    }
}
