//! 選定基準: what candidates are held to.

use axum::extract::State;
use domain::{
    policy::PolicyVersion,
    selection::{CriteriaForm, CriteriaView},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{IfMatch, Json, Nothing, Query},
    problem::{Listing, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get, revise))
}

/// The selection criteria in force today, and those written to follow them.
///
/// Permission: `read_policy` (every role).
#[utoipa::path(get, path = "/policies/criteria", tag = "policies", operation_id = "get_criteria",
    responses((status = 200, description = "All of them; the `ETag` is that of the newest version.", body = CriteriaView, headers(("ETag" = String))), Listing))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    let view = state.services().policies().criteria(&ctx).await?;
    Ok(answer::record(u64::from(view.newest().version), &view))
}

/// Writes a new version of the criteria, in force from the day it states. Selections keep the version they began with.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(put, path = "/policies/criteria", tag = "policies", operation_id = "revise_criteria",
    params(("If-Match" = String, Header, description = "`ETag` of the newest version there is.")),
    responses((status = 200, description = "The new version.", body = PolicyVersion, headers(("ETag" = String))), Writing))]
async fn revise(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch, Json(form): Json<CriteriaForm>) -> Answer {
    let made = state.services().policies().revise_criteria(&ctx, version, &form).await?;
    Ok(answer::record(u64::from(made.version), &made))
}
