//! 審査: the list of what has to be seen before a contract or a new version of one comes into force, and the ticks on it.

use std::sync::Arc;

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{
        Contract, Stage,
        review::{Case, Confirmation, ReviewForm, ReviewLine, ReviewView, checklist, refusals},
        revision::Revision,
    },
    id::{ContractId, PersonId},
    permission::Operation,
    selection::Selection,
    subcontract::{Subcontract, SubcontractState, depth},
};
use serde::{Deserialize, Serialize};

use crate::{
    Ctx,
    contract::{Contracts, Stored},
    coverage::Found,
    policy::InForce,
    store::{Fault, Row, Tx, snapshot},
};

/// The ticks, under the key of the contract or of its version.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ticks {
    pub confirmed: Vec<Confirmation>,
    pub version: u64,
}

impl Default for Ticks {
    fn default() -> Self {
        Self { confirmed: Vec::new(), version: 1 }
    }
}

/// What is under review: a contract, or a version of one with the contract as it would be then.
pub(crate) struct Subject<'a> {
    pub contract: &'a Contract,
    pub revision: Option<(&'a Revision, &'a Contract)>,
}

impl Subject<'_> {
    fn key(&self) -> &str {
        self.revision.map_or(self.contract.id.as_str(), |(revision, _)| revision.id.as_str())
    }
}

impl Contracts<'_> {
    /// The list of a contract that is not in force yet; of one that is, as it would be judged today.
    pub async fn review(&self, ctx: &Ctx, id: &ContractId) -> Result<ReviewView> {
        let stored = self.readable(ctx, id).await?;
        let under_review = stored.contract.stage == Stage::UnderReview;
        self.reviewed(ctx, &Subject { contract: &stored.contract, revision: None }, under_review, stored.submitted_by.as_ref()).await
    }

    /// Records which lines the procurement officer has looked at. Nobody does so for what they handed in themselves. `version` is that of the ticks.
    pub async fn confirm(&self, ctx: &Ctx, id: &ContractId, version: u64, form: &ReviewForm) -> Result<ReviewView> {
        let department = self.readable(ctx, id).await?.contract.department;
        ctx.actor.require_in(Operation::ReviewContract, Operation::ReadContract, &department)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let stored: Stored = tx.get("contract", id.as_str()).await?;
                if stored.contract.stage != Stage::UnderReview {
                    return Err(crate::contract::wrong_state(&stored.contract, ctx.today).into());
                }
                ctx.actor.may_decide_on(stored.submitted_by.as_ref())?;
                self.confirm_in(&mut tx, ctx, &policies, &Subject { contract: &stored.contract, revision: None }, version, form).await?;
                tx.commit(ctx).await
            })
            .await?;
        self.review(ctx, id).await
    }

    pub(crate) async fn reviewed(&self, ctx: &Ctx, subject: &Subject<'_>, under_review: bool, submitted_by: Option<&PersonId>) -> Result<ReviewView> {
        let policies = self.0.policies().in_force().await?;
        let tx = self.0.inner.store.begin().await.map_err(|_| Error::Unavailable)?;
        let read = async {
            let ticks: Ticks = tx.find("review", subject.key()).await?.unwrap_or_default();
            let lines = self.lines(&tx, ctx, &policies, subject, &ticks.confirmed).await?;
            Ok::<_, Fault>((ticks.version, lines))
        };
        let (version, lines) = read.await.map_err(|fault| match fault {
            Fault::Domain(error) => error,
            Fault::Overtaken | Fault::Database(_) => Error::Unavailable,
        })?;
        let may = ctx.actor.can_in(Operation::ReviewContract, &subject.contract.department) && ctx.actor.may_decide_on(submitted_by).is_ok();
        Ok(ReviewView { lines, under_review, may_confirm: under_review && may, version })
    }

    pub(crate) async fn confirm_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &Arc<InForce>,
        subject: &Subject<'_>,
        version: u64,
        form: &ReviewForm,
    ) -> Result<(), Fault> {
        let before: Ticks = tx.find("review", subject.key()).await?.unwrap_or_default();
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        let lines = self.lines(tx, ctx, policies, subject, &before.confirmed).await?;
        let after = Ticks { confirmed: form.read(&lines, &ctx.actor.name, ctx.now)?, version: version + 1 };
        tx.put("review", subject.key(), Row::of(&after)).await?;
        let title = format!("{}（審査の確認）", subject.contract.title);
        tx.audit(AuditAction::Change, "contract", subject.contract.id.as_str(), &title, noted(&before), noted(&after));
        Ok(())
    }

    /// Refuses what is not ready, with every reason at once.
    pub(crate) async fn refuse_unreviewed(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        policies: &Arc<InForce>,
        contract: &Contract,
        revision: Option<(&Revision, &Contract)>,
    ) -> Result<(), Fault> {
        let subject = Subject { contract, revision };
        let ticks: Ticks = tx.find("review", subject.key()).await?.unwrap_or_default();
        let reasons = refusals(&self.lines(tx, ctx, policies, &subject, &ticks.confirmed).await?);
        if reasons.is_empty() { Ok(()) } else { Err(Error::Refused(reasons).into()) }
    }

    async fn lines(&self, tx: &Tx, ctx: &Ctx, policies: &Arc<InForce>, subject: &Subject<'_>, ticks: &[Confirmation]) -> Result<Vec<ReviewLine>, Fault> {
        let contract = subject.contract;
        let found: Found = crate::coverage::marks(tx, &contract.id).await?;
        let coverage = self.uncoming(ctx, policies, contract, &found).await?;
        let named: Option<Selection> = match &contract.selection {
            Some(id) => tx.find("selection", id.as_str()).await?,
            None => None,
        };
        let nodes: Vec<Subcontract> = self.0.subcontracts().nodes_in(tx, &contract.id).await?;
        let stands = |node: &&Subcontract| !matches!(node.state(), SubcontractState::Refused | SubcontractState::Ended);
        let before = subject.revision.map(|(_, before)| before);
        let needed_before: Vec<String> = before
            .map(|before| policies.catalogue(before.catalogue_version).required_for(&before.nature).into_iter().map(|need| need.clause.id.clone()).collect())
            .unwrap_or_default();
        let case = Case {
            contract,
            clauses: &coverage.lines,
            text: coverage.text.as_ref(),
            selection: named.as_ref().map(|selection| (selection.title.as_str(), selection.valid_until)),
            selection_hindrances: &crate::selection::hindrances(contract, named.as_ref(), ctx.today),
            depth_found: nodes.iter().filter(stands).map(|node| depth(&nodes, node)).max().unwrap_or(0),
            revision: subject.revision,
            needed_before: &needed_before,
            today: ctx.today,
        };
        Ok(checklist(&case, ticks))
    }
}

/// The ticks for the trail: which lines, not what they said.
fn noted(ticks: &Ticks) -> Option<serde_json::Value> {
    let lines: Vec<&str> = ticks.confirmed.iter().map(|tick| tick.line.as_str()).collect();
    snapshot(&serde_json::json!({ "confirmed_lines": lines.join(" ") }))
}
