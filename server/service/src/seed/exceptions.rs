//! The exceptions of the demo city.

use domain::{
    Result,
    clause::MarkState,
    contract::{Contract, Stage},
};

use super::{Actors, BATCH, Seeder};
use crate::{
    coverage, demo,
    store::{Fault, Tx},
};

impl Seeder<'_> {
    /// What contracts go without, asked for by their departments and decided by the CISO.
    pub(super) async fn exceptions(&self, contracts: &[Contract], actors: &Actors) -> Result<()> {
        let lacking: Vec<&Contract> = contracts.iter().filter(|contract| contract.stage == Stage::Active && contract.coverage.missing() > 0).collect();
        let store = &self.services.inner.store;
        for batch in lacking.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for contract in batch {
                        self.except(&mut tx, contract, actors).await?;
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    async fn except(&self, tx: &mut Tx, contract: &Contract, actors: &Actors) -> Result<(), Fault> {
        let found = coverage::marks(tx, &contract.id).await?;
        let stands = |clause: &str| found.marks.iter().any(|mark| mark.clause == clause && mark.state != MarkState::Missing);
        let required = self.policies.catalogue(contract.catalogue_version).required_for(&contract.nature);
        let missing: Vec<String> = required.iter().map(|need| need.clause.id.clone()).filter(|clause| !stands(clause)).collect();
        let Some(demo) = demo::exceptions::of(contract, &missing, self.ctx.today) else { return Ok(()) };
        let asked = self.at(actors.by_department.get(&contract.department).unwrap_or(&actors.any), demo.asked_on);
        let exceptions = self.services.exceptions();
        let made = exceptions.request_in(tx, &asked, &self.policies, &contract.id, &demo.input).await?;
        tx.sign(&asked);
        if let Some((input, on)) = demo.decision {
            let decided = self.at(&actors.approver, on);
            exceptions.decide_in(tx, &decided, &self.policies, &made.id, made.version, &input).await?;
            tx.sign(&decided);
        }
        Ok(())
    }
}
