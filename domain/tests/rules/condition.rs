//! Conditions of a clause: read, said, held against contracts, and found out where they exclude each other.

use domain::{
    Lang,
    clause::{Applies, Catalogue, Clause, Condition, Fact, Relation, Values, contradicted},
    contract::{Confidentiality, ContractKind, Nature, PersonalInformation},
    label::Choice,
};
use proptest::{prelude::*, sample::select};

use crate::{
    samples::{any_nature, plain},
    shipped,
};

fn read(text: &str) -> Condition {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn a_condition_is_stored_as_it_is_noted_and_said_as_a_sentence() {
    for (text, ja, en) in [
        ("confidentiality >= 3B", "情報の機密性が「機密性3B」以上", "Confidentiality is at least Confidentiality 3B"),
        ("kind != cloud", "契約の種類が「クラウドサービス利用」でない", "Kind of contract is not Cloud service"),
        ("records <= 999", "取り扱う件数が999以下", "Number of records is at most 999"),
        ("remote_access = no", "遠隔からの接続がない", "No remote access"),
        ("subcontract_depth >= 1", "再委託がある", "Work is subcontracted"),
        ("subcontract_depth >= 2", "再委託の段数が2以上", "Tiers of subcontracting is at least 2"),
    ] {
        let condition = read(text);
        assert_eq!((condition.to_string().as_str(), condition.say(Lang::Ja).as_str(), condition.say(Lang::En).as_str()), (text, ja, en));
        assert_eq!(serde_json::to_value(condition).ok(), Some(text.into()));
    }
}

#[test]
fn what_the_first_catalogues_said_is_still_read() {
    let words = ["subcontracting", "remote_access", "data_abroad"].map(|word| read(word).to_string());
    assert_eq!(words, ["subcontract_depth >= 1", "remote_access = yes", "data_abroad = yes"]);
}

#[test]
fn what_is_no_condition_is_refused() {
    for text in ["", "records", "records >= many", "records = 10", "kind >= cloud", "weather = fine", "remote_access = ", "confidentiality >= 9", "x >= 1"] {
        assert!(text.parse::<Condition>().is_err(), "{text}");
        assert!(serde_json::from_value::<Condition>(text.into()).is_err(), "{text}");
    }
}

#[test]
fn conditions_hold_for_the_contracts_they_speak_of() {
    let nature = Nature { confidentiality: Confidentiality::C3C, records: 1000, remote_access: true, ..plain() };
    for (text, holds) in [
        ("confidentiality >= 2", true),
        ("confidentiality >= 3B", false),
        ("confidentiality <= 3C", true),
        ("records >= 1000", true),
        ("records <= 999", false),
        ("remote_access = yes", true),
        ("personal != none", false),
        ("segment = none", true),
    ] {
        assert_eq!(read(text).holds_for(&nature), holds, "{text}");
    }
}

#[test]
fn conditions_that_exclude_each_other_are_found() {
    for (conditions, fact) in [
        (&["records >= 10", "records <= 9"][..], Some(Fact::Records)),
        (&["records >= 10", "records <= 10"], None),
        (&["kind = cloud", "kind = general"], Some(Fact::Kind)),
        (&["confidentiality >= 3A", "confidentiality != 3A"], Some(Fact::Confidentiality)),
        (&["remote_access = yes", "data_abroad = no", "remote_access = no"], Some(Fact::RemoteAccess)),
        (&["personal != none", "personal != personal"], None),
    ] {
        let conditions: Vec<Condition> = conditions.iter().map(|text| read(text)).collect();
        assert_eq!(contradicted(&conditions), fact, "{conditions:?}");
    }
}

fn clause(applies: Vec<Applies>, when: &[&str]) -> Clause {
    Clause { applies, when: when.iter().map(|text| read(text)).collect(), ..shipped::catalogue().clauses.remove(0) }
}

#[test]
fn a_clause_nobody_could_need_is_found() {
    assert!(clause(vec![Applies::Cloud], &["kind = general"]).is_never_required());
    assert!(clause(vec![Applies::Cloud, Applies::MyNumber], &["confidentiality = 1", "personal = none"]).is_never_required());
    assert!(!clause(vec![Applies::Cloud, Applies::MyNumber], &["confidentiality = 1"]).is_never_required());
    assert!(!clause(vec![Applies::System], &["kind != system_operation"]).is_never_required());
    assert!(shipped::catalogue().clauses.iter().all(|clause| !clause.is_never_required()));
}

fn any_condition() -> impl Strategy<Value = Condition> {
    (select(Fact::ALL), any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u64..3_000).prop_map(|(fact, relation, word, count)| {
        let relation = fact.relations()[relation.index(fact.relations().len())];
        let value = match fact.values(Lang::Ja) {
            Values::Flag => ["yes", "no"][word.index(2)].to_owned(),
            Values::Count => count.to_string(),
            Values::OneOf(words) => words[word.index(words.len())].0.to_owned(),
        };
        Condition::new(fact, relation, &value).expect("a condition")
    })
}

proptest! {
    #[test]
    fn every_condition_reads_back(condition in any_condition()) {
        prop_assert_eq!(condition.to_string().parse(), Ok(condition));
        prop_assert!(!condition.say(Lang::Ja).is_empty() && !condition.say(Lang::En).is_empty());
    }

    #[test]
    fn what_is_called_never_required_is_required_of_nobody(
        nature in any_nature(),
        applies in prop::collection::vec(select(Applies::ALL), 1..3),
        when in prop::collection::vec(any_condition(), 0..4),
    ) {
        let clause = Clause { applies, when, ..shipped::catalogue().clauses.remove(0) };
        prop_assert!(!(clause.is_never_required() && clause.is_required_for(&nature)), "{:?}", clause.when);
        let catalogue = Catalogue { clauses: vec![clause.clone()], ..shipped::catalogue() };
        prop_assert_eq!(catalogue.required_for(&nature).len(), usize::from(clause.is_required_for(&nature)));
    }
}

#[test]
fn relations_are_those_a_fact_has() {
    assert!(Condition::new(Fact::Kind, Relation::AtLeast, ContractKind::Cloud.word()).is_none());
    assert!(Condition::new(Fact::Personal, Relation::Is, PersonalInformation::MyNumber.label(Lang::Ja)).is_some());
    assert!(Condition::new(Fact::Records, Relation::AtLeast, "１，０００件").is_some_and(|condition| condition.value() == "1000"));
}
