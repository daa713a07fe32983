//! Rows 1 and 2: lists over REST, asked for again and again, and each time otherwise.
//!
//! What repeats is answered from memory until the next write (`service::memo`), so that both are told: what people mostly get, and what it costs when
//! nobody asked before.

use std::net::SocketAddr;

use domain::{contract::ContractRow, page::Page};
use serde::Deserialize;

use super::{
    Result,
    child::{self, Server},
    load::{self, Load},
    report::Row,
};

/// In flight at once.
const CONNECTIONS: usize = 8;

/// The list that is asked for again and again, 50 rows.
pub const REPEATED: &str = "/api/v1/contracts?tier=A&state=active&sort=end";
const REPEATED_BOARD: &str = "/api/v1/verifications?lane=overdue";

/// Rows from one place of a list to the next at which it is entered: large lists are entered deep down too.
pub const SMALL_STRIDE: usize = 5;
pub const LARGE_STRIDE: usize = 200;
/// Places at which a list is entered.
const PLACES: usize = 30;
/// Rows of a distinct request: 50 in the middle, and 50 itself left to the walk.
const LIMITS: [usize; 20] = [40, 60, 41, 59, 42, 58, 43, 57, 44, 56, 45, 55, 46, 54, 47, 53, 48, 52, 49, 51];

/// What was measured over one register.
pub struct Lists {
    repeated: Load,
    distinct: Load,
    /// Distinct requests that name a department.
    by_department: Load,
    board_repeated: Load,
    board_distinct: Load,
}

pub async fn load(address: SocketAddr, token: &str, paths: Vec<String>, requests: usize) -> Result<Load> {
    load::run(address, token, paths, CONNECTIONS, requests).await
}

pub async fn measure(server: &Server, requests: usize, stride: usize) -> Result<Lists> {
    child::told("  lists of contracts");
    let bases = |address: &'static str, tiers: &[&str], rests: &[&str]| -> Vec<String> {
        tiers.iter().flat_map(|tier| rests.iter().map(move |rest| format!("{address}?{tier}{rest}"))).collect()
    };
    let (address, token) = (server.address, server.token.as_str());
    // What the database and the allocator do for the first time only is not of interest.
    load(address, token, vec![REPEATED.to_owned()], 200).await?;
    let repeated = load(address, token, vec![REPEATED.to_owned()], requests * 2).await?;

    let tiers = ["tier=A", "tier=B", "tier=C"];
    let orders = ["&state=active&sort=end", "&state=active&sort=end&desc=true", "&state=active&sort=number", "&open=true&sort=end", "&open=true&sort=title"];
    let distinct = distinct(server, &bases("/api/v1/contracts", &tiers, &orders), stride, requests).await?;

    let departments: Vec<String> = departments(server).await?.iter().map(|id| format!("/api/v1/contracts?department={id}&sort=end")).collect();
    let by_department = self::distinct(server, &departments, stride.min(20), requests).await?;

    child::told("  overdue board");
    load(address, token, vec![REPEATED_BOARD.to_owned()], 200).await?;
    let board_repeated = load(address, token, vec![REPEATED_BOARD.to_owned()], requests * 2).await?;
    let boards = bases("/api/v1/verifications", &["", "tier=A&", "tier=B&", "tier=C&"], &["lane=overdue"]);
    let board_distinct = self::distinct(server, &boards, stride, requests).await?;
    Ok(Lists { repeated, distinct, by_department, board_repeated, board_distinct })
}

/// Requests that were not made before, each of about 50 rows.
async fn distinct(server: &Server, bases: &[String], stride: usize, requests: usize) -> Result<Load> {
    let mut places = Vec::new();
    for base in bases {
        places.extend(walk(server, base, stride).await?);
    }
    let paths: Vec<String> = LIMITS.iter().flat_map(|limit| places.iter().map(move |place| format!("{place}&limit={limit}"))).collect();
    let mut paths = spread(&paths);
    let measured = paths.split_off(paths.len() / 10);
    if !paths.is_empty() {
        let count = paths.len();
        load(server.address, &server.token, paths, count).await?;
    }
    let count = measured.len().min(requests);
    load(server.address, &server.token, measured, count).await
}

/// The paths in an order that jumps, so that neighbours have nothing in common.
fn spread(paths: &[String]) -> Vec<String> {
    let total = paths.len();
    // A stride that shares no divisor with the total meets every path once.
    let stride = (total * 5 / 8 + 1..=2 * total + 1).find(|stride| divisor(*stride, total) == 1).unwrap_or(1);
    (0..total).map(|index| paths[index * stride % total].clone()).collect()
}

fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// The places at which a list can be entered with a full page left, the beginning first.
async fn walk(server: &Server, base: &str, stride: usize) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Next {
        next: Option<String>,
    }
    let mut places = vec![base.to_owned()];
    let mut ended = false;
    while places.len() < PLACES && !ended {
        let place = places.last().map_or(base, String::as_str);
        let body = load::fetch(server.address, &server.token, &format!("{place}&limit={stride}")).await?;
        match serde_json::from_slice::<Next>(&body).ok().and_then(|page| page.next) {
            Some(cursor) => places.push(format!("{base}&cursor={cursor}")),
            None => ended = true,
        }
    }
    if ended {
        places.truncate(places.len().saturating_sub(60_usize.div_ceil(stride)).max(1));
    }
    Ok(places)
}

async fn departments(server: &Server) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Department {
        id: String,
    }
    let body = load::fetch(server.address, &server.token, "/api/v1/departments").await?;
    let all: Vec<Department> = serde_json::from_slice(&body).map_err(|error| super::BenchError::Broken(error.to_string()))?;
    Ok(all.into_iter().map(|department| department.id).collect())
}

/// Contracts of the register, by id.
pub async fn contracts(server: &Server) -> Result<Vec<String>> {
    let body = load::fetch(server.address, &server.token, "/api/v1/contracts?state=active&limit=200").await?;
    let page: Page<ContractRow> = serde_json::from_slice(&body).map_err(|error| super::BenchError::Broken(error.to_string()))?;
    Ok(page.items.into_iter().map(|row| row.id.to_string()).collect())
}

fn told(load: &Load) -> String {
    format!("{:.0}/s, p50 {:.1} ms, p99 {:.1} ms, {:.0} kB", load.per_second(), load.percentile(50), load.percentile(99), load.kilobytes())
}

/// The large register against the small one and against the floor.
pub fn rows(small: &Lists, large: &Lists, bare: &Load) -> Vec<Row> {
    let rate = |what: &str, load: &Load, judged: bool| {
        let ratio = load.per_second() / bare.per_second();
        Row {
            number: 1,
            what: format!("list of contracts, REST, {CONNECTIONS} in flight: {what}"),
            measured: told(load),
            against: format!("bare handler: {:.0}/s, p99 {:.1} ms, {:.0} kB", bare.per_second(), bare.percentile(99), bare.kilobytes()),
            ratio: Some(ratio),
            bar: "≥ 0.25".to_owned(),
            met: judged.then_some(ratio >= 0.25),
        }
    };
    let growth = |number: u8, what: &str, large: &Load, small: &Load| {
        let ratio = large.percentile(99) / small.percentile(99);
        Row {
            number,
            what: what.to_owned(),
            measured: told(large),
            against: format!("a hundredth stored: {} ({} requests)", told(small), small.count()),
            ratio: Some(ratio),
            bar: "p99 ≤ 1.5".to_owned(),
            met: Some(ratio <= 1.5),
        }
    };
    vec![
        rate("repeated", &large.repeated, true),
        rate("distinct", &large.distinct, true),
        rate("distinct, one department each", &large.by_department, false),
        growth(1, "the same, p99 by what is stored: repeated", &large.repeated, &small.repeated),
        growth(1, "the same, p99 by what is stored: distinct", &large.distinct, &small.distinct),
        growth(2, "overdue board, REST: repeated", &large.board_repeated, &small.board_repeated),
        growth(2, "overdue board, REST: distinct", &large.board_distinct, &small.board_distinct),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_met_once() {
        for total in [1, 2, 7, 8, 100] {
            let paths: Vec<String> = (0..total).map(|path: usize| path.to_string()).collect();
            let mut met = spread(&paths);
            met.sort();
            met.dedup();
            assert_eq!(met.len(), total);
        }
    }
}
