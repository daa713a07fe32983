//! 例外措置.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    exception::{Exception, ExceptionDecisionForm, ExceptionFilter, ExceptionForm, ExceptionRow, ExceptionView, RevocationForm},
    id::{ContractId, ExceptionId},
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
        .merge(OpenApiRouter::new().routes(routes!(request)).layer(from_fn(idempotency::once)))
        .routes(routes!(list))
        .routes(routes!(get, change))
        .routes(routes!(withdraw))
        .routes(routes!(decide))
        .routes(routes!(revoke))
}

/// Exceptions within the caller's reach, as they stand today: by their last day, those that end first before the others; all of them from the other end.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/exceptions", tag = "exceptions", operation_id = "list_exceptions",
    params(ExceptionFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<ExceptionRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<ExceptionFilter>) -> Answer {
    let page = state.services().exceptions().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Asks that a required clause of the contract may be absent until a day, with what is done in its place.
///
/// Permission: `request_exception` (department head: own department and below; procurement officer: the city).
#[utoipa::path(post, path = "/contracts/{id}/exceptions", tag = "exceptions", operation_id = "request_exception",
    params(
        ("id" = String, Path, description = "Id of the contract."),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours."),
    ),
    responses((status = 201, description = "Requested.", body = Exception, headers(("Location" = String), ("ETag" = String))), Sending, Reading))]
async fn request(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, Json(form): Json<ExceptionForm>) -> Answer {
    let made = state.services().exceptions().request(&ctx, &id, &form).await?;
    Ok(answer::created(&format!("exceptions/{}", made.id), made.version, &made))
}

/// One exception, and what the caller may do.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/exceptions/{id}", tag = "exceptions", operation_id = "get_exception",
    params(("id" = String, Path, description = "Id of the exception."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The exception.", body = ExceptionView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ExceptionId>) -> Answer {
    let view = state.services().exceptions().get(&ctx, &id).await?;
    Ok(answer::record(view.exception.version, &view))
}

/// Changes what is asked for, while it waits. `clause` stays as it was.
///
/// Permission: `request_exception`.
#[utoipa::path(put, path = "/exceptions/{id}", tag = "exceptions", operation_id = "change_exception",
    params(("id" = String, Path, description = "Id of the exception."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Exception, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ExceptionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ExceptionForm>,
) -> Answer {
    let changed = state.services().exceptions().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Takes a request back before it is decided.
///
/// Permission: `request_exception`.
#[utoipa::path(post, path = "/exceptions/{id}/withdrawal", tag = "exceptions", operation_id = "withdraw_exception",
    params(("id" = String, Path, description = "Id of the exception."), ("If-Match" = String, Header, description = "`ETag` of the version taken back.")),
    responses((status = 200, description = "As it is now.", body = Exception, headers(("ETag" = String))), Writing))]
async fn withdraw(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ExceptionId>, IfMatch(version): IfMatch) -> Answer {
    let withdrawn = state.services().exceptions().withdraw(&ctx, &id, version).await?;
    Ok(answer::record(withdrawn.version, &withdrawn))
}

/// Approves or rejects. An approval may bring the last day forward. Nobody decides on what they asked for themselves.
///
/// Permission: `except_clause` (approver).
#[utoipa::path(post, path = "/exceptions/{id}/decision", tag = "exceptions", operation_id = "decide_exception",
    params(("id" = String, Path, description = "Id of the exception."), ("If-Match" = String, Header, description = "`ETag` of the version decided on.")),
    responses((status = 200, description = "As it is now.", body = Exception, headers(("ETag" = String))), Writing))]
async fn decide(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ExceptionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ExceptionDecisionForm>,
) -> Answer {
    let decided = state.services().exceptions().decide(&ctx, &id, version, &form).await?;
    Ok(answer::record(decided.version, &decided))
}

/// Takes an approval back: the clause is missing again from today on.
///
/// Permission: `except_clause`.
#[utoipa::path(post, path = "/exceptions/{id}/revocation", tag = "exceptions", operation_id = "revoke_exception",
    params(("id" = String, Path, description = "Id of the exception."), ("If-Match" = String, Header, description = "`ETag` of the version revoked.")),
    responses((status = 200, description = "As it is now.", body = Exception, headers(("ETag" = String))), Writing))]
async fn revoke(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ExceptionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<RevocationForm>,
) -> Answer {
    let revoked = state.services().exceptions().revoke(&ctx, &id, version, &form).await?;
    Ok(answer::record(revoked.version, &revoked))
}
