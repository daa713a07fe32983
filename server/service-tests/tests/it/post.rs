//! A mail server of another make, to send to: see `tests/smtp.py`.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use serde::Deserialize;
use service::Config;

/// A mail as that server read it.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub id: String,
    /// Whether it says when it was written.
    pub date: bool,
    /// What is wrong with how it is put together.
    pub faults: Vec<String>,
    pub plain: String,
    pub html: String,
}

pub struct Post {
    child: Child,
    orders: ChildStdin,
    port: u16,
    taken: Arc<Mutex<Vec<Mail>>>,
    heard: Receiver<()>,
    folder: tempfile::TempDir,
    tls: bool,
}

impl Post {
    /// Opens it. `tls` is TLS from the first byte; otherwise it insists on STARTTLS.
    pub fn open(tls: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        std::fs::write(&cert, made.cert.pem()).expect("written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        let mut child = Command::new("python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp.py"))
            .arg(if tls { "tls" } else { "starttls" })
            .args([&cert, &key])
            .env("PYTHONPATH", python())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is there");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let port =
            lines.next().and_then(Result::ok).and_then(|line| line.trim().parse().ok()).expect("its port; `tools/setup test-rust` installs what it needs");
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (kept, (tell, heard)) = (taken.clone(), channel());
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if line.is_empty() {
                    let _ = tell.send(());
                } else {
                    kept.lock().expect("whole").push(serde_json::from_str(&line).expect("a mail"));
                }
            }
        });
        let orders = child.stdin.take().expect("a pipe");
        Self { child, orders, port, taken, heard, folder, tls }
    }

    /// The settings with which the services send here.
    pub fn settings(&self, config: Config) -> Config {
        let scheme = if self.tls { "smtps" } else { "smtp" };
        let starts = if self.tls { "" } else { "?tls=required" };
        Config {
            smtp_url: format!("{scheme}://itakumori:p%40ss@localhost:{}{starts}", self.port),
            smtp_ca: Some(self.folder.path().join("cert.pem")),
            mail_from: "委託守 <itakumori@city.example>".into(),
            origin: "https://itakumori.city.example".into(),
            ..config
        }
    }

    /// What becomes of the next mail; see there.
    pub fn order(&mut self, fate: &str) {
        writeln!(self.orders, "{fate}").expect("it listens");
        self.heard.recv_timeout(Duration::from_mins(1)).expect("it answers");
    }

    /// All that came so far.
    pub fn taken(&mut self) -> Vec<Mail> {
        self.order("heard");
        self.taken.lock().expect("whole").clone()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where `tools/setup` puts what Python programs of the tests need: beside what is built.
fn python() -> PathBuf {
    let beside = || std::env::current_exe().ok().and_then(|program| program.ancestors().nth(3).map(|target| target.join("python")));
    std::env::var_os("ITAKUMORI_PYTHON").map(PathBuf::from).or_else(beside).unwrap_or_default()
}
