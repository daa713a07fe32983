//! 契約の版と審査 at the doors: drafted once, ticked, agreed to over REST, and as pages that read and send without scripting.

use domain::person::Role::{Auditor, ProcurementOfficer, Staff};
use serde_json::{Value, json};

use crate::{
    pages::{cookie, page},
    site::{self, Site, fields},
};

/// A contract in force of which no version is under way.
async fn settled(site: &Site) -> (String, Value) {
    let list = site.get("/api/v1/contracts?state=active&desc=true&limit=50").by(site, ProcurementOfficer).send().await.json();
    for row in list["items"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap().to_owned();
        let view = site.get(&format!("/api/v1/contracts/{id}")).by(site, ProcurementOfficer).send().await.json();
        if view["may_revise"] == true {
            return (id, view["contract"].clone());
        }
    }
    panic!("every contract has a version under way: {list}");
}

/// The form that states a contract as it is.
fn terms(contract: &Value) -> Value {
    let fields = [
        "number",
        "title",
        "summary",
        "department",
        "contractor",
        "kind",
        "start",
        "end",
        "amount",
        "confidentiality",
        "integrity",
        "availability",
        "personal",
        "records",
        "segment",
        "remote_access",
        "off_premises",
        "data_abroad",
        "subcontract_depth",
        "city_lead",
        "contractor_lead",
        "contractor_contact",
        "workplace",
        "service_level",
        "selection",
    ];
    Value::Object(fields.into_iter().filter(|field| !contract[*field].is_null()).map(|field| (field.to_owned(), contract[field].clone())).collect())
}

#[test]
fn a_version_is_drafted_once_and_moved_on_in_the_version_that_was_seen() {
    site::run(async {
        let site = site::demo().await;
        let (contract, now) = settled(site).await;
        let path = format!("/api/v1/contracts/{contract}/revisions");
        let mut changed = terms(&now);
        changed["workplace"] = "試験用の事業所".into();
        let form = json!({ "kind": "amendment", "concluded_on": "R8.12.1", "effective_from": "2026-12-15", "reason": "移転", "terms": changed });
        let draft = || site.post(&path).by(site, ProcurementOfficer).key("revision-1").json(&form).send();
        let made = draft().await;
        assert_eq!((made.status.as_u16(), &made.json()["number"], &made.json()["stage"]), (201, &2.into(), &"draft".into()), "{}", made.text());
        let again = draft().await;
        assert_eq!((again.status.as_u16(), again.header("location")), (201, made.header("location")));
        let other = site.post(&path).by(site, ProcurementOfficer).key("revision-2").json(&form).send().await.problem(409, "refused");
        assert!(other["reasons"].as_array().is_some_and(|reasons| reasons.len() == 1), "{other}");
        let at = made.header("location").to_owned();
        let read = site.get(&at).by(site, Auditor).send().await;
        assert_eq!(
            (read.json()["changes"][0]["field"].as_str(), read.json()["steps"].as_array().map(Vec::len)),
            (Some("workplace"), Some(0)),
            "{}",
            read.text()
        );
        // Who may only take it back gets a form with nothing on the page before it.
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let shown = page(site, &format!("/contracts/{contract}/versions/{id}"), &cookie(site, ProcurementOfficer).await).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        for part in ["name=\"remark\"", "差し戻し・取下げの理由", "試験用の事業所"] {
            assert!(shown.text().contains(part), "{part} is not in {}", shown.text());
        }
        let faulty = json!({ "kind": "amendment", "concluded_on": "R8.12.1", "effective_from": "いつか", "reason": "移転", "terms": { "title": "" } });
        let problem = site.put(&at).by(site, ProcurementOfficer).header("if-match", "\"1\"").json(&faulty).send().await.problem(422, "invalid");
        assert!(fields(&problem).contains(&"effective_from") && fields(&problem).contains(&"terms.title"), "{problem}");
        let step = |tag: &'static str, by, step: &'static str, remark: &'static str| {
            let path = format!("{at}/steps");
            async move { site.post(&path).by(site, by).header("if-match", tag).json(&json!({ "step": step, "remark": remark })).send().await }
        };
        step("\"9\"", ProcurementOfficer, "submit", "").await.problem(412, "stale");
        step("\"1\"", ProcurementOfficer, "jump", "").await.problem(422, "invalid");
        assert_eq!(step("\"1\"", ProcurementOfficer, "submit", "").await.status, 200);
        step("\"2\"", ProcurementOfficer, "agree", "").await.problem(403, "forbidden");
        let list = site.get(&format!("{at}/review")).by(site, ProcurementOfficer).send().await;
        assert!(list.json()["lines"].as_array().unwrap().iter().any(|line| line["key"] == "text" && line["state"] == "tick"), "{}", list.text());
        site.put(&format!("{at}/review")).by(site, Auditor).header("if-match", list.header("etag")).json(&json!({})).send().await.problem(403, "forbidden");
        assert_eq!(fields(&step("\"2\"", ProcurementOfficer, "withdraw", " ").await.problem(422, "invalid")), ["remark"]);
        let withdrawn = step("\"2\"", ProcurementOfficer, "withdraw", "試験のため").await;
        assert_eq!((withdrawn.status.as_u16(), &withdrawn.json()["stage"]), (200, &"withdrawn".into()), "{}", withdrawn.text());
        let all = site.get(&path).by(site, Auditor).send().await.json();
        assert_eq!((all["items"].as_array().map(Vec::len), &all["items"][0]["revision"]["stage"]), (Some(2), &"withdrawn".into()));
        let refused = site.put(&format!("/api/v1/contracts/{contract}")).by(site, ProcurementOfficer).header("if-match", &format!("\"{}\"", now["version"]));
        let mut moved = terms(&now);
        moved["end"] = "2099-03-31".into();
        assert!(fields(&refused.json(&moved).send().await.problem(422, "invalid")).contains(&"end"));
    });
}

#[test]
fn a_contract_is_not_put_in_force_before_its_list_is_gone_through() {
    site::run(async {
        let site = site::demo().await;
        let contract = site.first(ProcurementOfficer, "/api/v1/contracts?state=under_review").await;
        let path = format!("/api/v1/contracts/{contract}");
        let list = site.get(&format!("{path}/review")).by(site, Staff).send().await;
        assert!(matches!(list.status.as_u16(), 200 | 404), "{}", list.text());
        let list = site.get(&format!("{path}/review")).by(site, ProcurementOfficer).send().await;
        let lines = list.json()["lines"].as_array().unwrap().clone();
        let tick = lines.iter().find(|line| line["state"] == "tick").expect("something only a person can see")["key"].clone();
        let settled = lines.iter().find(|line| line["state"] == "settled").expect("something the data settles")["key"].clone();
        let put = |tag: String, key: &Value| {
            let body = json!({ "lines": [{ "line": key, "confirmed": true }] });
            let path = format!("{path}/review");
            async move { site.put(&path).by(site, ProcurementOfficer).header("if-match", &tag).json(&body).send().await }
        };
        let tag = list.header("etag").to_owned();
        assert_eq!(fields(&put(tag.clone(), &settled).await.problem(422, "invalid")), ["lines[0].line"]);
        put("\"999\"".to_owned(), &tick).await.problem(412, "stale");
        let ticked = put(tag.clone(), &tick).await;
        assert_eq!(ticked.status, 200, "{}", ticked.text());
        assert!(ticked.json()["lines"].as_array().unwrap().iter().any(|line| line["key"] == tick && line["confirmed"]["by"].is_string()));
        put(tag, &tick).await.problem(412, "stale");
        let version = site.get(&path).by(site, ProcurementOfficer).send().await.json()["contract"]["version"].clone();
        let open = ticked.json()["lines"].as_array().unwrap().iter().filter(|line| line["state"] != "settled" && line["confirmed"].is_null()).count();
        let activate = site.post(&format!("{path}/steps")).by(site, ProcurementOfficer).header("if-match", &format!("\"{version}\""));
        let refused = activate.json(&json!({ "step": "activate" })).send().await.problem(409, "refused");
        assert_eq!(refused["reasons"].as_array().map(Vec::len), Some(open), "every reason at once: {refused}");
    });
}

#[test]
fn the_pages_read_without_scripting() {
    site::run(async {
        let site = site::demo().await;
        let officer = cookie(site, ProcurementOfficer).await;
        let (contract, _) = settled(site).await;
        let versions = page(site, &format!("/contracts/{contract}/versions"), &officer).await;
        assert_eq!(versions.status, 200, "{}", versions.text());
        for part in ["変更契約を起案", "更新を起案", "現行"] {
            assert!(versions.text().contains(part), "{part} is not in {}", versions.text());
        }
        let new = page(site, &format!("/contracts/{contract}/versions/new?kind=renewal"), &officer).await.text();
        for part in ["form[terms][end]", "form[regime]", "form[kind]", "現行の版と違うところ"] {
            assert!(new.contains(part), "{part} is not in {new}");
        }
        let first = page(site, &format!("/contracts/{contract}/versions/{contract}"), &officer).await;
        assert_eq!(first.status, 200, "{}", first.text());
        assert_eq!(page(site, &format!("/contracts/{contract}/versions/01nothing"), &officer).await.status, 404);
        let edit = page(site, &format!("/contracts/{contract}/edit"), &officer).await.text();
        assert!(edit.contains("履行中の契約の訂正") && edit.contains("type=\"hidden\" name=\"form[end]\""), "{edit}");
        let waiting = site.first(ProcurementOfficer, "/api/v1/contracts?state=under_review").await;
        let review = page(site, &format!("/contracts/{waiting}/review"), &officer).await.text();
        assert!(review.contains("review[lines][0][confirmed]") && review.contains("有効にする"), "{review}");
        let auditor = cookie(site, Auditor).await;
        assert_eq!(page(site, &format!("/contracts/{contract}/versions/new"), &auditor).await.status, 403);
    });
}
