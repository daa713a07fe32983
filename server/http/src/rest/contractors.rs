//! 委託事業者.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    contractor::{Contractor, ContractorFilter, ContractorForm, ContractorRow, ContractorView},
    id::ContractorId,
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
    OpenApiRouter::new().merge(OpenApiRouter::new().routes(routes!(list, create)).layer(from_fn(idempotency::once))).routes(routes!(get, change))
}

/// Contractors by name, number, reading or address.
///
/// Permission: `read_contractor` (every role).
#[utoipa::path(get, path = "/contractors", tag = "contractors", operation_id = "list_contractors",
    params(ContractorFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<ContractorRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<ContractorFilter>) -> Answer {
    let page = state.services().contractors().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Registers a contractor, once per corporate number.
///
/// Permission: `write_contractor` (procurement officer).
#[utoipa::path(post, path = "/contractors", tag = "contractors", operation_id = "create_contractor",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    responses((status = 201, description = "Registered.", body = Contractor, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<ContractorForm>) -> Answer {
    let made = state.services().contractors().create(&ctx, &form).await?;
    Ok(answer::created(&format!("contractors/{}", made.id), made.version, &made))
}

/// One contractor.
///
/// Permission: `read_contractor` (every role).
#[utoipa::path(get, path = "/contractors/{id}", tag = "contractors", operation_id = "get_contractor",
    params(("id" = String, Path, description = "Id of the contractor."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The contractor.", body = ContractorView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractorId>) -> Answer {
    let view = state.services().contractors().get(&ctx, &id).await?;
    Ok(answer::record(view.contractor.version, &view))
}

/// Changes a contractor; the form states all of it.
///
/// Permission: `write_contractor` (procurement officer).
#[utoipa::path(put, path = "/contractors/{id}", tag = "contractors", operation_id = "change_contractor",
    params(("id" = String, Path, description = "Id of the contractor."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Contractor, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ContractorId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ContractorForm>,
) -> Answer {
    let changed = state.services().contractors().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}
