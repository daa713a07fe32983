//! Sign-in, sign-out, set-up: for programs and for plain forms; other sites are refused.

use domain::person::{Role, SignInForm};
use serde_json::{Value, json};

use crate::site::{self, Answer, Site, fields};

const PASSWORD: &str = "正しい馬の電池の綴じ金具ですよね";

fn city() -> Value {
    json!({"city": "試験市", "staff_number": "0001", "name": "最初 管理", "password": PASSWORD, "password_again": PASSWORD})
}

async fn set_up(site: &Site) -> Answer {
    let opened = site.post("/api/v1/setup").json(&city()).send().await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    opened
}

#[test]
fn an_empty_city_is_set_up_once() {
    site::run(async {
        let site = site::empty().await;
        let mut differs = city();
        differs["password_again"] = "x".into();
        assert_eq!(fields(&site.post("/api/v1/setup").json(&differs).send().await.problem(422, "invalid")), ["password_again"]);
        let opened = set_up(&site).await;
        assert_eq!(opened.header("cache-control"), "no-store");
        let token = opened.json()["token"].as_str().unwrap().to_owned();
        let me = site.get("/api/v1/session").bearer(&token).send().await.json();
        assert_eq!((&me["name"], &me["city"], &me["roles"]), (&"最初 管理".into(), &"試験市".into(), &json!(["administrator"])));
        site.post("/api/v1/setup").json(&city()).send().await.problem(409, "refused");
    });
}

#[test]
fn a_session_is_opened_used_and_closed() {
    site::run(async {
        let site = site::empty().await;
        set_up(&site).await;
        let opened = site.post("/api/v1/session").json(&json!({"staff_number": "０００１", "password": PASSWORD})).send().await;
        assert_eq!(opened.status, 201, "{}", opened.text());
        let cookie = opened.header("set-cookie").to_owned();
        assert!(cookie.starts_with("itakumori_session=") && cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(site.get("/api/v1/session").header("cookie", pair).send().await.status, 200);

        let token = opened.json()["token"].as_str().unwrap().to_owned();
        let closed = site.ask(http::Method::DELETE, "/api/v1/session").bearer(&token).send().await;
        assert_eq!(closed.status, 204);
        assert!(closed.header("set-cookie").contains("Max-Age=0"));
        let refused = site.get("/api/v1/session").bearer(&token).send().await;
        refused.problem(401, "unauthenticated");
        assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"itakumori\"");
    });
}

#[test]
fn guessing_is_made_slow_and_tells_nothing() {
    site::run(async {
        let site = site::empty().await;
        set_up(&site).await;
        let attempt =
            |number: &'static str, password: &'static str| site.post("/api/v1/session").json(&json!({"staff_number": number, "password": password})).send();
        let wrong = attempt("0001", "wrong").await.problem(422, "invalid");
        let unknown = attempt("9999", "wrong").await.problem(422, "invalid");
        assert_eq!(wrong["errors"], unknown["errors"], "whether the number exists is not told");
        for _ in 0..9 {
            attempt("0001", "wrong").await.problem(422, "invalid");
        }
        let slowed = attempt("0001", PASSWORD).await;
        slowed.problem(429, "too-many-requests");
        assert!((1..=301).contains(&slowed.header("retry-after").parse::<u32>().unwrap()));
    });
}

#[test]
fn a_plain_form_signs_in_and_goes_where_it_was_headed() {
    site::run(async {
        let site = site::demo().await;
        let account = site.services.auth().entrance().await.unwrap().demo_accounts.into_iter().find(|account| account.role == Role::Auditor).unwrap();
        let send = |password: &str, next: &str| {
            site.post("/signin")
                .header("sec-fetch-site", "same-origin")
                .header("accept", "text/html")
                .form(&[("staff_number", &account.staff_number), ("password", password), ("next", next)])
                .send()
        };
        let entered = send(&account.password, "/verifications?lane=overdue").await;
        assert_eq!((entered.status.as_u16(), entered.header("location")), (303, "/verifications?lane=overdue"), "{}", entered.text());
        assert!(entered.header("set-cookie").starts_with("itakumori_session="));
        for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""] {
            assert_eq!(send(&account.password, elsewhere).await.header("location"), "/", "{elsewhere}");
        }
        let refused = send("wrong password here", "/contracts").await;
        assert_eq!(refused.status, 303);
        assert!(refused.header("location").starts_with("/signin?next=%2Fcontracts&flash="), "{}", refused.header("location"));
        assert_eq!(refused.header("set-cookie"), "");

        let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
        let left = site.post("/signout").header("sec-fetch-site", "same-origin").header("cookie", &cookie).form(&[]).send().await;
        assert_eq!((left.status.as_u16(), left.header("location")), (303, "/signin"));
        site.get("/api/v1/session").header("cookie", &cookie).send().await.problem(401, "unauthenticated");
    });
}

#[test]
fn language_and_theme_are_remembered_for_the_browser() {
    site::run(async {
        let site = site::empty().await;
        let choose = |path: &'static str, name: &'static str, value: &'static str| {
            site.post(path).header("sec-fetch-site", "same-origin").form(&[(name, value), ("next", "/contracts")]).send()
        };
        let english = choose("/lang", "lang", "en-GB").await;
        assert_eq!((english.status.as_u16(), english.header("location")), (303, "/contracts"));
        assert!(english.header("set-cookie").starts_with("lang=en; Path=/; SameSite=Lax"));
        assert!(choose("/theme", "theme", "dark").await.header("set-cookie").starts_with("theme=dark;"));
        assert!(choose("/theme", "theme", "\r\nx").await.header("set-cookie").starts_with("theme=auto;"));
    });
}

#[test]
fn another_site_changes_nothing_with_a_session_it_cannot_see() {
    site::run(async {
        let site = site::demo().await;
        let account =
            site.services.auth().entrance().await.unwrap().demo_accounts.into_iter().find(|account| account.role == Role::ProcurementOfficer).unwrap();
        let token = site.services.auth().sign_in(&SignInForm { staff_number: account.staff_number, password: account.password }, "test").await.unwrap();
        let cookie = format!("itakumori_session={token}");
        let form = site::contractor("越境試験", 900_000_000_201);
        let before = site.entries().await;
        let send = |headers: &'static [(&'static str, &'static str)], with_cookie: bool| {
            let mut ask = site.post("/api/v1/contractors").key("csrf").json(&form);
            if with_cookie {
                ask = ask.header("cookie", &cookie);
            }
            for (name, value) in headers {
                ask = ask.header(name, value);
            }
            ask.send()
        };
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example"), ("host", "city.example")],
            &[("origin", "null"), ("host", "city.example")],
            &[("host", "city.example")],
        ] {
            send(headers, true).await.problem(403, "foreign-origin");
        }
        send(&[("sec-fetch-site", "cross-site")], false).await.problem(403, "foreign-origin");
        assert_eq!(site.entries().await, before);
        assert_eq!(send(&[("origin", "https://city.example"), ("host", "city.example")], true).await.status, 201);
        let page = site.post("/signout").header("cookie", &cookie).header("accept", "text/html").header("sec-fetch-site", "cross-site").form(&[]).send().await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (403, "text/html; charset=utf-8"));
        assert_eq!(site.get("/api/v1/session").header("cookie", &cookie).send().await.status, 200, "still signed in");
    });
}
