//! 認証.

use domain::{
    certificate::{CertificateFilter, CertificateForm, CertificateRow, CertificateView, EndForm},
    id::CertificateId,
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_certificates(filter: CertificateFilter) -> Result<Page<CertificateRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.certificates().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_certificate(id: CertificateId) -> Result<CertificateView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.certificates().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn create_certificate(#[server(default)] form: CertificateForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.certificates().create(&ctx, &form).await?;
    super::go(&format!("/certificates/{}", made.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_certificate(
    id: CertificateId,
    version: u64,
    #[server(default)] base: String,
    #[server(default)] form: CertificateForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    services.certificates().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/certificates/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn end_certificate(id: CertificateId, version: u64, #[server(default)] end: EndForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.certificates().end(&ctx, &id, version, &end).await?;
    super::go(&format!("/certificates/{id}"), "changed");
    Ok(())
}
