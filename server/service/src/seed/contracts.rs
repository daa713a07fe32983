//! The contracts of the demo city, from their registration to their end.

use std::collections::HashMap;

use domain::{
    Error, Result,
    contract::{Contract, ContractForm, Stage},
    id::{ContractorId, DepartmentId, SelectionId},
};

use super::{BATCH, Seeder, contractor_key, marks};
use crate::{
    demo::{City, DemoContract, past},
    store::{Fault, Tx},
};

impl Seeder<'_> {
    pub(super) async fn contracts(
        &self,
        city: &City,
        departments: &HashMap<String, DepartmentId>,
        contractors: &HashMap<String, ContractorId>,
        vetted: &HashMap<usize, SelectionId>,
    ) -> Result<Vec<Contract>> {
        let store = &self.services.inner.store;
        let mut contracts = Vec::new();
        for (number, batch) in city.contracts.chunks(BATCH).enumerate() {
            let made: Vec<Contract> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for (place, demo) in batch.iter().enumerate() {
                        let selection = vetted.get(&(number * BATCH + place));
                        let contract = self.contract(&mut tx, demo, departments, contractors, selection).await?;
                        tx.sign(&self.on(past::registered(contract.start, self.ctx.today)));
                        self.mark(&mut tx, &contract, demo.coverage_percent).await?;
                        tx.sign(&self.on(past::marked(contract.start, self.ctx.today)));
                        made.push(contract);
                    }
                    tx.commit(&self.ctx).await?;
                    Ok(made)
                })
                .await?;
            contracts.extend(made);
        }
        Ok(contracts)
    }

    async fn contract(
        &self,
        tx: &mut Tx,
        demo: &DemoContract,
        departments: &HashMap<String, DepartmentId>,
        contractors: &HashMap<String, ContractorId>,
        selection: Option<&SelectionId>,
    ) -> Result<Contract, Fault> {
        let form = ContractForm {
            department: departments.get(&demo.form.department).ok_or(Error::Internal)?.to_string(),
            contractor: contractors.get(&contractor_key(&demo.form.contractor)).ok_or(Error::Internal)?.to_string(),
            selection: selection.map(ToString::to_string).unwrap_or_default(),
            ..demo.form.clone()
        };
        let input = form.read()?;
        // Those that will be closed begin as active ones: they have a history of checks.
        let stage = if demo.stage == Stage::Closed { Stage::Active } else { demo.stage };
        let watched_from = input.start;
        let registered = self.on(past::registered(input.start, self.ctx.today));
        self.services.contracts().create_in(tx, &registered, &self.policies, &input, stage, watched_from).await
    }

    /// Marks a share of the required clauses as present, in the order of the catalogue, the same on every machine.
    async fn mark(&self, tx: &mut Tx, contract: &Contract, percent: u8) -> Result<(), Fault> {
        let marked = self.on(past::marked(contract.start, self.ctx.today));
        let marks = marks(&self.policies, &marked, &contract.number, &contract.nature, percent);
        if !marks.is_empty() {
            crate::coverage::mark_in(tx, &marked, &self.policies, &contract.id, 1, &marks).await?;
        }
        Ok(())
    }

    /// Contracts whose return and erasure are proven.
    pub(super) async fn close(&self, city: &City, contracts: &[Contract]) -> Result<()> {
        let closed: Vec<&Contract> =
            contracts.iter().zip(&city.contracts).filter(|(_, demo)| demo.stage == Stage::Closed).map(|(contract, _)| contract).collect();
        let store = &self.services.inner.store;
        for batch in closed.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for contract in batch {
                        let closed = self.on(past::closed(contract.end, self.ctx.today));
                        self.services.contracts().close_in(&mut tx, &closed, &contract.id, "").await?;
                        tx.sign(&closed);
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }
}
