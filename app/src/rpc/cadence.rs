//! 改正案 of the cadence.

use domain::cadence::{CadenceDraftView, CadenceForceForm, CadenceForm};
use leptos::prelude::*;

use super::{Fault, Json};

/// The draft; nothing where none is being written.
#[server(input = Json, output = Json)]
pub async fn find_cadence_draft(fiscal_year: Option<i32>) -> Result<Option<CadenceDraftView>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.cadence_drafts().find(&ctx, fiscal_year).await?)
}

#[server(output = Json)]
pub async fn start_cadence() -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.cadence_drafts().start(&ctx).await?;
    super::go("/policy/cadence/draft/edit", "created");
    Ok(())
}

/// `base` is what the form showed at first, and `id` names no record: they only travel, so that a conflict can tell what the reader changed; see
/// [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn write_cadence(
    #[server(default)] id: String,
    version: u64,
    #[server(default)] base: String,
    #[server(default)] form: CadenceForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop((id, base));
    services.cadence_drafts().write(&ctx, version, &form).await?;
    super::go("/policy/cadence/draft", "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn discard_cadence(version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.cadence_drafts().discard(&ctx, version).await?;
    super::go("/policy", "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn put_cadence_in_force(version: u64, #[server(default)] form: CadenceForceForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.cadence_drafts().put_in_force(&ctx, version, &form).await?;
    super::go("/policy", "changed");
    Ok(())
}
