//! Versions, tags, and creation sent twice.

use domain::person::Role::{Administrator, ProcurementOfficer, SecurityOfficer};
use serde_json::Value;

use crate::site::{self, Answer, Site, contractor};

async fn create(site: &Site, key: &str, form: &Value) -> Answer {
    site.post("/api/v1/contractors").by(site, ProcurementOfficer).key(key).json(form).send().await
}

#[test]
fn a_record_that_is_made_says_where_it_is_and_in_which_version() {
    site::run(async {
        let site = site::demo().await;
        let made = create(site, "changes-1", &contractor("版試験", 900_000_000_001)).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let id = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("/api/v1/contractors/{id}"));
        assert!(made.header("etag").starts_with("\"1-"), "{}", made.header("etag"));
        let found = site.get(made.header("location")).by(site, ProcurementOfficer).send().await;
        assert_eq!((found.status.as_u16(), found.header("cache-control")), (200, "private, no-cache"));
        assert_eq!(found.json()["contractor"]["name"], "版試験");
    });
}

#[test]
fn who_has_the_record_already_is_not_sent_it_again() {
    site::run(async {
        let site = site::demo().await;
        let path = format!("/api/v1/contractors/{}", site.first(ProcurementOfficer, "/api/v1/contractors").await);
        let first = site.get(&path).by(site, ProcurementOfficer).send().await;
        let tag = first.header("etag").to_owned();
        let again = site.get(&path).by(site, ProcurementOfficer).header("if-none-match", &format!("\"x\", W/{tag}")).send().await;
        assert_eq!((again.status.as_u16(), again.header("etag"), again.body.len()), (304, tag.as_str(), 0));
        let other = site.get(&path).by(site, ProcurementOfficer).header("if-none-match", "\"1-000000000000\"").send().await;
        assert_eq!(other.status, 200);
        // The same record in the same version, seen by somebody who may do less with it, is another representation.
        let elsewhere = site.get(&path).by(site, SecurityOfficer).header("if-none-match", &tag).send().await;
        assert_eq!(elsewhere.status, 200);
    });
}

#[test]
fn a_change_states_the_version_it_starts_from() {
    site::run(async {
        let site = site::demo().await;
        let made = create(site, "changes-2", &contractor("更新試験", 900_000_000_002)).await;
        let path = made.header("location").to_owned();
        let mut form = contractor("更新試験・改", 900_000_000_002);
        let put = |form: &Value, tag: Option<&str>| {
            let ask = site.put(&path).by(site, ProcurementOfficer).json(form);
            let ask = if let Some(tag) = tag { ask.header("if-match", tag) } else { ask };
            ask.send()
        };
        put(&form, None).await.problem(428, "precondition");
        for wrong in ["1", "W/\"1\"", "*", "\"one\"", "\"１\""] {
            if http::HeaderValue::from_str(wrong).is_ok() {
                put(&form, Some(wrong)).await.problem(400, "malformed");
            }
        }
        let changed = put(&form, Some(made.header("etag"))).await;
        assert_eq!(changed.status, 200, "{}", changed.text());
        assert!(changed.header("etag").starts_with("\"2-"));

        form["name"] = "遅れた更新".into();
        let late = put(&form, Some(made.header("etag"))).await;
        let problem = late.problem(412, "stale");
        assert_eq!((&problem["current_version"], late.header("etag")), (&2.into(), "\"2\""));
        assert_eq!(site.get(&path).by(site, ProcurementOfficer).send().await.json()["contractor"]["name"], "更新試験・改", "the late change is not there");

        let mended = put(&form, Some("\"2\"")).await;
        assert_eq!(mended.status, 200, "the bare version of the problem will do: {}", mended.text());
    });
}

#[test]
fn creation_sent_twice_makes_one_record_and_answers_twice() {
    site::run(async {
        let site = site::demo().await;
        let form = contractor("再送試験", 900_000_000_003);
        let first = create(site, "changes-3", &form).await;
        let before = site.entries().await;
        let second = create(site, "changes-3", &form).await;
        assert_eq!((second.status, &second.body), (first.status, &first.body));
        assert_eq!((second.header("location"), second.header("etag")), (first.header("location"), first.header("etag")));
        assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), ("", "true"));
        assert_eq!(site.entries().await, before);

        create(site, "changes-3", &contractor("別の内容", 900_000_000_004)).await.problem(428, "precondition");
        // Keys of different people do not meet: the administrator's is a new one, and is refused for what it is.
        site.post("/api/v1/contractors").by(site, Administrator).key("changes-3").json(&form).send().await.problem(403, "forbidden");
    });
}

#[test]
fn two_sent_at_once_make_one_record() {
    site::run(async {
        let site = site::demo().await;
        let form = contractor("同時試験", 900_000_000_005);
        let before = site.entries().await;
        let (a, b) = tokio::join!(create(site, "changes-4", &form), create(site, "changes-4", &form));
        assert_eq!((a.status.as_u16(), b.status.as_u16()), (201, 201), "{} {}", a.text(), b.text());
        assert_eq!(a.json()["id"], b.json()["id"]);
        assert_eq!(site.entries().await, before + 1);
    });
}

#[test]
fn creation_needs_a_key_and_a_refusal_does_not_use_it_up() {
    site::run(async {
        let site = site::demo().await;
        let form = contractor("鍵試験", 900_000_000_006);
        site.post("/api/v1/contractors").by(site, ProcurementOfficer).json(&form).send().await.problem(428, "precondition");
        for wrong in ["", " ", &"k".repeat(256)] {
            create(site, wrong, &form).await.problem(400, "malformed");
        }
        let mut faulty = form.clone();
        faulty["name"] = "".into();
        create(site, "changes-5", &faulty).await.problem(422, "invalid");
        assert_eq!(create(site, "changes-5", &form).await.status, 201, "mended, under the same key");
    });
}

#[test]
fn a_list_leads_to_its_next_page_until_there_is_none() {
    site::run(async {
        let site = site::demo().await;
        let (mut path, mut seen) = ("/api/v1/contractors?limit=200&sort=number".to_owned(), Vec::new());
        loop {
            let page = site.get(&path).by(site, ProcurementOfficer).send().await;
            assert_eq!(page.status, 200, "{}", page.text());
            seen.extend(page.json()["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            let link = page.header("link");
            if link.is_empty() {
                assert!(page.json()["next"].is_null());
                break;
            }
            path = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).expect("a link").to_owned();
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all, "no row is there twice");
        assert!(all > 30, "the demo city has more contractors than {all}");
    });
}
