//! The pages: rendered by the app, with what this request may know put in front of it; plain forms beside them; files below them.

mod answer;
mod attachment;
mod declaration;
mod entrance;
mod file;
mod render;
pub mod way;

use axum::{Router, routing::get};

use crate::state::AppState;

pub use render::Context;

/// Pages, forms of the entrance, uploads and downloads, and files as the last resort.
pub fn routes(state: &AppState) -> Router<AppState> {
    let pages = app::routes::paths().into_iter().fold(Router::new(), |router, path| {
        let page = if path == answer::PAGE { get(answer::page) } else { get(render::page) };
        router.route(&path, page)
    });
    pages
        .merge(entrance::routes())
        .merge(answer::routes())
        .merge(declaration::routes())
        .merge(file::routes(state.config().upload_limit()))
        .merge(attachment::routes(state.config().attachment_limit()))
        .fallback(render::fallback)
}
