//! 選定案件: pieces of work with their candidates.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    id::ProcurementId,
    page::Page,
    selection::{CandidateForm, Comparison, Procurement, ProcurementFilter, ProcurementForm, ProcurementRow, ProcurementView, Selection},
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
    let created = OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(compare, add));
    created.layer(from_fn(idempotency::once)).routes(routes!(get, change))
}

/// Procurements within the caller's reach, the latest change first.
///
/// Permission: `read_selection` (department head: own department and below; staff and administrator: none; others: the city).
#[utoipa::path(get, path = "/procurements", tag = "selections", operation_id = "list_procurements",
    params(ProcurementFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<ProcurementRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<ProcurementFilter>) -> Answer {
    let page = state.services().procurements().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Registers a piece of work.
///
/// Permission: `write_selection` (procurement officer).
#[utoipa::path(post, path = "/procurements", tag = "selections", operation_id = "create_procurement",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    responses((status = 201, description = "Registered.", body = Procurement, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<ProcurementForm>) -> Answer {
    let made = state.services().procurements().create(&ctx, &form).await?;
    Ok(answer::created(&format!("procurements/{}", made.id), made.version, &made))
}

/// One procurement with how its candidates stand.
///
/// Permission: `read_selection`.
#[utoipa::path(get, path = "/procurements/{id}", tag = "selections", operation_id = "get_procurement",
    params(("id" = String, Path, description = "Id of the procurement."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The procurement.", body = ProcurementView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ProcurementId>) -> Answer {
    let view = state.services().procurements().get(&ctx, &id).await?;
    Ok(answer::record(view.procurement.version, &view))
}

/// Changes a procurement; the form states all of it. Kind and personal information stand once there is a candidate.
///
/// Permission: `write_selection`.
#[utoipa::path(put, path = "/procurements/{id}", tag = "selections", operation_id = "change_procurement",
    params(("id" = String, Path, description = "Id of the procurement."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Procurement, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ProcurementId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ProcurementForm>,
) -> Answer {
    let changed = state.services().procurements().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// The candidates side by side: criteria by candidates, each with its score and what stands in the way of passing.
///
/// Permission: `read_selection`.
#[utoipa::path(get, path = "/procurements/{id}/selections", tag = "selections", operation_id = "compare_selections",
    params(("id" = String, Path, description = "Id of the procurement.")), responses((status = 200, description = "All of them.", body = Comparison), Reading))]
async fn compare(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ProcurementId>) -> Answer {
    Ok(answer::plain(&state.services().procurements().compare(&ctx, &id).await?))
}

/// Names a candidate: its selection begins, with the criteria in force today.
///
/// Permission: `write_selection`.
#[utoipa::path(post, path = "/procurements/{id}/selections", tag = "selections", operation_id = "create_selection",
    params(
        ("id" = String, Path, description = "Id of the procurement."),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours."),
    ),
    responses((status = 201, description = "Begun.", body = Selection, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn add(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ProcurementId>, Json(form): Json<CandidateForm>) -> Answer {
    let made = state.services().procurements().add(&ctx, &id, &form).await?;
    Ok(answer::created(&format!("selections/{}", made.id), made.version, &made))
}
