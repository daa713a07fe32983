//! What other nouns show of the contract they belong to, and how they follow it.

use std::collections::HashMap;

use domain::{Result, contract::Contract, id::ContractId};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

use crate::store::{Fault, Store, Tx, bind, ids};

/// Numbers and titles of contracts, for lists that show them.
pub(crate) struct Titles(HashMap<String, (String, String)>);

impl Titles {
    pub async fn load(store: &Store, contracts: Vec<&ContractId>) -> Result<Self> {
        #[derive(Deserialize)]
        struct Named {
            id: String,
            number: String,
            title: String,
        }
        let keys = ids("contract", contracts.into_iter().map(ContractId::as_str));
        let rows: Vec<Named> = store.read("SELECT record::id(id) AS id, number, title FROM $ids", bind([("ids", keys)])).await?;
        Ok(Self(rows.into_iter().map(|row| (row.id, (row.number, row.title))).collect()))
    }

    /// Number and title; blank for a contract that is not there.
    pub fn of(&self, contract: &ContractId) -> (String, String) {
        self.0.get(contract.as_str()).cloned().unwrap_or_default()
    }
}

/// What carries the department of its contract moves to another with it: records of `table`, one of our own literals.
pub(crate) async fn bring_along(tx: &Tx, table: &'static str, contract: &Contract) -> Result<(), Fault> {
    let variables = bind([("contract", contract.id.as_str().into_value()), ("department", contract.department.as_str().into_value())]);
    let sql = format!("UPDATE {table} SET department = $department WHERE contract = $contract AND department != $department RETURN NONE");
    tx.query::<serde_json::Value>(&sql, variables).await.map(|_| ())
}
