//! What was passed on below the contracts of the demo city.

use domain::{
    Error, Result,
    contract::{Contract, Stage},
    id::ContractorId,
    subcontract::{RulingAnswer, Subcontract, SubcontractForm},
};

use super::{Actors, BATCH, Seeder};
use crate::{
    demo,
    store::{Fault, Tx},
};

impl Seeder<'_> {
    /// Who does part of the work below the contractors.
    pub(super) async fn subcontracts(&self, contracts: &[Contract], actors: &Actors, mut contractors: Vec<ContractorId>) -> Result<()> {
        contractors.sort();
        let passed_on: Vec<&Contract> = contracts.iter().filter(|contract| contract.nature.subcontract_depth > 0 && contract.stage == Stage::Active).collect();
        let store = &self.services.inner.store;
        for batch in passed_on.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for contract in batch {
                        self.pass_on(&mut tx, contract, actors, &contractors).await?;
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    async fn pass_on(&self, tx: &mut Tx, contract: &Contract, actors: &Actors, contractors: &[ContractorId]) -> Result<(), Fault> {
        let head = actors.by_department.get(&contract.department).unwrap_or(&actors.any);
        let required: Vec<String> = crate::subcontract::handed_down(&self.policies, contract).into_iter().map(|clause| clause.id.clone()).collect();
        let (mut chain, mut ends): (Vec<Subcontract>, Vec<_>) = (Vec::new(), Vec::new());
        for (tier, demo) in demo::subcontracts::of(contract, self.ctx.today).into_iter().enumerate() {
            let free: Vec<&ContractorId> =
                contractors.iter().filter(|id| **id != contract.contractor && chain.iter().all(|above| above.contractor != **id)).collect();
            let contractor = free.get(demo.pick % free.len().max(1)).ok_or(Error::Internal)?;
            let form = SubcontractForm {
                parent: tier.checked_sub(1).and_then(|above| chain.get(above)).map(|above| above.id.to_string()).unwrap_or_default(),
                contractor: contractor.to_string(),
                ..demo.form
            };
            let asked = self.at(head, demo.asked_on);
            let made = self.services.subcontracts().create_in(tx, &asked, &self.policies, contract.clone(), &form.read(asked.today)?).await?;
            tx.sign(&asked);
            let Some(ruling) = demo.ruling else {
                break;
            };
            let ruled = self.at(&actors.security, ruling.on);
            let clauses = required.iter().take(required.len() * usize::from(demo.clauses_percent) / 100).cloned().collect();
            let refused = ruling.answer == RulingAnswer::Refuse;
            let node = Subcontract { ruling: Some(ruling.by(&actors.security.name)), clauses, ..made };
            chain.push(self.services.subcontracts().settle_in(tx, &ruled, &self.policies, node).await?);
            tx.sign(&ruled);
            ends.push(demo.closure);
            if refused {
                break;
            }
        }
        // What was passed on last ends first.
        for (node, end) in chain.into_iter().zip(ends).rev() {
            if let Some(end) = end {
                let ended = self.at(head, end.on);
                self.services.subcontracts().settle_in(tx, &ended, &self.policies, Subcontract { closure: Some(end), ..node }).await?;
                tx.sign(&ended);
            }
        }
        Ok(())
    }
}
