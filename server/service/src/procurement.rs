//! 選定案件: pieces of work to be outsourced, and who stands for them.

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{ContractKind, PersonalInformation},
    contractor::Contractor,
    error::FieldError,
    id::{DepartmentId, ProcurementId, SelectionId},
    label::Choice,
    message::Message,
    page::Page,
    permission::{Operation, Reach},
    selection::{
        Candidate, CandidateForm, Comparison, ComparisonColumn, Criteria, Procurement, ProcurementFilter, ProcurementForm, ProcurementInput, ProcurementRow,
        ProcurementState, ProcurementView, Score, Selection, SelectionStage, score,
    },
    text,
};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Names, Services,
    contract::scope,
    key,
    listing::Listing,
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Procurements<'a>(pub(crate) &'a Services);

/// Candidates of one piece of work: as many as can be looked at side by side.
const MOST: usize = 20;

const COLUMNS: &str = "record::id(id) AS id, title, department, kind, personal, candidates, updated_at, version";

const BY_PROCUREMENT: &str = "SELECT *, record::id(id) AS id FROM selection WHERE procurement = $procurement";

impl Procurements<'_> {
    /// The procurements within reach, the latest change first.
    pub async fn list(&self, ctx: &Ctx, filter: &ProcurementFilter) -> Result<Page<ProcurementRow>> {
        let reach = ctx.reach(Operation::ReadSelection)?;
        let mut listing = listing(filter, ctx.today)?;
        let departments = self.0.inner.directory.all(self.0).await?;
        if let Some(departments) = scope(&reach, filter.department.as_ref(), &departments) {
            listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
        }
        let page: Page<Procurement> = listing.page(&self.0.inner.store, COLUMNS).await?;
        let leaders = page.items.iter().filter_map(|procurement| Some(procurement.leader(ctx.today)?.contractor.to_string())).collect();
        let names = Names::load(self.0, leaders).await?;
        Ok(page.map(|procurement| row_of(&procurement, &names, ctx.today)))
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &ProcurementFilter, today: NaiveDate) -> Result<String> {
        let mut listing = listing(filter, today)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }

    pub async fn get(&self, ctx: &Ctx, id: &ProcurementId) -> Result<ProcurementView> {
        let procurement = self.readable(ctx, id).await?;
        let names = Names::load(self.0, Vec::new()).await?;
        let may = |operation| ctx.actor.can_in(operation, &procurement.department);
        Ok(ProcurementView {
            department_name: names.department(&procurement.department),
            state: procurement.state_on(ctx.today),
            may_change: may(Operation::WriteSelection),
            may_read_audit: may(Operation::ReadAudit),
            procurement,
        })
    }

    /// The procurement, if its department is within reach; otherwise it does not exist for the asker.
    async fn readable(&self, ctx: &Ctx, id: &ProcurementId) -> Result<Procurement> {
        let reach = ctx.reach(Operation::ReadSelection)?;
        let procurement: Procurement = self.0.inner.store.get("procurement", id.as_str()).await?;
        if reach.covers(&procurement.department) { Ok(procurement) } else { Err(Error::NotFound) }
    }

    /// The candidates side by side.
    pub async fn compare(&self, ctx: &Ctx, id: &ProcurementId) -> Result<Comparison> {
        let procurement = self.readable(ctx, id).await?;
        let store = &self.0.inner.store;
        let mut selections: Vec<Selection> = store.read(BY_PROCUREMENT, bind([("procurement", id.as_str().into_value())])).await?;
        selections.sort_by_key(|selection| procurement.candidates.iter().position(|candidate| candidate.selection == selection.id));
        let names = Names::load(self.0, selections.iter().map(|selection| selection.contractor.to_string()).collect()).await?;
        let mut candidates = Vec::new();
        for selection in selections {
            let criteria = self.0.policies().criteria_version(selection.criteria_version).await?.for_work(procurement.work);
            let column = ComparisonColumn {
                contractor_name: names.contractor(&selection.contractor),
                criteria_version: selection.criteria_version,
                state: selection.state_on(ctx.today),
                valid_until: selection.valid_until,
                conditions: selection.conditions,
                score: score(&criteria, &selection.answers),
                declared_at: selection.declaration.map(|declared| declared.received_at),
                version: selection.version,
                selection: selection.id,
                contractor: selection.contractor,
            };
            candidates.push((column, criteria, selection.answers));
        }
        Ok(Comparison::of(candidates))
    }

    pub async fn create(&self, ctx: &Ctx, form: &ProcurementForm) -> Result<Procurement> {
        let reach = ctx.reach(Operation::WriteSelection)?;
        let input = form.read()?;
        within(&reach, &input.department)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let procurement = self.create_in(&mut tx, ctx, &input).await?;
                tx.commit(ctx).await?;
                Ok(procurement)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, input: &ProcurementInput) -> Result<Procurement, Fault> {
        known(tx, &input.department).await?;
        let procurement = build(ProcurementId::new(key::new(ctx.now)), 1, input, Vec::new(), ctx);
        put(tx, &procurement).await?;
        tx.audit(AuditAction::Create, "procurement", procurement.id.as_str(), &procurement.title, None, snapshot(&procurement));
        Ok(procurement)
    }

    /// Changes the piece of work; its selections are told. What decides the criteria stands once somebody is a candidate.
    pub async fn change(&self, ctx: &Ctx, id: &ProcurementId, version: u64, form: &ProcurementForm) -> Result<Procurement> {
        let department = self.readable(ctx, id).await?.department;
        ctx.actor.require_in(Operation::WriteSelection, Operation::ReadSelection, &department)?;
        let input = form.read()?;
        within(&ctx.reach(Operation::WriteSelection)?, &input.department)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let procurement = self.change_in(&mut tx, ctx, id, version, &input).await?;
                tx.commit(ctx).await?;
                Ok(procurement)
            })
            .await
    }

    async fn change_in(&self, tx: &mut Tx, ctx: &Ctx, id: &ProcurementId, version: u64, input: &ProcurementInput) -> Result<Procurement, Fault> {
        let before: Procurement = tx.get("procurement", id.as_str()).await?;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        known(tx, &input.department).await?;
        if before.work != input.work && !before.candidates.is_empty() {
            return Err(Error::invalid(if before.work.kind == input.work.kind { "personal" } else { "kind" }, Message::new("selection.work_stands")).into());
        }
        let after = build(id.clone(), version + 1, input, before.candidates.clone(), ctx);
        tx.replace("procurement", id.as_str(), version, row(&after)).await?;
        let selections: Vec<Selection> = tx.query(BY_PROCUREMENT, bind([("procurement", id.as_str().into_value())])).await?;
        for selection in selections {
            let told = Selection { title: after.title.clone(), department: after.department.clone(), ..selection };
            tx.put("selection", told.id.as_str(), crate::selection::row(&told)).await?;
        }
        tx.audit(AuditAction::Change, "procurement", id.as_str(), &after.title, snapshot(&before), snapshot(&after));
        Ok(after)
    }

    /// Names a candidate: its selection begins, with the criteria in force today.
    pub async fn add(&self, ctx: &Ctx, id: &ProcurementId, form: &CandidateForm) -> Result<Selection> {
        let department = self.readable(ctx, id).await?.department;
        ctx.actor.require_in(Operation::WriteSelection, Operation::ReadSelection, &department)?;
        let contractor = form.read()?;
        let criteria = self.0.policies().criteria_on(ctx.today).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let selection = self.add_in(&mut tx, ctx, &criteria, id, &contractor).await?;
                tx.commit(ctx).await?;
                Ok(selection)
            })
            .await
    }

    pub(crate) async fn add_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        criteria: &Criteria,
        id: &ProcurementId,
        contractor: &domain::id::ContractorId,
    ) -> Result<Selection, Fault> {
        let procurement: Procurement = tx.get("procurement", id.as_str()).await?;
        let refused = |message: Message| Fault::from(Error::invalid("contractor", message));
        if tx.find::<Contractor>("contractor", contractor.as_str()).await?.is_none() {
            return Err(refused(Message::new("contract.unknown_contractor").with("value", contractor)));
        }
        if procurement.has_standing(contractor, ctx.today) {
            return Err(refused(Message::new("selection.standing")));
        }
        if procurement.candidates.len() >= MOST {
            return Err(refused(Message::new("selection.too_many").with("most", MOST)));
        }
        let selection = Selection {
            id: SelectionId::new(key::new(ctx.now)),
            procurement: id.clone(),
            title: procurement.title.clone(),
            department: procurement.department.clone(),
            work: procurement.work,
            contractor: contractor.clone(),
            criteria_version: criteria.version,
            answers: Vec::new(),
            remarks: String::new(),
            declaration: None,
            stage: SelectionStage::Draft,
            submitted_by: None,
            submitted_at: None,
            decided_by: None,
            decided_on: None,
            decision: String::new(),
            conditions: Vec::new(),
            valid_until: None,
            updated_at: ctx.now,
            version: 1,
        };
        tx.put("selection", selection.id.as_str(), crate::selection::row(&selection)).await?;
        self.follow(tx, ctx, &selection, &score(&criteria.for_work(selection.work), &[])).await?;
        tx.audit(AuditAction::Create, "selection", selection.id.as_str(), &selection.title, None, snapshot(&selection));
        Ok(selection)
    }

    /// Brings what the procurement knows of a candidate in step with its selection. The procurement's own version stays.
    pub(crate) async fn follow(&self, tx: &Tx, ctx: &Ctx, selection: &Selection, score: &Score) -> Result<(), Fault> {
        let mut procurement: Procurement = tx.get("procurement", selection.procurement.as_str()).await?;
        let now = Candidate {
            selection: selection.id.clone(),
            contractor: selection.contractor.clone(),
            stage: selection.stage,
            percent: score.percent,
            can_pass: score.hindrances.is_empty(),
            valid_until: selection.valid_until,
        };
        match procurement.candidates.iter_mut().find(|candidate| candidate.selection == selection.id) {
            Some(known) => *known = now,
            None => procurement.candidates.push(now),
        }
        procurement.updated_at = ctx.now;
        put(tx, &procurement).await
    }
}

fn within(reach: &Reach, department: &DepartmentId) -> Result<()> {
    if reach.covers(department) { Ok(()) } else { Err(unknown(department)) }
}

fn unknown(department: &DepartmentId) -> Error {
    Error::Invalid(vec![FieldError::new("department", Message::new("contract.unknown_department").with("value", department))])
}

async fn known(tx: &Tx, department: &DepartmentId) -> Result<(), Fault> {
    let found: Option<serde_json::Value> = tx.find("department", department.as_str()).await?;
    if found.is_some() { Ok(()) } else { Err(unknown(department).into()) }
}

fn build(id: ProcurementId, version: u64, input: &ProcurementInput, candidates: Vec<Candidate>, ctx: &Ctx) -> Procurement {
    let input = input.clone();
    Procurement { id, title: input.title, summary: input.summary, department: input.department, work: input.work, candidates, updated_at: ctx.now, version }
}

async fn put(tx: &Tx, procurement: &Procurement) -> Result<(), Fault> {
    tx.put("procurement", procurement.id.as_str(), row(procurement)).await
}

fn row(procurement: &Procurement) -> Row {
    // On the first of all days nothing has expired: what is stored does not change with the day.
    let stage = procurement.state_on(NaiveDate::MIN);
    let until = procurement.valid_until().map(|day| day.to_string()).unwrap_or_default();
    let search = [&procurement.title, &procurement.summary].map(|part| text::fold(part)).join(" ");
    Row::of(procurement)
        .with("stage", stage.word())
        .with("settled_until", until)
        .with("search", search)
        .with("by_updated", format!("{} {}", procurement.updated_at.timestamp_millis(), procurement.id))
}

fn row_of(procurement: &Procurement, names: &Names, today: NaiveDate) -> ProcurementRow {
    let leader = procurement.leader(today);
    let (kind, personal): (ContractKind, PersonalInformation) = (procurement.work.kind, procurement.work.personal);
    ProcurementRow {
        id: procurement.id.clone(),
        title: procurement.title.clone(),
        department: procurement.department.clone(),
        department_name: names.department(&procurement.department),
        kind,
        personal,
        state: procurement.state_on(today),
        candidates: u32::try_from(procurement.candidates.len()).unwrap_or(u32::MAX),
        leader: leader.map(|leader| names.contractor(&leader.contractor)),
        percent: leader.map_or(0, |leader| leader.percent),
        valid_until: procurement.valid_until(),
        version: procurement.version,
    }
}

fn listing(filter: &ProcurementFilter, today: NaiveDate) -> Result<Listing> {
    let mut listing = Listing::new("procurement", "by_updated", true, filter.cursor.as_deref(), filter.limit)?;
    if let Some(state) = filter.state {
        let (stage, bound) = match state {
            ProcurementState::Settled => (ProcurementState::Settled, Some("settled_until >= $today")),
            ProcurementState::Expired => (ProcurementState::Settled, Some("settled_until < $today")),
            other => (other, None),
        };
        listing.equal("stage", stage.word());
        if let Some(bound) = bound {
            listing.when(bound);
            listing.bind("today", today.to_string().into_value());
        }
    }
    listing.search(&filter.q)?;
    Ok(listing)
}
