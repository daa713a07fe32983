//! The findings of the city in lists: those to be acted on, those whose answer is late, those that wait for somebody, all.

use chrono::NaiveDate;
use domain::{
    Result,
    finding::{Finding, FindingFilter, FindingGroup, FindingLane, FindingRow, FindingState, grouped},
    id::ContractorId,
    label::Choice,
    page::Page,
    permission::{Operation, Reach},
};
use surrealdb::types::SurrealValue;

use super::Findings;
use crate::{
    Ctx, Names,
    contract::{Titles, scope},
    listing::Listing,
    store::bind,
};

const COLUMNS: &str = "*, record::id(id) AS id";

/// Findings of one contractor that are read at once: more than any has, few enough to be shown.
const MOST: usize = 300;

impl Findings<'_> {
    pub async fn list(&self, ctx: &Ctx, filter: &FindingFilter) -> Result<Page<FindingRow>> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let mut listing = listing(filter, ctx.today)?;
        let departments = self.0.inner.directory.all(self.0).await?;
        if let Some(departments) = scope(&reach, filter.department.as_ref(), &departments) {
            listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
        }
        let Page { items, next, total } = listing.page::<Finding>(&self.0.inner.store, COLUMNS).await?;
        Ok(Page { items: self.rows(ctx, items).await?, next, total })
    }

    /// What was found at one contractor, by clause, across all contracts within reach; the latest first.
    pub async fn of_contractor(&self, ctx: &Ctx, contractor: &ContractorId) -> Result<Vec<FindingGroup>> {
        let Ok(reach) = ctx.reach(Operation::ReadVerification) else { return Ok(Vec::new()) };
        let found = self.at(contractor, &reach).await?;
        Ok(grouped(self.rows(ctx, found).await?))
    }

    /// The same clause at the same contractor, elsewhere.
    pub(super) async fn repeated(&self, ctx: &Ctx, finding: &Finding) -> Result<Vec<FindingRow>> {
        if finding.clause.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.at(&finding.contractor, &ctx.reach(Operation::ReadVerification)?).await?;
        found.retain(|other| other.clause == finding.clause && other.id != finding.id);
        self.rows(ctx, found).await
    }

    async fn at(&self, contractor: &ContractorId, reach: &Reach) -> Result<Vec<Finding>> {
        let sql = format!("SELECT *, record::id(id) AS id FROM finding WHERE contractor = $contractor AND by_day > '' ORDER BY by_day DESC LIMIT {MOST}");
        let mut found: Vec<Finding> = self.0.inner.store.read(&sql, bind([("contractor", contractor.as_str().into_value())])).await?;
        found.retain(|finding| reach.covers(&finding.department));
        Ok(found)
    }

    /// Findings as lists show them.
    async fn rows(&self, ctx: &Ctx, findings: Vec<Finding>) -> Result<Vec<FindingRow>> {
        let titles = Titles::load(&self.0.inner.store, findings.iter().map(|finding| &finding.contract).collect()).await?;
        let names = Names::load(self.0, findings.iter().map(|finding| finding.contractor.to_string()).collect()).await?;
        let policies = self.0.policies().in_force().await?;
        let row = |finding: Finding| {
            let (contract_number, contract_title) = titles.of(&finding.contract);
            let clause = policies.catalogue(finding.catalogue_version).clause(&finding.clause);
            let due = finding.due();
            FindingRow {
                contract_number,
                contract_title,
                contractor_name: names.contractor(&finding.contractor),
                department_name: names.department(&finding.department),
                clause_title: clause.map(|clause| clause.title(ctx.lang).to_owned()).unwrap_or_default(),
                state: finding.state(),
                step: finding.measures.last().map(|measure| measure.step),
                due,
                days_late: due.map_or(0, |due| policies.calendar.days_late(due, ctx.today)),
                id: finding.id,
                contract: finding.contract,
                contractor: finding.contractor,
                department: finding.department,
                clause: finding.clause,
                severity: finding.severity,
                fact: finding.fact,
                found_on: finding.found_on,
                version: finding.version,
            }
        };
        Ok(findings.into_iter().map(row).collect())
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &FindingFilter, today: NaiveDate) -> Result<String> {
        let mut listing = listing(filter, today)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

fn listing(filter: &FindingFilter, today: NaiveDate) -> Result<Listing> {
    let lane = filter.lane.unwrap_or(FindingLane::Open);
    let newest_first = matches!(lane, FindingLane::Closed | FindingLane::All);
    let mut listing = Listing::new("finding", "by_day", newest_first, filter.cursor.as_deref(), filter.limit)?;
    match lane {
        FindingLane::Open => listing.equal("lane", "open"),
        FindingLane::Closed => listing.equal("lane", "closed"),
        FindingLane::Unaddressed => listing.equal("state", FindingState::Unaddressed.word()),
        FindingLane::Ineffective => listing.equal("state", FindingState::Ineffective.word()),
        FindingLane::Reported => listing.equal("state", FindingState::Reported.word()),
        FindingLane::Proposed => listing.equal("state", FindingState::Proposed.word()),
        FindingLane::Overdue => {
            listing.equal("state", FindingState::Requested.word());
            listing.within(None, Some(today.to_string()));
        }
        FindingLane::All => {}
    }
    if let Some(severity) = filter.severity {
        listing.equal("severity", severity.word());
    }
    for (field, value) in [
        ("contractor", filter.contractor.as_ref().map(ToString::to_string)),
        ("contract", filter.contract.as_ref().map(ToString::to_string)),
        ("verification", filter.verification.as_ref().map(ToString::to_string)),
    ] {
        if let Some(value) = value {
            listing.equal(field, value);
        }
    }
    Ok(listing)
}
