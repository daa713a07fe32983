//! 点検頻度の改正案: written as a whole, weighed against every plan there is, then put in force at once; the plans follow.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    cadence::{
        CadenceComparison, CadenceDraft, CadenceDraftView, CadenceForceForm, CadenceForm, CadenceInForce, CadencePolicy, Inspector, Questions, WhatIf, effect,
    },
    calendar::Calendar,
    date,
    id::ContractId,
    label::Choice,
    message::Message,
    permission::Operation,
    plan::Existing,
    policy::PolicyKind,
    verification::{Method, VerificationKind, VerificationState},
    yearly_plan::Placed,
};
use serde::Deserialize;
use surrealdb::types::Variables;

use crate::{
    Ctx, Names, Services,
    memo::Memo,
    plan::PlanInput,
    policy::{InForce, Stored, key_of},
    replanning,
    store::{Fault, Row, Tx, snapshot},
    verification::{follows_plan, is_set},
};

pub struct CadenceDrafts<'a>(pub(crate) &'a Services);

const TABLE: &str = "cadence_draft";
/// There is one.
const KEY: &str = "open";

/// A check that is not cancelled, as far as planning looks at it.
#[derive(Deserialize)]
struct Check {
    contract: ContractId,
    slot: String,
    kind: VerificationKind,
    state: VerificationState,
    due: NaiveDate,
    methods: Vec<Method>,
    questions: Option<Questions>,
    inspector: Option<Inspector>,
    placed: Option<Placed>,
}

impl Check {
    fn existing(&self, calendar: &Calendar) -> Existing {
        Existing {
            slot: self.slot.clone(),
            untouched: follows_plan(self.state, self.kind),
            due: self.due,
            placed: is_set(self.placed.as_ref(), self.due, calendar),
            methods: self.methods.clone(),
            questions: self.questions.unwrap_or_default(),
            inspector: self.inspector.unwrap_or_default(),
        }
    }
}

const CHECKS: &str =
    "SELECT contract, slot, kind, state, due, methods, questions, inspector, placed FROM verification WHERE lane IN ['open', 'submitted', 'done']";

/// What a draft would do, by its state, the day and the year shown.
pub(crate) type WhatIfs = Memo<(u64, NaiveDate, i32), WhatIf>;

/// A draft in a few of its states.
const KEPT: u64 = 8;

pub(crate) fn what_ifs(shared: bool) -> WhatIfs {
    Memo::new(KEPT, shared)
}

impl CadenceDrafts<'_> {
    /// The draft being written, if there is one, with what it would change; the months are those of a fiscal year, this one unless stated.
    pub async fn find(&self, ctx: &Ctx, fiscal_year: Option<i32>) -> Result<Option<CadenceDraftView>> {
        ctx.reach(Operation::WritePolicy)?;
        let Some(draft) = self.0.inner.store.find::<CadenceDraft>(TABLE, KEY).await? else { return Ok(None) };
        let policies = self.policies().await?;
        Ok(Some(self.view(ctx, &policies, draft, fiscal_year).await?))
    }

    pub async fn get(&self, ctx: &Ctx, fiscal_year: Option<i32>) -> Result<CadenceDraftView> {
        self.find(ctx, fiscal_year).await?.ok_or(Error::NotFound)
    }

    /// Begins a draft on the version in force.
    pub async fn start(&self, ctx: &Ctx) -> Result<CadenceDraftView> {
        ctx.reach(Operation::WritePolicy)?;
        let policies = self.policies().await?;
        let base = &policies.set.cadence;
        let policy = CadencePolicy { version: base.version + 1, ..base.clone() };
        let draft = CadenceDraft { based_on: base.version, policy, started_by: ctx.actor.name.clone(), started_at: ctx.now, version: 1 };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                if tx.find::<CadenceDraft>(TABLE, KEY).await?.is_some() {
                    return Err(Error::Refused(vec![Message::new("draft.open")]).into());
                }
                tx.put(TABLE, KEY, Row::of(&draft)).await?;
                note(&mut tx, AuditAction::Create, "改正案", None, Some(serde_json::json!({ "based_on": draft.based_on })));
                tx.commit(ctx).await?;
                Ok(())
            })
            .await?;
        self.view(ctx, &policies, draft, None).await
    }

    /// Writes the draft; the form states all of it.
    pub async fn write(&self, ctx: &Ctx, version: u64, form: &CadenceForm) -> Result<CadenceDraftView> {
        ctx.reach(Operation::WritePolicy)?;
        let policies = self.policies().await?;
        let policy = form.read(&policies.set.cadence)?;
        let store = &self.0.inner.store;
        let written = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at(&tx, version).await?;
                // What was put in force meanwhile is what the draft is compared with from now on.
                let after = CadenceDraft { based_on: policies.set.cadence.version, policy: policy.clone(), version: version + 1, ..before.clone() };
                tx.replace(TABLE, KEY, version, Row::of(&after)).await?;
                note(&mut tx, AuditAction::Change, "改正案", snapshot(&before.policy), snapshot(&after.policy));
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await?;
        self.view(ctx, &policies, written, None).await
    }

    /// Takes the draft away; nothing of it is kept but the trail.
    pub async fn discard(&self, ctx: &Ctx, version: u64) -> Result<()> {
        ctx.reach(Operation::WritePolicy)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let draft = at(&tx, version).await?;
                tx.remove(TABLE, KEY).await?;
                note(&mut tx, AuditAction::Change, "改正案（破棄）", snapshot(&draft.policy), None);
                tx.commit(ctx).await?;
                Ok(())
            })
            .await
    }

    /// Makes the draft the next version, in force from today; the open checks follow it, the done ones stay. Of a large register only the first
    /// contracts follow before this answers, the others in the background.
    pub async fn put_in_force(&self, ctx: &Ctx, version: u64, form: &CadenceForceForm) -> Result<CadenceInForce> {
        ctx.reach(Operation::WritePolicy)?;
        let reason = form.read()?;
        let policies = self.policies().await?;
        let (store, kind) = (&self.0.inner.store, PolicyKind::Cadence);
        let made = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let draft = at(&tx, version).await?;
                let before = &policies.set.cadence;
                if draft.based_on != before.version {
                    return Err(Error::Refused(vec![Message::new("cadence.overtaken").with("version", before.version)]).into());
                }
                if CadenceComparison::of(before, &draft.policy).is_empty() {
                    return Err(Error::Refused(vec![Message::new("draft.no_change")]).into());
                }
                let body = serde_json::to_value(&draft.policy).map_err(|_| Error::Internal)?;
                let stored = Stored { kind, policy_version: draft.policy.version, in_force_from: ctx.today, note: reason.clone(), body };
                tx.insert("policy", &key_of(kind, stored.policy_version), Row::of(&stored));
                tx.remove(TABLE, KEY).await?;
                replanning::begin(&mut tx, stored.policy_version).await?;
                note(&mut tx, AuditAction::Step, "（施行）", snapshot(before), snapshot(&draft.policy));
                tx.commit(ctx).await?;
                Ok::<_, Fault>(stored.told())
            })
            .await?;
        self.0.inner.policies.set(None);
        let remaining = self.0.replan_some().await?;
        if remaining > 0 {
            let services = self.0.clone();
            tokio::spawn(async move {
                if let Err(error) = services.replan().await {
                    tracing::error!(?error, "re-planning stopped; it goes on with the next turn of the day");
                }
            });
        }
        Ok(CadenceInForce { made, remaining })
    }

    async fn view(&self, ctx: &Ctx, policies: &Arc<InForce>, draft: CadenceDraft, fiscal_year: Option<i32>) -> Result<CadenceDraftView> {
        let year = fiscal_year.unwrap_or_else(|| date::fiscal_year(ctx.today));
        if !crate::board::YEARS.contains(&year) {
            return Err(crate::board::no_such_year());
        }
        let store = &self.0.inner.store;
        let what_if = self.0.inner.what_ifs.get(store.generation(), (draft.version, ctx.today, year), self.what_if(ctx.today, policies, &draft.policy, year));
        Ok(CadenceDraftView {
            based_on: draft.based_on,
            in_force: policies.set.cadence.version,
            comparison: CadenceComparison::of(&policies.set.cadence, &draft.policy),
            what_if: (*what_if.await?).clone(),
            policy: draft.policy,
            started_by: draft.started_by,
            started_at: draft.started_at,
            version: draft.version,
        })
    }

    /// What the policy would do to the checks of every contract in force.
    async fn what_if(&self, today: NaiveDate, policies: &InForce, policy: &CadencePolicy, year: i32) -> Result<WhatIf> {
        let store = &self.0.inner.store;
        let in_force = format!("SELECT {} FROM contract WHERE stage = 'active' AND by_end > ''", PlanInput::COLUMNS);
        let contracts: Vec<PlanInput> = store.read(&in_force, Variables::new()).await?;
        let checks: Vec<Check> = store.read(CHECKS, Variables::new()).await?;
        let mut by_contract: BTreeMap<ContractId, Vec<Check>> = BTreeMap::new();
        for check in checks {
            by_contract.entry(check.contract.clone()).or_default().push(check);
        }
        let mut what_if = WhatIf::of_year(year);
        for contract in &contracts {
            let checks = by_contract.get(&contract.id).map_or(&[][..], Vec::as_slice);
            let known: Vec<Existing> = checks.iter().map(|check| check.existing(&policies.calendar)).collect();
            let found = effect(&contract.subject(), policy, &policies.calendar, contract.watched_from, &known, today);
            what_if.add(&contract.department, checks.iter().filter(|check| check.state.is_open()).map(|check| check.due), &found);
        }
        let names = Names::load(self.0, Vec::new()).await?;
        what_if.finish(|department| names.department(department));
        Ok(what_if)
    }

    async fn policies(&self) -> Result<Arc<InForce>> {
        self.0.policies().in_force().await
    }
}

/// The draft, as long as nobody else changed it since `version`.
async fn at(tx: &Tx, version: u64) -> Result<CadenceDraft, Fault> {
    let draft: CadenceDraft = tx.get(TABLE, KEY).await?;
    if draft.version == version { Ok(draft) } else { Err(Error::Conflict { current: draft.version }.into()) }
}

fn note(tx: &mut Tx, action: AuditAction, what: &str, before: Option<serde_json::Value>, after: Option<serde_json::Value>) {
    let kind = PolicyKind::Cadence;
    tx.audit(action, "policy", kind.word(), &format!("{}{what}", kind.label(domain::Lang::Ja)), before, after);
}
