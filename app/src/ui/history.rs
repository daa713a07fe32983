//! The entries of one record, as its history shows them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::{AuditFilter, AuditLine},
    id::ContractorId,
    page::Page,
};
use leptos::prelude::*;

use super::load::fetched;
use crate::{
    query::use_asked,
    rpc::{Fault, audit::list_audit, contractor::get_contractor, department::list_departments},
};

/// The entries, with the names of the departments and contractors in them.
pub type History = (Page<AuditLine>, BTreeMap<String, String>);

/// The page of a record's history that the address asks for. `legible` takes out of a line what says nothing to its reader.
pub fn use_history(kind: &'static str, id: String, legible: fn(AuditLine) -> AuditLine) -> Resource<Result<History, Fault>> {
    let asked = use_asked();
    let filter =
        move || AuditFilter { record_kind: Some(kind.to_owned()), record: Some(id.clone()), cursor: asked.read().some("cursor"), ..AuditFilter::default() };
    fetched(filter, move |filter| async move {
        let page = list_audit(filter).await?.map(legible);
        let names = names_in(&page).await?;
        Ok((page, names))
    })
}

async fn names_in(page: &Page<AuditLine>) -> Result<BTreeMap<String, String>, Fault> {
    let mut names: BTreeMap<String, String> = list_departments().await?.into_iter().map(|department| (department.id.to_string(), department.name)).collect();
    let changes = page.items.iter().flat_map(|line| &line.changes).filter(|change| change.field == "contractor");
    let ids: BTreeSet<String> = changes.flat_map(|change| change.before.iter().chain(&change.after)).cloned().collect();
    for id in ids {
        // One that cannot be found keeps its id.
        if let Ok(known) = id.parse::<ContractorId>()
            && let Ok(view) = get_contractor(known).await
        {
            names.insert(id, view.contractor.name);
        }
    }
    Ok(names)
}
