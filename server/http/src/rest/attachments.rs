//! 添付: files kept with records.

use axum::{
    body::Body,
    extract::{OriginalUri, State},
    middleware::from_fn_with_state,
    response::Response,
};
use domain::{
    Error,
    attachment::{Attachment, AttachmentForm, AttachmentList, AttachmentView, FileVersion, Subject, WithdrawalForm},
    id::AttachmentId,
    label::Choice,
};
use http::{HeaderValue, Method, header};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{FileStream, Id, IfMatch, Json, Query, Tail, UploadLimit},
    middleware::{
        fault,
        headers::AsItIs,
        idempotency::{self, IdempotencyKey},
    },
    problem::{Fault, Listing, Problem, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

/// `limit` is that of a file, in bytes.
pub fn routes(limit: usize) -> OpenApiRouter<AppState> {
    let uploads = OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(add_version)).layer(from_fn_with_state(UploadLimit(limit), fault::patient));
    uploads.routes(routes!(get, change)).routes(routes!(withdraw)).routes(routes!(content))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Record {
    /// What kind of record.
    subject: Subject,
    /// Id of the record.
    record: String,
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Sent {
    /// What kind of record.
    subject: Subject,
    /// Id of the record.
    record: String,
    /// What the file is to the city.
    #[serde(default)]
    kind: String,
    /// What people call it; the name of the file unless stated.
    #[serde(default)]
    title: String,
    /// Name of the file; its ending must fit the content, and a name without one gets it.
    #[serde(default)]
    file_name: String,
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Named {
    /// Name of the file; its ending must fit the content, and a name without one gets it.
    #[serde(default)]
    file_name: String,
}

/// The files kept with a record, newest first, what was withdrawn included.
///
/// Permission: that of reading the record (`read_contract`, `read_contractor`, `read_selection`, `read_verification`).
#[utoipa::path(get, path = "/attachments", tag = "attachments", operation_id = "list_attachments", params(Record),
    responses((status = 200, description = "All of them.", body = AttachmentList), Listing, Reading))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, Query(Record { subject, record }): Query<Record>) -> Answer {
    Ok(answer::plain(&state.services().attachments().list(&ctx, subject, &record).await?))
}

/// Attaches a file to a record, however far the record has got.
///
/// What the file is made of decides what it is, whatever the request claims: PDF, Word, Excel and PowerPoint without macros, OpenDocument, PNG, JPEG, WebP,
/// HEIC, text, Markdown, CSV, ZIP or EML. Permission: that of writing the record (`write_contract`, `write_contractor`, `write_certificate`,
/// `write_selection`, `write_subcontract`, `carry_out_verification`).
#[utoipa::path(post, path = "/attachments", tag = "attachments", operation_id = "create_attachment",
    params(Sent, ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    responses((status = 201, description = "Attached.", body = Attachment, headers(("Location" = String), ("ETag" = String))), Sending, Reading))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    IdempotencyKey(key): IdempotencyKey,
    OriginalUri(uri): OriginalUri,
    Query(sent): Query<Sent>,
    FileStream(file): FileStream,
) -> Answer {
    let attachments = state.services().attachments();
    let received = attachments.receive(&ctx, sent.subject, &sent.record, &sent.file_name, file).await.map_err(|error| too_large(error, &state))?;
    let form = AttachmentForm { kind: sent.kind, title: sent.title };
    let content = received.sha256().to_owned();
    idempotency::once_for(&state, &ctx, &key, (&Method::POST, &uri, content.as_bytes()), async {
        let made = attachments.create(&ctx, received, &form).await?;
        Ok(answer::created(&format!("attachments/{}", made.id), made.version, &made))
    })
    .await
}

/// One attachment with its versions, and what the caller may do.
///
/// Permission: that of reading the record.
#[utoipa::path(get, path = "/attachments/{id}", tag = "attachments", operation_id = "get_attachment",
    params(("id" = String, Path, description = "Id of the attachment."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The attachment.", body = AttachmentView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<AttachmentId>) -> Answer {
    let view = state.services().attachments().get(&ctx, &id).await?;
    Ok(answer::record(view.attachment.version, &view))
}

/// Says anew what the file is; the files themselves stay as they are.
///
/// Permission: that of writing the record.
#[utoipa::path(put, path = "/attachments/{id}", tag = "attachments", operation_id = "change_attachment",
    params(("id" = String, Path, description = "Id of the attachment."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Attachment, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<AttachmentId>,
    IfMatch(version): IfMatch,
    Json(form): Json<AttachmentForm>,
) -> Answer {
    let changed = state.services().attachments().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Puts a newer file over the one that counted, which stays as an earlier version.
///
/// Permission: that of writing the record.
#[utoipa::path(post, path = "/attachments/{id}/versions", tag = "attachments", operation_id = "add_attachment_version",
    params(("id" = String, Path, description = "Id of the attachment."), Named, ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    responses((status = 200, description = "As it is now.", body = Attachment, headers(("ETag" = String))), Writing))]
async fn add_version(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<AttachmentId>,
    IfMatch(version): IfMatch,
    Query(Named { file_name }): Query<Named>,
    FileStream(file): FileStream,
) -> Answer {
    let attachments = state.services().attachments();
    let received = attachments.receive_version(&ctx, &id, version, &file_name, file).await.map_err(|error| too_large(error, &state))?;
    let changed = attachments.add_version(&ctx, &id, version, received).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Says that an attachment no longer counts, and why; nothing is deleted.
///
/// Permission: that of writing the record.
#[utoipa::path(post, path = "/attachments/{id}/withdrawal", tag = "attachments", operation_id = "withdraw_attachment",
    params(("id" = String, Path, description = "Id of the attachment."), ("If-Match" = String, Header, description = "`ETag` of the version that is withdrawn.")),
    responses((status = 200, description = "As it is now.", body = Attachment, headers(("ETag" = String))), Writing))]
async fn withdraw(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<AttachmentId>,
    IfMatch(version): IfMatch,
    Json(form): Json<WithdrawalForm>,
) -> Answer {
    let withdrawn = state.services().attachments().withdraw(&ctx, &id, version, &form).await?;
    Ok(answer::record(withdrawn.version, &withdrawn))
}

/// One version of the file, as it was kept. Whoever fetches it is noted in the audit trail.
///
/// Permission: that of reading the record.
#[utoipa::path(get, path = "/attachments/{id}/versions/{number}/content", tag = "attachments", operation_id = "download_attachment",
    params(("id" = String, Path, description = "Id of the attachment."), ("number" = u32, Path, description = "Number of the version, from 1.")),
    responses(
        (status = 200, description = "A file to be kept; its `ETag` is its SHA-256.", body = Vec<u8>, content_type = "application/octet-stream",
            headers(("Content-Disposition" = String), ("ETag" = String))),
        (status = 409, description = "The file is not in the store any more.", body = Problem, content_type = "application/problem+json"),
        Reading,
    ))]
async fn content(State(state): State<AppState>, Caller(ctx): Caller, method: Method, Id(id): Id<AttachmentId>, place: Place) -> Answer {
    let attachments = state.services().attachments();
    if method == Method::HEAD {
        return Ok(described(&attachments.file(&ctx, &id, place.0).await?, Body::empty()));
    }
    let download = attachments.download(&ctx, &id, place.0).await?;
    Ok(described(&download.file, Body::from_stream(download.content)))
}

/// The number of a version in the address; what is none names nothing.
struct Place(u32);

impl axum::extract::FromRequestParts<AppState> for Place {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &AppState) -> Result<Self, Fault> {
        let Tail(number) = Tail::from_request_parts(parts, state).await?;
        let sound = number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok()).flatten();
        sound.map(Self).ok_or(Fault::Service(Error::NotFound))
    }
}

/// A file that is kept and never shown in place: what is in it is somebody else's.
fn described(file: &FileVersion, body: Body) -> Response {
    let mut response = answer::file(file.media.word(), &file.file_name, body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", file.sha256)) {
        headers.insert(header::ETAG, tag);
    }
    response.extensions_mut().insert(AsItIs);
    response
}

/// What a field of a form says of a file that is too large, REST says by its status.
fn too_large(error: Error, state: &AppState) -> Fault {
    match &error {
        Error::Invalid(fields) if fields.iter().any(|field| field.message.key == "import.too_large") => {
            Fault::TooLarge { megabytes: state.config().attachment_limit_mb, file: true }
        }
        _ => Fault::Service(error),
    }
}
