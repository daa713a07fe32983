//! 再委託 at the doors: requested, ruled on and read over REST, and as pages that read and send without scripting.

use domain::person::Role::{Auditor, DepartmentHead, ProcurementOfficer, SecurityOfficer};
use serde_json::json;

use crate::{
    pages::{cookie, page},
    site::{self, fields},
};

/// A contract of the demo city in force that nobody subcontracts yet.
const CONTRACTS: &str = "/api/v1/contracts?state=active&limit=1";

#[test]
fn a_subcontract_is_requested_once_ruled_on_and_found_in_the_tree() {
    site::run(async {
        let site = site::demo().await;
        let contract = site.first(ProcurementOfficer, CONTRACTS).await;
        let path = format!("/api/v1/contracts/{contract}/subcontracts");
        let taken = site.get(&format!("/api/v1/contracts/{contract}")).by(site, ProcurementOfficer).send().await.json()["contract"]["contractor"].clone();
        let contractors = site.get("/api/v1/contractors?limit=2").by(site, ProcurementOfficer).send().await.json();
        let ids = contractors["items"].as_array().unwrap();
        let contractor = ids.iter().map(|row| row["id"].clone()).find(|id| *id != taken).unwrap();
        let form = json!({
            "contractor": contractor, "work": "帳票の電子化", "personal": "none", "place": "市内", "abroad": false,
            "start": "2030-04-01", "end": "2031-03-31", "safety_on": "R8.11.1", "safety_how": "認証の写し",
        });
        let ask = || site.post(&path).by(site, ProcurementOfficer).key("subcontract-1").json(&form).send();
        let made = ask().await;
        assert_eq!(made.status, 201, "{}", made.text());
        let again = ask().await;
        assert_eq!((again.status.as_u16(), again.header("location")), (201, made.header("location")), "asked once, however often it is sent");
        let at = made.header("location").to_owned();

        let read = site.get(&at).by(site, SecurityOfficer).send().await;
        assert!(read.header("etag").starts_with("\"1"), "{}", read.header("etag"));
        assert_eq!((&read.json()["state"], &read.json()["may_rule"]), (&"requested".into(), &true.into()));
        let rule = |tag: &'static str, by, body: serde_json::Value| {
            let path = format!("{at}/ruling");
            async move { site.post(&path).by(site, by).header("if-match", tag).json(&body).send().await }
        };
        let yes = json!({ "answer": "permit", "on": "2026-11-24", "remark": "" });
        rule("\"1\"", ProcurementOfficer, yes.clone()).await.problem(403, "forbidden");
        rule("\"9\"", SecurityOfficer, yes.clone()).await.problem(412, "stale");
        let faulty = rule("\"1\"", SecurityOfficer, json!({ "answer": "refuse", "on": "2026-11-25" })).await.problem(422, "invalid");
        assert_eq!(fields(&faulty), ["on", "remark"]);
        let ruled = rule("\"1\"", SecurityOfficer, yes).await;
        assert_eq!(
            (ruled.status.as_u16(), &ruled.json()["version"], &ruled.json()["ruling"]["answer"]),
            (200, &2.into(), &"permit".into()),
            "{}",
            ruled.text()
        );

        let tree = site.get(&path).by(site, Auditor).send().await.json();
        let node = tree["nodes"].as_array().unwrap().iter().find(|node| node["subcontract"]["contractor"] == contractor).unwrap();
        assert_eq!((&node["depth"], &node["state"]), (&1.into(), &"permitted".into()));
        let early = site
            .put(&format!("{at}/clauses"))
            .by(site, ProcurementOfficer)
            .header("if-match", "\"2\"")
            .json(&json!({ "clauses": [{ "clause": "K03", "confirmed": true }] }))
            .send()
            .await;
        assert_eq!(fields(&early.problem(422, "invalid")), ["clauses[0].clause"]);
    });
}

#[test]
fn lists_follow_the_cursor_and_name_what_cannot_be_asked_for() {
    site::run(async {
        let site = site::demo().await;
        let list = |query: &str| site.get(&format!("/api/v1/subcontracts{query}")).by(site, SecurityOfficer).send();
        let first = list("?lane=findings&limit=1").await;
        let body = first.json();
        assert!(body["items"][0]["findings"].as_array().is_some_and(|found| !found.is_empty()), "{body}");
        assert!(first.header("link").contains("rel=\"next\""), "the demo city has more than one with findings");
        let next = list(&format!("?lane=findings&limit=1&cursor={}", body["next"].as_str().unwrap())).await.json();
        assert_ne!(next["items"][0]["id"], body["items"][0]["id"]);
        for (query, field) in [("?lane=late", "lane"), ("?contractor=%2F", "contractor"), ("?limit=0", "limit"), ("?colour=red", "colour")] {
            assert_eq!(fields(&list(query).await.problem(422, "invalid")), [field]);
        }
    });
}

#[test]
fn the_pages_read_without_scripting_and_each_form_comes_back_to_itself() {
    site::run(async {
        let site = site::demo().await;
        let cookie = cookie(site, SecurityOfficer).await;
        let node = site.first(SecurityOfficer, "/api/v1/subcontracts?lane=requested&limit=1").await;
        let shown = page(site, &format!("/subcontracts/{node}"), &cookie).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        for part in ["ruling[answer]", "ruling[on]", "引き継がせる条項", "市の確認と判断"] {
            assert!(shown.text().contains(part), "{part} is not in {}", shown.text());
        }
        let contract = site.get(&format!("/api/v1/subcontracts/{node}")).by(site, SecurityOfficer).send().await.json()["subcontract"]["contract"].clone();
        let tree = page(site, &format!("/contracts/{}/subcontracts", contract.as_str().unwrap()), &cookie).await.text();
        assert!(tree.contains("class=\"tree\"") && tree.contains(&format!("href=\"/subcontracts/{node}\"")), "{tree}");
        let list = page(site, "/subcontracts?lane=findings", &cookie).await.text();
        assert!(list.contains("承認のない着手"), "{list}");
        assert_eq!(page(site, "/subcontracts/01nothing", &cookie).await.status, 404);
        let head = crate::pages::cookie(site, DepartmentHead).await;
        assert!(page(site, "/", &head).await.text().contains("href=\"/subcontracts\""));
    });
}
