//! 条項充足: which required clauses a contract has.

use domain::{
    Error, Result,
    audit::AuditAction,
    clause::{Coverage, CoverageCount, CoverageLine, Mark, MarkForm, MarkState},
    contract::{Contract, Stage},
    contractor::Contractor,
    id::ContractId,
    label::Choice,
    markdown,
    message::{Message, label_param},
    permission::Operation,
};
use serde::{Deserialize, Serialize};

use crate::{
    Ctx,
    contract::{Contracts, Stored},
    policy::InForce,
    store::{Fault, Row, Tx, snapshot},
};

#[derive(Serialize, Deserialize)]
pub(crate) struct Marks {
    pub marks: Vec<Mark>,
    pub version: u64,
}

/// What was found of the clauses of a contract so far.
pub(crate) async fn marks(tx: &Tx, contract: &ContractId) -> Result<Marks, Fault> {
    Ok(tx.find("coverage", contract.as_str()).await?.unwrap_or(Marks { marks: Vec::new(), version: 1 }))
}

impl Contracts<'_> {
    /// The clauses the contract must contain, each with its reasons, its state and its model text.
    pub async fn coverage(&self, ctx: &Ctx, id: &ContractId) -> Result<Coverage> {
        let contract = self.readable(ctx, id).await?.contract;
        let policies = self.0.policies().in_force().await?;
        let marks: Marks = self.0.inner.store.find("coverage", id.as_str()).await?.unwrap_or(Marks { marks: Vec::new(), version: 1 });
        Ok(compose(ctx, &policies, &contract, &marks))
    }

    /// Records what was found of one clause. `version` is that of the coverage.
    pub async fn mark(&self, ctx: &Ctx, id: &ContractId, clause: &str, version: u64, form: &MarkForm) -> Result<Coverage> {
        let department = self.readable(ctx, id).await?.contract.department;
        let excepts = MarkState::read(&form.state) == Some(MarkState::Excepted);
        let operation = if excepts { Operation::ExceptClause } else { Operation::MarkClause };
        ctx.actor.require_in(operation, Operation::ReadContract, &department)?;
        let input = form.read(ctx.today)?;
        let mark = Mark {
            clause: clause.to_owned(),
            state: input.state,
            article: input.article,
            quote: input.quote,
            reason: input.reason,
            until: input.until,
            marked_by: ctx.actor.name.clone(),
            marked_at: ctx.now,
        };
        let policies = self.0.policies().in_force().await?;
        // A clause of the catalogue that this contract does not need is refused with the reason; one that is nowhere is not found.
        if policies.set.catalogue.clauses.iter().all(|known| known.id != clause) {
            return Err(Error::NotFound);
        }
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let coverage = self.mark_in(&mut tx, ctx, &policies, id, version, std::slice::from_ref(&mark)).await?;
                tx.commit(ctx).await?;
                Ok(coverage)
            })
            .await
    }

    pub(crate) async fn mark_in(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, id: &ContractId, version: u64, new: &[Mark]) -> Result<Coverage, Fault> {
        let stored: Stored = tx.get("contract", id.as_str()).await?;
        let contract = stored.contract;
        if contract.stage == Stage::Closed {
            return Err(Error::Refused(vec![Message::new("contract.wrong_state").with("state", label_param(contract.state_on(ctx.today)))]).into());
        }
        let required = policies.set.catalogue.required_for(&contract.nature);
        if new.iter().any(|mark| required.iter().all(|need| need.clause.id != mark.clause)) {
            return Err(Error::Refused(vec![Message::new("clause.not_required")]).into());
        }
        let before = marks(tx, id).await?;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        let mut after = Marks { marks: before.marks.clone(), version: version + 1 };
        for mark in new {
            after.marks.retain(|old| old.clause != mark.clause);
            after.marks.push(mark.clone());
        }
        after.marks.sort_by(|a, b| a.clause.cmp(&b.clause));
        tx.put("coverage", id.as_str(), Row::of(&after)).await?;
        let counted = Contract { coverage: CoverageCount::of(&required, &after.marks, ctx.today), ..contract };
        let contractor: Contractor = tx.get("contractor", counted.contractor.as_str()).await?;
        // The contract's own version stays: a mark does not disturb who edits the contract.
        tx.put("contract", id.as_str(), crate::contract::row(&counted, &contractor, stored.watched_from, stored.submitted_by.as_ref())).await?;
        for mark in new {
            let old = before.marks.iter().find(|old| old.clause == mark.clause);
            tx.audit(AuditAction::Change, "contract", id.as_str(), &format!("{}（{}）", counted.title, mark.clause), old.and_then(snapshot), snapshot(mark));
        }
        Ok(compose(ctx, policies, &counted, &after))
    }
}

fn compose(ctx: &Ctx, policies: &InForce, contract: &Contract, marks: &Marks) -> Coverage {
    let required = policies.set.catalogue.required_for(&contract.nature);
    let count = CoverageCount::of(&required, &marks.marks, ctx.today);
    let lines = required
        .into_iter()
        .map(|need| {
            let mark = marks.marks.iter().find(|mark| mark.clause == need.clause.id).cloned();
            CoverageLine {
                clause: need.clause.id.clone(),
                group: need.clause.group,
                title: need.clause.title(ctx.lang).to_owned(),
                requirement: need.clause.requirement(ctx.lang).to_owned(),
                blocking: need.clause.blocking,
                state: mark.as_ref().map_or(MarkState::Missing, |mark| mark.state_on(ctx.today)),
                reasons: need.reasons,
                mark,
                html: markdown::render(&need.clause.text),
            }
        })
        .collect();
    Coverage { catalogue_version: policies.set.catalogue.version, count, lines, version: marks.version }
}
