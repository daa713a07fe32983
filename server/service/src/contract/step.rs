//! The steps of a contract: handed in, handed back, put in force, closed.

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{
        Contract, ContractState, ContractStep, ContractStepForm, Stage,
        closing::{self, Closing, Standing},
        revision::RevisionKind,
    },
    contractor::Contractor,
    id::{ContractId, PersonId},
    message::Message,
    permission::Operation,
    verification::Verification,
};
use surrealdb::types::SurrealValue;

use super::{Contracts, Stored, row, wrong_state};
use crate::{
    Ctx,
    policy::InForce,
    store::{Fault, Tx, bind, snapshot},
    verification::BY_CONTRACT,
};

const fn steps(stage: Stage) -> &'static [ContractStep] {
    match stage {
        Stage::Draft => &[ContractStep::Submit],
        Stage::UnderReview => &[ContractStep::Activate, ContractStep::Return],
        Stage::Active => &[ContractStep::Close],
        Stage::Closed => &[],
    }
}

const fn operation_of(step: ContractStep) -> Operation {
    match step {
        ContractStep::Submit | ContractStep::Close => Operation::SubmitContract,
        ContractStep::Return | ContractStep::Activate => Operation::ReviewContract,
    }
}

/// The steps somebody may ask for now. A contract is closed once its period has ended and all that is left to say is what proves it.
pub(super) fn offered(ctx: &Ctx, contract: &Contract, submitted_by: Option<&PersonId>, closing: &[Message]) -> Vec<ContractStep> {
    let fits = |step: ContractStep| match step {
        ContractStep::Activate => ctx.actor.may_decide_on(submitted_by).is_ok(),
        ContractStep::Close => contract.state_on(ctx.today) == ContractState::Ended && closing.iter().all(|reason| reason.key == "closing.not_adequate"),
        ContractStep::Submit | ContractStep::Return => true,
    };
    steps(contract.stage).iter().copied().filter(|step| ctx.actor.can_in(operation_of(*step), &contract.department) && fits(*step)).collect()
}

impl Contracts<'_> {
    /// Moves a contract on, or answers every reason why not.
    pub async fn step(&self, ctx: &Ctx, id: &ContractId, version: u64, form: impl Into<ContractStepForm>) -> Result<Contract> {
        let form = form.into();
        let department = self.readable(ctx, id).await?.contract.department;
        ctx.actor.require_in(operation_of(form.step), Operation::ReadContract, &department)?;
        let proof = form.read()?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let contract = self.step_in(&mut tx, ctx, &policies, id, version, form.step, &proof).await?;
                tx.commit(ctx).await?;
                Ok(contract)
            })
            .await
    }

    #[allow(clippy::too_many_arguments, reason = "the contract as it was seen, and the step with what goes with it")]
    async fn step_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &std::sync::Arc<InForce>,
        id: &ContractId,
        version: u64,
        step: ContractStep,
        proof: &str,
    ) -> Result<Contract, Fault> {
        let stored: Stored = tx.get("contract", id.as_str()).await?;
        let before = stored.contract;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        if !steps(before.stage).contains(&step) {
            return Err(wrong_state(&before, ctx.today).into());
        }
        let (stage, submitted_by) = match step {
            ContractStep::Submit => (Stage::UnderReview, Some(ctx.actor.id.clone())),
            ContractStep::Return => (Stage::Draft, None),
            ContractStep::Activate => {
                ctx.actor.may_decide_on(stored.submitted_by.as_ref())?;
                self.refuse_unreviewed(tx, ctx, policies, &before, None).await?;
                (Stage::Active, stored.submitted_by.clone())
            }
            ContractStep::Close => {
                let checks: Vec<Verification> = tx.query(BY_CONTRACT, bind([("contract", id.as_str().into_value())])).await?;
                let open = crate::revision::open_in(tx, id).await?;
                let unended = self.0.subcontracts().unended_in(tx, id).await?;
                let standing = Standing { end: before.end, today: ctx.today, checks: &checks, unended, revision: open.map(|open| open.kind) };
                let reasons = closing::hindrances(&standing, proof);
                if !reasons.is_empty() {
                    return Err(Error::Refused(reasons).into());
                }
                return self.close_in(tx, ctx, id, proof).await;
            }
        };
        let after = Contract { stage, version: version + 1, updated_at: ctx.now, ..before.clone() };
        let contractor: Contractor = tx.get("contractor", after.contractor.as_str()).await?;
        tx.replace("contract", id.as_str(), version, row(&after, &contractor, stored.watched_from, submitted_by.as_ref())).await?;
        self.count_contracts(tx, Some((&before.contractor, before.stage)), Some((&after.contractor, stage))).await?;
        tx.audit(AuditAction::Step, "contract", id.as_str(), &after.title, snapshot(&before), snapshot(&after));
        if stage == Stage::Active {
            self.0.revisions().begin_in(tx, &after, Some(ctx)).await?;
            self.0.verifications().follow_plan(tx, ctx, policies, &after, stored.watched_from).await?;
        }
        Ok(after)
    }

    /// Ends the watch over a contract whose return and erasure are proven: checks still open fall away.
    pub(crate) async fn close_in(&self, tx: &mut Tx, ctx: &Ctx, id: &ContractId, proof: &str) -> Result<Contract, Fault> {
        let stored: Stored = tx.get("contract", id.as_str()).await?;
        let before = stored.contract;
        let closing = Closing { on: ctx.today, by: ctx.actor.name.clone(), proof: proof.to_owned() };
        let after = Contract { stage: Stage::Closed, closing: Some(closing), version: before.version + 1, updated_at: ctx.now, ..before.clone() };
        let contractor: Contractor = tx.get("contractor", after.contractor.as_str()).await?;
        tx.replace("contract", id.as_str(), before.version, row(&after, &contractor, stored.watched_from, stored.submitted_by.as_ref())).await?;
        self.count_contracts(tx, Some((&before.contractor, before.stage)), Some((&after.contractor, after.stage))).await?;
        tx.audit(AuditAction::Step, "contract", id.as_str(), &after.title, snapshot(&before), snapshot(&after));
        self.0.verifications().cancel_open(tx, &after).await?;
        Ok(after)
    }

    /// Why a contract whose period has ended cannot be closed yet; nothing is said of others.
    pub(super) async fn closing_hindrances(&self, ctx: &Ctx, contract: &Contract, revision: Option<RevisionKind>) -> Result<Vec<Message>> {
        if contract.state_on(ctx.today) != ContractState::Ended {
            return Ok(Vec::new());
        }
        let store = &self.0.inner.store;
        let checks: Vec<Verification> = store.read(BY_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let unended = self.0.subcontracts().unended(&contract.id).await?;
        Ok(closing::hindrances(&Standing { end: contract.end, today: ctx.today, checks: &checks, unended, revision }, ""))
    }
}
