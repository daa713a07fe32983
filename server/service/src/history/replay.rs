//! The past of a register that is older than its history, read from the audit trail: each entry tells how a record stood after it. What stands in the
//! register now comes last, for what the trail does not tell: marks of clauses move a contract's count, and what was loaded at once has no entry.

use std::collections::HashMap;

use domain::{
    Result,
    audit::AuditEvent,
    contract::Contract,
    contractor::Contractor,
    department::Department,
    id::{ContractId, ContractorId},
    subcontract::Subcontract,
    text,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use surrealdb::types::SurrealValue;

use super::{State, stamp, state_of};
use crate::{
    Services,
    store::{Row, bind},
};

/// Entries, or records, read and written at a time.
const BATCH: usize = 500;
/// Since when a record is known of which the trail says nothing.
const BEFORE_THE_TRAIL: &str = "2019-04-01T00:00:00.000Z";

const ENTRIES: &str = "SELECT *, record::id(id) AS id FROM audit_event WHERE seq > $seq ORDER BY seq LIMIT 500";
/// Every table with the key its records are paged by.
const TABLES: [(&str, &str); 4] = [("department", "code"), ("contractor", "by_kana"), ("contract", "by_number"), ("subcontract", "by_start")];

type At = (String, State);

impl Services {
    /// Makes the history anew from the trail and from what stands in the register now.
    pub async fn rebuild_history(&self) -> Result<()> {
        let store = &self.inner.store;
        store.read::<Json>("DELETE history RETURN NONE", bind([])).await?;
        let (mut told, mut seq) = (Told::default(), 0_i64);
        loop {
            let entries: Vec<AuditEvent> = store.read(ENTRIES, bind([("seq", seq.into_value())])).await?;
            let Some(last) = entries.last() else { break };
            seq = i64::try_from(last.seq).unwrap_or(i64::MAX);
            let mut states = Vec::new();
            for entry in entries {
                told.hear(entry, &mut states)?;
            }
            self.lay_down(states).await?;
        }
        for (table, key) in TABLES {
            let mut after = String::new();
            loop {
                let sql = format!("SELECT *, record::id(id) AS id FROM {table} WHERE {key} > $after ORDER BY {key} LIMIT {BATCH}");
                let rows: Vec<Map<String, Json>> = store.read(&sql, bind([("after", after.clone().into_value())])).await?;
                let Some(last) = rows.last() else { break };
                word(last, key).clone_into(&mut after);
                let states = rows.iter().filter_map(|row| told.stands(table, row).transpose()).collect::<Result<_>>()?;
                self.lay_down(states).await?;
            }
        }
        Ok(())
    }

    /// Once in the life of a database; one that was cut off begins again.
    pub(crate) async fn begin_history(&self) -> Result<()> {
        let store = &self.inner.store;
        let begun: Vec<String> = store.read("SELECT VALUE name FROM _migration:history", bind([])).await?;
        if begun.is_empty() {
            self.rebuild_history().await?;
            store.read::<Json>("UPSERT _migration:history SET name = 'history', checksum = '' RETURN NONE", bind([])).await?;
        }
        Ok(())
    }

    async fn lay_down(&self, states: Vec<At>) -> Result<()> {
        let (store, ctx) = (&self.inner.store, self.system_ctx("history"));
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                tx.relate(states.clone());
                tx.commit(&ctx).await
            })
            .await
    }
}

/// What the trail has told so far.
#[derive(Default)]
struct Told {
    contractors: HashMap<ContractorId, String>,
    contracts: HashMap<ContractId, Contract>,
    nodes: HashMap<ContractId, Vec<Subcontract>>,
    /// When something was last told of a record.
    last: HashMap<String, String>,
}

impl Told {
    fn hear(&mut self, entry: AuditEvent, states: &mut Vec<At>) -> Result<()> {
        let (at, Some(after)) = (stamp(entry.at), entry.after) else { return Ok(()) };
        self.last.insert(entry.record.clone(), at.clone());
        match entry.record_kind.as_str() {
            "department" => states
                .extend(read::<Department>(&after).map(|department| state(&at, "department", &entry.record, &Row::of(&department))).transpose()?.flatten()),
            "contractor" => {
                let Some(contractor) = read::<Contractor>(&after) else { return Ok(()) };
                let id = contractor.id.as_str();
                let row = Row::of(&contractor)
                    .with("by_kana", format!("{} {id}", text::fold(&contractor.name_kana)))
                    .with("search", folded(&[&contractor.name, &contractor.name_kana, &contractor.address]));
                states.extend(state(&at, "contractor", id, &row)?);
                self.contractors.insert(contractor.id, contractor.name);
            }
            "contract" => {
                // An entry about a clause or a text bears the contract's key too, but is no state of it.
                if let Some(mut contract) = read::<Contract>(&after) {
                    contract.assessment.reasons.clear();
                    let id = contract.id.as_str();
                    let name = self.contractors.get(&contract.contractor).map_or("", String::as_str);
                    let row = Row::of(&contract)
                        .with("by_number", format!("{} {id}", contract.number))
                        .with("search", folded(&[&contract.number, &contract.title, &contract.summary, name]));
                    states.extend(state(&at, "contract", id, &row)?);
                    let id = contract.id.clone();
                    self.contracts.insert(id.clone(), contract);
                    for node in self.nodes.get(&id).cloned().unwrap_or_default() {
                        states.extend(self.below(&at, &node)?);
                    }
                } else if let Some(node) = read::<Subcontract>(&after) {
                    states.extend(self.below(&at, &node)?);
                    let nodes = self.nodes.entry(node.contract.clone()).or_default();
                    nodes.retain(|known| known.id != node.id);
                    nodes.push(node);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A subcontract belongs to the department, and stands under the number, of its contract.
    fn below(&mut self, at: &str, node: &Subcontract) -> Result<Option<At>> {
        let Some(contract) = self.contracts.get(&node.contract) else { return Ok(None) };
        let name = self.contractors.get(&node.contractor).map_or("", String::as_str);
        let row = Row::of(node)
            .with("department", contract.department.as_str())
            .with("contract_number", contract.number.as_str())
            .with("search", folded(&[&contract.number, &contract.title, name, &node.work]));
        self.last.insert(node.id.to_string(), at.to_owned());
        state(at, "subcontract", node.id.as_str(), &row)
    }

    /// What stands in the register now, as of when something was last told of it.
    fn stands(&self, table: &str, row: &Map<String, Json>) -> Result<Option<At>> {
        let id = word(row, "id");
        let at = self.last.get(id).map_or(BEFORE_THE_TRAIL, String::as_str);
        Ok(state_of(table, id, row)?.map(|state| (at.to_owned(), state)))
    }
}

fn state(at: &str, table: &str, key: &str, row: &Row) -> Result<Option<At>> {
    Ok(state_of(table, key, row.fields())?.map(|state| (at.to_owned(), state)))
}

fn read<T: DeserializeOwned>(after: &Json) -> Option<T> {
    serde_json::from_value(after.clone()).ok()
}

fn word<'r>(row: &'r Map<String, Json>, field: &str) -> &'r str {
    row.get(field).and_then(Json::as_str).unwrap_or_default()
}

fn folded(words: &[&str]) -> String {
    words.iter().map(|word| text::fold(word)).collect::<Vec<_>>().join(" ")
}
