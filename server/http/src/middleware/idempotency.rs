//! Creation that may be sent twice: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07) on every POST that makes a record.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, message::Message};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use moka::future::Cache;
use service::{Ctx, Replay};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use super::{conditional::Version, frame::Frame};
use crate::{extract, problem::Fault, session, state::AppState};

pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Carries the version through a replay; not sent.
const VERSION: HeaderName = HeaderName::from_static("itakumori-version");

/// One request at a time per person and key: the second of two sent at once waits for the first one's answer.
pub struct Turns(Cache<String, Arc<Mutex<()>>>);

impl Default for Turns {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(10_000).time_to_idle(Duration::from_mins(5)).build())
    }
}

/// Runs a creation once per key and gives its answer again.
pub async fn once(Extension(state): Extension<AppState>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST { run(&state, request, next).await.unwrap_or_else(IntoResponse::into_response) } else { next.run(request).await }
}

async fn run(state: &AppState, request: Request, next: Next) -> Result<Response, Fault> {
    let frame = Frame::of(request.extensions());
    let ctx = session::identify(state, request.headers(), &frame).await?;
    let key = key(request.headers())?;
    let (mut parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let extract::Body(bytes) = extract::Body::from_request(request, state).await?;
    let (method, uri) = (parts.method.clone(), parts.uri.clone());
    parts.extensions.insert(ctx.clone());
    once_for(state, &ctx, &key, (&method, &uri, &bytes), async { Ok(next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await) }).await
}

/// Runs a creation once per key. `content` is what was sent, or what stands for it where that is not held in memory.
pub async fn once_for(
    state: &AppState,
    ctx: &Ctx,
    key: &str,
    (method, uri, content): (&Method, &Uri, &[u8]),
    work: impl Future<Output = Result<Response, Fault>>,
) -> Result<Response, Fault> {
    let fingerprint = fingerprint(method, &uri.to_string(), content);
    let turn = state.turns().0.get_with(format!("{}\n{key}", ctx.actor.id), async { Arc::default() }).await;
    let _turn = turn.lock().await;
    if let Some(replay) = state.services().idempotency().find(ctx, key, &fingerprint).await? {
        return Ok(replayed(replay));
    }
    let response = work.await?;
    // A refusal changed nothing: the same key may be tried again once the input is mended.
    if response.status().is_success() { keep(state, ctx, key, &fingerprint, response).await } else { Ok(response) }
}

/// The key of a creation whose handler runs it by [`once_for`] itself.
pub struct IdempotencyKey(pub String);

impl FromRequestParts<AppState> for IdempotencyKey {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Fault> {
        key(&parts.headers).map(Self)
    }
}

/// Visible ASCII, at most 255 characters.
fn key(headers: &HeaderMap) -> Result<String, Fault> {
    let key = headers.get(IDEMPOTENCY_KEY).ok_or_else(|| Error::Precondition(Message::new("precondition.idempotency_key")))?;
    let key = key.to_str().map(str::trim).unwrap_or_default();
    if key.is_empty() || key.len() > 255 { Err(Fault::header("Idempotency-Key", "01JABCDEFGHJKMNPQRSTVWXYZ0")) } else { Ok(key.to_owned()) }
}

fn fingerprint(method: &Method, uri: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    for piece in [method.as_str().as_bytes(), uri.as_bytes(), body] {
        hash.update((piece.len() as u64).to_be_bytes());
        hash.update(piece);
    }
    hex::encode(hash.finalize())
}

/// The record is made and the answer goes out even where it cannot be kept; the log says so.
async fn keep(state: &AppState, ctx: &Ctx, key: &str, fingerprint: &str, response: Response) -> Result<Response, Fault> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| Error::Internal)?;
    let mut headers: Vec<(String, String)> = [header::CONTENT_TYPE, header::LOCATION]
        .iter()
        .filter_map(|name| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned())))
        .collect();
    headers.extend(parts.extensions.get::<Version>().map(|version| (VERSION.to_string(), version.0.to_string())));
    let replay = Replay { status: parts.status.as_u16(), headers, body: bytes.to_vec() };
    if let Err(error) = state.services().idempotency().keep(ctx, key, fingerprint, &replay).await {
        tracing::warn!(%error, "an answer could not be kept for its Idempotency-Key");
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replayed(replay: Replay) -> Response {
    let mut response = Response::new(Body::from(replay.body));
    *response.status_mut() = StatusCode::from_u16(replay.status).unwrap_or(StatusCode::CREATED);
    for (name, value) in replay.headers {
        if name == VERSION.as_str() {
            if let Ok(version) = value.parse() {
                response.extensions_mut().insert(Version(version));
            }
        } else if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
