//! 改正案 of the cadence.

use axum::{extract::State, response::IntoResponse};
use domain::cadence::{CadenceDraftView, CadenceForceForm, CadenceForm, CadenceInForce};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{IfMatch, Json, Query},
    problem::{Listing, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get, start, write, discard)).routes(routes!(put_in_force))
}

/// Which months are shown.
#[derive(Deserialize, utoipa::IntoParams)]
struct Asked {
    /// Fiscal year of the months; the current one unless stated.
    fiscal_year: Option<i32>,
}

/// The draft of the next cadence, with what differs and what it would do to the open checks: how many more or fewer, in which months, of which
/// departments. Counts are of every year, months of one.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(get, path = "/policies/cadence/draft", tag = "policies", operation_id = "get_cadence_draft", params(Asked),
    responses((status = 200, description = "The draft.", body = CadenceDraftView, headers(("ETag" = String))), Reading, Listing))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Query(asked): Query<Asked>) -> Answer {
    let draft = state.services().cadence_drafts().get(&ctx, asked.fiscal_year).await?;
    Ok(answer::record(draft.version, &draft))
}

/// Begins a draft on the version in force. There is one at a time: a second is refused.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/cadence/draft", tag = "policies", operation_id = "start_cadence_draft",
    responses((status = 201, description = "Begun.", body = CadenceDraftView, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn start(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    let draft = state.services().cadence_drafts().start(&ctx).await?;
    Ok(answer::created("policies/cadence/draft", draft.version, &draft))
}

/// Writes the draft; the form states all of it. Refused where a contract would go without a yearly check, or where paper alone would do for held
/// personal information.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(put, path = "/policies/cadence/draft", tag = "policies", operation_id = "write_cadence_draft",
    params(("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 200, description = "The draft as it is now.", body = CadenceDraftView, headers(("ETag" = String))), Writing))]
async fn write(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch, Json(form): Json<CadenceForm>) -> Answer {
    let draft = state.services().cadence_drafts().write(&ctx, version, &form).await?;
    Ok(answer::record(draft.version, &draft))
}

/// Discards the draft.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(delete, path = "/policies/cadence/draft", tag = "policies", operation_id = "discard_cadence_draft",
    params(("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 204, description = "Gone."), Writing))]
async fn discard(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch) -> Answer {
    state.services().cadence_drafts().discard(&ctx, version).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Puts the draft in force from today. Open checks follow the new version, done ones stay as they are.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/cadence/draft/enactment", tag = "policies", operation_id = "enact_cadence_draft",
    params(("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 201, description = "In force.", body = CadenceInForce), Writing))]
async fn put_in_force(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch, Json(form): Json<CadenceForceForm>) -> Answer {
    let made = state.services().cadence_drafts().put_in_force(&ctx, version, &form).await?;
    Ok((StatusCode::CREATED, axum::Json(made)).into_response())
}
