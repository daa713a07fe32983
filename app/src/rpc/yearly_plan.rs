//! 年度点検計画.

use domain::{
    id::VerificationId,
    yearly_plan::{LevelForm, PlacementForm, PlanDecisionForm, PlanFilter, PlanSheet, YearlyPlanView},
};
use leptos::prelude::*;

use super::{Fault, Json};

/// What a part of a plan is asked for by, in addresses and forms.
pub fn asked_by(filter: &PlanFilter) -> impl Iterator<Item = (String, String)> + use<> {
    let PlanFilter { year, month, department } = filter;
    let pairs = [
        ("year", year.map(|year| year.to_string())),
        ("month", month.map(|month| month.to_string())),
        ("department", department.as_ref().map(ToString::to_string)),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)))
}

#[server(input = Json, output = Json)]
pub async fn get_yearly_plan(filter: PlanFilter) -> Result<YearlyPlanView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.yearly_plans().get(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_plan_sheet(filter: PlanFilter) -> Result<PlanSheet, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.yearly_plans().sheet(&ctx, &filter).await?)
}

#[server(output = Json)]
pub async fn draw_up_plan(year: i32) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.yearly_plans().draw_up(&ctx, year).await?;
    super::go(&format!("/board/plan?year={year}"), "created");
    Ok(())
}

#[server(output = Json)]
pub async fn level_plan(year: i32, version: u64, #[server(default)] limits: LevelForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.yearly_plans().level(&ctx, year, version, &limits).await?;
    super::go(&format!("/board/plan?year={year}"), "changed");
    Ok(())
}

#[server(output = Json)]
pub async fn submit_plan(year: i32, version: u64) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.yearly_plans().submit(&ctx, year, version).await?;
    super::go(&format!("/board/plan?year={year}"), "submitted");
    Ok(())
}

#[server(output = Json)]
pub async fn decide_plan(year: i32, version: u64, #[server(default)] form: PlanDecisionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.yearly_plans().decide(&ctx, year, version, &form).await?;
    super::go(&format!("/board/plan?year={year}"), "decided");
    Ok(())
}

/// `back` is what the address of the plan asked for.
#[server(output = Json)]
pub async fn place_check(id: VerificationId, version: u64, #[server(default)] back: PlanFilter, #[server(default)] place: PlacementForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.yearly_plans().place(&ctx, &id, version, &place).await?;
    super::go(&crate::query::address("/board/plan", asked_by(&back)), "changed");
    Ok(())
}
