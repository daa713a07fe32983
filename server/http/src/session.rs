//! Who asks: the session's token from cookie or `Authorization`, and the extractor every guarded handler takes.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Error, Result, person::SignInForm};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use service::Ctx;

use crate::{config::Config, middleware::frame::Frame, problem::Fault, state::AppState};

/// Name of the cookie; under TLS the prefix binds it to this very host (RFC 6265bis, 4.1.3.2).
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-itakumori_session" } else { "itakumori_session" }
}

/// The token of a request. `Authorization: Bearer` goes before the cookie: who sets it means it.
pub fn token<'a>(headers: &'a HeaderMap, config: &Config) -> Option<&'a str> {
    bearer(headers).or_else(|| cookie(headers, cookie_name(config.secure_cookies)))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|pairs| pairs.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// `Set-Cookie` for a session that was opened.
pub fn opened(token: &str, config: &Config) -> Option<HeaderValue> {
    let age = u64::from(config.session_hours) * 3600;
    HeaderValue::from_str(&format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{}", cookie_name(config.secure_cookies), secure(config))).ok()
}

/// `Set-Cookie` for a session that is over.
pub fn closed(config: &Config) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", cookie_name(config.secure_cookies), secure(config))).ok()
}

/// `Set-Cookie` for a choice a person made for this browser, such as its language; scripts may read it.
pub fn preference(name: &str, value: &str, config: &Config) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000{}", secure(config))).ok()
}

const fn secure(config: &Config) -> &'static str {
    if config.secure_cookies { "; Secure" } else { "" }
}

/// When a session opened now ends.
pub fn expires_at(config: &Config) -> DateTime<Utc> {
    Utc::now() + TimeDelta::hours(i64::from(config.session_hours))
}

/// Signs in behind the throttle. What is counted is a wrong password, not a database that is away.
pub async fn sign_in(state: &AppState, form: &SignInForm, from: Option<IpAddr>, request_id: &str) -> Result<String> {
    state.throttle().enter(&form.staff_number, from).await?;
    let result = state.services().auth().sign_in(form, request_id).await;
    if !matches!(result, Err(Error::Invalid(_))) {
        state.throttle().forgive(&form.staff_number, from).await;
    }
    result
}

/// The context of whoever the headers speak for.
pub async fn identify(state: &AppState, headers: &HeaderMap, frame: &Frame) -> Result<Ctx> {
    let token = token(headers, state.config()).ok_or(Error::Unauthenticated)?;
    let actor = state.services().auth().resolve(token).await?;
    tracing::Span::current().record("actor", actor.id.as_str());
    Ok(state.services().ctx(actor, frame.request_id.clone(), frame.lang))
}

/// The signed-in caller; without one the handler does not run.
pub struct Caller(pub Ctx);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Fault> {
        // The idempotency middleware has asked already.
        if let Some(ctx) = parts.extensions.get::<Ctx>() {
            return Ok(Self(ctx.clone()));
        }
        let frame = Frame::of(&parts.extensions);
        Ok(Self(identify(state, &parts.headers, &frame).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_token_is_found_among_other_cookies_and_bearer_goes_first() {
        let config = Config::default();
        let cookies = headers(&[(header::COOKIE, "theme=dark; itakumori_session=abc; lang=en")]);
        assert_eq!(token(&cookies, &config), Some("abc"));
        let both = headers(&[(header::COOKIE, "itakumori_session=abc"), (header::AUTHORIZATION, "bearer xyz")]);
        assert_eq!(token(&both, &config), Some("xyz"));
        assert_eq!(token(&headers(&[(header::AUTHORIZATION, "Basic eHl6")]), &config), None);
        assert_eq!(token(&headers(&[(header::COOKIE, "xitakumori_session=abc")]), &config), None);
    }

    #[test]
    fn under_tls_the_cookie_is_bound_to_the_host() {
        let config = Config { secure_cookies: true, ..Config::default() };
        let set = opened("abc", &config).expect("a header");
        assert_eq!(set, "__Host-itakumori_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure");
        assert_eq!(token(&headers(&[(header::COOKIE, "itakumori_session=abc")]), &config), None, "a cookie another host could have set is not looked at");
    }
}
