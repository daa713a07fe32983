//! Server functions of the pages: passed on for scripts; for plain forms, answered by the next page.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Request, State},
    response::{IntoResponse, Response},
};
use domain::Error;
use http::{HeaderMap, HeaderValue, Method, header};
use leptos::server_fn::axum::server_fn_paths;

use crate::{
    extract::{self, accepts_html, media_type},
    flash,
    middleware::frame::Frame,
    page::{Context, way},
    problem::Fault,
    session,
    state::AppState,
};

/// Names the function that failed; set by `server_fn` on every error.
const FAILED: &str = "serverfnerror";

/// What functions are sent as: plain forms, or JSON.
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Runs a server function.
pub async fn call(State(state): State<AppState>, request: Request) -> Result<Response, Fault> {
    known(&request)?;
    let plain = request.method() == Method::POST && accepts_html(request.headers()) && media_type(request.headers()).as_deref() == Some(FORM);
    let (mut parts, body) = request.into_parts();
    let context = Context::gather(&state, &parts).await?;
    let asked = (parts.headers.clone(), Frame::of(&parts.extensions));
    let extract::Body(bytes) = extract::Body::from_request(Request::from_parts(parts.clone(), body), &state).await?;
    if plain {
        // Without this the function would itself redirect and put the error into the address.
        parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    }
    let request = Request::from_parts(parts, Body::from(bytes.clone()));
    let response = leptos_axum::handle_server_fns_with_context(move || context.provide(), request).await.into_response();
    if plain { Ok(next_page(&state, &asked.0, &asked.1, &bytes, response).await) } else { Ok(response) }
}

/// Refuses, in words of ours, what is no function or comes as no function takes it.
fn known(request: &Request) -> Result<(), Fault> {
    let mut named = server_fn_paths().filter(|(path, _)| *path == request.uri().path()).peekable();
    if named.peek().is_none() {
        return Err(Error::NotFound.into());
    }
    if !named.any(|(_, method)| method == *request.method()) {
        return Err(Fault::MethodNotAllowed);
    }
    let sent = media_type(request.headers());
    if request.method() == Method::POST && !sent.is_some_and(|kind| kind == FORM || kind == JSON) { Err(Fault::MediaType(FORM)) } else { Ok(()) }
}

/// Where a plain form leads: to what the function named, or back to where it was sent from, with a flash where it failed.
async fn next_page(state: &AppState, headers: &HeaderMap, frame: &Frame, sent: &[u8], response: Response) -> Response {
    let back = way::back(headers).unwrap_or_else(|| "/".to_owned());
    let failed = response.headers().contains_key(FAILED) || response.status().is_client_error() || response.status().is_server_error();
    if !failed {
        let named = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok()).map(way::own);
        return way::see(&named.unwrap_or(back));
    }
    let error = error_of(response).await;
    if error == Error::Unauthenticated {
        return way::see(&way::with("/signin", "next", &back));
    }
    let fields = form_urlencoded::parse(sent).into_owned();
    let id = state.flashes().keep(session::token(headers, state.config()), flash::of(&error, fields, frame.lang)).await;
    way::see(&way::with(&back, "flash", &id))
}

/// The error as the function said it; anything else is a form our pages do not send.
async fn error_of(response: Response) -> Error {
    let status = response.status();
    match to_bytes(response.into_body(), 1 << 20).await {
        Ok(body) => serde_json::from_slice(&body).unwrap_or_else(|_| {
            tracing::warn!(%status, body = %String::from_utf8_lossy(&body), "a plain form was answered by something that is no error of ours");
            Error::Internal
        }),
        Err(_) => Error::Internal,
    }
}
