//! Import of lists as a city has them: what is read, what would change, what cannot be taken and why.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{choice, error::FieldError, id::ImportId};

choice! {
    ImportKind {
        Departments = "departments", "課室", "Departments";
        Contractors = "contractors", "委託事業者", "Contractors";
        Contracts = "contracts", "契約", "Contracts";
    }
}

choice! {
    Encoding {
        Utf8 = "utf-8", "UTF-8", "UTF-8";
        ShiftJis = "shift_jis", "Shift_JIS", "Shift_JIS";
    }
}

choice! {
    ImportState {
        /// Read and compared; nothing written yet.
        Previewed = "previewed", "確認待ち", "Awaiting confirmation";
        Running = "running", "取込中", "Running";
        Finished = "finished", "完了", "Finished";
        /// Stopped before its end; what was written is told, and the same file can be imported again.
        Interrupted = "interrupted", "中断", "Interrupted";
    }
}

choice! {
    RowState {
        New = "new", "新規", "New";
        Changed = "changed", "変更", "Changed";
        Same = "same", "変更なし", "Unchanged";
        Faulty = "faulty", "エラー", "Error";
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportCount {
    pub total: u32,
    pub new: u32,
    pub changed: u32,
    pub same: u32,
    pub faulty: u32,
}

/// One import, from the upload to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: ImportId,
    pub kind: ImportKind,
    pub file_name: String,
    pub encoding: Encoding,
    pub state: ImportState,
    pub count: ImportCount,
    /// Rows written so far, of `new + changed`.
    pub done: u32,
    /// Columns of the file that were not understood and are left out.
    pub unknown_columns: Vec<String>,
    pub by: String,
    pub by_name: String,
    pub at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    pub version: u64,
}

/// What one row of the file would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Line in the file, the header being line 1.
    pub line: u32,
    pub state: RowState,
    /// What the row is called: code and name.
    pub key: String,
    pub title: String,
    #[serde(default)]
    pub errors: Vec<FieldError>,
    #[serde(default)]
    pub changes: Vec<crate::audit::FieldChange>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ImportRowFilter {
    /// What the row would do.
    pub state: Option<RowState>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// A column of an importable list: the header it has, others it is known by, and the form field it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub field: &'static str,
    pub header: &'static str,
    pub aliases: &'static [&'static str],
    pub required: bool,
}

const fn column(field: &'static str, header: &'static str, required: bool, aliases: &'static [&'static str]) -> Column {
    Column { field, header, aliases, required }
}

impl ImportKind {
    /// The columns of the list, in the order in which the demo files and the templates have them.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Departments => DEPARTMENTS,
            Self::Contractors => CONTRACTORS,
            Self::Contracts => CONTRACTS,
        }
    }
}

const DEPARTMENTS: &[Column] = &[
    column("code", "課室コード", true, &["所属コード", "部署コード", "コード"]),
    column("name", "課室名", true, &["所属名", "部署名", "名称"]),
    column("name_kana", "課室名カナ", false, &["所属名カナ", "フリガナ", "カナ"]),
    column("level", "階層", true, &["区分", "レベル"]),
    column("parent_code", "上位課室コード", false, &["上位コード", "親コード", "上位所属コード"]),
    column("valid_from", "有効開始日", true, &["開始日", "設置日"]),
    column("valid_to", "有効終了日", false, &["終了日", "廃止日"]),
];

const CONTRACTORS: &[Column] = &[
    column("corporate_number", "法人番号", false, &["法人No", "登録番号"]),
    column("kind", "法人区分", false, &["区分", "種別"]),
    column("name", "事業者名", true, &["商号又は名称", "名称", "会社名", "業者名"]),
    column("name_kana", "事業者名カナ", true, &["フリガナ", "カナ", "商号カナ"]),
    column("postal_code", "郵便番号", false, &["〒"]),
    column("address", "所在地", true, &["住所", "本店所在地"]),
    column("representative", "代表者名", false, &["代表者"]),
    column("security_lead", "情報セキュリティ責任者", false, &["セキュリティ責任者"]),
    column("phone", "電話番号", false, &["電話", "TEL"]),
    column("email", "メールアドレス", false, &["メール", "E-mail", "email"]),
    column("note", "備考", false, &["摘要"]),
];

const CONTRACTS: &[Column] = &[
    column("number", "契約番号", true, &["管理番号", "契約No"]),
    column("title", "件名", true, &["業務名", "契約名", "委託業務名"]),
    column("summary", "業務概要", false, &["概要", "内容"]),
    column("department", "課室コード", true, &["所属コード", "担当課コード"]),
    column("contractor", "法人番号", true, &["委託事業者", "事業者名", "受託者"]),
    column("kind", "契約種別", true, &["種別", "業務区分"]),
    column("start", "開始日", true, &["履行開始日", "契約開始日"]),
    column("end", "終了日", true, &["履行終了日", "契約終了日", "満了日"]),
    column("amount", "契約金額", false, &["金額"]),
    column("confidentiality", "機密性", true, &["機密性区分"]),
    column("integrity", "完全性", false, &[]),
    column("availability", "可用性", false, &[]),
    column("personal", "個人情報区分", true, &["個人情報"]),
    column("records", "取扱件数", false, &["件数", "対象者数"]),
    column("segment", "ネットワーク区分", false, &["接続系", "ネットワーク"]),
    column("remote_access", "遠隔接続", false, &["リモートアクセス"]),
    column("off_premises", "庁外持出し", false, &["持出し", "庁外持ち出し"]),
    column("data_abroad", "国外保存", false, &["国外"]),
    column("subcontract_depth", "再委託段数", false, &["再委託"]),
    column("city_lead", "市責任者", false, &["市側責任者", "担当責任者"]),
    column("contractor_lead", "受託者責任者", false, &["事業者責任者"]),
    column("contractor_contact", "受託者連絡先", false, &["事業者連絡先", "連絡先"]),
    column("workplace", "作業場所", false, &["履行場所"]),
    column("service_level", "サービスレベル", false, &["SLA"]),
];
