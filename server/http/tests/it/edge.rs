//! What reaches the site in no form it takes.

use std::time::Duration;

use axum::body::{Body, Bytes};
use domain::person::Role::{DepartmentHead, ProcurementOfficer, SecurityOfficer, Staff};
use futures::stream;
use serde_json::{Value, json};

use crate::site::{self, contractor, fields};

/// Sentences for a Japanese reader hold no English of a parser.
#[track_caller]
fn in_japanese(problem: &Value) {
    let said = problem["errors"].as_array().into_iter().flatten().map(|error| &error["message"]).chain([&problem["detail"]]);
    for sentence in said.filter_map(Value::as_str) {
        let foreign = ["expected", "invalid", "line ", "missing", "unknown", "Failed", "error", "field.", "request."];
        assert!(!sentence.is_ascii() && !foreign.iter().any(|word| sentence.contains(word)), "{sentence}");
    }
}

#[test]
fn a_member_that_is_missing_wrong_or_unknown_is_named() {
    site::run(async {
        let site = site::demo().await;
        let id = site.first(ProcurementOfficer, "/api/v1/contracts?state=active").await;
        let before = site.entries().await;
        let step = format!("/api/v1/contracts/{id}/steps");
        for (body, field, code) in [
            ("{}", "step", "field.required"),
            (r#"{"step":null}"#, "step", "field.required"),
            (r#"{"step":7}"#, "step", "field.choice"),
            (r#"{"step":"submit","when":"now"}"#, "when", "field.unknown"),
            ("[]", "", "field.expects_object"),
            (r#"["submit"]"#, "", "field.expects_object"),
        ] {
            let ask = site.post(&step).by(site, ProcurementOfficer).header("if-match", "\"1\"").header("content-type", "application/json");
            let problem = ask.body(body).send().await.problem(422, "invalid");
            assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&field.into(), &code.into()), "{body}: {problem}");
            in_japanese(&problem);
        }
        let mut form = contractor("未知の項目", 900_000_000_301);
        form["colour"] = "red".into();
        let unknown = site.post("/api/v1/contractors").by(site, ProcurementOfficer).key("edge-unknown").json(&form).send().await.problem(422, "invalid");
        assert_eq!(fields(&unknown), ["colour"]);
        let broken = site.post("/api/v1/contractors").by(site, ProcurementOfficer).key("edge-broken").header("content-type", "application/json");
        let broken = broken.body("{\n  \"name\": x\n}").send().await.problem(400, "malformed");
        in_japanese(&broken);
        assert!(broken["detail"].as_str().is_some_and(|text| text.contains("2行目11列目")), "{broken}");
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn a_query_is_answered_in_words_a_person_reads() {
    site::run(async {
        let site = site::demo().await;
        for (path, field, code) in [
            ("contracts?limit=0", "limit", "field.limit"),
            ("contracts?limit=201", "limit", "field.limit"),
            ("contracts?limit=-1", "limit", "field.limit"),
            ("contracts?limit=many", "limit", "field.limit"),
            ("contracts?colour=red", "colour", "field.unknown"),
            ("contracts?state=sleeping", "state", "field.choice"),
            ("contracts?gaps=perhaps", "gaps", "field.expects_flag"),
            ("contracts?department=%20", "department", "field.id"),
            ("contracts?contractor=a%2Fb", "contractor", "field.id"),
            ("contracts?tier=A&tier=B", "tier", "field.twice"),
            ("verifications?contract=%E5%A5%91", "contract", "field.id"),
            ("verifications?month=2026-13", "month", "field.month"),
            ("verifications/heat?fiscal_year=1999", "fiscal_year", "field.fiscal_year"),
            ("verifications/heat?fiscal_year=MMXXVI", "fiscal_year", "field.expects_number"),
            ("audit-events?record=..%2F..", "record", "field.id"),
            ("departments?limit=5", "limit", "field.unknown"),
            ("people?q=x", "q", "field.unknown"),
            ("policies/versions?kind=risk", "kind", "field.unknown"),
        ] {
            let problem = site.get(&format!("/api/v1/{path}")).by(site, SecurityOfficer).send().await.problem(422, "invalid");
            assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&field.into(), &code.into()), "{path}: {problem}");
            in_japanese(&problem);
        }
        let year = site.get("/api/v1/verifications/heat?fiscal_year=2101").by(site, SecurityOfficer).send().await.json();
        assert!(year["errors"][0]["message"].as_str().is_some_and(|text| text.contains("2000") && text.contains("2100")), "{year}");
        assert_eq!(site.get("/api/v1/contracts?limit=200&state=&q=").by(site, SecurityOfficer).send().await.status, 200);
    });
}

#[test]
fn a_cursor_that_no_row_can_have_is_not_taken() {
    site::run(async {
        let site = site::demo().await;
        // `zzz`, `2026-99-99 x`, `R08-000001 x`, `-1`, `~|~`, each as a cursor travels.
        for (path, cursor) in [
            ("contracts?", "enp6"),
            ("contracts?", "MjAyNi05OS05OSB4"),
            ("contracts?", "UjA4LTAwMDAwMSB4"),
            ("contractors?", "enp6"),
            ("verifications?", "enp6"),
            ("verifications?sort=department&", "enp6"),
            ("verifications?sort=department&", "fnx-"),
            ("audit-events?", "enp6"),
            ("audit-events?", "LTE"),
        ] {
            let problem = site.get(&format!("/api/v1/{path}cursor={cursor}")).by(site, SecurityOfficer).send().await.problem(422, "invalid");
            assert_eq!(fields(&problem), ["cursor"], "{path}{cursor}: {problem}");
        }
        for list in [
            "contracts?limit=1",
            "contracts?limit=1&sort=title&desc=true",
            "contractors?limit=1",
            "verifications?limit=1&lane=coming",
            "verifications?limit=1&lane=coming&sort=department",
            "audit-events?limit=1",
        ] {
            let first = site.get(&format!("/api/v1/{list}")).by(site, SecurityOfficer).send().await;
            let next = first.header("link").trim_start_matches('<').split('>').next().unwrap_or_default().to_owned();
            assert_eq!(site.get(&next).by(site, SecurityOfficer).send().await.status, 200, "{list}: {}", first.text());
        }
    });
}

#[test]
fn a_search_for_nothing_that_can_be_found_finds_nothing() {
    site::run(async {
        let site = site::demo().await;
        let total = |query: &'static str| async move {
            let answer = site.get(&format!("/api/v1/{query}")).by(site, SecurityOfficer).send().await;
            answer.json()["total"].as_u64().unwrap_or_else(|| panic!("{}", answer.text()))
        };
        for list in ["contracts", "contractors"] {
            let path = |q: &str| -> &'static str { format!("{list}?q={q}").leak() };
            for nothing in ["%E3%80%82%E3%80%81", "%E2%80%8B", "%25%27%22%3B--", "%FF%FE"] {
                assert_eq!(total(path(nothing)).await, 0, "{list} {nothing}");
            }
            for blank in ["", "%20", "%E3%80%80"] {
                assert!(total(path(blank)).await > 10, "{list} {blank}");
            }
        }
        assert_eq!(total("contractors?q=%E6%A0%AA%E5%BC%8F%20%E3%83%BB").await, total("contractors?q=%E6%A0%AA%E5%BC%8F").await, "a stray mark does no harm");
    });
}

/// A body that takes its time: nothing for so long, then the bytes.
fn late(milliseconds: u64, bytes: &[u8]) -> Body {
    let bytes = Bytes::copy_from_slice(bytes);
    Body::from_stream(stream::once(async move {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        Ok::<_, std::io::Error>(bytes)
    }))
}

#[test]
fn uploads_have_more_time_than_other_requests_however_small_they_are() {
    site::run(async {
        let site = site::hurried().await;
        let template = site.get("/api/v1/imports/templates/contractors.csv").by(&site, ProcurementOfficer).send().await.body;
        let upload = |milliseconds| {
            let ask = site.post("/api/v1/imports?kind=contractors").by(&site, ProcurementOfficer).key("late").header("content-type", "text/csv");
            ask.body(late(milliseconds, &template)).send()
        };
        assert_eq!(upload(1_500).await.status, 201);
        upload(5_000).await.problem(503, "unavailable");
        let form = contractor("遅い登録", 900_000_000_302).to_string();
        let slow = site.post("/api/v1/contractors").by(&site, ProcurementOfficer).key("late").header("content-type", "application/json");
        slow.body(late(1_500, form.as_bytes())).send().await.problem(503, "unavailable");
    });
}

#[test]
fn a_list_comes_as_one_and_nothing_comes_compressed() {
    site::run(async {
        let site = site::demo().await;
        let template = site.get("/api/v1/imports/templates/contractors.csv").by(site, ProcurementOfficer).send().await.body;
        let upload = |content_type: &'static str, encoding: &'static str| {
            let ask = site.post("/api/v1/imports?kind=contractors").by(site, ProcurementOfficer).key(&format!("list {content_type}{encoding}"));
            let ask = if content_type.is_empty() { ask } else { ask.header("content-type", content_type) };
            let ask = if encoding.is_empty() { ask } else { ask.header("content-encoding", encoding) };
            ask.body(template.clone()).send()
        };
        for taken in ["text/csv; charset=Shift_JIS", "application/vnd.ms-excel", "application/octet-stream", "text/plain", ""] {
            assert_eq!(upload(taken, "").await.status, 201, "{taken}");
        }
        for other in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png"] {
            in_japanese(&upload(other, "").await.problem(415, "media-type"));
        }
        let holidays = site.post("/api/v1/policies/holidays").by(site, SecurityOfficer).header("content-type", "application/json").body("{}").send();
        holidays.await.problem(415, "media-type");
        assert_eq!(upload("text/csv", "identity").await.status, 201);
        for packed in ["gzip", "br", "identity, gzip"] {
            let refused = upload("text/csv", packed).await;
            in_japanese(&refused.problem(415, "content-encoding"));
            assert_eq!(refused.header("accept-encoding"), "identity");
        }
        let form = contractor("圧縮", 900_000_000_303);
        let packed = site.post("/api/v1/contractors").by(site, ProcurementOfficer).key("packed").header("content-encoding", "gzip").json(&form);
        packed.send().await.problem(415, "content-encoding");
        let page = site.post("/signin").header("accept", "text/html").header("sec-fetch-site", "same-origin").header("content-encoding", "gzip").form(&[]);
        let page = page.send().await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (415, "text/html; charset=utf-8"));
    });
}

#[test]
fn what_is_too_large_or_of_another_kind_is_said_as_it_is() {
    site::run(async {
        let site = site::demo().await;
        let long = "あ".repeat(400_000);
        let json = site.post("/api/v1/contractors").by(site, ProcurementOfficer).key("large").json(&json!({"note": long})).send().await;
        let detail = json.problem(413, "too-large")["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.contains("1MB") && !detail.contains("ファイル"), "{detail}");
        let page = |path: &str| site.post(path).header("accept", "text/html").header("sec-fetch-site", "same-origin");
        for path in ["/signin", "/setup", "/lang", "/theme"] {
            assert_eq!(page(path).form(&[("next", &long)]).send().await.status, 413, "{path}");
            let other = page(path).header("content-type", "text/plain").body("next=/").send().await;
            assert_eq!((other.status.as_u16(), other.header("content-type")), (415, "text/html; charset=utf-8"), "{path}");
            assert!(other.text().contains("application/x-www-form-urlencoded"), "{}", other.text());
        }
        for path in ["/import/upload", "/policy/holidays"] {
            for kind in ["multipart/form-data", "text/csv"] {
                let answer = page(path).by(site, SecurityOfficer).header("content-type", kind).body("x").send().await;
                assert_eq!((answer.status.as_u16(), answer.header("content-type")), (415, "text/html; charset=utf-8"), "{path} {kind}");
                assert!(answer.text().contains("multipart/form-data"), "{}", answer.text());
            }
        }
    });
}

#[test]
fn a_function_is_known_and_sent_as_it_takes_it() {
    site::run(async {
        let site = site::demo().await;
        let call = |method, path: &str| site.ask(method, path).by(site, ProcurementOfficer).header("accept", "application/json");
        let nowhere = call(http::Method::POST, "/_fn/nope").form(&[]).send().await;
        assert_eq!((nowhere.status.as_u16(), nowhere.json()), (404, json!({"kind": "not_found"})));
        let page = site.ask(http::Method::GET, "/_fn/nope").by(site, ProcurementOfficer).header("accept", "text/html").send().await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "text/html; charset=utf-8"));
        assert_eq!(call(http::Method::GET, "/_fn/create_contract").send().await.status, 405);
        let before = site.entries().await;
        for kind in ["text/plain", "multipart/form-data; boundary=x", ""] {
            let ask = call(http::Method::POST, "/_fn/create_contract");
            let ask = if kind.is_empty() { ask } else { ask.header("content-type", kind) };
            let refused = ask.body("form[title]=x").send().await;
            assert_eq!((refused.status.as_u16(), &refused.json()["kind"]), (415, &json!("invalid")), "{kind}");
        }
        let unreadable = call(http::Method::POST, "/_fn/list_contracts").header("content-type", "application/json").body("{}").send().await;
        assert_eq!((unreadable.status.as_u16(), unreadable.text().contains("missing")), (422, false), "{}", unreadable.text());
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn who_reads_histories_of_own_records_does_not_read_the_whole_trail() {
    site::run(async {
        let site = site::demo().await;
        let list = |query: String, role| async move { site.get(&format!("/api/v1/audit-events{query}")).by(site, role).send().await };
        for query in ["", "?record_kind=contract", "?record_kind=person&record=01j0", "?actor=01j0"] {
            for role in [Staff, DepartmentHead] {
                list(query.to_owned(), role).await.problem(403, "forbidden");
            }
        }
        list("?record_kind=contract&record=01j0".to_owned(), DepartmentHead).await.problem(404, "not-found");
        let own = site.first(DepartmentHead, "/api/v1/contracts").await;
        assert_eq!(list(format!("?record_kind=contract&record={own}"), DepartmentHead).await.status, 200);
    });
}
