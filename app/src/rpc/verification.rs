//! 点検.

use domain::{
    board::{BoardFilter, BoardRow, Heat, Standing},
    id::VerificationId,
    page::Page,
    verification::{DecisionForm, ReportForm, VerificationView},
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_verifications(filter: BoardFilter) -> Result<Page<BoardRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok((**services.verifications().board(&ctx, &filter).await?).clone())
}

/// Who has the most that is late, by department or by contractor. A city has thousands of contractors: only those shown travel.
#[server(input = Json, output = Json)]
pub async fn list_worst(by_contractor: bool) -> Result<Vec<Standing>, Fault> {
    /// Names of each kind: the rest follows in the list, ordered by them.
    const WORST: usize = 8;
    let (services, ctx) = super::door()?;
    let standings = services.verifications().standings(&ctx, by_contractor).await?;
    Ok(standings.into_iter().filter(|standing| standing.overdue > 0).take(WORST).collect())
}

/// Months × departments of a fiscal year; the current one unless stated.
#[server(input = Json, output = Json)]
pub async fn get_heat(fiscal_year: Option<i32>) -> Result<Heat, Fault> {
    let (services, ctx) = super::door()?;
    Ok(std::sync::Arc::unwrap_or_clone(services.verifications().heat(&ctx, fiscal_year).await?))
}

#[server(input = Json, output = Json)]
pub async fn get_verification(id: VerificationId) -> Result<VerificationView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.verifications().get(&ctx, &id).await?)
}

/// What is kept for later comes back to the check; what is handed in leads back to the board, where the next one waits.
///
/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn report_verification(id: VerificationId, version: u64, #[server(default)] base: String, #[server(default)] form: ReportForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    let check = services.verifications().report(&ctx, &id, version, &form).await?;
    if check.state == domain::verification::VerificationState::Submitted {
        super::go("/board", "submitted");
    } else {
        super::go(&format!("/verifications/{id}"), "kept");
    }
    Ok(())
}

/// Leads back to what else waits to be decided on.
#[server(output = Json)]
pub async fn decide_verification(id: VerificationId, version: u64, #[server(default)] form: DecisionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let check = services.verifications().decide(&ctx, &id, version, &form).await?;
    let done = if check.state == domain::verification::VerificationState::Accepted { "accepted" } else { "sent_back" };
    super::go("/board?lane=submitted", done);
    Ok(())
}
