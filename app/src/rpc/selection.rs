//! 選定評価.

use domain::{
    id::{ProcurementId, SelectionId},
    page::Page,
    selection::{
        AnswersForm, CandidateForm, Comparison, CriteriaForm, CriteriaView, DecisionForm, ProcurementFilter, ProcurementForm, ProcurementRow, ProcurementView,
        SelectionFilter, SelectionRow, SelectionView,
    },
};
use leptos::prelude::*;

use super::{Fault, Json};

#[server(input = Json, output = Json)]
pub async fn list_procurements(filter: ProcurementFilter) -> Result<Page<ProcurementRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.procurements().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_procurement(id: ProcurementId) -> Result<ProcurementView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.procurements().get(&ctx, &id).await?)
}

#[server(input = Json, output = Json)]
pub async fn compare_selections(id: ProcurementId) -> Result<Comparison, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.procurements().compare(&ctx, &id).await?)
}

#[server(input = Json, output = Json)]
pub async fn list_selections(filter: SelectionFilter) -> Result<Page<SelectionRow>, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.selections().list(&ctx, &filter).await?)
}

#[server(input = Json, output = Json)]
pub async fn get_selection(id: SelectionId) -> Result<SelectionView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.selections().get(&ctx, &id).await?)
}

#[server(output = Json)]
pub async fn create_procurement(#[server(default)] form: ProcurementForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let procurement = services.procurements().create(&ctx, &form).await?;
    super::go(&format!("/selections/{}", procurement.id), "created");
    Ok(())
}

/// `base` is what the form showed at first. It only travels, so that a conflict can tell what the reader changed; see [`crate::ui::conflict`].
#[server(output = Json)]
pub async fn change_procurement(
    id: ProcurementId,
    version: u64,
    #[server(default)] base: String,
    #[server(default)] form: ProcurementForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    services.procurements().change(&ctx, &id, version, &form).await?;
    super::go(&format!("/selections/{id}"), "changed");
    Ok(())
}

/// Leads to the answers, which are what comes next.
#[server(output = Json)]
pub async fn add_candidate(id: ProcurementId, #[server(default)] form: CandidateForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let selection = services.procurements().add(&ctx, &id, &form).await?;
    super::go(&format!("/selections/{id}/candidates/{}/answers", selection.id), "created");
    Ok(())
}

/// What is kept for later comes back to the candidate; what is handed in leads back to the work, where the next candidate waits. With `take`, the form
/// comes back with what the contractor declared taken over, at the criterion it names.
#[server(output = Json)]
pub async fn answer_selection(
    id: SelectionId,
    version: u64,
    #[server(default)] base: String,
    #[server(default)] take: String,
    #[server(default)] form: AnswersForm,
) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    drop(base);
    if !take.is_empty() {
        let selection = services.selections().take_over(&ctx, &id, version, &form, &take).await?;
        leptos_axum::redirect(&format!("/selections/{}/candidates/{id}/answers?done=taken#criterion-{take}", selection.procurement));
        return Ok(());
    }
    let selection = services.selections().answer(&ctx, &id, version, &form).await?;
    let work = format!("/selections/{}", selection.procurement);
    if selection.stage == domain::selection::SelectionStage::Submitted {
        super::go(&work, "submitted");
    } else {
        super::go(&format!("{work}/candidates/{id}"), "kept");
    }
    Ok(())
}

#[server(output = Json)]
pub async fn decide_selection(id: SelectionId, version: u64, #[server(default)] form: DecisionForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    let selection = services.selections().decide(&ctx, &id, version, &form).await?;
    super::go(&format!("/selections/{}", selection.procurement), "decided");
    Ok(())
}

#[server(output = Json)]
pub async fn get_criteria() -> Result<CriteriaView, Fault> {
    let (services, ctx) = super::door()?;
    Ok(services.policies().criteria(&ctx).await?)
}

#[server(output = Json)]
pub async fn revise_criteria(version: u64, #[server(default)] form: CriteriaForm) -> Result<(), Fault> {
    let (services, ctx) = super::door()?;
    services.policies().revise_criteria(&ctx, version, &form).await?;
    super::go("/policy/criteria", "changed");
    Ok(())
}
