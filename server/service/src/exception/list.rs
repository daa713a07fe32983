//! The exceptions of the city in lists: those that wait, those that end soon, those in force, all.

use chrono::{Days, NaiveDate};
use domain::{
    Result,
    exception::{Exception, ExceptionFilter, ExceptionLane, ExceptionRow, due_until},
    id::DepartmentId,
    page::Page,
    permission::Operation,
};
use serde::Deserialize;

use super::Exceptions;
use crate::{
    Ctx, Names,
    contract::{Titles, scope},
    listing::Listing,
};

#[derive(Deserialize)]
struct Listed {
    #[serde(flatten)]
    exception: Exception,
    department: DepartmentId,
}

const COLUMNS: &str =
    "record::id(id) AS id, contract, clause, catalogue_version, reason, measure, until, requested_by, requested_at, decision, ended, department, version";

impl Exceptions<'_> {
    pub async fn list(&self, ctx: &Ctx, filter: &ExceptionFilter) -> Result<Page<ExceptionRow>> {
        let reach = ctx.reach(Operation::ReadContract)?;
        let mut listing = listing(filter, ctx.today)?;
        let departments = self.0.inner.directory.all(self.0).await?;
        if let Some(departments) = scope(&reach, filter.department.as_ref(), &departments) {
            listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
        }
        let store = &self.0.inner.store;
        let page: Page<Listed> = listing.page(store, COLUMNS).await?;
        let titles = Titles::load(store, page.items.iter().map(|row| &row.exception.contract).collect()).await?;
        let (names, policies) = (Names::load(self.0, Vec::new()).await?, self.0.policies().in_force().await?);
        Ok(page.map(|Listed { exception, department }| {
            let (contract_number, contract_title) = titles.of(&exception.contract);
            let clause = policies.catalogue(exception.catalogue_version).clause(&exception.clause);
            ExceptionRow {
                contract_number,
                contract_title,
                department_name: names.department(&department),
                clause_title: clause.map(|clause| clause.title(ctx.lang).to_owned()).unwrap_or_default(),
                state: exception.state_on(ctx.today),
                due: exception.is_due_on(ctx.today),
                id: exception.id,
                contract: exception.contract,
                department,
                clause: exception.clause,
                measure: exception.measure,
                until: exception.until,
                requested_by: exception.requested_by,
                version: exception.version,
            }
        }))
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &ExceptionFilter, today: NaiveDate) -> Result<String> {
        let mut listing = listing(filter, today)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

fn listing(filter: &ExceptionFilter, today: NaiveDate) -> Result<Listing> {
    let lane = filter.lane.unwrap_or(ExceptionLane::All);
    let mut listing = Listing::new("exception", "by_until", lane == ExceptionLane::All, filter.cursor.as_deref(), filter.limit)?;
    match lane {
        ExceptionLane::Requested => listing.equal("stage", "requested"),
        ExceptionLane::Due | ExceptionLane::InForce => {
            listing.equal("stage", "approved");
            let before = (lane == ExceptionLane::Due).then(|| (due_until(today) + Days::new(1)).to_string());
            listing.within(Some(today.to_string()), before);
        }
        ExceptionLane::All => {}
    }
    if let Some(contract) = &filter.contract {
        listing.equal("contract", contract.as_str());
    }
    Ok(listing)
}
