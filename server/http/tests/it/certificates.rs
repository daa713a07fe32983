//! 認証 at the doors: registered, changed, ended and read over REST, and as pages that read and send without scripting.

use domain::person::Role::{Auditor, ProcurementOfficer, SecurityOfficer, Staff};
use serde_json::json;

use crate::{
    pages::{cookie, page},
    site::{self, fields},
};

#[test]
fn a_certificate_is_registered_once_changed_and_ended() {
    site::run(async {
        let site = site::demo().await;
        let contractor = site.first(ProcurementOfficer, "/api/v1/contractors").await;
        let form = json!({
            "contractor": contractor, "kind": "ISMAP", "number": "Ｃ９８－０００５－２", "scope": "試験の基盤", "issued_on": "R8.2.1", "audit_period_end": "2025-09-30",
        });
        let send = |key: &'static str, form: serde_json::Value| site.post("/api/v1/certificates").by(site, ProcurementOfficer).key(key).json(&form).send();
        let made = send("certificate-1", form.clone()).await;
        assert_eq!(
            (made.status.as_u16(), &made.json()["expires_on"], &made.json()["number"]),
            (201, &"2027-01-31".into(), &"C98-0005-2".into()),
            "{}",
            made.text()
        );
        let again = send("certificate-1", form.clone()).await;
        assert_eq!((again.status.as_u16(), again.header("location")), (201, made.header("location")), "made once, however often it is sent");
        assert_eq!(fields(&send("certificate-2", form.clone()).await.problem(422, "invalid")), ["number"]);
        let faulty = send("certificate-3", json!({ "contractor": contractor, "kind": "jc_star", "grade": 5, "issued_on": "2026-11-20" })).await;
        assert_eq!(fields(&faulty.problem(422, "invalid")), ["number", "scope", "grade", "expires_on"]);

        let at = made.header("location").to_owned();
        let put = |tag: &'static str, by, body: serde_json::Value| {
            let at = at.clone();
            async move { site.put(&at).by(site, by).header("if-match", tag).json(&body).send().await }
        };
        let mut filed = form.clone();
        filed["renewal_filed_on"] = "2026-11-20".into();
        put("\"1\"", SecurityOfficer, filed.clone()).await.problem(403, "forbidden");
        put("\"9\"", ProcurementOfficer, filed.clone()).await.problem(412, "stale");
        let changed = put("\"1\"", ProcurementOfficer, filed).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["version"]), (200, &2.into()), "{}", changed.text());
        let read = site.get(&at).by(site, Staff).send().await.json();
        assert_eq!((&read["standing"]["state"], &read["may_change"]), (&"renewal_pending".into(), &false.into()));
        assert!(read["standing"]["reasons"].as_array().is_some_and(|reasons| reasons.len() == 2), "{read}");

        let end = site.post(&format!("{at}/end")).by(site, ProcurementOfficer).header("if-match", "\"2\"");
        let ended = end.json(&json!({ "on": "2026-11-24", "reason": "mistaken" })).send().await;
        assert_eq!((ended.status.as_u16(), &ended.json()["ended"]["reason"]), (200, &"mistaken".into()), "{}", ended.text());
        let more = site.post(&format!("{at}/end")).by(site, ProcurementOfficer).header("if-match", "\"3\"");
        more.json(&json!({ "on": "2026-11-24", "reason": "mistaken" })).send().await.problem(409, "refused");
    });
}

#[test]
fn lists_follow_the_cursor_and_name_what_cannot_be_asked_for() {
    site::run(async {
        let site = site::demo().await;
        let list = |query: &str| site.get(&format!("/api/v1/certificates{query}")).by(site, Auditor).send();
        let first = list("?lane=warned&limit=1").await;
        let body = first.json();
        assert!(first.header("link").contains("rel=\"next\""), "the demo city has more than one that runs out: {body}");
        let next = list(&format!("?lane=warned&limit=1&cursor={}", body["next"].as_str().unwrap())).await.json();
        assert_ne!(next["items"][0]["id"], body["items"][0]["id"]);
        for (query, field) in [("?lane=late", "lane"), ("?kind=iso9001", "kind"), ("?contractor=%2F", "contractor"), ("?limit=0", "limit"), ("?x=1", "x")] {
            assert_eq!(fields(&list(query).await.problem(422, "invalid")), [field]);
        }
    });
}

#[test]
fn the_pages_read_without_scripting() {
    site::run(async {
        let site = site::demo().await;
        let cookie = cookie(site, ProcurementOfficer).await;
        let list = page(site, "/certificates?lane=warned", &cookie).await.text();
        assert!(list.contains("期限切れ") && list.contains("href=\"/certificates/new\""), "{list}");
        let id = site.first(ProcurementOfficer, "/api/v1/certificates?lane=expired").await;
        let shown = page(site, &format!("/certificates/{id}"), &cookie).await.text();
        for part in ["期限が切れています", "なぜこの状態か", "end[reason]", &format!("/certificates/new?renews={id}")] {
            assert!(shown.contains(part), "{part} is not in {shown}");
        }
        let renewal = page(site, &format!("/certificates/new?renews={id}"), &cookie).await.text();
        assert!(renewal.contains(&format!("value=\"{id}\"")) && renewal.contains("「更新」として失効"), "{renewal}");
        let contractor = site.get(&format!("/api/v1/certificates/{id}")).by(site, Auditor).send().await.json()["certificate"]["contractor"].clone();
        let panel = page(site, &format!("/contractors/{}", contractor.as_str().unwrap()), &cookie).await.text();
        assert!(panel.contains("id=\"certificates-h\"") && panel.contains(&format!("href=\"/certificates/{id}\"")), "{panel}");
        assert_eq!(page(site, "/certificates/01nothing", &cookie).await.status, 404);
        let staff = crate::pages::cookie(site, Staff).await;
        assert_eq!(page(site, "/certificates/new", &staff).await.status, 403);
        assert!(page(site, "/", &staff).await.text().contains("href=\"/certificates\""));
    });
}
