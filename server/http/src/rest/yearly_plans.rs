//! 年度点検計画.

use axum::extract::State;
use domain::{
    date::FiscalYear,
    id::VerificationId,
    verification::Verification,
    yearly_plan::{LevelForm, PlacementForm, PlanDecisionForm, PlanFilter, PlanSheet, YearlyPlan, YearlyPlanView},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Query},
    problem::{Listing, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get, draw_up))
        .routes(routes!(checks))
        .routes(routes!(level))
        .routes(routes!(submit))
        .routes(routes!(decide))
        .routes(routes!(place))
}

/// The plan of a fiscal year: how many checks each month has, one month week by week, and, once it was submitted, what became of it since. A year whose
/// plan is not drawn up shows its checks all the same.
///
/// Permission: `read_verification`; counts and checks of the departments in reach.
#[utoipa::path(get, path = "/plans/{year}", tag = "verifications", operation_id = "get_yearly_plan",
    params(("year" = i32, Path, description = "Fiscal year."), PlanFilter),
    responses((status = 200, description = "The plan; the `ETag` is that of what was drawn up, 0 before.", body = YearlyPlanView, headers(("ETag" = String))), Reading, Listing))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(FiscalYear(year)): Id<FiscalYear>, Query(filter): Query<PlanFilter>) -> Answer {
    let view = state.services().yearly_plans().get(&ctx, &PlanFilter { year: Some(year), ..filter }).await?;
    Ok(answer::record(view.plan.as_ref().map_or(0, |plan| plan.version), &view))
}

/// Every check of the plan of a fiscal year, in the order of their days; of one month where it is stated.
///
/// Permission: `read_verification`; checks of the departments in reach.
#[utoipa::path(get, path = "/plans/{year}/checks", tag = "verifications", operation_id = "list_plan_checks",
    params(("year" = i32, Path, description = "Fiscal year."), PlanFilter),
    responses((status = 200, description = "The checks.", body = PlanSheet), Reading, Listing))]
async fn checks(State(state): State<AppState>, Caller(ctx): Caller, Id(FiscalYear(year)): Id<FiscalYear>, Query(filter): Query<PlanFilter>) -> Answer {
    Ok(answer::plain(&state.services().yearly_plans().sheet(&ctx, &PlanFilter { year: Some(year), ..filter }).await?))
}

/// Draws the plan of a year up. There is one for each.
///
/// Permission: `write_plan` (security officer).
#[utoipa::path(post, path = "/plans/{year}", tag = "verifications", operation_id = "draw_up_plan",
    params(("year" = i32, Path, description = "Fiscal year.")),
    responses((status = 201, description = "Drawn up.", body = YearlyPlan, headers(("Location" = String), ("ETag" = String))), Reading, Sending))]
async fn draw_up(State(state): State<AppState>, Caller(ctx): Caller, Id(FiscalYear(year)): Id<FiscalYear>) -> Answer {
    let plan = state.services().yearly_plans().draw_up(&ctx, year).await?;
    Ok(answer::created(&format!("plans/{year}"), plan.version, &plan))
}

/// Spreads the checks over the weeks. Periodic ones nobody has begun or set by hand move, within the days their rules allow; the reasons of each tell
/// from where. While the plan is a draft only.
///
/// Permission: `write_plan` (security officer).
#[utoipa::path(post, path = "/plans/{year}/levelling", tag = "verifications", operation_id = "level_plan",
    params(("year" = i32, Path, description = "Fiscal year."), ("If-Match" = String, Header, description = "`ETag` of the plan.")),
    responses((status = 200, description = "Levelled; `levelled` counts what that did.", body = YearlyPlan, headers(("ETag" = String))), Writing))]
async fn level(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(FiscalYear(year)): Id<FiscalYear>,
    IfMatch(version): IfMatch,
    Json(form): Json<LevelForm>,
) -> Answer {
    let plan = state.services().yearly_plans().level(&ctx, year, version, &form).await?;
    Ok(answer::record(plan.version, &plan))
}

/// Puts the plan before the CISO. Its checks are kept as they stand, and what becomes of them is held against that.
///
/// Permission: `write_plan` (security officer).
#[utoipa::path(post, path = "/plans/{year}/submission", tag = "verifications", operation_id = "submit_plan",
    params(("year" = i32, Path, description = "Fiscal year."), ("If-Match" = String, Header, description = "`ETag` of the plan.")),
    responses((status = 200, description = "Submitted.", body = YearlyPlan, headers(("ETag" = String))), Writing))]
async fn submit(State(state): State<AppState>, Caller(ctx): Caller, Id(FiscalYear(year)): Id<FiscalYear>, IfMatch(version): IfMatch) -> Answer {
    let plan = state.services().yearly_plans().submit(&ctx, year, version).await?;
    Ok(answer::record(plan.version, &plan))
}

/// Approves the plan, or sends it back with a word on why. Nobody decides on what they submitted.
///
/// Permission: `approve_plan` (CISO).
#[utoipa::path(post, path = "/plans/{year}/decision", tag = "verifications", operation_id = "decide_plan",
    params(("year" = i32, Path, description = "Fiscal year."), ("If-Match" = String, Header, description = "`ETag` of the plan.")),
    responses((status = 200, description = "Decided.", body = YearlyPlan, headers(("ETag" = String))), Writing))]
async fn decide(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(FiscalYear(year)): Id<FiscalYear>,
    IfMatch(version): IfMatch,
    Json(form): Json<PlanDecisionForm>,
) -> Answer {
    let plan = state.services().yearly_plans().decide(&ctx, year, version, &form).await?;
    Ok(answer::record(plan.version, &plan))
}

/// Sets a check nobody has begun to another working day its rule allows. It stays there when plans are made anew, as long as the rule still does.
///
/// Permission: `write_plan` (security officer).
#[utoipa::path(post, path = "/verifications/{id}/placement", tag = "verifications", operation_id = "place_verification",
    params(("id" = String, Path, description = "Id of the verification."), ("If-Match" = String, Header, description = "`ETag` of the verification.")),
    responses((status = 200, description = "On its new day.", body = Verification, headers(("ETag" = String))), Writing))]
async fn place(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<VerificationId>,
    IfMatch(version): IfMatch,
    Json(form): Json<PlacementForm>,
) -> Answer {
    let check = state.services().yearly_plans().place(&ctx, &id, version, &form).await?;
    Ok(answer::record(check.version, &check))
}
