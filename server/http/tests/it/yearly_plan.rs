//! 年度点検計画 at the doors: next year's plan of the demo city, levelled and approved by programs and on pages.

use domain::person::Role::{Approver, SecurityOfficer};
use http::Method;
use serde_json::{Value, json};

use crate::{
    pages::{cookie, page, sent},
    site::{Site, fields},
};

const PLAN: &str = "/api/v1/plans/2027";

/// Over REST, from the draft the demo city has to the approved plan.
pub async fn is_levelled_and_approved(site: &Site) {
    let ask = |method: Method, path: &str| site.ask(method, path).by(site, SecurityOfficer);
    let begun = ask(Method::GET, PLAN).send().await;
    let view = begun.json();
    assert_eq!((view["plan"]["state"].as_str(), view["months"].as_array().map(Vec::len)), (Some("draft"), Some(12)), "{view}");
    ask(Method::POST, PLAN).send().await.problem(409, "refused");
    for unknown in ["/api/v1/plans/1999", "/api/v1/plans/1999/checks"] {
        assert_eq!(fields(&ask(Method::GET, unknown).send().await.problem(422, "invalid")), ["fiscal_year"]);
    }
    ask(Method::GET, "/api/v1/plans/next").send().await.problem(404, "not-found");
    let before = ask(Method::GET, &format!("{PLAN}/checks")).send().await.json();
    let level = |etag: &str, form: Value| ask(Method::POST, &format!("{PLAN}/levelling")).header("if-match", etag).json(&form).send();
    assert_eq!(fields(&level(begun.header("etag"), json!({ "department_week": "0", "officer_week": "3" })).await.problem(422, "invalid")), ["department_week"]);
    let levelled = level(begun.header("etag"), json!({ "department_week": 1, "officer_week": "５" })).await;
    assert_eq!((levelled.status.as_u16(), &levelled.json()["limits"]["officer_week"]), (200, &json!(5)), "{}", levelled.text());
    assert!(levelled.json()["levelled"]["moved"].as_u64().is_some_and(|moved| moved > 0), "{}", levelled.text());
    level(begun.header("etag"), json!({ "department_week": 1, "officer_week": 5 })).await.problem(412, "stale");
    let after = ask(Method::GET, &format!("{PLAN}/checks")).send().await.json();
    let names = |sheet: &Value| {
        let mut names: Vec<String> = sheet["rows"].as_array().unwrap().iter().map(|found| found["row"]["id"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&before), names(&after), "no check is lost");
    let month = after["rows"][0]["row"]["due"].as_str().unwrap()[..7].to_owned();
    let of_month = ask(Method::GET, &format!("{PLAN}/checks?month={month}")).send().await.json();
    assert!(of_month["rows"].as_array().unwrap().iter().all(|found| found["row"]["due"].as_str().unwrap().starts_with(&month)));

    // One of them by hand.
    let chosen = after["rows"].as_array().unwrap().iter().find(|found| found["row"]["kind"] == "periodic" && found["placed"].is_null()).expect("one").clone();
    let check = format!("/api/v1/verifications/{}", chosen["row"]["id"].as_str().unwrap());
    let etag = ask(Method::GET, &check).send().await.header("etag").to_owned();
    let put =
        |due: &str| ask(Method::POST, &format!("{check}/placement")).header("if-match", &etag).json(&json!({ "due": due, "reason": "棚卸しの後" })).send();
    assert_eq!(fields(&put("2026-01-01").await.problem(422, "invalid")), ["due"]);
    let saturday = put("2027-05-01").await;
    assert_eq!(fields(&saturday.problem(422, "invalid")), ["due"]);

    let submitted = ask(Method::POST, &format!("{PLAN}/submission")).header("if-match", levelled.header("etag")).send().await;
    assert_eq!((submitted.status.as_u16(), &submitted.json()["state"]), (200, &json!("submitted")), "{}", submitted.text());
    level(submitted.header("etag"), json!({ "department_week": 2, "officer_week": 5 })).await.problem(409, "refused");
    let decide =
        |form: Value| site.ask(Method::POST, &format!("{PLAN}/decision")).by(site, Approver).header("if-match", submitted.header("etag")).json(&form).send();
    assert_eq!(fields(&decide(json!({ "approve": false })).await.problem(422, "invalid")), ["remark"]);
    let approved = decide(json!({ "approve": true, "remark": "計画のとおり" })).await;
    assert_eq!((approved.status.as_u16(), &approved.json()["state"]), (200, &json!("approved")), "{}", approved.text());
    let held = ask(Method::GET, PLAN).send().await.json();
    assert_eq!(held["changes"], json!([]), "{held}");
}

/// On the pages, without scripting: this year's plan, which was approved and departed from; and the plan of the year after next.
pub async fn is_read_and_drawn_up_on_pages(site: &Site) {
    let cookie = cookie(site, SecurityOfficer).await;
    let post = async |name: &str, form: &[(&str, &str)], from: &str| sent(site, name, form, from, &cookie).await;
    let year = page(site, "/board/plan", &cookie).await.text();
    for part in ["令和8年度の点検計画", "承認済み", "計画からの変更", "期限の変更", "の週", "月ごとの点検"] {
        assert!(year.contains(part), "{part} is not in {year}");
    }
    let paper = page(site, "/board/plan/print", &cookie).await.text();
    assert!(paper.contains("令和8年度 業務委託先の点検計画") && paper.contains("計画からの変更"), "{paper}");
    let none = page(site, "/board/plan?year=2028", &cookie).await.text();
    assert!(none.contains("まだ作られていません") && none.contains("計画を作る"), "{none}");
    let made = post("draw_up_plan", &[("year", "2028")], "/board/plan?year=2028").await;
    assert_eq!(made.header("location"), "/board/plan?year=2028&done=created", "{}", made.text());
    let level = async |department: &str| {
        let form = [("year", "2028"), ("version", "1"), ("limits[department_week]", department), ("limits[officer_week]", "3")];
        post("level_plan", &form, "/board/plan?year=2028").await
    };
    let refused = level("多め").await;
    assert!(refused.header("location").starts_with("/board/plan?year=2028&flash="), "{}", refused.header("location"));
    let told = page(site, refused.header("location"), &cookie).await.text();
    assert!(told.contains("1件から100件まで") && told.contains("value=\"多め\""), "{told}");
    let levelled = level("1").await;
    assert_eq!(levelled.header("location"), "/board/plan?year=2028&done=changed", "{}", levelled.text());
    assert!(page(site, "/board/plan?year=2028", &cookie).await.text().contains("前回の平準化"));
}
