//! 業務委託契約: the register of contracts, from the draft to the end.

mod step;
mod titles;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{Days, NaiveDate};
use domain::{
    Error, Result,
    audit::AuditAction,
    clause::{Catalogue, CoverageCount, Mark},
    contract::{
        Confidentiality, Contract, ContractFilter, ContractForm, ContractInput, ContractKind, ContractPlan, ContractRow, ContractSort, ContractState,
        ContractView, EXPIRING_DAYS, OpenRevision, PersonalInformation, RegimeChoice, Stage,
        revision::{Revision, RevisionStage, bound_to_versions},
        state_on,
    },
    contractor::Contractor,
    department::Department,
    error::FieldError,
    id::{ContractId, ContractorId, DepartmentId, ExceptionId, FindingId, PersonId},
    label::Choice,
    message::{Message, label_param},
    page::Page,
    permission::{Operation, Reach},
    risk::{Assessment, Tier},
    selection::Selection,
    text,
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

pub(crate) use titles::Titles;

use crate::{
    Ctx, Names, Services,
    department::below,
    key,
    listing::Listing,
    memo::Written,
    policy::InForce,
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Contracts<'a>(pub(crate) &'a Services);

/// A contract as stored, with what only the store keeps beside it.
#[derive(Clone, Deserialize)]
pub(crate) struct Stored {
    #[serde(flatten)]
    pub contract: Contract,
    /// The register watches it from this day on.
    pub watched_from: NaiveDate,
    pub submitted_by: Option<PersonId>,
}

#[derive(Deserialize)]
struct Listed {
    id: ContractId,
    number: String,
    title: String,
    department: DepartmentId,
    contractor: ContractorId,
    kind: ContractKind,
    confidentiality: Confidentiality,
    personal: PersonalInformation,
    tier: Tier,
    start: NaiveDate,
    end: NaiveDate,
    stage: Stage,
    coverage: CoverageCount,
    version: u64,
}

const COLUMNS: &str =
    "record::id(id) AS id, number, title, department, contractor, kind, confidentiality, personal, tier, start, end, stage, coverage, version";

impl Contracts<'_> {
    /// The contracts within reach; what repeats is answered from memory until the next write.
    pub async fn list(&self, ctx: &Ctx, filter: &ContractFilter) -> Result<Arc<Written<Page<ContractRow>>>> {
        let reach = ctx.reach(Operation::ReadContract)?;
        let memo = &self.0.inner.lists.contracts;
        memo.get(self.0.inner.store.generation(), (ctx.today, reach.clone(), filter.clone()), self.load(ctx.today, &reach, filter)).await
    }

    async fn load(&self, today: NaiveDate, reach: &Reach, filter: &ContractFilter) -> Result<Written<Page<ContractRow>>> {
        let store = &self.0.inner.store;
        let mut listing = listing(filter, today)?;
        let departments = self.0.inner.directory.all(self.0).await?;
        if let Some(departments) = scope(reach, filter.department.as_ref(), &departments) {
            listing.any_of("department", departments.into_iter().map(|id| id.to_string()));
        }
        let page: Page<Listed> = listing.page(store, COLUMNS).await?;
        let names = Names::load(self.0, page.items.iter().map(|row| row.contractor.to_string()).collect()).await?;
        Written::new(page.map(|row| ContractRow {
            department_name: names.department(&row.department),
            contractor_name: names.contractor(&row.contractor),
            state: state_on(row.stage, row.end, today),
            id: row.id,
            number: row.number,
            title: row.title,
            department: row.department,
            contractor: row.contractor,
            kind: row.kind,
            confidentiality: row.confidentiality,
            personal: row.personal,
            tier: row.tier,
            start: row.start,
            end: row.end,
            coverage: row.coverage,
            version: row.version,
        }))
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &ContractFilter, today: NaiveDate) -> Result<String> {
        let mut listing = listing(filter, today)?;
        if let Some(department) = &filter.department {
            listing.equal("department", department.as_str());
        }
        let (sql, variables) = listing.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }

    pub async fn get(&self, ctx: &Ctx, id: &ContractId) -> Result<ContractView> {
        let stored = self.readable(ctx, id).await?;
        let contract = self.counted(ctx, stored.contract).await?;
        let (selection, selection_hindrances) = self.0.selections().of_contract(ctx, &contract).await?;
        let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
        let may = |operation| ctx.actor.can_in(operation, &contract.department);
        let open = contract.stage != Stage::Closed;
        let versions = self.0.revisions().of_contract(&contract).await?;
        let under_way = versions.iter().find(|version| version.stage.is_open());
        let closing_hindrances = self.closing_hindrances(ctx, &contract, under_way.map(|version| version.kind)).await?;
        Ok(ContractView {
            department_name: names.department(&contract.department),
            contractor_name: names.contractor(&contract.contractor),
            state: contract.state_on(ctx.today),
            regime: contract.regime(),
            regime_reason: contract.regime_reason(),
            revision: versions.iter().filter(|version| version.stage == RevisionStage::InEffect).map(|version| version.number).max().unwrap_or(0),
            open_revision: under_way.map(|version| OpenRevision {
                id: version.id.clone(),
                kind: version.kind,
                stage: version.stage,
                effective_from: version.effective_from,
            }),
            steps: step::offered(ctx, &contract, stored.submitted_by.as_ref(), &closing_hindrances),
            closing_hindrances,
            may_change: open && may(Operation::WriteContract),
            may_revise: contract.stage == Stage::Active && under_way.is_none() && may(Operation::WriteContract),
            may_mark: open && may(Operation::MarkClause),
            may_except: open && may(Operation::RequestException),
            may_read_audit: may(Operation::ReadAudit),
            selection,
            selection_hindrances,
            contract,
        })
    }

    /// The contract with its clauses counted as of today: an exception that has ended since they were marked is a gap again.
    async fn counted(&self, ctx: &Ctx, contract: Contract) -> Result<Contract> {
        if contract.coverage.excepted == 0 {
            return Ok(contract);
        }
        let policies = self.0.policies().in_force().await?;
        let found: crate::coverage::Found = self.0.inner.store.find("coverage", contract.id.as_str()).await?.unwrap_or_default();
        let required = policies.catalogue(contract.catalogue_version).required_for(&contract.nature);
        Ok(Contract { coverage: CoverageCount::of(&required, &found.marks, ctx.today), ..contract })
    }

    /// The contract, if its department is within reach; otherwise it does not exist for the asker.
    pub(crate) async fn readable(&self, ctx: &Ctx, id: &ContractId) -> Result<Stored> {
        let reach = ctx.reach(Operation::ReadContract)?;
        let stored: Stored = self.0.inner.store.get("contract", id.as_str()).await?;
        if reach.covers(&stored.contract.department) { Ok(stored) } else { Err(Error::NotFound) }
    }

    /// The tier a contract as stated in a form would have.
    pub async fn assess(&self, ctx: &Ctx, form: &ContractForm) -> Result<Assessment> {
        ctx.reach(Operation::ReadPolicy)?;
        Ok(self.0.policies().in_force().await?.set.risk.assess(&form.stated_nature()?))
    }

    pub async fn create(&self, ctx: &Ctx, form: &ContractForm) -> Result<Contract> {
        let reach = ctx.reach(Operation::WriteContract)?;
        let input = form.read()?;
        if !reach.covers(&input.department) {
            return Err(Error::invalid("department", Message::new("contract.unknown_department").with("value", &input.department)));
        }
        let policies = self.0.policies().in_force().await?;
        // A contract already running is watched from its start when that lies in this fiscal year; older times cannot be made up for.
        let this_year = domain::date::fiscal_year(input.start) == domain::date::fiscal_year(ctx.today);
        let watched_from = if input.start > ctx.today || this_year { input.start } else { ctx.today };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let contract = self.create_in(&mut tx, ctx, &policies, &input, Stage::Draft, watched_from).await?;
                tx.commit(ctx).await?;
                Ok(contract)
            })
            .await
    }

    /// Changes a draft, or corrects a contract in force (訂正): what only a new version may change of that is refused.
    pub async fn change(&self, ctx: &Ctx, id: &ContractId, version: u64, form: &ContractForm) -> Result<Contract> {
        let stored = self.readable(ctx, id).await?;
        ctx.actor.require_in(Operation::WriteContract, Operation::ReadContract, &stored.contract.department)?;
        let input = form.read()?;
        if !ctx.actor.can_in(Operation::WriteContract, &input.department) {
            return Err(Error::invalid("department", Message::new("contract.unknown_department").with("value", &input.department)));
        }
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let contract = self.change_in(&mut tx, ctx, &policies, id, version, &input).await?;
                tx.commit(ctx).await?;
                Ok(contract)
            })
            .await
    }

    pub(crate) async fn create_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        input: &ContractInput,
        stage: Stage,
        watched_from: NaiveDate,
    ) -> Result<Contract, Fault> {
        let contractor = self.check(tx, input, None).await?;
        let contract = build(ContractId::new(key::new(ctx.now)), 1, input, stage, policies, &policies.set.catalogue, &[], ctx);
        tx.put("contract", contract.id.as_str(), row(&contract, &contractor, watched_from, None)).await?;
        tx.put("coverage", contract.id.as_str(), Row::of(&serde_json::json!({ "marks": [], "version": 1 }))).await?;
        self.count_contracts(tx, None, Some((&contract.contractor, stage))).await?;
        tx.audit(AuditAction::Create, "contract", contract.id.as_str(), &contract.title, None, snapshot(&contract));
        if stage == Stage::Active {
            self.0.verifications().follow_plan(tx, ctx, policies, &contract, watched_from).await?;
        }
        Ok(contract)
    }

    pub(crate) async fn change_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        id: &ContractId,
        version: u64,
        input: &ContractInput,
    ) -> Result<Contract, Fault> {
        let stored: Stored = tx.get("contract", id.as_str()).await?;
        let before = stored.contract;
        if before.stage == Stage::Closed {
            return Err(wrong_state(&before, ctx.today).into());
        }
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        let bound = if before.stage == Stage::Active { bound_to_versions(&before, input) } else { Vec::new() };
        if !bound.is_empty() {
            return Err(Error::Invalid(bound).into());
        }
        let stored = Stored { contract: before, ..stored };
        let after = self.rewrite_in(tx, ctx, policies, &stored, input, stored.contract.regime_choice.clone(), AuditAction::Change).await?;
        if after.stage == Stage::Active {
            self.0.revisions().correct_in(tx, ctx, &after).await?;
        }
        Ok(after)
    }

    /// Writes a contract with these terms: tier, clauses, subcontracts and checks follow.
    #[allow(clippy::too_many_arguments, reason = "what is written, by whom, and on what grounds")]
    pub(crate) async fn rewrite_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        stored: &Stored,
        input: &ContractInput,
        regime_choice: Option<RegimeChoice>,
        action: AuditAction,
    ) -> Result<Contract, Fault> {
        let (before, id) = (&stored.contract, &stored.contract.id);
        let contractor = self.check(tx, input, Some(id)).await?;
        let marks = crate::coverage::marks(tx, id).await?.marks;
        let catalogue = policies.catalogue(before.catalogue_version);
        let built = build(id.clone(), before.version + 1, input, before.stage, policies, catalogue, &marks, ctx);
        let after = Contract { regime_choice, ..built };
        tx.replace("contract", id.as_str(), before.version, row(&after, &contractor, stored.watched_from, stored.submitted_by.as_ref())).await?;
        self.count_contracts(tx, Some((&before.contractor, before.stage)), Some((&after.contractor, after.stage))).await?;
        tx.audit(action, "contract", id.as_str(), &after.title, snapshot(before), snapshot(&after));
        self.0.subcontracts().follow(tx, policies, &after).await?;
        for table in [ExceptionId::TABLE, FindingId::TABLE] {
            titles::bring_along(tx, table, &after).await?;
        }
        if after.stage == Stage::Active {
            self.0.verifications().follow_plan(tx, ctx, policies, &after, stored.watched_from).await?;
        }
        Ok(after)
    }

    /// The verifications of a contract, or, before it is in force, those it would get.
    pub async fn plan(&self, ctx: &Ctx, id: &ContractId) -> Result<ContractPlan> {
        let stored = self.readable(ctx, id).await?;
        let policies = self.0.policies().in_force().await?;
        let items = self.0.verifications().of_contract(ctx, &stored.contract).await?;
        let preview = if matches!(stored.contract.stage, Stage::Draft | Stage::UnderReview) {
            crate::plan::of(&stored.contract, &policies, stored.watched_from)
        } else {
            Vec::new()
        };
        Ok(ContractPlan { policy_version: policies.set.cadence.version, items, preview })
    }

    /// The department and contractor there are, and the number nobody else has.
    pub(crate) async fn check(&self, tx: &Tx, input: &ContractInput, except: Option<&ContractId>) -> Result<Contractor, Fault> {
        let mut errors = Vec::new();
        if tx.is_taken("contract", "number", &input.number, except.map(ContractId::as_str)).await? {
            errors.push(FieldError::new("number", Message::new("field.taken")));
        }
        if tx.find::<serde_json::Value>("department", input.department.as_str()).await?.is_none() {
            errors.push(FieldError::new("department", Message::new("contract.unknown_department").with("value", &input.department)));
        }
        if let Some(selection) = &input.selection {
            let named: Option<Selection> = tx.find("selection", selection.as_str()).await?;
            if named.is_none_or(|named| named.contractor != input.contractor) {
                errors.push(FieldError::new("selection", Message::new("contract.unknown_selection")));
            }
        }
        let contractor: Option<Contractor> = tx.find("contractor", input.contractor.as_str()).await?;
        match contractor {
            Some(contractor) if errors.is_empty() => Ok(contractor),
            Some(_) => Err(Error::Invalid(errors).into()),
            None => {
                errors.push(FieldError::new("contractor", Message::new("contract.unknown_contractor").with("value", &input.contractor)));
                Err(Error::Invalid(errors).into())
            }
        }
    }

    /// Keeps the count of contracts beside their contractor.
    async fn count_contracts(&self, tx: &Tx, before: Option<(&ContractorId, Stage)>, after: Option<(&ContractorId, Stage)>) -> Result<(), Fault> {
        let counted = |side: Option<(&ContractorId, Stage)>| side.filter(|(_, stage)| *stage != Stage::Closed).map(|(id, _)| id.to_string());
        let (old, new) = (counted(before), counted(after));
        if old == new {
            return Ok(());
        }
        for (id, step) in [(old, -1_i64), (new, 1)] {
            if let Some(id) = id {
                let variables = bind([("key", id.into_value()), ("step", step.into_value())]);
                tx.query::<serde_json::Value>("UPDATE type::record('contractor', $key) SET contracts += $step RETURN NONE", variables).await?;
            }
        }
        Ok(())
    }

    /// A contractor has a new name: its contracts are found by it.
    pub(crate) async fn renamed(&self, tx: &Tx, contractor: &Contractor) -> Result<(), Fault> {
        let variables = || bind([("contractor", contractor.id.as_str().into_value())]);
        let contracts: Vec<Stored> = tx.query("SELECT *, record::id(id) AS id FROM contract WHERE contractor = $contractor", variables()).await?;
        for stored in contracts {
            let key = stored.contract.id.clone();
            tx.put("contract", key.as_str(), row(&stored.contract, contractor, stored.watched_from, stored.submitted_by.as_ref())).await?;
        }
        Ok(())
    }
}

/// Departments a list is confined to; none when it spans the city.
pub(crate) fn scope(reach: &Reach, asked: Option<&DepartmentId>, all: &[Department]) -> Option<BTreeSet<DepartmentId>> {
    let asked = asked.map(|id| below(all, id));
    match (reach, asked) {
        (Reach::City, asked) => asked,
        (Reach::Departments(own), None) => Some(own.clone()),
        (Reach::Departments(own), Some(asked)) => Some(asked.intersection(own).cloned().collect()),
    }
}

fn listing(filter: &ContractFilter, today: NaiveDate) -> Result<Listing> {
    let key = match filter.sort.unwrap_or(ContractSort::End) {
        ContractSort::End => "by_end",
        ContractSort::Number => "by_number",
        ContractSort::Title => "by_title",
    };
    let mut listing = Listing::new("contract", key, filter.desc, filter.cursor.as_deref(), filter.limit)?;
    if let Some(state) = filter.state {
        let soon = today + Days::new(EXPIRING_DAYS);
        let stage = match state {
            ContractState::Draft => Stage::Draft,
            ContractState::UnderReview => Stage::UnderReview,
            ContractState::Closed => Stage::Closed,
            ContractState::Active | ContractState::Expiring | ContractState::Ended => Stage::Active,
        };
        listing.equal("stage", stage.word());
        // A key begins with the day it sorts by; `~` sorts after all that can follow a day.
        let (today, soon) = (today.to_string(), format!("{soon}~"));
        let (from, before) = match state {
            ContractState::Active => (Some(soon), None),
            ContractState::Expiring => (Some(today), Some(soon)),
            ContractState::Ended => (None, Some(today)),
            ContractState::Draft | ContractState::UnderReview | ContractState::Closed => (None, None),
        };
        match filter.sort.unwrap_or(ContractSort::End) {
            ContractSort::End => listing.within(from, before),
            ContractSort::Number | ContractSort::Title => {
                for (name, condition, bound) in [("end_from", "by_end >= $end_from", from), ("end_before", "by_end < $end_before", before)] {
                    if let Some(bound) = bound {
                        listing.when(condition);
                        listing.bind(name, bound.into_value());
                    }
                }
            }
        }
    }
    if let Some(contractor) = &filter.contractor {
        listing.equal("contractor", contractor.as_str());
    }
    if let Some(tier) = filter.tier {
        listing.equal("tier", tier.word());
    }
    if filter.open {
        listing.when("open = true");
    }
    if filter.gaps {
        listing.when("gap = true");
    }
    listing.search(&filter.q)?;
    Ok(listing)
}

pub(crate) fn wrong_state(contract: &Contract, today: NaiveDate) -> Error {
    Error::Refused(vec![Message::new("contract.wrong_state").with("state", label_param(contract.state_on(today)))])
}

/// A contract as its form states it, held against one version of the catalogue.
#[allow(clippy::too_many_arguments, reason = "all that a contract is made of")]
pub(crate) fn build(
    id: ContractId,
    version: u64,
    input: &ContractInput,
    stage: Stage,
    policies: &InForce,
    catalogue: &Catalogue,
    marks: &[Mark],
    ctx: &Ctx,
) -> Contract {
    let input = input.clone();
    let required = catalogue.required_for(&input.nature);
    Contract {
        id,
        assessment: policies.set.risk.assess(&input.nature),
        coverage: CoverageCount::of(&required, marks, ctx.today),
        catalogue_version: catalogue.version,
        number: input.number,
        title: input.title,
        summary: input.summary,
        department: input.department,
        contractor: input.contractor,
        nature: input.nature,
        start: input.start,
        end: input.end,
        amount: input.amount,
        city_lead: input.city_lead,
        contractor_lead: input.contractor_lead,
        contractor_contact: input.contractor_contact,
        workplace: input.workplace,
        service_level: input.service_level,
        regime_choice: None,
        selection: input.selection,
        stage,
        closing: None,
        updated_at: ctx.now,
        version,
    }
}

/// The contract as it would stand under a version. Its clauses are not counted: whoever asks holds them against the marks.
pub(crate) fn as_of(contract: &Contract, revision: &Revision, terms: &ContractInput, policies: &InForce, ctx: &Ctx) -> Contract {
    let catalogue = policies.catalogue(contract.catalogue_version);
    let built = build(contract.id.clone(), contract.version, terms, contract.stage, policies, catalogue, &[], ctx);
    Contract { regime_choice: crate::revision::choice_under(contract, revision), ..built }
}

pub(crate) fn row(contract: &Contract, contractor: &Contractor, watched_from: NaiveDate, submitted_by: Option<&PersonId>) -> Row {
    let id = contract.id.as_str();
    let search = [&contract.number, &contract.title, &contract.summary, &contractor.name, &contractor.name_kana].map(|part| text::fold(part)).join(" ");
    let row = Row::of(contract)
        .with("tier", contract.assessment.tier.word())
        .with("open", contract.stage != Stage::Closed)
        .with("gap", contract.coverage.missing() > 0)
        .with(
            "lapses_on",
            contract.coverage.lapses_on.filter(|_| contract.stage != Stage::Closed).map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
        )
        .with("watched_from", watched_from.to_string())
        .with("search", search)
        .with("by_end", format!("{} {id}", contract.end))
        .with("by_number", format!("{} {id}", contract.number))
        .with("by_title", format!("{} {id}", text::fold(&contract.title)));
    match submitted_by {
        Some(person) => row.with("submitted_by", person.as_str()),
        None => row,
    }
}
