//! 利用者.

use axum::{extract::State, middleware::from_fn};
use domain::person::{Person, PersonForm, PersonRow};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Json, Nothing, Query},
    middleware::idempotency,
    problem::{Listing, Sending},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).layer(from_fn(idempotency::once))
}

/// People with their posts.
///
/// Permission: `read_person` (administrator, auditor, security officer: the city; department head: own department and below).
#[utoipa::path(get, path = "/people", tag = "people", operation_id = "list_people",
    responses((status = 200, description = "By staff number.", body = [PersonRow]), Listing))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    Ok(answer::plain(&state.services().people().list(&ctx).await?))
}

/// Registers a person with a first post. Without a password the person cannot sign in.
///
/// Permission: `manage_person` (administrator).
#[utoipa::path(post, path = "/people", tag = "people", operation_id = "create_person",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    responses((status = 201, description = "Registered.", body = Person), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<PersonForm>) -> Answer {
    let made = state.services().people().create(&ctx, &form).await?;
    Ok(answer::created(&format!("people/{}", made.id), made.version, &made))
}
