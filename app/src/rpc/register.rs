//! 台帳 as of a day.

use domain::register::{Register, RegisterFilter, RegisterKind};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn get_register(kind: RegisterKind, filter: RegisterFilter) -> Result<Register, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.registers().page(&ctx, kind, &filter).await?)
}
