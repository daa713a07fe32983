//! The start page in numbers.

use axum::extract::State;
use domain::board::Home;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{problem::Listing, session::Caller, state::AppState};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Figures, work waiting for the caller, what comes, and the year as months × departments.
///
/// Permission: signed in; the content follows the caller's roles.
#[utoipa::path(get, path = "/home", tag = "home", operation_id = "get_home", responses((status = 200, description = "As of today.", body = Home), Listing))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    Ok(answer::plain(&state.services().home().get(&ctx).await?))
}
