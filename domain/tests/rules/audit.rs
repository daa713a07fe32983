//! 監査証跡: the chain finds what was done to it, and the differences are told.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audit::{AuditAction, AuditEvent, ChainFault, FieldChange, GENESIS, changes, hash, verify},
    id::AuditEventId,
    label::Choice,
};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_780_000_000 + seconds)
}

fn event(seq: u64) -> AuditEvent {
    AuditEvent {
        id: AuditEventId::new(format!("e{seq}")),
        seq,
        at: at(60 * i64::try_from(seq).unwrap_or(0)),
        actor: "p1".to_owned(),
        actor_name: "柏 太郎".to_owned(),
        action: AuditAction::Change,
        record_kind: "contract".to_owned(),
        record: "c1".to_owned(),
        title: "住民情報システム保守".to_owned(),
        request_id: format!("r{seq}"),
        before: Some(json!({ "title": "保守", "version": seq })),
        after: Some(json!({ "title": "運用保守", "version": seq + 1, "nature": { "records": 10, "personal": "none" } })),
        previous: String::new(),
        hash: String::new(),
    }
}

/// Entries chained from the beginning.
fn chained(events: Vec<AuditEvent>) -> Vec<AuditEvent> {
    let mut previous = GENESIS.to_owned();
    let link = |mut event: AuditEvent| {
        event.previous.clone_from(&previous);
        event.hash = hash(&event);
        previous.clone_from(&event.hash);
        event
    };
    events.into_iter().map(link).collect()
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z柏市 \"\\\\\n]{0,6}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-e]{1,2}", inner, 0..4).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_chain() -> impl Strategy<Value = Vec<AuditEvent>> {
    let content = (prop::option::of(any_json()), prop::option::of(any_json()), select(AuditAction::ALL), "[a-z課]{0,4}");
    prop::collection::vec(content, 2..8).prop_map(|contents| {
        let numbered = contents.into_iter().zip(1..).map(|((before, after, action, title), seq)| AuditEvent { before, after, action, title, ..event(seq) });
        chained(numbered.collect())
    })
}

/// One way to falsify an entry.
fn any_falsification() -> impl Strategy<Value = fn(&mut AuditEvent)> {
    let falsifications: [fn(&mut AuditEvent); 13] = [
        |e| e.id = AuditEventId::new("other"),
        |e| e.at += TimeDelta::milliseconds(1),
        |e| e.actor.push('2'),
        |e| e.actor_name.push('　'),
        |e| e.action = if e.action == AuditAction::Create { AuditAction::Change } else { AuditAction::Create },
        |e| e.record_kind.push('s'),
        |e| e.record.push('0'),
        |e| e.title.push('!'),
        |e| e.request_id.clear(),
        |e| e.before = Some(json!({ "forged": e.before.take() })),
        |e| e.after = Some(json!([e.after.take()])),
        |e| e.previous = "f".repeat(64),
        |e| e.hash = "0".repeat(64),
    ];
    select(falsifications.to_vec())
}

#[test]
fn the_hash_is_that_of_the_canonical_text() {
    use sha2::{Digest, Sha256};
    let mut first = event(1);
    first.previous = GENESIS.to_owned();
    first.before = None;
    let canonical = format!(
        concat!(
            r#"{{"action":"change","actor":"p1","actor_name":"柏 太郎","after":{{"nature":{{"personal":"none","records":10}},"title":"運用保守","version":2}},"#,
            r#""at":"2026-05-28T20:27:40Z","id":"e1","previous":"{}","record":"c1","record_kind":"contract","request_id":"r1","seq":1,"title":"住民情報システム保守"}}"#
        ),
        GENESIS
    );
    let expected: Vec<String> = Sha256::digest(canonical.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash(&first), expected.concat());
}

#[test]
fn a_sound_chain_gives_its_head_and_goes_on_from_there() {
    let chain = chained((1..=5).map(event).collect());
    let head = chain.last().map(|event| event.hash.clone()).unwrap_or_default();
    assert_eq!(verify(&chain, GENESIS, 1), Ok((head.clone(), 6)));
    let (middle, next) = verify(&chain[..3], GENESIS, 1).expect("its first part");
    assert_eq!(verify(&chain[3..], &middle, next), Ok((head, 6)));
    assert_eq!(verify(&[], GENESIS, 1), Ok((GENESIS.to_owned(), 1)));
}

#[test]
fn a_fault_is_named_where_it_is() {
    let chain = chained((1..=5).map(event).collect());
    let fault = |change: fn(&mut Vec<AuditEvent>)| {
        let mut chain = chain.clone();
        change(&mut chain);
        verify(&chain, GENESIS, 1).err()
    };
    assert_eq!(fault(|chain| drop(chain.remove(2))), Some(ChainFault::Gap { expected: 3 }));
    assert_eq!(fault(|chain| chain[2].title.clear()), Some(ChainFault::Altered { seq: 3 }));
    assert_eq!(
        fault(|chain| {
            chain[2].title.clear();
            chain[2].hash = hash(&chain[2]);
        }),
        Some(ChainFault::Unlinked { seq: 4 }),
        "an entry rewritten with its hash no longer fits the next"
    );
    assert_eq!(fault(|chain| chain[0].previous = "f".repeat(64)), Some(ChainFault::Unlinked { seq: 1 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_altered_entry_is_found(chain in any_chain(), place in any::<prop::sample::Index>(), falsify in any_falsification()) {
        let place = place.index(chain.len());
        let mut forged = chain.clone();
        falsify(&mut forged[place]);
        prop_assert!(verify(&forged, GENESIS, 1).is_err(), "{:?}", forged[place]);
        // Rewriting the entry's own hash, too, only moves the fault to the next one, or to the head.
        forged[place].hash = hash(&forged[place]);
        prop_assume!(forged[place] != chain[place]);
        let head = chain.last().map(|event| event.hash.clone()).unwrap_or_default();
        prop_assert!(verify(&forged, GENESIS, 1).map_or(true, |(forged_head, _)| forged_head != head));
    }

    #[test]
    fn any_removed_entry_is_found(chain in any_chain(), place in any::<prop::sample::Index>()) {
        let place = place.index(chain.len());
        let (head, next) = verify(&chain, GENESIS, 1).expect("a sound chain");
        let mut cut = chain.clone();
        cut.remove(place);
        let seq = u64::try_from(place).unwrap_or(0) + 1;
        match verify(&cut, GENESIS, 1) {
            Err(fault) => prop_assert_eq!(fault, ChainFault::Gap { expected: seq }),
            // The last one: the head and the number to follow are not those remembered.
            Ok((other, following)) => prop_assert!(place == chain.len() - 1 && other != head && following == next - 1),
        }
    }

    #[test]
    fn any_two_swapped_entries_are_found(chain in any_chain(), one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let (one, other) = (one.index(chain.len()), other.index(chain.len()));
        prop_assume!(one != other);
        let mut swapped = chain.clone();
        swapped.swap(one, other);
        prop_assert!(verify(&swapped, GENESIS, 1).is_err());
        // With their numbers in order again, too.
        let numbers = (swapped[other].seq, swapped[one].seq);
        (swapped[one].seq, swapped[other].seq) = numbers;
        prop_assert!(verify(&swapped, GENESIS, 1).is_err());
    }

    #[test]
    fn any_inserted_entry_is_found(chain in any_chain(), place in any::<prop::sample::Index>()) {
        let place = place.index(chain.len());
        let mut longer = chain.clone();
        longer.insert(place, chain[place].clone());
        prop_assert!(verify(&longer, GENESIS, 1).is_err());
    }

    #[test]
    fn an_entry_that_was_stored_and_read_back_in_any_order_of_keys_has_the_same_hash(chain in any_chain()) {
        for event in &chain {
            let stored = backwards(&serde_json::to_value(event).expect("JSON"));
            let read: AuditEvent = serde_json::from_str(&stored).expect("an entry");
            prop_assert_eq!(hash(&read), event.hash.clone(), "{}", stored);
        }
        let read: Vec<AuditEvent> = chain.iter().map(|event| serde_json::from_str(&backwards(&serde_json::to_value(event).expect("JSON"))).expect("an entry")).collect();
        prop_assert!(verify(&read, GENESIS, 1).is_ok());
    }

    #[test]
    fn changes_are_exactly_the_fields_that_differ(before in any_fields(), after in any_fields()) {
        let (old, new) = (nested(&before), nested(&after));
        let expected: Vec<FieldChange> = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>().into_iter()
            .filter(|field| before.get(*field) != after.get(*field))
            .map(|field| FieldChange { field: field.clone(), before: before.get(field).cloned(), after: after.get(field).cloned() })
            .collect();
        prop_assert_eq!(changes(Some(&old), Some(&new)), expected);
        prop_assert_eq!(changes(Some(&old), Some(&old)), Vec::new());
        let created: BTreeMap<String, String> = changes(None, Some(&new)).into_iter().filter(|change| change.before.is_none()).filter_map(|change| Some((change.field, change.after?))).collect();
        prop_assert_eq!(created, after);
    }
}

/// JSON text with the keys of every object from last to first.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<String> = fields.iter().map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), backwards(value))).collect();
            fields.sort_by(|a, b| b.cmp(a));
            format!("{{{}}}", fields.join(" , "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(backwards).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

/// Paths of two steps with their texts.
fn any_fields() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map("[a-c]\\.[a-c]", "[x-z]{0,1}", 0..6)
}

fn nested(fields: &BTreeMap<String, String>) -> Value {
    let mut root = Map::new();
    for (path, text) in fields {
        let (outer, inner) = path.split_once('.').expect("two steps");
        let below = root.entry(outer).or_insert_with(|| json!({}));
        below[inner] = json!(text);
    }
    Value::Object(root)
}

#[test]
fn changes_are_told_as_text_and_bookkeeping_is_left_out() {
    let before = json!({ "title": "保守", "amount": 1_200, "open": true, "version": 3, "updated_at": "x", "assessment": { "tier": "B", "version": 1 }, "list": ["a", "b"], "gone": "y", "none": null });
    let after = json!({ "title": "運用保守", "amount": 1_300, "open": true, "version": 4, "updated_at": "z", "assessment": { "tier": "A", "version": 2 }, "list": ["a", "c"], "new": false });
    let told: Vec<(String, Option<String>, Option<String>)> =
        changes(Some(&before), Some(&after)).into_iter().map(|change| (change.field, change.before, change.after)).collect();
    let text = |text: &str| Some(text.to_owned());
    let expected = [
        ("amount", text("1200"), text("1300")),
        ("assessment.tier", text("B"), text("A")),
        ("assessment.version", text("1"), text("2")),
        ("gone", text("y"), None),
        ("list.1", text("b"), text("c")),
        ("new", None, text("false")),
        ("title", text("保守"), text("運用保守")),
    ];
    assert_eq!(told, expected.map(|(field, before, after)| (field.to_owned(), before, after)));
    assert_eq!(changes(None, None), []);
}
