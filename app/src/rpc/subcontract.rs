//! 再委託.

use domain::{
    id::{ContractId, SubcontractId},
    page::Page,
    subcontract::{ClosureForm, FlowDownForm, RulingForm, SubcontractFilter, SubcontractForm, SubcontractRow, SubcontractTree, SubcontractView},
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_subcontracts(filter: SubcontractFilter) -> Result<Page<SubcontractRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.subcontracts().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_subcontract_tree(contract: ContractId) -> Result<SubcontractTree, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.subcontracts().tree(&ctx, &contract).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_subcontract(id: SubcontractId) -> Result<SubcontractView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.subcontracts().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn create_subcontract(contract: ContractId, #[server(default)] form: SubcontractForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.subcontracts().create(&ctx, &contract, &form).await?;
    super::go(&format!("/subcontracts/{}", made.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_subcontract(
    id: SubcontractId,
    version: u64,
    #[server(default)] base: String,
    #[server(default)] form: SubcontractForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    services.subcontracts().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/subcontracts/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn hand_down_clauses(id: SubcontractId, version: u64, #[server(default)] clauses: FlowDownForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.subcontracts().hand_down(&ctx, &id, version, &clauses).await?;
    super::go(&format!("/subcontracts/{id}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn rule_on_subcontract(id: SubcontractId, version: u64, #[server(default)] ruling: RulingForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let ruled = services.subcontracts().rule(&ctx, &id, version, &ruling).await?;
    let done = if ruled.state() == domain::subcontract::SubcontractState::Permitted { "permitted" } else { "refused" };
    super::go(&format!("/subcontracts/{id}"), done);
    Ok(())
}

/// Comes back to the tree: what is left of it is what is looked at next.
#[server(output = Json)]
pub async fn close_subcontract(id: SubcontractId, version: u64, #[server(default)] closure: ClosureForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let closed = services.subcontracts().close(&ctx, &id, version, &closure).await?;
    super::go(&format!("/contracts/{}/subcontracts", closed.contract), "ended");
    Ok(())
}
