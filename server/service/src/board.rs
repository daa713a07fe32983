//! The board: lists of checks by lane, and the sums behind the pictures.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    sync::Arc,
};

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    Error, Result,
    board::{BoardFilter, BoardRow, BoardSort, Heat, HeatCell, HeatRow, Lane, Standing},
    contract::{ContractFilter, ContractRow},
    date::{self, Month},
    department::Department,
    id::{self, ContractId, ContractorId, DepartmentId, VerificationId},
    label::Choice,
    message::Message,
    page::{self, Page},
    permission::{Operation, Reach},
    risk::Tier,
    verification::{VerificationKind, VerificationState},
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Names,
    contract::{Titles, scope},
    listing::{self, Listing},
    memo::{Memo, Written},
    store::bind,
    verification::Verifications,
};

/// Lists lately answered.
pub(crate) struct Lists {
    pub contracts: Memo<(NaiveDate, Reach, ContractFilter), Written<Page<ContractRow>>>,
    board: Memo<(NaiveDate, Reach, BoardFilter), Written<Page<BoardRow>>>,
    standings: Memo<(NaiveDate, &'static str), Vec<Standing>>,
    heat: Memo<(NaiveDate, Reach, i32), Heat>,
    pub figures: Memo<(NaiveDate, Reach, Reach), domain::board::Figures>,
}

/// Bytes of pages kept of each list: some 500 of them.
const KEPT: u64 = 64 << 20;

impl Lists {
    pub fn new(shared: bool) -> Self {
        Self {
            contracts: Memo::within(KEPT, shared, Written::size),
            board: Memo::within(KEPT, shared, Written::size),
            standings: Memo::new(8, shared),
            heat: Memo::new(200, shared),
            figures: Memo::new(500, shared),
        }
    }
}

/// Fiscal years a picture is drawn of.
pub(crate) const YEARS: RangeInclusive<i32> = 2000..=2100;

/// A check is `soon` within this many days.
pub(crate) const SOON_DAYS: u64 = 30;

const COLUMNS: &str = "record::id(id) AS id, contract, contractor, department, kind, state, tier, due, version";

#[derive(Deserialize)]
struct Listed {
    id: VerificationId,
    contract: ContractId,
    contractor: ContractorId,
    department: DepartmentId,
    kind: VerificationKind,
    state: VerificationState,
    tier: Tier,
    due: NaiveDate,
    version: u64,
}

/// Counts of one scope and month; see the migration.
#[derive(Clone, Deserialize)]
pub(crate) struct Tally {
    pub key: String,
    pub month: Month,
    pub days: Vec<u32>,
    pub open: u32,
    pub submitted: u32,
    pub done: u32,
}

impl Tally {
    /// Open checks due before a day.
    pub fn open_before(&self, day: NaiveDate) -> u32 {
        let month = Month::of(day);
        match self.month.cmp(&month) {
            std::cmp::Ordering::Less => self.open,
            std::cmp::Ordering::Equal => self.days.iter().take(day.day0() as usize).sum(),
            std::cmp::Ordering::Greater => 0,
        }
    }

    /// The first day with an open check.
    fn oldest(&self) -> Option<NaiveDate> {
        let day = self.days.iter().position(|open| *open > 0)?;
        Some(self.month.first() + Days::new(day as u64))
    }
}

impl Verifications<'_> {
    /// The checks of a lane within reach.
    pub async fn board(&self, ctx: &Ctx, filter: &BoardFilter) -> Result<Arc<Written<Page<BoardRow>>>> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let key = (ctx.today, reach.clone(), filter.clone());
        self.0.inner.lists.board.get(self.0.inner.store.generation(), key, Box::pin(self.load(ctx, &reach, filter))).await
    }

    async fn load(&self, ctx: &Ctx, reach: &Reach, filter: &BoardFilter) -> Result<Written<Page<BoardRow>>> {
        let departments = self.0.inner.directory.all(self.0).await?;
        let mut scope = scope(reach, filter.department.as_ref(), &departments);
        if let (Some(scope), Some(only), true) = (&mut scope, &filter.department, filter.exact) {
            scope.retain(|department| department == only);
        }
        let store = &self.0.inner.store;
        let lane = filter.lane.unwrap_or(Lane::Overdue);
        if filter.sort.is_some_and(|sort| !sort.serves(lane)) {
            return Err(Error::invalid("sort", Message::new("board.sort_not_here")));
        }
        let page: Page<Listed> = match (filter.sort.unwrap_or(BoardSort::Urgency), scope) {
            (BoardSort::Urgency, scope) => {
                let mut listing = listing(filter, ctx.today)?;
                if let Some(departments) = scope {
                    listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
                }
                listing.page(store, COLUMNS).await?
            }
            (BoardSort::Department, scope) => {
                let groups = departments
                    .iter()
                    .map(|department| department.id.to_string())
                    .filter(|id| scope.as_ref().is_none_or(|scope| scope.iter().any(|own| own.as_str() == id)));
                self.grouped(ctx, filter, "department", groups.collect(), None).await?
            }
            (BoardSort::Contractor, scope) => {
                let groups = self.contractors_in(ctx, lane).await?;
                self.grouped(ctx, filter, "contractor", groups, scope.map(|scope| scope.into_iter().map(|id| id.to_string()).collect())).await?
            }
        };
        Written::new(self.fill(ctx, page).await?)
    }

    /// A list in groups, read group by group until the page is full; the cursor names the group and the key within it.
    async fn grouped(
        &self,
        ctx: &Ctx,
        filter: &BoardFilter,
        field: &'static str,
        groups: Vec<String>,
        departments: Option<Vec<String>>,
    ) -> Result<Page<Listed>> {
        let limit = page::limit(filter.limit);
        let cursor = filter.cursor.as_deref().filter(|cursor| !cursor.is_empty()).map(listing::decode).transpose()?;
        let (mut after, mut within) = match &cursor {
            None => (None, None),
            Some(cursor) => {
                let (group, key) = cursor.split_once('|').filter(|(group, _)| id::is_valid(group)).ok_or_else(listing::bad_cursor)?;
                (Some(group.to_owned()), Some(listing::encode(key)))
            }
        };
        let mut page = Page { items: Vec::new(), next: None, total: 0 };
        let open = BoardFilter { cursor: None, sort: None, ..filter.clone() };
        for group in groups {
            if let Some(wanted) = &after {
                if *wanted != group {
                    continue;
                }
                after = None;
            }
            let mut part = listing(&BoardFilter { cursor: within.take(), limit: Some(limit - page.items.len()), ..open.clone() }, ctx.today)?;
            part.equal(field, group.clone());
            if let Some(departments) = &departments {
                part.when("department IN $departments");
                part.bind("departments", departments.clone().into_value());
            }
            let rows: Page<Listed> = part.page(&self.0.inner.store, COLUMNS).await?;
            page.items.extend(rows.items);
            if let Some(key) = rows.next {
                page.next = Some(listing::encode(&format!("{group}|{}", listing::decode(&key)?)));
                break;
            }
            if page.items.len() == limit {
                page.next = Some(listing::encode(&format!("{group}|{}", listing::LAST)));
                break;
            }
        }
        page.total = self.total(ctx, &open).await?;
        Ok(page)
    }

    /// Contractors with a check in a lane: those with something late or imminent first, the worst at the top.
    async fn contractors_in(&self, ctx: &Ctx, lane: Lane) -> Result<Vec<String>> {
        let mut groups: Vec<String> = self.standings_of(ctx, "contractor").await?.iter().map(|standing| standing.id.clone()).collect();
        if lane != Lane::Overdue {
            let (sql, month) = if lane == Lane::Submitted {
                ("SELECT VALUE contractor FROM verification WHERE lane = 'submitted' GROUP BY contractor", String::new())
            } else {
                ("SELECT VALUE key FROM tally WHERE scope = 'contractor' AND live = true AND month >= $month GROUP BY key", Month::of(ctx.today).to_string())
            };
            let more: Vec<String> = self.0.inner.store.read(sql, bind([("month", month.into_value())])).await?;
            let known: BTreeSet<String> = groups.iter().cloned().collect();
            groups.extend(more.into_iter().filter(|id| !known.contains(id)));
        }
        Ok(groups)
    }

    async fn total(&self, ctx: &Ctx, filter: &BoardFilter) -> Result<usize> {
        let narrow = BoardFilter { limit: Some(1), ..filter.clone() };
        Ok(Box::pin(self.board(ctx, &narrow)).await?.total)
    }

    async fn fill(&self, ctx: &Ctx, page: Page<Listed>) -> Result<Page<BoardRow>> {
        let titles = Titles::load(&self.0.inner.store, page.items.iter().map(|row| &row.contract).collect()).await?;
        let names = Names::load(self.0, page.items.iter().map(|row| row.contractor.to_string()).collect()).await?;
        let policies = self.0.policies().in_force().await?;
        Ok(page.map(|row| {
            let (contract_number, contract_title) = titles.of(&row.contract);
            BoardRow {
                contract_number,
                contract_title,
                contractor_name: names.contractor(&row.contractor),
                department_name: names.department(&row.department),
                days_late: if row.state.is_open() { policies.calendar.days_late(row.due, ctx.today) } else { 0 },
                days_left: policies.calendar.days_left(row.due, ctx.today),
                id: row.id,
                contract: row.contract,
                contractor: row.contractor,
                department: row.department,
                kind: row.kind,
                state: row.state,
                tier: row.tier,
                due: row.due,
                version: row.version,
            }
        }))
    }

    /// The statement behind a board, for EXPLAIN.
    pub async fn explain(&self, filter: &BoardFilter, today: NaiveDate) -> Result<String> {
        let mut listing = listing(filter, today)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }

    /// Departments (or contractors) with late or imminent checks within reach, the worst first.
    pub async fn standings(&self, ctx: &Ctx, by_contractor: bool) -> Result<Vec<Standing>> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        if by_contractor {
            // The counts of a contractor span the city: only who sees the city sees them.
            return if reach == Reach::City { Ok(self.standings_of(ctx, "contractor").await?.to_vec()) } else { Ok(Vec::new()) };
        }
        let all = self.standings_of(ctx, "department").await?;
        Ok(all.iter().filter(|standing| reach.covers(&DepartmentId::new(standing.id.clone()))).cloned().collect())
    }

    pub(crate) async fn standings_of(&self, ctx: &Ctx, scope: &'static str) -> Result<Arc<Vec<Standing>>> {
        self.0.inner.lists.standings.get(self.0.inner.store.generation(), (ctx.today, scope), self.load_standings(ctx.today, scope)).await
    }

    async fn load_standings(&self, today: NaiveDate, scope: &'static str) -> Result<Vec<Standing>> {
        let horizon = today + Days::new(SOON_DAYS);
        let rows: Vec<Tally> = self
            .0
            .inner
            .store
            .read(
                "SELECT key, month, days, open, submitted, done FROM tally WHERE scope = $scope AND live = true AND month <= $month",
                bind([("scope", scope.into_value()), ("month", Month::of(horizon).to_string().into_value())]),
            )
            .await?;
        let mut standings: BTreeMap<String, Standing> = BTreeMap::new();
        for tally in rows {
            let late = tally.open_before(today);
            let until = tally.open_before(horizon + Days::new(1));
            let oldest = tally.oldest().filter(|_| late > 0);
            let standing = standings.entry(tally.key.clone()).or_insert_with(|| Standing {
                id: tally.key.clone(),
                name: String::new(),
                overdue: 0,
                soon: 0,
                oldest: None,
            });
            standing.overdue += late;
            standing.soon += until - late;
            standing.oldest = standing.oldest.into_iter().chain(oldest).min();
        }
        let mut standings: Vec<Standing> = standings.into_values().filter(|standing| standing.overdue + standing.soon > 0).collect();
        let names = self.0.inner.store.names(scope, standings.iter().map(|standing| standing.id.clone()).collect()).await?;
        for standing in &mut standings {
            standing.name = names.get(&standing.id).cloned().unwrap_or_default();
        }
        standings.sort_by(|a, b| b.overdue.cmp(&a.overdue).then(a.oldest.cmp(&b.oldest)).then(b.soon.cmp(&a.soon)).then(a.name.cmp(&b.name)));
        Ok(standings)
    }

    /// Months × departments of a fiscal year, the current one unless stated.
    pub async fn heat(&self, ctx: &Ctx, fiscal_year: Option<i32>) -> Result<Arc<Heat>> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let year = fiscal_year.unwrap_or_else(|| date::fiscal_year(ctx.today));
        if !YEARS.contains(&year) {
            return Err(no_such_year());
        }
        self.0.inner.lists.heat.get(self.0.inner.store.generation(), (ctx.today, reach.clone(), year), self.load_heat(ctx.today, &reach, year)).await
    }

    async fn load_heat(&self, today: NaiveDate, reach: &Reach, year: i32) -> Result<Heat> {
        let months = date::fiscal_months(year);
        let tallies = self.tallies(months[0], months[11]).await?;
        let departments = self.0.inner.directory.all(self.0).await?;
        let cell = |department: &Department, month: &Month| {
            tallies.iter().find(|tally| tally.month == *month && tally.key == department.id.as_str()).map_or_else(HeatCell::default, |tally| {
                let late = tally.open_before(today);
                HeatCell { late, open: tally.open - late, done: tally.done + tally.submitted }
            })
        };
        let rows = departments
            .iter()
            .filter(|department| reach.covers(&department.id))
            .map(|department| HeatRow {
                department: department.id.clone(),
                name: department.name.clone(),
                cells: months.iter().map(|month| cell(department, month)).collect::<Vec<_>>(),
            })
            .filter(|row| row.cells.iter().any(|cell| *cell != HeatCell::default()))
            .collect();
        Ok(Heat { fiscal_year: year, months: months.to_vec(), rows })
    }

    /// Counts of departments from one month to another.
    pub(crate) async fn tallies(&self, from: Month, to: Month) -> Result<Vec<Tally>> {
        self.0
            .inner
            .store
            .read(
                "SELECT key, month, days, open, submitted, done FROM tally WHERE scope = 'department' AND month >= $from AND month <= $to",
                bind([("from", from.to_string().into_value()), ("to", to.to_string().into_value())]),
            )
            .await
    }
}

pub(crate) fn no_such_year() -> Error {
    Error::invalid("fiscal_year", Message::new("field.fiscal_year").with("from", YEARS.start()).with("until", YEARS.end()))
}

fn listing(filter: &BoardFilter, today: NaiveDate) -> Result<Listing> {
    let lane = filter.lane.unwrap_or(Lane::Overdue);
    let mut listing = Listing::new("verification", "by_due", lane == Lane::Done, filter.cursor.as_deref(), filter.limit)?;
    let (mut from, mut before): (Option<String>, Option<String>) = (None, None);
    let words: &[&str] = match lane {
        Lane::Overdue => {
            before = Some(today.to_string());
            &["open"]
        }
        Lane::Coming => {
            from = Some(today.to_string());
            &["open"]
        }
        Lane::Submitted => &["submitted"],
        Lane::Done => &["done"],
        Lane::All => &["open", "submitted", "done"],
    };
    listing.any_of("lane", words.iter().map(|word| (*word).to_owned()));
    if let Some(month) = filter.month {
        listing.within(Some(month.first().to_string()), Some(month.next().first().to_string()));
    }
    listing.within(from, before);
    if let Some(contractor) = &filter.contractor {
        listing.equal("contractor", contractor.as_str());
    }
    if let Some(contract) = &filter.contract {
        listing.equal("contract", contract.as_str());
    }
    if let Some(tier) = filter.tier {
        listing.equal("tier", tier.word());
    }
    if let Some(kind) = filter.kind {
        listing.equal("kind", kind.word());
    }
    Ok(listing)
}
