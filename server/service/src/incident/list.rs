//! The incidents of the city in a list, the latest first.

use domain::{
    Result,
    incident::{Incident, IncidentFilter, IncidentLane, IncidentRow},
    page::Page,
    permission::Operation,
};

use super::Incidents;
use crate::{Ctx, Names, listing::Listing};

const COLUMNS: &str = "*, record::id(id) AS id";

impl Incidents<'_> {
    pub async fn list(&self, ctx: &Ctx, filter: &IncidentFilter) -> Result<Page<IncidentRow>> {
        ctx.reach(Operation::ReadIncident)?;
        let page: Page<Incident> = listing(filter)?.page(&self.0.inner.store, COLUMNS).await?;
        let names = Names::load(self.0, page.items.iter().map(|incident| incident.contractor.to_string()).collect()).await?;
        Ok(page.map(|incident| IncidentRow {
            contractor_name: names.contractor(&incident.contractor),
            closed: incident.closed.is_some(),
            id: incident.id,
            contractor: incident.contractor,
            kind: incident.kind,
            title: incident.title,
            personal: incident.personal,
            learned_on: incident.learned_on,
            checks: incident.checks,
            version: incident.version,
        }))
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &IncidentFilter) -> Result<String> {
        let (sql, variables) = listing(filter)?.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

fn listing(filter: &IncidentFilter) -> Result<Listing> {
    let mut listing = Listing::new("incident", "by_day", true, filter.cursor.as_deref(), filter.limit)?;
    match filter.lane.unwrap_or(IncidentLane::Open) {
        IncidentLane::Open => listing.equal("lane", "open"),
        IncidentLane::Closed => listing.equal("lane", "closed"),
        IncidentLane::All => {}
    }
    if let Some(contractor) = &filter.contractor {
        listing.equal("contractor", contractor.as_str());
    }
    Ok(listing)
}
