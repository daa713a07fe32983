//! The OpenAPI document: which operations there are, and that each is fully described.

use std::{fmt::Write, sync::LazyLock};

use http::{Method, StatusCode};
use serde_json::Value;

use crate::site;

/// Every operation as `METHOD path operation_id`, by path.
pub fn all() -> Vec<(String, String, String)> {
    let document = serde_json::to_value(itakumori::openapi::document()).expect("a document");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            found.push((method.to_uppercase(), path.clone(), operation["operationId"].as_str().expect("an id").to_owned()));
        }
    }
    found.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    found
}

/// Whatever a test is answered by an operation is a status its description names.
#[track_caller]
pub fn promised(method: &Method, path: &str, status: StatusCode) {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(itakumori::openapi::document()).expect("a document"));
    let fits = |template: &str| {
        let (asked, described) = (path.split('/').collect::<Vec<_>>(), template.split('/').collect::<Vec<_>>());
        asked.len() == described.len() && asked.iter().zip(described).all(|(word, template)| template.starts_with('{') || *word == template)
    };
    // Words go before holes, as they do for the router.
    let paths = DOCUMENT["paths"].as_object().expect("paths").iter().filter(|(template, _)| fits(template));
    let Some((template, item)) = paths.min_by_key(|(template, _)| template.matches('{').count()) else { return };
    let Some(operation) = item.get(method.as_str().to_lowercase()) else { return };
    assert!(operation["responses"].get(status.as_str()).is_some(), "{method} {template} answered {status}, which its description does not name");
}

#[test]
fn the_operations_are_the_agreed_ones() {
    let listed = all().into_iter().fold(String::new(), |mut text, (method, path, id)| {
        let _ = writeln!(text, "{method:6} {path:52} {id}");
        text
    });
    golden("operations.txt", &listed);
}

/// Compares with a file under `tests/golden`; `UPDATE_GOLDEN=1` writes it.
#[track_caller]
pub fn golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).expect("a golden file");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{name} differs from what is there now; UPDATE_GOLDEN=1 writes it anew:\n{text}");
}

#[test]
fn every_operation_is_described_with_its_permission_its_faults_and_a_tag() {
    let document = serde_json::to_value(itakumori::openapi::document()).expect("a document");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let name = format!("{method} {path}");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name}: one tag");
            assert!(operation["summary"].is_string(), "{name}: a summary");
            if !path.starts_with("/api/") {
                continue;
            }
            assert!(operation["description"].as_str().is_some_and(|text| text.contains("Permission: ")), "{name}: its permission");
            let answers = operation["responses"].as_object().expect("answers");
            assert!(answers.keys().any(|status| status.starts_with('2')), "{name}: an answer");
            let public = operation["security"] == serde_json::json!([{}]) || operation["operationId"] == "sign_out";
            assert!(public || answers.contains_key("401"), "{name}: 401");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["in"] != "path" || path.contains(&format!("{{{}}}", parameter["name"].as_str().expect("a name"))), "{name}: {parameter}");
            }
        }
    }
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = serde_json::to_value(itakumori::openapi::document()).expect("a document");
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50, "the document refers to its schemas");
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                references.push(reference.clone());
            }
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

#[test]
fn the_document_is_served_and_its_browser_stays_at_home() {
    site::run(async {
        let site = site::empty().await;
        let served = site.get("/api/v1/openapi.json").send().await;
        assert_eq!(served.json(), serde_json::to_value(itakumori::openapi::document()).expect("a document"));
        let page = site.get("/api/docs/").send().await;
        assert_eq!(page.status, 200);
        assert!(page.header("content-security-policy").contains("style-src 'self' 'unsafe-inline'"));
        assert!(!page.text().contains("http://") && !page.text().contains("https://"), "{}", page.text());
        let script = site.get("/api/docs/swagger-initializer.js").send().await.text();
        assert!(script.contains("/api/v1/openapi.json") && script.contains("none"), "no validator elsewhere is asked: {script}");
    });
}
