//! 公表データ: published lists, brought in and looked up in.

use axum::{
    extract::{DefaultBodyLimit, State},
    middleware::{from_fn, from_fn_with_state},
};
use domain::{
    id::ReferenceSetId,
    reference::{CorporationAnswer, FILE_LIMIT, IsmapAnswer, ReferenceKind, ReferenceOverview, ReferenceSet},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{CsvFile, Id, Nothing, Query, Tail, UploadLimit},
    middleware::{fault, idempotency},
    problem::{Listing, Reading, Sending},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    let collection = OpenApiRouter::new()
        .routes(routes!(list, create))
        .layer(from_fn(idempotency::once))
        .layer(DefaultBodyLimit::max(FILE_LIMIT))
        .layer(from_fn_with_state(UploadLimit(FILE_LIMIT), fault::patient));
    OpenApiRouter::new().merge(collection).routes(routes!(get)).routes(routes!(corporation)).routes(routes!(ismap))
}

/// What is there of each kind of published list: the one in use, and the one brought in last where that is another.
///
/// Permission: `read_contractor`.
#[utoipa::path(get, path = "/reference", tag = "reference", operation_id = "list_reference_sets",
    responses((status = 200, description = "One of each kind.", body = [ReferenceOverview]), Listing))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    Ok(answer::plain(&state.services().references().overview(&ctx).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Upload {
    /// Which list it is.
    kind: ReferenceKind,
    /// The day it was published as of.
    as_of: String,
    /// Name of the file, for people.
    #[serde(default)]
    file_name: String,
}

/// Brings a published list in, in place of the one before, in the background; ask for it to see how far it is. The one before is in use until then.
///
/// Permission: `import_reference` (procurement officer, security officer).
#[utoipa::path(post, path = "/reference", tag = "reference", operation_id = "create_reference_set",
    params(Upload, ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    request_body(content = Vec<u8>, content_type = "text/csv", description = "The file as published, in UTF-8 or Shift_JIS, up to 96 MB and 400,000 rows."),
    responses((status = 201, description = "Begun, with the faults of the file.", body = ReferenceSet, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Query(upload): Query<Upload>, CsvFile(file): CsvFile) -> Answer {
    let set = state.services().references().import(&ctx, upload.kind, &upload.as_of, &upload.file_name, file.into()).await?;
    Ok(answer::created(&format!("reference/sets/{}", set.id), set.version, &set))
}

/// One list as it was brought in; while it is written, `done` counts up.
///
/// Permission: `read_contractor`.
#[utoipa::path(get, path = "/reference/sets/{id}", tag = "reference", operation_id = "get_reference_set",
    params(("id" = String, Path, description = "Id of the list.")),
    responses((status = 200, description = "The list.", body = ReferenceSet, headers(("ETag" = String))), Reading))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ReferenceSetId>) -> Answer {
    let set = state.services().references().get(&ctx, &id).await?;
    Ok(answer::record(set.version, &set))
}

/// What the register of corporate numbers says of one: nothing where no list is in use, or where the list does not have it.
///
/// Permission: `read_contractor`.
#[utoipa::path(get, path = "/reference/corporate-numbers/{number}", tag = "reference", operation_id = "get_corporation",
    params(("number" = String, Path, description = "13 digits, with or without a `T` before them.")),
    responses((status = 200, description = "What is known.", body = CorporationAnswer), Listing))]
async fn corporation(State(state): State<AppState>, Caller(ctx): Caller, Tail(number): Tail) -> Answer {
    Ok(answer::plain(&state.services().references().corporation(&ctx, &number).await?))
}

/// What the list of ISMAP says of a registration number: nothing where no list is in use, or where the list does not have it.
///
/// Permission: `read_contractor`.
#[utoipa::path(get, path = "/reference/ismap/{number}", tag = "reference", operation_id = "get_ismap_service",
    params(("number" = String, Path, description = "As `C21-0005-2`.")),
    responses((status = 200, description = "What is known.", body = IsmapAnswer), Listing))]
async fn ismap(State(state): State<AppState>, Caller(ctx): Caller, Tail(number): Tail) -> Answer {
    Ok(answer::plain(&state.services().references().ismap(&ctx, &number).await?))
}
