//! What stands around every answer.

use domain::person::Role::{ProcurementOfficer, Staff};

use crate::site;

#[test]
fn every_answer_carries_the_security_headers_and_its_own_nonce() {
    site::run(async {
        let site = site::demo().await;
        let mut nonces = Vec::new();
        for path in ["/api/v1/session", "/api/v1/contractors", "/healthz", "/api/v1/openapi.json", "/no/such/page"] {
            let answer = site.get(path).by(site, Staff).send().await;
            let policy = answer.header("content-security-policy");
            for part in ["default-src 'self'", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
            nonces.push(policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned());
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("referrer-policy"), "same-origin");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
            assert_eq!(answer.header("x-request-id").len(), 26, "a ULID");
            assert!(!answer.header("cache-control").is_empty());
        }
        let all = nonces.len();
        nonces.sort();
        nonces.dedup();
        assert_eq!(nonces.len(), all, "a nonce is used once");
    });
}

#[test]
fn a_client_does_not_choose_the_request_id() {
    site::run(async {
        let site = site::demo().await;
        let answer = site.get("/healthz").header("x-request-id", "chosen").send().await;
        assert_ne!(answer.header("x-request-id"), "chosen");
    });
}

#[test]
fn problems_are_said_in_the_language_of_the_caller() {
    site::run(async {
        let site = site::demo().await;
        let ask = |name: &'static str, value: &'static str| site.get("/api/v1/contractors?kind=guild").by(site, Staff).header(name, value).send();
        assert_eq!(ask("accept-language", "en").await.problem(422, "invalid")["title"], "Some of the input needs correcting");
        assert_eq!(ask("accept-language", "ja,en;q=0.5").await.problem(422, "invalid")["title"], "入力に誤りがあります");
        let by_cookie = ask("cookie", "lang=en").await;
        assert_eq!(
            (by_cookie.problem(422, "invalid")["detail"].as_str(), by_cookie.header("content-language")),
            (Some("Some of the input needs correcting"), "en")
        );
    });
}

#[test]
fn long_answers_are_compressed_for_who_takes_it_so() {
    site::run(async {
        let site = site::demo().await;
        let plain = site.get("/api/v1/contractors?limit=50").by(site, ProcurementOfficer).send().await;
        let packed = site.get("/api/v1/contractors?limit=50").by(site, ProcurementOfficer).header("accept-encoding", "br").send().await;
        assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "br"));
        assert!(packed.body.len() < plain.body.len() / 2);
    });
}

#[test]
fn the_watchman_of_the_process_needs_no_session() {
    site::run(async {
        let site = site::empty().await;
        for path in ["/healthz", "/readyz"] {
            let answer = site.get(path).send().await;
            assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "ok\n"));
        }
    });
}
