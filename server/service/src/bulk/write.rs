//! The rows of a large register, in few large insertions.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{NaiveDate, NaiveTime};
use domain::{
    Error, Result,
    clause::CoverageCount,
    contract::{Contract, Stage},
    contractor::Contractor,
    id::{DepartmentId, PersonId},
    verification::{Verdict, Verification, VerificationState, checklist},
};
use surrealdb::types::Value;
use tokio::task::JoinSet;

use super::{
    Size,
    draw::{Draw, Term, contractor_place},
};
use crate::{
    Ctx, Services,
    demo::{DemoContract, history as course},
    history::{self, Version},
    policy::InForce,
    seed::{self, Actors},
    store::{Fault, Row, Tallies},
};

/// Contracts written in one transaction, with all that hangs on them: about a thousand rows.
const BATCH: usize = 100;
/// Transactions under way at once: while one waits for the disk the next is made.
const AT_ONCE: usize = 2;
/// Tallies written in one transaction.
const TALLIES: usize = 1_000;
/// One contract in so many has its checklists filled in.
const ANSWERED: usize = 16;

/// Contractors are known from before the first contract on.
const BEGUN: NaiveDate = match NaiveDate::from_ymd_opt(2019, 4, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Rows of each table.
type Rows = BTreeMap<&'static str, Vec<Value>>;

fn push(rows: &mut Rows, table: &'static str, key: &str, row: Row) {
    rows.entry(table).or_default().push(row.keyed(table, key));
}

/// With what the register of a past day knows of it: that it has been so since the day.
fn push_kept(rows: &mut Rows, table: &'static str, key: &str, row: Row, since: NaiveDate) -> Result<()> {
    if let Some(state) = history::state_of(table, key, row.fields())? {
        let version = Version::open(&history::stamp(since.and_time(NaiveTime::MIN).and_utc()), state);
        push(rows, "history", &version.key(), Row::of(&version));
    }
    push(rows, table, key, row);
    Ok(())
}

pub struct Writer<'a> {
    services: &'a Services,
    draw: &'a Draw,
    departments: HashMap<String, DepartmentId>,
    actors: Actors,
    policies: Arc<InForce>,
    ctx: Ctx,
    contractors: Vec<Contractor>,
    tallies: Tallies,
    written: Size,
    /// Contracts of each contractor that are not closed.
    counts: Vec<u32>,
    /// Whether contracts get verifications at all.
    checked: bool,
}

impl<'a> Writer<'a> {
    pub async fn new(services: &'a Services, draw: &'a Draw, departments: HashMap<String, DepartmentId>, actors: Actors) -> Result<Self> {
        let contractors = all_contractors(draw)?;
        Ok(Self {
            services,
            draw,
            departments,
            actors,
            policies: services.policies().in_force().await?,
            ctx: services.system_ctx("bulk"),
            counts: vec![0; contractors.len()],
            contractors,
            tallies: Tallies::default(),
            written: Size { contracts: 0, verifications: 0 },
            checked: true,
        })
    }

    pub async fn run(mut self, size: Size, told: impl Fn(usize)) -> Result<Size> {
        self.checked = size.verifications > 0;
        let mut under_way = JoinSet::new();
        while self.written.contracts < size.contracts {
            let last = (self.written.contracts + BATCH).min(size.contracts);
            let mut rows = Rows::new();
            for number in self.written.contracts..last {
                // Whoever is behind the wanted number of verifications draws a longer term.
                let behind = (self.written.verifications as u128) * (size.contracts as u128) < (size.verifications as u128) * (number as u128);
                self.contract(number, if behind { Term::Long } else { Term::Short }, &mut rows)?;
            }
            self.written.contracts = last;
            if under_way.len() >= AT_ONCE {
                ended(under_way.join_next().await)?;
            }
            under_way.spawn(write(self.services.clone(), rows));
            told(last);
        }
        while let Some(end) = under_way.join_next().await {
            ended(Some(end))?;
        }
        if size.contracts > 0 {
            contractors(self.services, self.draw, &self.counts).await?;
        }
        while let Some(part) = self.tallies.take(TALLIES) {
            let mut tx = self.services.inner.store.begin().await.map_err(|_| Error::Internal)?;
            tx.adopt(part);
            tx.commit(&self.ctx).await.map_err(|_| Error::Internal)?;
        }
        Ok(self.written)
    }

    fn contract(&mut self, number: usize, term: Term, rows: &mut Rows) -> Result<()> {
        let DemoContract { mut form, stage, coverage_percent } = self.draw.contract(number, term);
        let code = std::mem::take(&mut form.department);
        let place = contractor_place(&form.contractor);
        form.department = self.departments.get(&code).ok_or(Error::Internal)?.to_string();
        form.contractor = self.draw.contractor_id(place).to_string();
        let input = form.read()?;
        let marks = seed::marks(&self.policies, &self.ctx, &input.number, &input.nature, coverage_percent);
        let mut contract =
            crate::contract::build(self.draw.contract_id(number), 1, &input, stage, &self.policies, &self.policies.set.catalogue, &marks, &self.ctx);
        contract.coverage = CoverageCount::of(&self.policies.set.catalogue.required_for(&contract.nature), &marks, self.ctx.today);
        let id = contract.id.to_string();
        let submitted_by = (stage == Stage::UnderReview).then(|| self.head(&contract.department));
        let row = crate::contract::row(&contract, &self.contractors[place], contract.start, submitted_by.as_ref());
        push_kept(rows, "contract", &id, row, contract.start)?;
        push(rows, "coverage", &id, Row::of(&serde_json::json!({ "marks": marks, "version": 1 })));
        if stage != Stage::Closed {
            self.counts[place] += 1;
        }
        if self.checked && matches!(stage, Stage::Active | Stage::Closed) {
            for planned in crate::plan::of(&contract, &self.policies, contract.start) {
                let check = crate::verification::scheduled(self.draw.verification_id(self.written.verifications), &contract, &planned, &self.policies);
                let check = self.played(check, &contract, &code, number.is_multiple_of(ANSWERED));
                self.tallies.note(None, Some(&check));
                push(rows, "verification", check.id.as_str(), crate::verification::row(&check));
                self.written.verifications += 1;
            }
        }
        Ok(())
    }

    fn head(&self, department: &DepartmentId) -> PersonId {
        self.actors.by_department.get(department).unwrap_or(&self.actors.any).id.clone()
    }

    /// As it stands today, by the demo city's history.
    fn played(&self, check: Verification, contract: &Contract, code: &str, answered: bool) -> Verification {
        let word = format!("{}/{}", contract.number, check.slot);
        let outcome = course::outcome(&word, code, check.due, self.ctx.today);
        let check = match outcome.report {
            None => check,
            Some(report) => {
                let handed_in = outcome.state != VerificationState::InProgress;
                let decided = matches!(outcome.state, VerificationState::Accepted | VerificationState::SentBack);
                let at = |day: NaiveDate| day.and_hms_opt(1, 0, 0).map(|moment| moment.and_utc());
                let mut checklist = if answered { checklist(&self.policies.set.catalogue, &contract.nature, check.questions, &[]) } else { Vec::new() };
                for item in &mut checklist {
                    let (answer, remark) = course::answer(&word, &item.clause);
                    (item.answer, item.remark) = (Some(answer), remark);
                }
                Verification {
                    state: outcome.state,
                    method: check.methods.first().copied(),
                    carried_out_on: Some(report.carried_out_on),
                    checklist,
                    remarks: report.remarks,
                    verdict: Some(Verdict::Adequate),
                    submitted_by: handed_in.then(|| self.head(&check.department)),
                    submitted_at: at(report.carried_out_on).filter(|_| handed_in),
                    decided_by: decided.then(|| self.actors.security.id.clone()),
                    decided_at: at(report.decided_on).filter(|_| decided),
                    decision: if decided { report.decision } else { String::new() },
                    ..check
                }
            }
        };
        if contract.stage == Stage::Closed && check.state.is_open() { crate::verification::withdrawn(&check, "plan.contract_closed") } else { check }
    }
}

fn all_contractors(draw: &Draw) -> Result<Vec<Contractor>> {
    (0..draw.contractors).map(|number| Ok(crate::contractor::build(draw.contractor_id(number), 1, &draw.contractor(number).read()?))).collect()
}

/// Writes all contractors, each with its count of contracts.
pub async fn contractors(services: &Services, draw: &Draw, counts: &[u32]) -> Result<()> {
    let ctx = services.system_ctx("bulk");
    let all: Vec<(usize, Contractor)> = all_contractors(draw)?.into_iter().enumerate().collect();
    for batch in all.chunks(BATCH) {
        let mut rows = Rows::new();
        for (place, contractor) in batch {
            let row = crate::contractor::row(contractor, counts.get(*place).copied().unwrap_or(0), &ctx);
            push_kept(&mut rows, "contractor", contractor.id.as_str(), row, BEGUN)?;
        }
        write(services.clone(), rows).await?;
    }
    Ok(())
}

/// One transaction; the store's queue of writers would let only one be made at a time.
async fn write(services: Services, rows: Rows) -> Result<()> {
    for _ in 0..8 {
        match services.inner.store.load(&rows).await {
            Ok(()) => return Ok(()),
            Err(Fault::Overtaken) => {}
            Err(fault) => {
                tracing::error!(?fault, "a batch could not be written");
                return Err(Error::Internal);
            }
        }
    }
    Err(Error::Unavailable)
}

fn ended(task: Option<std::result::Result<Result<()>, tokio::task::JoinError>>) -> Result<()> {
    task.map_or(Ok(()), |end| end.unwrap_or(Err(Error::Internal)))
}
