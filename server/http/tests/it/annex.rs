//! 特記仕様書 at the doors: as JSON, as files, and as a page that reads without scripting.

use domain::person::Role::{Administrator, ProcurementOfficer};

use crate::{
    pages::{cookie, page},
    site::{self, fields},
};

/// A contract of the demo city that still lacks clauses.
const LACKING: &str = "/api/v1/contracts?gaps=true&limit=1";

#[test]
fn the_annex_is_answered_with_its_notes_and_as_files_without_them() {
    site::run(async {
        let site = site::demo().await;
        let path = format!("/api/v1/contracts/{}/annex", site.first(ProcurementOfficer, LACKING).await);
        let get = |query: &str| site.get(&format!("{path}{query}")).by(site, ProcurementOfficer).send();
        let whole = get("").await.json();
        let article = &whole["paper"]["parts"][0]["articles"][0];
        assert_eq!((&article["number"], &article["clause"]), (&1.into(), &"K01".into()), "{whole}");
        assert_eq!((&whole["which"], whole["notes"].is_object()), (&"all".into(), true));
        assert_eq!(get("?which=missing&format=json").await.json()["which"], "missing");

        let word = get("?format=docx&which=missing").await;
        let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        assert_eq!((word.status.as_u16(), word.header("content-type"), &word.body[..4]), (200, kind, b"PK\x03\x04".as_slice()));
        let named = word.header("content-disposition");
        assert!(named.starts_with("attachment; filename=\"_____") && named.contains("; filename*=UTF-8''%E7%89%B9") && named.contains(".docx"), "{named}");
        let markdown = get("?format=markdown").await;
        assert_eq!((markdown.status.as_u16(), markdown.header("content-type")), (200, "text/markdown; charset=utf-8"));
        assert!(markdown.text().starts_with("# 情報セキュリティ特記仕様書\n") && markdown.text().contains("### 第1条（"), "{}", markdown.text());
        assert!(!markdown.text().contains("【") && !markdown.text().contains("第○条"));
    });
}

#[test]
fn what_cannot_be_asked_for_is_named_and_what_is_not_the_caller_s_is_not_found() {
    site::run(async {
        let site = site::demo().await;
        let path = format!("/api/v1/contracts/{}/annex", site.first(ProcurementOfficer, LACKING).await);
        for (query, field) in [("?format=pdf", "format"), ("?which=some", "which"), ("?colour=red", "colour")] {
            let problem = site.get(&format!("{path}{query}")).by(site, ProcurementOfficer).send().await.problem(422, "invalid");
            assert_eq!(fields(&problem), [field], "{problem}");
        }
        site.get(&path).by(site, Administrator).send().await.problem(403, "forbidden");
        site.get("/api/v1/contracts/01nothing/annex").by(site, ProcurementOfficer).send().await.problem(404, "not-found");
        site.get(&path).send().await.problem(401, "unauthenticated");
    });
}

#[test]
fn the_page_shows_the_paper_and_its_plain_links() {
    site::run(async {
        let site = site::demo().await;
        let (contract, cookie) = (site.first(ProcurementOfficer, LACKING).await, cookie(site, ProcurementOfficer).await);
        let shown = page(site, &format!("/contracts/{contract}/annex?which=missing"), &cookie).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        let text = shown.text();
        for part in ["情報セキュリティ特記仕様書", "第1条（", "契約条項カタログ第1版", "添える前に", "/annex?which=all\""] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(text.contains(&format!("/api/v1/contracts/{contract}/annex?format=docx&amp;which=missing")), "{text}");
        let clauses = page(site, &format!("/contracts/{contract}/clauses"), &cookie).await.text();
        assert!(clauses.contains(&format!("href=\"/contracts/{contract}/annex\"")), "{clauses}");
    });
}
