//! The yearly plans of the demo city: this year's is approved and has been departed from, next year's is a draft to be levelled.

use std::collections::BTreeSet;

use chrono::Days;
use domain::{
    Result, date,
    permission::{Actor, Grant},
    person::Role,
    verification::VerificationKind,
    yearly_plan::{PlacementForm, PlanDecisionForm, PlanFilter, PlanRow},
};

use super::{Actors, Seeder};

/// Checks that were set to another day after the plan was approved.
const DEPARTED: usize = 3;
const FORTNIGHT: Days = Days::new(14);

impl Seeder<'_> {
    pub(super) async fn yearly_plans(&self, actors: &Actors) -> Result<()> {
        let (plans, year) = (self.services.yearly_plans(), date::fiscal_year(self.ctx.today));
        let begun = date::fiscal_year_range(year).0;
        let (security, approver) = (holding(Role::SecurityOfficer, &actors.security), holding(Role::Approver, &actors.approver));
        let officer = self.at(&security, begun + Days::new(7));
        let made = plans.draw_up(&officer, year).await?;
        let submitted = plans.submit(&officer, year, made.version).await?;
        let approver = self.at(&approver, begun + Days::new(14));
        let approval =
            PlanDecisionForm { approve: "true".to_owned(), remark: "年度末に偏らないよう、計画どおりに進めてください。".to_owned() };
        plans.decide(&approver, year, submitted.version, &approval).await?;

        let (today, calendar) = (self.at(&security, self.ctx.today), &self.policies.calendar);
        let sheet = plans.sheet(&today, &PlanFilter { year: Some(year), ..PlanFilter::default() }).await?;
        let can_wait = |found: &&PlanRow| {
            let (check, later) = (&found.row, found.row.due + FORTNIGHT);
            check.kind == VerificationKind::Periodic && check.due > self.ctx.today && found.window.is_some_and(|(_, until)| later <= until)
        };
        for PlanRow { row: check, .. } in sheet.rows.iter().filter(can_wait).take(DEPARTED) {
            let due = calendar.on_or_before(check.due + FORTNIGHT);
            let form = PlacementForm { due: due.to_string(), reason: "事業者の繁忙期を避けるため".to_owned() };
            plans.place(&today, &check.id, check.version, &form).await?;
        }
        plans.draw_up(&today, year + 1).await?;
        Ok(())
    }
}

/// The person with the rights of a role of the whole city.
fn holding(role: Role, actor: &Actor) -> Actor {
    Actor { grants: vec![Grant { role, departments: BTreeSet::new() }], ..actor.clone() }
}
