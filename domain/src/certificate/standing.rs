//! Whether a certificate holds on a day, until when, and why. What lists look for depends on no day: the course it takes and its last day.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Certificate, Lasts};
use crate::{
    choice,
    message::{Message, label_param},
    reason::Reason,
};

/// A certificate is warned of so many days before its last day: time enough to ask for the renewal's papers before work rests on nothing.
pub const WARN_DAYS: u64 = 90;

choice! {
    /// How a certificate stands on a day.
    CertificateState {
        Valid = "valid", "有効", "Valid";
        Expiring = "expiring", "期限間近", "Running out";
        /// In force, whatever its last day: its renewal was applied for in time and is not decided.
        RenewalPending = "renewal_pending", "更新審査中", "Renewal pending";
        Expired = "expired", "期限切れ", "Run out";
        Ended = "ended", "失効", "Ended";
        /// Asked of a day before it was issued.
        NotYet = "not_yet", "発行前", "Not yet issued";
    }
}

impl CertificateState {
    /// Counts as evidence.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Valid | Self::Expiring | Self::RenewalPending)
    }
}

choice! {
    /// What is stored of where a certificate is heading; how it stands follows from the day.
    CertificateCourse {
        Running = "running", "進行", "Running";
        Pending = "pending", "更新審査中", "Renewal pending";
        Ended = "ended", "失効", "Ended";
    }
}

/// How a certificate stands on a day, with the rules that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Standing {
    pub state: CertificateState,
    /// The last day it counts, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    pub reasons: Vec<Reason>,
}

impl Certificate {
    /// Whether its renewal was applied for in time, in a scheme where that carries it past its last day.
    pub fn is_bridged(&self) -> bool {
        let in_time = self.renewal_filed_on.is_some_and(|filed| self.expires_on.is_none_or(|last| filed <= last));
        self.kind.rule().bridged && in_time
    }

    pub fn course(&self) -> CertificateCourse {
        match (&self.ended, self.is_bridged()) {
            (Some(_), _) => CertificateCourse::Ended,
            (None, true) => CertificateCourse::Pending,
            (None, false) => CertificateCourse::Running,
        }
    }

    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.state_on(day).is_in_force()
    }

    fn state_on(&self, day: NaiveDate) -> CertificateState {
        let filed = self.renewal_filed_on.is_some_and(|filed| filed <= day);
        match self.expires_on {
            _ if self.ended.as_ref().is_some_and(|end| end.on <= day) => CertificateState::Ended,
            _ if day < self.issued_on => CertificateState::NotYet,
            _ if filed && self.is_bridged() => CertificateState::RenewalPending,
            Some(last) if last < day => CertificateState::Expired,
            Some(last) if last <= day + Days::new(WARN_DAYS) => CertificateState::Expiring,
            _ => CertificateState::Valid,
        }
    }

    /// How it stands on a day, and why.
    pub fn standing_on(&self, day: NaiveDate) -> Standing {
        let (state, rule) = (self.state_on(day), self.kind.rule());
        let mut reasons = Vec::new();
        let mut because = |rule: &str, message: Message, basis: &str| reasons.push(Reason::new(format!("certificate.{rule}"), message, basis));
        if let Some(last) = self.expires_on {
            let computed = rule.computed(self.issued_on, self.audit_period_end) == Some(last);
            let message = match (rule.lasts, self.audit_period_end) {
                (Lasts::AfterAudit(months), Some(end)) if computed => {
                    Message::new("certificate.after_audit").with("end", end).with("months", months).with("last", last)
                }
                (Lasts::Fixed(months), _) if computed => {
                    Message::new("certificate.fixed").with("issued", self.issued_on).with("months", months).with("last", last)
                }
                _ => Message::new("certificate.stated").with("last", last),
            };
            because("last_day", message, rule.basis);
        } else {
            because("last_day", Message::new("certificate.open"), rule.basis);
        }
        match (self.renewal_filed_on, self.expires_on) {
            (Some(filed), Some(last)) if rule.bridged && filed > last => {
                because("renewal", Message::new("certificate.filed_late").with("filed", filed).with("last", last), rule.basis);
            }
            (Some(filed), _) if rule.bridged => because("renewal", Message::new("certificate.filed").with("filed", filed), rule.basis),
            (Some(filed), _) => because("renewal", Message::new("certificate.filed_in_vain").with("filed", filed), rule.basis),
            (None, _) => {}
        }
        if let (CertificateState::Expiring, Some(last)) = (state, self.expires_on) {
            because("warning", Message::new("certificate.runs_out").with("days", (last - day).num_days()).with("warn", WARN_DAYS), "");
        }
        if let (CertificateState::Expired, Some(last)) = (state, self.expires_on) {
            because("warning", Message::new("certificate.ran_out").with("days", (day - last).num_days()), "");
        }
        if let Some(end) = self.ended.as_ref().filter(|end| end.on <= day) {
            because("end", Message::new("certificate.ended_on").with("on", end.on).with("reason", label_param(end.reason)), "");
        }
        let ended = self.ended.as_ref().and_then(|end| end.on.pred_opt());
        let until = match state {
            CertificateState::Ended => self.expires_on.into_iter().chain(ended).min(),
            // Until the renewal is decided, which nobody knows.
            CertificateState::RenewalPending => None,
            _ => self.expires_on,
        };
        Standing { state, until, reasons }
    }
}
