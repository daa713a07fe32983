//! `/answer/{token}`: a contractor answers by its link, without an account, on a page that knows the questions and nothing else. What does not work
//! looks the same whatever the reason.

use app::{
    page::answer::Guest,
    ui::form::{Fields, path_of, read_fields},
};
use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::post,
};
use domain::{Error, form::read_flag, selection::DeclarationForm};
use http::HeaderMap;

use super::{render, way};
use crate::{
    extract::{Form, Tail},
    flash,
    problem::Fault,
    rest::Arrival,
    session,
    state::AppState,
};

/// The page, as the app's routes name it.
pub const PAGE: &str = "/answer/{token}";

pub fn routes() -> Router<AppState> {
    Router::new().route("/answer", post(send))
}

/// Counts who comes: by a link that works, as a bound on what its holder may have us write; by none, as a bound on guessing. A link that works is not
/// kept waiting by what others guessed from the same address.
async fn admit<T>(state: &AppState, arrival: &Arrival, token: &str, opened: &Result<T, Error>) -> Result<(), Error> {
    match opened {
        Ok(_) => state.throttle().visit(token, arrival.from).await,
        Err(Error::NotFound) => state.throttle().stray(arrival.from).await,
        Err(error) => Err(error.clone()),
    }
}

pub async fn page(State(state): State<AppState>, Tail(token): Tail, arrival: Arrival, request: Request) -> Result<Response, Fault> {
    let guest = state.services().guest_ctx(arrival.frame.request_id.clone(), arrival.frame.lang);
    let opened = state.services().invitations().open(&guest, &token).await;
    admit(&state, &arrival, &token, &opened).await?;
    let guest = Guest(opened.ok());
    render::render(&state, request, move || leptos::prelude::provide_context(guest.clone())).await
}

/// Keeps what was sent, or hands it in.
async fn send(State(state): State<AppState>, arrival: Arrival, headers: HeaderMap, Form(sent): Form<Vec<(String, String)>>) -> Result<Response, Fault> {
    let token = sent.iter().find(|(name, _)| name == "token").map(|(_, value)| value.clone()).filter(|token| domain::id::is_valid(token));
    let token = token.ok_or(Error::NotFound)?;
    let fields: Fields = sent.iter().filter_map(|(name, value)| Some((path_of("form", name)?, value.clone()))).collect();
    let form: DeclarationForm = read_fields(&fields).unwrap_or_default();
    let (page, guest) = (format!("/answer/{token}"), state.services().guest_ctx(arrival.frame.request_id.clone(), arrival.frame.lang));
    let links = state.services().invitations();
    admit(&state, &arrival, &token, &links.open(&guest, &token).await).await?;
    let submits = read_flag(&form.submit);
    let done = if submits { links.hand_in(&guest, &token, &form).await } else { links.keep(&guest, &token, &form).await };
    match done {
        Ok(()) if submits => Ok(way::see("/answered")),
        Ok(()) => Ok(way::see(&way::with(&page, "done", "kept"))),
        // The page says so.
        Err(Error::NotFound) => Ok(way::see(&page)),
        Err(error @ Error::Invalid(_)) => {
            // What was typed is not lost for what is still missing; what cannot be kept comes back as it was.
            let kept = submits && links.keep(&guest, &token, &form).await.is_ok();
            let typed = if kept { Vec::new() } else { sent.into_iter().filter(|(name, _)| name != "token").collect() };
            let id = state.flashes().keep(session::token(&headers, state.config()), flash::of(&error, typed, arrival.frame.lang)).await;
            Ok(way::see(&way::with(&page, "flash", &id)))
        }
        Err(error) => Err(error.into()),
    }
}
