//! All routes and what stands around them.

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use domain::Error;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate},
};

use crate::{
    config::BODY_LIMIT,
    door,
    middleware::{csrf, encoding, fault, frame, headers},
    openapi, page,
    problem::Fault,
    state::AppState,
};

/// The whole site. What is added last stands outermost.
pub fn router(state: AppState) -> Router {
    let (rest, document) = openapi::split(state.config().limits());
    Router::new()
        .merge(rest)
        .merge(openapi::browser(&document))
        .route("/api/{*rest}", any(|| async { Fault::from(Error::NotFound) }))
        .route("/_fn/{*name}", any(door::call))
        .merge(page::routes(&state))
        .method_not_allowed_fallback(|| async { Fault::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(state.clone()))
        .layer(from_fn(encoding::plain))
        .layer(from_fn_with_state(state.clone(), csrf::guard))
        .layer(from_fn_with_state(state.clone(), fault::bound))
        .layer(CatchPanicLayer::custom(fault::caught))
        .layer(from_fn_with_state(state.clone(), fault::write))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(headers::compressible)))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(from_fn(frame::enter))
        .with_state(state)
}
