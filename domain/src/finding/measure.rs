//! 措置: what is asked because of a finding, by whom it was approved, what was answered, and whether it helped.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::choice;

choice! {
    /// The ladder, from the lowest step to the last.
    MeasureStep {
        Improvement = "improvement", "改善の要求", "Request for improvement";
        Supervisor = "supervisor", "統括情報セキュリティ責任者への報告", "Report to the supervising officer";
        Ciso = "ciso", "CISOへの報告", "Report to the CISO";
        Review = "review", "契約内容の見直し", "Review of the contract";
        Suspension = "suspension", "業務の停止", "Suspension of the work";
        Termination = "termination", "契約の解除", "Termination of the contract";
    }
}

choice! {
    MeasureState {
        Proposed = "proposed", "承認待ち", "Awaiting approval";
        Rejected = "rejected", "不承認", "Not approved";
        Requested = "requested", "要求中", "Requested";
        Reported = "reported", "報告あり", "Reported";
        Effective = "effective", "効果あり", "Effective";
        Ineffective = "ineffective", "効果なし", "Not effective";
    }
}

impl MeasureStep {
    /// Counted from 0 at the foot of the ladder.
    pub const fn height(self) -> usize {
        match self {
            Self::Improvement => 0,
            Self::Supervisor => 1,
            Self::Ciso => 2,
            Self::Review => 3,
            Self::Suspension => 4,
            Self::Termination => 5,
        }
    }

    /// What touches the contract itself is for the CISO to approve.
    pub const fn needs_approval(self) -> bool {
        matches!(self, Self::Review | Self::Suspension | Self::Termination)
    }

    /// It is put to somebody of the city, not to the contractor.
    pub const fn stays_inside(self) -> bool {
        matches!(self, Self::Supervisor | Self::Ciso)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MeasureRuling {
    pub approved: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    pub on: NaiveDate,
    pub by: String,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MeasureReport {
    pub text: String,
    pub on: NaiveDate,
    /// Who wrote it down.
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Confirmation {
    pub effective: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    pub on: NaiveDate,
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Measure {
    pub step: MeasureStep,
    /// What is asked, as the notice has it.
    pub asked: String,
    /// The day by which it has to be answered.
    pub due: NaiveDate,
    pub asked_on: NaiveDate,
    pub asked_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<MeasureRuling>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<MeasureReport>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
}

impl Measure {
    pub fn state(&self) -> MeasureState {
        match (&self.confirmation, &self.report, &self.ruling) {
            (Some(confirmation), _, _) => {
                if confirmation.effective {
                    MeasureState::Effective
                } else {
                    MeasureState::Ineffective
                }
            }
            (None, Some(_), _) => MeasureState::Reported,
            (None, None, Some(ruling)) if !ruling.approved => MeasureState::Rejected,
            (None, None, None) if self.step.needs_approval() => MeasureState::Proposed,
            _ => MeasureState::Requested,
        }
    }
}
