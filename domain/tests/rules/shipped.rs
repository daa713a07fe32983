//! The policy data as it ships, read from the very files the product carries, and the calendar that goes with it.

use std::sync::LazyLock;

use domain::{
    cadence::CadencePolicy,
    calendar::{Calendar, ClosedDays},
    clause::Catalogue,
    holiday,
    notice::Notices,
    risk::RiskPolicy,
    selection::Criteria,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

const CADENCE: &str = include_str!("../../../server/service/policy/cadence.toml");
const CATALOGUE: &str = include_str!("../../../server/service/policy/catalogue.toml");
const CRITERIA: &str = include_str!("../../../server/service/policy/criteria.toml");
const NOTICES: &str = include_str!("../../../server/service/policy/notices.toml");
const RISK: &str = include_str!("../../../server/service/policy/risk.toml");

pub fn cadence() -> CadencePolicy {
    read(CADENCE)
}

pub fn catalogue() -> Catalogue {
    catalogue_of(CATALOGUE)
}

/// A catalogue written as the shipped one is.
pub fn catalogue_of(text: &str) -> Catalogue {
    read(text)
}

pub fn criteria() -> Criteria {
    read(CRITERIA)
}

pub fn notices() -> Notices {
    read(NOTICES)
}

pub fn risk() -> RiskPolicy {
    read(RISK)
}

/// Weekends, 12/29–1/3 and the holidays that ship.
pub fn calendar() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(&ClosedDays::default(), &holiday::shipped()));
    &CALENDAR
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(toml(text)).expect("shipped policy data")
}

/// As much of TOML as the shipped files use: `key = value`, `table.key = value`, `[[list]]`, comments, strings of both kinds, numbers, arrays, inline tables.
fn toml(text: &str) -> Value {
    let mut root = Map::new();
    let mut list: Option<String> = None;
    let mut rest = skip(text);
    while !rest.is_empty() {
        if let Some(header) = rest.strip_prefix("[[") {
            let (name, tail) = header.split_once("]]").expect("the end of a header");
            let items = root.entry(name).or_insert_with(|| json!([]));
            items.as_array_mut().expect("a list").push(json!({}));
            list = Some(name.to_owned());
            rest = skip(tail);
        } else {
            let (key, value, tail) = pair(rest);
            let table = match &list {
                Some(name) => root[name].as_array_mut().and_then(|items| items.last_mut()).and_then(Value::as_object_mut).expect("an item"),
                None => &mut root,
            };
            let (table, key) = match key.split_once('.') {
                Some((outer, inner)) => (table.entry(outer).or_insert_with(|| json!({})).as_object_mut().expect("a table"), inner),
                None => (table, key),
            };
            assert!(table.insert(key.to_owned(), value).is_none(), "{key} is stated twice");
            rest = skip(tail);
        }
    }
    Value::Object(root)
}

/// Past white space, commas and comments.
fn skip(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\t', '\r', '\n', ',']);
    match text.strip_prefix('#') {
        Some(comment) => skip(comment.split_once('\n').map_or("", |(_, tail)| tail)),
        None => text,
    }
}

fn pair(text: &str) -> (&str, Value, &str) {
    let (key, tail) = text.split_once('=').expect("a key with its value");
    let (value, tail) = value(skip(tail));
    (key.trim(), value, tail)
}

fn value(text: &str) -> (Value, &str) {
    if let Some(text) = text.strip_prefix("'''\n") {
        let (text, tail) = text.split_once("'''").expect("the end of a text");
        (json!(text), tail)
    } else if let Some(mut rest) = text.strip_prefix('[').map(skip) {
        let mut items = Vec::new();
        while !rest.starts_with(']') {
            let (item, tail) = value(rest);
            items.push(item);
            rest = skip(tail);
        }
        (Value::Array(items), &rest[1..])
    } else if let Some(mut rest) = text.strip_prefix('{').map(skip) {
        let mut fields = Map::new();
        while !rest.starts_with('}') {
            let (key, value, tail) = pair(rest);
            fields.insert(key.to_owned(), value);
            rest = skip(tail);
        }
        (Value::Object(fields), &rest[1..])
    } else {
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let value = stream.next().and_then(Result::ok).expect("a plain value");
        let end = stream.byte_offset();
        (value, &text[end..])
    }
}
