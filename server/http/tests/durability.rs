//! A write that was answered is on disk: killed at any moment, the next start has it, and the audit chain verifies.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use rand::Rng;
use serde_json::{Value, json};
use ureq::Agent;

const ROUNDS: u32 = 20;
const WRITERS: u32 = 4;
const PASSWORD: &str = "durable enough to be killed";

/// The server as a process of its own, killed when dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut process = command(folder)
            .args(["serve", "--bind", "127.0.0.1:0", "--log-filter", "error", "--site-dir"])
            .arg(folder.join("no-site"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(|word| word.trim_end_matches('/').to_owned()))
            .expect("it says where it listens");
        // Whatever else it says is read, so that it never waits for a reader.
        thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { process, address }
    }

    /// SIGKILL: no farewell, no flush.
    fn kill(mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("gone");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_itakumori"));
    command.current_dir(folder).env("ITAKUMORI_DATA_DIR", folder.join("data")).env("LANG", "C.UTF-8");
    command
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(20))).build().into()
}

fn post(agent: &Agent, url: &str, token: Option<&str>, key: Option<&str>, body: &Value) -> Option<(u16, Value)> {
    let mut request = agent.post(url);
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let mut answer = request.send_json(body).ok()?;
    let status = answer.status().as_u16();
    // An answer cut off by the kill is none.
    Some((status, answer.body_mut().read_json().ok()?))
}

fn get(agent: &Agent, url: &str, token: &str) -> Value {
    agent.get(url).header("authorization", &format!("Bearer {token}")).call().expect("an answer").body_mut().read_json().expect("JSON")
}

/// Registers people until the server is gone, and remembers those that were answered.
fn write(address: &str, token: &str, department: &str, numbers: &AtomicU32, answered: &Mutex<BTreeSet<String>>, over: &AtomicBool) {
    let agent = agent();
    while !over.load(Ordering::Relaxed) {
        let number = format!("d{}", numbers.fetch_add(1, Ordering::Relaxed));
        let person = json!({"staff_number": number, "name": "耐久 試験", "department": department, "role": "staff", "from": "2026-04-01"});
        match post(&agent, &format!("{address}/api/v1/people"), Some(token), Some(&number), &person) {
            Some((201, _)) => assert!(answered.lock().expect("writers live").insert(number)),
            Some((503, _)) => thread::sleep(Duration::from_millis(50)),
            Some((status, body)) => panic!("{status}: {body}"),
            None => return,
        }
    }
}

fn verify_trail(folder: &Path) {
    let output = command(folder).args(["audit", "verify", "--log-filter", "error"]).output().expect("the binary runs");
    assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_was_answered_is_there_after_every_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let agent = agent();
    let server = Server::start(folder.path());
    let city = json!({"city": "耐久市", "staff_number": "0001", "name": "管理 者", "password": PASSWORD, "password_again": PASSWORD});
    let (status, opened) = post(&agent, &format!("{}/api/v1/setup", server.address), None, None, &city).expect("set up");
    assert_eq!(status, 201, "{opened}");
    let token = opened["token"].as_str().expect("a token").to_owned();
    let department = get(&agent, &format!("{}/api/v1/departments", server.address), &token)[0]["id"].as_str().expect("a department").to_owned();

    let numbers = Arc::new(AtomicU32::new(0));
    let answered: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let mut server = Some(server);
    for round in 0..ROUNDS {
        let running = server.take().unwrap_or_else(|| Server::start(folder.path()));
        let over = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (address, token, department) = (running.address.clone(), token.clone(), department.clone());
                let (numbers, answered, over) = (numbers.clone(), answered.clone(), over.clone());
                thread::spawn(move || write(&address, &token, &department, &numbers, &answered, &over))
            })
            .collect();
        thread::sleep(Duration::from_millis(rand::rng().random_range(100..900)));
        running.kill();
        over.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.join().expect("a writer met an answer it did not expect");
        }
        verify_trail(folder.path());

        let restarted = Server::start(folder.path());
        let people = get(&agent, &format!("{}/api/v1/people", restarted.address), &token);
        let there: BTreeSet<&str> = people.as_array().expect("a list").iter().filter_map(|person| person["staff_number"].as_str()).collect();
        let answered = answered.lock().expect("writers are gone");
        let lost: Vec<&String> = answered.iter().filter(|number| !there.contains(number.as_str())).collect();
        assert!(lost.is_empty(), "round {round}: {} of {} answered writes are gone: {lost:?}", lost.len(), answered.len());
        server = Some(restarted);
    }
    let count = answered.lock().expect("writers are gone").len();
    assert!(count > ROUNDS as usize, "only {count} writes were answered: the kill came before the writers");
    println!("{count} answered writes survived {ROUNDS} kills");
}
