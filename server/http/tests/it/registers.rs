//! 台帳 as of a day at the doors: pages of it as JSON, whole as files, and as a page that reads without scripting.

use domain::{
    date,
    person::Role::{Administrator, Auditor, ProcurementOfficer, Staff},
};
use serde_json::Value;

use crate::{
    pages::{cookie, page},
    site::{self, Site, fields},
};

/// The last day of the fiscal year before, as auditors ask for it, and today.
async fn days(site: &Site) -> (chrono::NaiveDate, chrono::NaiveDate) {
    let today: chrono::NaiveDate = site.get("/api/v1/register/contractors").by(site, Auditor).send().await.json()["day"].as_str().unwrap().parse().unwrap();
    (date::fiscal_year_range(date::fiscal_year(today)).0.pred_opt().unwrap(), today)
}

#[test]
fn the_register_of_a_past_day_has_the_names_of_that_day() {
    site::run(async {
        let site = site::demo().await;
        let (past, today) = days(site).await;
        let get = |path: String| site.get(&path).by(site, Auditor).send();
        let now = get("/api/v1/register/contracts?limit=2".into()).await;
        assert_eq!((&now.json()["past"], now.json()["items"].as_array().unwrap().len()), (&false.into(), 2));
        let then = get(format!("/api/v1/register/contracts?limit=2&day={past}")).await;
        let said = then.json();
        assert_eq!((&said["past"], &said["day"], &said["kind"]), (&true.into(), &past.to_string().into(), &"contracts".into()));
        assert!(then.header("link").contains("rel=\"next\"") && then.header("link").contains(&format!("day={past}")), "{}", then.header("link"));
        let called = |register: &Value| register["departments"].as_array().unwrap().iter().any(|department| department["name"] == "情報システム課");
        assert!(called(&said) && !called(&now.json()), "the section has another name since the first of the fiscal year");
        let contractors = |day| get(format!("/api/v1/register/contractors?day={day}&q=%E6%9C%89%E9%99%90%E4%BC%9A%E7%A4%BE&limit=200"));
        let (before, after) = (contractors(past).await.json(), contractors(today).await.json());
        assert_eq!(before["items"].as_array().unwrap().len(), after["items"].as_array().unwrap().len() + 1, "{before} {after}");
        let foreign = site.get(&format!("/api/v1/register/contracts?day={past}&limit=200")).by(site, Staff).send().await.json();
        let own: Vec<&str> = foreign["departments"].as_array().unwrap().iter().map(|department| department["id"].as_str().unwrap()).collect();
        assert!(foreign["items"].as_array().unwrap().iter().all(|row| own.contains(&row["department"].as_str().unwrap())), "{foreign}");
        let nothing = get("/api/v1/register/contracts?day=2001-01-01".into()).await.json();
        assert_eq!((nothing["items"].as_array().unwrap().len(), nothing["begins"].is_string()), (0, true));
    });
}

#[test]
fn the_register_comes_whole_as_a_file_and_the_trail_says_so() {
    site::run(async {
        let site = site::demo().await;
        let (past, _) = days(site).await;
        let get = |query: &str| site.get(&format!("/api/v1/register/subcontracts?day={past}{query}")).by(site, ProcurementOfficer).send();
        let before = site.entries().await;
        let list = get("&format=csv").await;
        assert_eq!((list.status.as_u16(), list.header("content-type")), (200, "text/csv; charset=utf-8"));
        let named = list.header("content-disposition");
        assert!(named.starts_with("attachment; filename=\"") && named.contains(&format!("_{past}.csv")), "{named}");
        assert!(list.text().starts_with("\u{feff}契約番号,契約件名,課室,"), "{}", list.text());
        let book = get("&format=xlsx").await;
        assert_eq!((book.status.as_u16(), &book.body[..4]), (200, b"PK\x03\x04".as_slice()));
        assert_eq!(book.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assert_eq!(site.entries().await, before + 2, "who took what along is noted");
        let english =
            site.get(&format!("/api/v1/register/subcontracts?day={past}&format=csv")).by(site, ProcurementOfficer).header("accept-language", "en").send().await;
        assert!(english.text().starts_with("\u{feff}Contract number,Contract,Department,"), "{}", english.text());
    });
}

#[test]
fn what_cannot_be_asked_of_a_register_is_named() {
    site::run(async {
        let site = site::demo().await;
        let before = site.entries().await;
        for (query, field) in [
            ("contracts?day=2026-02-30", "day"),
            ("contracts?day=2999-01-01", "day"),
            ("contracts?format=pdf", "format"),
            ("contracts?limit=1000", "limit"),
            ("contracts?department=%00", "department"),
            ("contractors?department=01k0", "department"),
            ("contracts?cursor=nothing", "cursor"),
            ("contracts?colour=red", "colour"),
            ("contracts?day=2999-01-01&format=xlsx", "day"),
        ] {
            let problem = site.get(&format!("/api/v1/register/{query}")).by(site, ProcurementOfficer).send().await.problem(422, "invalid");
            assert_eq!(fields(&problem), [field], "{query}: {problem}");
        }
        site.get("/api/v1/register/contracts").by(site, Administrator).send().await.problem(403, "forbidden");
        site.get("/api/v1/register/contracts?format=csv").by(site, Administrator).send().await.problem(403, "forbidden");
        site.get("/api/v1/register/spells").by(site, Auditor).send().await.problem(404, "not-found");
        site.get("/api/v1/register/contracts").send().await.problem(401, "unauthenticated");
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn the_page_says_that_it_is_the_past_and_reads_without_scripting() {
    site::run(async {
        let site = site::demo().await;
        let (past, _) = days(site).await;
        let cookie = cookie(site, Auditor).await;
        let then = page(site, &format!("/register/contracts?day={past}"), &cookie).await;
        assert_eq!(then.status, 200, "{}", then.text());
        let text = then.text();
        assert!(text.contains("過去の台帳です") && text.contains("data-past") && text.contains("情報システム課"), "{text}");
        assert!(text.contains(&format!("/api/v1/register/contracts?day={past}&amp;format=xlsx")), "{text}");
        let now = page(site, "/register", &cookie).await.text();
        assert!(!now.contains("過去の台帳です") && !now.contains("data-past") && now.contains("class=\"asof\""), "{now}");
        let nothing = page(site, "/register/subcontracts?day=2001-01-01", &cookie).await;
        assert!(nothing.text().contains("に始まります"), "{}", nothing.text());
        let never = page(site, "/register/contracts?day=2099-01-01", &cookie).await;
        assert!(never.status == 422 && never.text().contains("まだ書かれていません"), "{}", never.text());
        assert_eq!(page(site, "/register/contracts?day=tomorrow", &cookie).await.status, 422);
        assert_eq!(page(site, "/register/spells", &cookie).await.status, 404);
    });
}
