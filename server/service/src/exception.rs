//! 例外措置: asking for one, deciding on it, and its end before its last day. An approval marks the clause as excepted in the same transaction.

mod list;

use domain::{
    Error, Result,
    audit::AuditAction,
    clause::{Mark, MarkState},
    contract::{Contract, Stage},
    exception::{
        DecisionInput, EndCause, Ending, Exception, ExceptionAnswer, ExceptionDecision, ExceptionDecisionForm, ExceptionForm, ExceptionInput, ExceptionRequest,
        ExceptionState, ExceptionView, RevocationForm,
    },
    id::{ContractId, DepartmentId, ExceptionId, PersonId},
    message::{Message, label_param},
    permission::Operation,
};
use serde::Deserialize;
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Names, Services,
    contract::Stored as StoredContract,
    coverage, key,
    policy::InForce,
    store::{Fault, Row, Store, Tx, bind, snapshot},
};

pub struct Exceptions<'a>(pub(crate) &'a Services);

/// An exception as stored, with who asked for it: nobody decides on that.
#[derive(Clone, Deserialize)]
struct Stored {
    #[serde(flatten)]
    exception: Exception,
    requester: PersonId,
    department: DepartmentId,
}

impl Stored {
    fn row(&self) -> Row {
        let exception = &self.exception;
        let stage = match (&exception.ended, exception.decision.as_ref().map(|decision| decision.answer)) {
            (None, None) => "requested",
            (None, Some(ExceptionAnswer::Approve)) => "approved",
            _ => "over",
        };
        Row::of(exception)
            .with("requester", self.requester.as_str())
            .with("department", self.department.as_str())
            .with("stage", stage)
            .with("by_until", format!("{} {}", exception.until, exception.id))
    }
}

/// The requests of a contract that wait, for the list of its clauses.
pub(crate) async fn requests_of(store: &Store, contract: &ContractId) -> Result<Vec<ExceptionRequest>> {
    store
        .read(
            "SELECT record::id(id) AS id, clause, requested_by, requested_at, until, by_until FROM exception WHERE contract = $contract AND stage = 'requested' ORDER BY by_until",
            bind([("contract", contract.as_str().into_value())]),
        )
        .await
}

/// What stood under this exception stands under it no more: the clause is in the contract now, or a newer exception took its place.
pub(crate) async fn supersede(tx: &mut Tx, ctx: &Ctx, id: &ExceptionId) -> Result<(), Fault> {
    let Some(stored) = tx.find::<Stored>("exception", id.as_str()).await? else { return Ok(()) };
    if stored.exception.ended.is_some() {
        return Ok(());
    }
    let ended = Ending { cause: EndCause::Superseded, on: ctx.today, by: ctx.actor.name.clone(), reason: String::new() };
    let before = stored.exception.clone();
    save(tx, AuditAction::Step, &before, Stored { exception: Exception { ended: Some(ended), ..before.clone() }, ..stored }).await.map(|_| ())
}

/// Puts an exception as it is to be in place of what it was, in its next version.
async fn save(tx: &mut Tx, action: AuditAction, before: &Exception, after: Stored) -> Result<Exception, Fault> {
    let after = Stored { exception: Exception { version: before.version + 1, ..after.exception }, ..after };
    let id = before.id.as_str();
    tx.replace("exception", id, before.version, after.row()).await?;
    tx.audit(action, "exception", id, &before.clause, snapshot(before), snapshot(&after.exception));
    Ok(after.exception)
}

impl Exceptions<'_> {
    pub async fn get(&self, ctx: &Ctx, id: &ExceptionId) -> Result<ExceptionView> {
        let (stored, contract) = self.readable(ctx, id).await?;
        let policies = self.0.policies().in_force().await?;
        let exception = stored.exception;
        let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
        let clause = policies.catalogue(exception.catalogue_version).clause(&exception.clause);
        let state = exception.state_on(ctx.today);
        let (waits, open) = (state == ExceptionState::Requested, contract.stage != Stage::Closed);
        let may = |operation| open && ctx.actor.can_in(operation, &contract.department);
        Ok(ExceptionView {
            clause_title: clause.map(|clause| clause.title(ctx.lang).to_owned()).unwrap_or_default(),
            requirement: clause.map(|clause| clause.requirement(ctx.lang).to_owned()).unwrap_or_default(),
            blocking: clause.is_some_and(|clause| clause.blocking),
            contract_number: contract.number.clone(),
            contract_title: contract.title.clone(),
            contractor_name: names.contractor(&contract.contractor),
            department_name: names.department(&contract.department),
            department: contract.department.clone(),
            may_change: waits && may(Operation::RequestException),
            may_decide: waits && may(Operation::ExceptClause) && ctx.actor.may_decide_on(Some(&stored.requester)).is_ok(),
            may_revoke: state == ExceptionState::Approved && may(Operation::ExceptClause),
            may_ask_again: !waits && may(Operation::RequestException),
            state,
            exception,
        })
    }

    /// Asks for an exception.
    pub async fn request(&self, ctx: &Ctx, contract: &ContractId, form: &ExceptionForm) -> Result<Exception> {
        let department = self.0.contracts().readable(ctx, contract).await?.contract.department;
        ctx.actor.require_in(Operation::RequestException, Operation::ReadContract, &department)?;
        let input = form.read(ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let made = self.request_in(&mut tx, ctx, &policies, contract, &input).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn request_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        contract: &ContractId,
        input: &ExceptionInput,
    ) -> Result<Exception, Fault> {
        let contract = tx.get::<StoredContract>("contract", contract.as_str()).await?.contract;
        if contract.stage == Stage::Closed {
            return Err(Error::Refused(vec![Message::new("exception.contract_closed")]).into());
        }
        if policies.catalogue(contract.catalogue_version).required_for(&contract.nature).iter().all(|need| need.clause.id != input.clause) {
            return Err(Error::invalid("clause", Message::new("clause.not_required")).into());
        }
        let variables = bind([("contract", contract.id.as_str().into_value()), ("clause", input.clause.as_str().into_value())]);
        let waiting: Vec<String> =
            tx.query("SELECT VALUE clause FROM exception WHERE contract = $contract AND stage = 'requested' AND clause = $clause LIMIT 1", variables).await?;
        if !waiting.is_empty() {
            return Err(Error::Refused(vec![Message::new("exception.already_requested")]).into());
        }
        let input = input.clone();
        let exception = Exception {
            id: ExceptionId::new(key::new(ctx.now)),
            contract: contract.id,
            clause: input.clause,
            catalogue_version: contract.catalogue_version,
            reason: input.reason,
            measure: input.measure,
            until: input.until,
            requested_by: ctx.actor.name.clone(),
            requested_at: ctx.now,
            decision: None,
            ended: None,
            version: 1,
        };
        let stored = Stored { exception, requester: ctx.actor.id.clone(), department: contract.department };
        let id = stored.exception.id.as_str();
        tx.put("exception", id, stored.row()).await?;
        tx.audit(AuditAction::Create, "exception", id, &stored.exception.clause, None, snapshot(&stored.exception));
        Ok(stored.exception)
    }

    /// Changes what is asked for, while it waits; the clause stays. Whoever changed it last has asked for it.
    pub async fn change(&self, ctx: &Ctx, id: &ExceptionId, version: u64, form: &ExceptionForm) -> Result<Exception> {
        let (stored, contract) = self.may(ctx, id, Operation::RequestException).await?;
        let input = ExceptionForm { clause: stored.exception.clause, ..form.clone() }.read(ctx.today)?;
        self.alter(ctx, id, version, AuditAction::Change, |stored| {
            open(&contract)?;
            waiting(ctx, &stored.exception)?;
            let ExceptionInput { reason, measure, until, .. } = input.clone();
            let (requested_by, requested_at) = (ctx.actor.name.clone(), ctx.now);
            let exception = Exception { reason, measure, until, requested_by, requested_at, ..stored.exception };
            Ok(Stored { exception, requester: ctx.actor.id.clone(), ..stored })
        })
        .await
    }

    /// Takes a request back before it is decided.
    pub async fn withdraw(&self, ctx: &Ctx, id: &ExceptionId, version: u64) -> Result<Exception> {
        self.may(ctx, id, Operation::RequestException).await?;
        self.alter(ctx, id, version, AuditAction::Step, |stored| {
            waiting(ctx, &stored.exception)?;
            let ended = Ending { cause: EndCause::Withdrawn, on: ctx.today, by: ctx.actor.name.clone(), reason: String::new() };
            Ok(Stored { exception: Exception { ended: Some(ended), ..stored.exception }, ..stored })
        })
        .await
    }

    async fn alter<W>(&self, ctx: &Ctx, id: &ExceptionId, version: u64, action: AuditAction, work: W) -> Result<Exception>
    where
        W: Fn(Stored) -> Result<Stored> + Send + Sync,
    {
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let stored = at(&tx, id, version).await?;
                let before = stored.exception.clone();
                let after = save(&mut tx, action, &before, work(stored)?).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// The CISO approves or rejects. Nobody decides on what they asked for themselves.
    pub async fn decide(&self, ctx: &Ctx, id: &ExceptionId, version: u64, form: &ExceptionDecisionForm) -> Result<Exception> {
        let (stored, _) = self.may(ctx, id, Operation::ExceptClause).await?;
        waiting(ctx, &stored.exception)?;
        let input = form.read(stored.exception.until, ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let decided = self.decide_in(&mut tx, ctx, &policies, id, version, &input).await?;
                tx.commit(ctx).await?;
                Ok(decided)
            })
            .await
    }

    pub(crate) async fn decide_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        id: &ExceptionId,
        version: u64,
        input: &DecisionInput,
    ) -> Result<Exception, Fault> {
        let stored = at(tx, id, version).await?;
        waiting(ctx, &stored.exception)?;
        ctx.actor.may_decide_on(Some(&stored.requester))?;
        let before = stored.exception.clone();
        let DecisionInput { answer, until, remark } = input.clone();
        let decision = ExceptionDecision { answer, on: ctx.today, by: ctx.actor.name.clone(), remark };
        let after =
            save(tx, AuditAction::Step, &before, Stored { exception: Exception { until, decision: Some(decision), ..before.clone() }, ..stored }).await?;
        if answer == ExceptionAnswer::Approve {
            mark(tx, ctx, policies, &after, MarkState::Excepted).await?;
        }
        Ok(after)
    }

    /// The CISO takes an approval back: the clause is missing again from today on.
    pub async fn revoke(&self, ctx: &Ctx, id: &ExceptionId, version: u64, form: &RevocationForm) -> Result<Exception> {
        self.may(ctx, id, Operation::ExceptClause).await?;
        let reason = form.read()?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let stored = at(&tx, id, version).await?;
                let before = stored.exception.clone();
                let state = before.state_on(ctx.today);
                if state != ExceptionState::Approved {
                    return Err(Error::Refused(vec![Message::new("exception.not_in_force").with("state", label_param(state))]).into());
                }
                let ended = Ending { cause: EndCause::Revoked, on: ctx.today, by: ctx.actor.name.clone(), reason: reason.clone() };
                let after =
                    save(&mut tx, AuditAction::Step, &before, Stored { exception: Exception { ended: Some(ended), ..before.clone() }, ..stored }).await?;
                mark(&mut tx, ctx, &policies, &after, MarkState::Missing).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// The exception and its contract, if that is within reach; otherwise there is none for the asker.
    async fn readable(&self, ctx: &Ctx, id: &ExceptionId) -> Result<(Stored, Contract)> {
        let stored: Stored = self.0.inner.store.get("exception", id.as_str()).await?;
        let contract = self.0.contracts().readable(ctx, &stored.exception.contract).await?.contract;
        Ok((stored, contract))
    }

    async fn may(&self, ctx: &Ctx, id: &ExceptionId, operation: Operation) -> Result<(Stored, Contract)> {
        let (stored, contract) = self.readable(ctx, id).await?;
        ctx.actor.require_in(operation, Operation::ReadContract, &contract.department)?;
        Ok((stored, contract))
    }
}

async fn at(tx: &Tx, id: &ExceptionId, version: u64) -> Result<Stored, Fault> {
    let stored: Stored = tx.get("exception", id.as_str()).await?;
    if stored.exception.version == version { Ok(stored) } else { Err(Error::Conflict { current: stored.exception.version }.into()) }
}

/// Says at the clause itself what was decided, so that counts, annex and review go by it.
async fn mark(tx: &mut Tx, ctx: &Ctx, policies: &InForce, exception: &Exception, state: MarkState) -> Result<(), Fault> {
    let excepted = state == MarkState::Excepted;
    let said = |text: &str| if excepted { text.to_owned() } else { String::new() };
    let mark = Mark {
        clause: exception.clause.clone(),
        state,
        article: String::new(),
        quote: String::new(),
        reason: said(&exception.reason),
        measure: said(&exception.measure),
        until: excepted.then_some(exception.until),
        exception: excepted.then(|| exception.id.clone()),
        marked_by: ctx.actor.name.clone(),
        marked_at: ctx.now,
    };
    let version = coverage::marks(tx, &exception.contract).await?.version;
    coverage::mark_in(tx, ctx, policies, &exception.contract, version, &[mark]).await.map(|_| ())
}

fn waiting(ctx: &Ctx, exception: &Exception) -> Result<()> {
    match exception.state_on(ctx.today) {
        ExceptionState::Requested => Ok(()),
        state => Err(Error::Refused(vec![Message::new("exception.not_waiting").with("state", label_param(state))])),
    }
}

fn open(contract: &Contract) -> Result<()> {
    if contract.stage == Stage::Closed { Err(Error::Refused(vec![Message::new("exception.contract_closed")])) } else { Ok(()) }
}
