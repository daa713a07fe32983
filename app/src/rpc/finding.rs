//! 指摘事項 and the measures asked for because of them.

use domain::{
    finding::{
        ClosingForm, ConfirmationForm, FindingFilter, FindingForm, FindingGroup, FindingRow, FindingView, MeasureForm, MeasureReportForm, MeasureRulingForm,
    },
    id::{ContractId, ContractorId, FindingId},
    notice::Notice,
    page::Page,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_findings(filter: FindingFilter) -> Result<Page<FindingRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.findings().list(&ctx, &filter).await?)
}

/// What was found at one contractor, by clause.
#[server(input = Json, output = Json)]
pub async fn findings_of(contractor: ContractorId) -> Result<Vec<FindingGroup>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.findings().of_contractor(&ctx, &contractor).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_finding(id: FindingId) -> Result<FindingView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.findings().get(&ctx, &id).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_notice(id: FindingId, number: usize) -> Result<Notice, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.findings().notice(&ctx, &id, number).await?)
}

#[server(output = Json)]
pub async fn create_finding(contract: ContractId, #[server(default)] form: FindingForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.findings().create(&ctx, &contract, &form).await?;
    super::go(&format!("/findings/{}", made.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_finding(id: FindingId, version: u64, #[server(default)] base: String, #[server(default)] form: FindingForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    services.findings().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/findings/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn ask_measure(id: FindingId, version: u64, #[server(default)] measure: MeasureForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.findings().ask(&ctx, &id, version, &measure).await?;
    super::go(&format!("/findings/{id}"), "measure_asked");
    Ok(())
}

#[server(output = Json)]
pub async fn rule_on_measure(id: FindingId, version: u64, #[server(default)] ruling: MeasureRulingForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.findings().rule(&ctx, &id, version, &ruling).await?;
    super::go(&format!("/findings/{id}"), "decided");
    Ok(())
}

#[server(output = Json)]
pub async fn report_measure(id: FindingId, version: u64, #[server(default)] report: MeasureReportForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.findings().report(&ctx, &id, version, &report).await?;
    super::go(&format!("/findings/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn confirm_measure(id: FindingId, version: u64, #[server(default)] confirmation: ConfirmationForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.findings().confirm(&ctx, &id, version, &confirmation).await?;
    super::go(&format!("/findings/{id}"), "decided");
    Ok(())
}

#[server(output = Json)]
pub async fn lay_finding_aside(id: FindingId, version: u64, #[server(default)] closing: ClosingForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.findings().lay_aside(&ctx, &id, version, &closing).await?;
    super::go(&format!("/findings/{id}"), "changed");
    Ok(())
}
