//! 終結: what has to be there before nobody watches a contract any more (policy 2.6(8), K09: return or erasure, with proof).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::revision::RevisionKind;
use crate::{
    label::Choice,
    message::{Message, label_param},
    verification::{Verdict, Verification, VerificationKind, VerificationState},
};

/// How a contract was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Closing {
    pub on: NaiveDate,
    /// Name of who closed it.
    pub by: String,
    /// The proof of return or erasure that came after the check at the end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proof: String,
}

/// What is known of a contract that is to be closed.
pub struct Standing<'a> {
    pub end: NaiveDate,
    pub today: NaiveDate,
    pub checks: &'a [Verification],
    /// Subcontracts whose end is not recorded.
    pub unended: usize,
    /// The version under way.
    pub revision: Option<RevisionKind>,
}

/// Every reason why it cannot be closed; `proof` is what came after the check at the end.
pub fn hindrances(standing: &Standing<'_>, proof: &str) -> Vec<Message> {
    let mut reasons = Vec::new();
    if standing.end >= standing.today {
        reasons.push(Message::new("closing.period_runs").with("end", standing.end));
    }
    reasons.extend(last_check(standing.checks).and_then(|check| unproven(check, proof)));
    if standing.unended > 0 {
        reasons.push(Message::new("closing.subcontracts").with("count", standing.unended));
    }
    if let Some(kind) = standing.revision {
        reasons.push(Message::new("closing.revision_open").with("kind", label_param(kind)));
    }
    reasons
}

/// The check of the end the contract has now; those of ends that a renewal moved have made their own.
fn last_check(checks: &[Verification]) -> Option<&Verification> {
    checks
        .iter()
        .filter(|check| check.kind == VerificationKind::Closing && check.state != VerificationState::Cancelled)
        .max_by_key(|check| (check.slot == VerificationKind::Closing.word(), check.due))
}

fn unproven(check: &Verification, proof: &str) -> Option<Message> {
    if check.state != VerificationState::Accepted {
        return Some(Message::new("closing.check_missing").with("due", check.due));
    }
    let verdict = check.verdict.filter(|verdict| *verdict != Verdict::Adequate && proof.is_empty())?;
    Some(Message::new("closing.not_adequate").with("verdict", label_param(verdict)))
}
