//! The day a version takes effect: the contract is written anew with its terms, and all that follows from a contract follows.

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{
        Stage,
        revision::{Revision, RevisionStage},
    },
    id::RevisionId,
    message::Message,
};
use surrealdb::types::SurrealValue;

use super::{Revisions, Stored, TABLE, choice_under};
use crate::{
    Ctx, Services,
    contract::Stored as StoredContract,
    policy::InForce,
    store::{Fault, Tx, bind},
};

/// Versions that take effect in one turn; what is left waits for the next, minutes later.
const MOST: usize = 500;

pub(super) const DUE: &str = "SELECT VALUE record::id(id) FROM contract_revision WHERE due <= $today LIMIT 500";

impl Services {
    /// Lets every version take effect whose day has come. Several servers may do so at once, and again: each takes effect once. One that cannot
    /// stays as it is, its page says why, and it keeps no other from taking effect.
    pub async fn revisions_take_effect(&self, today: NaiveDate) -> Result<usize> {
        let ctx = Ctx { today, ..self.system_ctx("versions") };
        let store = &self.inner.store;
        let due: Vec<RevisionId> = store.read(DUE, bind([("today", today.to_string().into_value())])).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let policies = self.policies().in_force().await?;
        let mut done = 0;
        for id in due.iter().take(MOST) {
            let taken = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let stored: Stored = tx.get(TABLE, id.as_str()).await?;
                    if stored.revision.stage != RevisionStage::Agreed || stored.revision.effective_from > today {
                        return Ok(0);
                    }
                    self.revisions().effect_in(&mut tx, &ctx, &policies, &stored).await?;
                    tx.commit(&ctx).await?;
                    Ok(1)
                })
                .await;
            match taken {
                Ok(count) => done += count,
                Err(error @ (Error::Invalid(_) | Error::Refused(_) | Error::Conflict { .. } | Error::NotFound)) => {
                    tracing::warn!(revision = %id, %error, "a version of a contract could not take effect");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }
}

impl Revisions<'_> {
    /// The contract runs under this version from now on.
    pub(super) async fn effect_in(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, agreed: &Stored) -> Result<Revision, Fault> {
        let stored: StoredContract = tx.get("contract", agreed.revision.contract.as_str()).await?;
        if stored.contract.stage != Stage::Active {
            return Err(Error::Refused(vec![Message::new("revision.not_in_force")]).into());
        }
        let terms = super::terms_of(&agreed.revision)?;
        if terms.end > stored.contract.end {
            self.0.verifications().keep_earlier_ends(tx, &stored.contract).await?;
        }
        let choice = choice_under(&stored.contract, &agreed.revision);
        let after = self.0.contracts().rewrite_in(tx, ctx, policies, &stored, &terms, choice, AuditAction::Step).await?;
        let version = agreed.revision.version;
        let revision = Revision { stage: RevisionStage::InEffect, updated_at: ctx.now, version: version + 1, ..agreed.revision.clone() };
        let effective = Stored { revision: revision.clone(), submitter: agreed.submitter.clone() };
        self.save(tx, &after, Some(agreed), &effective).await?;
        Ok(revision)
    }
}
