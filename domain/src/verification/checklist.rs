//! What a check asks: the clauses the contract must contain, as its catalogue has them, and what was found wrong before and is not put right.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::{
    cadence::Questions,
    clause::{Catalogue, ClauseGroup},
    contract::Nature,
    id::FindingId,
};

/// What was found wrong at a contract before and is still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct EarlierFinding {
    pub finding: FindingId,
    /// Id of the clause it breaks; blank where it breaks none of the catalogue.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    pub found_on: NaiveDate,
    pub fact: String,
}

/// A question of the checklist, with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CheckItem {
    pub clause: String,
    pub group: ClauseGroup,
    pub question: String,
    pub question_en: String,
    pub evidence: String,
    pub evidence_en: String,
    /// What was found wrong about it before: whether that is put right is part of the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierFinding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// The questions of a check of a contract, in the order of the catalogue. A clause something was found wrong about is asked of whatever the rule asks.
pub fn checklist(catalogue: &Catalogue, nature: &Nature, questions: Questions, earlier: &[EarlierFinding]) -> Vec<CheckItem> {
    let required = catalogue.required_for(nature);
    // Of small contracts none may be indispensable; a check that asks nothing would confirm nothing.
    let none = questions == Questions::Blocking && !required.iter().any(|need| questions.ask(need.clause));
    let of = |clause: &str| earlier.iter().filter(|found| found.clause == clause).cloned().collect::<Vec<_>>();
    required
        .into_iter()
        .map(|need| (need.clause, of(&need.clause.id)))
        .filter(|(clause, earlier)| none || questions.ask(clause) || !earlier.is_empty())
        .map(|(clause, earlier)| CheckItem {
            clause: clause.id.clone(),
            group: clause.group,
            question: clause.check.clone(),
            question_en: clause.check_en.clone(),
            evidence: clause.evidence.clone(),
            evidence_en: clause.evidence_en.clone(),
            earlier,
            answer: None,
            remark: String::new(),
        })
        .collect()
}

/// What is open and no question of the checklist asks about.
pub fn unasked(checklist: &[CheckItem], earlier: Vec<EarlierFinding>) -> Vec<EarlierFinding> {
    earlier.into_iter().filter(|found| !checklist.iter().any(|item| item.earlier.iter().any(|asked| asked.finding == found.finding))).collect()
}
