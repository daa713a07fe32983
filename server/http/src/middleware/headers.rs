//! Headers that tell the browser what our pages may do: nothing but talk to this server.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};

use super::frame::Frame;
use crate::state::AppState;

/// Where the API browser lies: its vendored page sets styles from its script.
pub const API_BROWSER: &str = "/api/docs";

const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Put into a response's extensions by handlers that say how long it is: it is not compressed on its way.
#[derive(Clone, Copy, Debug)]
pub struct AsItIs;

/// What is compressed: all that is worth it, but for what is sent as it is.
pub fn compressible(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<AsItIs>().is_none()
}

/// Where contractors answer by a link: its address is a secret, which no other site and no search engine shall learn.
const GUEST: &str = "/answer";

/// Sets the security headers of every answer, and the content policy with this request's nonce.
pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let frame = Frame::of(request.extensions());
    let relaxed = request.uri().path().starts_with(API_BROWSER);
    let is_guest = request.uri().path().starts_with(GUEST);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_guest {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    }
    if let Ok(policy) = HeaderValue::from_str(&content_policy(&frame.nonce, relaxed)) {
        // A file of somebody else's says a stricter one itself.
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if state.config().secure_cookies {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    keep_out_of_caches(headers);
    response
}

/// Whatever does not say otherwise is not kept: pages and documents hold what only their reader may see.
fn keep_out_of_caches(headers: &mut HeaderMap) {
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

fn content_policy(nonce: &str, relaxed: bool) -> String {
    let style = if relaxed { "'self' 'unsafe-inline'" } else { "'self'" };
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src {style}; img-src 'self' data:; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )
}
