//! The subcontracts of the city in lists: those with findings, those awaiting permission, all.

use chrono::{Days, NaiveDate};
use domain::{
    Result,
    contract::PersonalInformation,
    id::{ContractId, ContractorId, DepartmentId, SubcontractId},
    label::Choice,
    page::Page,
    permission::Operation,
    risk::Tier,
    subcontract::{Finding, SubcontractFilter, SubcontractLane, SubcontractRow, SubcontractState},
};
use serde::Deserialize;

use super::Subcontracts;
use crate::{Ctx, Names, contract::scope, listing::Listing};

#[derive(Deserialize)]
struct Listed {
    id: SubcontractId,
    contract: ContractId,
    contract_number: String,
    contract_title: String,
    contractor: ContractorId,
    department: DepartmentId,
    work: String,
    personal: PersonalInformation,
    tier: Tier,
    start: NaiveDate,
    end: NaiveDate,
    state: SubcontractState,
    findings: Vec<Finding>,
    version: u64,
}

const COLUMNS: &str =
    "record::id(id) AS id, contract, contract_number, contract_title, contractor, department, work, personal, tier, start, end, state, findings, version";

impl Subcontracts<'_> {
    pub async fn list(&self, ctx: &Ctx, filter: &SubcontractFilter) -> Result<Page<SubcontractRow>> {
        let reach = ctx.reach(Operation::ReadContract)?;
        let mut listing = listing(filter, ctx.today)?;
        let departments = self.0.inner.directory.all(self.0).await?;
        if let Some(departments) = scope(&reach, filter.department.as_ref(), &departments) {
            listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
        }
        let page: Page<Listed> = listing.page(&self.0.inner.store, COLUMNS).await?;
        let names = Names::load(self.0, page.items.iter().map(|row| row.contractor.to_string()).collect()).await?;
        Ok(page.map(|row| SubcontractRow {
            contractor_name: names.contractor(&row.contractor),
            department_name: names.department(&row.department),
            findings: row.findings.into_iter().filter(|finding| finding.from <= ctx.today).collect(),
            id: row.id,
            contract: row.contract,
            contract_number: row.contract_number,
            contract_title: row.contract_title,
            contractor: row.contractor,
            department: row.department,
            work: row.work,
            personal: row.personal,
            tier: row.tier,
            start: row.start,
            end: row.end,
            state: row.state,
            version: row.version,
        }))
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &SubcontractFilter, today: NaiveDate) -> Result<String> {
        let mut listing = listing(filter, today)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

fn listing(filter: &SubcontractFilter, today: NaiveDate) -> Result<Listing> {
    let lane = filter.lane.unwrap_or(SubcontractLane::All);
    let (key, desc) = match lane {
        SubcontractLane::Findings => ("by_finding", false),
        SubcontractLane::Requested => ("by_start", false),
        SubcontractLane::All => ("by_start", true),
    };
    let mut listing = Listing::new("subcontract", key, desc, filter.cursor.as_deref(), filter.limit)?;
    match lane {
        SubcontractLane::Findings => listing.within(None, Some((today + Days::new(1)).to_string())),
        SubcontractLane::Requested => listing.equal("state", SubcontractState::Requested.word()),
        SubcontractLane::All => {}
    }
    if let Some(contractor) = &filter.contractor {
        listing.equal("contractor", contractor.as_str());
    }
    listing.search(&filter.q)?;
    Ok(listing)
}
