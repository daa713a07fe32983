//! Whether the process lives and whether it can answer: for whoever watches it. Nothing else is told, nobody needs to be signed in.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{problem::Fault, state::AppState};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready))
}

/// The process lives.
#[utoipa::path(get, path = "/healthz", tag = "health", operation_id = "get_liveness", security(()),
    responses((status = 200, description = "It does.", body = String, content_type = "text/plain")))]
async fn live() -> &'static str {
    "ok\n"
}

/// The database answers; otherwise 503.
#[utoipa::path(get, path = "/readyz", tag = "health", operation_id = "get_readiness", security(()),
    responses((status = 200, description = "It does.", body = String, content_type = "text/plain")))]
async fn ready(State(state): State<AppState>) -> Result<Response, Fault> {
    state.services().ready().await?;
    Ok("ok\n".into_response())
}
