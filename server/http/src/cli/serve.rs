//! `itakumori serve`.

use std::{net::SocketAddr, time::Duration};

use app::shell::Assets;
use domain::{Error, Lang, label::Choice, person::Entrance};
use service::Services;
use tokio::{net::TcpListener, sync::watch};

use super::{Failure, SERVING, log_to_stderr, output};
use crate::{config::Config, router::router, state::AppState};

/// How often it is looked whether a day has passed.
const TURN: Duration = Duration::from_mins(5);

/// How often it is looked whether a mail waits.
const LOOK: Duration = Duration::from_mins(1);

/// How long requests under way may take once the end was asked for.
const FAREWELL: Duration = Duration::from_secs(20);

/// Serves until the process is told to end, then finishes what is under way.
pub async fn run(config: Config) -> Result<(), Failure> {
    log_to_stderr(&config, SERVING);
    let assets = assets(&config)?;
    let services = Services::open(&config.service()?).await.map_err(|error| match error {
        Error::Unavailable | Error::Internal => Failure::Database(config.database_url()),
        other => Failure::Service(other),
    })?;
    let listener = TcpListener::bind(config.bind).await.map_err(|error| Failure::File(config.bind.to_string(), error))?;
    let address = listener.local_addr().map_err(|error| Failure::File(config.bind.to_string(), error))?;
    let entrance = services.auth().entrance().await?;
    greet(&config, address, &entrance);
    tokio::spawn(turn_days(services.clone()));
    tokio::spawn(send_mails(services.clone()));

    let app = router(AppState::new(services, config, assets)).into_make_service_with_connect_info::<SocketAddr>();
    let (ending, mut ended) = watch::channel(false);
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        asked_to_end().await;
        tracing::info!("ending: requests under way are finished");
        let _ = ending.send(true);
    });
    tokio::select! {
        result = async { serving.await } => result.map_err(|error| Failure::File(address.to_string(), error)),
        () = async {
            let _ = ended.wait_for(|ended| *ended).await;
            tokio::time::sleep(FAREWELL).await;
        } => {
            tracing::warn!("ending although requests are under way");
            Ok(())
        }
    }
}

/// What the passing of a day brings. It goes on after a fault: the database may come back.
async fn turn_days(services: Services) {
    let mut turns = tokio::time::interval(TURN);
    loop {
        turns.tick().await;
        match services.turn_day().await {
            Ok(0) => {}
            Ok(contracts) => tracing::info!(contracts, "exceptions have ended: counted anew"),
            Err(error) => tracing::error!(?error, "ended exceptions could not be counted"),
        }
        match services.remind().await {
            Ok(0) => {}
            Ok(digests) => tracing::info!(digests, "what is due and late was told"),
            Err(error) => tracing::error!(?error, "what is due and late could not be told"),
        }
    }
}

/// Sends what waits, by itself: a mail server that is slow or away holds nothing else up.
async fn send_mails(services: Services) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        match services.send_mails().await {
            Ok(0) => {}
            Ok(mails) => tracing::info!(mails, "mails have left"),
            Err(error) => tracing::error!(?error, "what waits to be mailed could not be looked at"),
        }
    }
}

/// The names of the browser part's files. Without a build the pages are served without style and scripting, and say so in the log.
fn assets(config: &Config) -> Result<Assets, Failure> {
    let path = config.site_dir.join("manifest.json");
    let shown = path.display().to_string();
    match std::fs::read(&path) {
        Ok(json) => serde_json::from_slice(&json).map_err(|error| Failure::Site(shown, error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            tracing::warn!(path = shown, "no browser part: pages are served without style and scripting");
            Ok(Assets::default())
        }
        Err(error) => Err(Failure::Site(shown, error.to_string())),
    }
}

fn greet(config: &Config, address: SocketAddr, entrance: &Entrance) {
    let lang = output::lang();
    output::line(&format!("{} {}", lang.pick("委託守", "Itakumori"), env!("CARGO_PKG_VERSION")));
    output::line(&format!("  {}  http://{address}/", lang.pick("画面      ", "Pages   ")));
    output::line(&format!("  {}  http://{address}/api/docs/", lang.pick("API       ", "API     ")));
    output::line(&format!("  {}  {}", lang.pick("データ    ", "Data    "), config.database_url()));
    if entrance.needs_setup {
        output::line(&format!("  {}  http://{address}/setup", lang.pick("初期設定  ", "Set-up  ")));
    }
    if let Some(password) = entrance.demo_accounts.first().map(|account| account.password.as_str()) {
        output::line(&format!("{}{password}", lang.pick("デモの利用者（パスワードはどれも ", "Demo accounts (password of each: ")));
        let rows: Vec<Vec<String>> = entrance
            .demo_accounts
            .iter()
            .map(|account| vec![account.staff_number.clone(), account.role.label(lang).to_owned(), account.name.clone(), account.department.clone()])
            .collect();
        output::line(output::table(&rows).trim_end_matches('\n'));
    }
    output::line(match lang {
        Lang::Ja => "終えるには Ctrl+C",
        Lang::En => "Ctrl+C to end",
    });
}

/// Ctrl+C, or what a service manager sends.
async fn asked_to_end() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl+C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
