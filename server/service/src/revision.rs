//! 契約の版: drafting an amendment or a renewal, deciding on it, and letting it take effect on its day.

mod effect;
mod view;

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::{
        Contract, ContractForm, ContractInput, RegimeChoice, Stage,
        revision::{Revision, RevisionForm, RevisionInput, RevisionKind, RevisionStage, RevisionStep, RevisionStepForm},
    },
    error::FieldError,
    id::{ContractId, PersonId, RevisionId},
    label::Choice,
    message::{Message, label_param},
    permission::Operation,
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services,
    contract::Stored as StoredContract,
    key,
    policy::InForce,
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Revisions<'a>(pub(crate) &'a Services);

const OF_CONTRACT: &str = "SELECT *, record::id(id) AS id FROM contract_revision WHERE contract = $contract";

/// Table of the versions.
const TABLE: &str = "contract_revision";

/// A version as stored, with who handed it in: nobody decides on that.
#[derive(Clone, Deserialize)]
struct Stored {
    #[serde(flatten)]
    revision: Revision,
    submitter: Option<PersonId>,
}

impl Stored {
    fn row(&self) -> Row {
        let revision = &self.revision;
        let due = if revision.stage == RevisionStage::Agreed { revision.effective_from.to_string() } else { "9999-12-31".to_owned() };
        let row = Row::of(revision).with("by_effective", format!("{} {}", revision.effective_from, revision.id)).with("due", due);
        match &self.submitter {
            Some(person) => row.with("submitter", person.as_str()),
            None => row,
        }
    }
}

/// In the order in which they were made.
fn ordered(mut versions: Vec<Stored>) -> Vec<Stored> {
    versions.sort_by(|a, b| (a.revision.number, &a.revision.id).cmp(&(b.revision.number, &b.revision.id)));
    versions
}

async fn of_contract_in(tx: &Tx, contract: &ContractId) -> Result<Vec<Stored>, Fault> {
    Ok(ordered(tx.query(OF_CONTRACT, bind([("contract", contract.as_str().into_value())])).await?))
}

/// The version of a contract that is under way.
pub(crate) async fn open_in(tx: &Tx, contract: &ContractId) -> Result<Option<Revision>, Fault> {
    Ok(of_contract_in(tx, contract).await?.into_iter().map(|stored| stored.revision).find(|revision| revision.stage.is_open()))
}

impl Revisions<'_> {
    /// Drafts an amendment or a renewal; a contract has one version under way at a time.
    pub async fn create(&self, ctx: &Ctx, contract: &ContractId, form: &RevisionForm) -> Result<Revision> {
        let department = self.0.contracts().readable(ctx, contract).await?.contract.department;
        ctx.actor.require_in(Operation::WriteContract, Operation::ReadContract, &department)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let made = self.create_in(&mut tx, ctx, contract, form).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, contract: &ContractId, form: &RevisionForm) -> Result<Revision, Fault> {
        let contract = tx.get::<StoredContract>("contract", contract.as_str()).await?.contract;
        let versions = of_contract_in(tx, &contract.id).await?;
        if contract.stage != Stage::Active {
            return Err(Error::Refused(vec![Message::new("revision.not_in_force")]).into());
        }
        if let Some(open) = versions.iter().find(|stored| stored.revision.stage.is_open()) {
            let (kind, stage) = (label_param(open.revision.kind), label_param(open.revision.stage));
            return Err(Error::Refused(vec![Message::new("revision.another_open").with("kind", kind).with("stage", stage)]).into());
        }
        let input = self.read(tx, ctx, &contract, &versions, form).await?;
        if versions.is_empty() {
            self.begin_in(tx, &contract, None).await?;
        }
        let number = versions.iter().map(|stored| &stored.revision).filter(|known| known.stage != RevisionStage::Withdrawn).map(|known| known.number).max();
        let base =
            Revision { id: RevisionId::new(key::new(ctx.now)), number: number.unwrap_or(1) + 1, stage: RevisionStage::Draft, ..Revision::original(&contract) };
        let made = drafted(ctx, base, input);
        self.save(tx, &contract, None, &Stored { revision: made.clone(), submitter: None }).await?;
        Ok(made)
    }

    /// Changes a draft; what it differs in is told against the contract as it is in force by now.
    pub async fn change(&self, ctx: &Ctx, id: &RevisionId, version: u64, form: &RevisionForm) -> Result<Revision> {
        self.may(ctx, id, Operation::WriteContract).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let (before, contract) = self.at(&tx, id, version).await?;
                if before.revision.stage != RevisionStage::Draft {
                    return Err(wrong_stage(before.revision.stage).into());
                }
                let versions = of_contract_in(&tx, &contract.id).await?;
                let input = self.read(&tx, ctx, &contract, &versions, form).await?;
                let after = Revision { version: version + 1, updated_at: ctx.now, ..drafted(ctx, before.revision.clone(), input) };
                self.save(&mut tx, &contract, Some(&before), &Stored { revision: after.clone(), submitter: None }).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Moves a version on, or answers every reason why not. One that is agreed to after its day takes effect at once.
    pub async fn step(&self, ctx: &Ctx, id: &RevisionId, version: u64, form: &RevisionStepForm) -> Result<Revision> {
        let (stored, _) = self.readable(ctx, id).await?;
        self.may(ctx, id, operation_of(form.step, stored.revision.stage)).await?;
        let remark = form.read()?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let (before, contract) = self.at(&tx, id, version).await?;
                if !steps(before.revision.stage).contains(&form.step) {
                    return Err(wrong_stage(before.revision.stage).into());
                }
                if form.step == RevisionStep::Agree {
                    ctx.actor.may_decide_on(before.submitter.as_ref())?;
                    let terms = before.revision.terms.read()?;
                    self.0.contracts().check(&tx, &terms, Some(&contract.id)).await?;
                    let then = crate::contract::as_of(&contract, &before.revision, &terms, &policies, ctx);
                    self.0.contracts().refuse_unreviewed(&tx, ctx, &policies, &then, Some((&before.revision, &contract))).await?;
                }
                let after = self.step_in(&mut tx, ctx, &policies, &contract, &before, form.step, &remark).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Takes the step; whether it may be taken has been looked at.
    #[allow(clippy::too_many_arguments, reason = "the version and its contract as they were seen, and the step with why")]
    async fn step_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        contract: &Contract,
        before: &Stored,
        step: RevisionStep,
        remark: &str,
    ) -> Result<Revision, Fault> {
        let name = || ctx.actor.name.clone();
        let was = before.revision.clone();
        let moved = Revision { remark: remark.to_owned(), updated_at: ctx.now, version: was.version + 1, ..was };
        let (moved, submitter) = match step {
            RevisionStep::Submit => (Revision { stage: RevisionStage::Submitted, submitted_by: name(), ..moved }, Some(ctx.actor.id.clone())),
            RevisionStep::Return => (decided(ctx, Revision { stage: RevisionStage::Draft, ..moved }), None),
            RevisionStep::Withdraw => (decided(ctx, Revision { stage: RevisionStage::Withdrawn, ..moved }), before.submitter.clone()),
            RevisionStep::Agree => (decided(ctx, Revision { stage: RevisionStage::Agreed, ..moved }), before.submitter.clone()),
        };
        let after = Stored { revision: moved, submitter };
        self.save(tx, contract, Some(before), &after).await?;
        if after.revision.stage == RevisionStage::Agreed && after.revision.effective_from <= ctx.today {
            return self.effect_in(tx, ctx, policies, &after).await;
        }
        Ok(after.revision)
    }

    /// A version of the demo city takes a step, whatever its list says.
    pub(crate) async fn play_in(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, revision: &Revision, step: RevisionStep) -> Result<Revision, Fault> {
        let (before, contract) = self.at(tx, &revision.id, revision.version).await?;
        self.step_in(tx, ctx, policies, &contract, &before, step, "").await
    }

    /// Writes down the first version of a contract that gets a second one, or that comes into force by whoever decides so.
    pub(crate) async fn begin_in(&self, tx: &Tx, contract: &Contract, decided_by: Option<&Ctx>) -> Result<(), Fault> {
        let original = Revision::original(contract);
        let original = if let Some(ctx) = decided_by { decided(ctx, original) } else { original };
        let id = original.id.clone();
        tx.put(TABLE, id.as_str(), Stored { revision: original, submitter: None }.row()).await
    }

    /// A slip of the pen was corrected in a contract in force: the version in force says so too.
    pub(crate) async fn correct_in(&self, tx: &Tx, ctx: &Ctx, contract: &Contract) -> Result<(), Fault> {
        let versions = of_contract_in(tx, &contract.id).await?;
        let Some(current) = versions.into_iter().rfind(|stored| stored.revision.stage == RevisionStage::InEffect) else { return Ok(()) };
        let (id, version) = (current.revision.id.clone(), current.revision.version);
        let corrected = Revision { terms: ContractForm::from(contract), updated_at: ctx.now, version: version + 1, ..current.revision };
        tx.replace(TABLE, id.as_str(), version, Stored { revision: corrected, ..current }.row()).await
    }

    /// What the form says, held against the contract and the version in force; departments and contractors are looked up.
    async fn read(&self, tx: &Tx, ctx: &Ctx, contract: &Contract, versions: &[Stored], form: &RevisionForm) -> Result<RevisionInput, Fault> {
        let input = form.read(contract, view::since(contract, versions))?;
        if !ctx.actor.can_in(Operation::WriteContract, &input.terms.department) && ctx.actor.can(Operation::WriteContract) {
            return Err(Error::invalid("terms.department", Message::new("contract.unknown_department").with("value", &input.terms.department)).into());
        }
        match self.0.contracts().check(tx, &input.terms, Some(&contract.id)).await {
            Ok(_) => Ok(input),
            Err(Fault::Domain(Error::Invalid(errors))) => Err(Error::Invalid(errors.into_iter().map(within_terms).collect()).into()),
            Err(fault) => Err(fault),
        }
    }

    async fn save(&self, tx: &mut Tx, contract: &Contract, before: Option<&Stored>, after: &Stored) -> Result<(), Fault> {
        let (revision, id) = (&after.revision, after.revision.id.as_str());
        match before {
            Some(before) => tx.replace(TABLE, id, before.revision.version, after.row()).await?,
            None => tx.put(TABLE, id, after.row()).await?,
        }
        let action = match before {
            None => AuditAction::Create,
            Some(before) if before.revision.stage == revision.stage => AuditAction::Change,
            Some(_) => AuditAction::Step,
        };
        let title = format!("{}（{} 第{}版）", contract.title, revision.kind.label(domain::Lang::Ja), revision.number);
        tx.audit(action, "contract", contract.id.as_str(), &title, before.and_then(|before| noted(&before.revision)), noted(revision));
        Ok(())
    }

    async fn may(&self, ctx: &Ctx, id: &RevisionId, operation: Operation) -> Result<()> {
        let (_, contract) = self.readable(ctx, id).await?;
        ctx.actor.require_in(operation, Operation::ReadContract, &contract.department)
    }

    async fn at(&self, tx: &Tx, id: &RevisionId, version: u64) -> Result<(Stored, Contract), Fault> {
        let stored: Option<Stored> = tx.find(TABLE, id.as_str()).await?;
        let Some(stored) = stored else {
            // The first version is the contract itself until there is a second, and takes no steps.
            return Err(if version == 1 { wrong_stage(RevisionStage::InEffect) } else { Error::Conflict { current: 1 } }.into());
        };
        if stored.revision.version != version {
            return Err(Error::Conflict { current: stored.revision.version }.into());
        }
        let contract: StoredContract = tx.get("contract", stored.revision.contract.as_str()).await?;
        Ok((stored, contract.contract))
    }
}

const fn steps(stage: RevisionStage) -> &'static [RevisionStep] {
    match stage {
        RevisionStage::Draft => &[RevisionStep::Submit, RevisionStep::Withdraw],
        RevisionStage::Submitted => &[RevisionStep::Agree, RevisionStep::Return, RevisionStep::Withdraw],
        RevisionStage::Agreed => &[RevisionStep::Withdraw],
        RevisionStage::InEffect | RevisionStage::Withdrawn => &[],
    }
}

/// The department may take back what is not decided; what the procurement officer has agreed to, only that officer.
const fn operation_of(step: RevisionStep, stage: RevisionStage) -> Operation {
    match (step, stage) {
        (RevisionStep::Submit, _) => Operation::SubmitContract,
        (RevisionStep::Withdraw, RevisionStage::Draft | RevisionStage::Submitted) => Operation::WriteContract,
        (RevisionStep::Agree | RevisionStep::Return | RevisionStep::Withdraw, _) => Operation::ReviewContract,
    }
}

fn drafted(ctx: &Ctx, base: Revision, input: RevisionInput) -> Revision {
    let same = |choice: &RegimeChoice| input.regime.as_ref().is_some_and(|(regime, reason)| choice.regime == *regime && choice.reason == *reason);
    let known = base.regime_choice.clone().filter(|choice| base.kind == RevisionKind::Renewal && same(choice));
    let chosen = input.regime.map(|(regime, reason)| RegimeChoice { regime, reason, by: ctx.actor.name.clone(), on: ctx.today });
    Revision {
        kind: input.kind,
        concluded_on: Some(input.concluded_on),
        effective_from: input.effective_from,
        reason: input.reason,
        regime_choice: known.or(chosen),
        terms: ContractForm::from(&input.terms),
        requested_by: if base.requested_by.is_empty() { ctx.actor.name.clone() } else { base.requested_by.clone() },
        updated_at: ctx.now,
        ..base
    }
}

fn decided(ctx: &Ctx, revision: Revision) -> Revision {
    Revision { decided_by: ctx.actor.name.clone(), decided_on: Some(ctx.today), ..revision }
}

fn within_terms(error: FieldError) -> FieldError {
    FieldError { field: format!("terms.{}", error.field), ..error }
}

fn wrong_stage(stage: RevisionStage) -> Error {
    Error::Refused(vec![Message::new("revision.wrong_stage").with("stage", label_param(stage))])
}

/// A version for the trail. What it refers to is known from the line it stands in.
fn noted(revision: &Revision) -> Option<serde_json::Value> {
    let mut noted = snapshot(revision)?;
    let fields = noted.as_object_mut()?;
    fields.retain(|name, _| !matches!(name.as_str(), "id" | "contract" | "version" | "updated_at"));
    Some(serde_json::json!({ "revision": noted }))
}

/// What was decided about the regime, once the contract runs under a version.
pub(crate) fn choice_under(contract: &Contract, revision: &Revision) -> Option<RegimeChoice> {
    revision.regime_choice.clone().or_else(|| contract.regime_choice.clone())
}

/// The terms of a version as the register takes them.
fn terms_of(revision: &Revision) -> Result<ContractInput> {
    revision.terms.read()
}
