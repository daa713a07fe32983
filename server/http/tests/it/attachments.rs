//! 添付 at the doors: files that come and go over REST and by plain forms, and what says how they are to be treated.

use axum::body::Body;
use domain::person::Role::{Auditor, ProcurementOfficer, SecurityOfficer, Staff};
use futures::stream;
use http::Method;
use serde_json::json;

use crate::{
    pages::{cookie, page},
    site::{self, Answer, Site, fields},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";

async fn contract(site: &Site) -> String {
    site.first(ProcurementOfficer, "/api/v1/contracts?state=active&limit=1").await
}

async fn attach(site: &Site, key: &str, more: &str, body: impl Into<Body>) -> Answer {
    let path = format!("/api/v1/attachments?subject=contract&record={}{more}", contract(site).await);
    site.post(&path).by(site, ProcurementOfficer).key(key).body(body).send().await
}

#[test]
fn a_file_is_attached_once_replaced_and_fetched_as_a_download() {
    site::run(async {
        let site = site::demo().await;
        let more = "&kind=certificate&file_name=%E8%AA%8D%E8%A8%BC%201.pdf";
        let pieces = || Body::from_stream(stream::iter([Ok::<_, std::io::Error>(&PDF[..9]), Ok(&PDF[9..])]));
        let made = attach(site, "attach-1", more, pieces()).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let before = site.entries().await;
        let again = attach(site, "attach-1", more, PDF).await;
        assert_eq!((again.status.as_u16(), again.header("location"), again.header("idempotency-replayed")), (201, made.header("location"), "true"));
        attach(site, "attach-1", more, &b"%PDF-1.7\n1 0 obj other"[..]).await.problem(428, "precondition");
        assert_eq!(site.entries().await, before, "sent once more, it is there once");

        let at = made.header("location").to_owned();
        let view = site.get(&at).by(site, Auditor).send().await;
        assert!(view.header("etag").starts_with("\"1-"), "{}", view.header("etag"));
        assert_eq!((&view.json()["attachment"]["title"], &view.json()["may_change"]), (&json!("認証 1"), &json!(false)));
        let file = format!("{at}/versions/1/content");
        let fetched = site.get(&file).by(site, Auditor).header("accept-encoding", "gzip, br").send().await;
        assert_eq!((fetched.status.as_u16(), &fetched.body[..]), (200, PDF));
        assert_eq!(fetched.header("content-type"), "application/pdf");
        assert_eq!(fetched.header("content-disposition"), "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E8%AA%8D%E8%A8%BC%201.pdf");
        assert_eq!((fetched.header("content-length"), fetched.header("content-encoding")), (PDF.len().to_string().as_str(), ""));
        assert_eq!((fetched.header("x-content-type-options"), fetched.header("cache-control")), ("nosniff", "no-store"));
        assert_eq!(fetched.header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
        let sha256 = view.json()["attachment"]["versions"][0]["sha256"].as_str().unwrap().to_owned();
        assert_eq!(fetched.header("etag"), format!("\"{sha256}\""));
        assert_eq!(site.entries().await, before + 1, "that it was fetched is noted");
        let head = site.ask(Method::HEAD, &file).by(site, Auditor).send().await;
        assert_eq!((head.status.as_u16(), head.body.len(), head.header("content-length")), (200, 0, PDF.len().to_string().as_str()));
        assert_eq!(site.entries().await, before + 1, "nothing was fetched");
        let noted = site.get("/api/v1/audit-events?limit=1").by(site, Auditor).send().await.json();
        assert_eq!((&noted["items"][0]["action"], &noted["items"][0]["record_kind"]), (&json!("download"), &json!("contract")));

        let version = |tag: &'static str| {
            let path = format!("{at}/versions?file_name=b.txt");
            async move { site.post(&path).by(site, ProcurementOfficer).header("if-match", tag).body("改めた").send().await }
        };
        version("\"9\"").await.problem(412, "stale");
        let second = version("\"1\"").await;
        assert_eq!((second.status.as_u16(), &second.json()["versions"][1]["media"]), (200, &json!("text/plain")), "{}", second.text());
        version("\"1\"").await.problem(412, "stale");
        site.post(&format!("{at}/versions")).by(site, ProcurementOfficer).body("x").send().await.problem(428, "precondition");
        for nowhere in ["3", "0", "x", "01", "-1", "99999999999999999999"] {
            let path = format!("{at}/versions/{nowhere}/content");
            let expected = if nowhere == "01" { 200 } else { 404 };
            assert_eq!(site.ask(Method::HEAD, &path).by(site, Auditor).send().await.status, expected, "{nowhere}");
        }
        let withdraw =
            |body: serde_json::Value| site.post(&format!("{at}/withdrawal")).by(site, ProcurementOfficer).header("if-match", "\"2\"").json(&body).send();
        assert_eq!(fields(&withdraw(json!({ "reason": "" })).await.problem(422, "invalid")), ["reason"]);
        assert_eq!(withdraw(json!({ "reason": "別の契約のもの" })).await.status, 200);
        let change = site.put(&at).by(site, ProcurementOfficer).header("if-match", "\"3\"").json(&json!({ "kind": "other", "title": "x" })).send().await;
        assert_eq!(change.problem(409, "refused")["reasons"][0]["code"], "attachment.withdrawn");
        assert_eq!(site.get(&file).by(site, Auditor).send().await.status, 200, "it stays");
    });
}

#[test]
fn a_file_that_cannot_be_taken_is_refused_in_the_language_of_whoever_sends_it() {
    site::run(async {
        let site = site::demo().await;
        let before = site.entries().await;
        let record = contract(site).await;
        let path = format!("/api/v1/attachments?subject=contract&record={record}&kind=other");
        for (name, body, field, code, ja, en) in [
            ("a.html", &b"<!DOCTYPE html>"[..], "file", "attachment.unfit", "HTMLは添付できません", "HTML cannot be attached"),
            ("a.pdf", b"MZ\x90\0\x03\0\0\0", "file", "attachment.unfit", "プログラム（実行ファイル）は添付できません", "A program cannot be attached"),
            ("a.docx", PDF, "file", "attachment.ending", "中身はPDFですが", "The content is PDF"),
            ("a.txt", b"", "file", "attachment.empty", "中身がありません", "nothing in the file"),
            ("", b"text", "file", "attachment.name", "名前を付けて", "needs a name"),
        ] {
            for (lang, said) in [("ja", ja), ("en", en)] {
                let ask = site.post(&format!("{path}&file_name={name}")).by(site, ProcurementOfficer).key("refused-file").header("accept-language", lang);
                let problem = ask.body(body).send().await.problem(422, "invalid");
                assert_eq!((fields(&problem), &problem["errors"][0]["code"]), (vec![field], &json!(code)), "{problem}");
                assert!(problem["errors"][0]["message"].as_str().is_some_and(|message| message.contains(said)), "{problem}");
            }
        }
        for (lang, said) in [("ja", "上限50MB"), ("en", "limit 50 MB")] {
            let large = || stream::iter((0..51).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1 << 20])));
            let ask = site.post(&format!("{path}&file_name=a.txt")).by(site, ProcurementOfficer).key("large-file").header("accept-language", lang);
            let problem = ask.body(Body::from_stream(large())).send().await.problem(413, "too-large");
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(said)), "{problem}");
            for kind in ["multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencoded"] {
                let ask = site.post(&format!("{path}&file_name=a.txt")).by(site, ProcurementOfficer).key("other-file").header("accept-language", lang);
                let problem = ask.header("content-type", kind).body("text").send().await.problem(415, "media-type");
                assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("application/octet-stream")), "{problem}");
            }
        }
        let ask = |query: &str| site.post(&format!("/api/v1/attachments{query}")).by(site, ProcurementOfficer).key("odd-file").body("text").send();
        assert_eq!(fields(&ask(&format!("?subject=contract&record={record}&file_name=a.txt")).await.problem(422, "invalid")), ["kind"]);
        assert_eq!(fields(&ask(&format!("?subject=spell&record={record}")).await.problem(422, "invalid")), ["subject"]);
        assert_eq!(fields(&ask("?subject=contract").await.problem(422, "invalid")), ["record"]);
        assert_eq!(fields(&ask(&format!("?subject=contract&record={record}&colour=red")).await.problem(422, "invalid")), ["colour"]);
        ask("?subject=contract&record=..%2F..&kind=other&file_name=a.txt").await.problem(404, "not-found");
        site.post(&format!("{path}&file_name=a.txt")).by(site, ProcurementOfficer).body("text").send().await.problem(428, "precondition");
        site.post(&format!("{path}&file_name=a.txt")).by(site, SecurityOfficer).key("forbidden-file").body("text").send().await.problem(403, "forbidden");
        let broken = Body::from_stream(stream::iter([Ok("half"), Err(std::io::Error::other("gone"))]));
        let ask = site.post(&format!("{path}&file_name=a.txt")).by(site, ProcurementOfficer).key("broken-file").body(broken).send().await;
        assert_eq!(ask.problem(422, "invalid")["errors"][0]["code"], "request.body");
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn a_file_of_somebody_elses_record_looks_like_none() {
    site::run(async {
        let site = site::demo().await;
        let mine = site.get("/api/v1/contracts?limit=200").by(site, Staff).send().await.text();
        let all = site.get("/api/v1/contracts?limit=200").by(site, ProcurementOfficer).send().await.json();
        let record = all["items"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).find(|id| !mine.contains(id)).unwrap().to_owned();
        let path = format!("/api/v1/attachments?subject=contract&record={record}");
        let made = site.post(&format!("{path}&kind=other&file_name=a.txt")).by(site, ProcurementOfficer).key("foreign").body("text").send().await;
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let said = |id: String| async move {
            let mut problem = site.get(&format!("/api/v1/attachments/{id}")).by(site, Staff).send().await.problem(404, "not-found");
            problem["instance"] = serde_json::Value::Null;
            problem
        };
        assert_eq!(said(id.clone()).await, said("01nothing".to_owned()).await);
        site.get(&format!("/api/v1/attachments/{id}/versions/1/content")).by(site, Staff).send().await.problem(404, "not-found");
        site.get(&path).by(site, Staff).send().await.problem(404, "not-found");
    });
}

#[test]
fn a_plain_form_attaches_a_file_and_comes_back_with_what_was_wrong() {
    site::run(async {
        let site = site::demo().await;
        let cookie = cookie(site, ProcurementOfficer).await;
        let record = contract(site).await;
        let tab = format!("/contracts/{record}/attachments");
        let send = |to: String, fields: &[(&str, &str)], name: &str, file: &[u8]| {
            let mut body = Vec::new();
            for (field, value) in fields {
                body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
            }
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n").bytes());
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n--x--\r\n");
            site.post(&to)
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("referer", &format!("http://city.example{tab}?done=attached&flash=old"))
                .header("cookie", &cookie)
                .header("content-type", "multipart/form-data; boundary=x")
                .body(body)
                .send()
        };
        let to = format!("/attachments/to/contract/{record}");
        let taken = send(to.clone(), &[("kind", "annex"), ("title", "特記仕様書の写し")], "annex.md", "# 特記仕様書".as_bytes()).await;
        assert_eq!((taken.status.as_u16(), taken.header("location")), (303, format!("{tab}?done=attached").as_str()), "{}", taken.text());
        let shown = page(site, &tab, &cookie).await.text();
        assert!(shown.contains("特記仕様書の写し") && shown.contains("annex.md"), "{shown}");

        for (fields, name, file, said) in [
            (vec![("kind", "annex"), ("title", "打ちかけの題名")], "a.html", &b"<html>"[..], "HTMLは添付できません"),
            (vec![("kind", ""), ("title", "打ちかけの題名")], "a.txt", b"text", "必ず入力してください"),
            (vec![("kind", "annex"), ("title", "打ちかけの題名")], "", b"", "必ず入力してください"),
        ] {
            let refused = send(to.clone(), &fields, name, file).await;
            assert_eq!(refused.status, 303, "{}", refused.text());
            let back = refused.header("location").to_owned();
            assert!(back.starts_with(&format!("{tab}?")) && back.contains("flash=") && !back.contains("flash=old"), "{back}");
            let shown = page(site, back.trim_end_matches("#attachments-h"), &cookie).await.text();
            assert!(shown.contains(said) && shown.contains("打ちかけの題名"), "{said}: {shown}");
        }
        let list = site.get(&format!("/api/v1/attachments?subject=contract&record={record}")).by(site, ProcurementOfficer).send().await.json();
        let made = list["items"].as_array().unwrap().iter().find(|item| item["title"] == "特記仕様書の写し").expect("attached");
        let at = format!("/attachments/{}", made["id"].as_str().unwrap());
        let second = send(format!("{at}/versions"), &[("version", "1")], "annex.pdf", PDF).await;
        assert_eq!((second.status.as_u16(), second.header("location")), (303, format!("{at}?done=attached").as_str()), "{}", second.text());
        let late = send(format!("{at}/versions"), &[("version", "1")], "annex.pdf", PDF).await;
        assert!(late.header("location").starts_with(&format!("{at}?")) || late.header("location").contains("flash="), "{}", late.header("location"));
        let shown = page(site, &at, &cookie).await.text();
        assert!(shown.contains("annex.pdf") && shown.contains("annex.md") && shown.contains("2版"), "{shown}");
        let fetched = site.get(&format!("/api/v1{at}/versions/2/content")).header("cookie", &cookie).send().await;
        assert_eq!((fetched.status.as_u16(), &fetched.body[..]), (200, PDF), "a link of the page leads to the file");
        let wrong = site.post(&to).header("accept", "text/html").header("sec-fetch-site", "same-origin").header("cookie", &cookie).body("x").send().await;
        assert_eq!(wrong.status, 415);
        let nowhere = send("/attachments/to/spell/01x".to_owned(), &[("kind", "annex")], "a.txt", b"text").await;
        assert_eq!(nowhere.status, 404);
    });
}

#[test]
fn the_files_of_a_record_stand_on_its_page() {
    site::run(async {
        let site = site::demo().await;
        let cookie = cookie(site, ProcurementOfficer).await;
        for (list, page_of) in [
            ("/api/v1/contractors?limit=1", "/contractors"),
            ("/api/v1/certificates?limit=1", "/certificates"),
            ("/api/v1/subcontracts?limit=1", "/subcontracts"),
        ] {
            let id = site.first(ProcurementOfficer, list).await;
            let shown = page(site, &format!("{page_of}/{id}"), &cookie).await.text();
            assert!(shown.contains("添付はまだありません") && shown.contains(&format!("/{id}\" enctype=\"multipart/form-data\"")), "{page_of}: {shown}");
        }
        let check = site.first(SecurityOfficer, "/api/v1/verifications?lane=coming&limit=1").await;
        let security = crate::pages::cookie(site, SecurityOfficer).await;
        assert!(page(site, &format!("/verifications/{check}"), &security).await.text().contains("/attachments/to/verification/"));
        let selection = site.get("/api/v1/selections?limit=1").by(site, ProcurementOfficer).send().await.json()["items"][0].clone();
        let at = format!("/selections/{}/candidates/{}", selection["procurement"].as_str().unwrap(), selection["id"].as_str().unwrap());
        assert!(page(site, &at, &cookie).await.text().contains("/attachments/to/selection/"));
        let auditor = crate::pages::cookie(site, Auditor).await;
        let tab = format!("/contracts/{}/attachments", contract(site).await);
        assert!(!page(site, &tab, &auditor).await.text().contains("enctype"), "who only reads is offered no form");
        assert_eq!(page(site, "/attachments/01nothing", &cookie).await.status, 404);
        assert_eq!(page(site, "/contracts/01nothing/attachments", &cookie).await.status, 404);
    });
}
