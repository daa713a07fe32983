//! 年度点検計画: the checks of a fiscal year as one plan, which the security officer draws up and levels and the CISO approves. From then on what becomes
//! of them is held against it.

mod form;
mod level;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    board::BoardRow,
    cadence::Inspector,
    choice,
    date::Month,
    id::{ContractId, DepartmentId, PersonId, VerificationId},
    verification::VerificationKind,
};

pub use form::{LevelForm, PlacementForm, PlanDecisionForm};
pub use level::{Item, Limits, Place, Placing, day_in_week, level, over, week_of};

choice! {
    PlanState {
        Draft = "draft", "案", "Draft";
        Submitted = "submitted", "承認待ち", "Awaiting approval";
        Approved = "approved", "承認済み", "Approved";
    }
}

choice! {
    /// Who gave a check another day than the rules.
    PlacedBy {
        Levelling = "levelling", "平準化", "Levelling";
        Person = "person", "担当者", "Somebody";
    }
}

/// That somebody chose the day of a check, or levelling gave it another than the rules did, within what they allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Placed {
    pub by: PlacedBy,
    /// The day the rules gave it.
    pub from: NaiveDate,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// The plan of a fiscal year. Its checks are those of the register; what was approved is kept beside it ([`Frozen`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct YearlyPlan {
    pub fiscal_year: i32,
    pub state: PlanState,
    pub limits: Limits,
    /// What levelling did last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levelled: Option<Levelled>,
    pub drawn_up_by: String,
    pub drawn_up_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// What the CISO said on approving or sending back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decision: String,
    pub version: u64,
}

/// A check as it stood when the plan was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub fiscal_year: i32,
    pub verification: VerificationId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub department: DepartmentId,
    pub kind: VerificationKind,
    pub due: NaiveDate,
}

choice! {
    /// What became of a check since the plan was submitted.
    PlanChangeKind {
        Moved = "moved", "期限の変更", "Moved";
        Added = "added", "追加", "Added";
        Dropped = "dropped", "取消", "Dropped";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PlanChange {
    pub kind: PlanChangeKind,
    pub verification: VerificationId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub check: VerificationKind,
    /// In the plan; absent where the check was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<NaiveDate>,
    /// Now; absent where the check was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<NaiveDate>,
}

/// A check of today beside a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now<'a> {
    pub verification: &'a VerificationId,
    pub due: NaiveDate,
}

/// What became of the plan: each check of `frozen` that moved or fell away, and those there are besides, by their places in the lists.
pub fn changes(frozen: &[Frozen], now: &[Now<'_>]) -> Vec<(PlanChangeKind, Option<usize>, Option<usize>)> {
    let today: std::collections::BTreeMap<&VerificationId, usize> = now.iter().enumerate().map(|(index, check)| (check.verification, index)).collect();
    let planned: std::collections::BTreeSet<&VerificationId> = frozen.iter().map(|line| &line.verification).collect();
    let of_plan = frozen.iter().enumerate().filter_map(|(place, line)| match today.get(&line.verification) {
        None => Some((PlanChangeKind::Dropped, Some(place), None)),
        Some(index) if now[*index].due != line.due => Some((PlanChangeKind::Moved, Some(place), Some(*index))),
        Some(_) => None,
    });
    let besides = now.iter().enumerate().filter(|(_, check)| !planned.contains(check.verification));
    of_plan.chain(besides.map(|(index, _)| (PlanChangeKind::Added, None, Some(index)))).collect()
}

/// A check in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PlanRow {
    pub row: BoardRow,
    pub inspector: Inspector,
    /// The days its rule allows, both included; absent where it cannot be moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<(NaiveDate, NaiveDate)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<Placed>,
    /// Whether its department, or the security officers, have more to do that week than the plan's limits say.
    pub over: bool,
}

/// The checks of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PlanWeek {
    /// Its Monday.
    pub week: NaiveDate,
    /// Its working days: a week without one takes no check.
    pub days: Vec<NaiveDate>,
    pub rows: Vec<PlanRow>,
}

/// The checks of a month of the plan, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PlanMonth {
    pub month: Month,
    pub checks: u32,
    pub done: u32,
    /// Checks that could be elsewhere, in weeks that hold more than the limits say.
    pub over: u32,
}

/// The plan of a year, with one of its months week by week.
#[allow(clippy::struct_excessive_bools, reason = "what the reader may do, one by one")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct YearlyPlanView {
    pub fiscal_year: i32,
    /// Absent until somebody draws it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<YearlyPlan>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by_name: Option<String>,
    pub months: Vec<PlanMonth>,
    /// The month the weeks are of.
    pub month: Month,
    /// Every week with a day in the month.
    pub weeks: Vec<PlanWeek>,
    /// What became of the plan since it was submitted.
    pub changes: Vec<PlanChange>,
    pub may_draw_up: bool,
    /// Level and submit.
    pub may_level: bool,
    pub may_place: bool,
    pub may_decide: bool,
}

/// The checks of a whole year, for the committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PlanSheet {
    pub fiscal_year: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<YearlyPlan>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by_name: Option<String>,
    /// In the order of their days.
    pub rows: Vec<PlanRow>,
}

/// Which part of a plan is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct PlanFilter {
    /// Fiscal year; the current one unless stated. Of no concern where the address names it.
    pub year: Option<i32>,
    /// The month whose weeks are shown; today's, or the first with a check, unless stated.
    pub month: Option<Month>,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
}

/// What levelling did, in checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Levelled {
    pub kept: u32,
    /// Went to another week.
    pub moved: u32,
    /// Went to, or stayed in, a month checks are not spread over, for want of room.
    pub forced: u32,
    /// Found no week with room.
    pub over: u32,
}

impl Levelled {
    pub fn count(&mut self, placing: Placing) {
        match placing {
            Placing::Kept => self.kept += 1,
            Placing::Levelled => self.moved += 1,
            Placing::Forced => self.forced += 1,
            Placing::Over => self.over += 1,
        }
    }
}
