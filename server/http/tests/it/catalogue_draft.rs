//! 改正案 at the doors: written by programs and on pages, shown without scripting, put in force, and taken by contracts.

use domain::person::Role::{DepartmentHead, ProcurementOfficer, SecurityOfficer};
use http::Method;
use serde_json::{Value, json};

use crate::{
    cadence_draft,
    pages::{cookie, page, sent},
    site::{self, fields},
    yearly_plan,
};

const DRAFT: &str = "/api/v1/policies/catalogue/draft";

fn clause() -> Value {
    json!({
        "id": "K14", "group": "common", "title": "遠隔保守の経路", "requirement": "遠隔保守の経路を定める。",
        "applies": { "outsourcing": true, "system": true, "cloud": true }, "when": [{ "fact": "records", "relation": ">=", "value": 1 }],
        "check": "経路は定めたとおりか。", "text": "### 第○条（遠隔保守）\n\n乙は、**市が定める経路**によらなければならない。<script>alert(1)</script>",
    })
}

#[test]
fn a_draft_goes_from_its_first_clause_to_the_contracts() {
    site::run(async {
        let site = &site::another().await;
        let ask = |method: Method, path: &str| site.ask(method, path).by(site, SecurityOfficer);
        ask(Method::GET, DRAFT).send().await.problem(404, "not-found");
        let begun = ask(Method::POST, DRAFT).send().await;
        assert_eq!((begun.status.as_u16(), begun.header("location"), &begun.json()["based_on"]), (201, DRAFT, &json!(1)), "{}", begun.text());
        ask(Method::POST, DRAFT).send().await.problem(409, "refused");

        let clauses = format!("{DRAFT}/clauses");
        let wrong = json!({ "id": "K14", "when": [{ "fact": "records", "relation": "=", "value": "1" }] });
        let problem = ask(Method::POST, &clauses).header("if-match", begun.header("etag")).json(&wrong).send().await.problem(422, "invalid");
        for field in ["title", "text", "group", "applies.outsourcing", "when[0].relation"] {
            assert!(fields(&problem).contains(&field), "{field} in {problem}");
        }
        let added = ask(Method::POST, &clauses).header("if-match", begun.header("etag")).json(&clause()).send().await;
        assert_eq!(added.status, 200, "{}", added.text());
        ask(Method::DELETE, &format!("{clauses}/K03")).header("if-match", begun.header("etag")).send().await.problem(412, "stale");
        let dropped = ask(Method::DELETE, &format!("{clauses}/K03")).header("if-match", added.header("etag")).send().await;
        assert_eq!(dropped.status, 200, "{}", dropped.text());
        let restored = ask(Method::POST, &format!("{DRAFT}/restorations/K03")).header("if-match", dropped.header("etag")).send().await;
        let known = ask(Method::GET, &format!("{clauses}/K14")).send().await.json();
        assert_eq!((&known["change"], &known["clause"]["when"]), (&json!("added"), &json!(["records >= 1"])));

        let compared = ask(Method::GET, &format!("{DRAFT}/comparison")).send().await.json();
        assert_eq!((&compared["differences"][0]["clause"], compared["differences"].as_array().map(Vec::len)), (&json!("K14"), Some(1)));
        let affected = compared["impact"]["affected"].as_u64().unwrap();
        assert!(affected > 0, "{}", compared["impact"]);
        let impact = ask(Method::GET, &format!("{DRAFT}/impact?limit=1")).send().await;
        assert_eq!((&impact.json()["total"], &impact.json()["items"][0]["shift"]["gains"][0]["clause"]), (&json!(affected), &json!("K14")));
        assert!(impact.header("link").contains("rel=\"next\""));
        let unknown = ask(Method::GET, &format!("{DRAFT}/impact?department=01nothing")).send().await.problem(422, "invalid");
        assert_eq!(fields(&unknown), ["department"]);

        let from = ask(Method::GET, DRAFT).send().await.json()["earliest"].clone();
        let enact = |form: Value| ask(Method::POST, &format!("{DRAFT}/enactment")).header("if-match", restored.header("etag")).json(&form).send();
        let problem = enact(json!({ "from": "2020-01-01" })).await.problem(422, "invalid");
        assert_eq!(fields(&problem), ["note", "from"]);
        let made = enact(json!({ "from": from, "note": "遠隔保守の条項を追加" })).await;
        assert_eq!((made.status.as_u16(), &made.json()["version"]), (201, &json!(2)), "{}", made.text());

        let behind = ask(Method::GET, "/api/v1/policies/catalogue/migrations?limit=1").send().await.json();
        let contract = behind["items"][0]["contract"].as_str().unwrap().to_owned();
        let rest = format!("/api/v1/contracts/{contract}/coverage");
        let coverage = site.get(&rest).by(site, ProcurementOfficer).send().await;
        assert_eq!((&coverage.json()["catalogue_version"], &coverage.json()["newer"]["version"]), (&json!(1), &json!(2)));
        let moved = site.post(&format!("{rest}/migration")).by(site, ProcurementOfficer).header("if-match", coverage.header("etag")).send().await;
        assert_eq!((moved.status.as_u16(), &moved.json()["catalogue_version"]), (200, &json!(2)), "{}", moved.text());
        // A request moves a bounded number and says how many are left.
        let (mut left, most) = (behind["total"].as_u64().unwrap() - 1, 500);
        assert!(left > most, "the demo city has too few contracts to show it: {left}");
        while left > 0 {
            let many = ask(Method::POST, "/api/v1/policies/catalogue/migrations").json(&json!({ "to": 2 })).send().await.json();
            let moved = left.min(most);
            left -= moved;
            assert_eq!((&many["moved"], &many["remaining"]), (&json!(moved), &json!(left)));
        }
        let old = ask(Method::GET, "/api/v1/policies/catalogue?version=1").send().await.json();
        assert!(old["clauses"].as_array().unwrap().iter().all(|view| view["clause"]["id"] != "K14"));
        ask(Method::GET, "/api/v1/policies/catalogue?version=9").send().await.problem(404, "not-found");
        ask(Method::GET, "/api/v1/policies/catalogue?version=x").send().await.problem(422, "invalid");
        // The year is planned and the cadence revised in the same city: to make one takes most of a minute.
        yearly_plan::is_levelled_and_approved(site).await;
        cadence_draft::is_put_in_force(site).await;
    });
}

#[test]
fn the_pages_read_and_write_without_scripting() {
    site::run(async {
        let site = &site::another().await;
        let cookie = cookie(site, SecurityOfficer).await;
        let post = async |name: &str, form: &[(&str, &str)], from: &str| sent(site, name, form, from, &cookie).await;
        let shown = page(site, "/clauses", &cookie).await.text();
        assert!(shown.contains("href=\"/clauses/draft\"") && shown.contains("カタログの版"), "{shown}");
        assert!(page(site, "/clauses/draft", &cookie).await.text().contains("改正案はありません"));
        let begun = post("start_draft", &[], "/clauses/draft").await;
        assert_eq!(begun.header("location"), "/clauses/draft?done=created", "{}", begun.text());
        assert!(page(site, "/clauses/draft", &cookie).await.text().contains("新旧を対照する"));

        let editor = page(site, "/clauses/draft/K08", &cookie).await.text();
        assert!(editor.contains("契約での見え方") && editor.contains("<h3>第○条"), "{editor}");
        let form = |text: &'static str| {
            vec![
                ("clause", ""),
                ("version", "1"),
                ("stay", "true"),
                ("form[id]", "K14"),
                ("form[group]", "common"),
                ("form[title]", "遠隔保守の経路"),
                ("form[requirement]", "経路を定める。"),
                ("form[applies][outsourcing]", "true"),
                ("form[when][0][fact]", "remote_access"),
                ("form[when][0][relation]", "="),
                ("form[when][0][value]", "yes"),
                ("form[when][1][fact]", ""),
                ("form[check]", "定めたとおりか。"),
                ("form[text]", text),
            ]
        };
        let refused = post("write_draft_clause", &form(" "), "/clauses/draft/new").await;
        assert!(refused.header("location").starts_with("/clauses/draft/new?flash="), "{}", refused.header("location"));
        let again = page(site, refused.header("location"), &cookie).await.text();
        assert!(again.contains("遠隔保守の経路") && again.contains("遠隔からの接続がある"), "what was typed is there again: {again}");
        let saved = post("write_draft_clause", &form("## 見出し\n\n**強い**語。<script>alert(1)</script>"), "/clauses/draft/new").await;
        assert_eq!(saved.header("location"), "/clauses/draft/K14?done=changed", "{}", saved.text());
        let kept = page(site, "/clauses/draft/K14", &cookie).await.text();
        assert!(kept.contains("<strong>強い</strong>語。alert(1)</p>"), "{kept}");

        let compared = page(site, "/clauses/draft/compare", &cookie).await.text();
        for part in ["新旧対照と契約への影響", "遠隔保守の経路", "増える条項", "件で、求める条項が変わります"] {
            assert!(compared.contains(part), "{part} is not in {compared}");
        }
        let draft = site.get(DRAFT).by(site, SecurityOfficer).send().await.json();
        let (version, earliest) = (draft["version"].to_string(), draft["earliest"].as_str().unwrap().to_owned());
        let force = [("version", version.as_str()), ("form[from]", &earliest), ("form[note]", "遠隔保守")];
        assert_eq!(post("put_draft_in_force", &force, "/clauses/draft").await.header("location"), "/clauses?version=2&done=changed");
        let behind = page(site, "/clauses/migrate", &cookie).await.text();
        assert!(behind.contains("第2版に移す") && behind.contains("name=\"form[to]\" value=\"2\""), "{behind}");

        let contract = site.first(ProcurementOfficer, "/api/v1/contracts?state=active").await;
        let own = page(site, &format!("/contracts/{contract}/clauses"), &crate::pages::cookie(site, ProcurementOfficer).await).await.text();
        assert!(own.contains("条項カタログの第2版が施行されています") && own.contains("第2版に移す"), "{own}");
        // At most 500 go at a time; the page still lists the others.
        for last in [false, true] {
            let moved = post("migrate_contracts", &[("form[to]", "2"), ("form[department]", "")], "/clauses/migrate").await;
            assert_eq!(moved.header("location"), "/clauses/migrate?done=changed", "{}", moved.text());
            assert_eq!(page(site, "/clauses/migrate", &cookie).await.text().contains("第2版に移す"), !last);
        }
        assert!(page(site, "/clauses/migrate", &cookie).await.text().contains("移す契約はありません"));

        let head = crate::pages::cookie(site, DepartmentHead).await;
        assert_eq!(page(site, "/clauses/draft", &head).await.status, 403);
        assert!(!page(site, "/clauses", &head).await.text().contains("href=\"/clauses/draft\""));
        cadence_draft::is_written_on_pages(site).await;
        yearly_plan::is_read_and_drawn_up_on_pages(site).await;
    });
}
