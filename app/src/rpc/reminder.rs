//! 督促、不在と代理.

use chrono::NaiveDate;
use domain::{
    id::{DigestId, PersonId},
    page::Page,
    reminder::{AbsenceForm, Deputy, Digest, DigestFilter, DigestRow, MailLangForm, Reminding},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Fault, Json};

/// What somebody was told, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mine {
    /// Whole, on the first page of the list.
    pub latest: Option<Digest>,
    pub digests: Page<DigestRow>,
    pub reminding: Reminding,
}

#[server(input = Json, output = Json)]
pub async fn list_my_reminders(filter: DigestFilter) -> Result<Mine, Fault> {
    let (services, ctx) = super::door()?;
    let digests = services.reminders().mine(&ctx, &filter).await?;
    let latest = match digests.items.first().filter(|_| filter.cursor.is_none()) {
        Some(row) => Some(services.reminders().get(&ctx, &row.id).await?),
        None => None,
    };
    Ok(Mine { latest, digests, reminding: services.people().reminding(&ctx, &ctx.actor.id).await? })
}

#[server(input = Json, output = Json)]
pub async fn list_reminders(filter: DigestFilter) -> Result<Page<DigestRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.reminders().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_reminder(id: DigestId) -> Result<Digest, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.reminders().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn send_reminder_again(id: DigestId, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.reminders().send_again(&ctx, &id, version).await?;
    super::go(&format!("/reminders/{id}"), "sending");
    Ok(())
}

/// How a person is reminded, and those who could stand in.
#[server(input = Json, output = Json)]
pub async fn get_reminding(id: PersonId) -> Result<(Reminding, Vec<Deputy>), Fault> {
    let (services, ctx) = super::door()?;
    let reminding = services.people().reminding(&ctx, &id).await?;
    Ok((reminding, services.people().deputies(&ctx).await?))
}

#[server(output = Json)]
pub async fn choose_mail_lang(id: PersonId, version: u64, #[server(default)] mail: MailLangForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.people().choose_mail_lang(&ctx, &id, version, &mail).await?;
    super::go(&format!("/people/{id}/away"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn add_absence(id: PersonId, version: u64, #[server(default)] absence: AbsenceForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.people().add_absence(&ctx, &id, version, &absence).await?;
    super::go(&format!("/people/{id}/away"), "created");
    Ok(())
}

#[server(output = Json)]
pub async fn end_absence(id: PersonId, version: u64, from: NaiveDate) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.people().end_absence(&ctx, &id, version, from).await?;
    super::go(&format!("/people/{id}/away"), "changed");
    Ok(())
}
