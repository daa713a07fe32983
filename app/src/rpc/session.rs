//! Who is at the door. Signing in and out, the set-up, language and theme are plain forms that the http layer takes itself.

use domain::person::{Entrance, Me};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(output = Json)]
pub async fn get_entrance() -> Result<Entrance, Fault> {
    Ok(super::services()?.auth().entrance().await?)
}

#[server(output = Json)]
pub async fn get_me() -> Result<Me, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.auth().me(&ctx).await?)
}
