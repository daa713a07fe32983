//! 監査証跡.

use domain::{
    audit::{AuditFilter, AuditLine},
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_audit(filter: AuditFilter) -> Result<Page<AuditLine>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.audit().list(&ctx, &filter).await?)
}
