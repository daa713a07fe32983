//! Published lists that are brought in to look things up without asking the network: the register of corporate numbers (法人番号) and the list of
//! cloud services of ISMAP. A list comes whole, as of a day, in place of the one before.

mod corporation;
mod ismap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use corporation::{CloseCause, Corporation, CorporationRow};
pub use ismap::{COLUMNS as ISMAP_COLUMNS, IsmapHeader, IsmapService, note as ismap_note};

use crate::{choice, id::ReferenceSetId, import::Encoding, message::Message};

choice! {
    ReferenceKind {
        CorporateNumbers = "corporate_numbers", "法人番号の公表データ", "Corporate numbers";
        IsmapList = "ismap_list", "ISMAPクラウドサービスリスト", "ISMAP cloud service list";
    }
}

choice! {
    /// How far a list has come.
    ReferenceState {
        /// Being written; the list before is in use until it is whole.
        Loading = "loading", "取込中", "Loading";
        InUse = "in_use", "使用中", "In use";
        Replaced = "replaced", "置換え済み", "Replaced";
        /// Stopped before its end; the list before stayed in use.
        Interrupted = "interrupted", "中断", "Interrupted";
    }
}

/// Bytes of a file: the largest prefectures but Tokyo fit in, and twice that fits in memory.
pub const FILE_LIMIT: usize = 96 << 20;

/// Rows of a file.
pub const ROW_LIMIT: usize = 400_000;

/// Faults of a file that are kept to be shown; all are counted.
pub const FAULTS_KEPT: usize = 100;

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RowFault {
    /// Line in the file, from 1 on.
    pub line: u32,
    pub reason: Message,
}

/// One list as it was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReferenceSet {
    pub id: ReferenceSetId,
    pub kind: ReferenceKind,
    pub state: ReferenceState,
    /// The day the list was published as of, as whoever brought it in states.
    pub as_of: NaiveDate,
    pub file_name: String,
    pub encoding: Encoding,
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Rows that could be taken.
    pub rows: u32,
    /// Of these, written so far.
    pub done: u32,
    /// Rows that could not.
    pub faulty: u32,
    /// The first of them, at most 100.
    #[serde(default)]
    pub faults: Vec<RowFault>,
    pub by_name: String,
    pub at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    pub version: u64,
}

/// What is there of a kind of list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReferenceOverview {
    pub kind: ReferenceKind,
    /// The one looked up in.
    pub in_use: Option<ReferenceSet>,
    /// The one brought in last, where that is still being read or could not be taken.
    pub last: Option<ReferenceSet>,
    pub may_import: bool,
}

/// What the published register says of a corporate number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CorporationAnswer {
    /// The day of the list in use; absent where there is none.
    pub as_of: Option<NaiveDate>,
    /// Absent where the list does not have the number.
    pub corporation: Option<Corporation>,
}

/// What the published list says of an ISMAP number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct IsmapAnswer {
    /// The day of the list in use; absent where there is none.
    pub as_of: Option<NaiveDate>,
    /// Absent where the list does not have the number.
    pub service: Option<IsmapService>,
}
