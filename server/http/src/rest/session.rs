//! The entrance for programs: a session is opened with number and password and carried as a bearer token.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::person::{Me, SetupForm, SignInForm};
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::Json,
    middleware::frame::Frame,
    problem::{Bare, Fault, Listing},
    session::{self, Caller},
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get, open, close)).routes(routes!(set_up))
}

/// A session that was opened.
#[derive(Serialize, ToSchema)]
struct Opened {
    /// Send it as `Authorization: Bearer <token>`; browsers get it as a cookie.
    token: String,
    expires_at: DateTime<Utc>,
}

/// What a handler of the entrance needs of its request besides the body.
pub struct Arrival {
    pub frame: Arc<Frame>,
    /// Where it comes from; absent where nobody listens, as in tests.
    pub from: Option<IpAddr>,
}

impl FromRequestParts<AppState> for Arrival {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Fault> {
        Ok(Self { frame: Frame::of(&parts.extensions), from: address(parts) })
    }
}

/// The address of the peer. What a proxy says of the address behind it is not believed.
fn address(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip())
}

fn opened(state: &AppState, token: String) -> Response {
    let cookie = session::opened(&token, state.config());
    let mut response =
        (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], axum::Json(Opened { token, expires_at: session::expires_at(state.config()) }))
            .into_response();
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

/// Who is signed in and what they may do.
///
/// Permission: signed in.
#[utoipa::path(get, path = "/session", tag = "session", operation_id = "get_session",
    responses((status = 200, description = "The caller.", body = Me), Listing))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller) -> Answer {
    Ok(answer::plain(&state.services().auth().me(&ctx).await?))
}

/// Signs in. After ten wrong passwords for a number the address waits five minutes.
///
/// Permission: nobody needs to be signed in.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "sign_in", security(()),
    responses((status = 201, description = "Opened.", body = Opened), Bare))]
async fn open(State(state): State<AppState>, arrival: Arrival, Json(form): Json<SignInForm>) -> Answer {
    let token = session::sign_in(&state, &form, arrival.from, &arrival.frame.request_id).await?;
    Ok(opened(&state, token))
}

/// Signs out; a session that is over already is over.
///
/// Permission: nobody needs to be signed in.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "sign_out",
    responses(
        (status = 204, description = "It is over."),
        (status = 403, description = "The request comes from another site.", body = crate::problem::Problem, content_type = "application/problem+json"),
    ))]
async fn close(State(state): State<AppState>, headers: HeaderMap, arrival: Arrival) -> Answer {
    if let Some(token) = session::token(&headers, state.config()) {
        state.services().auth().sign_out(token, &arrival.frame.request_id).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(session::closed(state.config()).map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// Names the city and makes the first administrator of an empty database, and signs them in. Refused ever after.
///
/// Permission: nobody needs to be signed in.
#[utoipa::path(post, path = "/setup", tag = "session", operation_id = "set_up", security(()),
    responses((status = 201, description = "Done.", body = Opened), Bare))]
async fn set_up(State(state): State<AppState>, arrival: Arrival, Json(form): Json<SetupForm>) -> Answer {
    let token = state.services().auth().set_up(&form, &arrival.frame.request_id).await?;
    Ok(opened(&state, token))
}
