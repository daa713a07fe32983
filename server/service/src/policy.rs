//! Policy data in force: shipped first versions, and what the city put in their place.

use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    cadence::CadencePolicy,
    calendar::{Calendar, ClosedDays},
    catalogue_draft::in_force_on,
    clause::{Catalogue, CatalogueView, Clause, ClauseView},
    holiday::{self, Holiday},
    label::Choice,
    markdown,
    notice::Notices,
    permission::Operation,
    policy::{PolicyKind, PolicySet, PolicyVersion, Reminders},
    reading::Cues,
    risk::RiskPolicy,
};
use figment::{
    Figment,
    providers::{Format, Toml},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx, Services,
    store::{Fault, Row, bind},
};

pub struct Policies<'a>(pub(crate) &'a Services);

/// Policies in force with the calendar made of them.
pub struct InForce {
    pub set: Arc<PolicySet>,
    pub calendar: Calendar,
    /// Every version of the catalogue: a contract keeps its own until it is moved on.
    catalogues: BTreeMap<u32, Catalogue>,
    /// A version may come into force overnight.
    day: NaiveDate,
}

impl InForce {
    /// The catalogue a contract is held against; the one in force for a version nobody knows.
    pub fn catalogue(&self, version: u32) -> &Catalogue {
        self.catalogues.get(&version).unwrap_or(&self.set.catalogue)
    }

    /// The version written last, in force or announced.
    pub fn newest_catalogue(&self) -> &Catalogue {
        self.catalogues.last_key_value().map_or(&self.set.catalogue, |(_, newest)| newest)
    }
}

#[derive(Default)]
pub(crate) struct Cache(RwLock<Option<Arc<InForce>>>);

impl Cache {
    fn get(&self, today: NaiveDate) -> Option<Arc<InForce>> {
        self.0.read().ok()?.clone().filter(|known| known.day == today)
    }

    pub(crate) fn set(&self, value: Option<Arc<InForce>>) {
        if let Ok(mut slot) = self.0.write() {
            *slot = value;
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Stored {
    pub kind: PolicyKind,
    pub policy_version: u32,
    pub in_force_from: NaiveDate,
    pub note: String,
    pub body: serde_json::Value,
}

impl Stored {
    pub fn told(self) -> PolicyVersion {
        PolicyVersion { kind: self.kind, version: self.policy_version, in_force_from: self.in_force_from, note: self.note }
    }
}

pub(crate) const NEWEST: &str = "SELECT * FROM policy WHERE kind = $kind ORDER BY policy_version DESC LIMIT 1";
const ALL: &str = "SELECT * FROM policy WHERE kind = $kind ORDER BY policy_version ASC";

fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    Figment::from(Toml::string(text)).extract().map_err(|error| {
        tracing::error!(%error, "shipped policy data is not readable");
        Error::Internal
    })
}

fn shipped_catalogue() -> Result<Catalogue> {
    parse(include_str!("../policy/catalogue.toml"))
}

/// The first version of everything, as it ships.
fn shipped() -> Result<Vec<Stored>> {
    let holidays = serde_json::to_value(holiday::shipped()).map_err(|_| Error::Internal)?;
    let closed = serde_json::to_value(ClosedDays::default()).map_err(|_| Error::Internal)?;
    let from = NaiveDate::from_ymd_opt(2019, 4, 1).unwrap_or_default();
    let first = |kind, body| Stored { kind, policy_version: 1, in_force_from: from, note: "初版".to_owned(), body };
    Ok(vec![
        first(PolicyKind::Catalogue, serde_json::to_value(shipped_catalogue()?).map_err(|_| Error::Internal)?),
        first(PolicyKind::Risk, parse(include_str!("../policy/risk.toml"))?),
        first(PolicyKind::Cadence, parse(include_str!("../policy/cadence.toml"))?),
        first(PolicyKind::Reminders, parse(include_str!("../policy/reminders.toml"))?),
        first(PolicyKind::Notices, parse(include_str!("../policy/notices.toml"))?),
        first(PolicyKind::Criteria, parse(include_str!("../policy/criteria.toml"))?),
        first(PolicyKind::ClosedDays, closed),
        first(PolicyKind::Holidays, holidays),
    ])
}

/// Writes the shipped versions into a database that has none.
pub(crate) async fn ship(services: &Services) -> Result<()> {
    let store = &services.inner.store;
    let known: Vec<String> = store.read("SELECT VALUE kind FROM policy", Variables::new()).await?;
    let missing: Vec<Stored> = shipped()?.into_iter().filter(|policy| !known.contains(&policy.kind.word().to_owned())).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let ctx = services.system_ctx("setup");
    store
        .write(|| async {
            let mut tx = store.begin().await?;
            for policy in &missing {
                tx.insert("policy", &key_of(policy.kind, policy.policy_version), Row::of(policy));
                let note = serde_json::json!({ "kind": policy.kind, "version": policy.policy_version, "note": policy.note });
                tx.audit(AuditAction::SetUp, "policy", policy.kind.word(), policy.kind.label(domain::Lang::Ja), None, Some(note));
            }
            tx.commit(&ctx).await
        })
        .await
}

pub(crate) fn key_of(kind: PolicyKind, version: u32) -> String {
    format!("{kind}-{version}")
}

impl Policies<'_> {
    /// A version of the catalogue, its model texts rendered; the one in force unless another is asked for.
    pub async fn catalogue(&self, ctx: &Ctx, version: Option<u32>) -> Result<CatalogueView> {
        ctx.reach(Operation::ReadPolicy)?;
        let policies = self.in_force().await?;
        let asked = version.map_or(Some(&policies.set.catalogue), |version| policies.catalogues.get(&version));
        let Catalogue { version, in_force_from, source, clauses, .. } = asked.ok_or(Error::NotFound)?.clone();
        // Cues are of use to nobody who reads the catalogue, and as long as all the rest.
        let shown = |clause: Clause| ClauseView { html: markdown::render(&clause.text), clause: Clause { cues: Cues::default(), ..clause } };
        let clauses = clauses.into_iter().map(shown).collect();
        Ok(CatalogueView { version, in_force_from, source, clauses })
    }

    pub async fn current(&self, ctx: &Ctx) -> Result<Arc<PolicySet>> {
        ctx.reach(Operation::ReadPolicy)?;
        Ok(self.in_force().await?.set.clone())
    }

    /// Every version there is, the newest of each kind first.
    pub async fn versions(&self, ctx: &Ctx) -> Result<Vec<PolicyVersion>> {
        #[derive(Deserialize)]
        struct Listed {
            kind: PolicyKind,
            policy_version: u32,
            in_force_from: NaiveDate,
            note: String,
        }
        ctx.reach(Operation::ReadPolicy)?;
        let rows: Vec<Listed> = self
            .0
            .inner
            .store
            .read("SELECT kind, policy_version, in_force_from, note FROM policy ORDER BY kind ASC, policy_version DESC", Variables::new())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| PolicyVersion { kind: row.kind, version: row.policy_version, in_force_from: row.in_force_from, note: row.note })
            .collect())
    }

    /// Takes the Cabinet Office's file for the years it names; a file that says what is known already makes no new version. Open checks keep their days until they are planned anew.
    pub async fn import_holidays(&self, ctx: &Ctx, file: &[u8]) -> Result<PolicyVersion> {
        ctx.reach(Operation::WritePolicy)?;
        let (text, _) = crate::transfer::decode(file)?;
        let given = holiday::parse(&text).map_err(|wrong| Error::invalid("file", wrong))?;
        let store = &self.0.inner.store;
        let version = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let kind = PolicyKind::Holidays;
                let newest: Vec<Stored> = tx.query(NEWEST, bind([("kind", kind.word().into_value())])).await?;
                let newest = newest.into_iter().next().ok_or(Error::Internal)?;
                let known: Vec<Holiday> = serde_json::from_value(newest.body.clone()).map_err(|_| Error::Internal)?;
                let holidays = holiday::replaced(&known, given.clone());
                if holidays == known {
                    return Ok(newest.told());
                }
                let next = newest.policy_version + 1;
                let body = serde_json::to_value(&holidays).map_err(|_| Error::Internal)?;
                let stored = Stored { kind, policy_version: next, in_force_from: ctx.today, note: format!("内閣府CSV取込（{}件）", given.len()), body };
                tx.insert("policy", &key_of(kind, next), Row::of(&stored));
                let after = serde_json::json!({ "kind": kind, "version": next, "holidays": holidays.len() });
                tx.audit(AuditAction::Import, "policy", kind.word(), kind.label(domain::Lang::Ja), None, Some(after));
                tx.commit(ctx).await?;
                Ok::<_, Fault>(stored.told())
            })
            .await?;
        self.0.inner.policies.set(None);
        Ok(version)
    }

    /// What is in force, read once and kept until it changes.
    pub(crate) async fn in_force(&self) -> Result<Arc<InForce>> {
        let today = self.0.today(self.0.now());
        if let Some(known) = self.0.inner.policies.get(today) {
            return Ok(known);
        }
        let holidays: Vec<Holiday> = self.newest(PolicyKind::Holidays).await?;
        let closed: ClosedDays = self.newest(PolicyKind::ClosedDays).await?;
        let calendar = Calendar::new(&closed, &holidays);
        let (catalogues, in_force) = self.catalogues(today).await?;
        let catalogue = catalogues.get(&in_force).cloned().ok_or(Error::Internal)?;
        let risk: RiskPolicy = self.newest(PolicyKind::Risk).await?;
        let cadence: CadencePolicy = self.newest(PolicyKind::Cadence).await?;
        let reminders: Reminders = self.newest(PolicyKind::Reminders).await?;
        let notices: Notices = self.newest(PolicyKind::Notices).await?;
        let policies =
            Arc::new(InForce { set: Arc::new(PolicySet { catalogue, risk, cadence, closed, holidays, reminders, notices }), calendar, catalogues, day: today });
        if !self.0.inner.config.is_shared() {
            self.0.inner.policies.set(Some(policies.clone()));
        }
        Ok(policies)
    }

    /// Every version of the catalogue, and which is in force.
    async fn catalogues(&self, today: NaiveDate) -> Result<(BTreeMap<u32, Catalogue>, u32)> {
        let kind = PolicyKind::Catalogue;
        let rows: Vec<Stored> = self.0.inner.store.read(ALL, bind([("kind", kind.word().into_value())])).await?;
        let in_force = in_force_on(rows.iter().map(|row| (row.policy_version, row.in_force_from)), today).ok_or(Error::Internal)?;
        let shipped = shipped_catalogue()?;
        let mut catalogues = BTreeMap::new();
        for row in rows {
            let mut catalogue: Catalogue = readable(kind, row.body)?;
            catalogue.borrow_cues(shipped.clone());
            catalogues.insert(row.policy_version, catalogue);
        }
        Ok((catalogues, in_force))
    }

    async fn newest<T: DeserializeOwned>(&self, kind: PolicyKind) -> Result<T> {
        let rows: Vec<Stored> = self.0.inner.store.read(NEWEST, bind([("kind", kind.word().into_value())])).await?;
        readable(kind, rows.into_iter().next().ok_or(Error::Internal)?.body)
    }
}

fn readable<T: DeserializeOwned>(kind: PolicyKind, body: serde_json::Value) -> Result<T> {
    serde_json::from_value(body).map_err(|error| {
        tracing::error!(%error, %kind, "stored policy data is not readable");
        Error::Internal
    })
}
