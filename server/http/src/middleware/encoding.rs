//! Bodies come as they are: a small compressed one could unpack to more than the limits allow for.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, header};

use crate::problem::Fault;

/// Refuses bodies with a `Content-Encoding`, and says what is taken (RFC 9110, 12.5.3 and 15.5.16).
pub async fn plain(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::DELETE);
    let encoded = request.headers().get_all(header::CONTENT_ENCODING).iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if reads || !encoded {
        return next.run(request).await;
    }
    let mut response = Fault::Encoded.into_response();
    response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    response
}
