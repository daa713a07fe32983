//! 回答用リンク of a selection: made, listed and revoked here. What a contractor does by one is a page and no operation (`/answer/{token}`).

use axum::extract::State;
use domain::{
    id::{InvitationId, SelectionId},
    selection::{Invitation, InvitationForm, InvitationRow, Invited},
};
use http::{StatusCode, header};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, IfMatch, Json},
    problem::{Reading, Writing},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// The links of a selection, the newest first, 20 at most. Not found where the server does not face outwards.
///
/// Permission: `write_selection` (procurement officer).
#[utoipa::path(get, path = "/selections/{id}/invitations", tag = "selections", operation_id = "list_invitations",
    params(("id" = String, Path, description = "Id of the selection.")),
    responses((status = 200, description = "Newest first.", body = [InvitationRow]), Reading))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<SelectionId>) -> Answer {
    Ok(answer::plain(&state.services().invitations().list(&ctx, &id).await?))
}

/// Makes a link by which the contractor answers once, without an account. The token is in this answer and nowhere else, which is why an answer is not
/// kept for being asked twice: there is no `Idempotency-Key`, and a link too many is revoked.
///
/// Not found where the server does not face outwards. Permission: `write_selection` (procurement officer).
#[utoipa::path(post, path = "/selections/{id}/invitations", tag = "selections", operation_id = "create_invitation",
    params(("id" = String, Path, description = "Id of the selection.")),
    responses((status = 201, description = "The link, with its token.", body = Invited), Writing))]
async fn create(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<SelectionId>, Json(form): Json<InvitationForm>) -> Answer {
    let invited = state.services().invitations().create(&ctx, &id, &form).await?;
    let mut response = answer::record(invited.invitation.version, &invited);
    *response.status_mut() = StatusCode::CREATED;
    response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Makes a link useless. Not found where the server does not face outwards.
///
/// Permission: `write_selection` (procurement officer).
#[utoipa::path(post, path = "/invitations/{id}/revoke", tag = "selections", operation_id = "revoke_invitation",
    params(("id" = String, Path, description = "Id of the link."), ("If-Match" = String, Header, description = "`ETag`, or the version, of the link.")),
    responses((status = 200, description = "As it is now.", body = Invitation, headers(("ETag" = String))), Writing))]
async fn revoke(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<InvitationId>, IfMatch(version): IfMatch) -> Answer {
    let revoked = state.services().invitations().revoke(&ctx, &id, version).await?;
    Ok(answer::record(revoked.version, &revoked))
}
