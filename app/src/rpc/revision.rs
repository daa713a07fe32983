//! 契約の版と審査.

use domain::{
    contract::{
        review::{ReviewForm, ReviewView},
        revision::{RevisionForm, RevisionList, RevisionStep, RevisionView},
    },
    id::{ContractId, RevisionId},
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_revisions(contract: ContractId) -> Result<RevisionList, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.revisions().list(&ctx, &contract).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_revision(id: RevisionId) -> Result<RevisionView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.revisions().get(&ctx, &id).await?)
}

/// The list of a contract, or of the version named.
#[server(input = Json, output = Json)]
pub async fn get_review(contract: ContractId, revision: Option<RevisionId>) -> Result<ReviewView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(match revision {
        Some(revision) => services.revisions().review(&ctx, &revision).await?,
        None => services.contracts().review(&ctx, &contract).await?,
    })
}

#[server(output = Json)]
pub async fn create_revision(contract: ContractId, #[server(default)] form: RevisionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.revisions().create(&ctx, &contract, &form).await?;
    super::go(&format!("/contracts/{contract}/versions/{}", made.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_revision(id: RevisionId, version: u64, #[server(default)] base: String, #[server(default)] form: RevisionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    let changed = services.revisions().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/contracts/{}/versions/{id}", changed.contract), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn step_revision(id: RevisionId, version: u64, step: RevisionStep, #[server(default)] remark: String) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let form = domain::contract::revision::RevisionStepForm { step, remark };
    let moved = services.revisions().step(&ctx, &id, version, &form).await?;
    let done = match step {
        RevisionStep::Submit => "submitted",
        RevisionStep::Return => "returned",
        RevisionStep::Agree => "agreed",
        RevisionStep::Withdraw => "withdrawn",
    };
    super::go(&format!("/contracts/{}/versions/{id}", moved.contract), done);
    Ok(())
}

/// Ticks of the list of a contract or, where `revision` says which, of a version of it.
#[server(output = Json)]
pub async fn confirm_review(
    contract: ContractId,
    #[server(default)] revision: String,
    version: u64,
    #[server(default)] review: ReviewForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    if revision.is_empty() {
        services.contracts().confirm(&ctx, &contract, version, &review).await?;
        super::go(&format!("/contracts/{contract}/review"), "reviewed");
    } else {
        services.revisions().confirm(&ctx, &revision.parse()?, version, &review).await?;
        super::go(&format!("/contracts/{contract}/versions/{revision}"), "reviewed");
    }
    Ok(())
}
