//! 審査: the list to be gone through before a contract or a new version of one comes into force.

use axum::extract::State;
use domain::{
    contract::review::{ReviewForm, ReviewView},
    id::{ContractId, RevisionId},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json},
    problem::{Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(contract, confirm)).routes(routes!(revision, confirm_revision))
}

/// What has to be seen before a contract comes into force: settled by the data, ticked by a person, or standing in the way.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/review", tag = "reviews", operation_id = "get_contract_review",
    params(("id" = String, Path, description = "Id of the contract."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "Every line.", body = ReviewView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn contract(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    let view = state.services().contracts().review(&ctx, &id).await?;
    Ok(answer::record(view.version, &view))
}

/// Records which lines the caller has looked at; the form states all ticks. A tick falls away by itself when its line says something else.
///
/// Permission: `review_contract` (procurement officer).
#[utoipa::path(put, path = "/contracts/{id}/review", tag = "reviews", operation_id = "confirm_contract_review",
    params(("id" = String, Path, description = "Id of the contract."), ("If-Match" = String, Header, description = "`ETag` of the list the ticks start from.")),
    responses((status = 200, description = "As it is now.", body = ReviewView, headers(("ETag" = String))), Writing))]
async fn confirm(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ContractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ReviewForm>,
) -> Answer {
    let view = state.services().contracts().confirm(&ctx, &id, version, &form).await?;
    Ok(answer::record(view.version, &view))
}

/// What has to be seen before a new version of a contract is agreed to.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/revisions/{id}/review", tag = "reviews", operation_id = "get_revision_review",
    params(("id" = String, Path, description = "Id of the version."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "Every line.", body = ReviewView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn revision(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<RevisionId>) -> Answer {
    let view = state.services().revisions().review(&ctx, &id).await?;
    Ok(answer::record(view.version, &view))
}

/// Records which lines of a new version the caller has looked at; the form states all ticks.
///
/// Permission: `review_contract` (procurement officer).
#[utoipa::path(put, path = "/revisions/{id}/review", tag = "reviews", operation_id = "confirm_revision_review",
    params(("id" = String, Path, description = "Id of the version."), ("If-Match" = String, Header, description = "`ETag` of the list the ticks start from.")),
    responses((status = 200, description = "As it is now.", body = ReviewView, headers(("ETag" = String))), Writing))]
async fn confirm_revision(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<RevisionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ReviewForm>,
) -> Answer {
    let view = state.services().revisions().confirm(&ctx, &id, version, &form).await?;
    Ok(answer::record(view.version, &view))
}
