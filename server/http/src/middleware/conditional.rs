//! `ETag` and `If-None-Match` of records.
//!
//! A tag is `"<version>-<mark>"`: the version is what `If-Match` asks for, the mark stands for the bytes. The version alone would not do as a strong
//! tag: days late, what the reader may do and names change without the record changing, and a check that is overdue since this morning must not
//! be answered with 304.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use sha2::{Digest, Sha256};

use crate::problem::Fault;

/// Put into a response's extensions by handlers that answer one record.
#[derive(Clone, Copy, Debug)]
pub struct Version(pub u64);

/// Tags answers that carry a [`Version`], and answers 304 to who has the same bytes already.
pub async fn tag(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response.headers_mut().entry(header::VARY).or_insert(HeaderValue::from_static("Authorization, Cookie, Accept-Language"));
    let Some(Version(version)) = response.extensions_mut().remove::<Version>() else { return response };
    let (mut parts, body) = response.into_parts();
    // Our own handlers made the body in memory: there is nothing to bound.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Fault::Service(Error::Internal).into_response() };
    let tag = format!("\"{version}-{}\"", &hex::encode(Sha256::digest(&bytes))[..12]);
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, value);
    }
    if reads && parts.status == StatusCode::OK && known.is_some_and(|known| is_known(&known, &tag)) {
        return not_modified(&parts.headers);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Weak comparison (RFC 9110, 13.1.2).
fn is_known(known: &HeaderValue, tag: &str) -> bool {
    known.to_str().is_ok_and(|known| known.trim() == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
}

fn not_modified(headers: &HeaderMap) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    for name in [header::ETAG, header::CACHE_CONTROL, header::VARY] {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
