//! 課室.

use axum::extract::State;
use domain::department::Department;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Nothing, Query},
    problem::Listing,
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Departments that exist today, by code.
///
/// Permission: `read_department` (every role).
#[utoipa::path(get, path = "/departments", tag = "departments", operation_id = "list_departments",
    responses((status = 200, description = "All of them.", body = [Department]), Listing))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    Ok(answer::plain(&state.services().departments().list(&ctx).await?))
}
