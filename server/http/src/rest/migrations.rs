//! 版の移行: contracts move to the version of the catalogue in force.

use axum::extract::{OriginalUri, State};
use domain::{
    catalogue_draft::{AffectedContract, MigrateForm, Migrated, ShiftFilter},
    clause::Coverage,
    id::ContractId,
    page::Page,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Query},
    problem::{Listing, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, migrate_many)).routes(routes!(migrate))
}

/// The contracts held against an older version than the one in force, each with what it would gain and lose; the first to end first.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(get, path = "/policies/catalogue/migrations", tag = "policies", operation_id = "list_catalogue_migrations",
    params(ShiftFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<AffectedContract>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<ShiftFilter>) -> Answer {
    let page = state.services().migrations().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Moves contracts to the version in force, at most 500 of them: send it again while `remaining` is not 0. What is moved already is left alone.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/catalogue/migrations", tag = "policies", operation_id = "migrate_contracts",
    responses((status = 200, description = "How far it came.", body = Migrated), Sending))]
async fn migrate_many(State(state): State<AppState>, Caller(ctx): Caller, Json(form): Json<MigrateForm>) -> Answer {
    Ok(answer::plain(&state.services().migrations().migrate_many(&ctx, &form).await?))
}

/// Moves one contract to the version in force. Marks stay; what they are counted against is the new version.
///
/// Permission: `write_policy` (security officer) or `review_contract` (procurement officer).
#[utoipa::path(post, path = "/contracts/{id}/coverage/migration", tag = "coverage", operation_id = "migrate_contract",
    params(("id" = String, Path, description = "Id of the contract."), ("If-Match" = String, Header, description = "`ETag` of the coverage.")),
    responses((status = 200, description = "The coverage as it is now.", body = Coverage, headers(("ETag" = String))), Writing))]
async fn migrate(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, IfMatch(version): IfMatch) -> Answer {
    let coverage = state.services().migrations().migrate(&ctx, &id, version).await?;
    Ok(answer::record(coverage.version, &coverage))
}
