//! Plans follow a cadence that was put in force: contract by contract, a batch in each transaction, from where the last one ended. Whatever stops it,
//! it goes on; several servers may work at it at once.

use domain::{Result, contract::Stage, id::ContractId, permission::Operation};
use serde::{Deserialize, Serialize};
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx, Services,
    contract::Stored,
    store::{Fault, Row, Tx, bind},
};

const TABLE: &str = "replanning";
const KEY: &str = "cadence";
/// Contracts that follow in one transaction.
const BATCH: usize = 50;
/// Batches of one request: what ends before anybody gives up waiting.
const MOST: usize = 6;

const NEXT: &str = "SELECT record::id(id) AS id, by_end FROM contract WHERE stage = 'active' AND by_end > $after ORDER BY by_end ASC LIMIT 50";
const COUNT: &str = "SELECT count() FROM contract WHERE stage = 'active' GROUP ALL";

/// How far it is.
#[derive(Serialize, Deserialize)]
struct Progress {
    policy_version: u32,
    after: String,
    remaining: u32,
    version: u64,
}

#[derive(Deserialize)]
struct Next {
    id: ContractId,
    by_end: String,
}

/// From now on the plans have a version to follow. One that is followed already is left for this one.
pub(crate) async fn begin(tx: &mut Tx, policy_version: u32) -> Result<(), Fault> {
    #[derive(Deserialize)]
    struct Counted {
        count: u32,
    }
    let counted: Vec<Counted> = tx.query(COUNT, Variables::new()).await?;
    let progress = Progress { policy_version, after: String::new(), remaining: counted.first().map_or(0, |row| row.count), version: 1 };
    tx.put(TABLE, KEY, Row::of(&progress)).await
}

impl Services {
    /// Contracts whose plans are still to follow the cadence in force.
    pub async fn replanning(&self, ctx: &Ctx) -> Result<u32> {
        ctx.reach(Operation::ReadPolicy)?;
        Ok(self.inner.store.find::<Progress>(TABLE, KEY).await?.map_or(0, |progress| progress.remaining))
    }

    /// Lets every plan follow. Says how many contracts were looked at.
    pub async fn replan(&self) -> Result<usize> {
        let mut looked = 0;
        while let Some((found, _)) = self.replan_batch().await? {
            looked += found;
        }
        Ok(looked)
    }

    /// Lets as many follow as a request has time for. Says how many are left.
    pub(crate) async fn replan_some(&self) -> Result<u32> {
        let mut left = 0;
        for _ in 0..MOST {
            match self.replan_batch().await? {
                Some((_, remaining)) => left = remaining,
                None => return Ok(0),
            }
        }
        Ok(left)
    }

    /// The next contracts; nothing where all follow.
    async fn replan_batch(&self) -> Result<Option<(usize, u32)>> {
        let ctx = self.system_ctx("replan");
        let policies = self.policies().in_force().await?;
        let store = &self.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let Some(progress) = tx.find::<Progress>(TABLE, KEY).await? else { return Ok(None) };
                let next: Vec<Next> = tx.query(NEXT, bind([("after", progress.after.as_str().into_value())])).await?;
                for contract in &next {
                    let Stored { contract, watched_from, .. } = tx.get("contract", contract.id.as_str()).await?;
                    if contract.stage == Stage::Active {
                        self.verifications().follow_plan(&mut tx, &ctx, &policies, &contract, watched_from).await?;
                    }
                }
                let count = u32::try_from(next.len()).unwrap_or(u32::MAX);
                let remaining = progress.remaining.saturating_sub(count);
                match next.last().filter(|_| next.len() == BATCH) {
                    Some(last) => {
                        let after = Progress { after: last.by_end.clone(), remaining, version: progress.version + 1, ..progress };
                        tx.replace(TABLE, KEY, progress.version, Row::of(&after)).await?;
                    }
                    None => tx.remove(TABLE, KEY).await?,
                }
                tx.commit(&ctx).await?;
                Ok(Some((next.len(), remaining)))
            })
            .await
    }
}
