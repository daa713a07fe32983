//! The problems an operation can answer, grouped as the OpenAPI document names them.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{Content, Ref, RefOr, Response, ResponseBuilder, header::HeaderBuilder},
};

use super::PROBLEM_JSON;

/// Answers of every operation that reads one thing.
pub struct Reading;

/// Answers of every operation that lists.
pub struct Listing;

/// Answers of operations that change a record in a known version.
pub struct Writing;

/// Answers of operations that create or send something.
pub struct Sending;

/// Answers of operations that need nobody signed in.
pub struct Bare;

impl IntoResponses for Reading {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        answers(&[401, 403, 404])
    }
}

impl IntoResponses for Listing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        answers(&[401, 403, 422])
    }
}

impl IntoResponses for Writing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        answers(&[400, 401, 403, 404, 409, 412, 413, 415, 422, 428])
    }
}

impl IntoResponses for Sending {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        answers(&[400, 401, 403, 409, 413, 415, 422, 428])
    }
}

impl IntoResponses for Bare {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        answers(&[400, 403, 409, 413, 415, 422, 429])
    }
}

const fn meaning(status: u16) -> &'static str {
    match status {
        400 => "Not readable: broken JSON, a malformed header.",
        401 => "Nobody is signed in, or the session is over.",
        403 => "The caller's roles do not allow it, or the request comes from another site.",
        404 => "No such record, or not the caller's to see.",
        405 => "The address does not take the method; `Allow` names those it takes.",
        409 => "The record's state does not allow it; `reasons` has every reason.",
        412 => "The version in `If-Match` is not the one that stands; `current_version` is.",
        413 => "The body is too large.",
        414 => "The address is longer than 64 KB; answered without a body.",
        415 => "Another media type is taken here, or the body is compressed.",
        422 => "Fields cannot be taken as they are; `errors` names each.",
        428 => "`If-Match` or `Idempotency-Key` is missing, or the key was used for other content.",
        429 => "Too many attempts; see `Retry-After`.",
        503 => "The database cannot be reached or written; the request may be sent again.",
        _ => "A defect; the log has more under the request's id.",
    }
}

/// What stands around every operation can answer these.
pub fn common() -> BTreeMap<String, RefOr<Response>> {
    answers(&[405, 414, 500, 503])
}

fn answers(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    statuses.iter().map(|status| (status.to_string(), RefOr::T(answer(*status)))).collect()
}

fn answer(status: u16) -> Response {
    let builder = ResponseBuilder::new().description(meaning(status));
    if status == 414 {
        // The server of HTTP itself answers, before any of ours reads the request.
        return builder.build();
    }
    let builder = builder.content(PROBLEM_JSON, Content::new(Some(Ref::from_schema_name("Problem"))));
    match status {
        405 => builder.header("Allow", HeaderBuilder::new().description(Some("The methods the address takes.")).build()).build(),
        401 => builder.header("WWW-Authenticate", HeaderBuilder::new().description(Some("How to authenticate.")).build()).build(),
        429 | 503 => builder.header("Retry-After", HeaderBuilder::new().description(Some("Seconds to wait.")).build()).build(),
        _ => builder.build(),
    }
}
