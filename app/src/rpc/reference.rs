//! 公表データ. Files come by plain forms; see the http layer.

use domain::reference::{CorporationAnswer, IsmapAnswer, ReferenceOverview};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_reference_sets() -> Result<Vec<ReferenceOverview>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.references().overview(&ctx).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_corporation(number: String) -> Result<CorporationAnswer, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.references().corporation(&ctx, &number).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_ismap_service(number: String) -> Result<IsmapAnswer, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.references().ismap(&ctx, &number).await?)
}
