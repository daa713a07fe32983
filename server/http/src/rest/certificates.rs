//! 認証.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    certificate::{Certificate, CertificateFilter, CertificateForm, CertificateRow, CertificateView, EndForm},
    id::CertificateId,
    page::Page,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Query},
    middleware::idempotency,
    problem::{Listing, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(list, create)).layer(from_fn(idempotency::once)))
        .routes(routes!(get, change))
        .routes(routes!(end))
}

/// Certificates of contractors as they stand today, what runs out first at the top.
///
/// Permission: `read_contractor`.
#[utoipa::path(get, path = "/certificates", tag = "certificates", operation_id = "list_certificates",
    params(CertificateFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<CertificateRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<CertificateFilter>) -> Answer {
    let page = state.services().certificates().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Registers a certificate of a contractor; one that it takes the place of (`renews`) thereby ends.
///
/// Permission: `write_certificate` (procurement officer).
#[utoipa::path(post, path = "/certificates", tag = "certificates", operation_id = "create_certificate",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    responses((status = 201, description = "Registered.", body = Certificate, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<CertificateForm>) -> Answer {
    let made = state.services().certificates().create(&ctx, &form).await?;
    Ok(answer::created(&format!("certificates/{}", made.id), made.version, &made))
}

/// One certificate, how it stands today and why.
///
/// Permission: `read_contractor`.
#[utoipa::path(get, path = "/certificates/{id}", tag = "certificates", operation_id = "get_certificate",
    params(("id" = String, Path, description = "Id of the certificate."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The certificate.", body = CertificateView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<CertificateId>) -> Answer {
    let view = state.services().certificates().get(&ctx, &id).await?;
    Ok(answer::record(view.certificate.version, &view))
}

/// Changes what a certificate states, such as the day its renewal was applied for; the contractor stays.
///
/// Permission: `write_certificate`.
#[utoipa::path(put, path = "/certificates/{id}", tag = "certificates", operation_id = "change_certificate",
    params(("id" = String, Path, description = "Id of the certificate."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Certificate, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<CertificateId>,
    IfMatch(version): IfMatch,
    Json(form): Json<CertificateForm>,
) -> Answer {
    let changed = state.services().certificates().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Records that a certificate no longer counts: revoked, returned, or registered by mistake.
///
/// Permission: `write_certificate`.
#[utoipa::path(post, path = "/certificates/{id}/end", tag = "certificates", operation_id = "end_certificate",
    params(("id" = String, Path, description = "Id of the certificate."), ("If-Match" = String, Header, description = "`ETag` of the version that ends.")),
    responses((status = 200, description = "As it is now.", body = Certificate, headers(("ETag" = String))), Writing))]
async fn end(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<CertificateId>, IfMatch(version): IfMatch, Json(form): Json<EndForm>) -> Answer {
    let ended = state.services().certificates().end(&ctx, &id, version, &form).await?;
    Ok(answer::record(ended.version, &ended))
}
