//! The certificates in lists, what runs out first at the top; and those to be asked about.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::{
    Result,
    certificate::{Certificate, CertificateCourse, CertificateFilter, CertificateLane, CertificateRow, WARN_DAYS},
    label::Choice,
    page::Page,
    permission::Operation,
};
use surrealdb::types::SurrealValue;

use super::Certificates;
use crate::{
    Ctx, Names,
    listing::Listing,
    store::{bind, ids},
};

/// All of a record: what is absent would come as null where columns are named.
const COLUMNS: &str = "*, record::id(id) AS id";

/// Certificates looked at for the start page: more than a city will ever leave unattended.
const WARNED_AT_MOST: usize = 500;

impl Certificates<'_> {
    pub async fn list(&self, ctx: &Ctx, filter: &CertificateFilter) -> Result<Page<CertificateRow>> {
        ctx.reach(Operation::ReadContractor)?;
        let page: Page<Certificate> = listing(filter, ctx.today)?.page(&self.0.inner.store, COLUMNS).await?;
        let names = Names::load(self.0, page.items.iter().map(|row| row.contractor.to_string()).collect()).await?;
        Ok(page.map(|certificate| {
            let name = names.contractor(&certificate.contractor);
            CertificateRow::of(certificate, name, ctx.today)
        }))
    }

    /// Those that run out soon, or have, of contractors the city has open contracts with; what ran out first at the top.
    pub(crate) async fn warned(&self, ctx: &Ctx) -> Result<Vec<CertificateRow>> {
        #[derive(serde::Deserialize)]
        struct Counted {
            id: String,
            name: String,
            contracts: u32,
        }
        let store = &self.0.inner.store;
        let sql =
            format!("SELECT {COLUMNS}, by_expiry FROM certificate WHERE course = $course AND by_expiry < $before ORDER BY by_expiry LIMIT {WARNED_AT_MOST}");
        let before = (ctx.today + Days::new(WARN_DAYS + 1)).to_string();
        let warned: Vec<Certificate> =
            store.read(&sql, bind([("course", CertificateCourse::Running.word().into_value()), ("before", before.into_value())])).await?;
        let contractors = ids("contractor", warned.iter().map(|certificate| certificate.contractor.as_str()));
        let counted: Vec<Counted> = store.read("SELECT record::id(id) AS id, name, contracts FROM $ids", bind([("ids", contractors)])).await?;
        let busy: HashMap<String, String> = counted.into_iter().filter(|row| row.contracts > 0).map(|row| (row.id, row.name)).collect();
        Ok(warned
            .into_iter()
            .filter_map(|certificate| {
                let name = busy.get(certificate.contractor.as_str())?.clone();
                Some(CertificateRow::of(certificate, name, ctx.today))
            })
            .collect())
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &CertificateFilter, today: NaiveDate) -> Result<String> {
        let (sql, variables) = listing(filter, today)?.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

fn listing(filter: &CertificateFilter, today: NaiveDate) -> Result<Listing> {
    let mut listing = Listing::new("certificate", "by_expiry", false, filter.cursor.as_deref(), filter.limit)?;
    let (now, later) = (Some(today.to_string()), Some((today + Days::new(WARN_DAYS + 1)).to_string()));
    let (course, from, before) = match filter.lane.unwrap_or(CertificateLane::All) {
        CertificateLane::Warned => (Some(CertificateCourse::Running), None, later),
        CertificateLane::Valid => (Some(CertificateCourse::Running), later, None),
        CertificateLane::Expiring => (Some(CertificateCourse::Running), now, later),
        CertificateLane::Expired => (Some(CertificateCourse::Running), None, now),
        CertificateLane::Pending => (Some(CertificateCourse::Pending), None, None),
        CertificateLane::Ended => (Some(CertificateCourse::Ended), None, None),
        CertificateLane::All => (None, None, None),
    };
    if let Some(course) = course {
        listing.equal("course", course.word());
    }
    listing.within(from, before);
    if let Some(kind) = filter.kind {
        listing.equal("kind", kind.word());
    }
    if let Some(contractor) = &filter.contractor {
        listing.equal("contractor", contractor.as_str());
    }
    listing.search(&filter.q)?;
    Ok(listing)
}
