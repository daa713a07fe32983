//! A site to send requests to.

use std::{
    collections::HashMap,
    future::Future,
    io::Write,
    sync::{LazyLock, OnceLock},
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
};
use chrono::NaiveDate;
use domain::person::{Role, SignInForm};
use http::{HeaderMap, Method, Request, StatusCode};
use itakumori::{config::Config, router::router, state::AppState};
use serde_json::Value;
use service::Services;
use tokio::{runtime::Runtime, sync::OnceCell};
use tower::ServiceExt;

use crate::operations;

/// As the binary has it: the database needs deep stacks.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(10 << 20).build().expect("a runtime"));

/// Runs a test on the one runtime the shared site lives on; one at a time, so that "nothing changed" can be said of the whole trail.
pub fn run<F: Future<Output = ()> + Send + 'static>(test: F) {
    static HEARD: OnceLock<()> = OnceLock::new();
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    HEARD.get_or_init(|| {
        // The runtime's threads belong to whichever test began first, which would swallow what others say.
        std::panic::set_hook(Box::new(|panic| drop(writeln!(std::io::stderr(), "{panic}"))));
        let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "off".into());
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    });
    let done = RUNTIME.block_on(RUNTIME.spawn(async {
        let _turn = TURN.lock().await;
        test.await;
    }));
    if let Err(error) = done {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// A site with one session per role.
pub struct Site {
    router: Router,
    pub services: Services,
    tokens: HashMap<Role, String>,
}

/// The demo city, filled once and shared by all tests; each makes or picks its own records.
pub async fn demo() -> &'static Site {
    static SITE: OnceCell<Site> = OnceCell::const_new();
    SITE.get_or_init(|| Site::open(true)).await
}

/// An empty database of its own.
pub async fn empty() -> Site {
    Site::open(false).await
}

/// The demo city once more, for what changes all of it.
pub async fn another() -> Site {
    Site::open(true).await
}

/// The demo city where a request may take a second.
pub async fn hurried() -> Site {
    demo().await.under(Config { request_seconds: 1, ..config(true) }).await
}

/// The demo city where no contractor reaches the server, as it ships.
pub async fn inward() -> Site {
    demo().await.under(Config { outward: false, ..config(true) }).await
}

fn config(demo: bool) -> Config {
    Config {
        database_url: "mem://".to_owned(),
        demo,
        outward: true,
        site_dir: "tests/site".into(),
        today: NaiveDate::from_ymd_opt(2026, 11, 24),
        ..Config::default()
    }
}

impl Site {
    async fn open(demo: bool) -> Self {
        let config = config(demo);
        let services = Services::open(&config.service().expect("settings")).await.expect("a database");
        // As whoever serves does every few minutes.
        services.remind().await.expect("told");
        Self::of(config, services).await
    }

    /// The same city under other settings.
    async fn under(&self, config: Config) -> Self {
        let services = Services::over(&config.service().expect("settings"), self.services.store().clone()).await.expect("a city");
        Self::of(config, services).await
    }

    async fn of(config: Config, services: Services) -> Self {
        let mut tokens = HashMap::new();
        for account in services.auth().entrance().await.expect("an entrance").demo_accounts {
            let form = SignInForm { staff_number: account.staff_number, password: account.password };
            let token = services.auth().sign_in(&form, "test").await.expect("a session");
            tokens.entry(account.role).or_insert(token);
        }
        let router = router(AppState::new(services.clone(), config, app::shell::Assets::default()));
        Self { router, services, tokens }
    }

    pub fn token(&self, role: Role) -> &str {
        self.tokens.get(&role).unwrap_or_else(|| panic!("the demo city has no {role}"))
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        operations::promised(&method, &path, response.status());
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub fn ask(&self, method: Method, path: &str) -> Ask<'_> {
        Ask { site: self, request: Request::builder().method(method).uri(path), body: Body::empty() }
    }

    pub fn get(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> Ask<'_> {
        self.ask(Method::POST, path)
    }

    pub fn put(&self, path: &str) -> Ask<'_> {
        self.ask(Method::PUT, path)
    }

    /// The first id a role sees in a list.
    pub async fn first(&self, role: Role, list: &str) -> String {
        let page = self.get(list).by(self, role).send().await.json();
        let rows = page.get("items").unwrap_or(&page);
        rows[0]["id"].as_str().unwrap_or_else(|| panic!("nothing in {list} for {role}: {page}")).to_owned()
    }

    /// Number of the last entry of the audit trail: nothing changes without one.
    pub async fn entries(&self) -> u64 {
        let newest = self.get("/api/v1/audit-events?limit=1").by(self, Role::Auditor).send().await.json();
        newest["items"][0]["seq"].as_u64().unwrap_or_else(|| panic!("no entry: {newest}"))
    }
}

/// A request being put together.
pub struct Ask<'a> {
    site: &'a Site,
    request: http::request::Builder,
    body: Body,
}

impl Ask<'_> {
    pub fn by(self, site: &Site, role: Role) -> Self {
        self.bearer(site.token(role))
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    pub async fn send(self) -> Answer {
        let request = self.request.body(self.body).expect("a request");
        self.site.send(request).await
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("ASCII")).unwrap_or_default()
    }

    /// The problem document, which must be one.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["type"], format!("/problems/{code}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["instance"], self.header("x-request-id"), "{problem}");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        problem
    }
}

/// The fields a problem names.
pub fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().into_iter().flatten().filter_map(|error| error["field"].as_str()).collect()
}

/// A contractor that can be registered; `digits` are twelve of its corporate number.
pub fn contractor(name: &str, digits: u64) -> Value {
    serde_json::json!({
        "kind": "company",
        "corporate_number": corporate_number(digits),
        "name": name,
        "name_kana": "シケンカブシキガイシャ",
        "address": "水ヶ丘市一丁目1番1号",
    })
}

/// Puts the check digit before twelve digits (法人番号の指定等に関する省令 2条).
fn corporate_number(digits: u64) -> String {
    let sum: u64 = (0..12).map(|place| (digits / 10_u64.pow(place) % 10) * if place % 2 == 0 { 1 } else { 2 }).sum();
    format!("{}{digits:012}", 9 - sum % 9)
}
