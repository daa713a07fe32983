//! The start page: what is mine to do, what is late, what comes.

use std::sync::Arc;

use chrono::Days;
use domain::{
    Lang, Result,
    board::{BoardFilter, BoardRow, Figures, Home, Lane, Task, Todo},
    certificate::CertificateRow,
    contract::{ContractFilter, ContractRow, ContractState, EXPIRING_DAYS},
    date::{self, Month},
    exception::{ExceptionFilter, ExceptionLane, ExceptionRow},
    finding::{FindingFilter, FindingLane, FindingRow},
    id::DepartmentId,
    permission::{Operation, Reach},
    selection::{ProcurementFilter, ProcurementRow, ProcurementState},
    subcontract::{SubcontractFilter, SubcontractLane, SubcontractRow},
    verification::VerificationState,
};
use surrealdb::types::{SurrealValue, Variables};

use crate::{Ctx, Services, board::SOON_DAYS, selection::Declared};

pub struct Homes<'a>(pub(crate) &'a Services);

/// Rows of a list on the start page.
const SHOWN: usize = 10;

/// Of every kind of work this many are shown before more of any: none crowds the others out.
const FEW: usize = 3;

impl Homes<'_> {
    pub async fn get(&self, ctx: &Ctx) -> Result<Home> {
        let figures = self.standing(ctx).await?;
        let (todo, todo_total) = self.todo(ctx, &figures).await?;
        let coming = self.rows(ctx, Lane::Coming).await?;
        let verifications = self.0.verifications();
        let (heat, mut worst) = if ctx.actor.can(Operation::ReadVerification) {
            ((*verifications.heat(ctx, None).await?).clone(), verifications.standings(ctx, false).await?)
        } else {
            let fiscal_year = date::fiscal_year(ctx.today);
            (domain::board::Heat { fiscal_year, months: date::fiscal_months(fiscal_year).to_vec(), rows: Vec::new() }, Vec::new())
        };
        worst.retain(|standing| standing.overdue > 0);
        worst.truncate(SHOWN);
        Ok(Home { today: ctx.today, figures: (*figures).clone(), todo, todo_total, coming, heat, worst })
    }

    async fn rows(&self, ctx: &Ctx, lane: Lane) -> Result<Vec<BoardRow>> {
        if !ctx.actor.can(Operation::ReadVerification) {
            return Ok(Vec::new());
        }
        let filter = BoardFilter { lane: Some(lane), limit: Some(SHOWN), ..BoardFilter::default() };
        Ok(self.0.verifications().board(ctx, &filter).await?.items.clone())
    }

    async fn contracts(&self, ctx: &Ctx, filter: ContractFilter) -> Result<(Vec<ContractRow>, usize)> {
        let page = self.0.contracts().list(ctx, &ContractFilter { limit: Some(SHOWN), ..filter }).await?;
        Ok((page.items.clone(), page.total))
    }

    /// The exceptions of a lane, and how many there are.
    async fn exceptions(&self, ctx: &Ctx, lane: ExceptionLane, task: Task) -> Result<(Vec<Todo>, usize)> {
        let filter = ExceptionFilter { lane: Some(lane), limit: Some(SHOWN), ..ExceptionFilter::default() };
        let page = self.0.exceptions().list(ctx, &filter).await?;
        Ok((page.items.iter().map(|row| exception(task, row)).collect(), page.total))
    }

    /// What waits to be done about findings, by who can do it.
    async fn findings(&self, ctx: &Ctx, total: &mut usize) -> Result<Vec<Vec<Todo>>> {
        let mut kinds = Vec::new();
        for (operation, lane, task) in [
            (Operation::ApproveMeasure, FindingLane::Proposed, Task::ApproveMeasure),
            (Operation::WriteFinding, FindingLane::Reported, Task::ConfirmMeasure),
            (Operation::WriteFinding, FindingLane::Unaddressed, Task::AskMeasure),
            (Operation::WriteFinding, FindingLane::Ineffective, Task::AskNextMeasure),
            (Operation::ReportMeasure, FindingLane::Overdue, Task::ChaseReport),
        ] {
            if ctx.actor.can(operation) {
                let page = self.0.findings().list(ctx, &FindingFilter { lane: Some(lane), limit: Some(SHOWN), ..FindingFilter::default() }).await?;
                *total += page.total;
                kinds.push(page.items.iter().map(|row| finding(task, row)).collect());
            }
        }
        Ok(kinds)
    }

    /// The numbers within the reader's reach.
    pub(crate) async fn standing(&self, ctx: &Ctx) -> Result<Arc<Figures>> {
        let nothing = Reach::Departments(std::collections::BTreeSet::new());
        let verifications = ctx.reach(Operation::ReadVerification).unwrap_or_else(|_| nothing.clone());
        let contracts = ctx.reach(Operation::ReadContract).unwrap_or(nothing);
        let key = (ctx.today, verifications.clone(), contracts.clone());
        self.0.inner.lists.figures.get(self.0.inner.store.generation(), key, self.load(ctx, &verifications, &contracts)).await
    }

    async fn load(&self, ctx: &Ctx, verifications: &Reach, contracts: &Reach) -> Result<Figures> {
        let mut figures = Figures::default();
        let horizon = ctx.today + Days::new(SOON_DAYS);
        let (opens, closes) = date::fiscal_year_range(date::fiscal_year(ctx.today));
        let (opens, closes) = (Month::of(opens), Month::of(closes));
        let from = Month { year: 2000, month: 1 };
        for tally in self.0.verifications().tallies(from, closes.max(Month::of(horizon))).await? {
            if !verifications.covers(&DepartmentId::new(tally.key.clone())) {
                continue;
            }
            let late = tally.open_before(ctx.today);
            figures.overdue += late;
            figures.soon += tally.open_before(horizon + Days::new(1)) - late;
            figures.submitted += tally.submitted;
            if tally.month >= opens && tally.month <= closes {
                figures.done += tally.done;
            }
        }
        let sent_back = format!("state = '{}'", VerificationState::SentBack);
        figures.sent_back = self.count("verification", &sent_back, verifications).await?;
        let today = ctx.today.to_string();
        let soon = format!("{}~", ctx.today + Days::new(EXPIRING_DAYS));
        figures.drafts = self.count("contract", "stage = 'draft'", contracts).await?;
        figures.under_review = self.count("contract", "stage = 'under_review'", contracts).await?;
        figures.active_contracts = self.count("contract", &format!("stage = 'active' AND by_end >= '{today}'"), contracts).await?;
        figures.expiring = self.count("contract", &format!("stage = 'active' AND by_end >= '{today}' AND by_end <= '{soon}'"), contracts).await?;
        figures.gaps = self.count("contract", &format!("gap = true AND stage = 'active' AND by_end >= '{today}'"), contracts).await?;
        Ok(figures)
    }

    /// Counts rows by a condition of our own making, within reach.
    async fn count(&self, table: &str, condition: &str, reach: &Reach) -> Result<u32> {
        let mut variables = Variables::new();
        let scope = match reach {
            Reach::City => "",
            Reach::Departments(departments) => {
                let keys: Vec<String> = departments.iter().map(ToString::to_string).collect();
                variables.insert("departments".to_owned(), keys.into_value());
                " AND department IN $departments"
            }
        };
        let sql = format!("SELECT count() FROM {table} WHERE {condition}{scope} GROUP ALL");
        Ok(u32::try_from(self.0.inner.store.count(&sql, variables).await?).unwrap_or(u32::MAX))
    }

    /// What waits for the reader, by the roles held, the most urgent first.
    async fn todo(&self, ctx: &Ctx, figures: &Figures) -> Result<(Vec<Todo>, usize)> {
        let mut kinds: Vec<Vec<Todo>> = Vec::new();
        let mut total = 0;
        if ctx.actor.can(Operation::DecideVerification) {
            total += figures.submitted as usize;
            kinds.push(self.rows(ctx, Lane::Submitted).await?.iter().map(|row| check(Task::Accept, row)).collect());
        } else if ctx.actor.can(Operation::CarryOutVerification) {
            total += figures.overdue as usize;
            let task = |row: &BoardRow| if row.state == VerificationState::SentBack { Task::Redo } else { Task::CarryOut };
            kinds.push(self.rows(ctx, Lane::Overdue).await?.iter().map(|row| check(task(row), row)).collect());
        }
        kinds.extend(self.findings(ctx, &mut total).await?);
        for (operation, lane, task) in
            [(Operation::ExceptClause, ExceptionLane::Requested, Task::Except), (Operation::RequestException, ExceptionLane::Due, Task::RenewException)]
        {
            if ctx.actor.can(operation) {
                let (waiting, count) = self.exceptions(ctx, lane, task).await?;
                total += count;
                kinds.push(waiting);
            }
        }
        if ctx.actor.can(Operation::RuleOnSubcontract) {
            let filter = SubcontractFilter { lane: Some(SubcontractLane::Requested), limit: Some(SHOWN), ..SubcontractFilter::default() };
            let requests = self.0.subcontracts().list(ctx, &filter).await?;
            total += requests.total;
            kinds.push(requests.items.iter().map(request).collect());
        }
        if ctx.actor.can(Operation::DecideSelection) {
            let filter = ProcurementFilter { state: Some(ProcurementState::Waiting), limit: Some(SHOWN), ..ProcurementFilter::default() };
            let waiting = self.0.procurements().list(ctx, &filter).await?;
            total += waiting.total;
            kinds.push(waiting.items.iter().map(procurement).collect());
        }
        if ctx.actor.can(Operation::ReviewContract) {
            let (waiting, count) = self.0.revisions().waiting(ctx, SHOWN).await?;
            total += count;
            kinds.push(waiting);
        }
        if ctx.actor.can(Operation::WriteSelection) {
            let declared = self.0.selections().declared(ctx).await?;
            total += declared.len();
            kinds.push(declared.iter().map(declaration).collect());
        }
        if ctx.actor.can(Operation::WriteCertificate) {
            let warned = self.0.certificates().warned(ctx).await?;
            let policies = self.0.policies().in_force().await?;
            total += warned.len();
            let late = |row: &CertificateRow| row.expires_on.map_or(0, |last| policies.calendar.days_late(last, ctx.today));
            kinds.push(warned.iter().map(|row| certificate(row, late(row), ctx.lang)).collect());
        }
        let contract_tasks = [
            (Operation::ReviewContract, Task::Review, ContractFilter { state: Some(ContractState::UnderReview), ..ContractFilter::default() }),
            (Operation::WriteContract, Task::FillGap, ContractFilter { state: Some(ContractState::Active), gaps: true, ..ContractFilter::default() }),
            (Operation::SubmitContract, Task::FinishDraft, ContractFilter { state: Some(ContractState::Draft), ..ContractFilter::default() }),
            (Operation::SubmitContract, Task::Close, ContractFilter { state: Some(ContractState::Ended), ..ContractFilter::default() }),
        ];
        for (operation, task, filter) in contract_tasks {
            if ctx.actor.can(operation) {
                let (rows, count) = self.contracts(ctx, filter).await?;
                total += count;
                kinds.push(rows.iter().map(|row| contract(task, row)).collect());
            }
        }
        Ok((shared_out(kinds), total))
    }
}

/// As many as are shown, in the order of their kinds: a few of each, and where there is room left more of the first.
fn shared_out(kinds: Vec<Vec<Todo>>) -> Vec<Todo> {
    let mut left = SHOWN;
    let mut shares = vec![0; kinds.len()];
    for most in [FEW, SHOWN] {
        for (share, kind) in shares.iter_mut().zip(&kinds) {
            let more = (kind.len().min(most) - *share).min(left);
            *share += more;
            left -= more;
        }
    }
    kinds.into_iter().zip(shares).flat_map(|(kind, share)| kind.into_iter().take(share)).collect()
}

fn check(task: Task, row: &BoardRow) -> Todo {
    Todo {
        task,
        title: row.contract_title.clone(),
        detail: format!("{} · {}", row.department_name, row.contractor_name),
        href: format!("/verifications/{}", row.id),
        due: Some(row.due),
        days_late: row.days_late,
        tier: Some(row.tier),
    }
}

fn request(row: &SubcontractRow) -> Todo {
    Todo {
        task: Task::Permit,
        title: row.contract_title.clone(),
        detail: format!("{} · {}", row.department_name, row.contractor_name),
        href: format!("/subcontracts/{}", row.id),
        due: Some(row.start),
        days_late: 0,
        tier: Some(row.tier),
    }
}

fn exception(task: Task, row: &ExceptionRow) -> Todo {
    Todo {
        task,
        title: format!("{} {}", row.clause, row.clause_title),
        detail: format!("{} · {}", row.department_name, row.contract_title),
        href: format!("/exceptions/{}", row.id),
        due: (task == Task::RenewException).then_some(row.until),
        days_late: 0,
        tier: None,
    }
}

fn finding(task: Task, row: &FindingRow) -> Todo {
    Todo {
        task,
        title: row.fact.clone(),
        detail: format!("{} · {}", row.department_name, row.contractor_name),
        href: format!("/findings/{}", row.id),
        due: row.due,
        days_late: row.days_late,
        tier: None,
    }
}

fn procurement(row: &ProcurementRow) -> Todo {
    Todo {
        task: Task::Decide,
        title: row.title.clone(),
        detail: format!("{} · {}", row.department_name, row.leader.as_deref().unwrap_or_default()),
        href: format!("/selections/{}", row.id),
        due: None,
        days_late: 0,
        tier: None,
    }
}

fn declaration(row: &Declared) -> Todo {
    Todo {
        task: Task::TakeOver,
        title: row.selection.title.clone(),
        detail: format!("{} · {}", row.department_name, row.contractor_name),
        href: format!("/selections/{}/candidates/{}/answers", row.selection.procurement, row.selection.id),
        due: None,
        days_late: 0,
        tier: None,
    }
}

fn certificate(row: &CertificateRow, days_late: u32, lang: Lang) -> Todo {
    Todo {
        task: Task::Renew,
        title: row.title(lang),
        detail: row.contractor_name.clone(),
        href: format!("/certificates/{}", row.id),
        due: row.expires_on,
        days_late,
        tier: None,
    }
}

fn contract(task: Task, row: &ContractRow) -> Todo {
    let tab = if task == Task::FillGap { "/clauses" } else { "" };
    Todo {
        task,
        title: row.title.clone(),
        detail: format!("{} · {}", row.department_name, row.contractor_name),
        href: format!("/contracts/{}{tab}", row.id),
        due: None,
        days_late: 0,
        tier: Some(row.tier),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(task: Task, count: usize) -> Vec<Todo> {
        let one = Todo { task, title: String::new(), detail: String::new(), href: String::new(), due: None, days_late: 0, tier: None };
        vec![one; count]
    }

    fn shown(kinds: &[(Task, usize)]) -> Vec<(Task, usize)> {
        let todo = shared_out(kinds.iter().map(|(task, count)| kind(*task, *count)).collect());
        assert!(todo.len() <= SHOWN);
        kinds.iter().map(|(task, _)| (*task, todo.iter().filter(|todo| todo.task == *task).count())).collect()
    }

    #[test]
    fn no_kind_of_work_crowds_the_others_out() {
        let all = [(Task::Accept, 40), (Task::Decide, 1), (Task::Review, 20), (Task::Renew, 2)];
        assert_eq!(shown(&all), [(Task::Accept, 4), (Task::Decide, 1), (Task::Review, 3), (Task::Renew, 2)]);
        assert_eq!(shown(&[(Task::Accept, 40)]), [(Task::Accept, SHOWN)]);
        assert_eq!(shown(&[(Task::Accept, 2), (Task::Review, 3)]), [(Task::Accept, 2), (Task::Review, 3)]);
        let many = [Task::CarryOut, Task::Accept, Task::Decide, Task::Permit].map(|task| (task, 9));
        assert_eq!(shown(&many).iter().map(|(_, count)| count).sum::<usize>(), SHOWN);
    }
}
