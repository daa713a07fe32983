//! 委託事業者.

use domain::{
    contractor::{ContractorFilter, ContractorForm, ContractorRow, ContractorView},
    id::ContractorId,
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_contractors(filter: ContractorFilter) -> Result<Page<ContractorRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contractors().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_contractor(id: ContractorId) -> Result<ContractorView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contractors().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn create_contractor(#[server(default)] form: ContractorForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let contractor = services.contractors().create(&ctx, &form).await?;
    super::go(&format!("/contractors/{}", contractor.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_contractor(id: ContractorId, version: u64, #[server(default)] base: String, #[server(default)] form: ContractorForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    let contractor = services.contractors().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/contractors/{}", contractor.id), "changed");
    Ok(())
}
