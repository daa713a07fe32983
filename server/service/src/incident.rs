//! 事故報告: recording an event at a contractor, which opens an extra check of every contract in force with it in the same transaction.

mod list;

use domain::{
    Error, Result,
    audit::AuditAction,
    contract::Contract,
    contractor::Contractor,
    finding::{Closing, ClosingForm},
    id::{ContractorId, IncidentId, VerificationId},
    incident::{Incident, IncidentCheck, IncidentForm, IncidentInput, IncidentView},
    message::Message,
    permission::Operation,
    plan::{Planned, extra},
    verification::Verification,
};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Names, Services,
    contract::{Stored as StoredContract, Titles},
    key,
    policy::InForce,
    store::{Fault, Row, Tx, bind, snapshot},
    verification::{row as check_row, scheduled, title as check_title},
};

pub struct Incidents<'a>(pub(crate) &'a Services);

const CHECKS: &str = "SELECT *, record::id(id) AS id FROM verification WHERE incident = $incident AND by_due > '' ORDER BY by_due";

/// Those under which the contractor holds, or may still hold, what the city gave.
const CONTRACTS: &str = "SELECT *, record::id(id) AS id FROM contract WHERE contractor = $contractor AND stage = 'active'";

fn row(incident: &Incident) -> Row {
    Row::of(incident).with("lane", if incident.closed.is_some() { "closed" } else { "open" }).with("by_day", format!("{} {}", incident.learned_on, incident.id))
}

impl Incidents<'_> {
    pub async fn get(&self, ctx: &Ctx, id: &IncidentId) -> Result<IncidentView> {
        ctx.reach(Operation::ReadIncident)?;
        let store = &self.0.inner.store;
        let incident: Incident = store.get("incident", id.as_str()).await?;
        let checks: Vec<Verification> = store.read(CHECKS, bind([("incident", id.as_str().into_value())])).await?;
        let titles = Titles::load(store, checks.iter().map(|check| &check.contract).chain(&incident.contract).collect()).await?;
        let names = Names::load(self.0, vec![incident.contractor.to_string()]).await?;
        let policies = self.0.policies().in_force().await?;
        let check = |check: Verification| {
            let (contract_number, contract_title) = titles.of(&check.contract);
            IncidentCheck {
                contract_number,
                contract_title,
                department_name: names.department(&check.department),
                due: check.due,
                state: check.state,
                days_late: if check.state.is_open() { policies.calendar.days_late(check.due, ctx.today) } else { 0 },
                id: check.id,
            }
        };
        let (writes, open) = (ctx.actor.can(Operation::WriteIncident), incident.closed.is_none());
        Ok(IncidentView {
            contractor_name: names.contractor(&incident.contractor),
            contract_name: incident.contract.as_ref().map(|id| titles.of(id)).map(|(number, title)| format!("{number} {title}")).unwrap_or_default(),
            may_change: writes && open,
            may_close: writes && open,
            may_read_audit: ctx.actor.can(Operation::ReadAudit),
            checks: checks.into_iter().map(check).collect(),
            incident,
        })
    }

    /// Records an event, and opens the extra checks it calls for.
    pub async fn create(&self, ctx: &Ctx, form: &IncidentForm) -> Result<Incident> {
        ctx.reach(Operation::WriteIncident)?;
        let input = form.read(ctx.today)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let made = self.create_in(&mut tx, ctx, &policies, &input).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, input: &IncidentInput) -> Result<Incident, Fault> {
        let contractor: Option<Contractor> = tx.find("contractor", input.contractor.as_str()).await?;
        let contractor = contractor.ok_or_else(|| Error::invalid("contractor", Message::new("incident.unknown_contractor")))?;
        self.check_contract(tx, &contractor.id, input).await?;
        let contracts: Vec<StoredContract> = tx.query(CONTRACTS, bind([("contractor", contractor.id.as_str().into_value())])).await?;
        let input = input.clone();
        let incident = Incident {
            id: IncidentId::new(key::new(ctx.now)),
            contractor: input.contractor,
            contract: input.contract,
            kind: input.kind,
            title: input.title,
            description: input.description,
            personal: input.personal,
            occurred_on: input.occurred_on,
            learned_on: input.learned_on,
            checks: u32::try_from(contracts.len()).unwrap_or(u32::MAX),
            recorded_by: ctx.actor.name.clone(),
            recorded_at: ctx.now,
            closed: None,
            version: 1,
        };
        let planned = extra(&incident, &policies.set.cadence, &policies.calendar, ctx.today);
        for stored in &contracts {
            open_check(tx, ctx, policies, &stored.contract, &incident.id, &planned);
        }
        tx.put("incident", incident.id.as_str(), row(&incident)).await?;
        tx.audit(AuditAction::Create, "incident", incident.id.as_str(), &incident.title, None, snapshot(&incident));
        Ok(incident)
    }

    /// A contract that is named is one with this contractor.
    async fn check_contract(&self, tx: &Tx, contractor: &ContractorId, input: &IncidentInput) -> Result<(), Fault> {
        let Some(named) = &input.contract else { return Ok(()) };
        let contract: Option<StoredContract> = tx.find("contract", named.as_str()).await?;
        if contract.is_some_and(|stored| stored.contract.contractor == *contractor) {
            Ok(())
        } else {
            Err(Error::invalid("contract", Message::new("incident.unknown_contract")).into())
        }
    }

    /// Changes what is known; the checks it opened stay as they are.
    pub async fn change(&self, ctx: &Ctx, id: &IncidentId, version: u64, form: &IncidentForm) -> Result<Incident> {
        ctx.actor.reach(Operation::WriteIncident)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = open_at(&tx, id, version).await?;
                let input = IncidentForm { contractor: before.contractor.to_string(), ..form.clone() }.read(ctx.today)?;
                self.check_contract(&tx, &before.contractor, &input).await?;
                let IncidentInput { contract, kind, title, description, personal, occurred_on, learned_on, .. } = input;
                let after = Incident { contract, kind, title, description, personal, occurred_on, learned_on, version: version + 1, ..before.clone() };
                save(&mut tx, AuditAction::Change, &before, &after).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// Says that nothing more is to be done about it. The checks it opened go on by themselves.
    pub async fn close(&self, ctx: &Ctx, id: &IncidentId, version: u64, form: &ClosingForm) -> Result<Incident> {
        ctx.actor.reach(Operation::WriteIncident)?;
        let reason = form.read()?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = open_at(&tx, id, version).await?;
                let closing = Closing { reason: reason.clone(), on: ctx.today, by: ctx.actor.name.clone() };
                let after = Incident { closed: Some(closing), version: version + 1, ..before.clone() };
                save(&mut tx, AuditAction::Step, &before, &after).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }
}

/// The extra check of one contract. It follows no plan and is moved by none.
fn open_check(tx: &mut Tx, ctx: &Ctx, policies: &InForce, contract: &Contract, incident: &IncidentId, planned: &Planned) {
    let id = VerificationId::new(key::new(ctx.now));
    let check = Verification { incident: Some(incident.clone()), ..scheduled(id, contract, planned, policies) };
    tx.tally(None, Some(&check));
    tx.audit(AuditAction::Plan, "verification", check.id.as_str(), &check_title(contract, &check), None, snapshot(&check));
    tx.insert("verification", check.id.as_str(), check_row(&check));
}

async fn open_at(tx: &Tx, id: &IncidentId, version: u64) -> Result<Incident, Fault> {
    let incident: Incident = tx.get("incident", id.as_str()).await?;
    if incident.version != version {
        return Err(Error::Conflict { current: incident.version }.into());
    }
    if incident.closed.is_some() { Err(Error::Refused(vec![Message::new("incident.closed")]).into()) } else { Ok(incident) }
}

async fn save(tx: &mut Tx, action: AuditAction, before: &Incident, after: &Incident) -> Result<(), Fault> {
    tx.replace("incident", after.id.as_str(), before.version, row(after)).await?;
    tx.audit(action, "incident", after.id.as_str(), &after.title, snapshot(before), snapshot(after));
    Ok(())
}
