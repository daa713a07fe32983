//! 監査証跡: who did what to which record, before and after, each entry chained to the one before by its hash.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{choice, id::AuditEventId};

choice! {
    AuditAction {
        Create = "create", "登録", "Created";
        Change = "change", "変更", "Changed";
        Step = "step", "状態変更", "Moved on";
        Import = "import", "取込", "Imported";
        Plan = "plan", "計画", "Planned";
        Download = "download", "ダウンロード", "Downloaded";
        SignIn = "sign_in", "サインイン", "Signed in";
        SignOut = "sign_out", "サインアウト", "Signed out";
        SetUp = "set_up", "初期設定", "Set up";
        Export = "export", "書出し", "Exported";
    }
}

/// One entry of the trail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    pub id: AuditEventId,
    /// Counts from 1 without a gap.
    pub seq: u64,
    pub at: DateTime<Utc>,
    /// Id of the person, or `system`.
    pub actor: String,
    pub actor_name: String,
    pub action: AuditAction,
    /// Table and key of the record, e.g. `contract` and its id.
    pub record_kind: String,
    pub record: String,
    /// What the record is called, for people.
    pub title: String,
    pub request_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<Object>))]
    pub before: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<Object>))]
    pub after: Option<Value>,
    /// Lower-case hexadecimal SHA-256 of the entry before; zeros for the first.
    pub previous: String,
    /// Lower-case hexadecimal SHA-256 over `previous` and this entry; see [`hash`].
    pub hash: String,
}

/// `previous` of the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the canonical JSON of the entry without `hash`: object keys in byte order, no white space.
pub fn hash(event: &AuditEvent) -> String {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("hash");
        // What is absent and what is null read back alike.
        fields.retain(|_, field| !field.is_null());
    }
    let mut canonical = String::new();
    write_canonical(&value, &mut canonical);
    Sha256::digest(canonical.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// JSON with keys in byte order, whatever order the map keeps.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            out.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_canonical(&fields[key], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

/// Where a chain first breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// An entry is missing or out of order: this number was expected.
    Gap { expected: u64 },
    /// The entry does not follow from the one before.
    Unlinked { seq: u64 },
    /// The entry was altered.
    Altered { seq: u64 },
}

/// Proves order and completeness of entries in sequence; `previous` and `next` are the hash and number to begin with.
pub fn verify<'a>(events: impl IntoIterator<Item = &'a AuditEvent>, previous: &str, next: u64) -> Result<(String, u64), ChainFault> {
    let (mut previous, mut expected) = (previous.to_owned(), next);
    for event in events {
        if event.seq != expected {
            return Err(ChainFault::Gap { expected });
        }
        if event.previous != previous {
            return Err(ChainFault::Unlinked { seq: event.seq });
        }
        if event.hash != hash(event) {
            return Err(ChainFault::Altered { seq: event.seq });
        }
        previous.clone_from(&event.hash);
        expected += 1;
    }
    Ok((previous, expected))
}

/// One field that differs between before and after, as text for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// Path of the field, e.g. `assessment.tier`.
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The fields in which two states differ, in the order of their paths; bookkeeping fields are left out.
pub fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let (mut old, mut new) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
    if let Some(before) = before {
        flatten("", before, &mut old);
    }
    if let Some(after) = after {
        flatten("", after, &mut new);
    }
    let mut fields: Vec<&String> = old.keys().chain(new.keys()).collect();
    fields.sort();
    fields.dedup();
    fields
        .into_iter()
        .filter(|field| !matches!(field.as_str(), "version" | "updated_at") && old.get(*field) != new.get(*field))
        .map(|field| FieldChange { field: field.clone(), before: old.get(field).cloned(), after: new.get(field).cloned() })
        .collect()
}

fn flatten(path: &str, value: &Value, out: &mut std::collections::BTreeMap<String, String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| flatten(&below(key), value, out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| flatten(&below(&index.to_string()), value, out)),
        Value::Null => {}
        Value::String(text) => {
            out.insert(path.to_owned(), text.clone());
        }
        plain => {
            out.insert(path.to_owned(), plain.to_string());
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct AuditFilter {
    /// What kind of record: `contract`, `verification`, `contractor`, `department`, `person`, `policy`, `import` or `register`.
    pub record_kind: Option<String>,
    /// Id of the record.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub record: Option<String>,
    /// Id of the person who did it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub actor: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// An entry as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditLine {
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub actor_name: String,
    pub action: AuditAction,
    pub record_kind: String,
    pub record: String,
    pub title: String,
    pub request_id: String,
    pub changes: Vec<FieldChange>,
    pub hash: String,
}
