//! The board: what is late, what waits, what comes, by department and by contractor; and the start page of each role.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    choice,
    date::Month,
    id::{ContractId, ContractorId, DepartmentId, VerificationId},
    risk::Tier,
    verification::{VerificationKind, VerificationState},
};

choice! {
    /// Which verifications are asked for.
    Lane {
        Overdue = "overdue", "期限超過", "Overdue";
        Coming = "coming", "今後の予定", "Coming";
        Submitted = "submitted", "確認待ち", "Awaiting acceptance";
        Done = "done", "完了", "Done";
        All = "all", "すべて", "All";
    }
}

choice! {
    BoardSort {
        Urgency = "urgency", "緊急度", "Urgency";
        Department = "department", "課室", "Department";
        Contractor = "contractor", "委託事業者", "Contractor";
    }
}

impl BoardSort {
    /// Whether a lane can be read in this order. Contractors are many, and only what is still to be done is counted by contractor.
    pub const fn serves(self, lane: Lane) -> bool {
        !matches!((self, lane), (Self::Contractor, Lane::Done | Lane::All))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct BoardFilter {
    /// `overdue` unless stated.
    pub lane: Option<Lane>,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// Leaves the departments below out, as the pictures count them.
    pub exact: bool,
    /// Id of a contractor.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// Id of a contract.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contract: Option<ContractId>,
    /// Due within this month.
    pub month: Option<Month>,
    /// Risk tier.
    pub tier: Option<Tier>,
    /// Kind of check.
    pub kind: Option<VerificationKind>,
    /// `urgency` unless stated; `contractor` is for `overdue`, `coming` and `submitted` only.
    pub sort: Option<BoardSort>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// A verification in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BoardRow {
    pub id: VerificationId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub kind: VerificationKind,
    pub state: VerificationState,
    pub tier: Tier,
    pub due: NaiveDate,
    /// Working days past the due date; 0 when not late.
    pub days_late: u32,
    /// Working days left until the due date; 0 when late.
    pub days_left: u32,
    pub version: u64,
}

/// Open checks of one department or contractor, late ones told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Standing {
    /// Id of the department or contractor.
    pub id: String,
    pub name: String,
    pub overdue: u32,
    /// Due within the next 30 days.
    pub soon: u32,
    /// The oldest day still open, if late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<NaiveDate>,
}

/// One cell of the picture months × departments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct HeatCell {
    pub late: u32,
    /// Open and not late.
    pub open: u32,
    /// Accepted, or handed in and awaiting acceptance.
    pub done: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct HeatRow {
    pub department: DepartmentId,
    pub name: String,
    /// One for each month of [`Heat::months`].
    pub cells: Vec<HeatCell>,
}

/// Months × departments of one fiscal year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Heat {
    pub fiscal_year: i32,
    pub months: Vec<Month>,
    pub rows: Vec<HeatRow>,
}

/// The numbers of a start page; what is not of the role's concern is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Figures {
    pub overdue: u32,
    /// Due within the next 30 days.
    pub soon: u32,
    /// Handed in, awaiting acceptance.
    pub submitted: u32,
    /// Sent back to the department.
    pub sent_back: u32,
    /// Accepted in this fiscal year.
    pub done: u32,
    pub active_contracts: u32,
    /// Contracts handed to the procurement officer.
    pub under_review: u32,
    pub drafts: u32,
    /// Contracts in force with a required clause missing.
    pub gaps: u32,
    pub expiring: u32,
}

choice! {
    /// A kind of work that waits for the reader.
    Task {
        CarryOut = "carry_out", "点検を実施する", "Carry out a verification";
        Redo = "redo", "差し戻された点検を直す", "Mend a verification that was sent back";
        Accept = "accept", "点検結果を確認する", "Decide on a verification report";
        Decide = "decide", "選定を判定する", "Decide on a selection";
        TakeOver = "take_over", "事業者の回答を採り入れる", "Go through a contractor's answers";
        ConfirmMeasure = "confirm_measure", "措置の効果を確認する", "Confirm that a measure worked";
        ApproveMeasure = "approve_measure", "措置を承認する", "Approve a measure";
        AskMeasure = "ask_measure", "求める措置を決める", "Decide on a measure";
        AskNextMeasure = "ask_next_measure", "次の措置を決める", "Decide on the next measure";
        ChaseReport = "chase_report", "事業者の報告を求める", "Ask for a report that is late";
        Except = "except", "例外措置を判断する", "Decide on an exception";
        Permit = "permit", "再委託の承認を判断する", "Rule on a subcontract";
        Renew = "renew", "認証の更新を確かめる", "Ask about a certificate that runs out";
        Review = "review", "契約を審査する", "Review a contract";
        Agree = "agree", "変更契約・更新を審査する", "Review a new version";
        Close = "close", "契約を終結させる", "Close a contract";
        RenewException = "renew_exception", "期限の近い例外に対応する", "Act before an exception ends";
        FillGap = "fill_gap", "不足条項を補う", "Fill a missing clause";
        FinishDraft = "finish_draft", "下書きを仕上げる", "Finish a draft";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Todo {
    pub task: Task,
    pub title: String,
    /// Department, contractor: the line below the title.
    pub detail: String,
    /// Address of the page where it is done.
    pub href: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    pub days_late: u32,
    /// Of a contract; a piece of work being vetted has none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
}

/// The start page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Home {
    pub today: NaiveDate,
    pub figures: Figures,
    /// Mine to do, most urgent first; at most 10.
    pub todo: Vec<Todo>,
    /// How many there are in all, where more than shown.
    pub todo_total: usize,
    pub coming: Vec<BoardRow>,
    pub heat: Heat,
    /// Departments with the most overdue checks, for those who watch the city.
    pub worst: Vec<Standing>,
}
