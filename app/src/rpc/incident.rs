//! 事故報告.

use domain::{
    finding::ClosingForm,
    id::IncidentId,
    incident::{IncidentFilter, IncidentForm, IncidentRow, IncidentView},
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_incidents(filter: IncidentFilter) -> Result<Page<IncidentRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.incidents().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_incident(id: IncidentId) -> Result<IncidentView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.incidents().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn create_incident(#[server(default)] form: IncidentForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.incidents().create(&ctx, &form).await?;
    super::go(&format!("/incidents/{}", made.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_incident(id: IncidentId, version: u64, #[server(default)] base: String, #[server(default)] form: IncidentForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    services.incidents().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/incidents/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn close_incident(id: IncidentId, version: u64, #[server(default)] closing: ClosingForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.incidents().close(&ctx, &id, version, &closing).await?;
    super::go(&format!("/incidents/{id}"), "changed");
    Ok(())
}
