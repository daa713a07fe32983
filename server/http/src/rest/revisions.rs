//! 契約の版: amendments and renewals.

use axum::{extract::State, middleware::from_fn};
use domain::{
    contract::revision::{Revision, RevisionForm, RevisionList, RevisionStepForm, RevisionView},
    id::{ContractId, RevisionId},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json},
    middleware::idempotency,
    problem::{Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(list, create)).layer(from_fn(idempotency::once)))
        .routes(routes!(get, change))
        .routes(routes!(step))
}

/// The versions of a contract, the newest first, each with what it changed. A contract that is not in force yet has none.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/revisions", tag = "revisions", operation_id = "list_revisions",
    params(("id" = String, Path, description = "Id of the contract.")), responses((status = 200, description = "All of them.", body = RevisionList), Reading))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    Ok(answer::plain(&state.services().revisions().list(&ctx, &id).await?))
}

/// Drafts an amendment or a renewal of a contract in force. One is under way at a time.
///
/// Permission: `write_contract` (staff and department head: own department and below; procurement officer: the city).
#[utoipa::path(post, path = "/contracts/{id}/revisions", tag = "revisions", operation_id = "create_revision",
    params(
        ("id" = String, Path, description = "Id of the contract."),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours."),
    ),
    responses((status = 201, description = "Drafted.", body = Revision, headers(("Location" = String), ("ETag" = String))), Sending, Reading))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, Json(form): Json<RevisionForm>) -> Answer {
    let made = state.services().revisions().create(&ctx, &id, &form).await?;
    Ok(answer::created(&format!("revisions/{}", made.id), made.version, &made))
}

/// One version, what it changes, and the steps the caller may ask for. The first version of a contract has the id of the contract.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/revisions/{id}", tag = "revisions", operation_id = "get_revision",
    params(("id" = String, Path, description = "Id of the version."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The version.", body = RevisionView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<RevisionId>) -> Answer {
    let view = state.services().revisions().get(&ctx, &id).await?;
    Ok(answer::record(view.revision.version, &view))
}

/// Changes a draft; the form states all of it.
///
/// Permission: `write_contract`.
#[utoipa::path(put, path = "/revisions/{id}", tag = "revisions", operation_id = "change_revision",
    params(("id" = String, Path, description = "Id of the version."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Revision, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<RevisionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<RevisionForm>,
) -> Answer {
    let changed = state.services().revisions().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Moves a version on: `submit`, `return`, `agree`, `withdraw`. A refusal gives every reason at once. What is agreed to takes effect on its day, or at
/// once where that has come.
///
/// Permission: `submit_contract` to submit; `write_contract` to withdraw what is not agreed to; `review_contract` (procurement officer) for the rest.
#[utoipa::path(post, path = "/revisions/{id}/steps", tag = "revisions", operation_id = "step_revision",
    params(("id" = String, Path, description = "Id of the version."), ("If-Match" = String, Header, description = "`ETag` of the version the step starts from.")),
    responses((status = 200, description = "As it is now.", body = Revision, headers(("ETag" = String))), Writing))]
async fn step(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<RevisionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<RevisionStepForm>,
) -> Answer {
    let moved = state.services().revisions().step(&ctx, &id, version, &form).await?;
    Ok(answer::record(moved.version, &moved))
}
