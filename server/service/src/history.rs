//! What the register said at any time. Every row of these kinds that is written leaves its state in `history`, with from when and until when it held.
//!
//! [`crate::store::Tx`] notes each row as it is written, whichever use case writes it: no way of changing a record can forget to. What follows from the
//! rules and can be worked out again is left out: the reasons of a tier, the findings of a subcontract.

mod replay;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use domain::{Error, Result, contract::Contract, contractor::Contractor, department::Department, subcontract::Subcontract};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json};

/// `until` of what holds now.
pub(crate) const OPEN: &str = "9999-12-31T23:59:59.999Z";

/// A record as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    pub kind: String,
    pub record: String,
    /// Whose it was: decides who may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The contract a subcontract belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    pub by_key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    pub content: Json,
}

/// A state with the time it held: from an instant to before another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Version {
    #[serde(flatten)]
    pub state: State,
    pub since: String,
    pub until: String,
}

impl Version {
    pub fn open(since: &str, state: State) -> Self {
        Self { state, since: since.to_owned(), until: OPEN.to_owned() }
    }

    /// The key of what holds now of a record: known without a look.
    pub fn open_key(kind: &str, record: &str) -> String {
        format!("{kind}-{record}")
    }

    pub fn key(&self) -> String {
        let open = Self::open_key(&self.state.kind, &self.state.record);
        if self.until == OPEN { open } else { format!("{open}-{}", self.since) }
    }
}

/// The state a row states, if its table is one the register is made of.
///
/// # Errors
/// [`Error::Internal`] for a row that is none of its table: what cannot be read again is not written.
pub(crate) fn state_of(table: &str, key: &str, row: &Map<String, Json>) -> Result<Option<State>> {
    let word = |field: &str| row.get(field).and_then(Json::as_str).unwrap_or_default().to_owned();
    let given = |field: &str| row.get(field).and_then(Json::as_str).map(str::to_owned);
    let (content, by_key) = match table {
        "department" => {
            let department: Department = read(key, row)?;
            let by_key = format!("{} {key}", department.code);
            (content(&department), by_key)
        }
        "contractor" => (content(&read::<Contractor>(key, row)?), word("by_kana")),
        "contract" => {
            let mut contract: Contract = read(key, row)?;
            contract.assessment.reasons.clear();
            (content(&contract), word("by_number"))
        }
        "subcontract" => {
            let mut node: Subcontract = read(key, row)?;
            node.findings.clear();
            let by_key = format!("{} {} {key}", word("contract_number"), node.start);
            (content(&node), by_key)
        }
        _ => return Ok(None),
    };
    let (department, contract) = (given("department").filter(|_| table != "department"), given("contract").filter(|_| table == "subcontract"));
    Ok(Some(State { kind: table.to_owned(), record: key.to_owned(), department, contract, by_key, search: given("search"), content }))
}

/// What is stored of a record: its fields, without the key it is stored under.
fn content(record: &impl Serialize) -> Json {
    let mut value = serde_json::to_value(record).map(without_nulls).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("id");
    }
    value
}

fn read<T: DeserializeOwned>(key: &str, row: &Map<String, Json>) -> Result<T> {
    let mut fields = row.clone();
    fields.insert("id".to_owned(), key.into());
    serde_json::from_value(Json::Object(fields)).map_err(|error| {
        tracing::error!(%error, key, "a row cannot be kept in the history");
        Error::Internal
    })
}

/// The database does not tell null from absent inside an object the way JSON does: what is absent stays out.
pub(crate) fn without_nulls(value: Json) -> Json {
    match value {
        Json::Object(fields) => {
            Json::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(without_nulls).collect()),
        plain => plain,
    }
}

/// An instant as it is stored here: always with milliseconds, so that it sorts as text.
pub(crate) fn stamp(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The instant a civil day is over: the first of the next. Where the clocks are put forward at midnight, the day ends when they are.
pub(crate) fn end_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN);
    let local = (0..24).find_map(|hours| (midnight + chrono::TimeDelta::hours(hours)).and_local_timezone(zone).earliest());
    local.map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// A record as it was kept.
#[derive(Clone, Deserialize)]
pub(crate) struct Past {
    pub record: String,
    pub content: Json,
}

impl Past {
    pub fn read<T: DeserializeOwned>(self) -> Result<T> {
        let fields = self.content.as_object().cloned().unwrap_or_default();
        read(&self.record, &fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_day_ends_at_the_city_s_midnight() {
        assert_eq!(stamp(end_of(day("2026-03-31"), chrono_tz::Asia::Tokyo)), "2026-03-31T15:00:00.000Z");
        // Midnight of 2024-04-26 does not exist in Cairo.
        assert_eq!(stamp(end_of(day("2024-04-25"), chrono_tz::Africa::Cairo)), "2024-04-25T22:00:00.000Z");
    }

    #[test]
    fn instants_sort_as_text() {
        let instants = ["2026-03-31T15:00:00Z", "2026-03-31T15:00:00.001Z", "2026-03-31T15:00:00.1Z", "2026-03-31T15:00:01Z"];
        let stamps: Vec<String> = instants.iter().map(|text| stamp(text.parse().expect("an instant"))).collect();
        assert!(stamps.is_sorted() && stamps.iter().all(|text| text.as_str() < OPEN), "{stamps:?}");
    }
}
