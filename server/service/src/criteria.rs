//! 選定基準 in its versions: what is in force on a day, what a selection began with, and how a new version is written.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    label::Choice,
    permission::Operation,
    policy::{PolicyKind, PolicyVersion},
    selection::{Criteria, CriteriaForm, CriteriaView},
};
use serde::Deserialize;
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx,
    memo::Memo,
    policy::{NEWEST, Policies, Stored, key_of},
    store::{Fault, Row, Store, bind},
};

/// Every version there is, the newest first: few, and asked for by every selection.
pub(crate) struct CriteriaVersions(Memo<(), Vec<Criteria>>);

impl CriteriaVersions {
    pub fn new(shared: bool) -> Self {
        Self(Memo::new(2, shared))
    }

    async fn all(&self, store: &Store) -> Result<Arc<Vec<Criteria>>> {
        self.0.get(store.generation(), (), load(store)).await
    }
}

async fn load(store: &Store) -> Result<Vec<Criteria>> {
    #[derive(Deserialize)]
    struct Version {
        body: Criteria,
    }
    let sql = "SELECT body, policy_version FROM policy WHERE kind = 'criteria' ORDER BY policy_version DESC";
    Ok(store.read::<Version>(sql, Variables::new()).await?.into_iter().map(|version| version.body).collect())
}

impl Policies<'_> {
    /// The criteria in force, and those that will follow them.
    pub async fn criteria(&self, ctx: &Ctx) -> Result<CriteriaView> {
        ctx.reach(Operation::ReadPolicy)?;
        let criteria = self.criteria_on(ctx.today).await?;
        let newest = self.all_criteria().await?.first().cloned();
        Ok(CriteriaView { coming: newest.filter(|newest| newest.version > criteria.version), criteria })
    }

    /// The newest version whose first day has come.
    pub(crate) async fn criteria_on(&self, day: NaiveDate) -> Result<Criteria> {
        let all = self.all_criteria().await?;
        all.iter().find(|criteria| criteria.in_force_from <= day).or(all.last()).cloned().ok_or(Error::Internal)
    }

    /// The version a selection began with.
    pub(crate) async fn criteria_version(&self, version: u32) -> Result<Criteria> {
        self.all_criteria().await?.iter().find(|criteria| criteria.version == version).cloned().ok_or(Error::Internal)
    }

    pub(crate) async fn all_criteria(&self) -> Result<Arc<Vec<Criteria>>> {
        self.0.inner.criteria.all(&self.0.inner.store).await
    }

    /// Writes a new version, in force from the day the form states. `version` is the one it was made from. Selections keep theirs.
    pub async fn revise_criteria(&self, ctx: &Ctx, version: u64, form: &CriteriaForm) -> Result<PolicyVersion> {
        ctx.reach(Operation::WritePolicy)?;
        let input = form.read(ctx.today)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let kind = PolicyKind::Criteria;
                let newest: Vec<Stored> = tx.query(NEWEST, bind([("kind", kind.word().into_value())])).await?;
                let newest = newest.into_iter().next().ok_or(Error::Internal)?;
                if u64::from(newest.policy_version) != version {
                    return Err(Error::Conflict { current: u64::from(newest.policy_version) }.into());
                }
                let next = newest.policy_version + 1;
                let input = input.clone();
                let criteria = Criteria { version: next, in_force_from: input.in_force_from, valid_months: input.valid_months, criteria: input.criteria };
                let body = serde_json::to_value(&criteria).map_err(|_| Error::Internal)?;
                let stored = Stored { kind, policy_version: next, in_force_from: criteria.in_force_from, note: input.note, body: body.clone() };
                tx.insert("policy", &key_of(kind, next), Row::of(&stored));
                tx.audit(AuditAction::Change, "policy", kind.word(), kind.label(domain::Lang::Ja), Some(newest.body), Some(body));
                tx.commit(ctx).await?;
                Ok::<_, Fault>(stored.told())
            })
            .await
    }
}
