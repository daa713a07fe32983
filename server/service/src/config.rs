//! What the services need to know of where they run.

use std::path::PathBuf;

use chrono::NaiveDate;
use chrono_tz::Tz;

#[derive(Clone, Debug)]
pub struct Config {
    /// `rocksdb://PATH`, `mem://` or `ws://HOST:PORT`.
    pub database_url: String,
    /// Where the city's days begin and end.
    pub time_zone: Tz,
    pub session_hours: u32,
    /// Fill an empty database with the demo city.
    pub demo: bool,
    /// A day to take for today, for demonstrations and tests that must not change with the calendar.
    pub today: Option<NaiveDate>,
    /// Largest file taken for an import, in bytes.
    pub upload_limit: usize,
    /// Where the contents of attached files lie: `file:///FOLDER`, `s3://BUCKET/PREFIX` (keys, region and endpoint from the usual `AWS_…` variables) or
    /// `memory://`; blank for a folder beside an embedded database.
    pub files_url: String,
    /// Largest file taken as an attachment, in bytes.
    pub attachment_limit: usize,
    /// Contractors reach the server: links by which they answer without an account can be made and used.
    pub outward: bool,
    /// The mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://HOST:PORT?tls=required` for STARTTLS; blank for none, and reminders stay in the app.
    pub smtp_url: String,
    /// A certificate authority of the city's own, in PEM, that the mail server is known by.
    pub smtp_ca: Option<PathBuf>,
    /// Who mails are from, such as `委託守 <itakumori@city.example.lg.jp>`.
    pub mail_from: String,
    /// Where people find the pages, such as `https://itakumori.city.example.lg.jp`; blank leaves links out of mails.
    pub origin: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "mem://".to_owned(),
            time_zone: chrono_tz::Asia::Tokyo,
            session_hours: 12,
            demo: false,
            today: None,
            upload_limit: 20 << 20,
            files_url: String::new(),
            attachment_limit: 50 << 20,
            outward: false,
            smtp_url: String::new(),
            smtp_ca: None,
            mail_from: String::new(),
            origin: String::new(),
        }
    }
}

impl Config {
    /// The address with the engine's settings put in: an answered write is on disk.
    pub(crate) fn connection(&self) -> String {
        if self.database_url.starts_with("rocksdb://") && !self.database_url.contains('?') {
            format!("{}?sync=every", self.database_url)
        } else {
            self.database_url.clone()
        }
    }

    /// Where files lie, with the folder filled in. An embedded database has it as a neighbour, since a folder inside of its own is the engine's; where the
    /// database is a server it has to be stated, and is blank otherwise.
    pub fn files_url(&self) -> String {
        match self.database_url.strip_prefix("rocksdb://") {
            _ if !self.files_url.is_empty() => self.files_url.clone(),
            Some(rest) => format!("file://{}-files", rest.split('?').next().unwrap_or_default().trim_end_matches('/')),
            None if self.database_url.starts_with("mem://") => "memory://".to_owned(),
            None => String::new(),
        }
    }

    /// Whether other processes may write to the same database.
    pub(crate) fn is_shared(&self) -> bool {
        self.database_url.starts_with("ws://") || self.database_url.starts_with("wss://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_beside_an_embedded_database_unless_an_address_is_given() {
        let at = |database: &str, files: &str| Config { database_url: database.into(), files_url: files.into(), ..Config::default() }.files_url();
        assert_eq!(at("rocksdb://var/data", ""), "file://var/data-files");
        assert_eq!(at("rocksdb:///srv/register/?sync=every", ""), "file:///srv/register-files");
        assert_eq!(at("mem://", ""), "memory://");
        assert_eq!(at("ws://db:8000", ""), "", "two servers share no folder by themselves");
        assert_eq!(at("ws://db:8000", "s3://city/files"), "s3://city/files");
    }
}
