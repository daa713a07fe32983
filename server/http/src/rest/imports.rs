//! 取込: a file is uploaded, previewed row by row, and written when confirmed.

use axum::{
    extract::{DefaultBodyLimit, OriginalUri, State},
    middleware::{from_fn, from_fn_with_state},
};
use domain::{
    Error,
    id::ImportId,
    import::{Encoding, Import, ImportKind, ImportRow, ImportRowFilter},
    label::Choice,
    page::Page,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{CsvFile, Id, IfMatch, Nothing, Query, Tail, UploadLimit},
    middleware::{fault, idempotency},
    problem::{Listing, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes(limit: usize) -> OpenApiRouter<AppState> {
    let collection = OpenApiRouter::new()
        .routes(routes!(list, upload))
        .layer(from_fn(idempotency::once))
        .layer(DefaultBodyLimit::max(limit))
        .layer(from_fn_with_state(UploadLimit(limit), fault::patient));
    OpenApiRouter::new().merge(collection).routes(routes!(get)).routes(routes!(rows)).routes(routes!(confirm)).routes(routes!(faulty)).routes(routes!(template))
}

/// The last imports of the kinds the caller may import, newest first, at most 50.
///
/// Permission: any of `import_departments`, `import_contractors`, `import_contracts`.
#[utoipa::path(get, path = "/imports", tag = "imports", operation_id = "list_imports",
    responses((status = 200, description = "Newest first.", body = [Import]), Listing))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    Ok(answer::plain(&state.services().imports().list(&ctx).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Upload {
    /// Which list it is.
    kind: ImportKind,
    /// Name of the file, for people.
    #[serde(default)]
    file_name: String,
}

/// Uploads a CSV file and compares it with the register; nothing is written to the register yet.
///
/// Permission: `import_departments` (administrator); `import_contractors`, `import_contracts` (procurement officer).
#[utoipa::path(post, path = "/imports", tag = "imports", operation_id = "create_import",
    params(Upload, ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    request_body(content = Vec<u8>, content_type = "text/csv", description = "The file, in UTF-8 or Shift_JIS."),
    responses((status = 201, description = "The preview.", body = Import, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn upload(State(state): State<AppState>, Caller(ctx): Caller, Query(upload): Query<Upload>, CsvFile(file): CsvFile) -> Answer {
    let import = state.services().imports().preview(&ctx, upload.kind, &upload.file_name, file.into()).await?;
    Ok(answer::created(&format!("imports/{}", import.id), import.version, &import))
}

/// One import; while it runs, `done` counts up.
///
/// Permission: that of the kind imported.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", operation_id = "get_import",
    params(("id" = String, Path, description = "Id of the import."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The import.", body = Import, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ImportId>) -> Answer {
    let import = state.services().imports().get(&ctx, &id).await?;
    Ok(answer::record(import.version, &import))
}

/// The rows of the file: what each would do, and what is wrong with it.
///
/// Permission: that of the kind imported.
#[utoipa::path(get, path = "/imports/{id}/rows", tag = "imports", operation_id = "list_import_rows",
    params(("id" = String, Path, description = "Id of the import."), ImportRowFilter),
    responses(
        (status = 200, description = "A page of rows, in the order of the file.", body = Page<ImportRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Reading,
        Listing,
    ))]
async fn rows(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Id(id): Id<ImportId>, Query(filter): Query<ImportRowFilter>) -> Answer {
    let page = state.services().imports().rows(&ctx, &id, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Writes what the preview showed, in the background; rows with errors are left out.
///
/// Permission: that of the kind imported.
#[utoipa::path(post, path = "/imports/{id}/confirmation", tag = "imports", operation_id = "confirm_import",
    params(("id" = String, Path, description = "Id of the import."), ("If-Match" = String, Header, description = "`ETag` of the preview that was looked at.")),
    responses((status = 200, description = "Begun; ask for the import to see how far it is.", body = Import, headers(("ETag" = String))), Writing))]
async fn confirm(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ImportId>, IfMatch(version): IfMatch) -> Answer {
    let import = state.services().imports().confirm(&ctx, &id, version).await?;
    Ok(answer::record(import.version, &import))
}

/// The rows that could not be taken, as they stood in the file, with a column saying why; in the encoding of the upload.
///
/// Permission: that of the kind imported.
#[utoipa::path(get, path = "/imports/{id}/faulty.csv", tag = "imports", operation_id = "get_faulty_rows",
    params(("id" = String, Path, description = "Id of the import.")), responses((status = 200, description = "A file to be kept.", body = Vec<u8>, content_type = "text/csv"), Reading))]
async fn faulty(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ImportId>) -> Answer {
    let import = state.services().imports().get(&ctx, &id).await?;
    let file = state.services().imports().faulty_csv(&ctx, &id).await?;
    Ok(answer::attachment(answer::csv_type(import.encoding), "faulty.csv", file))
}

/// An empty list with its header and one example row, in UTF-8 with a byte order mark.
///
/// Permission: that of the kind.
#[utoipa::path(get, path = "/imports/templates/{file}", tag = "imports", operation_id = "get_import_template",
    params(("file" = String, Path, description = "`departments.csv`, `contractors.csv` or `contracts.csv`.")),
    responses((status = 200, description = "A file to be kept.", body = Vec<u8>, content_type = "text/csv"), Reading))]
async fn template(Caller(ctx): Caller, Tail(file): Tail) -> Answer {
    let kind = file.strip_suffix(".csv").and_then(ImportKind::from_word).ok_or(Error::NotFound)?;
    let bytes = service::template_csv(&ctx, kind)?;
    Ok(answer::attachment(answer::csv_type(Encoding::Utf8), &file, bytes))
}
