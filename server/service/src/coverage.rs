//! 条項充足: which required clauses a contract has.

use std::sync::Arc;

use domain::{
    Error, Result,
    audit::AuditAction,
    catalogue_draft::{NewerCatalogue, shift},
    clause::{Coverage, CoverageCount, CoverageLine, Mark, MarkForm, MarkState, Required},
    contract::{Contract, Stage, revision::Revision},
    contract_text::{ContractText, TextRead},
    contractor::Contractor,
    id::ContractId,
    markdown,
    message::{Message, label_param},
    permission::Operation,
    reading::Reading,
};
use serde::{Deserialize, Serialize};

use crate::{
    Ctx,
    contract::{Contracts, Stored},
    policy::InForce,
    store::{Fault, Row, Tx, snapshot},
};

#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    pub marks: Vec<Mark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<ContractText>,
    pub version: u64,
}

impl Default for Found {
    fn default() -> Self {
        Self { marks: Vec::new(), text: None, version: 1 }
    }
}

/// What was found of the clauses of a contract so far.
pub(crate) async fn marks(tx: &Tx, contract: &ContractId) -> Result<Found, Fault> {
    Ok(tx.find("coverage", contract.as_str()).await?.unwrap_or_default())
}

impl Contracts<'_> {
    /// The clauses the contract must contain, each with its reasons, its state and its model text.
    pub async fn coverage(&self, ctx: &Ctx, id: &ContractId) -> Result<Coverage> {
        let contract = self.readable(ctx, id).await?.contract;
        let policies = self.0.policies().in_force().await?;
        let marks: Found = self.0.inner.store.find("coverage", id.as_str()).await?.unwrap_or_default();
        self.covered(ctx, &policies, &contract, &marks).await
    }

    /// The clauses with what was found of them by people and by the program.
    pub(crate) async fn covered(&self, ctx: &Ctx, policies: &Arc<InForce>, contract: &Contract, marks: &Found) -> Result<Coverage> {
        let versions = self.0.revisions().of_contract(contract).await?;
        let coming = versions.iter().find(|version| version.stage.is_open());
        self.composed(ctx, policies, contract, marks, coming).await
    }

    /// The clauses of the contract alone, without those a version under way will need.
    pub(crate) async fn uncoming(&self, ctx: &Ctx, policies: &Arc<InForce>, contract: &Contract, marks: &Found) -> Result<Coverage> {
        self.composed(ctx, policies, contract, marks, None).await
    }

    async fn composed(&self, ctx: &Ctx, policies: &Arc<InForce>, contract: &Contract, marks: &Found, coming: Option<&Revision>) -> Result<Coverage> {
        let reading = match &marks.text {
            Some(text) => Some((text, self.reading(policies, contract, text).await?)),
            None => None,
        };
        let mut coverage = compose(ctx, policies, contract, marks, reading.as_ref().map(|(text, reading)| (*text, &**reading)), coming);
        for request in crate::exception::requests_of(&self.0.inner.store, &contract.id).await? {
            if let Some(line) = coverage.lines.iter_mut().find(|line| line.clause == request.clause) {
                line.request = Some(request);
            }
        }
        Ok(coverage)
    }

    /// Records what was found of one clause. `version` is that of the coverage.
    pub async fn mark(&self, ctx: &Ctx, id: &ContractId, clause: &str, version: u64, form: &MarkForm) -> Result<Coverage> {
        let Contract { department, catalogue_version, .. } = self.readable(ctx, id).await?.contract;
        ctx.actor.require_in(Operation::MarkClause, Operation::ReadContract, &department)?;
        let input = form.read()?;
        let mark = Mark {
            clause: clause.to_owned(),
            state: input.state,
            article: input.article,
            quote: input.quote,
            reason: String::new(),
            measure: String::new(),
            until: None,
            exception: None,
            marked_by: ctx.actor.name.clone(),
            marked_at: ctx.now,
        };
        let policies = self.0.policies().in_force().await?;
        // A clause of the catalogue that this contract does not need is refused with the reason; one that is nowhere is not found.
        if policies.catalogue(catalogue_version).clause(clause).is_none() {
            return Err(Error::NotFound);
        }
        let store = &self.0.inner.store;
        let (contract, marks) = store
            .write(|| async {
                let mut tx = store.begin().await?;
                keep_exception(&tx, ctx, id, &mark).await?;
                let marked = mark_in(&mut tx, ctx, &policies, id, version, std::slice::from_ref(&mark)).await?;
                tx.commit(ctx).await?;
                Ok(marked)
            })
            .await?;
        self.covered(ctx, &policies, &contract, &marks).await
    }
}

/// The contract and its marks as long as nobody else changed the marks since `version`.
pub(crate) async fn open_marks(tx: &Tx, ctx: &Ctx, id: &ContractId, version: u64) -> Result<(Stored, Found), Fault> {
    let stored: Stored = tx.get("contract", id.as_str()).await?;
    if stored.contract.stage == Stage::Closed {
        return Err(Error::Refused(vec![Message::new("contract.wrong_state").with("state", label_param(stored.contract.state_on(ctx.today)))]).into());
    }
    let marks = marks(tx, id).await?;
    if marks.version != version {
        return Err(Error::Conflict { current: marks.version }.into());
    }
    Ok((stored, marks))
}

/// An exception in force is no gap: to say that the clause is missing would end what the CISO approved.
async fn keep_exception(tx: &Tx, ctx: &Ctx, id: &ContractId, new: &Mark) -> Result<(), Fault> {
    let found = marks(tx, id).await?;
    let stands = found.marks.iter().any(|mark| mark.clause == new.clause && mark.state_on(ctx.today) == MarkState::Excepted);
    if stands && new.state == MarkState::Missing { Err(Error::Refused(vec![Message::new("clause.under_exception")]).into()) } else { Ok(()) }
}

pub(crate) async fn mark_in(tx: &mut Tx, ctx: &Ctx, policies: &InForce, id: &ContractId, version: u64, new: &[Mark]) -> Result<(Contract, Found), Fault> {
    let (stored, before) = open_marks(tx, ctx, id, version).await?;
    let contract = stored.contract;
    let catalogue = policies.catalogue(contract.catalogue_version);
    let required = catalogue.required_for(&contract.nature);
    let is_unneeded = |mark: &Mark, needed: &[Required<'_>]| needed.iter().all(|need| need.clause.id != mark.clause);
    // What only the version under way will need is recorded before that takes effect.
    let coming =
        if new.iter().any(|mark| is_unneeded(mark, &required)) { crate::revision::open_in(tx, id).await?.map(|open| open.terms.nature()) } else { None };
    let coming = coming.as_ref().map(|nature| catalogue.required_for(nature)).unwrap_or_default();
    if new.iter().any(|mark| is_unneeded(mark, &required) && is_unneeded(mark, &coming)) {
        return Err(Error::Refused(vec![Message::new("clause.not_required")]).into());
    }
    let mut after = Found { marks: before.marks.clone(), version: version + 1, ..before };
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
        if let Some(exception) = old.and_then(|old| old.exception.as_ref()).filter(|exception| mark.exception.as_ref() != Some(exception)) {
            crate::exception::supersede(tx, ctx, exception).await?;
        }
        tx.audit(AuditAction::Change, "contract", id.as_str(), &format!("{}（{}）", counted.title, mark.clause), old.and_then(snapshot), snapshot(mark));
    }
    Ok((counted, after))
}

fn compose(
    ctx: &Ctx,
    policies: &InForce,
    contract: &Contract,
    marks: &Found,
    reading: Option<(&ContractText, &Reading)>,
    coming: Option<&Revision>,
) -> Coverage {
    let own = policies.catalogue(contract.catalogue_version);
    let required = own.required_for(&contract.nature);
    let count = CoverageCount::of(&required, &marks.marks, ctx.today);
    let is_unreadable = reading.is_some_and(|(document, reading)| document.is_scan || reading.is_unreadable);
    // That nothing was found in what could not be read says nothing of any clause.
    let proposal = |clause: &str| reading?.1.proposals.iter().find(|proposal| !is_unreadable && proposal.clause == clause);
    let text = reading.map(|(document, reading)| TextRead {
        document: document.clone(),
        is_unreadable,
        articles: reading.articles,
        parties: reading.parties.clone(),
        found: u32::try_from(required.iter().filter(|need| proposal(&need.clause.id).is_some_and(|proposal| proposal.found.is_some())).count())
            .unwrap_or(u32::MAX),
    });
    let later = coming.map(|open| open.terms.nature());
    let later = later.as_ref().map(|nature| own.required_for(nature)).unwrap_or_default();
    let new: Vec<_> = later.into_iter().filter(|need| required.iter().all(|known| known.clause.id != need.clause.id)).collect();
    let of_now = required.len();
    let lines = required
        .into_iter()
        .chain(new)
        .enumerate()
        .map(|(place, need)| {
            let mark = marks.marks.iter().find(|mark| mark.clause == need.clause.id).cloned();
            CoverageLine {
                clause: need.clause.id.clone(),
                group: need.clause.group,
                title: need.clause.title(ctx.lang).to_owned(),
                requirement: need.clause.requirement(ctx.lang).to_owned(),
                blocking: need.clause.blocking,
                state: mark.as_ref().map_or(MarkState::Missing, |mark| mark.state_on(ctx.today)),
                notice: mark.as_ref().and_then(|mark| mark.notice_on(ctx.today)),
                coming: coming.filter(|_| place >= of_now).map(|open| Message::new("revision.clause_coming").with("kind", label_param(open.kind))),
                reasons: need.reasons,
                proposal: proposal(&need.clause.id).cloned(),
                request: None,
                mark,
                html: markdown::render(&need.clause.text),
            }
        })
        .collect();
    Coverage { catalogue_version: own.version, newer: newer(ctx, policies, contract), count, text, lines, version: marks.version }
}

/// What the version in force would change for a contract that is held against an older one; nothing once the contract is closed.
fn newer(ctx: &Ctx, policies: &InForce, contract: &Contract) -> Option<NewerCatalogue> {
    let (own, target) = (policies.catalogue(contract.catalogue_version), &policies.set.catalogue);
    (own.version < target.version && contract.stage != Stage::Closed).then(|| NewerCatalogue {
        version: target.version,
        shift: shift(own, target, &contract.nature, ctx.lang),
        may_migrate: crate::migration::may_migrate(ctx, &contract.department).is_ok(),
    })
}
