//! What is kept with the contracts of the demo city.

use domain::{
    Result,
    attachment::{Attachment, AttachmentInput},
    audit::AuditAction,
    contract::Contract,
};

use super::{Actors, Seeder};
use crate::{attachment::Owner, demo};

impl Seeder<'_> {
    /// What is kept with some of the contracts.
    pub(super) async fn attachments(&self, contracts: &[Contract], actors: &Actors) -> Result<()> {
        let store = &self.services.inner.store;
        for contract in contracts {
            let head = actors.by_department.get(&contract.department).unwrap_or(&actors.any);
            for demo in demo::attachments::of(contract, self.ctx.today) {
                let attached = self.at(head, demo.on);
                let mut files = Vec::new();
                for text in &demo.texts {
                    files.push(self.services.attachments().file_of(&attached, demo.file_name, text, files.len()).await?);
                }
                let Some((first, later)) = files.split_first() else { continue };
                let input = AttachmentInput { kind: demo.kind, title: demo.title.to_owned() };
                let owner = Owner::of_contract(contract);
                store
                    .write(|| async {
                        let mut tx = store.begin().await?;
                        let mut made = self.services.attachments().create_in(&mut tx, &attached, &owner, &input, first).await?;
                        for file in later {
                            made = self
                                .services
                                .attachments()
                                .follow_in(&mut tx, AuditAction::Change, &owner, &made, |made| {
                                    Ok(Attachment { versions: made.versions.iter().chain([file]).cloned().collect(), ..made.clone() })
                                })
                                .await?;
                        }
                        tx.commit(&attached).await
                    })
                    .await?;
            }
        }
        Ok(())
    }
}
