//! How often, by which means and when a contract is verified: rows of policy data.

use serde::{Deserialize, Serialize};

use crate::{
    contract::{Nature, PersonalInformation},
    risk::Tier,
    verification::Method,
};

/// One row: the contracts it speaks of and what they get. The first row that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadenceRule {
    /// Stable name, e.g. `my_number`.
    pub id: String,
    /// Fits these kinds of information; empty fits all.
    #[serde(default)]
    pub personal: Vec<PersonalInformation>,
    /// Fits these tiers; empty fits all.
    #[serde(default)]
    pub tiers: Vec<Tier>,
    /// Checks within each fiscal year, 0 to 12.
    pub per_year: u8,
    /// Means that satisfy the yearly check.
    pub methods: Vec<Method>,
    /// The policy section or decision it rests on.
    pub basis: String,
}

impl CadenceRule {
    pub fn fits(&self, nature: &Nature, tier: Tier) -> bool {
        (self.personal.is_empty() || self.personal.contains(&nature.personal)) && (self.tiers.is_empty() || self.tiers.contains(&tier))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadencePolicy {
    pub version: u32,
    pub rules: Vec<CadenceRule>,
    /// Whether a check is due at the start of a contract, and within how many days after it.
    pub initial: bool,
    pub initial_within_days: u32,
    /// Whether a check of return and erasure is due at the end, within this many days after it.
    pub closing: bool,
    pub closing_within_days: u32,
    /// Within how many days of an incident becoming known its extra checks are due.
    #[serde(default = "incident_within_days")]
    pub incident_within_days: u32,
    /// Months of the calendar (1–12) yearly checks are spread over; the rest stay free unless a short contract forces them.
    pub months: Vec<u8>,
    /// Periodic checks keep this many days from the initial one and from the end.
    pub clearance_days: u32,
    pub basis: String,
}

const fn incident_within_days() -> u32 {
    7
}

impl CadencePolicy {
    pub fn rule_for(&self, nature: &Nature, tier: Tier) -> Option<&CadenceRule> {
        self.rules.iter().find(|rule| rule.fits(nature, tier))
    }
}
