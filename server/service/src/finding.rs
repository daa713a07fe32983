//! 指摘事項: recording what is wrong, asking for measures step by step, writing down what was answered, and confirming that it helped.

mod list;

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{Contract, Stage},
    finding::{
        ClosingForm, ConfirmationForm, Finding, FindingForm, FindingInput, FindingState, FindingView, MeasureForm, MeasureReportForm, MeasureRulingForm,
    },
    id::{ContractId, FindingId, PersonId, VerificationId},
    label::Choice,
    message::Message,
    permission::Operation,
    verification::{FoundBy, Verification},
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Names, Services,
    contract::Stored as StoredContract,
    key,
    policy::InForce,
    store::{Fault, Row, Store, Tx, bind, snapshot},
};

pub struct Findings<'a>(pub(crate) &'a Services);

/// A finding as stored, with who moved it last: nobody approves or confirms what is their own.
#[derive(Clone, Deserialize)]
pub(crate) struct Stored {
    #[serde(flatten)]
    pub finding: Finding,
    /// Who asked for the last measure.
    #[serde(default)]
    pub asker: Option<PersonId>,
    /// Who wrote down the last answer.
    #[serde(default)]
    pub reporter: Option<PersonId>,
}

impl Stored {
    fn row(&self) -> Row {
        let finding = &self.finding;
        let state = finding.state();
        let person = |id: &Option<PersonId>| id.as_ref().map(|id| id.as_str().to_owned());
        let mut row = Row::of(finding)
            .with("state", state.word())
            .with("lane", if state == FindingState::Closed { "closed" } else { "open" })
            .with("by_day", format!("{} {}", finding.day(), finding.id));
        if let Some(asker) = person(&self.asker) {
            row = row.with("asker", asker);
        }
        if let Some(reporter) = person(&self.reporter) {
            row = row.with("reporter", reporter);
        }
        row
    }
}

/// What was recorded of a check.
pub(crate) async fn found_by(store: &Store, check: &VerificationId) -> Result<Vec<FoundBy>> {
    let sql = "SELECT *, record::id(id) AS id FROM finding WHERE verification = $verification AND by_day > '' ORDER BY by_day";
    let found: Vec<Stored> = store.read(sql, bind([("verification", check.as_str().into_value())])).await?;
    Ok(found
        .into_iter()
        .map(|Stored { finding, .. }| FoundBy { state: finding.state(), severity: finding.severity, finding: finding.id, clause: finding.clause })
        .collect())
}

/// Whether nothing is to be had of the contractor under a contract any more.
fn is_over(contract: &Contract, ctx: &Ctx) -> bool {
    contract.stage == Stage::Closed || contract.end < ctx.today
}

impl Findings<'_> {
    pub async fn get(&self, ctx: &Ctx, id: &FindingId) -> Result<FindingView> {
        let (stored, contract) = self.readable(ctx, id).await?;
        let policies = self.0.policies().in_force().await?;
        let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
        let Stored { finding, asker, reporter } = stored;
        let clause = policies.catalogue(finding.catalogue_version).clause(&finding.clause);
        let (state, next_steps) = (finding.state(), finding.next_steps(ctx.today));
        let may = |operation| ctx.actor.can_in(operation, &finding.department);
        let writes = may(Operation::WriteFinding);
        let repeated = self.repeated(ctx, &finding).await?;
        Ok(FindingView {
            state,
            days_late: finding.due().map_or(0, |due| policies.calendar.days_late(due, ctx.today)),
            clause_title: clause.map(|clause| clause.title(ctx.lang).to_owned()).unwrap_or_default(),
            requirement: clause.map(|clause| clause.requirement(ctx.lang).to_owned()).unwrap_or_default(),
            contractor_name: names.contractor(&contract.contractor),
            department_name: names.department(&finding.department),
            repeated,
            may_change: writes && finding.measures.is_empty() && state != FindingState::Closed,
            may_ask: writes && !next_steps.is_empty(),
            next_steps: next_steps.to_vec(),
            may_rule: state == FindingState::Proposed && may(Operation::ApproveMeasure) && ctx.actor.may_decide_on(asker.as_ref()).is_ok(),
            may_report: state == FindingState::Requested && may(Operation::ReportMeasure),
            may_confirm: state == FindingState::Reported && writes && may_confirm(ctx, reporter.as_ref(), &finding).is_ok(),
            may_lay_aside: writes && finding.may_lay_aside(is_over(&contract, ctx)),
            may_read_audit: may(Operation::ReadAudit),
            contract_number: contract.number,
            contract_title: contract.title,
            finding,
        })
    }

    /// Records what is wrong under a contract.
    pub async fn create(&self, ctx: &Ctx, contract: &ContractId, form: &FindingForm) -> Result<Finding> {
        let department = self.0.contracts().readable(ctx, contract).await?.contract.department;
        ctx.actor.require_in(Operation::WriteFinding, Operation::ReadContract, &department)?;
        let input = form.read(ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let made = self.create_in(&mut tx, ctx, &policies, contract, &input).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, contract: &ContractId, input: &FindingInput) -> Result<Finding, Fault> {
        let contract = tx.get::<StoredContract>("contract", contract.as_str()).await?.contract;
        known(policies, &contract, &input.clause)?;
        let mut incident = None;
        if let Some(id) = &input.verification {
            let check: Option<Verification> = tx.find("verification", id.as_str()).await?;
            let check = check.filter(|check| check.contract == contract.id);
            incident = check.ok_or_else(|| Error::invalid("verification", Message::new("finding.unknown_verification")))?.incident;
        }
        let input = input.clone();
        let finding = Finding {
            id: FindingId::new(key::new(ctx.now)),
            contractor: contract.contractor,
            department: contract.department,
            verification: input.verification,
            incident,
            clause: input.clause,
            catalogue_version: contract.catalogue_version,
            severity: input.severity,
            fact: input.fact,
            found_on: input.found_on,
            recorded_by: ctx.actor.name.clone(),
            recorded_at: ctx.now,
            measures: Vec::new(),
            closed: None,
            version: 1,
            contract: contract.id,
        };
        let stored = Stored { finding, asker: None, reporter: None };
        let id = stored.finding.id.as_str();
        tx.put("finding", id, stored.row()).await?;
        tx.audit(AuditAction::Create, "finding", id, &title(&stored.finding), None, snapshot(&stored.finding));
        Ok(stored.finding)
    }

    /// Changes what was recorded, until a measure was asked for: what the contractor was told stays as it was told.
    pub async fn change(&self, ctx: &Ctx, id: &FindingId, version: u64, form: &FindingForm) -> Result<Finding> {
        let (_, contract) = self.may(ctx, id, Operation::WriteFinding).await?;
        let input = form.read(ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        known(&policies, &contract, &input.clause)?;
        self.alter(ctx, id, version, AuditAction::Change, |stored| {
            if !stored.finding.measures.is_empty() || stored.finding.closed.is_some() {
                return Err(Error::Refused(vec![Message::new("finding.told")]));
            }
            let FindingInput { clause, severity, fact, found_on, .. } = input.clone();
            Ok(Stored { finding: Finding { clause, severity, fact, found_on, ..stored.finding }, ..stored })
        })
        .await
    }

    /// Asks for a measure; one that touches the contract itself waits for the CISO.
    pub async fn ask(&self, ctx: &Ctx, id: &FindingId, version: u64, form: &MeasureForm) -> Result<Finding> {
        self.may(ctx, id, Operation::WriteFinding).await?;
        let input = form.read(ctx.today)?;
        self.alter(ctx, id, version, AuditAction::Step, |stored| {
            let finding = stored.finding.ask(input.clone(), ctx.today, &ctx.actor.name)?;
            Ok(Stored { finding, asker: Some(ctx.actor.id.clone()), reporter: None })
        })
        .await
    }

    /// The CISO approves a measure that was proposed, or does not. Nobody rules on what they proposed themselves.
    pub async fn rule(&self, ctx: &Ctx, id: &FindingId, version: u64, form: &MeasureRulingForm) -> Result<Finding> {
        self.may(ctx, id, Operation::ApproveMeasure).await?;
        let input = form.read()?;
        self.alter(ctx, id, version, AuditAction::Step, |stored| {
            ctx.actor.may_decide_on(stored.asker.as_ref())?;
            Ok(Stored { finding: stored.finding.rule(input.clone(), ctx.today, &ctx.actor.name)?, ..stored })
        })
        .await
    }

    /// Writes down what was answered to the measure that counts.
    pub async fn report(&self, ctx: &Ctx, id: &FindingId, version: u64, form: &MeasureReportForm) -> Result<Finding> {
        self.may(ctx, id, Operation::ReportMeasure).await?;
        self.alter(ctx, id, version, AuditAction::Step, |stored| {
            let Some(last) = stored.finding.measures.last() else {
                return Err(Error::Refused(vec![Message::new("finding.nothing_asked")]));
            };
            let finding = stored.finding.report(form.read(last, ctx.today)?, &ctx.actor.name)?;
            Ok(Stored { finding, reporter: Some(ctx.actor.id.clone()), ..stored })
        })
        .await
    }

    /// Says whether the measure worked. One that did closes the finding.
    pub async fn confirm(&self, ctx: &Ctx, id: &FindingId, version: u64, form: &ConfirmationForm) -> Result<Finding> {
        self.may(ctx, id, Operation::WriteFinding).await?;
        let input = form.read()?;
        self.alter(ctx, id, version, AuditAction::Step, |stored| {
            may_confirm(ctx, stored.reporter.as_ref(), &stored.finding)?;
            Ok(Stored { finding: stored.finding.confirm(input.clone(), ctx.today, &ctx.actor.name)?, ..stored })
        })
        .await
    }

    /// Lays a finding aside without a measure that worked, for a reason.
    pub async fn lay_aside(&self, ctx: &Ctx, id: &FindingId, version: u64, form: &ClosingForm) -> Result<Finding> {
        let (_, contract) = self.may(ctx, id, Operation::WriteFinding).await?;
        let reason = form.read()?;
        self.alter(ctx, id, version, AuditAction::Step, |stored| {
            let finding = stored.finding.lay_aside(reason.clone(), is_over(&contract, ctx), ctx.today, &ctx.actor.name)?;
            Ok(Stored { finding, ..stored })
        })
        .await
    }

    async fn alter<W>(&self, ctx: &Ctx, id: &FindingId, version: u64, action: AuditAction, work: W) -> Result<Finding>
    where
        W: Fn(Stored) -> Result<Stored> + Send + Sync,
    {
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let after = self.alter_in(&mut tx, id, version, action, &work).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    pub(crate) async fn alter_in<W>(&self, tx: &mut Tx, id: &FindingId, version: u64, action: AuditAction, work: W) -> Result<Finding, Fault>
    where
        W: Fn(Stored) -> Result<Stored> + Send + Sync,
    {
        let stored: Stored = tx.get("finding", id.as_str()).await?;
        if stored.finding.version != version {
            return Err(Error::Conflict { current: stored.finding.version }.into());
        }
        let before = stored.finding.clone();
        let after = work(stored)?;
        let after = Stored { finding: Finding { version: version + 1, ..after.finding }, ..after };
        tx.replace("finding", id.as_str(), version, after.row()).await?;
        tx.audit(action, "finding", id.as_str(), &title(&after.finding), snapshot(&before), snapshot(&after.finding));
        Ok(after.finding)
    }

    /// Readable and within reach of the operation.
    async fn may(&self, ctx: &Ctx, id: &FindingId, operation: Operation) -> Result<(Stored, Contract)> {
        let found = self.readable(ctx, id).await?;
        ctx.actor.require_in(operation, Operation::ReadVerification, &found.0.finding.department)?;
        Ok(found)
    }

    pub(crate) async fn readable(&self, ctx: &Ctx, id: &FindingId) -> Result<(Stored, Contract)> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let stored: Stored = self.0.inner.store.get("finding", id.as_str()).await?;
        if !reach.covers(&stored.finding.department) {
            return Err(Error::NotFound);
        }
        let contract: StoredContract = self.0.inner.store.get("contract", stored.finding.contract.as_str()).await?;
        Ok((stored, contract.contract))
    }
}

/// Nobody confirms an answer they wrote down themselves, unless it is the answer of an officer of the city to a report.
fn may_confirm(ctx: &Ctx, reporter: Option<&PersonId>, finding: &Finding) -> Result<()> {
    let inside = finding.measures.last().is_some_and(|last| last.step.stays_inside());
    if inside { Ok(()) } else { ctx.actor.may_decide_on(reporter) }
}

/// A clause that is named is one of the catalogue the contract is held against.
fn known(policies: &InForce, contract: &Contract, clause: &str) -> Result<()> {
    let known = clause.is_empty() || policies.catalogue(contract.catalogue_version).clause(clause).is_some();
    if known { Ok(()) } else { Err(Error::invalid("clause", Message::new("field.choice"))) }
}

/// What the trail calls it.
fn title(finding: &Finding) -> String {
    let fact: String = finding.fact.chars().take(40).collect();
    format!("{} {}", finding.clause, fact.replace('\n', " ")).trim().to_owned()
}
