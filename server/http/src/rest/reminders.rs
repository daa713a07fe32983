//! 督促: what people were told and how far their mails are; who stands in for whoever is away.

use axum::extract::{OriginalUri, State};
use domain::{
    Error,
    id::{DigestId, PersonId},
    page::Page,
    person::Person,
    reminder::{AbsenceForm, Deputy, Digest, DigestFilter, DigestRow, MailLangForm, Reminding},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json, Nothing, Query, Tail},
    problem::{Listing, Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(mine))
        .routes(routes!(get))
        .routes(routes!(send_again))
        .routes(routes!(deputies))
        .routes(routes!(reminding))
        .routes(routes!(choose_lang))
        .routes(routes!(add_absence))
        .routes(routes!(end_absence))
}

/// What anybody was told, a digest each day and person, the latest day first; with the state of its mail.
///
/// Permission: `read_reminder` (administrator, security officer, CISO, auditor).
#[utoipa::path(get, path = "/reminders", tag = "reminders", operation_id = "list_reminders",
    params(DigestFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<DigestRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<DigestFilter>) -> Answer {
    Ok(answer::page(&uri, &state.services().reminders().list(&ctx, &filter).await?))
}

/// What the caller was told, the latest day first. `person` is of no concern.
///
/// Permission: being signed in.
#[utoipa::path(get, path = "/reminders/mine", tag = "reminders", operation_id = "list_my_reminders",
    params(DigestFilter),
    responses(
        (status = 200, description = "A page of the list.", body = Page<DigestRow>, headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Listing,
    ))]
async fn mine(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Query(filter): Query<DigestFilter>) -> Answer {
    Ok(answer::page(&uri, &state.services().reminders().mine(&ctx, &filter).await?))
}

/// One digest with all it told.
///
/// Permission: none for one's own; `read_reminder` for others.
#[utoipa::path(get, path = "/reminders/{id}", tag = "reminders", operation_id = "get_reminder",
    params(("id" = String, Path, description = "Id of the digest.")),
    responses((status = 200, description = "The digest.", body = Digest, headers(("ETag" = String))), Reading))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<DigestId>) -> Answer {
    let digest = state.services().reminders().get(&ctx, &id).await?;
    Ok(answer::record(digest.version, &digest))
}

/// Sends a mail again that was given up.
///
/// Permission: `send_reminder` (administrator, security officer).
#[utoipa::path(post, path = "/reminders/{id}/sending", tag = "reminders", operation_id = "send_reminder_again",
    params(("id" = String, Path, description = "Id of the digest."), ("If-Match" = String, Header, description = "`ETag` of the digest.")),
    responses((status = 200, description = "It waits to be sent.", body = Digest, headers(("ETag" = String))), Writing))]
async fn send_again(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<DigestId>, IfMatch(version): IfMatch) -> Answer {
    let digest = state.services().reminders().send_again(&ctx, &id, version).await?;
    Ok(answer::record(digest.version, &digest))
}

/// Who can stand in for somebody: whoever may sign in and holds a post today, by name.
///
/// Permission: being signed in.
#[utoipa::path(get, path = "/people/deputies", tag = "reminders", operation_id = "list_deputies",
    responses((status = 200, description = "By name.", body = [Deputy]), Listing))]
async fn deputies(State(state): State<AppState>, Caller(ctx): Caller, _: Query<Nothing>) -> Answer {
    Ok(answer::plain(&state.services().people().deputies(&ctx).await?))
}

/// How a person is reminded: the language of mails, the days away, and for whom they stand in.
///
/// Permission: none for oneself; `manage_absence` for others (administrator, security officer; department head: own department and below).
#[utoipa::path(get, path = "/people/{id}/reminding", tag = "reminders", operation_id = "get_reminding",
    params(("id" = String, Path, description = "Id of the person.")),
    responses((status = 200, description = "The `ETag` is that of the person.", body = Reminding, headers(("ETag" = String))), Reading))]
async fn reminding(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<PersonId>) -> Answer {
    let reminding = state.services().people().reminding(&ctx, &id).await?;
    Ok(answer::record(reminding.version, &reminding))
}

/// Chooses the language of a person's mails.
///
/// Permission: none for oneself; `manage_absence` for others.
#[utoipa::path(put, path = "/people/{id}/mail-language", tag = "reminders", operation_id = "choose_mail_language",
    params(("id" = String, Path, description = "Id of the person."), ("If-Match" = String, Header, description = "`ETag` of the person.")),
    responses((status = 200, description = "As it is now.", body = Person, headers(("ETag" = String))), Writing))]
async fn choose_lang(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<PersonId>,
    IfMatch(version): IfMatch,
    Json(form): Json<MailLangForm>,
) -> Answer {
    let person = state.services().people().choose_mail_lang(&ctx, &id, version, &form).await?;
    Ok(answer::record(person.version, &person))
}

/// Writes down that a person will be away, and who is told instead. Days away of one person do not overlap.
///
/// Permission: none for oneself; `manage_absence` for others.
#[utoipa::path(post, path = "/people/{id}/absences", tag = "reminders", operation_id = "add_absence",
    params(("id" = String, Path, description = "Id of the person."), ("If-Match" = String, Header, description = "`ETag` of the person.")),
    responses((status = 200, description = "As it is now.", body = Person, headers(("ETag" = String))), Writing))]
async fn add_absence(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Id(id): Id<PersonId>,
    IfMatch(version): IfMatch,
    Json(form): Json<AbsenceForm>,
) -> Answer {
    let person = state.services().people().add_absence(&ctx, &id, version, &form).await?;
    Ok(answer::record(person.version, &person))
}

/// Takes days away back that have not begun; those that run end yesterday.
///
/// Permission: none for oneself; `manage_absence` for others.
#[utoipa::path(delete, path = "/people/{id}/absences/{from}", tag = "reminders", operation_id = "end_absence",
    params(
        ("id" = String, Path, description = "Id of the person."),
        ("from" = String, Path, description = "The first day away, such as 2026-12-28."),
        ("If-Match" = String, Header, description = "`ETag` of the person."),
    ),
    responses((status = 200, description = "As it is now.", body = Person, headers(("ETag" = String))), Writing))]
async fn end_absence(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<PersonId>, Tail(from): Tail, IfMatch(version): IfMatch) -> Answer {
    let from = from.parse().map_err(|_| Error::NotFound)?;
    let person = state.services().people().end_absence(&ctx, &id, version, from).await?;
    Ok(answer::record(person.version, &person))
}
