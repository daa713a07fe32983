//! Policy data in its versions: what a city decides for itself and may change without a programmer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{cadence::CadencePolicy, calendar::ClosedDays, choice, clause::Catalogue, holiday::Holiday, notice::Notices, risk::RiskPolicy};

choice! {
    PolicyKind {
        Catalogue = "catalogue", "契約条項カタログ", "Clause catalogue";
        Risk = "risk", "リスク配点", "Risk weights";
        Cadence = "cadence", "点検頻度", "Verification cadence";
        ClosedDays = "closed_days", "閉庁日", "Closed days";
        Holidays = "holidays", "国民の祝日", "Public holidays";
        Criteria = "criteria", "選定基準", "Selection criteria";
        Reminders = "reminders", "督促の段階", "Reminder steps";
        Notices = "notices", "措置の通知文", "Notices of measures";
    }
}

/// Days before (negative) and after the due date on which somebody is reminded, and whom it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReminderStep {
    /// Calendar days from the due date; negative is before.
    pub day: i32,
    pub to: crate::person::Role,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Reminders {
    pub version: u32,
    pub steps: Vec<ReminderStep>,
}

/// A version of one kind of policy data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PolicyVersion {
    pub kind: PolicyKind,
    pub version: u32,
    pub in_force_from: NaiveDate,
    pub note: String,
}

/// Everything in force on a day, as the rules take it.
#[derive(Clone, Debug)]
pub struct PolicySet {
    pub catalogue: Catalogue,
    pub risk: RiskPolicy,
    pub cadence: CadencePolicy,
    pub closed: ClosedDays,
    pub holidays: Vec<Holiday>,
    pub reminders: Reminders,
    pub notices: Notices,
}
