//! What the services need to know of where they run.

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
}

impl Default for Config {
    fn default() -> Self {
        Self { database_url: "mem://".to_owned(), time_zone: chrono_tz::Asia::Tokyo, session_hours: 12, demo: false, today: None, upload_limit: 20 << 20 }
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

    /// Whether other processes may write to the same database.
    pub(crate) fn is_shared(&self) -> bool {
        self.database_url.starts_with("ws://") || self.database_url.starts_with("wss://")
    }
}
