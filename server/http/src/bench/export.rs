//! Row 9: how long the register of a past day takes to become a file, and how much memory; and a page of it, near and far from its beginning.

use std::time::Instant;

use chrono::{Days, NaiveDate};
use domain::{
    Lang,
    id::{DepartmentId, PersonId},
    label::Choice,
    permission::{Actor, Grant},
    person::Role,
    register::{RegisterFilter, RegisterFormat, RegisterKind},
};
use serde::{Deserialize, Serialize};
use service::Services;

use super::{Result, broken, child, load, report::Row};

/// A register that was written as a file.
#[derive(Serialize, Deserialize)]
pub struct Exported {
    seconds: f64,
    megabytes: f64,
    /// The most the process needed, and what it needed before, in megabytes.
    memory: Option<u64>,
    idle: Option<u64>,
    /// Seconds for a page of 50 as of yesterday, and as of a year in which few of the contracts were there.
    page: f64,
    early: f64,
}

pub async fn measure(services: &Services, format: &str) -> Result<Exported> {
    let Some(format) = RegisterFormat::from_word(format) else { return broken(format!("no file of kind {format}")) };
    let grants = vec![Grant { role: Role::Auditor, departments: std::iter::empty::<DepartmentId>().collect() }];
    let ctx = services.ctx(Actor { id: PersonId::new("system"), name: "bench".to_owned(), grants }, "bench".to_owned(), Lang::Ja);
    let registers = services.registers();
    let yesterday = RegisterFilter { day: Some(ctx.today - Days::new(1)), ..RegisterFilter::default() };
    let early = RegisterFilter { day: NaiveDate::from_ymd_opt(2021, 3, 31), ..RegisterFilter::default() };
    let mut pages = [0.0; 2];
    for (filter, seconds) in [&yesterday, &early].into_iter().zip(&mut pages) {
        let begun = Instant::now();
        registers.page(&ctx, RegisterKind::Contracts, filter).await?;
        *seconds = begun.elapsed().as_secs_f64();
    }
    let idle = child::memory("self").most;
    let begun = Instant::now();
    let file = registers.export(&ctx, RegisterKind::Contracts, &yesterday, format).await?;
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Exported { seconds, megabytes: load::count(file.bytes.len()) / 1e6, memory: child::memory("self").most, idle, page: pages[0], early: pages[1] })
}

impl Exported {
    pub fn row(&self, format: &str) -> Row {
        let megabytes = |memory: Option<u64>| memory.map_or("—".to_owned(), |megabytes| format!("{megabytes} MB"));
        Row {
            number: 9,
            what: format!("register of yesterday as {format}, {:.0} MB", self.megabytes),
            measured: format!("{:.1} s, {}", self.seconds, megabytes(self.memory)),
            against: format!("{} before; a page {:.0} ms, of 2021-03-31 {:.0} ms", megabytes(self.idle), self.page * 1e3, self.early * 1e3),
            ratio: None,
            bar: String::new(),
            met: None,
        }
    }
}
