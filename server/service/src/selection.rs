//! 選定評価: filling in, handing in and deciding on one candidate's vetting.

mod declaration;

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{Contract, Stage},
    error::FieldError,
    id::{ContractorId, DepartmentId, PersonId, ProcurementId, SelectionId},
    message::{Message, label_param},
    page::Page,
    permission::{Operation, Reach},
    selection::{AnswersForm, Criteria, DecisionForm, Selection, SelectionFilter, SelectionRow, SelectionStage, SelectionView, Verdict, Work, score, state_on},
};
use serde::Deserialize;
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx, Names, Services,
    certificate::objection,
    listing::Listing,
    store::{Fault, Row, Tx, snapshot},
};

pub use declaration::QuestionnaireFile;
pub(crate) use declaration::{Declared, declaration};

pub struct Selections<'a>(pub(crate) &'a Services);

const COLUMNS: &str = "record::id(id) AS id, procurement, title, department, contractor, kind, personal, stage, valid_until, version";

#[derive(Deserialize)]
struct Listed {
    id: SelectionId,
    procurement: ProcurementId,
    title: String,
    department: DepartmentId,
    contractor: ContractorId,
    #[serde(flatten)]
    work: Work,
    stage: SelectionStage,
    valid_until: Option<NaiveDate>,
    version: u64,
}

impl Listed {
    fn of(selection: Selection) -> Self {
        let Selection { id, procurement, title, department, contractor, work, stage, valid_until, version, .. } = selection;
        Self { id, procurement, title, department, contractor, work, stage, valid_until, version }
    }

    fn told(self, names: &Names, today: NaiveDate) -> SelectionRow {
        SelectionRow {
            department_name: names.department(&self.department),
            contractor_name: names.contractor(&self.contractor),
            state: state_on(self.stage, self.valid_until, today),
            id: self.id,
            procurement: self.procurement,
            title: self.title,
            department: self.department,
            contractor: self.contractor,
            kind: self.work.kind,
            personal: self.work.personal,
            valid_until: self.valid_until,
            version: self.version,
        }
    }
}

impl Selections<'_> {
    /// The selections within reach, the latest change first.
    pub async fn list(&self, ctx: &Ctx, filter: &SelectionFilter) -> Result<Page<SelectionRow>> {
        let reach = ctx.reach(Operation::ReadSelection)?;
        let mut listing = listing(filter, ctx)?;
        if let Reach::Departments(own) = &reach {
            listing.any_of("department", own.iter().map(ToString::to_string));
        }
        let page: Page<Listed> = listing.page(&self.0.inner.store, COLUMNS).await?;
        let names = Names::load(self.0, page.items.iter().map(|row| row.contractor.to_string()).collect()).await?;
        Ok(page.map(|row| row.told(&names, ctx.today)))
    }

    /// How many wait for the asker's decision.
    pub(crate) async fn waiting(&self, ctx: &Ctx) -> Result<u32> {
        if !ctx.actor.can(Operation::DecideSelection) {
            return Ok(0);
        }
        let sql = "SELECT count() FROM selection WHERE stage = 'submitted' GROUP ALL";
        Ok(u32::try_from(self.0.inner.store.counted(sql, Variables::new()).await?).unwrap_or(u32::MAX))
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, ctx: &Ctx, filter: &SelectionFilter) -> Result<String> {
        let (sql, variables) = listing(filter, ctx)?.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }

    pub async fn get(&self, ctx: &Ctx, id: &SelectionId) -> Result<SelectionView> {
        let selection = self.readable(ctx, id).await?;
        let criteria = self.0.policies().criteria_version(selection.criteria_version).await?;
        let names = Names::load(self.0, vec![selection.contractor.to_string()]).await?;
        let people = selection.submitted_by.iter().chain(&selection.decided_by).map(ToString::to_string).collect();
        let people = self.0.inner.store.names("person", people).await?;
        let person = |id: &Option<PersonId>| id.as_ref().and_then(|id| people.get(id.as_str()).cloned());
        let may = |operation| ctx.actor.can_in(operation, &selection.department);
        let asked = criteria.for_work(selection.work);
        let invites = self.0.inner.config.outward && may(Operation::WriteSelection);
        let invitations = if invites { Some(self.0.invitations().rows(ctx, id).await?) } else { None };
        let cited: Vec<_> = selection.answers.iter().flat_map(|answer| &answer.certificates).collect();
        Ok(SelectionView {
            certificates: self.0.certificates().citable(&selection.contractor, &cited, ctx.today).await?,
            score: score(&asked, &selection.answers),
            state: selection.state_on(ctx.today),
            contractor_name: names.contractor(&selection.contractor),
            department_name: names.department(&selection.department),
            submitted_by_name: person(&selection.submitted_by),
            decided_by_name: person(&selection.decided_by),
            usual_until: criteria.usual_until(ctx.today),
            may_answer: selection.stage == SelectionStage::Draft && may(Operation::WriteSelection),
            invitations,
            may_decide: selection.stage == SelectionStage::Submitted
                && may(Operation::DecideSelection)
                && ctx.actor.may_decide_on(selection.submitted_by.as_ref()).is_ok(),
            may_read_audit: may(Operation::ReadAudit),
            criteria: asked,
            selection,
        })
    }

    pub(crate) async fn readable(&self, ctx: &Ctx, id: &SelectionId) -> Result<Selection> {
        let reach = ctx.reach(Operation::ReadSelection)?;
        let selection: Selection = self.0.inner.store.get("selection", id.as_str()).await?;
        if reach.covers(&selection.department) { Ok(selection) } else { Err(Error::NotFound) }
    }

    /// The selection, and the criteria it began with, for somebody who may do this with it.
    async fn open(&self, ctx: &Ctx, id: &SelectionId, operation: Operation) -> Result<Criteria> {
        let selection = self.readable(ctx, id).await?;
        ctx.actor.require_in(operation, Operation::ReadSelection, &selection.department)?;
        self.0.policies().criteria_version(selection.criteria_version).await
    }

    /// Keeps answers for later, or hands them in.
    pub async fn answer(&self, ctx: &Ctx, id: &SelectionId, version: u64, form: &AnswersForm) -> Result<Selection> {
        let criteria = self.open(ctx, id, Operation::WriteSelection).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let selection = self.answer_in(&mut tx, ctx, &criteria, id, version, form).await?;
                tx.commit(ctx).await?;
                Ok(selection)
            })
            .await
    }

    /// Hands in what was kept.
    pub async fn submit(&self, ctx: &Ctx, id: &SelectionId, version: u64) -> Result<Selection> {
        let criteria = self.open(ctx, id, Operation::WriteSelection).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let kept: Selection = tx.get("selection", id.as_str()).await?;
                let form = AnswersForm::of(&criteria.for_work(kept.work), &kept.answers, &kept.remarks);
                let form = AnswersForm { submit: "true".to_owned(), ..form };
                let selection = self.answer_in(&mut tx, ctx, &criteria, id, version, &form).await?;
                tx.commit(ctx).await?;
                Ok(selection)
            })
            .await
    }

    pub(crate) async fn answer_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        criteria: &Criteria,
        id: &SelectionId,
        version: u64,
        form: &AnswersForm,
    ) -> Result<Selection, Fault> {
        let before = at_version(tx, id, version).await?;
        open_draft(&before, ctx)?;
        let input = form.read(&criteria.for_work(before.work))?;
        cited(tx, form, &before.contractor, input.submit.then_some(ctx.today)).await?;
        let mut after = Selection { answers: input.answers, remarks: input.remarks, updated_at: ctx.now, version: version + 1, ..before.clone() };
        if input.submit {
            after.stage = SelectionStage::Submitted;
            after.submitted_by = Some(ctx.actor.id.clone());
            after.submitted_at = Some(ctx.now);
        }
        self.save(tx, ctx, criteria, &before, &after).await?;
        Ok(after)
    }

    /// Passes the candidate, with or without conditions, fails it, or hands the answers back.
    pub async fn decide(&self, ctx: &Ctx, id: &SelectionId, version: u64, form: &DecisionForm) -> Result<Selection> {
        let criteria = self.open(ctx, id, Operation::DecideSelection).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let selection = self.decide_in(&mut tx, ctx, &criteria, id, version, form).await?;
                tx.commit(ctx).await?;
                Ok(selection)
            })
            .await
    }

    pub(crate) async fn decide_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        criteria: &Criteria,
        id: &SelectionId,
        version: u64,
        form: &DecisionForm,
    ) -> Result<Selection, Fault> {
        let before = at_version(tx, id, version).await?;
        if before.stage != SelectionStage::Submitted {
            return Err(Error::Refused(vec![Message::new("selection.not_submitted")]).into());
        }
        ctx.actor.may_decide_on(before.submitted_by.as_ref())?;
        let found = score(&criteria.for_work(before.work), &before.answers);
        let decision = form.read(&found, ctx.today, criteria.usual_until(ctx.today))?;
        let after = Selection {
            stage: match decision.verdict {
                Verdict::Passed => SelectionStage::Passed,
                Verdict::Conditional => SelectionStage::Conditional,
                Verdict::Failed => SelectionStage::Failed,
                Verdict::Returned => SelectionStage::Draft,
            },
            decided_by: Some(ctx.actor.id.clone()),
            decided_on: Some(ctx.today),
            decision: decision.remark,
            conditions: decision.conditions,
            valid_until: decision.valid_until,
            updated_at: ctx.now,
            version: version + 1,
            ..before.clone()
        };
        self.save(tx, ctx, criteria, &before, &after).await?;
        Ok(after)
    }

    async fn save(&self, tx: &mut Tx, ctx: &Ctx, criteria: &Criteria, before: &Selection, after: &Selection) -> Result<(), Fault> {
        tx.replace("selection", after.id.as_str(), before.version, row(after)).await?;
        let found = score(&criteria.for_work(after.work), &after.answers);
        self.0.procurements().follow(tx, ctx, after, &found).await?;
        let action = if before.stage == after.stage { AuditAction::Change } else { AuditAction::Step };
        tx.audit(action, "selection", after.id.as_str(), &after.title, snapshot(before), snapshot(after));
        Ok(())
    }

    /// The selection a contract names, as far as the reader may see it, and, while the contract is not in force, why it could not rest on it today.
    pub(crate) async fn of_contract(&self, ctx: &Ctx, contract: &Contract) -> Result<(Option<SelectionRow>, Vec<Message>)> {
        let pending = matches!(contract.stage, Stage::Draft | Stage::UnderReview);
        let rests_on: Option<Selection> = match &contract.selection {
            Some(id) => self.0.inner.store.find("selection", id.as_str()).await?,
            None => None,
        };
        let reasons = if pending { hindrances(contract, rests_on.as_ref(), ctx.today) } else { Vec::new() };
        let Some(selection) = rests_on.filter(|selection| ctx.actor.can_in(Operation::ReadSelection, &selection.department)) else {
            return Ok((None, reasons));
        };
        let names = Names::load(self.0, vec![selection.contractor.to_string()]).await?;
        Ok((Some(Listed::of(selection).told(&names, ctx.today)), reasons))
    }
}

/// Why a contract cannot rest on the selection it names, or on none.
pub(crate) fn hindrances(contract: &Contract, named: Option<&Selection>, today: NaiveDate) -> Vec<Message> {
    match named {
        None => vec![Message::new("contract.selection_missing")],
        Some(selection) => selection.hindrances(&contract.contractor, &contract.nature, today),
    }
}

/// Only a draft takes answers, of the city and of the contractor alike.
pub(crate) fn open_draft(selection: &Selection, ctx: &Ctx) -> Result<()> {
    if selection.stage == SelectionStage::Draft {
        return Ok(());
    }
    Err(Error::Refused(vec![Message::new("selection.not_open").with("state", label_param(selection.state_on(ctx.today)))]))
}

/// Certificates that answers cite are the candidate's own, and, where the answers are handed in, in force on that day.
async fn cited(tx: &Tx, form: &AnswersForm, contractor: &ContractorId, day: Option<NaiveDate>) -> Result<(), Fault> {
    let (mut known, mut errors) = (HashMap::new(), Vec::new());
    for (index, answer) in form.answers.iter().enumerate() {
        for (place, stated) in answer.certificates.iter().enumerate().filter(|(_, stated)| !stated.is_empty()) {
            let why: Option<Message> = if let Some(why) = known.get(stated) {
                Option::clone(why)
            } else {
                let why = objection(tx, &stated.parse()?, contractor, day).await?;
                known.insert(stated, why.clone());
                why
            };
            errors.extend(why.map(|why| FieldError::new(format!("answers[{index}].certificates[{place}]"), why)));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors).into()) }
}

async fn at_version(tx: &Tx, id: &SelectionId, version: u64) -> Result<Selection, Fault> {
    let selection: Selection = tx.get("selection", id.as_str()).await?;
    if selection.version == version { Ok(selection) } else { Err(Error::Conflict { current: selection.version }.into()) }
}

pub(crate) fn row(selection: &Selection) -> Row {
    let passed = matches!(selection.stage, SelectionStage::Passed | SelectionStage::Conditional);
    let until = selection.valid_until.filter(|_| passed).map(|day| day.to_string()).unwrap_or_default();
    Row::of(selection).with("passed_until", until).with("by_updated", format!("{} {}", selection.updated_at.timestamp_millis(), selection.id))
}

fn listing(filter: &SelectionFilter, ctx: &Ctx) -> Result<Listing> {
    let mut listing = Listing::new("selection", "by_updated", true, filter.cursor.as_deref(), filter.limit)?;
    if let Some(contractor) = &filter.contractor {
        listing.equal("contractor", contractor.as_str());
    }
    if filter.in_force {
        listing.when("passed_until >= $today");
        listing.bind("today", ctx.today.to_string().into_value());
    }
    Ok(listing)
}
