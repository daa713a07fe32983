//! Entries of a register put together from what was kept: each with the names, the tree and the findings of the day.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use domain::{
    Result,
    contract::Contract,
    contractor::Contractor,
    corporate_number::CorporateNumber,
    department::Department,
    id::{ContractId, ContractorId, DepartmentId, SubcontractId},
    register::{ContractEntry, ContractorEntry, RegisterKind, RegisterRow, SubcontractEntry},
    subcontract::{Above, RulingAnswer, Subcontract, depth, findings},
};
use futures::future::try_join_all;
use serde::{Deserialize, de::DeserializeOwned};
use surrealdb::types::{SurrealValue, Variables};

use super::Moment;
use crate::{
    Services,
    history::{Past, Version},
    memo::Memo,
    policy::InForce,
    store::bind,
};

/// A record as it was. One statement a record: with a list of keys the engine would walk the table.
pub(super) const RECORD: &str = "SELECT record, content FROM history WHERE record = $key AND since < $before_end AND until >= $before_end";
/// The subcontracts under a contract as they were.
pub(super) const TREE: &str = "SELECT record, content FROM history WHERE contract = $key AND since < $before_end AND until >= $before_end";

/// Records looked up at once.
const AT_ONCE: usize = 16;

const DEPARTMENTS: &str = "SELECT * OMIT id FROM history WHERE kind = 'department' AND by_key > '' ORDER BY by_key";

pub(super) fn keyed(moment: &Moment, key: &str) -> Variables {
    bind([("key", key.into_value()), ("before_end", moment.before.clone().into_value())])
}

/// Every state of every department there ever was, as last read: small, and asked for by every register.
pub(crate) struct Organisations(Memo<(), Vec<Version>>);

impl Organisations {
    pub fn new(shared: bool) -> Self {
        Self(Memo::new(2, shared))
    }
}

/// The organisation on a day.
pub(super) struct Organisation {
    departments: Vec<Department>,
    begins: Option<DateTime<Utc>>,
}

impl Organisation {
    pub async fn at(services: &Services, moment: &Moment) -> Result<Self> {
        let store = &services.inner.store;
        let all: Arc<Vec<Version>> = services.inner.organisations.0.get(store.generation(), (), store.read(DEPARTMENTS, bind([]))).await?;
        let then = all.iter().filter(|version| version.since < moment.before && version.until >= moment.before);
        let read = |version: &Version| Past { record: version.state.record.clone(), content: version.state.content.clone() }.read();
        // Everything else in the register belongs to a department: with the first of them it begins.
        let begins = all.iter().map(|version| version.since.as_str()).min().and_then(|since| since.parse().ok());
        Ok(Self { departments: then.map(read).collect::<Result<_>>()?, begins })
    }

    /// By code.
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    pub const fn begins(&self) -> Option<DateTime<Utc>> {
        self.begins
    }

    fn name(&self, id: &DepartmentId) -> String {
        self.departments.iter().find(|department| department.id == *id).map(|department| department.name.clone()).unwrap_or_default()
    }
}

#[derive(Clone, Default, Deserialize)]
struct Party {
    name: String,
    corporate_number: Option<CorporateNumber>,
}

/// Puts entries together, some at a time; names once looked up stay.
pub(super) struct Reader<'a> {
    services: &'a Services,
    moment: &'a Moment,
    organisation: &'a Organisation,
    policies: Arc<InForce>,
    parties: HashMap<ContractorId, Party>,
}

impl<'a> Reader<'a> {
    pub async fn new(services: &'a Services, moment: &'a Moment, organisation: &'a Organisation) -> Result<Self> {
        Ok(Self { services, moment, organisation, policies: services.policies().in_force().await?, parties: HashMap::new() })
    }

    pub async fn rows(&mut self, kind: RegisterKind, kept: Vec<Past>) -> Result<Vec<RegisterRow>> {
        Ok(match kind {
            RegisterKind::Contractors => read_all(kept)?.into_iter().map(|row| RegisterRow::Contractor(contractor(row))).collect(),
            RegisterKind::Contracts => {
                let contracts: Vec<Contract> = read_all(kept)?;
                self.meet(contracts.iter().map(|contract| &contract.contractor)).await?;
                contracts.into_iter().map(|row| RegisterRow::Contract(self.contract(row))).collect()
            }
            RegisterKind::Subcontracts => self.subcontracts(read_all(kept)?).await?,
        })
    }

    async fn look_up<T: DeserializeOwned>(&self, sql: &str, keys: BTreeSet<String>) -> Result<Vec<T>> {
        let (store, keys) = (&self.services.inner.store, Vec::from_iter(keys));
        let mut kept = Vec::new();
        for some in keys.chunks(AT_ONCE) {
            let found: Vec<Vec<Past>> = try_join_all(some.iter().map(|key| store.read(sql, keyed(self.moment, key)))).await?;
            kept.extend(found.into_iter().flatten());
        }
        read_all(kept)
    }

    /// Looks up those contractors that were not met yet.
    async fn meet<'i>(&mut self, contractors: impl Iterator<Item = &'i ContractorId>) -> Result<()> {
        let new = contractors.filter(|id| !self.parties.contains_key(*id)).map(ToString::to_string).collect();
        for met in self.look_up::<Contractor>(RECORD, new).await? {
            self.parties.insert(met.id, Party { name: met.name, corporate_number: met.corporate_number });
        }
        Ok(())
    }

    fn party(&self, id: &ContractorId) -> Party {
        self.parties.get(id).cloned().unwrap_or_default()
    }

    fn contract(&self, row: Contract) -> ContractEntry {
        let party = self.party(&row.contractor);
        ContractEntry {
            state: row.state_on(self.moment.day),
            department_name: self.organisation.name(&row.department),
            contractor_name: party.name,
            corporate_number: party.corporate_number,
            contract: row.id,
            number: row.number,
            title: row.title,
            department: row.department,
            contractor: row.contractor,
            kind: row.nature.kind,
            start: row.start,
            end: row.end,
            amount: row.amount,
            confidentiality: row.nature.confidentiality,
            personal: row.nature.personal,
            records: row.nature.records,
            tier: row.assessment.tier,
            coverage: row.coverage,
            city_lead: row.city_lead,
            contractor_lead: row.contractor_lead,
            selection: row.selection,
            version: row.version,
        }
    }

    async fn subcontracts(&mut self, rows: Vec<Subcontract>) -> Result<Vec<RegisterRow>> {
        let keys: BTreeSet<String> = rows.iter().map(|row| row.contract.to_string()).collect();
        let contracts: Vec<Contract> = self.look_up(RECORD, keys.clone()).await?;
        let contracts: HashMap<ContractId, Contract> = contracts.into_iter().map(|contract| (contract.id.clone(), contract)).collect();
        let mut trees: BTreeMap<ContractId, Vec<Subcontract>> = BTreeMap::new();
        for node in self.look_up::<Subcontract>(TREE, keys).await? {
            trees.entry(node.contract.clone()).or_default().push(node);
        }
        let nodes = trees.values().flatten().map(|node| &node.contractor);
        self.meet(nodes.chain(contracts.values().map(|contract| &contract.contractor))).await?;
        let entry = |row| Some(RegisterRow::Subcontract(self.subcontract(row, &contracts, &trees)?));
        Ok(rows.into_iter().filter_map(entry).collect())
    }

    fn subcontract(
        &self,
        row: Subcontract,
        contracts: &HashMap<ContractId, Contract>,
        trees: &BTreeMap<ContractId, Vec<Subcontract>>,
    ) -> Option<SubcontractEntry> {
        let (contract, tree) = (contracts.get(&row.contract)?, trees.get(&row.contract)?);
        let parent = row.parent.as_ref().and_then(|id: &SubcontractId| tree.iter().find(|node| node.id == *id));
        let above = parent.map_or(Above { until: contract.end, permitted: true }, Above::from);
        let required: Vec<&str> = crate::subcontract::handed_down(&self.policies, contract).into_iter().map(|clause| clause.id.as_str()).collect();
        let found = findings(&row, above, &required);
        let party = self.party(&row.contractor);
        let permitted = row.ruling.as_ref().filter(|ruling| ruling.answer == RulingAnswer::Permit);
        Some(SubcontractEntry {
            depth: depth(tree, &row),
            state: row.state(),
            above_name: self.party(parent.map_or(&contract.contractor, |parent| &parent.contractor)).name,
            contract_number: contract.number.clone(),
            contract_title: contract.title.clone(),
            department: contract.department.clone(),
            department_name: self.organisation.name(&contract.department),
            contractor_name: party.name,
            corporate_number: party.corporate_number,
            safety_on: row.safety.as_ref().map(|safety| safety.on),
            permitted_on: permitted.map(|ruling| ruling.on),
            ended_on: row.closure.as_ref().map(|closure| closure.on),
            findings: found.into_iter().filter(|finding| finding.from <= self.moment.day).map(|finding| finding.kind).collect(),
            subcontract: row.id,
            contract: row.contract,
            contractor: row.contractor,
            work: row.work,
            personal: row.personal,
            place: row.place,
            abroad: row.abroad,
            start: row.start,
            end: row.end,
            version: row.version,
        })
    }
}

fn contractor(row: Contractor) -> ContractorEntry {
    ContractorEntry {
        contractor: row.id,
        name: row.name,
        name_kana: row.name_kana,
        corporate_number: row.corporate_number,
        kind: row.kind,
        postal_code: row.postal_code,
        address: row.address,
        representative: row.representative,
        security_lead: row.security_lead,
        phone: row.phone,
        email: row.email,
        version: row.version,
    }
}

fn read_all<T: DeserializeOwned>(kept: Vec<Past>) -> Result<Vec<T>> {
    kept.into_iter().map(Past::read).collect()
}
