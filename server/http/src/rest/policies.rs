//! 基準: the clause catalogue, risk weights, cadence, calendar and reminders in force.

use axum::{
    extract::{DefaultBodyLimit, State},
    middleware::from_fn_with_state,
    response::IntoResponse,
};
use domain::{
    cadence::CadencePolicy,
    calendar::ClosedDays,
    clause::CatalogueView,
    holiday::Holiday,
    notice::Notices,
    policy::{PolicyVersion, Reminders},
    risk::RiskPolicy,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{CsvFile, Nothing, Query, UploadLimit},
    middleware::fault,
    problem::{Listing, Reading, Sending},
    session::Caller,
    state::AppState,
};

pub fn routes(limit: usize) -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(catalogue))
        .routes(routes!(current))
        .routes(routes!(versions))
        .merge(OpenApiRouter::new().routes(routes!(holidays)).layer(DefaultBodyLimit::max(limit)).layer(from_fn_with_state(UploadLimit(limit), fault::patient)))
}

/// Which version of the catalogue.
#[derive(Deserialize, utoipa::IntoParams)]
struct Asked {
    /// The one in force unless stated.
    version: Option<u32>,
}

/// The clause catalogue in force or another version of it, with its model texts.
///
/// Permission: `read_policy` (every role).
#[utoipa::path(get, path = "/policies/catalogue", tag = "policies", operation_id = "get_catalogue",
    params(Asked), responses((status = 200, description = "All clauses.", body = CatalogueView), Reading, Listing))]
async fn catalogue(State(state): State<AppState>, Caller(ctx): Caller, Query(asked): Query<Asked>) -> Answer {
    Ok(answer::plain(&state.services().policies().catalogue(&ctx, asked.version).await?))
}

/// Everything the rules take besides the catalogue.
#[derive(Serialize, ToSchema)]
struct PolicyInForce<'a> {
    catalogue_version: u32,
    #[schema(value_type = RiskPolicy)]
    risk: &'a RiskPolicy,
    #[schema(value_type = CadencePolicy)]
    cadence: &'a CadencePolicy,
    #[schema(value_type = ClosedDays)]
    closed_days: &'a ClosedDays,
    #[schema(value_type = Vec<Holiday>)]
    holidays: &'a [Holiday],
    #[schema(value_type = Reminders)]
    reminders: &'a Reminders,
    #[schema(value_type = Notices)]
    notices: &'a Notices,
}

/// The policy data in force today.
///
/// Permission: `read_policy` (every role).
#[utoipa::path(get, path = "/policies/current", tag = "policies", operation_id = "get_policies",
    responses((status = 200, description = "In force.", body = PolicyInForce), Listing))]
async fn current(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    let set = state.services().policies().current(&ctx).await?;
    let view = PolicyInForce {
        catalogue_version: set.catalogue.version,
        risk: &set.risk,
        cadence: &set.cadence,
        closed_days: &set.closed,
        holidays: &set.holidays,
        reminders: &set.reminders,
        notices: &set.notices,
    };
    Ok(answer::plain(&view))
}

/// Every version of every kind of policy data.
///
/// Permission: `read_policy` (every role).
#[utoipa::path(get, path = "/policies/versions", tag = "policies", operation_id = "list_policy_versions",
    responses((status = 200, description = "All of them.", body = [PolicyVersion]), Listing))]
async fn versions(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    Ok(answer::plain(&state.services().policies().versions(&ctx).await?))
}

/// Takes the Cabinet Office's file of public holidays (syukujitsu.csv) as it is. Open verifications keep their days until they are planned anew.
///
/// Permission: `write_policy` (security officer).
#[utoipa::path(post, path = "/policies/holidays", tag = "policies", operation_id = "import_holidays",
    request_body(content = Vec<u8>, content_type = "text/csv", description = "The file, in Shift_JIS or UTF-8."),
    responses((status = 201, description = "The new version.", body = PolicyVersion), Sending))]
async fn holidays(State(state): State<AppState>, Caller(ctx): Caller, CsvFile(file): CsvFile) -> Answer {
    let made = state.services().policies().import_holidays(&ctx, &file).await?;
    Ok((http::StatusCode::CREATED, axum::Json(made)).into_response())
}
