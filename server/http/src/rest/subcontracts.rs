//! 再委託.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    id::{ContractId, SubcontractId},
    page::Page,
    subcontract::{ClosureForm, FlowDownForm, RulingForm, Subcontract, SubcontractFilter, SubcontractForm, SubcontractRow, SubcontractTree, SubcontractView},
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
        .merge(OpenApiRouter::new().routes(routes!(tree, create)).layer(from_fn(idempotency::once)))
        .routes(routes!(list))
        .routes(routes!(get, change))
        .routes(routes!(hand_down))
        .routes(routes!(rule))
        .routes(routes!(close))
}

/// Subcontracts within the caller's reach, with what is wrong as of today.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/subcontracts", tag = "subcontracts", operation_id = "list_subcontracts",
    params(SubcontractFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<SubcontractRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<SubcontractFilter>) -> Answer {
    let page = state.services().subcontracts().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// The subcontracting tree of a contract, each node followed by those below it.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/subcontracts", tag = "subcontracts", operation_id = "get_subcontract_tree",
    params(("id" = String, Path, description = "Id of the contract.")), responses((status = 200, description = "The tree.", body = SubcontractTree), Reading))]
async fn tree(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    Ok(answer::plain(&state.services().subcontracts().tree(&ctx, &id).await?))
}

/// Requests the city's permission for a subcontract, below the contractor or below another subcontract.
///
/// Permission: `write_subcontract` (staff and department head: own department and below; procurement officer: the city).
#[utoipa::path(post, path = "/contracts/{id}/subcontracts", tag = "subcontracts", operation_id = "create_subcontract",
    params(
        ("id" = String, Path, description = "Id of the contract."),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours."),
    ),
    responses((status = 201, description = "Requested.", body = Subcontract, headers(("Location" = String), ("ETag" = String))), Sending, Reading))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, Json(form): Json<SubcontractForm>) -> Answer {
    let made = state.services().subcontracts().create(&ctx, &id, &form).await?;
    Ok(answer::created(&format!("subcontracts/{}", made.id), made.version, &made))
}

/// One subcontract, the clauses to be handed down, and what the caller may do.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/subcontracts/{id}", tag = "subcontracts", operation_id = "get_subcontract",
    params(("id" = String, Path, description = "Id of the subcontract."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The subcontract.", body = SubcontractView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<SubcontractId>) -> Answer {
    let view = state.services().subcontracts().get(&ctx, &id).await?;
    Ok(answer::record(view.subcontract.version, &view))
}

/// Changes what is requested, until the city has permitted it; one that was refused is thereby requested anew. `parent` stays as it was.
///
/// Permission: `write_subcontract`.
#[utoipa::path(put, path = "/subcontracts/{id}", tag = "subcontracts", operation_id = "change_subcontract",
    params(("id" = String, Path, description = "Id of the subcontract."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Subcontract, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SubcontractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<SubcontractForm>,
) -> Answer {
    let changed = state.services().subcontracts().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Records which clauses the agreement with the subcontractor was seen to contain; the form states all of them.
///
/// Permission: `write_subcontract`.
#[utoipa::path(put, path = "/subcontracts/{id}/clauses", tag = "subcontracts", operation_id = "hand_down_clauses",
    params(("id" = String, Path, description = "Id of the subcontract."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Subcontract, headers(("ETag" = String))), Writing))]
async fn hand_down(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SubcontractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<FlowDownForm>,
) -> Answer {
    let changed = state.services().subcontracts().hand_down(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// The city permits or refuses. Nobody rules on what they asked for themselves.
///
/// Permission: `rule_on_subcontract` (department head: own department and below; security officer: the city).
#[utoipa::path(post, path = "/subcontracts/{id}/ruling", tag = "subcontracts", operation_id = "rule_on_subcontract",
    params(("id" = String, Path, description = "Id of the subcontract."), ("If-Match" = String, Header, description = "`ETag` of the version ruled on.")),
    responses((status = 200, description = "As it is now.", body = Subcontract, headers(("ETag" = String))), Writing))]
async fn rule(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SubcontractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<RulingForm>,
) -> Answer {
    let ruled = state.services().subcontracts().rule(&ctx, &id, version, &form).await?;
    Ok(answer::record(ruled.version, &ruled))
}

/// Records the end of a subcontract, with the proof of return or erasure.
///
/// Permission: `write_subcontract`.
#[utoipa::path(post, path = "/subcontracts/{id}/closure", tag = "subcontracts", operation_id = "close_subcontract",
    params(("id" = String, Path, description = "Id of the subcontract."), ("If-Match" = String, Header, description = "`ETag` of the version that ends.")),
    responses((status = 200, description = "As it is now.", body = Subcontract, headers(("ETag" = String))), Writing))]
async fn close(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SubcontractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ClosureForm>,
) -> Answer {
    let closed = state.services().subcontracts().close(&ctx, &id, version, &form).await?;
    Ok(answer::record(closed.version, &closed))
}
