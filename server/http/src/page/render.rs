//! Rendering by the app, and files below it.

use std::sync::Arc;

use app::{flash::Flash, shell::shell};
use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use domain::{Error, Result};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use leptos::{config::LeptosOptions, prelude::provide_context};
use service::{Ctx, Services};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::{extract::accepts_html, middleware::frame::Frame, problem::Fault, session, state::AppState};

/// What the app may know while it renders or runs a server function.
#[derive(Clone)]
pub struct Context {
    state: AppState,
    frame: Arc<Frame>,
    ctx: Option<Ctx>,
    flash: Option<Flash>,
}

impl Context {
    /// Looks up who asks and what a form left behind. That nobody is signed in is no fault here: the entrance is a page too.
    pub async fn gather(state: &AppState, parts: &Parts) -> Result<Self> {
        let frame = Frame::of(&parts.extensions);
        let ctx = match session::identify(state, &parts.headers, &frame).await {
            Ok(ctx) => Some(ctx),
            Err(Error::Unauthenticated) => None,
            Err(error) => return Err(error),
        };
        let flash = match flash_id(&parts.uri) {
            Some(id) => state.flashes().find(session::token(&parts.headers, state.config()), &id).await,
            None => None,
        };
        Ok(Self { state: state.clone(), frame, ctx, flash })
    }

    /// Puts it where the app looks for it.
    pub fn provide(&self) {
        provide_context::<Services>(self.state.services().clone());
        provide_context(self.state.assets().clone());
        provide_context(self.frame.lang);
        provide_context(self.frame.nonce.clone());
        if let Some(ctx) = &self.ctx {
            provide_context(ctx.clone());
        }
        if let Some(flash) = &self.flash {
            provide_context(flash.clone());
        }
    }
}

fn flash_id(uri: &Uri) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes()).find_map(|(name, value)| (name == "flash").then(|| value.into_owned()))
}

/// A page: complete when it is sent, so that its status is true and it reads without scripting.
pub async fn page(State(state): State<AppState>, request: Request) -> Result<Response, Fault> {
    render(&state, request, || {}).await
}

/// A page that is told more than others: `more` puts it where the page looks for it.
pub async fn render(state: &AppState, request: Request, more: impl Fn() + Clone + Send + Sync + 'static) -> Result<Response, Fault> {
    let (parts, body) = request.into_parts();
    let context = Context::gather(state, &parts).await?;
    let me = match &context.ctx {
        Some(ctx) => Some(state.services().auth().me(ctx).await?),
        None => None,
    };
    let told = move || {
        context.provide();
        if let Some(me) = &me {
            provide_context(me.clone());
        }
        more();
    };
    let render = leptos_axum::render_app_async_with_context(told, || shell(LeptosOptions::builder().output_name("itakumori").build()));
    let mut response = render(Request::from_parts(parts, body)).await;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    Ok(response)
}

/// A file of the site, else the app's page for what there is not.
pub async fn fallback(State(state): State<AppState>, request: Request) -> Result<Response, Fault> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Fault::from(Error::NotFound));
    }
    let (parts, body) = request.into_parts();
    if let Some(file) = file(&state, &parts).await {
        return Ok(file);
    }
    let request = Request::from_parts(parts, body);
    if !accepts_html(request.headers()) {
        return Err(Fault::from(Error::NotFound));
    }
    let mut response = page(State(state), request).await?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

/// The file of that name, compressed where the browser takes it so.
async fn file(state: &AppState, parts: &Parts) -> Option<Response> {
    let asked = Request::from_parts(parts.clone(), Body::empty());
    let files = ServeDir::new(&state.config().site_dir).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let mut response = files.oneshot(asked).await.ok()?.into_response();
    if response.status() == StatusCode::NOT_FOUND {
        return None;
    }
    cache(parts.uri.path(), response.headers_mut());
    Some(response)
}

/// A name with a hash of its content never means anything else; other files are asked for again after a while.
fn cache(path: &str, headers: &mut HeaderMap) {
    let value = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
}

/// `…-0123456789abcdef.ext` below `/pkg/`, as the build names files.
fn is_hashed(path: &str) -> bool {
    let Some(name) = path.strip_prefix("/pkg/") else { return false };
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("/pkg/itakumori_bg-0123456789abcdef.wasm"));
        for path in ["/pkg/itakumori.js", "/favicon.svg", "/pkg/snippets/app-0123/inline0.js", "/icons-0123456789abcdef.svg"] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
