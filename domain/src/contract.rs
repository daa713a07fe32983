//! 業務委託契約: one outsourcing of one department to one contractor, with the information it touches.

pub mod closing;
pub mod review;
pub mod revision;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    choice,
    clause::CoverageCount,
    id::{ContractId, ContractorId, DepartmentId, SelectionId},
    message::{Message, label_param},
    risk::Assessment,
};

pub use crate::contract_form::{ContractForm, ContractInput};

choice! {
    /// What is outsourced; the applies column of the clause catalogue speaks of these.
    ContractKind {
        General = "general", "一般業務委託", "General outsourcing";
        SystemDevelopment = "system_development", "情報システム開発・構築", "System development";
        SystemOperation = "system_operation", "情報システム運用・保守", "System operation";
        Cloud = "cloud", "クラウドサービス利用", "Cloud service";
    }
}

impl ContractKind {
    pub const fn is_system(self) -> bool {
        matches!(self, Self::SystemDevelopment | Self::SystemOperation)
    }
}

choice! {
    /// 自治体機密性, from the lowest to the highest.
    Confidentiality {
        C1 = "1", "機密性1", "Confidentiality 1";
        C2 = "2", "機密性2", "Confidentiality 2";
        C3C = "3C", "機密性3C", "Confidentiality 3C";
        C3B = "3B", "機密性3B", "Confidentiality 3B";
        C3A = "3A", "機密性3A", "Confidentiality 3A";
    }
}

choice! {
    /// Whether a loss of integrity or of availability would do harm (2) or not (1).
    Level {
        L1 = "1", "1", "1";
        L2 = "2", "2", "2";
    }
}

choice! {
    /// What the contract handles of persons, from nothing to My Number.
    PersonalInformation {
        None = "none", "個人情報なし", "None";
        Personal = "personal", "保有個人情報", "Personal information";
        MyNumber = "my_number", "特定個人情報", "Specific personal information";
    }
}

choice! {
    /// Network segments of policy 2.2(8)–(10).
    Segment {
        None = "none", "庁内網に接続しない", "Not connected";
        Internet = "internet", "インターネット接続系", "Internet segment";
        Lgwan = "lgwan", "LGWAN接続系", "LGWAN segment";
        MyNumber = "my_number", "マイナンバー利用事務系", "My Number segment";
    }
}

choice! {
    /// What is stored of a contract's progress; `expiring` and `ended` follow from the day.
    Stage {
        Draft = "draft", "下書き", "Draft";
        UnderReview = "under_review", "審査中", "Under review";
        Active = "active", "履行中", "Active";
        Closed = "closed", "終結", "Closed";
    }
}

choice! {
    /// The state of a contract on a day.
    ContractState {
        Draft = "draft", "下書き", "Draft";
        UnderReview = "under_review", "審査中", "Under review";
        Active = "active", "履行中", "Active";
        Expiring = "expiring", "満了間近", "Expiring";
        Ended = "ended", "期間満了", "Ended";
        Closed = "closed", "終結", "Closed";
    }
}

choice! {
    /// Whether the supply-chain rules bind the contract (施行規則16条の3, in force from 2027-07-01).
    Regime {
        BestEffort = "best_effort", "努力義務", "Best effort";
        Mandatory = "mandatory", "義務", "Mandatory";
    }
}

choice! {
    ContractSort {
        End = "end", "満了日", "End date";
        Number = "number", "契約番号", "Number";
        Title = "title", "件名", "Title";
    }
}

/// An active contract counts as expiring this many days before its end.
pub const EXPIRING_DAYS: u64 = 90;

/// What the contract touches: the facts that risk, clauses and cadence are computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Nature {
    pub kind: ContractKind,
    pub confidentiality: Confidentiality,
    pub integrity: Level,
    pub availability: Level,
    pub personal: PersonalInformation,
    /// Number of persons or records handled; 0 when none or unknown.
    pub records: u64,
    pub segment: Segment,
    /// The contractor reaches the city's systems from outside.
    pub remote_access: bool,
    /// Information leaves the city's premises.
    pub off_premises: bool,
    pub data_abroad: bool,
    /// Tiers of subcontracting known; 0 for none.
    pub subcontract_depth: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Contract {
    pub id: ContractId,
    /// 契約番号, unique in the city.
    pub number: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub department: DepartmentId,
    pub contractor: ContractorId,
    #[serde(flatten)]
    pub nature: Nature,
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// Amount in yen, tax included; absent when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// 市側の責任者.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city_lead: String,
    /// 受託者側の責任者.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contractor_lead: String,
    /// 受託者側の連絡先: telephone and e-mail, for reports and emergencies alike (policy 2.6(8), K10).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contractor_contact: String,
    /// 作業場所, in the words of the contract (K02).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub workplace: String,
    /// サービスレベル the contractor guarantees (K03).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service_level: String,
    /// What somebody decided about the regime of a renewal; where there is none, the regime follows from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime_choice: Option<RegimeChoice>,
    /// 選定評価 the contract rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<SelectionId>,
    pub stage: Stage,
    /// How it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<closing::Closing>,
    pub assessment: Assessment,
    /// Version of the clause catalogue the contract is held against.
    pub catalogue_version: u32,
    pub coverage: CoverageCount,
    pub updated_at: DateTime<Utc>,
    pub version: u64,
}

impl Contract {
    pub fn state_on(&self, today: NaiveDate) -> ContractState {
        state_on(self.stage, self.end, today)
    }

    pub fn regime(&self) -> Regime {
        self.regime_choice.as_ref().map_or_else(|| regime_of(self.start), |choice| choice.regime)
    }

    /// Why it is this regime: the day the contract starts, or what was decided for a renewal.
    pub fn regime_reason(&self) -> Message {
        match (&self.regime_choice, regime_of(self.start)) {
            (Some(choice), _) => Message::new("regime.chosen")
                .with("regime", label_param(choice.regime))
                .with("by", &choice.by)
                .with("on", choice.on)
                .with("reason", &choice.reason),
            (None, Regime::Mandatory) => Message::new("regime.begins_after").with("start", self.start).with("day", MANDATORY_FROM),
            (None, Regime::BestEffort) => Message::new("regime.begins_before").with("start", self.start).with("day", MANDATORY_FROM),
        }
    }
}

/// How a renewal counts is unsettled (施行規則16条の3), so that somebody decides and says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RegimeChoice {
    pub regime: Regime,
    pub reason: String,
    /// Name of who decided.
    pub by: String,
    pub on: NaiveDate,
}

/// The day from which the supply-chain rules bind.
pub const MANDATORY_FROM: NaiveDate = match NaiveDate::from_ymd_opt(2027, 7, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

pub fn regime_of(start: NaiveDate) -> Regime {
    if start >= MANDATORY_FROM { Regime::Mandatory } else { Regime::BestEffort }
}

pub fn state_on(stage: Stage, end: NaiveDate, today: NaiveDate) -> ContractState {
    match stage {
        Stage::Draft => ContractState::Draft,
        Stage::UnderReview => ContractState::UnderReview,
        Stage::Closed => ContractState::Closed,
        Stage::Active if end < today => ContractState::Ended,
        Stage::Active if end <= today + Days::new(EXPIRING_DAYS) => ContractState::Expiring,
        Stage::Active => ContractState::Active,
    }
}

/// A contract in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractRow {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub kind: ContractKind,
    pub confidentiality: Confidentiality,
    pub personal: PersonalInformation,
    pub tier: crate::risk::Tier,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub state: ContractState,
    pub coverage: CoverageCount,
    pub version: u64,
}

/// Which contracts, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ContractFilter {
    /// Words of the number, title, contractor or department.
    pub q: String,
    /// As it is today.
    pub state: Option<ContractState>,
    /// Only those that are not closed: what still needs somebody.
    pub open: bool,
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// Id of a contractor.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// Risk tier.
    pub tier: Option<crate::risk::Tier>,
    /// Only those with a required clause missing.
    pub gaps: bool,
    /// `end` unless stated.
    pub sort: Option<ContractSort>,
    /// From the end of the order to its beginning.
    pub desc: bool,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// Steps a contract can be asked to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContractStep {
    /// The department hands the draft to the procurement officer.
    Submit,
    /// The procurement officer hands it back.
    Return,
    /// The procurement officer finds it complete: it is in force.
    Activate,
    /// Its period has ended and return or erasure are proven: nothing is left to watch.
    Close,
}

/// A step, and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractStepForm {
    pub step: ContractStep,
    /// The proof of return or erasure that came after the check at the end; needed to close a contract of which that check did not find it.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub proof: String,
}

impl ContractStepForm {
    /// The proof as it is kept.
    pub fn read(&self) -> crate::Result<String> {
        use validator::Validate;
        self.validate()?;
        Ok(crate::form::prose(&self.proof))
    }
}

impl From<ContractStep> for ContractStepForm {
    fn from(step: ContractStep) -> Self {
        Self { step, proof: String::new() }
    }
}

/// A contract as its page shows it: names filled in, what follows from the day computed, and what the reader may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "what the reader may do, one by one")]
pub struct ContractView {
    pub contract: Contract,
    pub department_name: String,
    pub contractor_name: String,
    pub state: ContractState,
    pub regime: Regime,
    /// Why it is this regime.
    pub regime_reason: Message,
    /// Number of the version in force; 0 until there is one.
    pub revision: u32,
    /// The amendment or renewal that is under way.
    pub open_revision: Option<OpenRevision>,
    /// Why a contract whose period has ended cannot be closed yet.
    pub closing_hindrances: Vec<Message>,
    /// The selection it names, where the reader may see it.
    pub selection: Option<crate::selection::SelectionRow>,
    /// Why the contract could not rest on a selection today; told until it is in force.
    pub selection_hindrances: Vec<Message>,
    /// Steps the reader may ask for now.
    pub steps: Vec<ContractStep>,
    pub may_change: bool,
    /// The reader may draft an amendment or a renewal.
    pub may_revise: bool,
    pub may_mark: bool,
    /// The reader may ask for an exception.
    pub may_except: bool,
    pub may_read_audit: bool,
}

/// What the other pages of a contract say of the version that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct OpenRevision {
    pub id: crate::id::RevisionId,
    pub kind: revision::RevisionKind,
    pub stage: revision::RevisionStage,
    pub effective_from: NaiveDate,
}

/// The verifications of one contract and the rule they follow from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractPlan {
    /// Version of the cadence policy in force.
    pub policy_version: u32,
    pub items: Vec<PlanLine>,
    /// What the plan would be, while the contract is not yet in force.
    #[serde(default)]
    pub preview: Vec<crate::plan::Planned>,
}

/// One verification of the plan, by due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PlanLine {
    pub row: crate::board::BoardRow,
    pub methods: Vec<crate::verification::Method>,
    pub reasons: Vec<crate::reason::Reason>,
}
