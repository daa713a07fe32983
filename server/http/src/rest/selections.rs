//! 選定評価 of one candidate.

use axum::{
    extract::{DefaultBodyLimit, OriginalUri, State},
    middleware::from_fn_with_state,
};
use domain::{
    id::SelectionId,
    page::Page,
    selection::{AnswersForm, DecisionForm, Selection, SelectionFilter, SelectionRow, SelectionView},
};
use serde::Deserialize;
use service::LARGEST_QUESTIONNAIRE;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Body, Id, IfMatch, Json, Query, UploadLimit},
    middleware::fault,
    problem::{Listing, Problem, Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    let limit = LARGEST_QUESTIONNAIRE;
    let upload =
        OpenApiRouter::new().routes(routes!(declare)).layer(DefaultBodyLimit::max(limit)).layer(from_fn_with_state(UploadLimit(limit), fault::patient));
    let plain = OpenApiRouter::new().routes(routes!(list)).routes(routes!(get, answers)).routes(routes!(submit)).routes(routes!(decide));
    plain.routes(routes!(questionnaire)).merge(upload)
}

/// Selections within the caller's reach, the latest change first; of one contractor, or only those a contract can rest on today.
///
/// Permission: `read_selection` (department head: own department and below; staff and administrator: none; others: the city).
#[utoipa::path(get, path = "/selections", tag = "selections", operation_id = "list_selections",
    params(SelectionFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<SelectionRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<SelectionFilter>) -> Answer {
    let page = state.services().selections().list(&ctx, &filter).await?;
    Ok(answer::page(&uri, &page))
}

/// One selection with what is asked, what was answered, what it comes to, and what the caller may do with it now.
///
/// Permission: `read_selection`.
#[utoipa::path(get, path = "/selections/{id}", tag = "selections", operation_id = "get_selection",
    params(("id" = String, Path, description = "Id of the selection."), ("If-None-Match" = Option<String>, Header, description = "`ETag` of what the caller has.")),
    responses(
        (status = 200, description = "The selection.", body = SelectionView, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already."),
        Reading,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<SelectionId>) -> Answer {
    let view = state.services().selections().get(&ctx, &id).await?;
    Ok(answer::record(view.selection.version, &view))
}

/// Fills in the answers; the form states all of them, in any order. With `submit` they are handed in, which asks for everything at once.
///
/// Permission: `write_selection` (procurement officer).
#[utoipa::path(put, path = "/selections/{id}", tag = "selections", operation_id = "answer_selection",
    params(("id" = String, Path, description = "Id of the selection."), ("If-Match" = String, Header, description = "`ETag` of the version the answers start from.")),
    responses((status = 200, description = "As it is now.", body = Selection, headers(("ETag" = String))), Writing))]
async fn answers(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SelectionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<AnswersForm>,
) -> Answer {
    let answered = state.services().selections().answer(&ctx, &id, version, &form).await?;
    Ok(answer::record(answered.version, &answered))
}

/// Hands in the answers that were kept.
///
/// Permission: `write_selection` (procurement officer).
#[utoipa::path(post, path = "/selections/{id}/submit", tag = "selections", operation_id = "submit_selection",
    params(("id" = String, Path, description = "Id of the selection."), ("If-Match" = String, Header, description = "`ETag` of the version handed in.")),
    responses((status = 200, description = "As it is now.", body = Selection, headers(("ETag" = String))), Writing))]
async fn submit(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<SelectionId>, IfMatch(version): IfMatch) -> Answer {
    let submitted = state.services().selections().submit(&ctx, &id, version).await?;
    Ok(answer::record(submitted.version, &submitted))
}

/// Passes the candidate, with or without conditions, fails it, or hands the answers back. Nobody decides on what they submitted themselves.
///
/// Permission: `decide_selection` (security officer).
#[utoipa::path(post, path = "/selections/{id}/decide", tag = "selections", operation_id = "decide_selection",
    params(("id" = String, Path, description = "Id of the selection."), ("If-Match" = String, Header, description = "`ETag` of the version decided on.")),
    responses((status = 200, description = "As it is now.", body = Selection, headers(("ETag" = String))), Writing))]
async fn decide(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SelectionId>,
    IfMatch(version): IfMatch,
    Json(form): Json<DecisionForm>,
) -> Answer {
    let decided = state.services().selections().decide(&ctx, &id, version, &form).await?;
    Ok(answer::record(decided.version, &decided))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Asked {
    /// The last day for the answers, told on the cover; none unless stated.
    #[serde(default)]
    until: String,
}

/// The questions of a draft as a workbook (`.xlsx`) for the contractor, in the language of the request: only what is to be filled in can be written to.
/// It belongs to this selection and to no other.
///
/// Permission: `write_selection` (procurement officer).
#[utoipa::path(get, path = "/selections/{id}/questionnaire", tag = "selections", operation_id = "get_questionnaire",
    params(("id" = String, Path, description = "Id of the selection."), Asked),
    responses(
        (status = 200, description = "A file to be kept.", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 409, description = "It is not a draft: nothing can be answered.", body = Problem, content_type = "application/problem+json"),
        Reading,
        Listing,
    ))]
async fn questionnaire(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<SelectionId>, Query(asked): Query<Asked>) -> Answer {
    let file = state.services().selections().questionnaire(&ctx, &id, &asked.until, ctx.lang).await?;
    Ok(answer::attachment(file.media_type, &file.name, file.bytes))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Upload {
    /// Name of the file, for people.
    #[serde(default)]
    file_name: String,
}

/// Takes the workbook as the contractor filled it in: its self-declaration, in place of the one there was. Grades stay as they are; whoever answers takes
/// over what was declared.
///
/// A workbook that is another's, was altered or is incomplete is refused as a whole, every fault with its sheet and cell. Permission: `write_selection`
/// (procurement officer).
#[utoipa::path(put, path = "/selections/{id}/declaration", tag = "selections", operation_id = "declare_selection",
    params(
        ("id" = String, Path, description = "Id of the selection."),
        Upload,
        ("If-Match" = String, Header, description = "`ETag` of the selection."),
    ),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", description = "The workbook."),
    responses((status = 200, description = "As it is now.", body = Selection, headers(("ETag" = String))), Writing))]
async fn declare(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<SelectionId>,
    IfMatch(version): IfMatch,
    Query(upload): Query<Upload>,
    Body(file): Body,
) -> Answer {
    let declared = state.services().selections().declare(&ctx, &id, version, &upload.file_name, file.into()).await?;
    Ok(answer::record(declared.version, &declared))
}
