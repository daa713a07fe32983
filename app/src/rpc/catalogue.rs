//! 契約条項カタログ: its versions, the draft of the next one, and the contracts that are to move to it.

use domain::{
    catalogue_draft::{AffectedContract, CatalogueComparison, ClauseForm, DraftClause, DraftView, ForceForm, MigrateForm, ShiftFilter},
    clause::CatalogueView,
    id::ContractId,
    page::Page,
    policy::PolicyVersion,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Fault, Json};

/// A version of the catalogue among the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePage {
    pub catalogue: CatalogueView,
    /// The version in force today.
    pub in_force: u32,
    /// The newest first.
    pub versions: Vec<PolicyVersion>,
}

#[server(input = Json, output = Json)]
pub async fn get_catalogue(version: Option<u32>) -> Result<CataloguePage, Fault> {
    let (services, ctx) = super::door()?;
    let policies = services.policies();
    let catalogue = policies.catalogue(&ctx, version).await?;
    let versions = policies.versions(&ctx).await?.into_iter().filter(|version| version.kind == domain::policy::PolicyKind::Catalogue).collect();
    Ok(CataloguePage { catalogue, in_force: policies.current(&ctx).await?.catalogue.version, versions })
}

/// The draft; nothing where none is being written.
#[server(output = Json)]
pub async fn find_draft() -> Result<Option<DraftView>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.catalogue_drafts().find(&ctx).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_draft_clause(clause: String) -> Result<DraftClause, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.catalogue_drafts().clause(&ctx, &clause).await?)
}

#[server(input = Json, output = Json)]
pub async fn compare_draft(filter: ShiftFilter) -> Result<(CatalogueComparison, Page<AffectedContract>), Fault> {
    let (services, ctx) = super::door()?;
    let comparison = services.catalogue_drafts().comparison(&ctx).await?;
    Ok((comparison, services.migrations().of_draft(&ctx, &filter).await?))
}

/// The version in force, and the contracts held against an older one.
#[server(input = Json, output = Json)]
pub async fn list_migrations(filter: ShiftFilter) -> Result<(u32, Page<AffectedContract>), Fault> {
    let (services, ctx) = super::door()?;
    let page = services.migrations().list(&ctx, &filter).await?;
    Ok((services.policies().current(&ctx).await?.catalogue.version, page))
}

#[server(output = Json)]
pub async fn start_draft() -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.catalogue_drafts().start(&ctx).await?;
    super::go("/clauses/draft", "created");
    Ok(())
}

#[server(output = Json)]
pub async fn discard_draft(version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.catalogue_drafts().discard(&ctx, version).await?;
    super::go("/clauses", "changed");
    Ok(())
}

/// `clause` is blank for a new one. `stay` comes back to the editor: how a reader without scripting sees the text rendered.
#[server(output = Json)]
pub async fn write_draft_clause(
    #[server(default)] clause: String,
    version: u64,
    #[server(default)] stay: String,
    #[server(default)] form: ClauseForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let drafts = services.catalogue_drafts();
    let id = if clause.is_empty() { form.read()?.id } else { clause.clone() };
    if clause.is_empty() {
        drafts.add(&ctx, version, &form).await?;
    } else {
        drafts.write(&ctx, &clause, version, &form).await?;
    }
    let page = if stay.is_empty() { "/clauses/draft".to_owned() } else { format!("/clauses/draft/{id}") };
    super::go(&page, "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn drop_draft_clause(clause: String, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.catalogue_drafts().drop_clause(&ctx, &clause, version).await?;
    super::go("/clauses/draft", "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn restore_draft_clause(clause: String, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.catalogue_drafts().restore(&ctx, &clause, version).await?;
    super::go("/clauses/draft", "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn put_draft_in_force(version: u64, #[server(default)] form: ForceForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let made = services.catalogue_drafts().put_in_force(&ctx, version, &form).await?;
    super::go(&format!("/clauses?version={}", made.version), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn migrate_contracts(#[server(default)] form: MigrateForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.migrations().migrate_many(&ctx, &form).await?;
    let kept = if form.department.is_empty() { String::new() } else { format!("?department={}", form.department) };
    super::go(&format!("/clauses/migrate{kept}"), "changed");
    Ok(())
}

/// `version` is that of the coverage.
#[server(output = Json)]
pub async fn migrate_contract(id: ContractId, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.migrations().migrate(&ctx, &id, version).await?;
    super::go(&format!("/contracts/{id}/clauses"), "changed");
    Ok(())
}
