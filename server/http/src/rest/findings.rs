//! 指摘事項 and the measures asked for because of them.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    Error,
    finding::{
        ClosingForm, ConfirmationForm, Finding, FindingFilter, FindingForm, FindingGroup, FindingRow, FindingView, MeasureForm, MeasureReportForm,
        MeasureRulingForm,
    },
    id::{ContractId, ContractorId, FindingId},
    notice::{Notice, NoticeFormat},
    page::Page,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Query, Tail},
    middleware::idempotency,
    problem::{Listing, Reading, Sending, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(OpenApiRouter::new().routes(routes!(create)).layer(from_fn(idempotency::once)))
        .routes(routes!(list))
        .routes(routes!(of_contractor))
        .routes(routes!(get, change))
        .routes(routes!(ask))
        .routes(routes!(rule))
        .routes(routes!(report))
        .routes(routes!(confirm))
        .routes(routes!(lay_aside))
        .routes(routes!(notice))
}

/// Findings within the caller's reach: by the day on which somebody acts, or could have acted since; closed ones and all of them from the other end.
///
/// Permission: `read_verification`.
#[utoipa::path(get, path = "/findings", tag = "findings", operation_id = "list_findings",
    params(FindingFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<FindingRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<FindingFilter>) -> Answer {
    let page = state.services().findings().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// What was found at one contractor, put together by clause across its contracts within the caller's reach: what comes back most often first.
///
/// Permission: `read_contractor`; only findings the caller may read (`read_verification`) are shown.
#[utoipa::path(get, path = "/contractors/{id}/findings", tag = "findings", operation_id = "list_contractor_findings",
    params(("id" = String, Path, description = "Id of the contractor.")),
    responses((status = 200, description = "One group per clause.", body = Vec<FindingGroup>), Reading))]
async fn of_contractor(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractorId>) -> Answer {
    let services = state.services();
    services.contractors().get(&ctx, &id).await?;
    Ok(answer::plain(&services.findings().of_contractor(&ctx, &id).await?))
}

/// Records what is wrong under a contract, as found by a check or otherwise.
///
/// Permission: `write_finding` (security officer).
#[utoipa::path(post, path = "/contracts/{id}/findings", tag = "findings", operation_id = "create_finding",
    params(
        ("id" = String, Path, description = "Id of the contract."),
        ("Idempotency-Key" = String, Header, description = "Chosen by the caller; the same key with the same content gives the same answer for 24 hours."),
    ),
    responses((status = 201, description = "Recorded.", body = Finding, headers(("Location" = String), ("ETag" = String))), Sending, Reading))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, Json(form): Json<FindingForm>) -> Answer {
    let made = state.services().findings().create(&ctx, &id, &form).await?;
    Ok(answer::created(&format!("findings/{}", made.id), made.version, &made))
}

/// One finding, the same clause's findings at the same contractor, and what the caller may do.
///
/// Permission: `read_verification`.
#[utoipa::path(get, path = "/findings/{id}", tag = "findings", operation_id = "get_finding",
    params(("id" = String, Path, description = "Id of the finding."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The finding.", body = FindingView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<FindingId>) -> Answer {
    let view = state.services().findings().get(&ctx, &id).await?;
    Ok(answer::record(view.finding.version, &view))
}

/// Changes what was recorded, until a measure was asked for. `verification` stays as it was.
///
/// Permission: `write_finding`.
#[utoipa::path(put, path = "/findings/{id}", tag = "findings", operation_id = "change_finding",
    params(("id" = String, Path, description = "Id of the finding."), ("If-Match" = String, Header, description = "`ETag` of the version the change starts from.")),
    responses((status = 200, description = "As it is now.", body = Finding, headers(("ETag" = String))), Writing))]
async fn change(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<FindingId>, IfMatch(version): IfMatch, Json(form): Json<FindingForm>) -> Answer {
    let changed = state.services().findings().change(&ctx, &id, version, &form).await?;
    Ok(answer::record(changed.version, &changed))
}

/// Asks for a measure. `next_steps` of the finding says which steps can be asked for. Review, suspension and termination wait for approval.
///
/// Permission: `write_finding`.
#[utoipa::path(post, path = "/findings/{id}/measures", tag = "findings", operation_id = "ask_measure",
    params(("id" = String, Path, description = "Id of the finding."), ("If-Match" = String, Header, description = "`ETag` of the version the measure follows.")),
    responses((status = 200, description = "As it is now.", body = Finding, headers(("ETag" = String))), Writing))]
async fn ask(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<FindingId>, IfMatch(version): IfMatch, Json(form): Json<MeasureForm>) -> Answer {
    let asked = state.services().findings().ask(&ctx, &id, version, &form).await?;
    Ok(answer::record(asked.version, &asked))
}

/// Approves the measure that was proposed, or does not. Nobody rules on what they proposed themselves.
///
/// Permission: `approve_measure` (approver).
#[utoipa::path(post, path = "/findings/{id}/ruling", tag = "findings", operation_id = "rule_on_measure",
    params(("id" = String, Path, description = "Id of the finding."), ("If-Match" = String, Header, description = "`ETag` of the version ruled on.")),
    responses((status = 200, description = "As it is now.", body = Finding, headers(("ETag" = String))), Writing))]
async fn rule(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<FindingId>,
    IfMatch(version): IfMatch,
    Json(form): Json<MeasureRulingForm>,
) -> Answer {
    let ruled = state.services().findings().rule(&ctx, &id, version, &form).await?;
    Ok(answer::record(ruled.version, &ruled))
}

/// Writes down what was answered to the measure that counts.
///
/// Permission: `report_measure` (staff and department head: own department and below; security officer: the city).
#[utoipa::path(post, path = "/findings/{id}/report", tag = "findings", operation_id = "report_measure",
    params(("id" = String, Path, description = "Id of the finding."), ("If-Match" = String, Header, description = "`ETag` of the version answered.")),
    responses((status = 200, description = "As it is now.", body = Finding, headers(("ETag" = String))), Writing))]
async fn report(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<FindingId>,
    IfMatch(version): IfMatch,
    Json(form): Json<MeasureReportForm>,
) -> Answer {
    let reported = state.services().findings().report(&ctx, &id, version, &form).await?;
    Ok(answer::record(reported.version, &reported))
}

/// Says whether the measure worked: one that did closes the finding. Nobody confirms an answer of the contractor they wrote down themselves.
///
/// Permission: `write_finding`.
#[utoipa::path(post, path = "/findings/{id}/confirmation", tag = "findings", operation_id = "confirm_measure",
    params(("id" = String, Path, description = "Id of the finding."), ("If-Match" = String, Header, description = "`ETag` of the version confirmed.")),
    responses((status = 200, description = "As it is now.", body = Finding, headers(("ETag" = String))), Writing))]
async fn confirm(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<FindingId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ConfirmationForm>,
) -> Answer {
    let confirmed = state.services().findings().confirm(&ctx, &id, version, &form).await?;
    Ok(answer::record(confirmed.version, &confirmed))
}

/// Lays a finding aside without a measure that worked: an observation, or one of a contract that is over.
///
/// Permission: `write_finding`.
#[utoipa::path(post, path = "/findings/{id}/closing", tag = "findings", operation_id = "lay_finding_aside",
    params(("id" = String, Path, description = "Id of the finding."), ("If-Match" = String, Header, description = "`ETag` of the version laid aside.")),
    responses((status = 200, description = "As it is now.", body = Finding, headers(("ETag" = String))), Writing))]
async fn lay_aside(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<FindingId>,
    IfMatch(version): IfMatch,
    Json(form): Json<ClosingForm>,
) -> Answer {
    let closed = state.services().findings().lay_aside(&ctx, &id, version, &form).await?;
    Ok(answer::record(closed.version, &closed))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Asked {
    /// `json` unless stated. The others are files.
    format: Option<NoticeFormat>,
}

/// The notice of one measure, as it would go out today. A measure that is not approved has none.
///
/// Permission: `read_verification`.
#[utoipa::path(get, path = "/findings/{id}/measures/{number}/notice", tag = "findings", operation_id = "get_notice",
    params(
        ("id" = String, Path, description = "Id of the finding."),
        ("number" = usize, Path, description = "Which of its measures, counted from 1."),
        Asked,
    ),
    responses(
        (status = 200, description = "The notice, or a file to be kept.", content(
            (Notice = "application/json"),
            (String = "text/markdown"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        )),
        Reading,
        Listing,
    ))]
async fn notice(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<FindingId>, Tail(number): Tail, Query(asked): Query<Asked>) -> Answer {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let findings = state.services().findings();
    let Some(format) = asked.format.filter(|format| *format != NoticeFormat::Json) else {
        return Ok(answer::plain(&findings.notice(&ctx, &id, number).await?));
    };
    let file = findings.notice_file(&ctx, &id, number, format).await?;
    Ok(answer::attachment(file.media_type, &file.name, file.bytes))
}
