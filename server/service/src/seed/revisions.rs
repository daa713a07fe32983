//! The amendments and renewals of the demo city.

use chrono::Days;
use domain::{
    Result,
    contract::{Contract, revision::RevisionStep},
};

use super::{Actors, Seeder};
use crate::demo::{self, revisions::Progress};

impl Seeder<'_> {
    /// What was amended, what goes on, and what of that is still under way.
    pub(super) async fn revisions(&self, contracts: &[Contract], actors: &Actors) -> Result<()> {
        let store = &self.services.inner.store;
        for contract in contracts {
            let Some(demo) = demo::revisions::of(contract, self.ctx.today) else { continue };
            let head = actors.by_department.get(&contract.department).unwrap_or(&actors.any);
            let drafted = self.at(head, demo.drafted_on);
            let submitted = self.at(head, demo.drafted_on + Days::new(4));
            let revisions = self.services.revisions();
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = revisions.create_in(&mut tx, &drafted, &contract.id, &demo.form).await?;
                    tx.sign(&drafted);
                    if demo.progress >= Progress::Submitted {
                        made = revisions.play_in(&mut tx, &submitted, &self.policies, &made, RevisionStep::Submit).await?;
                        tx.sign(&submitted);
                    }
                    if demo.progress == Progress::Agreed {
                        // What has taken effect was agreed to on the day itself.
                        let day = if made.effective_from <= self.ctx.today { made.effective_from } else { submitted.today + Days::new(2) };
                        let agreed = self.at(&actors.procurement, day);
                        revisions.play_in(&mut tx, &agreed, &self.policies, &made, RevisionStep::Agree).await?;
                        tx.sign(&agreed);
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }
}
