//! 添付: files kept with a record, by version. Nothing is deleted: an attachment is withdrawn, with a reason, and stays where it was.
//!
//! What a contractor handed in and what the city saw has to be there when somebody asks for it years later, as it was (policy 2.6(8): the city keeps
//! what it confirmed of the contractor's measures). So a file is known by its SHA-256, and who fetches it is noted.

mod form;
mod media;
#[cfg(feature = "server")]
mod name;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use form::{AttachmentForm, AttachmentInput, WithdrawalForm};
pub use media::{Media, Unfit};
#[cfg(feature = "server")]
pub use name::{clean, named};

use crate::{choice, id::AttachmentId, permission::Operation};

choice! {
    /// What kind of record files are kept with.
    Subject {
        Contract = "contract", "業務委託契約", "Contract";
        Contractor = "contractor", "委託事業者", "Contractor";
        Certificate = "certificate", "認証", "Certificate";
        Selection = "selection", "選定評価", "Selection";
        Subcontract = "subcontract", "再委託", "Subcontract";
        Verification = "verification", "点検", "Verification";
    }
}

impl Subject {
    /// What lets somebody read such a record, its files with it, and what lets somebody keep files with it: whoever writes the record.
    ///
    /// It does not matter how far the record has got. Evidence arrives late: a certificate of erasure comes after the contract was closed.
    const fn operations(self) -> (Operation, Operation) {
        match self {
            Self::Contract => (Operation::ReadContract, Operation::WriteContract),
            Self::Contractor => (Operation::ReadContractor, Operation::WriteContractor),
            Self::Certificate => (Operation::ReadContractor, Operation::WriteCertificate),
            Self::Selection => (Operation::ReadSelection, Operation::WriteSelection),
            Self::Subcontract => (Operation::ReadContract, Operation::WriteSubcontract),
            Self::Verification => (Operation::ReadVerification, Operation::CarryOutVerification),
        }
    }

    /// Needed to list and to download.
    pub const fn reading(self) -> Operation {
        self.operations().0
    }

    /// Needed to add, to change and to withdraw.
    pub const fn writing(self) -> Operation {
        self.operations().1
    }
}

choice! {
    /// What a file is to the city.
    AttachmentKind {
        Contract = "contract", "契約書", "Contract document";
        Annex = "annex", "特記仕様書", "Security annex";
        Request = "subcontract_request", "再委託承認申請", "Request for subcontracting";
        Certificate = "certificate", "認証の写し", "Copy of a certificate";
        Pledge = "pledge", "誓約書・体制図", "Pledge or list of people";
        Report = "report", "報告書", "Report";
        Evidence = "evidence", "点検資料", "Evidence of a check";
        Photograph = "photograph", "写真", "Photograph";
        Erasure = "erasure", "返還・消去の証明", "Proof of return or erasure";
        Other = "other", "その他", "Other";
    }
}

/// One state of the file, as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FileVersion {
    /// From 1.
    pub number: u32,
    /// Cleaned, with an ending that fits the content.
    pub file_name: String,
    /// What the content is, whatever was claimed.
    pub media: Media,
    /// In bytes.
    pub size: u64,
    /// Lower-case hexadecimal SHA-256 of the content, under which it is stored.
    pub sha256: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Why it no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Withdrawal {
    pub by: String,
    pub at: DateTime<Utc>,
    pub reason: String,
}

/// A file kept with a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Attachment {
    pub id: AttachmentId,
    pub subject: Subject,
    /// Id of the record.
    pub record: String,
    pub kind: AttachmentKind,
    pub title: String,
    /// Oldest first, at least one.
    pub versions: Vec<FileVersion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
    pub version: u64,
}

impl Attachment {
    /// The file that counts.
    pub fn latest(&self) -> Option<&FileVersion> {
        self.versions.last()
    }

    pub fn file(&self, number: u32) -> Option<&FileVersion> {
        self.versions.iter().find(|file| file.number == number)
    }
}

/// An attachment as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AttachmentView {
    pub attachment: Attachment,
    pub record_title: String,
    /// Id of the record it lies under: the procurement of a selection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<String>,
    /// The reader may change it, add a version, and withdraw it: until it is withdrawn.
    pub may_change: bool,
}

/// What is kept with one record, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AttachmentList {
    pub subject: Subject,
    pub record: String,
    pub items: Vec<Attachment>,
    pub may_attach: bool,
    /// Largest file taken, in MiB.
    pub megabytes: usize,
}
