//! The frame of a request: its id, its language, the nonce of its page, and its line in the log.

use std::{cmp::Reverse, sync::Arc, time::Instant};

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
    let stated = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    preferred(stated.flat_map(|value| value.split(',')))
}

/// The one of our two languages with the greater weight (RFC 9110, 12.5.4), of two alike the one named first; Japanese where neither is wanted.
fn preferred<'a>(ranges: impl Iterator<Item = &'a str>) -> Lang {
    let ranges: Vec<(Option<Lang>, u16)> = ranges.filter_map(range).collect();
    let any = ranges.iter().find_map(|(lang, weight)| lang.is_none().then_some(*weight));
    let of = |lang: Lang| {
        let named = ranges.iter().enumerate().filter(|(_, (named, _))| *named == Some(lang)).map(|(place, (_, weight))| (*weight, Reverse(place)));
        // What is named for itself does not go by `*`.
        named.max().or(any.map(|weight| (weight, Reverse(ranges.len()))))
    };
    match (of(Lang::Ja), of(Lang::En)) {
        (ja, Some(en)) if en.0 > 0 && ja.is_none_or(|ja| en > ja) => Lang::En,
        _ => Lang::Ja,
    }
}

/// `en-GB;q=0.8`: the language, none for `*`, with its weight in thousandths. What we do not speak or cannot read is passed over.
fn range(text: &str) -> Option<(Option<Lang>, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next()?.to_ascii_lowercase();
    let lang = match tag.split('-').next()? {
        "*" => None,
        "ja" => Some(Lang::Ja),
        "en" => Some(Lang::En),
        _ => return None,
    };
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((lang, weight.map_or(Some(1_000), thousandths)?))
}

/// `0`, `1`, `0.5`, `0.123`.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if !matches!(whole, "0" | "1") || part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok().filter(|weight| *weight <= 1_000)
}

/// Gives the request its frame, and the log its line.
pub async fn enter(mut request: Request, next: Next) -> Response {
    let frame = Arc::new(Frame::new(language(request.headers())));
    let span = tracing::info_span!("request", id = %frame.request_id, method = %request.method(), path = told(request.uri().path()), actor = Empty);
    request.extensions_mut().insert(frame.clone());
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(id) = HeaderValue::from_str(&frame.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    log(&span, &response, begun);
    response
}

/// A path as it is logged. The address of a link by which somebody answers is its secret.
fn told(path: &str) -> &str {
    const LINK: &str = "/answer/";
    if path.starts_with(LINK) { LINK } else { path }
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
    fn the_secret_of_a_link_is_not_logged() {
        assert_eq!(told("/answer/3q2-7wE"), "/answer/");
        assert_eq!(told("/contracts/01j"), "/contracts/01j");
    }

    #[test]
    fn weights_are_honoured() {
        for (stated, lang) in [
            ("en;q=0.3, ja;q=0.9", Lang::Ja),
            ("ja;q=0.3, en;q=0.9", Lang::En),
            ("ja;q=0.301,en;q=0.31", Lang::En),
            ("en-GB;q=0.8, ja", Lang::Ja),
            ("en, ja", Lang::En),
            ("ja-JP, en", Lang::Ja),
            ("*", Lang::Ja),
            ("en, *", Lang::En),
            ("en;q=0.5, *", Lang::Ja),
            ("*;q=0.5, en", Lang::En),
            ("ja;q=0, *", Lang::En),
            ("ja;q=0, en", Lang::En),
            ("en;q=0", Lang::Ja),
            ("en;q=0, *;q=0", Lang::Ja),
            ("de, fr;q=0.5", Lang::Ja),
            ("EN;Q=1.000", Lang::En),
            ("en;q=1.001", Lang::Ja),
            ("en;q=two", Lang::Ja),
            ("en;q=0.1234", Lang::Ja),
            (" , ;q=1, en ; q=0.2 ", Lang::En),
            ("english", Lang::Ja),
            ("jack, en", Lang::En),
            ("", Lang::Ja),
        ] {
            assert_eq!(of(header::ACCEPT_LANGUAGE, stated), lang, "{stated}");
        }
    }

    #[test]
    fn the_cookie_goes_before_the_browser() {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static("ja")), (header::COOKIE, HeaderValue::from_static("lang=en"))]);
        assert_eq!(language(&headers), Lang::En);
    }
}
