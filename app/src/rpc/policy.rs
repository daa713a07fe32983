//! 基準: what the city decides for itself. The holidays come by a plain form that the http layer takes (`/policy/holidays`).

use domain::{
    cadence::CadencePolicy,
    calendar::ClosedDays,
    holiday::Holiday,
    notice::Notices,
    policy::{PolicyVersion, Reminders},
    risk::RiskPolicy,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Fault, Json};

/// What is in force besides the catalogue, and every version there was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    pub risk: RiskPolicy,
    pub cadence: CadencePolicy,
    /// Contracts whose plans are still to follow the cadence.
    pub replanning: u32,
    pub closed: ClosedDays,
    pub holidays: Vec<Holiday>,
    pub reminders: Reminders,
    pub notices: Notices,
    /// The newest of each kind first.
    pub versions: Vec<PolicyVersion>,
}

#[server(output = Json)]
pub async fn get_policy() -> Result<PolicyView, Fault> {
    let (services, ctx) = super::door()?;
    let versions = services.policies().versions(&ctx).await?;
    let replanning = services.replanning(&ctx).await?;
    let domain::policy::PolicySet { risk, cadence, closed, holidays, reminders, notices, .. } =
        std::sync::Arc::unwrap_or_clone(services.policies().current(&ctx).await?);
    Ok(PolicyView { risk, cadence, replanning, closed, holidays, reminders, notices, versions })
}
