//! 課室.

use domain::department::Department;
use leptos::prelude::*;

use super::{Fault, Json};

/// All that exist today, by code: for pickers and filters.
#[server(output = Json)]
pub async fn list_departments() -> Result<Vec<Department>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.departments().list(&ctx).await?)
}
