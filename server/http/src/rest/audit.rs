//! 監査証跡.

use axum::extract::{OriginalUri, State};
use domain::{
    audit::{AuditFilter, AuditLine},
    page::Page,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{extract::Query, problem::Listing, session::Caller, state::AppState};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Who did what to which record, newest first; with `record_kind` and `record` the history of one record.
///
/// Permission: `read_audit` (auditor, security officer, approver, administrator: everything; department head: histories of contracts and verifications of own departments).
#[utoipa::path(get, path = "/audit-events", tag = "audit", operation_id = "list_audit_events",
    params(AuditFilter),
    responses(
        (status = 200, description = "A page of the trail.", body = Page<AuditLine>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        (status = 404, description = "No such record, or not the caller's to see.", body = crate::problem::Problem, content_type = "application/problem+json"),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<AuditFilter>) -> Answer {
    let page = state.services().audit().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}
