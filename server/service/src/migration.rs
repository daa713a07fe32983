//! 版の移行: contracts keep the version of the catalogue they are held against until somebody moves them to the one in force, one by one or many at
//! once. What each gains and loses is told before.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    catalogue_draft::{AffectedContract, ClauseCount, Impact, MigrateForm, Migrated, ShiftFilter, ShiftSummary, shift},
    clause::{Catalogue, Coverage, CoverageCount},
    contract::{Contract, Nature},
    contractor::Contractor,
    department::Department,
    error::FieldError,
    id::{ContractId, DepartmentId},
    message::Message,
    page::{self, COUNT_LIMIT, Page},
    permission::{Operation, Reach},
};
use serde::Deserialize;
use surrealdb::types::Variables;

use crate::{
    Ctx, Names, Services,
    contract::scope,
    coverage::{Found, open_marks},
    listing,
    memo::Memo,
    policy::InForce,
    store::{Fault, Row, Tx, snapshot},
};

pub struct Migrations<'a>(pub(crate) &'a Services);

/// Contracts moved in one transaction.
const BATCH: usize = 50;
/// Contracts moved in one request: what ends before anybody gives up waiting.
const MOST: usize = 500;

/// A contract that is not closed, with the facts its clauses follow from.
#[derive(Deserialize)]
struct Live {
    id: ContractId,
    number: String,
    title: String,
    department: DepartmentId,
    end: NaiveDate,
    catalogue_version: u32,
    version: u64,
    by_end: String,
    #[serde(flatten)]
    nature: Nature,
}

const LIVE: &str = "SELECT record::id(id) AS id, number, title, department, end, catalogue_version, version, by_end, kind, confidentiality, integrity, \
    availability, personal, records, segment, remote_access, off_premises, data_abroad, subcontract_depth FROM contract WHERE open = true AND by_end > '' ORDER BY by_end ASC";

/// A contract with the ids of the clauses that move.
pub(crate) struct Moving {
    live: Live,
    gains: Vec<String>,
    loses: Vec<String>,
    reworded: Vec<String>,
}

impl Moving {
    fn concerns(&self, clause: &str) -> bool {
        [&self.gains, &self.loses, &self.reworded].into_iter().flatten().any(|id| id == clause)
    }

    const fn is_affected(&self) -> bool {
        !(self.gains.is_empty() && self.loses.is_empty() && self.reworded.is_empty())
    }
}

/// Every contract held against an older version than the target; by the target and, for a draft, its state.
pub(crate) type Shifts = Memo<(u32, u64), Vec<Moving>>;

/// The draft, and the version in force.
const KEPT: u64 = 2;

pub(crate) fn shifts(shared: bool) -> Shifts {
    Memo::new(KEPT, shared)
}

/// Who may move a contract: the one who writes the catalogue, and the one who reviews contracts.
pub(crate) fn may_migrate(ctx: &Ctx, department: &DepartmentId) -> Result<()> {
    let writes = ctx.actor.require_in(Operation::WritePolicy, Operation::ReadContract, department);
    writes.or_else(|_| ctx.actor.require_in(Operation::ReviewContract, Operation::ReadContract, department))
}

impl Migrations<'_> {
    /// What a version would do to all contracts. `state` tells drafts of the same number apart; 0 for a version that is written.
    pub(crate) async fn summary(&self, ctx: &Ctx, policies: &Arc<InForce>, target: &Catalogue, state: u64) -> Result<ShiftSummary> {
        let reach = ctx.reach(Operation::ReadContract)?;
        let moving = self.moving(policies, target, state).await?;
        let mut summary = ShiftSummary::default();
        let clauses = target.clauses.iter().chain(policies.newest_catalogue().clauses.iter().filter(|clause| target.clause(&clause.id).is_none()));
        summary.clauses = clauses
            .map(|clause| ClauseCount { clause: clause.id.clone(), title: clause.title(ctx.lang).to_owned(), gains: 0, loses: 0, reworded: 0 })
            .collect();
        for contract in moving.iter().filter(|contract| reach.covers(&contract.live.department)) {
            summary.contracts += 1;
            summary.affected += u32::from(contract.is_affected());
            for count in &mut summary.clauses {
                count.gains += u32::from(contract.gains.contains(&count.clause));
                count.loses += u32::from(contract.loses.contains(&count.clause));
                count.reworded += u32::from(contract.reworded.contains(&count.clause));
            }
        }
        summary.clauses.retain(|count| count.gains + count.loses + count.reworded > 0);
        Ok(summary)
    }

    /// The contracts the draft would change, the first to end first.
    pub async fn of_draft(&self, ctx: &Ctx, filter: &ShiftFilter) -> Result<Page<AffectedContract>> {
        ctx.reach(Operation::WritePolicy)?;
        let (policies, next, state) = self.0.catalogue_drafts().next(ctx).await?;
        self.page(ctx, &policies, &next, state, filter, Moving::is_affected).await
    }

    /// The contracts held against an older version than the one in force, each with what it would gain and lose.
    pub async fn list(&self, ctx: &Ctx, filter: &ShiftFilter) -> Result<Page<AffectedContract>> {
        ctx.reach(Operation::WritePolicy)?;
        let policies = self.0.policies().in_force().await?;
        self.page(ctx, &policies, &policies.set.catalogue, 0, filter, |_| true).await
    }

    /// Moves one contract to the version in force. `version` is that of the coverage.
    pub async fn migrate(&self, ctx: &Ctx, id: &ContractId, version: u64) -> Result<Coverage> {
        let contracts = self.0.contracts();
        may_migrate(ctx, &contracts.readable(ctx, id).await?.contract.department)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        let (contract, marks) = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let moved = move_in(&mut tx, ctx, &policies, id, version).await?;
                tx.commit(ctx).await?;
                Ok(moved)
            })
            .await?;
        contracts.covered(ctx, &policies, &contract, &marks).await
    }

    /// Moves contracts to the version in force, those that end first before the others. A request ends after a bounded number and says how many are left.
    pub async fn migrate_many(&self, ctx: &Ctx, form: &MigrateForm) -> Result<Migrated> {
        ctx.reach(Operation::WritePolicy)?;
        let policies = self.0.policies().in_force().await?;
        let current = policies.set.catalogue.version;
        let department = match form.department.trim() {
            "" => None,
            id => Some(id.parse::<DepartmentId>().map_err(|_| unknown_department(id))?),
        };
        if form.to != current {
            return Err(Error::Refused(vec![Message::new("draft.overtaken").with("version", current)]));
        }
        let filter = ShiftFilter { department, ..ShiftFilter::default() };
        let moving = self.moving(&policies, &policies.set.catalogue, 0).await?;
        let within = self.within(ctx, &filter).await?;
        let ids: Vec<&ContractId> = moving.iter().filter(|contract| within.takes(contract)).map(|contract| &contract.live.id).collect();
        let mut moved = 0;
        for batch in ids[..ids.len().min(MOST)].chunks(BATCH) {
            moved += self.move_batch(ctx, &policies, batch).await?;
        }
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok(Migrated { moved, remaining: count(ids.len().saturating_sub(MOST)) })
    }

    async fn move_batch(&self, ctx: &Ctx, policies: &InForce, ids: &[&ContractId]) -> Result<u32> {
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let mut moved = 0;
                for id in ids {
                    let version = crate::coverage::marks(&tx, id).await?.version;
                    match move_in(&mut tx, ctx, policies, id, version).await {
                        Ok(_) => moved += 1,
                        // Moved or closed by somebody else meanwhile: there is nothing left to do.
                        Err(Fault::Domain(Error::Refused(_))) => {}
                        Err(fault) => return Err(fault),
                    }
                }
                tx.commit(ctx).await?;
                Ok(moved)
            })
            .await
    }

    async fn moving(&self, policies: &Arc<InForce>, target: &Catalogue, state: u64) -> Result<Arc<Vec<Moving>>> {
        let store = &self.0.inner.store;
        let load = async {
            let live: Vec<Live> = store.read(LIVE, Variables::new()).await?;
            let behind = live.into_iter().filter(|live| live.catalogue_version < target.version);
            Ok(behind.map(|live| moving(policies.catalogue(live.catalogue_version), target, live)).collect())
        };
        self.0.inner.shifts.get(store.generation(), (target.version, state), load).await
    }

    async fn page(
        &self,
        ctx: &Ctx,
        policies: &Arc<InForce>,
        target: &Catalogue,
        state: u64,
        filter: &ShiftFilter,
        wanted: fn(&Moving) -> bool,
    ) -> Result<Page<AffectedContract>> {
        let cursor = filter.cursor.as_deref().filter(|cursor| !cursor.is_empty()).map(listing::decode).transpose()?;
        let within = self.within(ctx, filter).await?;
        let moving = self.moving(policies, target, state).await?;
        let found: Vec<&Moving> = moving.iter().filter(|contract| wanted(contract) && within.takes(contract)).collect();
        let limit = page::limit(filter.limit);
        let rest: Vec<&Moving> = found.iter().copied().filter(|contract| cursor.as_ref().is_none_or(|cursor| contract.live.by_end > *cursor)).collect();
        let next = rest.get(limit.wrapping_sub(1)).filter(|_| rest.len() > limit).map(|last| listing::encode(&last.live.by_end));
        let names = Names::load(self.0, Vec::new()).await?;
        let row = |contract: &&Moving| {
            let live = &contract.live;
            AffectedContract {
                contract: live.id.clone(),
                number: live.number.clone(),
                title: live.title.clone(),
                department_name: names.department(&live.department),
                department: live.department.clone(),
                end: live.end,
                catalogue_version: live.catalogue_version,
                shift: shift(policies.catalogue(live.catalogue_version), target, &live.nature, ctx.lang),
                version: live.version,
            }
        };
        Ok(Page { items: rest.iter().take(limit).map(row).collect(), next, total: found.len().min(COUNT_LIMIT + 1) })
    }

    /// What the filter and the reach of the asker leave.
    async fn within(&self, ctx: &Ctx, filter: &ShiftFilter) -> Result<Within> {
        let reach = ctx.reach(Operation::ReadContract)?;
        let departments: Arc<Vec<Department>> = self.0.inner.directory.all(self.0).await?;
        if let Some(asked) = &filter.department
            && departments.iter().all(|department| department.id != *asked)
        {
            return Err(unknown_department(asked.as_str()));
        }
        Ok(Within { departments: scope(&reach, filter.department.as_ref(), &departments), reach, clause: filter.clause.clone() })
    }
}

struct Within {
    reach: Reach,
    departments: Option<BTreeSet<DepartmentId>>,
    clause: Option<String>,
}

impl Within {
    fn takes(&self, contract: &Moving) -> bool {
        let department = &contract.live.department;
        self.reach.covers(department)
            && self.departments.as_ref().is_none_or(|departments| departments.contains(department))
            && self.clause.as_deref().is_none_or(|clause| contract.concerns(clause))
    }
}

fn unknown_department(id: &str) -> Error {
    Error::Invalid(vec![FieldError::new("department", Message::new("contract.unknown_department").with("value", id))])
}

fn moving(own: &Catalogue, target: &Catalogue, live: Live) -> Moving {
    let impact = Impact::of(own, target, &live.nature);
    let ids = |clauses: &[&domain::clause::Clause]| clauses.iter().map(|clause| clause.id.clone()).collect::<Vec<_>>();
    Moving { gains: ids(&impact.gains), loses: ids(&impact.loses), reworded: ids(&impact.reworded), live }
}

/// Moves a contract within a transaction: what is counted and listed of its clauses follows. Marks stay, those of clauses it no longer needs too.
async fn move_in(tx: &mut Tx, ctx: &Ctx, policies: &InForce, id: &ContractId, version: u64) -> Result<(Contract, Found), Fault> {
    let (stored, found) = open_marks(tx, ctx, id, version).await?;
    let (before, target) = (stored.contract, &policies.set.catalogue);
    if before.catalogue_version >= target.version {
        return Err(Error::Refused(vec![Message::new("clause.newest").with("version", before.catalogue_version)]).into());
    }
    let coverage = CoverageCount::of(&target.required_for(&before.nature), &found.marks, ctx.today);
    let after = Contract { coverage, catalogue_version: target.version, version: before.version + 1, updated_at: ctx.now, ..before.clone() };
    let found = Found { version: version + 1, ..found };
    let contractor: Contractor = tx.get("contractor", after.contractor.as_str()).await?;
    tx.put("coverage", id.as_str(), Row::of(&found)).await?;
    let row = crate::contract::row(&after, &contractor, stored.watched_from, stored.submitted_by.as_ref());
    tx.replace("contract", id.as_str(), before.version, row).await?;
    tx.audit(AuditAction::Change, "contract", id.as_str(), &after.title, snapshot(&before), snapshot(&after));
    Ok((after, found))
}
