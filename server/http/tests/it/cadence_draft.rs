//! 点検頻度の改正案 at the doors: written by programs and on pages, weighed, and put in force.

use domain::person::Role::SecurityOfficer;
use http::Method;
use serde_json::{Value, json};

use crate::{
    pages::{cookie, page, sent},
    site::{Site, fields},
};

const DRAFT: &str = "/api/v1/policies/cadence/draft";
const PAGE: &str = "/policy/cadence/draft";

fn row(order: u32, tiers: &str, per_year: u32) -> Value {
    json!({ "order": order, "phase": "periodic", "tiers": tiers, "per_year": per_year, "on_site": true, "remote": true, "basis": "市長決裁" })
}

fn form(rules: &Value) -> Value {
    json!({
        "rules": rules, "initial": true, "initial_within_days": 0, "closing": true, "closing_within_days": 14, "incident_within_days": 7,
        "months": "6〜2", "clearance_days": 30, "basis": "市情報セキュリティポリシー 2.6(8)",
    })
}

/// Over REST, from the first row to the plans.
pub async fn is_put_in_force(site: &Site) {
    let ask = |method: Method, path: &str| site.ask(method, path).by(site, SecurityOfficer);
    ask(Method::GET, DRAFT).send().await.problem(404, "not-found");
    let begun = ask(Method::POST, DRAFT).send().await;
    assert_eq!((begun.status.as_u16(), begun.header("location")), (201, DRAFT), "{}", begun.text());
    ask(Method::POST, DRAFT).send().await.problem(409, "refused");
    let write = |etag: &str, form: Value| ask(Method::PUT, DRAFT).header("if-match", etag).json(&form).send();
    let problem = write(begun.header("etag"), form(&json!([row(10, "A", 2)]))).await.problem(422, "invalid");
    assert_eq!(fields(&problem), ["rules"], "a contract of tier B would go without: {problem}");
    let written = write(begun.header("etag"), form(&json!([row(10, "A,B", 4), row(20, "", 2)]))).await;
    assert_eq!(written.status, 200, "{}", written.text());
    write(begun.header("etag"), form(&json!([row(10, "", 1)]))).await.problem(412, "stale");
    let draft = written.json();
    let (affected, added) = (draft["what_if"]["affected"].as_u64().unwrap(), draft["what_if"]["added"].as_u64().unwrap());
    assert!(affected > 0 && added > 0 && draft["what_if"]["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{draft}");
    let next = ask(Method::GET, &format!("{DRAFT}?fiscal_year=2027")).send().await.json();
    assert_eq!((&next["what_if"]["months"][0], &next["what_if"]["added"]), (&json!("2027-04"), &json!(added)));
    let unknown = ask(Method::GET, &format!("{DRAFT}?fiscal_year=1999")).send().await.problem(422, "invalid");
    assert_eq!(fields(&unknown), ["fiscal_year"]);

    let enact = |form: Value| ask(Method::POST, &format!("{DRAFT}/enactment")).header("if-match", written.header("etag")).json(&form).send();
    assert_eq!(fields(&enact(json!({})).await.problem(422, "invalid")), ["note"]);
    let made = enact(json!({ "note": "点検を増やす" })).await;
    assert_eq!((made.status.as_u16(), &made.json()["made"]["version"]), (201, &json!(2)), "{}", made.text());
    // A city of some seven hundred contracts is done in the background.
    site.services.replan().await.unwrap();
    let current = ask(Method::GET, "/api/v1/policies/current").send().await.json();
    assert_eq!((&current["cadence"]["version"], current["cadence"]["rules"].as_array().map(Vec::len)), (&json!(2), Some(2)));
    let again = ask(Method::POST, DRAFT).send().await;
    assert_eq!(again.json()["based_on"], 2, "{}", again.text());
    let gone = ask(Method::DELETE, DRAFT).header("if-match", again.header("etag")).send().await;
    assert_eq!(gone.status, 204);
}

/// On the pages, without scripting.
pub async fn is_written_on_pages(site: &Site) {
    let cookie = cookie(site, SecurityOfficer).await;
    let post = async |name: &str, form: &[(&str, &str)], from: &str| sent(site, name, form, from, &cookie).await;
    assert!(page(site, "/policy", &cookie).await.text().contains(&format!("href=\"{PAGE}\"")));
    assert!(page(site, PAGE, &cookie).await.text().contains("改正案はありません"));
    let begun = post("start_cadence", &[], PAGE).await;
    assert_eq!(begun.header("location"), "/policy/cadence/draft/edit?done=created", "{}", begun.text());
    let editor = page(site, "/policy/cadence/draft/edit", &cookie).await.text();
    assert!(editor.contains("name=\"form[rules][0][per_year]\"") && editor.contains("空いた行") && editor.contains("value=\"6〜2\""), "{editor}");
    let form = |per_year: &'static str| {
        vec![
            ("version", "1"),
            ("form[rules][0][order]", "10"),
            ("form[rules][0][phase]", "periodic"),
            ("form[rules][0][per_year]", per_year),
            ("form[rules][0][on_site]", "true"),
            ("form[rules][0][basis]", "市長決裁"),
            ("form[rules][1][order]", ""),
            ("form[months]", "6〜2"),
            ("form[basis]", "市情報セキュリティポリシー 2.6(8)"),
        ]
    };
    let refused = post("write_cadence", &form("0"), "/policy/cadence/draft/edit").await;
    assert!(refused.header("location").starts_with("/policy/cadence/draft/edit?flash="), "{}", refused.header("location"));
    assert!(page(site, refused.header("location"), &cookie).await.text().contains("年1回以上にしてください"));
    let saved = post("write_cadence", &form("3"), "/policy/cadence/draft/edit").await;
    assert_eq!(saved.header("location"), "/policy/cadence/draft?done=changed", "{}", saved.text());
    let weighed = page(site, PAGE, &cookie).await.text();
    for part in ["計画への影響", "予定が変わる契約", "変わるところ", "施行する", "月ごとの件数"] {
        assert!(weighed.contains(part), "{part} is not in {weighed}");
    }
    let gone = post("discard_cadence", &[("version", "2")], PAGE).await;
    assert_eq!(gone.header("location"), "/policy?done=changed", "{}", gone.text());
}
