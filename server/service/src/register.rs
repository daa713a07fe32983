//! 台帳 as of a day: what the register of contracts, subcontracts or contractors said at the end of it, with the names of that day.

mod export;
mod past;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Error, Result,
    department::Department,
    id::DepartmentId,
    message::Message,
    permission::{Operation, Reach},
    register::{Register, RegisterDepartment, RegisterFilter, RegisterKind},
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

pub use export::RegisterFile;
pub(crate) use export::Turns;
pub(crate) use past::Organisations;

use self::past::{Organisation, Reader};
use crate::{Ctx, Services, contract::scope, history, listing::Listing};

pub struct Registers<'a>(pub(crate) &'a Services);

const COLUMNS: &str = "record, content";

/// When the register is looked at.
#[derive(Clone)]
struct Moment {
    day: NaiveDate,
    /// What was written from here on is not seen.
    before: String,
    past: bool,
}

/// What is asked for, held against what the asker may see.
struct Asked {
    moment: Moment,
    organisation: Organisation,
    listing: Listing,
    reach: Option<BTreeSet<DepartmentId>>,
}

impl Registers<'_> {
    /// A page of a register as of a day.
    ///
    /// # Errors
    /// Forbidden to whoever may not read the records; [`Error::Invalid`] on `day` for one that is yet to come, and on `department` for contractors.
    pub async fn page(&self, ctx: &Ctx, kind: RegisterKind, filter: &RegisterFilter) -> Result<Register> {
        let asked = self.asked(ctx, kind, filter, None).await?;
        let page = asked.listing.page::<history::Past>(&self.0.inner.store, COLUMNS).await?;
        let (next, total) = (page.next, page.total);
        let mut reader = Reader::new(self.0, &asked.moment, &asked.organisation).await?;
        let items = reader.rows(kind, page.items).await?;
        Ok(Register {
            kind,
            day: asked.moment.day,
            past: asked.moment.past,
            begins: asked.organisation.begins().map(|instant| self.civil(instant)),
            departments: if kind == RegisterKind::Contractors { Vec::new() } else { told(&asked.organisation, asked.reach.as_ref()) },
            items,
            next,
            total,
        })
    }

    /// `frozen` says until when to look where the day is today: a file is to be of one moment, a page is to show what was just written.
    async fn asked(&self, ctx: &Ctx, kind: RegisterKind, filter: &RegisterFilter, frozen: Option<DateTime<Utc>>) -> Result<Asked> {
        let reach = ctx.reach(operation(kind))?;
        let moment = self.moment(ctx, filter.day, frozen)?;
        if kind == RegisterKind::Contractors && filter.department.is_some() {
            return Err(Error::invalid("department", Message::new("register.department_of_none")));
        }
        let organisation = Organisation::at(self.0, &moment).await?;
        let mut listing = listing(kind, filter, &moment)?;
        let departments = match kind {
            RegisterKind::Contractors => None,
            RegisterKind::Contracts | RegisterKind::Subcontracts => scope(&reach, filter.department.as_ref(), organisation.departments()),
        };
        if let Some(departments) = departments {
            listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
        }
        let reach = match reach {
            Reach::City => None,
            Reach::Departments(own) => Some(own),
        };
        Ok(Asked { moment, organisation, listing, reach })
    }

    fn moment(&self, ctx: &Ctx, day: Option<NaiveDate>, frozen: Option<DateTime<Utc>>) -> Result<Moment> {
        let day = day.unwrap_or(ctx.today);
        if day > ctx.today {
            return Err(Error::invalid("day", Message::new("register.future").with("today", ctx.today)));
        }
        let past = day < ctx.today;
        let before = match frozen {
            _ if past => history::stamp(history::end_of(day, self.0.inner.config.time_zone)),
            Some(instant) => history::stamp(instant),
            // The clocks of two servers may differ: whatever is there is of today.
            None => history::OPEN.to_owned(),
        };
        Ok(Moment { day, before, past })
    }

    fn civil(&self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.0.inner.config.time_zone).date_naive()
    }

    /// The statement behind a register, for EXPLAIN.
    pub async fn explain(&self, ctx: &Ctx, kind: RegisterKind, filter: &RegisterFilter) -> Result<String> {
        let moment = self.moment(ctx, filter.day, None)?;
        let mut listing = listing(kind, filter, &moment)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }

    /// The statements by which the names and the trees of a day are looked up, for EXPLAIN.
    pub async fn explain_lookups(&self, ctx: &Ctx, day: NaiveDate) -> Result<Vec<String>> {
        let moment = self.moment(ctx, Some(day), None)?;
        let mut plans = Vec::new();
        for sql in [past::RECORD, past::TREE] {
            plans.push(self.0.inner.store.explain(sql, past::keyed(&moment, "a")).await?);
        }
        Ok(plans)
    }
}

/// Whoever may see the records of today may see those of a past day.
const fn operation(kind: RegisterKind) -> Operation {
    match kind {
        RegisterKind::Contracts | RegisterKind::Subcontracts => Operation::ReadContract,
        RegisterKind::Contractors => Operation::ReadContractor,
    }
}

const fn table(kind: RegisterKind) -> &'static str {
    match kind {
        RegisterKind::Contracts => "contract",
        RegisterKind::Subcontracts => "subcontract",
        RegisterKind::Contractors => "contractor",
    }
}

fn listing(kind: RegisterKind, filter: &RegisterFilter, moment: &Moment) -> Result<Listing> {
    let mut listing = Listing::new("history", "by_key", false, filter.cursor.as_deref(), filter.limit)?;
    listing.equal("kind", table(kind));
    listing.when("since < $before_end AND until >= $before_end");
    listing.bind("before_end", moment.before.clone().into_value());
    listing.search(&filter.q)?;
    Ok(listing)
}

/// The departments of the day to filter by, as far as the asker's own reach.
fn told(organisation: &Organisation, reach: Option<&BTreeSet<DepartmentId>>) -> Vec<RegisterDepartment> {
    let seen = |department: &&Department| reach.is_none_or(|own| own.contains(&department.id));
    let told = |department: &Department| RegisterDepartment { id: department.id.clone(), code: department.code.clone(), name: department.name.clone() };
    organisation.departments().iter().filter(seen).map(told).collect()
}

#[derive(Deserialize)]
struct CityName {
    name: String,
}
