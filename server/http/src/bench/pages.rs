//! Rows 3, 4, 7 and 8: pages as they are rendered, what a browser fetches for the first of them, how soon there is an answer, and memory.

use std::{path::Path, time::Instant};

use super::{
    Result,
    child::{self, Memory, Server},
    lists,
    load::{self, count},
    report::Row,
};

/// Pages in flight at once.
const IN_FLIGHT: usize = 20;

/// The pages people live in, each asked for so many times.
pub async fn rendered(server: &Server, requests: usize) -> Result<Vec<Row>> {
    child::told("  pages");
    let contracts: Vec<String> = lists::contracts(server).await?.iter().map(|id| format!("/contracts/{id}")).collect();
    let pages =
        [("/", vec!["/".to_owned()]), ("/contracts", vec!["/contracts".to_owned()]), ("/contracts/…", contracts), ("/board", vec!["/board".to_owned()])];
    let mut rows = Vec::new();
    for (name, paths) in pages {
        let begun = Instant::now();
        load::fetch(server.address, &server.token, &paths[0]).await?;
        let first = begun.elapsed().as_secs_f64() * 1_000.0;
        load::run(server.address, &server.token, paths.clone(), IN_FLIGHT, requests / 10).await?;
        let load = load::run(server.address, &server.token, paths, IN_FLIGHT, requests).await?;
        rows.push(Row {
            number: 3,
            what: format!("page `{name}`, {IN_FLIGHT} in flight"),
            measured: format!("p95 {:.0} ms, p50 {:.0} ms, {:.0}/s, {:.0} kB", load.percentile(95), load.percentile(50), load.per_second(), load.kilobytes()),
            against: format!("alone, for the first time: {first:.0} ms"),
            ratio: None,
            bar: "p95 ≤ 50 ms".to_owned(),
            met: Some(load.percentile(95) <= 50.0),
        });
    }
    Ok(rows)
}

/// What a browser fetches of WebAssembly for the first page, as the build's manifest names it.
pub fn wasm(site_dir: &Path) -> Row {
    let manifest: serde_json::Value =
        std::fs::read(site_dir.join("manifest.json")).ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default();
    let path = manifest["wasm"].as_str().map(|path| site_dir.join(format!("{}.br", path.trim_start_matches('/'))));
    let bytes = path.and_then(|path| std::fs::metadata(path).ok()).map(|file| file.len());
    Row {
        number: 4,
        what: "WASM of the first page, brotli".to_owned(),
        measured: bytes.map_or("no browser part is built".to_owned(), |bytes| format!("{} KB", bytes >> 10)),
        against: format!("profile {}", manifest["profile"].as_str().unwrap_or("—")),
        ratio: None,
        bar: "≤ 300 KB".to_owned(),
        met: bytes.map(|bytes| bytes <= 300 << 10),
    }
}

pub fn start(server: &Server, stored: usize) -> Row {
    Row {
        number: 7,
        what: format!("start with {stored} verifications stored"),
        measured: format!("{:.2} s to the first answer", server.ready.as_secs_f64()),
        against: format!("{:.2} s to the first page of the board", server.first_list.as_secs_f64()),
        ratio: None,
        bar: "≤ 2 s".to_owned(),
        met: Some(server.ready.as_secs_f64() <= 2.0),
    }
}

pub fn memory(server: &Server, idle: Memory) -> Row {
    let loaded = server.memory();
    let told = |megabytes: Option<u64>| megabytes.map_or("—".to_owned(), |megabytes| format!("{megabytes} MB"));
    Row {
        number: 8,
        what: "memory of the server with that, under the load above".to_owned(),
        measured: format!("{} at most, {} at the end", told(loaded.most), told(loaded.now)),
        against: format!("{} after the start", told(idle.now)),
        ratio: loaded.most.zip(idle.now).map(|(most, idle)| count(usize::try_from(most).unwrap_or(0)) / count(usize::try_from(idle.max(1)).unwrap_or(1))),
        bar: "≤ 600 MB".to_owned(),
        met: loaded.most.map(|megabytes| megabytes <= 600),
    }
}
