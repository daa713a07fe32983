//! 認証: what a third party has certified of a contractor, with its number, its scope and its last day; what selections and checks cite as evidence
//! (policy 2.6(8): the level of security is confirmed before and while work is outsourced).
//!
//! What a kind of certificate looks like and how long it holds is a table ([`rule`]); whether one holds on a day follows from it ([`standing`]).

mod form;
mod rule;
mod standing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use form::{CertificateForm, CertificateInput, EndForm};
pub use rule::{KindRule, Lasts, NumberFormat, Part, last_day_of};
pub use standing::{CertificateCourse, CertificateState, Standing, WARN_DAYS};

use crate::{
    choice,
    id::{CertificateId, ContractorId},
    label::Choice,
    message::Message,
};

choice! {
    /// What is certified, and by which scheme.
    CertificateKind {
        Isms = "isms", "ISMS（ISO/IEC 27001）", "ISMS (ISO/IEC 27001)";
        Isms27017 = "isms_27017", "ISMSクラウド（ISO/IEC 27017）", "ISMS, cloud services (ISO/IEC 27017)";
        Isms27018 = "isms_27018", "クラウド上の個人情報（ISO/IEC 27018）", "Personal data in clouds (ISO/IEC 27018)";
        PMark = "p_mark", "プライバシーマーク", "PrivacyMark";
        Ismap = "ismap", "ISMAP", "ISMAP";
        JcStar = "jc_star", "JC-STAR", "JC-STAR";
        Scs = "scs", "SCS評価制度", "SCS evaluation";
        Other = "other", "その他の認証", "Other";
    }
}

choice! {
    /// Why a certificate no longer counts before its last day.
    EndReason {
        Revoked = "revoked", "取消し・停止", "Revoked or suspended";
        Returned = "returned", "返納・辞退", "Returned";
        /// What came after it is in the register by itself.
        Renewed = "renewed", "更新（後継を登録）", "Renewed by another";
        Mistaken = "mistaken", "誤登録", "Registered by mistake";
    }
}

choice! {
    /// Which certificates are asked for.
    CertificateLane {
        /// Those that run out within [`WARN_DAYS`] days, or have.
        Warned = "warned", "期限切れ・90日以内", "Run out, or within 90 days";
        Valid = "valid", "有効", "Valid";
        Expiring = "expiring", "期限間近", "Running out";
        Pending = "renewal_pending", "更新審査中", "Renewal pending";
        Expired = "expired", "期限切れ", "Run out";
        Ended = "ended", "失効", "Ended";
        All = "all", "すべて", "All";
    }
}

/// That it no longer counts, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct End {
    /// The first day on which it does not count.
    pub on: NaiveDate,
    pub reason: EndReason,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// A certificate of a contractor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Certificate {
    pub id: CertificateId,
    pub contractor: ContractorId,
    pub kind: CertificateKind,
    /// In the form of its kind, narrow.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Stars (★), where the scheme has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// What it is about: organisation, sites, service or product.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Who certified it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// The standard with its edition; of another kind, the name of the scheme.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub edition: String,
    pub issued_on: NaiveDate,
    /// The last day; absent where the scheme knows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    /// The last day of the period that was audited (ISMAP).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_period_end: Option<NaiveDate>,
    /// The day on which its renewal was applied for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_filed_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<End>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    pub version: u64,
}

impl Certificate {
    /// Whether two are one and the same certificate at the same time: the register has each once.
    pub fn doubles(&self, other: &Self) -> bool {
        let key = |certificate: &Self| certificate.kind.rule().number.identity(&certificate.number);
        let same = self.contractor == other.contractor && self.kind == other.kind && !self.number.is_empty() && key(self) == key(other);
        let last = |certificate: &Self| {
            let ended = certificate.ended.as_ref().and_then(|end| end.on.pred_opt());
            certificate.expires_on.unwrap_or(NaiveDate::MAX).min(ended.unwrap_or(NaiveDate::MAX))
        };
        same && self.issued_on <= last(other) && other.issued_on <= last(self)
    }
}

/// A certificate in a list, with how it stands today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CertificateRow {
    pub id: CertificateId,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub kind: CertificateKind,
    pub number: String,
    pub grade: Option<u8>,
    pub scope: String,
    pub edition: String,
    pub issued_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub state: CertificateState,
    pub version: u64,
}

impl CertificateRow {
    pub fn of(certificate: Certificate, contractor_name: String, today: NaiveDate) -> Self {
        let state = certificate.standing_on(today).state;
        let Certificate { id, contractor, kind, number, grade, scope, edition, issued_on, expires_on, version, .. } = certificate;
        Self { id, contractor, contractor_name, kind, number, grade, scope, edition, issued_on, expires_on, state, version }
    }

    /// What a select says of it: what it is called, and its last day.
    pub fn offer(&self, lang: crate::Lang) -> String {
        match self.expires_on {
            Some(day) => format!("{}（{}）", self.title(lang), crate::date::short(day, lang)),
            None => self.title(lang),
        }
    }

    /// What it is called where only one line is left for it.
    pub fn title(&self, lang: crate::Lang) -> String {
        title(self.kind, self.grade, &self.number, &self.edition, lang)
    }
}

/// Kind, stars and number; of another kind, the name of the scheme stands for the kind.
pub fn title(kind: CertificateKind, grade: Option<u8>, number: &str, edition: &str, lang: crate::Lang) -> String {
    let name = if kind == CertificateKind::Other && !edition.is_empty() { edition } else { kind.label(lang) };
    let stars = grade.map(|grade| format!("★{grade}"));
    [Some(name.to_owned()), stars, Some(number.to_owned())].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A certificate as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CertificateView {
    pub certificate: Certificate,
    pub contractor_name: String,
    pub standing: Standing,
    /// What else is to be known of it, such as that a published list does not have it.
    pub notes: Vec<Message>,
    pub may_change: bool,
    pub may_read_audit: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct CertificateFilter {
    /// Words of the number, the scope, the standard, the body or the contractor.
    pub q: String,
    /// `all` unless stated.
    pub lane: Option<CertificateLane>,
    /// One kind of certificate.
    pub kind: Option<CertificateKind>,
    /// Id of a contractor.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated. What runs out first comes first.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}
