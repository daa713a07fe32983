//! 取込. The file itself comes by a plain form that the http layer takes (`/import/upload`).

use std::collections::BTreeMap;

use domain::{
    id::ImportId,
    import::{Import, ImportRow, ImportRowFilter},
    page::Page,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Fault, Json};

/// Rows with the names of the records they point to: a preview says what the register keeps, and that is ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRows {
    pub page: Page<ImportRow>,
    pub names: BTreeMap<String, String>,
}

/// The newest fifty of the kinds the reader may import.
#[server(output = Json)]
pub async fn list_imports() -> Result<Vec<Import>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.imports().list(&ctx).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_import(id: ImportId) -> Result<Import, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.imports().get(&ctx, &id).await?)
}

#[server(input = Json, output = Json)]
pub async fn list_import_rows(id: ImportId, filter: ImportRowFilter) -> Result<ImportRows, Fault> {
    let (services, ctx) = super::door()?;
    let page = services.imports().rows(&ctx, &id, &filter).await?;
    let of = |field: &str| -> std::collections::BTreeSet<String> {
        let changes = page.items.iter().flat_map(|row| &row.changes).filter(|change| change.field == field);
        changes.flat_map(|change| [&change.before, &change.after]).flatten().cloned().collect()
    };
    let mut names = BTreeMap::new();
    if !of("department").is_empty() {
        names.extend(services.departments().list(&ctx).await?.into_iter().map(|department| (department.id.to_string(), department.name)));
    }
    for id in of("contractor") {
        // Whoever is gone meanwhile keeps the id for a name.
        if let Ok(view) = services.contractors().get(&ctx, &domain::id::ContractorId::new(&id)).await {
            names.insert(id, view.contractor.name);
        }
    }
    Ok(ImportRows { page, names })
}

/// Starts writing what the preview showed. It goes on when the reader leaves.
#[server(output = Json)]
pub async fn confirm_import(id: ImportId, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.imports().confirm(&ctx, &id, version).await?;
    super::go(&format!("/imports/{id}"), "confirmed");
    Ok(())
}
