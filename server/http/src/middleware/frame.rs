//! The frame of a request: its id, its language, the nonce of its page, and its line in the log.

use std::{sync::Arc, time::Instant};

use axum::{extract::Request, middleware::Next, response::Response};
use domain::Lang;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use leptos::nonce::Nonce;
use tracing::{Instrument, Span, field::Empty};
use ulid::Ulid;

use crate::session;

pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the handlers and the pages know of the request they serve.
#[derive(Clone)]
pub struct Frame {
    /// Names the request in the log, in problems and in the audit trail. Made here: what a client sends is not believed.
    pub request_id: String,
    pub lang: Lang,
    /// Lets this answer's own scripts run, and no others.
    pub nonce: Nonce,
}

impl Frame {
    fn new(lang: Lang) -> Self {
        Self { request_id: Ulid::new().to_string(), lang, nonce: Nonce::new() }
    }

    /// The frame that [`enter`] put there.
    pub fn of(extensions: &Extensions) -> Arc<Self> {
        extensions.get::<Arc<Self>>().cloned().unwrap_or_else(|| Arc::new(Self::new(Lang::default())))
    }
}

/// Cookie first, then what the browser prefers, then Japanese.
pub fn language(headers: &HeaderMap) -> Lang {
    if let Some(tag) = session::cookie(headers, "lang") {
        return Lang::from_tag(tag);
    }
    let preferred = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The first of the two we speak; browsers list them by preference.
    preferred
        .split(',')
        .map(|tag| tag.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
        .find(|tag| tag.starts_with("ja") || tag.starts_with("en"))
        .map_or(Lang::Ja, |tag| Lang::from_tag(&tag))
}

/// Gives the request its frame, and the log its line.
pub async fn enter(mut request: Request, next: Next) -> Response {
    let frame = Arc::new(Frame::new(language(request.headers())));
    let span = tracing::info_span!("request", id = %frame.request_id, method = %request.method(), path = request.uri().path(), actor = Empty);
    request.extensions_mut().insert(frame.clone());
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(id) = HeaderValue::from_str(&frame.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    log(&span, &response, begun);
    response
}

fn log(span: &Span, response: &Response, begun: Instant) {
    let status = response.status();
    let took = begun.elapsed();
    span.in_scope(|| {
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), ?took, "answered");
        } else {
            tracing::info!(status = status.as_u16(), ?took, "answered");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: HeaderName, value: &'static str) -> Lang {
        language(&HeaderMap::from_iter([(name, HeaderValue::from_static(value))]))
    }

    #[test]
    fn the_language_is_the_first_we_speak_and_japanese_otherwise() {
        assert_eq!(of(header::ACCEPT_LANGUAGE, "de, en-GB;q=0.8, ja;q=0.5"), Lang::En);
        assert_eq!(of(header::ACCEPT_LANGUAGE, "ja, en;q=0.9"), Lang::Ja);
        assert_eq!(of(header::ACCEPT_LANGUAGE, "de, fr"), Lang::Ja);
        assert_eq!(language(&HeaderMap::new()), Lang::Ja);
    }

    #[test]
    fn the_cookie_goes_before_the_browser() {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static("ja")), (header::COOKIE, HeaderValue::from_static("lang=en"))]);
        assert_eq!(language(&headers), Lang::En);
    }
}
