//! Changes come from our own pages or from programs that hold a token, never from another site a signed-in person happens to visit.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, Uri, header, uri::Authority};

use crate::{problem::Fault, state::AppState};

/// Refuses unsafe methods whose page is not ours; see [`is_ours`].
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_ours(request.headers(), request.uri(), state.config().public_origin.as_deref()) {
        next.run(request).await
    } else {
        Fault::ForeignOrigin.into_response()
    }
}

/// Browsers of our day say with `Sec-Fetch-Site` where a request comes from, older ones with `Origin`. A program says neither: it is taken
/// as long as it carries no cookie, for then nothing of a browser's session is used.
fn is_ours(headers: &HeaderMap, uri: &Uri, public_origin: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match headers.get(header::ORIGIN) {
        None => !headers.contains_key(header::COOKIE),
        Some(origin) => origin.to_str().is_ok_and(|origin| public_origin == Some(origin) || is_host(origin, headers, uri)),
    }
}

/// Whether an origin names the host the request was sent to. Its scheme is not compared: behind a proxy ours is unknown.
fn is_host(origin: &str, headers: &HeaderMap, uri: &Uri) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let default_port = if scheme == "https" { 443 } else { 80 };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.authority().map(Authority::as_str));
    let parse =
        |text: &str| text.parse::<Authority>().ok().map(|authority| (authority.host().to_ascii_lowercase(), authority.port_u16().unwrap_or(default_port)));
    host.and_then(parse).is_some_and(|host| parse(authority) == Some(host))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn ours(pairs: &[(&'static str, &'static str)], public: Option<&str>) -> bool {
        let headers = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
        is_ours(&headers, &Uri::from_static("/contracts"), public)
    }

    #[test]
    fn what_the_browser_says_of_the_site_decides() {
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")], None));
        assert!(ours(&[("sec-fetch-site", "none")], None));
        for site in ["cross-site", "same-site", "", "unknown"] {
            assert!(!ours(&[("sec-fetch-site", site), ("origin", "http://a.example"), ("host", "a.example")], None), "{site}");
        }
    }

    #[test]
    fn an_older_browser_names_its_origin() {
        assert!(ours(&[("origin", "http://a.example:3000"), ("host", "a.example:3000")], None));
        assert!(ours(&[("origin", "https://A.example"), ("host", "a.example:443")], None));
        for origin in ["null", "http://b.example", "http://a.example.b.example", "http://a.example:3001", "a.example"] {
            let headers = HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static(origin)), (header::HOST, HeaderValue::from_static("a.example"))]);
            assert!(!is_ours(&headers, &Uri::from_static("/"), None), "{origin}");
        }
    }

    #[test]
    fn the_public_origin_stands_for_the_host_behind_a_proxy() {
        let sent = [("origin", "https://public.example"), ("host", "10.0.0.1:3000")];
        assert!(!ours(&sent, None));
        assert!(ours(&sent, Some("https://public.example")));
    }

    #[test]
    fn a_program_passes_without_cookies_only() {
        assert!(ours(&[("host", "a.example"), ("authorization", "Bearer x")], None));
        assert!(!ours(&[("host", "a.example"), ("cookie", "itakumori_session=x")], None));
    }
}
