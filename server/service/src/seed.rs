//! Filling an empty database with the demo city, through the very use cases people use, so that the demo is what the product makes of it.

mod attachments;
mod certificates;
mod contractors;
mod contracts;
mod exceptions;
mod findings;
mod organisation;
mod revisions;
mod selections;
mod subcontracts;
mod verifications;
mod yearly_plans;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Result,
    clause::{Mark, MarkState},
    contract::Nature,
    id::DepartmentId,
    permission::Actor,
    text,
};

use crate::{
    Ctx, Services,
    demo::{self, City, history},
    policy::InForce,
};

/// The password all people of the demo city share.
pub(crate) const PASSWORD: &str = "itakumori-demo-city";

/// Records written in one transaction.
const BATCH: usize = 8;

/// Staff numbers of those the sign-in page offers.
pub(crate) fn featured_numbers() -> Vec<String> {
    demo::people(NaiveDate::default()).into_iter().filter(|person| person.featured).map(|person| person.staff_number).collect()
}

/// Fills the database unless somebody is registered already.
pub(crate) async fn run(services: &Services) -> Result<()> {
    if !services.auth().is_empty().await? {
        return Ok(());
    }
    let ctx = services.system_ctx("demo");
    tracing::info!("filling the empty database with the demo city");
    let city = demo::city(ctx.today);
    let seeder = Seeder { services, policies: services.policies().in_force().await?, ctx };
    let departments = seeder.departments(&city).await?;
    let actors = seeder.people(&city, &departments).await?;
    let contractors = seeder.contractors(&city).await?;
    seeder.published(&city).await?;
    let certified = seeder.certificates(&city, &contractors, &actors).await?;
    let vetted = seeder.procurements(&city, &departments, &contractors, &certified, &actors).await?;
    let contracts = seeder.contracts(&city, &departments, &contractors, &vetted).await?;
    seeder.history(&city, &contracts, &certified, &actors).await?;
    seeder.subcontracts(&contracts, &actors, contractors.into_values().collect()).await?;
    seeder.attachments(&contracts, &actors).await?;
    seeder.revisions(&contracts, &actors).await?;
    seeder.exceptions(&contracts, &actors).await?;
    seeder.findings(&actors).await?;
    seeder.incidents(&contracts, &actors).await?;
    seeder.close(&city, &contracts).await?;
    seeder.yearly_plans(&actors).await?;
    seeder.rename(&city).await?;
    tracing::info!(contracts = contracts.len(), "the demo city is ready");
    Ok(())
}

/// What was found of the clauses of a contract of which so many of a hundred are present.
pub(crate) fn marks(policies: &InForce, ctx: &Ctx, number: &str, nature: &Nature, percent: u8) -> Vec<Mark> {
    let required = policies.set.catalogue.required_for(nature);
    let present = required.iter().enumerate().filter(|(index, need)| history::is_marked(number, &need.clause.id, *index, percent));
    present
        .map(|(index, need)| Mark {
            clause: need.clause.id.clone(),
            state: MarkState::Present,
            article: format!("第{}条", index + 3),
            quote: need.clause.requirement.clone(),
            reason: String::new(),
            measure: String::new(),
            until: None,
            exception: None,
            marked_by: ctx.actor.name.clone(),
            marked_at: ctx.now,
        })
        .collect()
}

/// The departments by code, and the people: what all else stands on.
pub(crate) async fn organisation(services: &Services, city: &City) -> Result<(HashMap<String, DepartmentId>, Actors)> {
    let seeder = Seeder { services, policies: services.policies().in_force().await?, ctx: services.system_ctx("demo") };
    let departments = seeder.departments(city).await?;
    let actors = seeder.people(city, &departments).await?;
    Ok((departments, actors))
}

/// What contractors are found by: the corporate number, or the name of a sole proprietor.
fn contractor_key(stated: &str) -> String {
    domain::corporate_number::CorporateNumber::parse(stated).map_or_else(|_| text::fold(stated), |number| number.to_string())
}

struct Seeder<'a> {
    services: &'a Services,
    policies: std::sync::Arc<InForce>,
    ctx: Ctx,
}

/// People in whose name the history of the demo city is written.
pub(crate) struct Actors {
    pub by_department: HashMap<DepartmentId, Actor>,
    pub security: Actor,
    pub procurement: Actor,
    pub approver: Actor,
    pub any: Actor,
}

impl Seeder<'_> {
    /// A moment of a past day in the name of a person.
    fn at(&self, actor: &Actor, day: NaiveDate) -> Ctx {
        let day = day.min(self.ctx.today);
        let hour: DateTime<Utc> = day.and_hms_opt(1, 0, 0).map_or(self.ctx.now, |moment| moment.and_utc() + TimeDelta::minutes(7));
        Ctx { actor: actor.clone(), now: if day == self.ctx.today { self.ctx.now } else { hour }, today: day, ..self.ctx.clone() }
    }

    /// A moment of a past day as the register itself lived through it: the rules still go by today.
    fn on(&self, day: NaiveDate) -> Ctx {
        Ctx { today: self.ctx.today, ..self.at(&self.ctx.actor, day) }
    }
}
