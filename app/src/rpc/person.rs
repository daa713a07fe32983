//! 利用者.

use domain::person::{PersonForm, PersonRow};
use leptos::prelude::*;

use super::{Fault, Json};

/// All within the reader's reach, by staff number.
#[server(output = Json)]
pub async fn list_people() -> Result<Vec<PersonRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.people().list(&ctx).await?)
}

#[server(output = Json)]
pub async fn create_person(#[server(default)] form: PersonForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.people().create(&ctx, &form).await?;
    super::go("/people", "created");
    Ok(())
}
