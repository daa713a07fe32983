//! The versions of a contract as pages and programs read them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    Error, Result,
    board::{Task, Todo},
    contract::{
        Contract, Stage,
        review::{ReviewForm, ReviewView},
        revision::{Revision, RevisionList, RevisionStage, RevisionStep, RevisionView, differences},
    },
    id::{ContractId, RevisionId},
    message::Message,
    permission::Operation,
};
use surrealdb::types::SurrealValue;

use super::{OF_CONTRACT, Revisions, Stored, TABLE, effect::DUE, operation_of, ordered, steps, wrong_stage};
use crate::{
    Ctx, Names,
    contract::as_of,
    review::Subject,
    store::{Fault, bind},
};

/// Those that wait, as many as a start page can tell of.
const SUBMITTED: &str =
    "SELECT *, record::id(id) AS id, by_effective FROM contract_revision WHERE stage = 'submitted' AND by_effective > '' ORDER BY by_effective LIMIT 100";

/// The day the version in force took effect: no later version begins before it.
pub(super) fn since(contract: &Contract, versions: &[Stored]) -> NaiveDate {
    let in_effect = versions.iter().map(|stored| &stored.revision).filter(|revision| revision.stage == RevisionStage::InEffect);
    in_effect.map(|revision| revision.effective_from).max().unwrap_or(contract.start)
}

impl Revisions<'_> {
    /// All versions, the newest first; the first one is the contract itself until it is written down.
    pub async fn list(&self, ctx: &Ctx, contract: &ContractId) -> Result<RevisionList> {
        let contract = self.0.contracts().readable(ctx, contract).await?.contract;
        let versions = self.all(&contract).await?;
        let names = self.names(ctx, &versions).await?;
        let is_open = versions.iter().any(|stored| stored.revision.stage.is_open());
        let may_draft = contract.stage == Stage::Active && !is_open && ctx.actor.can_in(Operation::WriteContract, &contract.department);
        let mut items = Vec::with_capacity(versions.len());
        for index in (0..versions.len()).rev() {
            items.push(self.told(ctx, &contract, &versions, index).await?);
        }
        Ok(RevisionList { items, may_draft, names })
    }

    pub async fn get(&self, ctx: &Ctx, id: &RevisionId) -> Result<RevisionView> {
        let (stored, contract) = self.readable(ctx, id).await?;
        let versions = self.all(&contract).await?;
        let index = versions.iter().position(|known| known.revision.id == stored.revision.id).ok_or(Error::NotFound)?;
        self.told(ctx, &contract, &versions, index).await
    }

    /// The list to be gone through before a version is agreed to.
    pub async fn review(&self, ctx: &Ctx, id: &RevisionId) -> Result<ReviewView> {
        let (stored, contract) = self.readable(ctx, id).await?;
        let policies = self.0.policies().in_force().await?;
        let then = as_of(&contract, &stored.revision, &super::terms_of(&stored.revision)?, &policies, ctx);
        let subject = Subject { contract: &then, revision: Some((&stored.revision, &contract)) };
        self.0.contracts().reviewed(ctx, &subject, stored.revision.stage == RevisionStage::Submitted, stored.submitter.as_ref()).await
    }

    /// Records which of its lines the procurement officer has looked at. `version` is that of the ticks.
    pub async fn confirm(&self, ctx: &Ctx, id: &RevisionId, version: u64, form: &ReviewForm) -> Result<ReviewView> {
        self.may(ctx, id, Operation::ReviewContract).await?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let Some(stored) = tx.find::<Stored>(TABLE, id.as_str()).await? else {
                    return Err(wrong_stage(RevisionStage::InEffect).into());
                };
                if stored.revision.stage != RevisionStage::Submitted {
                    return Err(wrong_stage(stored.revision.stage).into());
                }
                ctx.actor.may_decide_on(stored.submitter.as_ref())?;
                let contract = tx.get::<crate::contract::Stored>("contract", stored.revision.contract.as_str()).await?.contract;
                let then = as_of(&contract, &stored.revision, &super::terms_of(&stored.revision)?, &policies, ctx);
                let subject = Subject { contract: &then, revision: Some((&stored.revision, &contract)) };
                self.0.contracts().confirm_in(&mut tx, ctx, &policies, &subject, version, form).await?;
                tx.commit(ctx).await
            })
            .await?;
        self.review(ctx, id).await
    }

    /// What waits for the procurement officer, the next to take effect first; and how much there is in all.
    pub(crate) async fn waiting(&self, ctx: &Ctx, limit: usize) -> Result<(Vec<Todo>, usize)> {
        let reach = ctx.reach(Operation::ReviewContract)?;
        let submitted: Vec<Stored> = self.0.inner.store.read(SUBMITTED, bind([])).await?;
        let mut todo = Vec::new();
        let mut total = 0;
        for stored in submitted {
            let contract = self.0.inner.store.get::<crate::contract::Stored>("contract", stored.revision.contract.as_str()).await?.contract;
            if !reach.covers(&contract.department) || ctx.actor.may_decide_on(stored.submitter.as_ref()).is_err() {
                continue;
            }
            total += 1;
            if todo.len() < limit {
                let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
                todo.push(Todo {
                    task: Task::Agree,
                    title: contract.title.clone(),
                    detail: format!("{} · {}", names.department(&contract.department), names.contractor(&contract.contractor)),
                    href: format!("/contracts/{}/versions/{}", contract.id, stored.revision.id),
                    due: Some(stored.revision.effective_from),
                    days_late: 0,
                    tier: Some(contract.assessment.tier),
                });
            }
        }
        Ok((todo, total))
    }

    /// How the database finds the versions of a contract, those that wait, and those whose day has come.
    pub async fn explain(&self) -> Result<Vec<String>> {
        let store = &self.0.inner.store;
        let of_contract = store.explain(OF_CONTRACT, bind([("contract", "x".into_value())])).await?;
        let due = store.explain(DUE, bind([("today", "2026-11-24".into_value())])).await?;
        Ok(vec![of_contract, due, store.explain(SUBMITTED, bind([])).await?])
    }

    /// The versions themselves, for what else tells of a contract.
    pub(crate) async fn of_contract(&self, contract: &Contract) -> Result<Vec<Revision>> {
        Ok(self.all(contract).await?.into_iter().map(|stored| stored.revision).collect())
    }

    async fn all(&self, contract: &Contract) -> Result<Vec<Stored>> {
        let versions: Vec<Stored> = self.0.inner.store.read(OF_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let has_begun = matches!(contract.stage, Stage::Active | Stage::Closed);
        Ok(if versions.is_empty() && has_begun { vec![Stored { revision: Revision::original(contract), submitter: None }] } else { ordered(versions) })
    }

    /// A version and its contract, if that is within reach; otherwise it does not exist for the asker.
    pub(super) async fn readable(&self, ctx: &Ctx, id: &RevisionId) -> Result<(Stored, Contract)> {
        let stored: Option<Stored> = self.0.inner.store.find(TABLE, id.as_str()).await?;
        let contract = stored.as_ref().map_or_else(|| ContractId::new(id.as_str()), |stored| stored.revision.contract.clone());
        let contract = self.0.contracts().readable(ctx, &contract).await?.contract;
        match stored {
            Some(stored) => Ok((stored, contract)),
            None if matches!(contract.stage, Stage::Active | Stage::Closed) => {
                Ok((Stored { revision: Revision::original(&contract), submitter: None }, contract))
            }
            None => Err(Error::NotFound),
        }
    }

    async fn told(&self, ctx: &Ctx, contract: &Contract, versions: &[Stored], index: usize) -> Result<RevisionView> {
        let stored = versions.get(index).ok_or(Error::NotFound)?;
        let revision = stored.revision.clone();
        let in_effect = |stored: &&Stored| stored.revision.stage == RevisionStage::InEffect;
        let current = versions.iter().rfind(in_effect).map(|current| &current.revision);
        let before = match revision.stage {
            RevisionStage::InEffect => versions[..index].iter().rfind(in_effect).map(|before| &before.revision),
            _ => current,
        };
        let may = |operation| ctx.actor.can_in(operation, &contract.department);
        let fits = |step: RevisionStep| step != RevisionStep::Agree || ctx.actor.may_decide_on(stored.submitter.as_ref()).is_ok();
        let offered = steps(revision.stage).iter().copied().filter(|step| may(operation_of(*step, revision.stage)) && fits(*step));
        let late = revision.stage == RevisionStage::Agreed && revision.effective_from <= ctx.today;
        Ok(RevisionView {
            changes: before.map(|before| differences(&before.terms, &revision.terms)).unwrap_or_default(),
            in_force: current.is_some_and(|current| current.id == revision.id),
            hindrances: if late { self.why_not(contract, &revision).await? } else { Vec::new() },
            steps: offered.collect(),
            may_change: revision.stage == RevisionStage::Draft && may(Operation::WriteContract),
            revision,
        })
    }

    /// Why a version whose day has come has not taken effect.
    async fn why_not(&self, contract: &Contract, revision: &Revision) -> Result<Vec<Message>> {
        let tx = self.0.inner.store.begin().await.map_err(|_| Error::Unavailable)?;
        let terms = super::terms_of(revision)?;
        Ok(match self.0.contracts().check(&tx, &terms, Some(&contract.id)).await {
            Err(Fault::Domain(Error::Invalid(errors))) => errors.into_iter().map(|error| error.message).collect(),
            _ => Vec::new(),
        })
    }

    async fn names(&self, ctx: &Ctx, versions: &[Stored]) -> Result<BTreeMap<String, String>> {
        let ids = |field: fn(&Revision) -> &String| {
            versions.iter().map(|stored| field(&stored.revision).clone()).filter(|id| !id.is_empty()).collect::<BTreeSet<_>>()
        };
        let contractors: Vec<String> = ids(|revision| &revision.terms.contractor).into_iter().collect();
        let known = Names::load(self.0, contractors.clone()).await?;
        let mut names: BTreeMap<String, String> =
            contractors.into_iter().map(|id| (id.clone(), known.contractor(&domain::id::ContractorId::new(id)))).collect();
        for id in ids(|revision| &revision.terms.department) {
            names.insert(id.clone(), known.department(&domain::id::DepartmentId::new(id)));
        }
        if ctx.actor.can(Operation::ReadSelection) {
            for id in ids(|revision| &revision.terms.selection) {
                let selection: Option<domain::selection::Selection> = self.0.inner.store.find("selection", &id).await?;
                if let Some(selection) = selection.filter(|selection| ctx.actor.can_in(Operation::ReadSelection, &selection.department)) {
                    names.insert(id, selection.title);
                }
            }
        }
        names.retain(|_, name| !name.is_empty());
        Ok(names)
    }
}
