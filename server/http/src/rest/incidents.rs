//! 事故報告.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    finding::ClosingForm,
    id::IncidentId,
    incident::{Incident, IncidentFilter, IncidentForm, IncidentRow, IncidentView},
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
        .merge(OpenApiRouter::new().routes(routes!(create)).layer(from_fn(idempotency::once)))
        .routes(routes!(list))
        .routes(routes!(get, change))
        .routes(routes!(close))
}

/// Incidents of the city, the latest first.
///
/// Permission: `read_incident`.
#[utoipa::path(get, path = "/incidents", tag = "incidents", operation_id = "list_incidents",
    params(IncidentFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<IncidentRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<IncidentFilter>) -> Answer {
    let page = state.services().incidents().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Records an event at a contractor, and opens an extra check of every contract in force with it.
///
/// Permission: `write_incident` (security officer).
#[utoipa::path(post, path = "/incidents", tag = "incidents", operation_id = "create_incident",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    responses((status = 201, description = "Recorded.", body = Incident, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<IncidentForm>) -> Answer {
    let made = state.services().incidents().create(&ctx, &form).await?;
    Ok(answer::created(&format!("incidents/{}", made.id), made.version, &made))
}

/// One incident, with the extra checks it opened and how far they are.
///
/// Permission: `read_incident`.
#[utoipa::path(get, path = "/incidents/{id}", tag = "incidents", operation_id = "get_incident",
    params(("id" = String, Path, description = "Id of the incident."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The incident.", body = IncidentView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<IncidentId>) -> Answer {
    let view = state.services().incidents().get(&ctx, &id).await?;
    Ok(answer::record(view.incident.version, &view))
}

/// Changes what is known. `contractor` stays as it was, and so do the checks.
///
/// Permission: `write_incident`.
#[utoipa::path(put, path = "/incidents/{id}", tag = "incidents", operation_id = "change_incident",
    params(("id" = String, Path, description = "Id of the incident."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Incident, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<IncidentId>,
    IfMatch(version): IfMatch,
    Json(form): Json<IncidentForm>,
) -> Answer {
    let changed = state.services().incidents().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Says that nothing more is to be done about it. The checks it opened go on by themselves.
///
/// Permission: `write_incident`.
#[utoipa::path(post, path = "/incidents/{id}/closing", tag = "incidents", operation_id = "close_incident",
    params(("id" = String, Path, description = "Id of the incident."), ("If-Match" = String, Header, description = "`ETag` of the version closed.")),
    responses((status = 200, description = "As it is now.", body = Incident, headers(("ETag" = String))), Writing))]
async fn close(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<IncidentId>, IfMatch(version): IfMatch, Json(form): Json<ClosingForm>) -> Answer {
    let closed = state.services().incidents().close(&ctx, &id, version, &form).await?;
    Ok(answer::record(closed.version, &closed))
}
