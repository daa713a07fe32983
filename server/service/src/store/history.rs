//! The states a transaction leaves behind: what held until now is closed, what holds from now on is put in its place.

use std::collections::BTreeMap;

use super::{
    convert::{Row, bind, ids},
    tx::{Fault, Tx},
};
use crate::history::{State, Version};

/// Writes the states in the order in which they came about. A state that changes nothing leaves no trace; of several at one instant the last stays;
/// an instant before that of what holds now (another server's clock) counts as the same.
pub(super) async fn write(tx: &Tx, states: Vec<(String, State)>) -> Result<(), Fault> {
    if states.is_empty() {
        return Ok(());
    }
    let mut by_key: BTreeMap<String, Vec<(String, State)>> = BTreeMap::new();
    for (at, state) in states {
        by_key.entry(Version::open_key(&state.kind, &state.record)).or_default().push((at, state));
    }
    let known: Vec<Version> = tx.query("SELECT * OMIT id FROM $ids", bind([("ids", ids("history", by_key.keys().map(String::as_str)))])).await?;
    let mut known: BTreeMap<String, Version> = known.into_iter().map(|version| (version.key(), version)).collect();
    let mut fresh = Vec::new();
    for (key, states) in by_key {
        let before = known.remove(&key);
        let (closed, open) = follow(before.clone(), states);
        fresh.extend(closed.iter().map(|version| Row::of(version).keyed("history", &version.key())));
        match (before, open) {
            (None, Some(open)) => fresh.push(Row::of(&open).keyed("history", &key)),
            (Some(before), Some(open)) if before != open => tx.put("history", &key, Row::of(&open)).await?,
            _ => {}
        }
    }
    if fresh.is_empty() { Ok(()) } else { tx.insert_all("history", fresh).await }
}

/// What is closed and what holds in the end.
fn follow(mut open: Option<Version>, states: Vec<(String, State)>) -> (Vec<Version>, Option<Version>) {
    let mut closed = Vec::new();
    for (at, state) in states {
        match &mut open {
            Some(open) if open.state == state => {}
            Some(open) if at <= open.since => open.state = state,
            Some(open) => {
                let before = std::mem::replace(open, Version::open(&at, state));
                closed.push(Version { until: at, ..before });
            }
            None => open = Some(Version::open(&at, state)),
        }
    }
    (closed, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(name: &str) -> State {
        let (kind, record) = ("contractor".to_owned(), "x".to_owned());
        State { kind, record, department: None, contract: None, by_key: "x".into(), search: None, content: serde_json::json!({ "name": name }) }
    }

    fn told(states: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let states = states.iter().map(|(at, name)| ((*at).to_owned(), state(name))).collect();
        let (mut closed, open) = follow(Some(Version::open("2026-01-01", state("a"))), states);
        closed.extend(open);
        closed.into_iter().map(|version| (version.since, version.until, version.state.content["name"].as_str().unwrap_or_default().to_owned())).collect()
    }

    fn line(since: &str, until: &str, name: &str) -> (String, String, String) {
        (since.to_owned(), until.to_owned(), name.to_owned())
    }

    #[test]
    fn each_state_holds_until_the_next() {
        let open = crate::history::OPEN;
        assert_eq!(
            told(&[("2026-01-02", "b"), ("2026-01-03", "c")]),
            [line("2026-01-01", "2026-01-02", "a"), line("2026-01-02", "2026-01-03", "b"), line("2026-01-03", open, "c")]
        );
        assert_eq!(told(&[("2026-01-02", "a")]), [line("2026-01-01", open, "a")], "nothing changed");
        assert_eq!(told(&[("2026-01-02", "b"), ("2026-01-02", "c")]), [line("2026-01-01", "2026-01-02", "a"), line("2026-01-02", open, "c")]);
        assert_eq!(told(&[("2025-12-31", "b")]), [line("2026-01-01", open, "b")], "a clock that is behind");
    }
}
