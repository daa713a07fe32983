//! What the form of a contract chooses from.

use std::collections::BTreeMap;

use domain::{
    contractor::{Contractor, ContractorFilter, ContractorRow, ContractorView},
    department::Department,
    id::ContractorId,
    selection::SelectionRow,
};
use serde::{Deserialize, Serialize};

use super::selection::offered;
use crate::{
    flash::use_flash,
    rpc::{
        Fault,
        contractor::{get_contractor, list_contractors},
        department::list_departments,
    },
};

/// The departments, and the contractors the picker holds before anything is searched.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sources {
    pub departments: Vec<Department>,
    pub contractors: Vec<ContractorRow>,
    /// Of the contractor chosen: what the contract can rest on.
    pub selections: Vec<SelectionRow>,
}

impl Sources {
    /// `chosen` is in the picker whatever page of the list it stands on. Who sees no selections does not ask for them.
    pub async fn fetch(chosen: Option<ContractorId>, sees_selections: bool) -> Result<Self, Fault> {
        let departments = list_departments().await?;
        let selections = match chosen.clone().filter(|_| sees_selections) {
            // The rest of the form can be filled in without them.
            Some(contractor) => offered(contractor).await.unwrap_or_default(),
            None => Vec::new(),
        };
        let mut contractors = list_contractors(ContractorFilter::default()).await?.items;
        if let Some(chosen) = chosen
            && contractors.iter().all(|row| row.id != chosen)
            // One that is gone is no reason to have no form.
            && let Ok(view) = get_contractor(chosen).await
        {
            contractors.insert(0, row_of(view));
        }
        Ok(Self { departments, contractors, selections })
    }

    /// Names by ids, for a conflict.
    pub fn names(&self) -> BTreeMap<String, String> {
        let departments = self.departments.iter().map(|department| (department.id.to_string(), department.name.clone()));
        departments.chain(self.contractors.iter().map(|row| (row.id.to_string(), row.name.clone()))).collect()
    }
}

fn row_of(view: ContractorView) -> ContractorRow {
    let Contractor { id, kind, corporate_number, name, name_kana, address, version, .. } = view.contractor;
    ContractorRow { id, kind, corporate_number, name, name_kana, address, contracts: view.contracts, overdue: view.overdue, version }
}

/// The contractor chosen in a form that came back.
pub fn typed_contractor() -> Option<ContractorId> {
    let fields = use_flash()?.fields;
    // A version of a contract holds the contract's form.
    fields.get("form[contractor]").or_else(|| fields.get("form[terms][contractor]"))?.parse().ok()
}
