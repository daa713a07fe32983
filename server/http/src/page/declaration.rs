//! Plain forms of the officer on a candidate's page: a workbook that came back, and the links by which a contractor answers.

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, State},
    middleware::from_fn_with_state,
    response::Response,
    routing::{get, post},
};
use domain::{
    Error,
    id::{InvitationId, ProcurementId, SelectionId},
    message::Message,
    selection::InvitationForm,
};
use http::{HeaderMap, header, uri::Authority};
use serde::Deserialize;
use service::LARGEST_QUESTIONNAIRE;

use super::{
    file::{again, read},
    way,
};
use crate::{
    config::Config,
    extract::{FileForm, Form, Query, UploadLimit},
    flash,
    middleware::fault,
    problem::Fault,
    rest::attachment,
    session::{self, Caller},
    state::AppState,
};

pub fn routes() -> Router<AppState> {
    let limit = LARGEST_QUESTIONNAIRE;
    Router::new()
        .route("/selections/{id}/candidates/{sid}/declaration", post(declare))
        // The form around the file has its own few hundred bytes.
        .layer(DefaultBodyLimit::max(limit + (64 << 10)))
        .layer(from_fn_with_state(UploadLimit(limit), fault::patient))
        .route("/selections/{id}/candidates/{sid}/questionnaire", get(questionnaire))
        .route("/selections/{id}/candidates/{sid}/invitations", post(invite))
        .route("/selections/{id}/candidates/{sid}/invitations/{invitation}/revoke", post(revoke))
}

/// The page of a candidate: the way back.
fn page(work: &ProcurementId, selection: &SelectionId) -> String {
    format!("/selections/{work}/candidates/{selection}")
}

fn named(work: &str, selection: &str) -> Result<(String, SelectionId), Error> {
    let selection: SelectionId = selection.parse()?;
    Ok((page(&work.parse()?, &selection), selection))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Until {
    until: String,
}

/// The same file as by REST; a day that cannot be read comes back to the form instead.
async fn questionnaire(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path((work, selection)): Path<(String, String)>,
    headers: HeaderMap,
    Query(Until { until }): Query<Until>,
) -> Result<Response, Fault> {
    let (page, selection) = named(&work, &selection)?;
    Ok(match state.services().selections().questionnaire(&ctx, &selection, &until, ctx.lang).await {
        Ok(file) => attachment(file.media_type, &file.name, file.bytes),
        Err(error) => again(&state, &headers, &page, &error, [("asked".to_owned(), until)], ctx.lang).await,
    })
}

async fn declare(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    Path((work, selection)): Path<(String, String)>,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Result<Response, Fault> {
    let (page, selection) = named(&work, &selection)?;
    let declared = async {
        let sent = read(form, limit).await?;
        let version = sent.version.parse().map_err(|_| Error::invalid("version", Message::new("field.required")))?;
        state.services().selections().declare(&ctx, &selection, version, &sent.file_name, sent.file).await
    }
    .await;
    Ok(match declared {
        Ok(_) => way::see(&way::with(&page, "done", "declared")),
        // The field tells the page whose form this was.
        Err(error) => again(&state, &headers, &page, &error, [("file".to_owned(), String::new())], ctx.lang).await,
    })
}

/// Shows the address once, on the page the form came from: it is in no address of ours, in no list, and gone with the flash.
async fn invite(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path((work, selection)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<InvitationForm>,
) -> Result<Response, Fault> {
    let (page, selection) = named(&work, &selection)?;
    Ok(match state.services().invitations().create(&ctx, &selection, &form).await {
        Ok(invited) => {
            let address = format!("{}/answer/{}", origin(state.config(), &headers), invited.token);
            let kept = app::flash::Flash { fields: [("invited".to_owned(), address)].into(), ..app::flash::Flash::default() };
            let id = state.flashes().keep(session::token(&headers, state.config()), kept).await;
            way::see(&way::with(&page, "flash", &id))
        }
        Err(error) => {
            let typed = [("name".to_owned(), form.name), ("email".to_owned(), form.email), ("until".to_owned(), form.until)];
            let id = state.flashes().keep(session::token(&headers, state.config()), flash::of(&error, typed, ctx.lang)).await;
            way::see(&way::with(&page, "flash", &id))
        }
    })
}

/// Where people find this site: as it is configured, or as it was asked for.
fn origin(config: &Config, headers: &HeaderMap) -> String {
    if let Some(origin) = &config.public_origin {
        return origin.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| host.parse::<Authority>().is_ok());
    format!("{}://{}", if config.secure_cookies { "https" } else { "http" }, host.unwrap_or("localhost"))
}

#[derive(Deserialize)]
struct Revocation {
    version: u64,
}

async fn revoke(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path((work, selection, invitation)): Path<(String, String, String)>,
    headers: HeaderMap,
    Form(Revocation { version }): Form<Revocation>,
) -> Result<Response, Fault> {
    let (page, _) = named(&work, &selection)?;
    let invitation: InvitationId = invitation.parse()?;
    Ok(match state.services().invitations().revoke(&ctx, &invitation, version).await {
        Ok(_) => way::see(&way::with(&page, "done", "revoked")),
        Err(error) => again(&state, &headers, &page, &error, [("revoked".to_owned(), String::new())], ctx.lang).await,
    })
}
