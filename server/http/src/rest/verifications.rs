//! 点検: the board and the single check.

use axum::extract::{OriginalUri, State};
use domain::{
    board::{BoardFilter, BoardRow, Heat, Standing},
    id::VerificationId,
    page::Page,
    verification::{DecisionForm, ReportForm, Verification, VerificationView},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Query},
    problem::{Listing, Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(board))
        .routes(routes!(standings))
        .routes(routes!(heat))
        .routes(routes!(get))
        .routes(routes!(report))
        .routes(routes!(decide))
}

/// The board: verifications of one lane (`overdue` unless stated) within the caller's reach.
///
/// Permission: `read_verification` (staff and department head: own department and below; administrator: none; others: the city).
#[utoipa::path(get, path = "/verifications", tag = "verifications", operation_id = "list_verifications",
    params(BoardFilter),
    responses(
        (status = 200, description = "A page of the board.", body = Page<BoardRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn board(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<BoardFilter>) -> Answer {
    let page = state.services().verifications().board(&ctx, &filter).await?;
    Ok(answer::written(&uri, &page))
}

#[derive(Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
struct StandingsFilter {
    /// By contractor instead of by department.
    by_contractor: bool,
}

/// Departments or contractors with overdue or coming checks, the worst first.
///
/// Permission: `read_verification`.
#[utoipa::path(get, path = "/verifications/standings", tag = "verifications", operation_id = "list_standings",
    params(StandingsFilter), responses((status = 200, description = "All of them.", body = [Standing]), Listing))]
async fn standings(State(state): State<AppState>, Caller(ctx): Caller, Query(filter): Query<StandingsFilter>) -> Answer {
    Ok(answer::plain(&state.services().verifications().standings(&ctx, filter.by_contractor).await?))
}

#[derive(Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
struct HeatFilter {
    /// The year in which April lies, from 2000 to 2100; this fiscal year unless stated.
    #[param(minimum = 2000, maximum = 2100)]
    fiscal_year: Option<i32>,
}

/// Months × departments of a fiscal year.
///
/// Permission: `read_verification`.
#[utoipa::path(get, path = "/verifications/heat", tag = "verifications", operation_id = "get_heat",
    params(HeatFilter), responses((status = 200, description = "The year.", body = Heat), Listing))]
async fn heat(State(state): State<AppState>, Caller(ctx): Caller, Query(filter): Query<HeatFilter>) -> Answer {
    let heat = state.services().verifications().heat(&ctx, filter.fiscal_year).await?;
    Ok(answer::plain(&*heat))
}

/// One verification with its checklist, and what the caller may do with it now.
///
/// Permission: `read_verification`.
#[utoipa::path(get, path = "/verifications/{id}", tag = "verifications", operation_id = "get_verification",
    params(("id" = String, Path, description = "Id of the verification."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The verification.", body = VerificationView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<VerificationId>) -> Answer {
    let view = state.services().verifications().get(&ctx, &id).await?;
    Ok(answer::record(view.verification.version, &view))
}

/// Fills in the report; with `submit` it is handed in, which asks for everything at once.
///
/// Permission: `carry_out_verification` (staff, department head, security officer); `submit_verification` (department head, security officer) to hand it in.
#[utoipa::path(put, path = "/verifications/{id}/report", tag = "verifications", operation_id = "report_verification",
    params(("id" = String, Path, description = "Id of the verification."), ("If-Match" = String, Header, description = "`ETag` of the version the report starts from.")),
    responses((status = 200, description = "As it is now.", body = Verification, headers(("ETag" = String))), Writing))]
async fn report(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<VerificationId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ReportForm>,
) -> Answer {
    let reported = state.services().verifications().report(&ctx, &id, version, &form).await?;
    Ok(answer::record(reported.version, &reported))
}

/// Accepts a report or sends it back. Nobody decides on what they submitted themselves.
///
/// Permission: `decide_verification` (security officer).
#[utoipa::path(post, path = "/verifications/{id}/decision", tag = "verifications", operation_id = "decide_verification",
    params(("id" = String, Path, description = "Id of the verification."), ("If-Match" = String, Header, description = "`ETag` of the version decided on.")),
    responses((status = 200, description = "As it is now.", body = Verification, headers(("ETag" = String))), Writing))]
async fn decide(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<VerificationId>,
    IfMatch(version): IfMatch,
    Json(form): Json<DecisionForm>,
) -> Answer {
    let decided = state.services().verifications().decide(&ctx, &id, version, &form).await?;
    Ok(answer::record(decided.version, &decided))
}
