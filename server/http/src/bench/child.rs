//! Processes of their own: the server as it is, and steps whose memory is to be told apart.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

use super::{BenchError, Result, broken, load, step::Filled, step::Step};

/// Longest a server may take to start.
const PATIENCE: Duration = Duration::from_mins(5);
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A word on what is going on, beside the table.
pub fn told(text: &str) {
    eprintln!("{text}");
}

fn myself(error: std::io::Error) -> BenchError {
    BenchError::File("itakumori".to_owned(), error)
}

/// This very executable, free of settings that are meant for the real server.
fn command() -> Result<Command> {
    let mut command = Command::new(std::env::current_exe().map_err(myself)?);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ITAKUMORI_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).kill_on_drop(true);
    Ok(command)
}

/// Runs a step in a process of its own and reads what it answers.
pub async fn step<T: DeserializeOwned>(step: &Step) -> Result<T> {
    let output = command()?.args(step.arguments()).stderr(Stdio::inherit()).output().await.map_err(myself)?;
    if !output.status.success() {
        return broken(format!("{step:?}: {}", output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| BenchError::Broken(format!("{step:?}: {error}")))
}

/// The handler that does nothing but answer.
pub struct Bare {
    pub address: SocketAddr,
    _process: Child,
}

impl Bare {
    pub async fn start(body: &Path) -> Result<Self> {
        let mut process = command()?.args(Step::Bare { body: body.to_owned() }.arguments()).stdout(Stdio::piped()).spawn().map_err(myself)?;
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).await.map_err(myself)?;
        }
        match line.trim().parse() {
            Ok(address) => Ok(Self { address, _process: process }),
            Err(_) => broken("the bare handler did not start"),
        }
    }
}

/// The real server, over a folder that was filled.
pub struct Server {
    pub address: SocketAddr,
    pub token: String,
    /// From the start of the process to the first answer of the database.
    pub ready: Duration,
    /// From the start of the process to the first page of a list.
    pub first_list: Duration,
    /// Verifications stored.
    pub stored: usize,
    process: Child,
}

impl Server {
    pub async fn start(folder: &Path, site_dir: &Path, filled: Filled) -> Result<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(myself)?;
        let address = free.local_addr().map_err(myself)?;
        drop(free);
        let log = folder.with_extension("log");
        // The server logs every request, as it does in earnest.
        let stderr = std::fs::File::create(&log).map_err(|error| BenchError::File(log.display().to_string(), error))?;
        let mut command = command()?;
        command.arg("serve").arg("--bind").arg(address.to_string()).arg("--data-dir").arg(folder).arg("--site-dir").arg(site_dir);
        command.arg("--database-url").arg(format!("rocksdb://{}", folder.display())).stdout(Stdio::null()).stderr(stderr);
        let begun = Instant::now();
        let mut process = command.spawn().map_err(myself)?;
        while !(TcpStream::connect(address).await.is_ok() && load::fetch(address, "", "/readyz").await.is_ok()) {
            if let Ok(Some(status)) = process.try_wait() {
                return broken(format!("the server ended ({status}); see {}", log.display()));
            }
            if begun.elapsed() > PATIENCE {
                return broken(format!("the server does not answer; see {}", log.display()));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        let ready = begun.elapsed();
        load::fetch(address, &filled.token, "/api/v1/verifications").await?;
        let first_list = begun.elapsed();
        Ok(Self { address, token: filled.token, ready, first_list, stored: filled.size.verifications, process })
    }

    pub fn memory(&self) -> Memory {
        self.process.id().map(|id| memory(&id.to_string())).unwrap_or_default()
    }
}

/// Memory of a process in megabytes, where the kernel tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    pub now: Option<u64>,
    pub most: Option<u64>,
}

/// `process` is a number, or `self`.
pub fn memory(process: &str) -> Memory {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024 / 1_000_000)
    };
    Memory { now: megabytes("VmRSS"), most: megabytes("VmHWM") }
}
