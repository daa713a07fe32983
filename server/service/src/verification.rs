//! 点検: carrying out checks, handing them in, deciding on them, and keeping them in step with the plan.

use chrono::NaiveDate;
use domain::{
    Error, Result,
    audit::AuditAction,
    board::BoardRow,
    calendar::Calendar,
    certificate::CertificateRow,
    contract::{Contract, PlanLine},
    id::{CertificateId, PersonId, VerificationId},
    incident::Incident,
    label::Choice,
    message::Message,
    permission::Operation,
    plan::{Existing, Planned, can_be_added, replan, settles},
    verification::{DecisionForm, EarlierFinding, Method, ReportForm, Verification, VerificationKind, VerificationState, VerificationView, checklist, unasked},
    yearly_plan::{Placed, PlacedBy},
};
use surrealdb::types::{SurrealValue, Variables};

use crate::{
    Ctx, Names, Services,
    certificate::objection,
    contract::Stored,
    key,
    policy::InForce,
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Verifications<'a>(pub(crate) &'a Services);

/// What is open of a contract, the oldest first.
const EARLIER: &str = "SELECT record::id(id) AS finding, clause ?? '' AS clause, found_on, fact FROM finding WHERE contract = $contract AND by_day > '' AND lane = 'open' \
    ORDER BY by_day";
pub(crate) const BY_CONTRACT: &str = "SELECT *, record::id(id) AS id FROM verification WHERE contract = $contract ORDER BY by_due";

/// Which lane of the board a state belongs to.
pub(crate) const fn lane(state: VerificationState) -> &'static str {
    match state {
        VerificationState::Scheduled | VerificationState::InProgress | VerificationState::SentBack => "open",
        VerificationState::Submitted => "submitted",
        VerificationState::Accepted => "done",
        VerificationState::Cancelled => "cancelled",
    }
}

pub(crate) fn row(check: &Verification) -> Row {
    Row::of(check).with("lane", lane(check.state)).with("by_due", format!("{} {} {}", check.due, check.tier, check.id))
}

fn of_contract(check: &Verification) -> Variables {
    bind([("contract", check.contract.as_str().into_value())])
}

impl Verifications<'_> {
    pub async fn get(&self, ctx: &Ctx, id: &VerificationId) -> Result<VerificationView> {
        let mut check = self.readable(ctx, id).await?;
        let stored: Stored = self.0.inner.store.get("contract", check.contract.as_str()).await?;
        let policies = self.0.policies().in_force().await?;
        let earlier: Vec<EarlierFinding> = self.0.inner.store.read(EARLIER, of_contract(&check)).await?;
        if check.checklist.is_empty() {
            check.checklist = checklist(policies.catalogue(stored.contract.catalogue_version), &stored.contract.nature, check.questions, &earlier);
        }
        let earlier = if check.state.is_open() { unasked(&check.checklist, earlier) } else { Vec::new() };
        let names = Names::load(self.0, vec![check.contractor.to_string()]).await?;
        let people = self.0.inner.store.names("person", check.submitted_by.iter().chain(&check.decided_by).map(ToString::to_string).collect()).await?;
        let person = |id: &Option<PersonId>| id.as_ref().and_then(|id| people.get(id.as_str()).cloned());
        let may = |operation| ctx.actor.can_in(operation, &check.department);
        let (shown_by, certificates) = self.certificates(ctx, &check).await?;
        let incident: Option<Incident> = match &check.incident {
            Some(id) => self.0.inner.store.find("incident", id.as_str()).await?,
            None => None,
        };
        Ok(VerificationView {
            shown_by,
            certificates,
            findings: crate::finding::found_by(&self.0.inner.store, &check.id).await?,
            earlier,
            may_find: check.submitted_at.is_some() && may(Operation::WriteFinding),
            incident_title: incident.map(|incident| incident.title).unwrap_or_default(),
            may_read_incident: ctx.actor.can(Operation::ReadIncident),
            contract_number: stored.contract.number,
            contract_title: stored.contract.title,
            contractor_name: names.contractor(&check.contractor),
            department_name: names.department(&check.department),
            submitted_by_name: person(&check.submitted_by),
            decided_by_name: person(&check.decided_by),
            days_late: if check.state.is_open() { policies.calendar.days_late(check.due, ctx.today) } else { 0 },
            days_left: policies.calendar.days_left(check.due, ctx.today),
            may_report: check.open_to_reports(ctx.today).is_ok() && may(Operation::CarryOutVerification),
            may_submit: check.state.is_open() && may(Operation::SubmitVerification),
            may_decide: check.state == VerificationState::Submitted
                && may(Operation::DecideVerification)
                && ctx.actor.may_decide_on(check.submitted_by.as_ref()).is_ok(),
            may_read_audit: may(Operation::ReadAudit),
            verification: check,
        })
    }

    /// The certificate a check was shown by, as it stood that day, and those a report can name.
    async fn certificates(&self, ctx: &Ctx, check: &Verification) -> Result<(Option<CertificateRow>, Vec<CertificateRow>)> {
        if check.certificate.is_none() && !(check.state.is_open() && check.methods.contains(&Method::Certificate)) {
            return Ok((None, Vec::new()));
        }
        let named: Vec<&CertificateId> = check.certificate.iter().collect();
        let all = self.0.certificates().citable(&check.contractor, &named, check.carried_out_on.unwrap_or(ctx.today)).await?;
        let shown_by = all.iter().find(|row| Some(&row.id) == check.certificate.as_ref()).cloned();
        Ok((shown_by, if check.state.is_open() { all } else { Vec::new() }))
    }

    pub(crate) async fn readable(&self, ctx: &Ctx, id: &VerificationId) -> Result<Verification> {
        let reach = ctx.reach(Operation::ReadVerification)?;
        let check: Verification = self.0.inner.store.get("verification", id.as_str()).await?;
        if reach.covers(&check.department) { Ok(check) } else { Err(Error::NotFound) }
    }

    /// Keeps a report for later, or hands it in.
    pub async fn report(&self, ctx: &Ctx, id: &VerificationId, version: u64, form: &ReportForm) -> Result<Verification> {
        let department = self.readable(ctx, id).await?.department;
        let operation = if domain::form::read_flag(&form.submit) { Operation::SubmitVerification } else { Operation::CarryOutVerification };
        ctx.actor.require_in(operation, Operation::ReadVerification, &department)?;
        let policies = self.0.policies().in_force().await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let check = self.report_in(&mut tx, ctx, &policies, id, version, form).await?;
                tx.commit(ctx).await?;
                Ok(check)
            })
            .await
    }

    pub(crate) async fn report_in(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        policies: &InForce,
        id: &VerificationId,
        version: u64,
        form: &ReportForm,
    ) -> Result<Verification, Fault> {
        let before: Verification = tx.get("verification", id.as_str()).await?;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        before.open_to_reports(ctx.today)?;
        let stored: Stored = tx.get("contract", before.contract.as_str()).await?;
        let mut open = before.clone();
        if open.checklist.is_empty() {
            let earlier: Vec<EarlierFinding> = tx.query(EARLIER, of_contract(&open)).await?;
            open.checklist = checklist(policies.catalogue(stored.contract.catalogue_version), &stored.contract.nature, open.questions, &earlier);
        }
        let input = form.read(&open, ctx.today)?;
        if let Some(named) = &input.certificate {
            let day = if input.submit { input.carried_out_on } else { None };
            if let Some(why) = objection(tx, named, &stored.contract.contractor, day).await? {
                return Err(Error::invalid("certificate", why).into());
            }
        }
        let mut after = Verification {
            state: if input.submit { VerificationState::Submitted } else { VerificationState::InProgress },
            method: input.method,
            method_reason: input.method_reason,
            certificate: input.certificate,
            carried_out_on: input.carried_out_on,
            checklist: input.checklist,
            remarks: input.remarks,
            verdict: input.verdict,
            version: version + 1,
            ..open
        };
        if input.submit {
            after.submitted_by = Some(ctx.actor.id.clone());
            after.submitted_at = Some(ctx.now);
        }
        self.save(tx, &before, &after, &stored.contract, if input.submit { AuditAction::Step } else { AuditAction::Change }).await?;
        Ok(after)
    }

    /// Accepts a report, or sends it back with a word on why.
    pub async fn decide(&self, ctx: &Ctx, id: &VerificationId, version: u64, form: &DecisionForm) -> Result<Verification> {
        let department = self.readable(ctx, id).await?.department;
        ctx.actor.require_in(Operation::DecideVerification, Operation::ReadVerification, &department)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let check = self.decide_in(&mut tx, ctx, id, version, form).await?;
                tx.commit(ctx).await?;
                Ok(check)
            })
            .await
    }

    pub(crate) async fn decide_in(&self, tx: &mut Tx, ctx: &Ctx, id: &VerificationId, version: u64, form: &DecisionForm) -> Result<Verification, Fault> {
        let decision = form.read()?;
        let before: Verification = tx.get("verification", id.as_str()).await?;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        if before.state != VerificationState::Submitted {
            return Err(Error::Refused(vec![Message::new("verification.not_submitted")]).into());
        }
        ctx.actor.may_decide_on(before.submitted_by.as_ref())?;
        let stored: Stored = tx.get("contract", before.contract.as_str()).await?;
        let after = Verification {
            state: if decision.accept { VerificationState::Accepted } else { VerificationState::SentBack },
            decided_by: Some(ctx.actor.id.clone()),
            decided_at: Some(ctx.now),
            decision: decision.remark,
            version: version + 1,
            ..before.clone()
        };
        self.save(tx, &before, &after, &stored.contract, AuditAction::Step).await?;
        Ok(after)
    }

    pub(crate) async fn save(&self, tx: &mut Tx, before: &Verification, after: &Verification, contract: &Contract, action: AuditAction) -> Result<(), Fault> {
        tx.replace("verification", after.id.as_str(), before.version, row(after)).await?;
        tx.tally(Some(before), Some(after));
        tx.audit(action, "verification", after.id.as_str(), &title(contract, after), snapshot(before), snapshot(after));
        Ok(())
    }

    /// Brings a contract's checks in step with its plan and with what they carry of it for the board: those not begun follow in everything, those
    /// begun only change hands, done ones stay as they are.
    pub(crate) async fn follow_plan(&self, tx: &mut Tx, ctx: &Ctx, policies: &InForce, contract: &Contract, watched_from: NaiveDate) -> Result<(), Fault> {
        let planned = crate::plan::of(contract, policies, watched_from);
        let checks: Vec<Verification> = tx.query(BY_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let live: Vec<&Verification> = checks.iter().filter(|check| check.state != VerificationState::Cancelled).collect();
        let existing: Vec<Existing> = live.iter().map(|check| existing(check, &policies.calendar)).collect();
        let plan = replan(&planned, &existing);
        let in_time = |planned: &&Planned| can_be_added(planned.due, !checks.is_empty(), ctx.today);
        for planned in plan.add.into_iter().filter(in_time) {
            if let Some(cancelled) = checks.iter().find(|check| check.slot == planned.slot) {
                // The slot was cancelled before and is called for again.
                let after = Verification { version: cancelled.version + 1, ..scheduled(cancelled.id.clone(), contract, planned, policies) };
                self.save(tx, cancelled, &after, contract, AuditAction::Plan).await?;
            } else {
                let check = scheduled(VerificationId::new(key::new(ctx.now)), contract, planned, policies);
                tx.tally(None, Some(&check));
                tx.audit(AuditAction::Plan, "verification", check.id.as_str(), &title(contract, &check), None, snapshot(&check));
                tx.insert("verification", check.id.as_str(), row(&check));
            }
        }
        for (index, before) in live.into_iter().enumerate().filter(|(_, check)| check.state.is_open()) {
            let after = if plan.cancel.contains(&index) {
                withdrawn(before, "plan.withdrawn")
            } else {
                let planned = planned.iter().find(|planned| planned.slot == before.slot && is_untouched(before));
                planned.map_or_else(|| handed_on(before, contract), |planned| moved(before, contract, planned, policies, ctx.today))
            };
            if (Verification { policy_version: before.policy_version, ..after.clone() }) != *before {
                self.save(tx, before, &Verification { version: before.version + 1, ..after }, contract, AuditAction::Plan).await?;
            }
        }
        Ok(())
    }

    /// The contract goes on past the end it had: a check of that end which somebody has begun stays as it is, in a place of its own, so that the end
    /// it has then gets one too.
    pub(crate) async fn keep_earlier_ends(&self, tx: &mut Tx, contract: &Contract) -> Result<(), Fault> {
        let checks: Vec<Verification> = tx.query(BY_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let is_last = |check: &&Verification| check.slot == VerificationKind::Closing.word() && check.state != VerificationState::Cancelled;
        for before in checks.iter().filter(is_last).filter(|check| !is_untouched(check)) {
            let slot = format!("{}-{}", before.slot, contract.end);
            self.save(tx, before, &Verification { slot, version: before.version + 1, ..before.clone() }, contract, AuditAction::Plan).await?;
        }
        Ok(())
    }

    /// The contract is closed: what was still to be checked no longer is.
    pub(crate) async fn cancel_open(&self, tx: &mut Tx, contract: &Contract) -> Result<(), Fault> {
        let checks: Vec<Verification> = tx.query(BY_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        for before in checks.iter().filter(|check| check.state.is_open()) {
            let after = Verification { version: before.version + 1, ..withdrawn(before, "plan.contract_closed") };
            self.save(tx, before, &after, contract, AuditAction::Plan).await?;
        }
        Ok(())
    }

    pub(crate) async fn of_contract(&self, ctx: &Ctx, contract: &Contract) -> Result<Vec<PlanLine>> {
        let checks: Vec<Verification> = self.0.inner.store.read(BY_CONTRACT, bind([("contract", contract.id.as_str().into_value())])).await?;
        let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
        let policies = self.0.policies().in_force().await?;
        Ok(checks
            .into_iter()
            .map(|check| PlanLine {
                row: BoardRow {
                    contract_number: contract.number.clone(),
                    contract_title: contract.title.clone(),
                    contractor_name: names.contractor(&check.contractor),
                    department_name: names.department(&check.department),
                    days_late: if check.state.is_open() { policies.calendar.days_late(check.due, ctx.today) } else { 0 },
                    days_left: policies.calendar.days_left(check.due, ctx.today),
                    id: check.id,
                    contract: check.contract,
                    contractor: check.contractor,
                    department: check.department,
                    kind: check.kind,
                    state: check.state,
                    tier: check.tier,
                    due: check.due,
                    version: check.version,
                },
                methods: check.methods,
                reasons: check.reasons,
            })
            .collect())
    }
}

/// Planned and not begun: such a check follows the plan. One that an incident called for follows no plan.
pub(crate) fn follows_plan(state: VerificationState, kind: VerificationKind) -> bool {
    state == VerificationState::Scheduled && kind != VerificationKind::Incident
}

fn is_untouched(check: &Verification) -> bool {
    follows_plan(check.state, check.kind)
}

pub(crate) fn withdrawn(before: &Verification, why: &'static str) -> Verification {
    Verification { state: VerificationState::Cancelled, decision: Message::new(why).say(domain::Lang::Ja), ..before.clone() }
}

/// A day that was set in the yearly plan holds as long as offices are open on it.
pub(crate) fn is_set(placed: Option<&Placed>, due: NaiveDate, calendar: &Calendar) -> bool {
    placed.is_some() && calendar.is_working(due)
}

/// A check as re-planning sees it.
fn existing(check: &Verification, calendar: &Calendar) -> Existing {
    Existing {
        slot: check.slot.clone(),
        untouched: is_untouched(check),
        due: check.due,
        placed: is_set(check.placed.as_ref(), check.due, calendar),
        methods: check.methods.clone(),
        questions: check.questions,
        inspector: check.inspector,
    }
}

/// As the plan has it now.
fn moved(before: &Verification, contract: &Contract, planned: &Planned, policies: &InForce, today: NaiveDate) -> Verification {
    let due = settles(&existing(before, &policies.calendar), planned, today);
    let mut after = Verification { due, version: before.version, ..scheduled(before.id.clone(), contract, planned, policies) };
    let stays = |placed: &&Placed| due == before.due && (due != planned.due || placed.by == PlacedBy::Person);
    if let Some(placed) = before.placed.as_ref().filter(stays) {
        let placed = Placed { from: planned.due, ..placed.clone() };
        after.reasons.push(crate::yearly_plan::told(&placed, due));
        after.placed = Some(placed);
    }
    after
}

/// In the hands and the tier its contract is in now.
fn handed_on(before: &Verification, contract: &Contract) -> Verification {
    Verification { department: contract.department.clone(), contractor: contract.contractor.clone(), tier: contract.assessment.tier, ..before.clone() }
}

pub(crate) fn scheduled(id: VerificationId, contract: &Contract, planned: &Planned, policies: &InForce) -> Verification {
    Verification {
        id,
        contract: contract.id.clone(),
        contractor: contract.contractor.clone(),
        department: contract.department.clone(),
        slot: planned.slot.clone(),
        kind: planned.kind,
        incident: None,
        fiscal_year: planned.fiscal_year,
        due: planned.due,
        placed: None,
        tier: contract.assessment.tier,
        personal: contract.nature.personal,
        methods: planned.methods.clone(),
        questions: planned.questions,
        inspector: planned.inspector,
        reasons: planned.reasons.clone(),
        policy_version: policies.set.cadence.version,
        state: VerificationState::Scheduled,
        method: None,
        method_reason: String::new(),
        certificate: None,
        carried_out_on: None,
        checklist: Vec::new(),
        remarks: String::new(),
        verdict: None,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        decision: String::new(),
        version: 1,
    }
}

pub(crate) fn title(contract: &Contract, check: &Verification) -> String {
    format!("{} {} {}", contract.number, check.kind.label(domain::Lang::Ja), check.due)
}
