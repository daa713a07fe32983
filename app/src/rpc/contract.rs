//! 業務委託契約.

use domain::{
    annex::{Annex, AnnexScope},
    clause::{Coverage, MarkForm},
    contract::{ContractFilter, ContractForm, ContractPlan, ContractRow, ContractStep, ContractView},
    id::ContractId,
    page::Page,
    risk::Assessment,
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_contracts(filter: ContractFilter) -> Result<Page<ContractRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok((**services.contracts().list(&ctx, &filter).await?).clone())
}

#[server(input = Json, output = Json)]
pub async fn get_contract(id: ContractId) -> Result<ContractView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contracts().get(&ctx, &id).await?)
}

/// The tier a form would have as it is typed.
#[server(input = Json, output = Json)]
pub async fn assess_contract(form: ContractForm) -> Result<Assessment, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contracts().assess(&ctx, &form).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_coverage(id: ContractId) -> Result<Coverage, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contracts().coverage(&ctx, &id).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_annex(id: ContractId, which: AnnexScope) -> Result<Annex, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contracts().annex(&ctx, &id, which).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_plan(id: ContractId) -> Result<ContractPlan, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.contracts().plan(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn create_contract(#[server(default)] form: ContractForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let contract = services.contracts().create(&ctx, &form).await?;
    super::go(&format!("/contracts/{}", contract.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_contract(id: ContractId, version: u64, #[server(default)] base: String, #[server(default)] form: ContractForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    let contract = services.contracts().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/contracts/{}", contract.id), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn step_contract(id: ContractId, version: u64, step: ContractStep, #[server(default)] proof: String) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let form = domain::contract::ContractStepForm { step, proof };
    let contract = services.contracts().step(&ctx, &id, version, form).await?;
    let done = match step {
        ContractStep::Submit => "submitted",
        ContractStep::Return => "returned",
        ContractStep::Activate => "activated",
        ContractStep::Close => "closed",
    };
    super::go(&format!("/contracts/{}", contract.id), done);
    Ok(())
}

/// Comes back to the clause. Whoever works through what is missing (`only`) is led to the next that is.
#[server(output = Json)]
pub async fn mark_clause(
    id: ContractId,
    clause: String,
    version: u64,
    #[server(default)] only: String,
    #[server(default)] form: MarkForm,
) -> Result<(), Fault> {
    use domain::clause::MarkState;
    let (services, ctx) = super::door()?;
    let coverage = services.contracts().mark(&ctx, &id, &clause, version, &form).await?;
    let page = format!("/contracts/{id}/clauses?done=marked");
    let path = if only == "missing" {
        let place = coverage.lines.iter().position(|line| line.clause == clause).unwrap_or(0);
        let next = coverage.lines.iter().skip(place + 1).chain(&coverage.lines).find(|line| line.state == MarkState::Missing && line.clause != clause);
        next.map_or_else(|| page.clone(), |next| format!("{page}&only=missing&mark={0}#clause-{0}", next.clause))
    } else {
        format!("{page}#clause-{clause}")
    };
    leptos_axum::redirect(&path);
    Ok(())
}

#[server(output = Json)]
pub async fn remove_contract_text(id: ContractId, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.contracts().remove_text(&ctx, &id, version).await?;
    super::go(&format!("/contracts/{id}/clauses"), "text_removed");
    Ok(())
}
