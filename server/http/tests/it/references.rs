//! 公表データ at the doors: brought in over REST and from the page, and looked up.

use domain::person::Role::{DepartmentHead, ProcurementOfficer, SecurityOfficer, Staff};

use crate::{
    pages::{cookie, page},
    site::{self, Site, fields},
};

const SERVICES: &str = "登録番号,クラウドサービスの名称,クラウドサービス事業者,有効期限\nC96-0001-1,試験の基盤,試験社,2027-03-31\nC96-1,壊れた行,試験社,2027-03-31\nC96-0002-1,試験の保管庫,試験社,令和9年3月31日\n";

async fn bring_in(site: &Site, key: &str, query: &str, body: &str) -> site::Answer {
    site.post(&format!("/api/v1/reference?{query}")).by(site, ProcurementOfficer).key(key).header("content-type", "text/csv").body(body.to_owned()).send().await
}

#[test]
fn a_list_is_brought_in_whole_with_its_faults_and_looked_up() {
    site::run(async {
        let site = site::demo().await;
        let begun = bring_in(site, "reference-1", "kind=ismap_list&as_of=R8.11.1&file_name=list.csv", SERVICES).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        assert_eq!((&begun.json()["rows"], &begun.json()["faulty"], &begun.json()["faults"][0]["line"]), (&2.into(), &1.into(), &3.into()));
        let at = begun.header("location").to_owned();
        for _ in 0..200 {
            if site.get(&at).by(site, Staff).send().await.json()["state"] == "in_use" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let set = site.get(&at).by(site, Staff).send().await.json();
        assert_eq!((&set["state"], &set["done"], &set["as_of"]), (&"in_use".into(), &2.into(), &"2026-11-01".into()), "{set}");
        assert_eq!(set["sha256"].as_str().map(str::len), Some(64));
        let found = site.get("/api/v1/reference/ismap/C96-0002-1").by(site, Staff).send().await.json();
        assert_eq!((&found["service"]["service"], &found["as_of"]), (&"試験の保管庫".into(), &"2026-11-01".into()));
        assert!(site.get("/api/v1/reference/ismap/C96-0009-1").by(site, Staff).send().await.json()["service"].is_null());
        let wrong = site.get("/api/v1/reference/corporate-numbers/7000012050003").by(site, Staff).send().await;
        assert_eq!(fields(&wrong.problem(422, "invalid")), ["number"]);
    });
}

#[test]
fn what_is_no_such_list_is_refused_and_changes_nothing() {
    site::run(async {
        let site = site::demo().await;
        let before = site.entries().await;
        for (key, query, body, field) in [
            ("reference-2", "kind=ismap_list&as_of=2999-01-01", SERVICES, "as_of"),
            ("reference-3", "kind=ismap_list&as_of=昨日", SERVICES, "as_of"),
            ("reference-4", "kind=corporate_numbers&as_of=2026-11-01", SERVICES, "file"),
            ("reference-5", "kind=ismap_list&as_of=2026-11-01", "名称\nx\n", "file"),
            ("reference-6", "kind=names&as_of=2026-11-01", SERVICES, "kind"),
            ("reference-7", "kind=ismap_list", SERVICES, "as_of"),
        ] {
            let query = query.replace("昨日", "%E6%98%A8%E6%97%A5");
            assert_eq!(fields(&bring_in(site, key, &query, body).await.problem(422, "invalid")), [field], "{query}");
        }
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn the_pages_tell_what_is_there_and_fill_a_contractor_in_from_its_number() {
    site::run(async {
        let site = site::demo().await;
        let officer = cookie(site, ProcurementOfficer).await;
        let lists = page(site, "/reference", &officer).await.text();
        assert!(lists.contains("法人番号の公表データ") && lists.contains("action=\"/reference/upload\""), "{lists}");
        let head = cookie(site, DepartmentHead).await;
        assert!(!page(site, "/reference", &head).await.text().contains("/reference/upload"));
        // A contractor of the demo city that the published list knows.
        let rows = site.get("/api/v1/contractors?kind=company&limit=5").by(site, SecurityOfficer).send().await.json();
        let number = rows["items"][0]["corporate_number"].as_str().unwrap().to_owned();
        let known = site.get(&format!("/api/v1/reference/corporate-numbers/{number}")).by(site, Staff).send().await.json();
        let name = known["corporation"]["name"].as_str().expect("known").to_owned();
        let filled = page(site, &format!("/contractors/new?number={number}"), &officer).await.text();
        assert!(filled.contains(&format!("value=\"{name}\"")), "{filled}");
    });
}
