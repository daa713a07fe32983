//! Where a form leads afterwards: always to a page of ours, never to an address somebody slipped in.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

/// Longest address followed.
const LONGEST: usize = 2_000;

/// The path as it was given, if it leads to this site and nowhere else; otherwise the start page. Words of other scripts, which a page has read off
/// its address and written into a form, are encoded again.
pub fn own(path: &str) -> String {
    let path = encoded(path);
    let is_own = path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && path.len() <= LONGEST
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && path.parse::<Uri>().is_ok();
    if is_own { path } else { "/".to_owned() }
}

fn encoded(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The page a form was sent from, without its host and without an old flash.
pub fn back(headers: &HeaderMap) -> Option<String> {
    let referer: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let path = own(referer.path());
    let query = form_urlencoded::parse(referer.query().unwrap_or_default().as_bytes()).filter(|(name, _)| name != "flash");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    Some(if query.is_empty() { path } else { own(&format!("{path}?{query}")) })
}

/// The address with one more parameter.
pub fn with(path: &str, name: &str, value: &str) -> String {
    let pair = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    format!("{path}{}{pair}", if path.contains('?') { '&' } else { '?' })
}

/// The address without a parameter.
pub fn without(path: &str, name: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| known != name);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// 303: whatever was sent, the next thing is to get this page.
pub fn see(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => (StatusCode::SEE_OTHER, [(header::LOCATION, HeaderValue::from_static("/"))]).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for path in ["/", "/contracts?q=%E5%A7%94&state=active", "/verifications/01J#answers", "/signin?next=%2Fboard"] {
            assert_eq!(own(path), path);
        }
        for path in
            ["", "//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "contracts", "/a\r\nSet-Cookie: x=y", "/a b", "/x\\y"]
        {
            assert_eq!(own(path), "/", "{path:?}");
        }
        assert_eq!(own("/contracts?q=住民"), "/contracts?q=%E4%BD%8F%E6%B0%91");
        assert_eq!(own(&format!("/{}", "a".repeat(5_000))), "/");
    }

    #[test]
    fn the_way_back_is_the_path_of_the_referer_without_an_old_flash() {
        let headers = |referer| HeaderMap::from_iter([(header::REFERER, HeaderValue::from_static(referer))]);
        assert_eq!(back(&headers("http://evil.example/contracts/1/edit?flash=abc&tab=clauses")).as_deref(), Some("/contracts/1/edit?tab=clauses"));
        assert_eq!(back(&headers("http://a.example//evil.example")).as_deref(), Some("/"));
        assert_eq!(back(&HeaderMap::new()), None);
        assert_eq!((without("/a?done=x&b=c", "done"), without("/a?done=x", "done"), without("/a", "done")), ("/a?b=c".into(), "/a".into(), "/a".into()));
        assert_eq!(with("/a?b=c", "flash", "x y"), "/a?b=c&flash=x+y");
    }
}
