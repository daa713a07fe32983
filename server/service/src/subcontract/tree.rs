//! A tree, and one of its nodes, as pages and programs read them.

use domain::{
    Result,
    contract::{Contract, Stage},
    id::{ContractId, SubcontractId},
    permission::Operation,
    subcontract::{FlowDown, Subcontract, SubcontractState, SubcontractTree, SubcontractView, ancestors, depth, depth_first},
};
use surrealdb::types::SurrealValue;

use super::{OF_CONTRACT, Stored, Subcontracts, handed_down};
use crate::{Ctx, Names, policy::InForce, store::bind};

impl Subcontracts<'_> {
    pub async fn tree(&self, ctx: &Ctx, contract: &ContractId) -> Result<SubcontractTree> {
        let contract = self.0.contracts().readable(ctx, contract).await?.contract;
        let forest = self.forest(ctx, contract).await?;
        let nodes = forest.nodes();
        let ordered = depth_first(&nodes);
        let counts = |node: &&&Subcontract| !matches!(node.state(), SubcontractState::Refused | SubcontractState::Ended);
        Ok(SubcontractTree {
            contractor_name: forest.names.contractor(&forest.contract.contractor),
            depth_stated: forest.contract.nature.subcontract_depth,
            depth_found: ordered.iter().filter(counts).map(|node| depth(&nodes, node)).max().unwrap_or(0),
            may_add: forest.may_add(),
            nodes: ordered.into_iter().filter_map(|node| forest.view(&nodes, &node.id)).collect(),
            contractor: forest.contract.contractor.clone(),
            contract: forest.contract.id,
        })
    }

    pub async fn get(&self, ctx: &Ctx, id: &SubcontractId) -> Result<SubcontractView> {
        let stored: Stored = self.0.inner.store.get("subcontract", id.as_str()).await?;
        let contract = self.0.contracts().readable(ctx, &stored.node.contract).await?.contract;
        let forest = self.forest(ctx, contract).await?;
        forest.view(&forest.nodes(), id).ok_or(domain::Error::NotFound)
    }

    async fn forest<'c>(&self, ctx: &'c Ctx, contract: Contract) -> Result<Forest<'c>> {
        let stored: Vec<Stored> = self.0.inner.store.read(OF_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let contractors = stored.iter().map(|stored| &stored.node.contractor).chain([&contract.contractor]);
        let names = Names::load(self.0, contractors.map(ToString::to_string).collect()).await?;
        Ok(Forest { ctx, contract, stored, names, policies: self.0.policies().in_force().await? })
    }
}

/// All there is to know of a tree, read once.
struct Forest<'c> {
    ctx: &'c Ctx,
    contract: Contract,
    stored: Vec<Stored>,
    names: Names,
    policies: std::sync::Arc<InForce>,
}

impl Forest<'_> {
    fn nodes(&self) -> Vec<Subcontract> {
        self.stored.iter().map(|stored| stored.node.clone()).collect()
    }

    fn may(&self, operation: Operation) -> bool {
        self.ctx.actor.can_in(operation, &self.contract.department)
    }

    fn may_add(&self) -> bool {
        self.contract.stage != Stage::Closed && self.may(Operation::WriteSubcontract)
    }

    fn view(&self, nodes: &[Subcontract], id: &SubcontractId) -> Option<SubcontractView> {
        let stored = self.stored.iter().find(|stored| stored.node.id == *id)?;
        let (node, state) = (&stored.node, stored.node.state());
        let above = ancestors(nodes, node.parent.as_ref()).first().map_or(&self.contract.contractor, |above| &above.contractor);
        let is_open = self.contract.stage != Stage::Closed;
        let flow_down = handed_down(&self.policies, &self.contract)
            .into_iter()
            .map(|clause| FlowDown { clause: clause.id.clone(), title: clause.title(self.ctx.lang).to_owned(), confirmed: node.clauses.contains(&clause.id) })
            .collect();
        Some(SubcontractView {
            state,
            depth: depth(nodes, node),
            contractor_name: self.names.contractor(&node.contractor),
            above_name: self.names.contractor(above),
            contract_number: self.contract.number.clone(),
            contract_title: self.contract.title.clone(),
            department: self.contract.department.clone(),
            department_name: self.names.department(&self.contract.department),
            flow_down,
            may_change: self.may_add() && matches!(state, SubcontractState::Requested | SubcontractState::Refused),
            may_record: state != SubcontractState::Ended && self.may(Operation::WriteSubcontract),
            may_pass_on: self.may_add() && matches!(state, SubcontractState::Requested | SubcontractState::Permitted),
            may_rule: is_open
                && state == SubcontractState::Requested
                && self.may(Operation::RuleOnSubcontract)
                && self.ctx.actor.may_decide_on(Some(&stored.requester)).is_ok(),
            subcontract: node.clone(),
        })
    }
}
