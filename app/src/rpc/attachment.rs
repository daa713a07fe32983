//! 添付. Files themselves come and go by plain forms and links.

use domain::{
    attachment::{AttachmentForm, AttachmentList, AttachmentView, Subject, WithdrawalForm},
    id::AttachmentId,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_attachments(subject: Subject, record: String) -> Result<AttachmentList, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.attachments().list(&ctx, subject, &record).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_attachment(id: AttachmentId) -> Result<AttachmentView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.attachments().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn change_attachment(id: AttachmentId, version: u64, #[server(default)] form: AttachmentForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.attachments().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/attachments/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn withdraw_attachment(id: AttachmentId, version: u64, #[server(default)] withdrawal: WithdrawalForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.attachments().withdraw(&ctx, &id, version, &withdrawal).await?;
    super::go(&format!("/attachments/{id}"), "file_withdrawn");
    Ok(())
}
