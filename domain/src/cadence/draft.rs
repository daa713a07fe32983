//! 改正案 of the cadence: one at a time, written as a whole, then put in force at once or discarded.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CadencePolicy, CadenceRule, WhatIf};
use crate::{choice, label::Choice, policy::PolicyVersion};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CadenceDraft {
    /// The version it was begun on.
    pub based_on: u32,
    pub policy: CadencePolicy,
    pub started_by: String,
    pub started_at: DateTime<Utc>,
    pub version: u64,
}

choice! {
    /// What a policy says besides its rows.
    CadenceSetting {
        Initial = "initial", "着手時の点検", "Check at the start";
        InitialWithinDays = "initial_within_days", "着手時の点検の期限（開始からの日数）", "Days from the start to it";
        Closing = "closing", "終了時の点検", "Check at the end";
        ClosingWithinDays = "closing_within_days", "終了時の点検の期限（終了からの日数）", "Days from the end to it";
        IncidentWithinDays = "incident_within_days", "事故時の点検の期限（把握からの日数）", "Days from an incident to its checks";
        Months = "months", "定期点検を行う月", "Months of the periodic checks";
        ClearanceDays = "clearance_days", "開始・終了から空ける日数", "Days kept clear of start and end";
        Basis = "basis", "根拠", "Basis";
    }
}

impl CadencePolicy {
    /// A setting as text: days as a number, yes and no as words, months separated by commas.
    pub fn setting(&self, setting: CadenceSetting) -> String {
        match setting {
            CadenceSetting::Initial => self.initial.to_string(),
            CadenceSetting::InitialWithinDays => self.initial_within_days.to_string(),
            CadenceSetting::Closing => self.closing.to_string(),
            CadenceSetting::ClosingWithinDays => self.closing_within_days.to_string(),
            CadenceSetting::IncidentWithinDays => self.incident_within_days.to_string(),
            CadenceSetting::Months => self.months.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            CadenceSetting::ClearanceDays => self.clearance_days.to_string(),
            CadenceSetting::Basis => self.basis.clone(),
        }
    }
}

/// A row that differs: without `before` it is new, without `after` it falls away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadenceChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<CadenceRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CadenceRule>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SettingChange {
    pub setting: CadenceSetting,
    pub before: String,
    pub after: String,
}

/// What differs between two policies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadenceComparison {
    pub rules: Vec<CadenceChange>,
    /// Whether rows that are in both come in another order: the first that fits decides.
    pub reordered: bool,
    pub settings: Vec<SettingChange>,
}

impl CadenceComparison {
    pub fn of(before: &CadencePolicy, after: &CadencePolicy) -> Self {
        let find = |policy: &CadencePolicy, id: &str| policy.rules.iter().find(|rule| rule.id == id).cloned();
        let mut rules: Vec<CadenceChange> = after
            .rules
            .iter()
            .map(|rule| CadenceChange { before: find(before, &rule.id), after: Some(rule.clone()) })
            .filter(|change| change.before != change.after)
            .collect();
        let dropped = before.rules.iter().filter(|rule| find(after, &rule.id).is_none());
        rules.extend(dropped.map(|rule| CadenceChange { before: Some(rule.clone()), after: None }));
        let kept = |policy: &CadencePolicy, other: &CadencePolicy| {
            policy.rules.iter().filter(|rule| find(other, &rule.id).is_some()).map(|rule| rule.id.clone()).collect::<Vec<_>>()
        };
        let settings = CadenceSetting::ALL
            .iter()
            .map(|setting| SettingChange { setting: *setting, before: before.setting(*setting), after: after.setting(*setting) })
            .filter(|change| change.before != change.after)
            .collect();
        Self { rules, reordered: kept(before, after) != kept(after, before), settings }
    }

    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.settings.is_empty() && !self.reordered
    }
}

/// The draft with what it would change: in the policy, and in the plans of all contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadenceDraftView {
    pub based_on: u32,
    /// The version in force; another than `based_on` where somebody put one in force meanwhile.
    pub in_force: u32,
    pub policy: CadencePolicy,
    pub comparison: CadenceComparison,
    pub what_if: WhatIf,
    pub started_by: String,
    pub started_at: DateTime<Utc>,
    pub version: u64,
}

/// A version put in force, and how far the plans follow it already: large registers are re-planned in the background.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadenceInForce {
    pub made: PolicyVersion,
    /// Contracts whose plans are still to follow.
    pub remaining: u32,
}
