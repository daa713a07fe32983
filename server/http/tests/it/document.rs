//! What the OpenAPI document says of parameters and words is what is served.

use std::collections::BTreeSet;

use domain::{
    audit::AuditFilter,
    board::{BoardFilter, Lane},
    contract::{ContractFilter, ContractState},
    contractor::ContractorFilter,
    import::{ImportKind, ImportRowFilter},
    label::Choice,
    permission::Operation,
    person::Role::SecurityOfficer,
};
use serde::Serialize;
use serde_json::Value;

use crate::site;

fn document() -> Value {
    serde_json::to_value(itakumori::openapi::document()).expect("a document")
}

/// The operation of an id, with its path.
fn operation<'a>(document: &'a Value, id: &str) -> (&'a str, &'a Value) {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths
        .flat_map(|(path, item)| item.as_object().expect("operations").values().map(move |operation| (path.as_str(), operation)))
        .find(|(_, operation)| operation["operationId"] == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

/// Names of the query parameters of an operation; each says what it means.
fn parameters(operation: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["in"] == "query") {
        assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()) || parameter["name"] == "state", "{parameter} says nothing");
        names.insert(parameter["name"].as_str().expect("a name").to_owned());
    }
    names
}

fn members(filter: &impl Serialize) -> BTreeSet<String> {
    serde_json::to_value(filter).expect("a filter").as_object().expect("members").keys().cloned().collect()
}

#[test]
fn every_parameter_a_list_reads_is_described() {
    let document = document();
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    for (id, read) in [
        ("list_contracts", members(&ContractFilter::default())),
        ("list_contractors", members(&ContractorFilter::default())),
        ("list_verifications", members(&BoardFilter::default())),
        ("list_audit_events", members(&AuditFilter::default())),
        ("list_import_rows", members(&ImportRowFilter::default())),
        ("list_standings", named(&["by_contractor"])),
        ("get_heat", named(&["fiscal_year"])),
        ("create_import", named(&["kind", "file_name"])),
    ] {
        assert_eq!(parameters(operation(&document, id).1), read, "{id}");
    }
    let limit = operation(&document, "list_contracts").1["parameters"].as_array().and_then(|all| all.iter().find(|parameter| parameter["name"] == "limit"));
    let limit = limit.map(|limit| &limit["schema"]);
    assert_eq!(limit.map(|schema| (&schema["minimum"], &schema["maximum"])), Some((&1.into(), &200.into())));
}

#[test]
fn a_list_knows_the_parameters_it_describes_and_no_others() {
    site::run(async {
        let site = site::demo().await;
        let document = document();
        for (method, path, id) in crate::operations::all().into_iter().filter(|(_, _, id)| id.starts_with("list_") || id == "get_heat") {
            if path.contains('{') {
                continue;
            }
            assert_eq!(method, "GET");
            let ask = |query: String| site.get(&format!("{path}?{query}")).by(site, SecurityOfficer).send();
            let problem = ask("colour=red".to_owned()).await.problem(422, "invalid");
            // A list that has to be asked for something says what is missing as well.
            let told = problem["errors"].as_array().expect("errors").iter().any(|error| error["field"] == "colour" && error["code"] == "field.unknown");
            assert!(told, "{problem}");
            for name in parameters(operation(&document, &id).1) {
                let answer = ask(format!("{name}=%00")).await;
                assert!(!answer.text().contains("field.unknown"), "{path}: {}", answer.text());
            }
        }
    });
}

#[track_caller]
fn in_words<T: Choice>(document: &Value, name: &str) {
    let schema = &document["components"]["schemas"][name];
    let words: Vec<&str> = T::ALL.iter().map(|value| value.word()).collect();
    assert_eq!(schema["enum"], serde_json::json!(words), "{name}");
    assert_eq!(schema["type"], "string", "{name}");
    let labels = schema["description"].as_str().unwrap_or_default();
    assert!(T::ALL.iter().all(|value| labels.contains(value.label(domain::Lang::Ja))), "{name}: {labels}");
}

#[test]
fn words_are_described_as_they_travel() {
    let document = document();
    in_words::<ContractState>(&document, "ContractState");
    in_words::<Lane>(&document, "Lane");
    in_words::<ImportKind>(&document, "ImportKind");
    in_words::<Operation>(&document, "Operation");
    assert!(document["components"]["schemas"]["Lane"]["description"].as_str().is_some_and(|text| text.starts_with("Which verifications")), "the comment stays");
}
