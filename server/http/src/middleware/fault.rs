//! Faults are written here, where the language and the request are known: as problem documents, or as a small page for a browser's form.

use std::{
    any::Any,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, Lang};
use http::{HeaderMap, HeaderValue, header};
use tokio::time::timeout;

use super::frame::Frame;
use crate::{
    extract::{UploadLimit, accepts_html},
    problem::{Fault, PROBLEM_JSON},
    state::AppState,
};

/// Uploads may take this many times as long as other requests.
const UPLOAD_FACTOR: u64 = 4;

/// In which form the asker reads a fault.
enum Form {
    /// A person, after a plain form.
    Page,
    /// A script of our pages, which waits for an error of the domain.
    Function,
    /// A program.
    Document,
}

impl Form {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        if accepts_html(request.headers()) && !path.starts_with("/api/") {
            Self::Page
        } else if path.starts_with("/_fn/") {
            Self::Function
        } else {
            Self::Document
        }
    }
}

/// Writes the [`Fault`] a handler answered.
pub async fn write(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let frame = Frame::of(request.extensions());
    let versioned = request.headers().contains_key(header::IF_MATCH);
    let form = Form::of(&request);
    let mut response = next.run(request).await;
    let Some(fault) = response.extensions_mut().remove::<Fault>() else { return response };
    let fault = match fault {
        // The caller stated the version it had seen: that precondition failed (RFC 9110, 13.1.1).
        Fault::Service(Error::Conflict { current }) if versioned => Fault::Stale { current },
        other => other,
    };
    let (content_type, body) = match form {
        Form::Page => ("text/html; charset=utf-8", html(&fault, frame.lang, &frame.request_id, &state.assets().css).into_bytes()),
        Form::Function => ("application/json", serde_json::to_vec(&fault.clone().into_error(frame.lang)).unwrap_or_default()),
        Form::Document => (PROBLEM_JSON, serde_json::to_vec(&fault.problem(frame.lang, &frame.request_id)).unwrap_or_default()),
    };
    *response.status_mut() = fault.status();
    *response.body_mut() = Body::from(body);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    describe(&fault, frame.lang, response.headers_mut());
    response
}

/// Headers that say the same as the document.
fn describe(fault: &Fault, lang: Lang, headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    if matches!(fault, Fault::Service(Error::Unauthenticated)) {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"itakumori\""));
    }
    if let Some(seconds) = fault.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(tag) = fault.current_version().and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
        headers.insert(header::ETAG, tag);
    }
}

/// What a browser shows where no page of ours can: after a form that was refused before it reached its handler.
fn html(fault: &Fault, lang: Lang, request_id: &str, css: &str) -> String {
    let (title, detail, back) = (fault.title(lang), escape(&fault.detail(lang)), lang.pick("最初の画面へ", "To the start page"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{css}\"></head><body><main class=\"door\"><h1>{title}</h1><p>{detail}</p><p><small>{request_id}</small></p>\
         <p><a href=\"/\">{back}</a></p></main></body></html>\n",
        lang.tag(),
        css = escape(css)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A panic is a defect: it is logged with its words and answered without them.
// The signature is that of `CatchPanicLayer::custom`.
#[allow(clippy::needless_pass_by_value)]
pub fn caught(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?");
    tracing::error!(words, "a handler panicked");
    Fault::Service(Error::Internal).into_response()
}

/// Whether a request may take as long as an upload; known only once the route is.
#[derive(Clone, Default)]
struct Patience(Arc<AtomicBool>);

/// Bounds the time of a request: whoever waits longer is told to come again, and what was not committed is undone.
pub async fn bound(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let patience = Patience::default();
    request.extensions_mut().insert(patience.clone());
    let seconds = state.config().request_seconds;
    let mut answer = pin!(next.run(request));
    let mut answered = timeout(Duration::from_secs(seconds), &mut answer).await;
    if answered.is_err() && patience.0.load(Ordering::Relaxed) {
        answered = timeout(Duration::from_secs(seconds * (UPLOAD_FACTOR - 1)), &mut answer).await;
    }
    answered.unwrap_or_else(|_| {
        tracing::error!(seconds, "a request took too long");
        Fault::Service(Error::Unavailable).into_response()
    })
}

/// Around routes that take files: their limit is named where a file is larger, and they get the time of an upload. Rows take the time, not bytes.
pub async fn patient(State(limit): State<UploadLimit>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(limit);
    unhurried(request, next).await
}

/// Around routes that answer with a whole register: they get the time of an upload.
pub async fn unhurried(request: Request, next: Next) -> Response {
    if let Some(patience) = request.extensions().get::<Patience>() {
        patience.0.store(true, Ordering::Relaxed);
    }
    next.run(request).await
}
