//! 点検.

use domain::{
    board::{BoardFilter, BoardRow},
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json)]
pub async fn list_verifications(filter: BoardFilter) -> Result<Page<BoardRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(std::sync::Arc::unwrap_or_clone(services.verifications().board(&ctx, &filter).await?))
}
