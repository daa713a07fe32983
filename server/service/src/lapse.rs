//! An exception that ends brings its gap back: what lists and sums go by is counted anew once its last day is over.

use chrono::NaiveDate;
use domain::{Result, clause::CoverageCount, contract::Contract, contractor::Contractor, id::ContractId};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services,
    contract::{self, Stored},
    coverage::marks,
    policy::InForce,
    store::{Fault, Tx, bind},
};

/// Contracts counted in one transaction.
const BATCH: usize = 50;

const LAPSED: &str = "SELECT VALUE record::id(id) FROM contract WHERE lapses_on <= $today LIMIT 50";

impl Services {
    /// What the passing of a day brings; to be called now and then. Says how many contracts it touched.
    pub async fn turn_day(&self) -> Result<usize> {
        let today = self.today(self.now());
        // What takes effect counts the clauses of its contract anew in any case.
        let effective = self.revisions_take_effect(today).await?;
        self.replan().await?;
        Ok(effective + self.recount_lapsed(today).await?)
    }

    /// Counts the contracts anew in which an exception has ended. Several servers may do so at once, and again: the answer is the same.
    pub async fn recount_lapsed(&self, today: NaiveDate) -> Result<usize> {
        let ctx = Ctx { today, ..self.system_ctx("lapse") };
        let policies = self.policies().in_force().await?;
        let mut counted = 0;
        loop {
            let ids: Vec<ContractId> = self.inner.store.read(LAPSED, bind([("today", ctx.today.to_string().into_value())])).await?;
            self.recount(&ctx, &policies, &ids).await?;
            counted += ids.len();
            if ids.len() < BATCH {
                return Ok(counted);
            }
        }
    }

    async fn recount(&self, ctx: &Ctx, policies: &InForce, ids: &[ContractId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let store = &self.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                for id in ids {
                    recount_one(&mut tx, policies, id, ctx.today).await?;
                }
                tx.commit(ctx).await
            })
            .await
    }
}

/// The contract's own version stays and nothing is noted in the trail: nobody changed anything, a day passed.
async fn recount_one(tx: &mut Tx, policies: &InForce, id: &ContractId, today: NaiveDate) -> Result<(), Fault> {
    let Stored { contract, watched_from, submitted_by, .. } = tx.get("contract", id.as_str()).await?;
    let found = marks(tx, id).await?;
    let required = policies.catalogue(contract.catalogue_version).required_for(&contract.nature);
    let counted = Contract { coverage: CoverageCount::of(&required, &found.marks, today), ..contract };
    let contractor: Contractor = tx.get("contractor", counted.contractor.as_str()).await?;
    tx.put("contract", id.as_str(), contract::row(&counted, &contractor, watched_from, submitted_by.as_ref())).await
}
