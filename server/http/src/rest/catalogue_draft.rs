//! 改正案 of the clause catalogue.

use axum::{
    extract::{OriginalUri, State},
    response::IntoResponse,
};
use domain::{
    catalogue_draft::{AffectedContract, CatalogueComparison, ClauseForm, DraftClause, DraftView, ForceForm, ShiftFilter},
    page::Page,
    policy::PolicyVersion,
};
use http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{IfMatch, Json, Query, Tail},
    problem::{Listing, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get, start, discard))
        .routes(routes!(add))
        .routes(routes!(clause, write, drop_clause))
        .routes(routes!(restore))
        .routes(routes!(compare))
        .routes(routes!(impact))
        .routes(routes!(put_in_force))
}

/// The draft of the next catalogue: every clause with how it stands to the version it is based on.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(get, path = "/policies/catalogue/draft", tag = "policies", operation_id = "get_catalogue_draft",
    responses((status = 200, description = "In the order of the catalogue.", body = DraftView, headers(("ETag" = String))), Reading))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    let draft = state.services().catalogue_drafts().get(&ctx).await?;
    Ok(answer::record(draft.version, &draft))
}

/// Begins a draft on the newest version. There is one at a time: a second is refused.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/catalogue/draft", tag = "policies", operation_id = "start_catalogue_draft",
    responses((status = 201, description = "Begun.", body = DraftView, headers(("Location" = String), ("ETag" = String))), Sending))]
async fn start(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    let draft = state.services().catalogue_drafts().start(&ctx).await?;
    Ok(answer::created("policies/catalogue/draft", draft.version, &draft))
}

/// Discards the draft.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(delete, path = "/policies/catalogue/draft", tag = "policies", operation_id = "discard_catalogue_draft",
    params(("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 204, description = "Gone."), Writing))]
async fn discard(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch) -> Answer {
    state.services().catalogue_drafts().discard(&ctx, version).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Adds a clause to the draft.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/catalogue/draft/clauses", tag = "policies", operation_id = "add_draft_clause",
    params(("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 200, description = "The draft as it is now.", body = DraftView, headers(("ETag" = String))), Writing))]
async fn add(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch, Json(form): Json<ClauseForm>) -> Answer {
    let draft = state.services().catalogue_drafts().add(&ctx, version, &form).await?;
    Ok(answer::record(draft.version, &draft))
}

/// One clause as the draft has it; a dropped one as it was.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(get, path = "/policies/catalogue/draft/clauses/{clause}", tag = "policies", operation_id = "get_draft_clause",
    params(("clause" = String, Path, description = "Id of the clause, such as `K08`.")),
    responses((status = 200, description = "The clause; the `ETag` is that of the draft.", body = DraftClause, headers(("ETag" = String))), Reading))]
async fn clause(State(state): State<AppState>, Caller(ctx): Caller, Tail(clause): Tail) -> Answer {
    let found = state.services().catalogue_drafts().clause(&ctx, &clause).await?;
    Ok(answer::record(found.version, &found))
}

/// Writes a clause of the draft; the form states all of it. A dropped clause is back with that.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(put, path = "/policies/catalogue/draft/clauses/{clause}", tag = "policies", operation_id = "write_draft_clause",
    params(("clause" = String, Path, description = "Id of the clause."), ("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 200, description = "The draft as it is now.", body = DraftView, headers(("ETag" = String))), Writing))]
async fn write(State(state): State<AppState>, Caller(ctx): Caller, Tail(clause): Tail, IfMatch(version): IfMatch, Json(form): Json<ClauseForm>) -> Answer {
    let draft = state.services().catalogue_drafts().write(&ctx, &clause, version, &form).await?;
    Ok(answer::record(draft.version, &draft))
}

/// Does without a clause. One that was only added is forgotten.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(delete, path = "/policies/catalogue/draft/clauses/{clause}", tag = "policies", operation_id = "drop_draft_clause",
    params(("clause" = String, Path, description = "Id of the clause."), ("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 200, description = "The draft as it is now.", body = DraftView, headers(("ETag" = String))), Writing))]
async fn drop_clause(State(state): State<AppState>, Caller(ctx): Caller, Tail(clause): Tail, IfMatch(version): IfMatch) -> Answer {
    let draft = state.services().catalogue_drafts().drop_clause(&ctx, &clause, version).await?;
    Ok(answer::record(draft.version, &draft))
}

/// Takes a clause as it is in the version the draft is based on.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/catalogue/draft/restorations/{clause}", tag = "policies", operation_id = "restore_draft_clause",
    params(("clause" = String, Path, description = "Id of the clause."), ("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 200, description = "The draft as it is now.", body = DraftView, headers(("ETag" = String))), Writing))]
async fn restore(State(state): State<AppState>, Caller(ctx): Caller, Tail(clause): Tail, IfMatch(version): IfMatch) -> Answer {
    let draft = state.services().catalogue_drafts().restore(&ctx, &clause, version).await?;
    Ok(answer::record(draft.version, &draft))
}

/// 新旧対照: what differs from the version the draft is based on, part by part, and how many contracts gain or lose each clause.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(get, path = "/policies/catalogue/draft/comparison", tag = "policies", operation_id = "compare_catalogue_draft",
    responses((status = 200, description = "Changed and added clauses, then dropped ones.", body = CatalogueComparison), Reading))]
async fn compare(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    // Contracts change what is counted without changing the draft: no version says it all.
    Ok(answer::plain(&state.services().catalogue_drafts().comparison(&ctx).await?))
}

/// The contracts the draft would change, each with what it would gain and lose and why; the first to end first.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(get, path = "/policies/catalogue/draft/impact", tag = "policies", operation_id = "list_draft_impact",
    params(ShiftFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<AffectedContract>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Reading,
        Listing,
    ))]
async fn impact(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<ShiftFilter>) -> Answer {
    let page = state.services().migrations().of_draft(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// Puts the draft in force from a day, today or to come. New contracts take it from that day; those there are keep their version until they are moved on.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/catalogue/draft/enactment", tag = "policies", operation_id = "enact_catalogue_draft",
    params(("If-Match" = String, Header, description = "`ETag` of the draft.")),
    responses((status = 201, description = "The new version.", body = PolicyVersion), Writing))]
async fn put_in_force(State(state): State<AppState>, Caller(ctx): Caller, IfMatch(version): IfMatch, Json(form): Json<ForceForm>) -> Answer {
    let made = state.services().catalogue_drafts().put_in_force(&ctx, version, &form).await?;
    Ok((StatusCode::CREATED, axum::Json(made)).into_response())
}
