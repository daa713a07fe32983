//! 再委託: requesting, permitting, handing clauses down, and ending; what is wrong with each is worked out with every change of the tree.

mod list;
mod tree;

use std::collections::BTreeSet;

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{Contract, Stage},
    contractor::Contractor,
    error::FieldError,
    id::{ContractId, PersonId, SubcontractId},
    label::Choice,
    message::{Message, label_param},
    permission::Operation,
    subcontract::{
        Above, ClosureForm, FlowDownForm, RulingAnswer, RulingForm, Subcontract, SubcontractForm, SubcontractInput, SubcontractState, ancestors, findings,
    },
    text,
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services,
    contract::Stored as StoredContract,
    key,
    policy::InForce,
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Subcontracts<'a>(pub(crate) &'a Services);

/// Nodes of one tree: far more than any contract has, few enough to be read whole.
const MOST: usize = 200;

const OF_CONTRACT: &str = "SELECT *, record::id(id) AS id FROM subcontract WHERE contract = $contract ORDER BY by_start";

/// A subcontract as stored, with who asked for it last: nobody rules on that.
#[derive(Clone, Deserialize)]
struct Stored {
    #[serde(flatten)]
    node: Subcontract,
    requester: PersonId,
    search: String,
}

impl Stored {
    fn row(&self, contract: &Contract) -> Row {
        let (node, id) = (&self.node, self.node.id.as_str());
        let finding = node.finding_from().map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
        Row::of(node)
            .with("requester", self.requester.as_str())
            .with("search", self.search.as_str())
            .with("state", node.state().word())
            .with("department", contract.department.as_str())
            .with("tier", contract.assessment.tier.word())
            .with("contract_number", contract.number.as_str())
            .with("contract_title", contract.title.as_str())
            .with("by_start", format!("{} {id}", node.start))
            .with("by_finding", format!("{finding} {id}"))
    }
}

/// The clauses of a contract that have to be handed down, in the order of the catalogue.
pub(crate) fn handed_down<'a>(policies: &'a InForce, contract: &Contract) -> Vec<&'a domain::clause::Clause> {
    policies
        .catalogue(contract.catalogue_version)
        .required_for(&contract.nature)
        .into_iter()
        .map(|need| need.clause)
        .filter(|clause| clause.flows_down)
        .collect()
}

/// A tree that is being changed.
struct Grove {
    contract: Contract,
    nodes: Vec<Stored>,
    required: Vec<String>,
}

impl Grove {
    async fn open(tx: &Tx, policies: &InForce, contract: Contract) -> Result<Self, Fault> {
        let nodes = tx.query(OF_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let required = handed_down(policies, &contract).into_iter().map(|clause| clause.id.clone()).collect();
        Ok(Self { contract, nodes, required })
    }

    fn required(&self) -> Vec<&str> {
        self.required.iter().map(String::as_str).collect()
    }

    fn above(&self, parent: Option<&SubcontractId>) -> Above {
        let parent = parent.and_then(|id| self.nodes.iter().find(|stored| stored.node.id == *id));
        parent.map_or(Above { until: self.contract.end, permitted: true }, |parent| Above::from(&parent.node))
    }

    /// Whoever the work is passed on to stands nowhere above; a chain that comes back to somebody above hides who does the work.
    fn refuse_ring(&self, parent: Option<&SubcontractId>, input: &SubcontractInput) -> Result<()> {
        let nodes: Vec<Subcontract> = self.nodes.iter().map(|stored| stored.node.clone()).collect();
        let above = ancestors(&nodes, parent);
        let same = self.contract.contractor == input.contractor || above.iter().any(|node| node.contractor == input.contractor);
        if same { Err(Error::invalid("contractor", Message::new("subcontract.same_party"))) } else { Ok(()) }
    }

    /// Puts a node in, or in place of what it was.
    fn set(&mut self, new: Stored) {
        match self.nodes.iter_mut().find(|stored| stored.node.id == new.node.id) {
            Some(stored) => *stored = new,
            None => self.nodes.push(new),
        }
    }

    /// Works out anew what is wrong with each, and answers those of which it has changed.
    fn judge(&mut self) -> Vec<SubcontractId> {
        let required = self.required();
        let judged: Vec<_> = self.nodes.iter().map(|stored| findings(&stored.node, self.above(stored.node.parent.as_ref()), &required)).collect();
        let mut changed = Vec::new();
        for (stored, findings) in self.nodes.iter_mut().zip(judged) {
            if stored.node.findings != findings {
                stored.node.findings = findings;
                changed.push(stored.node.id.clone());
            }
        }
        changed
    }

    fn get(&self, id: &SubcontractId) -> Result<&Stored> {
        self.nodes.iter().find(|stored| stored.node.id == *id).ok_or(Error::NotFound)
    }

    /// Writes a node that has changed, and whatever follows from it for those below. What follows is no change of theirs: their version stays.
    async fn save(&mut self, tx: &mut Tx, action: AuditAction, before: Option<&Subcontract>, id: &SubcontractId) -> Result<Subcontract, Fault> {
        let affected = self.judge();
        let stored = self.get(id)?;
        match before {
            Some(before) => tx.replace("subcontract", id.as_str(), before.version, stored.row(&self.contract)).await?,
            None => tx.put("subcontract", id.as_str(), stored.row(&self.contract)).await?,
        }
        for other in affected.iter().filter(|other| *other != id) {
            tx.put("subcontract", other.as_str(), self.get(other)?.row(&self.contract)).await?;
        }
        let contractor: Contractor = tx.get("contractor", stored.node.contractor.as_str()).await?;
        let title = format!("{}（再委託：{}）", self.contract.title, contractor.name);
        tx.audit(action, "contract", self.contract.id.as_str(), &title, before.and_then(noted), noted(&stored.node));
        Ok(stored.node.clone())
    }
}

impl Subcontracts<'_> {
    pub async fn create(&self, ctx: &Ctx, contract: &ContractId, form: &SubcontractForm) -> Result<Subcontract> {
        let department = self.0.contracts().readable(ctx, contract).await?.contract.department;
        ctx.actor.require_in(Operation::WriteSubcontract, Operation::ReadContract, &department)?;
        let input = form.read(ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let contract: StoredContract = tx.get("contract", contract.as_str()).await?;
                let made = self.create_in(&mut tx, ctx, &policies, contract.contract, &input).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn create_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        contract: Contract,
        input: &SubcontractInput,
    ) -> Result<Subcontract, Fault> {
        open(&contract)?;
        let mut grove = Grove::open(tx, policies, contract).await?;
        if grove.nodes.len() >= MOST {
            return Err(Error::Refused(vec![Message::new("subcontract.too_many").with("max", MOST)]).into());
        }
        let stands = |id: &SubcontractId| {
            let state = grove.get(id).ok().map(|stored| stored.node.state());
            matches!(state, Some(SubcontractState::Requested | SubcontractState::Permitted))
        };
        if input.parent.as_ref().is_some_and(|parent| !stands(parent)) {
            return Err(Error::invalid("parent", Message::new("subcontract.unknown_parent")).into());
        }
        let node = requested(SubcontractId::new(key::new(ctx.now)), input.parent.clone(), &grove.contract, input, ctx, 1);
        let id = node.id.clone();
        let stored = self.asked(tx, ctx, &grove, node, input).await?;
        grove.set(stored);
        grove.save(tx, AuditAction::Create, None, &id).await
    }

    /// Changes what is requested, until the city has permitted it. One that was refused is thereby requested anew.
    pub async fn change(&self, ctx: &Ctx, id: &SubcontractId, version: u64, form: &SubcontractForm) -> Result<Subcontract> {
        self.may(ctx, id, Operation::WriteSubcontract).await?;
        let input = form.read(ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let (mut grove, before) = self.at(&tx, &policies, id, version).await?;
                open(&grove.contract)?;
                if !matches!(before.state(), SubcontractState::Requested | SubcontractState::Refused) {
                    return Err(settled(&before).into());
                }
                let again = requested(id.clone(), before.parent.clone(), &grove.contract, &input, ctx, version + 1);
                let node = Subcontract { clauses: before.clauses.clone(), ..again };
                let stored = self.asked(&tx, ctx, &grove, node, &input).await?;
                grove.set(stored);
                let after = grove.save(&mut tx, AuditAction::Change, Some(&before), id).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Records which clauses the agreement with the subcontractor was seen to contain.
    pub async fn hand_down(&self, ctx: &Ctx, id: &SubcontractId, version: u64, form: &FlowDownForm) -> Result<Subcontract> {
        self.alter(ctx, id, version, Operation::WriteSubcontract, AuditAction::Change, |grove, stored| {
            unended(&stored.node)?;
            Ok(Subcontract { clauses: form.read(&grove.required())?, ..stored.node.clone() })
        })
        .await
    }

    /// The city permits or refuses. Nobody rules on what they asked for themselves.
    pub async fn rule(&self, ctx: &Ctx, id: &SubcontractId, version: u64, form: &RulingForm) -> Result<Subcontract> {
        self.alter(ctx, id, version, Operation::RuleOnSubcontract, AuditAction::Step, |grove, stored| ruled(ctx, grove, stored, form)).await
    }

    /// Records the end, with the proof of return or erasure.
    pub async fn close(&self, ctx: &Ctx, id: &SubcontractId, version: u64, form: &ClosureForm) -> Result<Subcontract> {
        self.alter(ctx, id, version, Operation::WriteSubcontract, AuditAction::Step, |_, stored| {
            unended(&stored.node)?;
            Ok(Subcontract { closure: Some(form.read(ctx.today)?), ..stored.node.clone() })
        })
        .await
    }

    /// Changes one node from `version` on by a rule that is told of the whole tree.
    async fn alter<W>(&self, ctx: &Ctx, id: &SubcontractId, version: u64, operation: Operation, action: AuditAction, work: W) -> Result<Subcontract>
    where
        W: Fn(&Grove, &Stored) -> Result<Subcontract> + Send + Sync,
    {
        self.may(ctx, id, operation).await?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let (grove, before) = self.at(&tx, &policies, id, version).await?;
                let node = work(&grove, grove.get(id)?)?;
                let after = self.settle(&mut tx, ctx, grove, &before, action, node).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Puts a node as it is to be in place of what it was, in its next version.
    async fn settle(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        mut grove: Grove,
        before: &Subcontract,
        action: AuditAction,
        node: Subcontract,
    ) -> Result<Subcontract, Fault> {
        let stored = grove.get(&before.id)?.clone();
        grove.set(Stored { node: Subcontract { version: before.version + 1, updated_at: ctx.now, ..node }, ..stored });
        grove.save(tx, action, Some(before), &before.id).await
    }

    /// A node of the demo city as it is to be.
    pub(crate) async fn settle_in(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, node: Subcontract) -> Result<Subcontract, Fault> {
        let (grove, before) = self.at(tx, policies, &node.id, node.version).await?;
        self.settle(tx, ctx, grove, &before, AuditAction::Step, node).await
    }

    /// The contract has changed: what lists show of it and what is wrong follow.
    pub(crate) async fn follow(&self, tx: &Tx, policies: &InForce, contract: &Contract) -> Result<(), Fault> {
        let mut grove = Grove::open(tx, policies, contract.clone()).await?;
        grove.judge();
        for stored in &grove.nodes {
            tx.put("subcontract", stored.node.id.as_str(), stored.row(contract)).await?;
        }
        Ok(())
    }

    pub(crate) async fn nodes_in(&self, tx: &Tx, contract: &ContractId) -> Result<Vec<Subcontract>, Fault> {
        let nodes: Vec<Stored> = tx.query(OF_CONTRACT, bind([("contract", contract.as_str().into_value())])).await?;
        Ok(nodes.into_iter().map(|stored| stored.node).collect())
    }

    /// How many have no recorded end: each may still hold what the city gave.
    pub(crate) async fn unended_in(&self, tx: &Tx, contract: &ContractId) -> Result<usize, Fault> {
        Ok(self.nodes_in(tx, contract).await?.iter().filter(|node| is_unended(node)).count())
    }

    pub(crate) async fn unended(&self, contract: &ContractId) -> Result<usize> {
        let nodes: Vec<Stored> = self.0.inner.store.read(OF_CONTRACT, bind([("contract", contract.as_str().into_value())])).await?;
        Ok(nodes.iter().filter(|stored| is_unended(&stored.node)).count())
    }

    async fn may(&self, ctx: &Ctx, id: &SubcontractId, operation: Operation) -> Result<()> {
        let stored: Stored = self.0.inner.store.get("subcontract", id.as_str()).await?;
        let department = self.0.contracts().readable(ctx, &stored.node.contract).await?.contract.department;
        ctx.actor.require_in(operation, Operation::ReadContract, &department)
    }

    async fn at(&self, tx: &Tx, policies: &InForce, id: &SubcontractId, version: u64) -> Result<(Grove, Subcontract), Fault> {
        let stored: Stored = tx.get("subcontract", id.as_str()).await?;
        if stored.node.version != version {
            return Err(Error::Conflict { current: stored.node.version }.into());
        }
        let contract: StoredContract = tx.get("contract", stored.node.contract.as_str()).await?;
        Ok((Grove::open(tx, policies, contract.contract).await?, stored.node))
    }

    /// A node as the one who asks for it leaves it, once what it refers to was looked up.
    async fn asked(&self, tx: &Tx, ctx: &Ctx, grove: &Grove, node: Subcontract, input: &SubcontractInput) -> Result<Stored, Fault> {
        grove.refuse_ring(node.parent.as_ref(), input)?;
        let unknown = || Error::Invalid(vec![FieldError::new("contractor", Message::new("subcontract.unknown_contractor"))]);
        let contractor: Contractor = tx.find("contractor", input.contractor.as_str()).await?.ok_or_else(unknown)?;
        let words = [&grove.contract.number, &grove.contract.title, &contractor.name, &contractor.name_kana, &input.work];
        Ok(Stored { node, requester: ctx.actor.id.clone(), search: words.map(|part| text::fold(part)).join(" ") })
    }
}

/// A node for the trail: what follows from it by the rules is no part of what somebody did.
fn noted(node: &Subcontract) -> Option<serde_json::Value> {
    let mut noted = snapshot(node)?;
    noted.as_object_mut()?.remove("findings");
    Some(noted)
}

fn requested(id: SubcontractId, parent: Option<SubcontractId>, contract: &Contract, input: &SubcontractInput, ctx: &Ctx, version: u64) -> Subcontract {
    let input = input.clone();
    Subcontract {
        id,
        contract: contract.id.clone(),
        parent,
        contractor: input.contractor,
        work: input.work,
        information: input.information,
        personal: input.personal,
        place: input.place,
        abroad: input.abroad,
        start: input.start,
        end: input.end,
        safety: input.safety,
        ruling: None,
        clauses: BTreeSet::new(),
        closure: None,
        findings: Vec::new(),
        requested_by: ctx.actor.name.clone(),
        updated_at: ctx.now,
        version,
    }
}

fn ruled(ctx: &Ctx, grove: &Grove, stored: &Stored, form: &RulingForm) -> Result<Subcontract> {
    open(&grove.contract)?;
    if stored.node.state() != SubcontractState::Requested {
        return Err(settled(&stored.node));
    }
    ctx.actor.may_decide_on(Some(&stored.requester))?;
    let input = form.read(stored.node.safety.as_ref(), ctx.today)?;
    if input.answer == RulingAnswer::Permit && !grove.above(stored.node.parent.as_ref()).permitted {
        return Err(Error::Refused(vec![Message::new("subcontract.above_not_permitted")]));
    }
    Ok(Subcontract { ruling: Some(input.by(&ctx.actor.name)), ..stored.node.clone() })
}

fn open(contract: &Contract) -> Result<()> {
    if contract.stage == Stage::Closed { Err(Error::Refused(vec![Message::new("subcontract.contract_closed")])) } else { Ok(()) }
}

fn is_unended(node: &Subcontract) -> bool {
    matches!(node.state(), SubcontractState::Requested | SubcontractState::Permitted)
}

fn unended(node: &Subcontract) -> Result<()> {
    if node.state() == SubcontractState::Ended { Err(settled(node)) } else { Ok(()) }
}

fn settled(node: &Subcontract) -> Error {
    Error::Refused(vec![Message::new("subcontract.already_ruled").with("state", label_param(node.state()))])
}
