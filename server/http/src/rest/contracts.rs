//! 業務委託契約.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    contract::{Contract, ContractFilter, ContractForm, ContractPlan, ContractRow, ContractStepForm, ContractView},
    id::ContractId,
    page::Page,
    risk::Assessment,
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
        .merge(OpenApiRouter::new().routes(routes!(list, create)).layer(from_fn(idempotency::once)))
        .routes(routes!(assess))
        .routes(routes!(get, change))
        .routes(routes!(step))
        .routes(routes!(plan))
}

/// Contracts within the caller's reach.
///
/// Permission: `read_contract` (staff and department head: own department and below; administrator: none; others: the city).
#[utoipa::path(get, path = "/contracts", tag = "contracts", operation_id = "list_contracts",
    params(ContractFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<ContractRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<ContractFilter>) -> Answer {
    let page = state.services().contracts().list(&ctx, &filter).await?;
    Ok(answer::written(&uri, &page))
}

/// Drafts a contract.
///
/// Permission: `write_contract` (staff and department head: own department and below; procurement officer: the city).
#[utoipa::path(post, path = "/contracts", tag = "contracts", operation_id = "create_contract",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours.")),
    responses((status = 201, description = "Drafted.", body = Contract, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<ContractForm>) -> Answer {
    let made = state.services().contracts().create(&ctx, &form).await?;
    Ok(answer::created(&format!("contracts/{}", made.id), made.version, &made))
}

/// The risk tier of a contract being written, with every contribution; nothing is stored.
///
/// Permission: signed in.
#[utoipa::path(post, path = "/contracts/assessment", tag = "contracts", operation_id = "assess_contract",
    responses((status = 200, description = "Tier, points and reasons.", body = Assessment), Sending))]
async fn assess(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<ContractForm>) -> Answer {
    Ok(answer::plain(&state.services().contracts().assess(&ctx, &form).await?))
}

/// One contract, what follows from today, and the steps the caller may ask for.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}", tag = "contracts", operation_id = "get_contract",
    params(("id" = String, Path, description = "Id of the contract."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The contract.", body = ContractView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    let view = state.services().contracts().get(&ctx, &id).await?;
    Ok(answer::record(view.contract.version, &view))
}

/// Changes a draft, or corrects a contract in force; the form states all of it. Tier, required clauses and open verifications follow. Number, contractor
/// and period of a contract in force change only by a new version.
///
/// Permission: `write_contract`.
#[utoipa::path(put, path = "/contracts/{id}", tag = "contracts", operation_id = "change_contract",
    params(("id" = String, Path, description = "Id of the contract."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Contract, headers(("ETag" = String))), Writing))]
async fn change(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ContractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ContractForm>,
) -> Answer {
    let changed = state.services().contracts().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Moves a contract on: `submit`, `return`, `activate`, `close`. A refusal gives every reason at once, those of the review that nobody has ticked
/// included.
///
/// Permission: `submit_contract` (department head, procurement officer) to submit and to close; `review_contract` (procurement officer) to return and to activate.
#[utoipa::path(post, path = "/contracts/{id}/steps", tag = "contracts", operation_id = "step_contract",
    params(("id" = String, Path, description = "Id of the contract."), ("If-Match" = String, Header, description = "`ETag` of the version the step starts from.")),
    responses((status = 200, description = "As it is now.", body = Contract, headers(("ETag" = String))), Writing))]
async fn step(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ContractId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ContractStepForm>,
) -> Answer {
    let moved = state.services().contracts().step(&ctx, &id, version, form).await?;
    Ok(answer::record(moved.version, &moved))
}

/// The verifications of a contract and the rules they follow from.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/plan", tag = "contracts", operation_id = "get_contract_plan",
    params(("id" = String, Path, description = "Id of the contract.")), responses((status = 200, description = "By due date.", body = ContractPlan), Reading))]
async fn plan(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    Ok(answer::plain(&state.services().contracts().plan(&ctx, &id).await?))
}
