//! 契約書の本文 of one contract: what its clauses are looked for in.

use axum::{
    extract::{DefaultBodyLimit, State},
    middleware::from_fn_with_state,
    response::IntoResponse,
};
use domain::{clause::Coverage, id::ContractId};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Body, Id, IfMatch, Query, UploadLimit},
    middleware::fault,
    problem::{Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes(limit: usize) -> OpenApiRouter<AppState> {
    let upload = OpenApiRouter::new().routes(routes!(put)).layer(DefaultBodyLimit::max(limit)).layer(from_fn_with_state(UploadLimit(limit), fault::patient));
    upload.routes(routes!(get)).routes(routes!(remove))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Upload {
    /// Name of the file, for people; it also tells Markdown (`.md`) from plain text.
    #[serde(default)]
    file_name: String,
}

/// Takes a document as the text of the contract and says what it finds of each clause; nothing is marked by it.
///
/// What the file is made of decides how it is read: PDF with text, Word (`.docx`), plain text or Markdown in UTF-8, UTF-16 or Shift_JIS. A text that was
/// there is replaced. Permission: `mark_clause`.
#[utoipa::path(put, path = "/contracts/{id}/text", tag = "coverage", operation_id = "put_contract_text",
    params(
        ("id" = String, Path, description = "Id of the contract."),
        Upload,
        ("If-Match" = String, Header, description = "`ETag` of the coverage."),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    responses((status = 200, description = "The coverage with what was found.", body = Coverage, headers(("ETag" = String))), Writing))]
async fn put(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ContractId>,
    IfMatch(version): IfMatch,
    Query(upload): Query<Upload>,
    Body(file): Body,
) -> Answer {
    let coverage = state.services().contracts().put_text(&ctx, &id, version, &upload.file_name, file.into()).await?;
    Ok(answer::record(coverage.version, &coverage))
}

/// The text of the contract as it was taken out of the document, pages parted by form feeds.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/text", tag = "coverage", operation_id = "get_contract_text",
    params(("id" = String, Path, description = "Id of the contract.")),
    responses(
        (status = 200, description = "A file to be kept.", body = String, content_type = "text/plain"),
        (status = 204, description = "No text was uploaded."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    let text = state.services().contracts().text(&ctx, &id).await?;
    Ok(text.map_or_else(|| StatusCode::NO_CONTENT.into_response(), |text| answer::attachment("text/plain; charset=utf-8", "contract.txt", text.into_bytes())))
}

/// Takes the text of the contract away; what people marked stays.
///
/// Permission: `mark_clause`.
#[utoipa::path(delete, path = "/contracts/{id}/text", tag = "coverage", operation_id = "remove_contract_text",
    params(("id" = String, Path, description = "Id of the contract."), ("If-Match" = String, Header, description = "`ETag` of the coverage.")),
    responses((status = 200, description = "The coverage as it is now.", body = Coverage, headers(("ETag" = String))), Writing))]
async fn remove(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, IfMatch(version): IfMatch) -> Answer {
    let coverage = state.services().contracts().remove_text(&ctx, &id, version).await?;
    Ok(answer::record(coverage.version, &coverage))
}
