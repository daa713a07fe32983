//! 改正案 of the clause catalogue: one at a time, written clause by clause, then put in force from a day or discarded.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    catalogue_draft::{CatalogueComparison, CatalogueDraft, ClauseChange, ClauseForm, DraftClause, DraftLine, DraftView, ForceForm, compare},
    clause::{Catalogue, Clause},
    error::FieldError,
    label::Choice,
    message::Message,
    permission::Operation,
    policy::{PolicyKind, PolicyVersion},
    reading::Cues,
};

use crate::{
    Ctx, Services,
    policy::{InForce, Stored, key_of},
    store::{Row, Tx, snapshot},
};

pub struct CatalogueDrafts<'a>(pub(crate) &'a Services);

const TABLE: &str = "catalogue_draft";
/// There is one.
const KEY: &str = "open";

impl CatalogueDrafts<'_> {
    /// The draft being written, if there is one.
    pub async fn find(&self, ctx: &Ctx) -> Result<Option<DraftView>> {
        ctx.reach(Operation::WritePolicy)?;
        let Some(draft) = self.stored().await? else { return Ok(None) };
        Ok(Some(view(ctx, &*self.policies().await?, &draft)))
    }

    pub async fn get(&self, ctx: &Ctx) -> Result<DraftView> {
        self.find(ctx).await?.ok_or(Error::NotFound)
    }

    /// Begins a draft on the newest version, in force or announced.
    pub async fn start(&self, ctx: &Ctx) -> Result<DraftView> {
        ctx.reach(Operation::WritePolicy)?;
        let policies = self.policies().await?;
        let based_on = policies.newest_catalogue().version;
        let draft = CatalogueDraft { based_on, written: Vec::new(), dropped: Vec::new(), started_by: ctx.actor.name.clone(), started_at: ctx.now, version: 1 };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                if tx.find::<CatalogueDraft>(TABLE, KEY).await?.is_some() {
                    return Err(Error::Refused(vec![Message::new("draft.open")]).into());
                }
                tx.put(TABLE, KEY, Row::of(&draft)).await?;
                note(&mut tx, AuditAction::Create, "改正案", None, Some(serde_json::json!({ "based_on": based_on })));
                tx.commit(ctx).await?;
                Ok(())
            })
            .await?;
        Ok(view(ctx, &policies, &draft))
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
                let gone = serde_json::json!({ "based_on": draft.based_on, "written": draft.written.len(), "dropped": draft.dropped });
                note(&mut tx, AuditAction::Change, "改正案（破棄）", Some(gone), None);
                tx.commit(ctx).await?;
                Ok(())
            })
            .await
    }

    /// One clause as the draft has it.
    pub async fn clause(&self, ctx: &Ctx, id: &str) -> Result<DraftClause> {
        ctx.reach(Operation::WritePolicy)?;
        let draft = self.stored().await?.ok_or(Error::NotFound)?;
        let policies = self.policies().await?;
        let base = policies.catalogue(draft.based_on);
        let change = draft.change_of(base, id).ok_or(Error::NotFound)?;
        let clause = draft.clause(base, id).ok_or(Error::NotFound)?;
        Ok(DraftClause { clause: Clause { cues: Cues::default(), ..clause.clone() }, change, version: draft.version })
    }

    /// Writes a clause under an id that there is.
    pub async fn write(&self, ctx: &Ctx, id: &str, version: u64, form: &ClauseForm) -> Result<DraftView> {
        ctx.reach(Operation::WritePolicy)?;
        let clause = form.read()?;
        if clause.id != id {
            return Err(Error::Invalid(vec![FieldError::new("id", Message::new("draft.id_stays").with("clause", id))]));
        }
        self.change(ctx, version, id, |draft, base| {
            draft.change_of(base, id).ok_or(Error::NotFound)?;
            draft.write(base, clause.clone());
            Ok(())
        })
        .await
    }

    /// Adds a clause under an id nobody has.
    pub async fn add(&self, ctx: &Ctx, version: u64, form: &ClauseForm) -> Result<DraftView> {
        ctx.reach(Operation::WritePolicy)?;
        let clause = form.read()?;
        self.change(ctx, version, &clause.id, |draft, base| draft.add(base, clause.clone())).await
    }

    pub async fn drop_clause(&self, ctx: &Ctx, id: &str, version: u64) -> Result<DraftView> {
        ctx.reach(Operation::WritePolicy)?;
        self.change(ctx, version, id, |draft, base| draft.drop_clause(base, id)).await
    }

    /// Takes a clause as it is in the version the draft is based on.
    pub async fn restore(&self, ctx: &Ctx, id: &str, version: u64) -> Result<DraftView> {
        ctx.reach(Operation::WritePolicy)?;
        self.change(ctx, version, id, |draft, base| draft.restore(base, id)).await
    }

    /// What differs from the version the draft is based on, and what it would do to the contracts.
    pub async fn comparison(&self, ctx: &Ctx) -> Result<CatalogueComparison> {
        ctx.reach(Operation::WritePolicy)?;
        let draft = self.stored().await?.ok_or(Error::NotFound)?;
        let policies = self.policies().await?;
        let base = policies.catalogue(draft.based_on);
        let next = draft.applied(base, base.version + 1, ctx.today);
        let impact = self.0.migrations().summary(ctx, &policies, &next, draft.version).await?;
        Ok(CatalogueComparison { based_on: base.version, differences: compare(base, &next, ctx.lang), impact, version: draft.version })
    }

    /// The catalogue the draft would make, with the policies it is held against.
    pub(crate) async fn next(&self, ctx: &Ctx) -> Result<(Arc<InForce>, Catalogue, u64)> {
        let draft = self.stored().await?.ok_or(Error::NotFound)?;
        let policies = self.policies().await?;
        let base = policies.catalogue(draft.based_on);
        let next = draft.applied(base, base.version + 1, ctx.today);
        Ok((policies, next, draft.version))
    }

    /// Makes the draft the next version, in force from a day. Contracts keep theirs until they are moved on; new ones take it from that day.
    pub async fn put_in_force(&self, ctx: &Ctx, version: u64, form: &ForceForm) -> Result<PolicyVersion> {
        ctx.reach(Operation::WritePolicy)?;
        let policies = self.policies().await?;
        let input = form.read(earliest(&policies, ctx.today))?;
        let (store, kind) = (&self.0.inner.store, PolicyKind::Catalogue);
        let made = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let draft = at(&tx, version).await?;
                let base = policies.catalogue(draft.based_on);
                if draft.is_empty() {
                    return Err(Error::Refused(vec![Message::new("draft.no_change")]).into());
                }
                let next = draft.applied(base, base.version + 1, input.from);
                let body = serde_json::to_value(&next).map_err(|_| Error::Internal)?;
                let stored = Stored { kind, policy_version: next.version, in_force_from: input.from, note: input.note.clone(), body };
                tx.insert("policy", &key_of(kind, next.version), Row::of(&stored));
                tx.remove(TABLE, KEY).await?;
                let after = serde_json::json!({ "kind": kind, "version": next.version, "in_force_from": input.from, "note": input.note });
                note(&mut tx, AuditAction::Step, "改正案（施行）", None, Some(after));
                tx.commit(ctx).await?;
                Ok(stored.told())
            })
            .await?;
        self.0.inner.policies.set(None);
        Ok(made)
    }

    async fn change(&self, ctx: &Ctx, version: u64, id: &str, how: impl Fn(&mut CatalogueDraft, &Catalogue) -> Result<()>) -> Result<DraftView> {
        let policies = self.policies().await?;
        let store = &self.0.inner.store;
        let changed = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at(&tx, version).await?;
                let base = policies.catalogue(before.based_on);
                let mut after = CatalogueDraft { version: version + 1, ..before.clone() };
                how(&mut after, base)?;
                tx.replace(TABLE, KEY, version, Row::of(&after)).await?;
                let state = |draft: &CatalogueDraft| {
                    let clause = draft.clause(base, id).map(|clause| Clause { cues: Cues::default(), ..clause.clone() });
                    clause.filter(|_| draft.change_of(base, id).is_some_and(|change| change != ClauseChange::Dropped)).as_ref().and_then(snapshot)
                };
                note(&mut tx, AuditAction::Change, &format!("改正案（{id}）"), state(&before), state(&after));
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await?;
        Ok(view(ctx, &policies, &changed))
    }

    async fn stored(&self) -> Result<Option<CatalogueDraft>> {
        self.0.inner.store.find(TABLE, KEY).await
    }

    async fn policies(&self) -> Result<Arc<InForce>> {
        self.0.policies().in_force().await
    }
}

/// The draft, as long as nobody else changed it since `version`.
async fn at(tx: &Tx, version: u64) -> Result<CatalogueDraft, crate::store::Fault> {
    let draft: CatalogueDraft = tx.get(TABLE, KEY).await?;
    if draft.version == version { Ok(draft) } else { Err(Error::Conflict { current: draft.version }.into()) }
}

fn note(tx: &mut Tx, action: AuditAction, what: &str, before: Option<serde_json::Value>, after: Option<serde_json::Value>) {
    let kind = PolicyKind::Catalogue;
    tx.audit(action, "policy", kind.word(), &format!("{}{what}", kind.label(domain::Lang::Ja)), before, after);
}

/// Versions follow each other in time as they do in number.
fn earliest(policies: &InForce, today: NaiveDate) -> NaiveDate {
    let newest = policies.newest_catalogue();
    if newest.version > policies.set.catalogue.version { newest.in_force_from.max(today) } else { today }
}

/// The clauses in the order of the new version, each dropped one where it stood.
fn view(ctx: &Ctx, policies: &InForce, draft: &CatalogueDraft) -> DraftView {
    let base = policies.catalogue(draft.based_on);
    let line = |clause: &Clause, change| DraftLine {
        clause: clause.id.clone(),
        group: clause.group,
        title: clause.title(ctx.lang).to_owned(),
        blocking: clause.blocking,
        change,
    };
    let kept = CatalogueDraft { dropped: Vec::new(), ..draft.clone() }.applied(base, draft.based_on, ctx.today);
    let lines = kept.clauses.iter().filter_map(|clause| Some(line(clause, draft.change_of(base, &clause.id)?))).collect();
    DraftView {
        based_on: draft.based_on,
        earliest: earliest(policies, ctx.today),
        started_by: draft.started_by.clone(),
        started_at: draft.started_at,
        lines,
        version: draft.version,
    }
}
