//! 例外措置.

use domain::{
    exception::{ExceptionDecisionForm, ExceptionFilter, ExceptionForm, ExceptionRow, ExceptionView, RevocationForm},
    id::{ContractId, ExceptionId},
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_exceptions(filter: ExceptionFilter) -> Result<Page<ExceptionRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.exceptions().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_exception(id: ExceptionId) -> Result<ExceptionView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.exceptions().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn request_exception(contract: ContractId, #[server(default)] form: ExceptionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.exceptions().request(&ctx, &contract, &form).await?;
    super::go(&format!("/exceptions/{}", made.id), "requested");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_exception(id: ExceptionId, version: u64, #[server(default)] base: String, #[server(default)] form: ExceptionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    services.exceptions().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/exceptions/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn withdraw_exception(id: ExceptionId, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.exceptions().withdraw(&ctx, &id, version).await?;
    super::go(&format!("/exceptions/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn decide_exception(id: ExceptionId, version: u64, #[server(default)] decision: ExceptionDecisionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.exceptions().decide(&ctx, &id, version, &decision).await?;
    super::go(&format!("/exceptions/{id}"), "decided");
    Ok(())
}

#[server(output = Json)]
pub async fn revoke_exception(id: ExceptionId, version: u64, #[server(default)] revocation: RevocationForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.exceptions().revoke(&ctx, &id, version, &revocation).await?;
    super::go(&format!("/exceptions/{id}"), "decided");
    Ok(())
}
