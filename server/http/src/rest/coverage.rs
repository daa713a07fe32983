//! 条項充足 of one contract.

use axum::extract::State;
use domain::{
    clause::{Coverage, MarkForm},
    id::ContractId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Tail},
    problem::{Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get)).routes(routes!(mark))
}

/// The clauses a contract must contain, each with why and with what was found.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/coverage", tag = "coverage", operation_id = "get_coverage",
    params(("id" = String, Path, description = "Id of the contract."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "In the order of the catalogue.", body = Coverage, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>) -> Answer {
    let coverage = state.services().contracts().coverage(&ctx, &id).await?;
    Ok(answer::record(coverage.version, &coverage))
}

/// Records what was found of one clause: present with its article, or missing. An exception is asked for with `request_exception`.
///
/// Permission: `mark_clause` (staff and department head: own department and below; procurement officer: the city).
#[utoipa::path(put, path = "/contracts/{id}/coverage/{clause}", tag = "coverage", operation_id = "mark_clause",
    params(
        ("id" = String, Path, description = "Id of the contract."),
        ("clause" = String, Path, description = "Id of the clause, such as `K08`."),
        ("If-Match" = String, Header, description = "`ETag` of the coverage the mark starts from."),
    ),
    responses((status = 200, description = "The coverage as it is now.", body = Coverage, headers(("ETag" = String))), Writing))]
async fn mark(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<ContractId>,
    Tail(clause): Tail,
    IfMatch(version): IfMatch,
    Json(form): Json<MarkForm>,
) -> Answer {
    let coverage = state.services().contracts().mark(&ctx, &id, &clause, version, &form).await?;
    Ok(answer::record(coverage.version, &coverage))
}
