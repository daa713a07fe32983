//! Where the process runs and how: shipped values, then `itakumori.toml`, then `ITAKUMORI_…` variables, then the command line.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use chrono::NaiveDate;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use crate::rest::Limits;

/// Bodies other than uploads are small; a larger one is a mistake or an attack.
pub const BODY_LIMIT: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line, for a log collector.
    Json,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on. The default is for this machine only: a reverse proxy with TLS stands before it.
    pub bind: SocketAddr,
    /// Folder of what is stored.
    pub data_dir: PathBuf,
    /// `rocksdb://PATH`, `mem://` or `ws://HOST:PORT`; blank for a folder below `data_dir`.
    pub database_url: String,
    /// What `cargo xtask` built for the browser, with its `manifest.json`.
    pub site_dir: PathBuf,
    /// IANA name of the zone in which the city's days begin and end.
    pub time_zone: String,
    pub session_hours: u32,
    /// The site is served by TLS: cookies are for TLS only and bound to the host, and browsers are told to stay with TLS.
    pub secure_cookies: bool,
    /// Origin people see, such as `https://itakumori.city.example.lg.jp`, where a proxy does not pass the `Host` on.
    pub public_origin: Option<String>,
    /// Largest file taken for an import, in MiB.
    pub upload_limit_mb: usize,
    /// Where the contents of attached files lie: `file:///FOLDER`, `s3://BUCKET/PREFIX` or `memory://`; blank for a folder beside an embedded database.
    pub files_url: String,
    /// Largest file taken as an attachment, in MiB.
    pub attachment_limit_mb: usize,
    /// Contractors reach the server: an officer may make links by which they answer questions without an account.
    pub outward: bool,
    /// The mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://USER:PASSWORD@HOST:PORT?tls=required` for STARTTLS; blank for none, and reminders stay
    /// in the app.
    pub smtp_url: String,
    /// The certificate authority the mail server is known by, in PEM, where it is one of the city's own.
    pub smtp_ca: Option<PathBuf>,
    /// Who mails are from, such as `委託守 <itakumori@city.example.lg.jp>`.
    pub mail_from: String,
    /// Longest a request may take, in seconds; four times as long for uploads.
    pub request_seconds: u64,
    pub log_format: LogFormat,
    /// Which events are logged, as `tracing-subscriber` reads it; blank for what fits the command.
    pub log_filter: String,
    /// Fill an empty database with the demo city.
    pub demo: bool,
    /// A day to take for today, for demonstrations and tests.
    pub today: Option<NaiveDate>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            data_dir: PathBuf::from("var/data"),
            database_url: String::new(),
            site_dir: PathBuf::from("target/site"),
            time_zone: "Asia/Tokyo".to_owned(),
            session_hours: 12,
            secure_cookies: false,
            public_origin: None,
            upload_limit_mb: 20,
            files_url: String::new(),
            attachment_limit_mb: 50,
            outward: false,
            smtp_url: String::new(),
            smtp_ca: None,
            mail_from: String::new(),
            request_seconds: 30,
            log_format: LogFormat::Text,
            log_filter: String::new(),
            demo: false,
            today: None,
        }
    }
}

/// A setting that cannot be used, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings cannot be read: {0}")]
    Unreadable(#[from] Box<figment::Error>),
    #[error("`time_zone`: `{0}` is not the name of a time zone, such as Asia/Tokyo")]
    TimeZone(String),
    #[error("`public_origin`: `{0}` is not an origin, such as https://itakumori.example.lg.jp (no path, no final slash)")]
    Origin(String),
    #[error("`session_hours`, `request_seconds`, `upload_limit_mb` and `attachment_limit_mb` must be at least 1")]
    Zero,
    #[error("`files_url`: `{0}` is no place for files, such as file:///srv/itakumori/files or s3://bucket/prefix")]
    Files(String),
    #[error("`files_url` must be set where the database is a server, such as file:///srv/itakumori/files or s3://bucket/prefix")]
    NoFiles,
    #[error(
        "`{0}` cannot be used for mails: `smtp_url` is such as smtps://USER:PASSWORD@mail.example.lg.jp or smtp://mail.example.lg.jp:587?tls=required, `mail_from` such as itakumori@city.example.lg.jp, `smtp_ca` a file with a certificate in PEM"
    )]
    Mail(&'static str),
}

impl Config {
    /// Reads every source; `overrides` is what the command line states, as a structure that leaves out what it does not.
    pub fn load(overrides: &impl Serialize) -> Result<Self, ConfigError> {
        let config: Self = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file("itakumori.toml"))
            .merge(Env::prefixed("ITAKUMORI_"))
            .merge(Serialized::defaults(overrides))
            .extract()
            .map_err(Box::new)?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let service = self.service()?;
        let files = service.files_url();
        if self.session_hours == 0 || self.request_seconds == 0 || self.upload_limit_mb == 0 || self.attachment_limit_mb == 0 {
            return Err(ConfigError::Zero);
        }
        if files.is_empty() {
            return Err(ConfigError::NoFiles);
        }
        if !service::is_files_url(&files) {
            return Err(ConfigError::Files(files));
        }
        if let Some(setting) = service.mail_fault() {
            return Err(ConfigError::Mail(setting));
        }
        match &self.public_origin {
            Some(origin) if !is_origin(origin) => Err(ConfigError::Origin(origin.clone())),
            _ => Ok(()),
        }
    }

    /// The address of the database, with the folder filled in.
    pub fn database_url(&self) -> String {
        if self.database_url.is_empty() { format!("rocksdb://{}", self.data_dir.display()) } else { self.database_url.clone() }
    }

    /// Largest upload in bytes.
    pub const fn upload_limit(&self) -> usize {
        self.upload_limit_mb << 20
    }

    /// Largest attachment in bytes.
    pub const fn attachment_limit(&self) -> usize {
        self.attachment_limit_mb << 20
    }

    pub const fn limits(&self) -> Limits {
        Limits { upload: self.upload_limit(), attachment: self.attachment_limit() }
    }

    /// What the services are told.
    pub fn service(&self) -> Result<service::Config, ConfigError> {
        Ok(service::Config {
            database_url: self.database_url(),
            time_zone: self.time_zone.parse().map_err(|_| ConfigError::TimeZone(self.time_zone.clone()))?,
            session_hours: self.session_hours,
            demo: self.demo,
            today: self.today,
            upload_limit: self.upload_limit(),
            files_url: self.files_url.clone(),
            attachment_limit: self.attachment_limit(),
            outward: self.outward,
            smtp_url: self.smtp_url.clone(),
            smtp_ca: self.smtp_ca.clone(),
            mail_from: self.mail_from.clone(),
            origin: self.public_origin.clone().unwrap_or_default(),
        })
    }
}

fn is_origin(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, host)| matches!(scheme, "http" | "https") && !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_lies_in_the_data_folder_unless_an_address_is_given() {
        let config = Config::default();
        assert_eq!(config.database_url(), "rocksdb://var/data");
        assert_eq!(Config { database_url: "mem://".into(), ..config }.database_url(), "mem://");
    }

    #[test]
    fn what_cannot_work_is_refused_at_the_start() {
        let refused = |config: Config| config.check().is_err();
        assert!(refused(Config { time_zone: "Tokyo".into(), ..Config::default() }));
        assert!(refused(Config { public_origin: Some("https://a.example/".into()), ..Config::default() }));
        assert!(refused(Config { session_hours: 0, ..Config::default() }));
        assert!(refused(Config { attachment_limit_mb: 0, ..Config::default() }));
        let mail = |url: &str, from: &str| Config { smtp_url: url.into(), mail_from: from.into(), ..Config::default() };
        assert!(refused(mail("mail.example", "a@city.example")) && refused(mail("smtps://mail.example", "")), "mails that could not leave");
        assert!(
            refused(mail("smtp://mail.example", "a@city.example")) && !refused(mail("smtp://localhost", "a@city.example")),
            "in the clear to this machine only"
        );
        assert!(!refused(mail("smtp://mail.example:587?tls=required", "a@city.example")));
        assert!(!refused(mail("smtps://u:p@mail.example", "委託守 <a@city.example>")) && !refused(mail("", "")));
        assert!(refused(Config { smtp_ca: Some("/nowhere.pem".into()), ..mail("smtps://mail.example", "a@city.example") }));
        assert!(refused(Config { files_url: "/srv/files".into(), ..Config::default() }));
        assert!(refused(Config { database_url: "ws://db:8000".into(), ..Config::default() }), "two servers share no folder by themselves");
        assert!(!refused(Config { database_url: "ws://db:8000".into(), files_url: "s3://city/files".into(), ..Config::default() }));
        assert!(!refused(Config { public_origin: Some("https://a.example:8443".into()), ..Config::default() }));
    }
}
