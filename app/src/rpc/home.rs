//! The start page.

use domain::board::Home;
use leptos::prelude::*;

use super::{Fault, Json};

#[server(output = Json)]
pub async fn get_home() -> Result<Home, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.home().get(&ctx).await?)
}
