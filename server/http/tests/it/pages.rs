//! Pages, their files, and the plain forms behind them.

use domain::person::{Role, SignInForm};
use serde_json::{Value, json};

use crate::site::{self, Answer, Site};

/// A cookie of its own for a role.
pub async fn cookie(site: &Site, role: Role) -> String {
    let account = site.services.auth().entrance().await.unwrap().demo_accounts.into_iter().find(|account| account.role == role).unwrap();
    let token = site.services.auth().sign_in(&SignInForm { staff_number: account.staff_number, password: account.password }, "test").await.unwrap();
    format!("itakumori_session={token}")
}

pub async fn page(site: &Site, path: &str, cookie: &str) -> Answer {
    site.get(path).header("accept", "text/html").header("cookie", cookie).send().await
}

/// Sends the plain form of a server function, as the browser does from the page `from`.
pub async fn sent(site: &Site, name: &str, form: &[(&str, &str)], from: &str, cookie: &str) -> Answer {
    site.post(&function(name))
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("referer", &format!("http://city.example{from}"))
        .header("cookie", cookie)
        .form(form)
        .send()
        .await
}

/// Address of a server function.
pub fn function(name: &str) -> String {
    let name = name.to_owned();
    leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .find(|path| path.trim_end_matches(char::is_numeric).ends_with(&format!("/{name}")))
        .unwrap_or_else(|| panic!("no function {name}"))
}

#[test]
fn a_page_is_whole_private_and_runs_only_its_own_scripts() {
    site::run(async {
        let site = site::demo().await;
        let start = page(site, "/", &cookie(site, Role::SecurityOfficer).await).await;
        assert_eq!((start.status.as_u16(), start.header("content-type")), (200, "text/html; charset=utf-8"), "{}", start.text());
        assert_eq!(start.header("cache-control"), "no-store");
        assert!(start.text().contains("<html lang=\"ja\"") && start.text().contains("</html>"));
        let nonce = start.header("content-security-policy").split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        for script in start.text().split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("src="), "<script{tag}>");
        }
        assert!(!start.text().contains(" style=\"") && !start.text().contains(" onclick="), "nothing the policy would refuse");
        let english =
            site.get("/").header("accept", "text/html").header("cookie", &format!("{}; lang=en", cookie(site, Role::SecurityOfficer).await)).send().await;
        assert!(english.text().contains("<html lang=\"en\""));
    });
}

#[test]
fn who_is_not_signed_in_is_led_to_the_entrance_and_what_there_is_not_is_not_found() {
    site::run(async {
        let site = site::demo().await;
        let led = page(site, "/contractors?q=x", "").await;
        assert!(led.status.is_redirection(), "{}", led.status);
        assert!(led.header("location").starts_with("/signin?next=%2Fcontractors"), "{}", led.header("location"));
        assert_eq!(page(site, "/signin", "").await.status, 200);
        let nowhere = page(site, "/no/such/page", &cookie(site, Role::Staff).await).await;
        assert_eq!((nowhere.status.as_u16(), nowhere.header("content-type")), (404, "text/html; charset=utf-8"));
        site.get("/no/such/file.js").send().await.problem(404, "not-found");
        site.post("/no/such/page").send().await.problem(404, "not-found");
    });
}

#[test]
fn files_with_a_hash_in_their_name_are_kept_for_ever_and_sent_compressed() {
    site::run(async {
        let site = site::empty().await;
        let hashed = site.get("/pkg/app-0123456789abcdef.js").send().await;
        assert_eq!((hashed.status.as_u16(), hashed.header("cache-control")), (200, "public, max-age=31536000, immutable"));
        assert!(hashed.text().contains("here"));
        let packed = site.get("/pkg/app-0123456789abcdef.js").header("accept-encoding", "gzip, br").send().await;
        assert_eq!((packed.header("content-encoding"), packed.text().as_str()), ("br", "compressed"));
        assert_eq!(site.get("/robots.txt").send().await.header("cache-control"), "public, max-age=300");
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/pkg/..%2f..%2f..%2fCargo.toml", "/pkg/", "/pkg"] {
            site.get(outside).send().await.problem(404, "not-found");
        }
    });
}

#[test]
fn a_plain_form_that_fails_comes_back_with_what_was_typed() {
    site::run(async {
        let site = site::demo().await;
        let (cookie, other) = (cookie(site, Role::ProcurementOfficer).await, cookie(site, Role::ProcurementOfficer).await);
        let before = site.entries().await;
        let sent = site
            .post(&function("create_contractor"))
            .header("accept", "text/html,application/xhtml+xml")
            .header("sec-fetch-site", "same-origin")
            .header("referer", "http://city.example/contractors/new?flash=old")
            .header("cookie", &cookie)
            .form(&[("form[name]", "打ちかけの名前"), ("form[kind]", "company"), ("form[password]", "secret")])
            .send()
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let back = sent.header("location").to_owned();
        assert!(back.starts_with("/contractors/new?flash=") && !back.contains("old"), "{back}");
        let shown = page(site, &back, &cookie).await;
        assert!(shown.text().contains("打ちかけの名前"), "{}", shown.text());
        assert!(!shown.text().contains("secret"));
        assert!(!page(site, &back, &other).await.text().contains("打ちかけの名前"), "another session does not see it");
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn a_script_gets_the_error_itself_with_its_status() {
    site::run(async {
        let site = site::demo().await;
        let ask = |cookie: &str, site_of: &'static str| {
            site.post(&function("create_contractor"))
                .header("accept", "application/json")
                .header("sec-fetch-site", site_of)
                .header("cookie", cookie)
                .form(&[("form[name]", "x")])
                .send()
        };
        let faulty = ask(&cookie(site, Role::ProcurementOfficer).await, "same-origin").await;
        assert_eq!((faulty.status.as_u16(), &faulty.json()["kind"]), (422, &Value::from("invalid")));
        let forbidden = ask(&cookie(site, Role::Auditor).await, "same-origin").await;
        assert_eq!((forbidden.status.as_u16(), &forbidden.json()["kind"]), (403, &Value::from("forbidden")));
        assert_eq!(ask("itakumori_session=nobody", "same-origin").await.status, 401);
        let foreign = ask("a=b", "cross-site").await;
        assert_eq!((foreign.status.as_u16(), &foreign.json()["kind"]), (403, &json!("invalid")));
    });
}

#[test]
fn a_file_is_uploaded_without_scripting() {
    site::run(async {
        let site = site::demo().await;
        let cookie = cookie(site, Role::ProcurementOfficer).await;
        let send = |kind: &str, file: &[u8]| {
            let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"事業者.csv\"\r\nContent-Type: text/csv\r\n\r\n").into_bytes();
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n--x--\r\n");
            site.post("/import/upload")
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("cookie", &cookie)
                .header("content-type", "multipart/form-data; boundary=x")
                .body(body)
                .send()
        };
        let template = site.get("/imports/templates/contractors.csv").header("cookie", &cookie).send().await;
        assert_eq!((template.status.as_u16(), template.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert_eq!(template.header("content-disposition"), "attachment; filename=\"contractors.csv\"");
        let previewed = send("contractors", &template.body).await;
        assert_eq!(previewed.status, 303, "{}", previewed.text());
        let id = previewed.header("location").strip_prefix("/imports/").expect("the page of the import").to_owned();
        let import = site.get(&format!("/api/v1/imports/{id}")).by(site, Role::ProcurementOfficer).send().await.json();
        assert_eq!((&import["file_name"], &import["state"]), (&json!("事業者.csv"), &json!("previewed")));
        assert_eq!(site.get(&format!("/imports/{id}/faulty.csv")).header("cookie", &cookie).send().await.status, 200);
        for refused in [
            send("spells", &template.body).await,
            send("contractors", b"").await,
            send("contractors", &vec![b'a'; (20 << 20) + 1]).await,
            send("departments", &template.body).await,
        ] {
            assert_eq!(refused.status, 303, "{}", refused.text());
            assert!(refused.header("location").starts_with("/imports?flash="), "{}", refused.header("location"));
        }
    });
}

#[test]
fn the_text_of_a_contract_comes_by_a_form_or_as_it_is() {
    site::run(async {
        let site = site::demo().await;
        let cookie = cookie(site, Role::ProcurementOfficer).await;
        let id = site.first(Role::ProcurementOfficer, "/api/v1/contracts?state=active").await;
        let (rest, back) = (format!("/api/v1/contracts/{id}"), format!("/contracts/{id}/clauses"));
        let coverage = async || site.get(&format!("{rest}/coverage")).by(site, Role::ProcurementOfficer).send().await;
        let none = site.get(&format!("{rest}/text")).by(site, Role::ProcurementOfficer).send().await;
        assert_eq!((none.status.as_u16(), none.body.len()), (204, 0));
        let before = coverage().await;
        let send = |version: &str, file: &[u8]| {
            let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n{version}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"契約書.md\"\r\n\r\n").into_bytes();
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n--x--\r\n");
            site.post(&format!("/contracts/{id}/text"))
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("cookie", &cookie)
                .header("content-type", "multipart/form-data; boundary=x")
                .body(body)
                .send()
        };
        let version = before.json()["version"].to_string();
        for refused in [send(&version, b"\x89PNG\r\n\x1a\n\0\0").await, send(&version, b"").await, send("", b"text").await, send("999", b"text").await] {
            assert_eq!(refused.status, 303, "{}", refused.text());
            assert!(refused.header("location").starts_with(&format!("{back}?flash=")), "{}", refused.header("location"));
        }
        assert_eq!(coverage().await.header("etag"), before.header("etag"));
        let said = "# 委託契約書\n\n第1条　受託者は、業務上知り得た秘密を第三者に漏らしてはならない。契約が終わった後も同様とする。\n\n第2条　受託者は、発注者の承諾を得ずに業務を再委託してはならない。\n";
        let read = send(&version, said.as_bytes()).await;
        assert_eq!((read.status.as_u16(), read.header("location")), (303, format!("{back}?done=read").as_str()), "{}", read.text());
        let page = page(site, &back, &cookie).await;
        assert!(page.text().contains("契約書.md") && page.text().contains("第1条") && page.text().contains("漏らしてはならない"), "{}", page.text());

        let text = site.get(&format!("{rest}/text")).by(site, Role::Auditor).send().await;
        assert_eq!((text.status.as_u16(), text.header("content-type"), text.text().as_str()), (200, "text/plain; charset=utf-8", said));
        assert_eq!(text.header("content-disposition"), "attachment; filename=\"contract.txt\"");
        let etag = coverage().await.header("etag").to_owned();
        let put = |etag: &str, name: &str| {
            site.put(&format!("{rest}/text?file_name={name}"))
                .by(site, Role::ProcurementOfficer)
                .header("if-match", etag)
                .body("第1条　甲と乙は、信義に従う。\n")
                .send()
        };
        put(before.header("etag"), "a.txt").await.problem(412, "stale");
        let replaced = put(&etag, "a.txt").await;
        assert_eq!((replaced.status.as_u16(), &replaced.json()["text"]["document"]["file_name"]), (200, &json!("a.txt")), "{}", replaced.text());
        let remove = site.ask(http::Method::DELETE, &format!("{rest}/text")).by(site, Role::ProcurementOfficer);
        let removed = remove.header("if-match", replaced.header("etag")).send().await;
        assert_eq!((removed.status.as_u16(), removed.json().get("text")), (200, None));
    });
}
