//! The contractors of the demo city.

use std::collections::HashMap;

use domain::{
    Result,
    contractor::{Contractor, ContractorForm},
    id::ContractorId,
    text,
};
use surrealdb::types::SurrealValue;

use super::{BATCH, Seeder};
use crate::{
    demo::{City, past},
    store::bind,
};

impl Seeder<'_> {
    pub(super) async fn contractors(&self, city: &City) -> Result<HashMap<String, ContractorId>> {
        let store = &self.services.inner.store;
        let mut ids = HashMap::new();
        let begun = self.on(past::begun(self.ctx.today));
        let former = past::former_contractor(city);
        for batch in city.contractors.chunks(BATCH) {
            let made: Vec<(String, ContractorId)> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for form in batch {
                        let then = former.as_ref().filter(|(now, _)| *now == form).map_or(form, |(_, former)| former);
                        let contractor = self.services.contractors().create_in(&mut tx, &begun, &ContractorForm::read(then)?).await?;
                        made.push((contractor.corporate_number.as_ref().map_or_else(|| text::fold(&contractor.name), ToString::to_string), contractor.id));
                    }
                    tx.commit(&begun).await?;
                    Ok(made)
                })
                .await?;
            ids.extend(made);
        }
        Ok(ids)
    }

    /// The contractor that was registered under its former name takes its present one.
    pub(super) async fn rename(&self, city: &City) -> Result<()> {
        let Some((form, _)) = past::former_contractor(city) else {
            return Ok(());
        };
        let store = &self.services.inner.store;
        let variables = || bind([("number", form.corporate_number.clone().into_value())]);
        let found: Vec<Contractor> = store.read("SELECT *, record::id(id) AS id FROM contractor WHERE identity = $number", variables()).await?;
        let Some(contractor) = found.into_iter().next() else {
            return Ok(());
        };
        let (renamed, input) = (self.on(past::renamed(self.ctx.today)), form.read()?);
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                self.services.contractors().change_in(&mut tx, &renamed, &contractor.id, contractor.version, &input).await?;
                tx.commit(&renamed).await
            })
            .await
    }
}
