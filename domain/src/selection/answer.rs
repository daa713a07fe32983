//! What is answered of a candidate: a grade for each criterion with what shows it. Answers name their criterion and come in any order, in words or
//! labels, so that a form, JSON and a file say the same.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Criterion;
use crate::{
    Error, Result, choice,
    error::FieldError,
    form,
    id::{self, CertificateId, ContractorId},
    label::Choice,
    message::Message,
    text,
};

choice! {
    /// How far a candidate meets a criterion.
    Grade {
        Met = "met", "満たす", "Met";
        Partly = "partly", "一部満たす", "Met in part";
        NotMet = "not_met", "満たさない", "Not met";
        NotApplicable = "not_applicable", "該当なし", "Not applicable";
    }
}

/// One criterion answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Answer {
    /// Id of the criterion.
    pub criterion: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// What shows it: a document, a certificate with its number, a visit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// Certificates of the contractor that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateId>,
}

impl Answer {
    /// Nothing said of a criterion.
    pub fn blank(criterion: &str) -> Self {
        Self { criterion: criterion.to_owned(), grade: None, evidence: String::new(), remark: String::new(), certificates: Vec::new() }
    }

    pub(super) fn says_something(&self) -> bool {
        self.grade.is_some() || !self.evidence.is_empty() || !self.remark.is_empty() || !self.certificates.is_empty()
    }
}

/// Names a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CandidateForm {
    /// Id of the contractor.
    #[validate(custom(function = "form::required"))]
    pub contractor: String,
}

impl CandidateForm {
    pub fn read(&self) -> Result<ContractorId> {
        self.validate()?;
        if !id::is_valid(&self.contractor) {
            return Err(Error::invalid("contractor", Message::new("field.choice")));
        }
        self.contractor.parse()
    }
}

/// The answers as filled in. `submit` hands them in; without it the work is kept for later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AnswersForm {
    #[validate(nested)]
    pub answers: Vec<AnswerForm>,
    #[validate(length(max = 4000))]
    pub remarks: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub submit: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AnswerForm {
    /// Id of the criterion.
    pub criterion: String,
    #[validate(custom(function = "form::choice::<Grade>"))]
    pub grade: String,
    #[validate(length(max = 1000))]
    pub evidence: String,
    #[validate(length(max = 1000))]
    pub remark: String,
    /// Ids of certificates of the contractor that show it; blank ones say nothing.
    pub certificates: Vec<String>,
}

impl AnswerForm {
    /// The form that states an answer, a blank one where there is none.
    pub(super) fn of(criterion: &str, answer: Option<&Answer>) -> Self {
        Self {
            criterion: criterion.to_owned(),
            grade: answer.and_then(|answer| answer.grade).map(|grade| grade.to_string()).unwrap_or_default(),
            evidence: answer.map(|answer| answer.evidence.clone()).unwrap_or_default(),
            remark: answer.map(|answer| answer.remark.clone()).unwrap_or_default(),
            certificates: answer.iter().flat_map(|answer| &answer.certificates).map(ToString::to_string).collect(),
        }
    }

    /// The answer but for the certificates, which only the city cites.
    pub(super) fn answer(&self, criterion: &str) -> Answer {
        Answer {
            criterion: criterion.to_owned(),
            grade: Grade::read(&self.grade),
            evidence: text::tidy(&self.evidence),
            remark: text::tidy(&self.remark),
            certificates: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswersInput {
    /// In the order of the criteria, without those nothing was said of.
    pub answers: Vec<Answer>,
    pub remarks: String,
    pub submit: bool,
}

impl AnswersForm {
    /// The form that states these answers to these criteria, a blank one where there is none.
    pub fn of(criteria: &[Criterion], answers: &[Answer], remarks: &str) -> Self {
        let stated = |criterion: &Criterion| AnswerForm::of(&criterion.id, answers.iter().find(|answer| answer.criterion == criterion.id));
        Self { answers: criteria.iter().map(stated).collect(), remarks: remarks.to_owned(), submit: String::new() }
    }

    /// Reads the answers against the criteria asked. Keeping half-done work is always allowed; handing it in asks for everything at once.
    pub fn read(&self, criteria: &[Criterion]) -> Result<AnswersInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        // Where in the form each criterion is answered.
        let mut places: Vec<Option<usize>> = vec![None; criteria.len()];
        for (index, given) in self.answers.iter().enumerate() {
            let mut wrong = |key: &'static str| errors.push(FieldError::new(format!("answers[{index}].criterion"), Message::new(key)));
            match criteria.iter().position(|criterion| criterion.id == given.criterion).map(|position| &mut places[position]) {
                Some(place @ None) => *place = Some(index),
                Some(_) => wrong("selection.answered_twice"),
                None => wrong("selection.unknown_criterion"),
            }
        }
        for (index, given) in self.answers.iter().enumerate() {
            let place = given.certificates.iter().position(|id| !id.is_empty() && !id::is_valid(id));
            if let Some(place) = place {
                errors.push(FieldError::new(format!("answers[{index}].certificates[{place}]"), Message::new("field.choice")));
            } else if cited(given).len() > MOST_CITED {
                errors.push(FieldError::new(format!("answers[{index}].certificates"), Message::new("certificate.too_many").with("max", MOST_CITED)));
            }
        }
        let submit = form::read_flag(&self.submit);
        let mut answers = Vec::new();
        for ((index, criterion), place) in criteria.iter().enumerate().zip(&places) {
            let given = place.and_then(|place| self.answers.get(place));
            let mut answer = given.map_or_else(|| Answer::blank(&criterion.id), |given| given.answer(&criterion.id));
            answer.certificates = given.map(cited).unwrap_or_default();
            if submit && let Some((field, key)) = gap(criterion, &answer) {
                let field = format!("answers[{}].{field}", place.unwrap_or(index));
                if errors.iter().all(|error| error.field != field) {
                    errors.push(FieldError::new(field, Message::new(key)));
                }
            }
            if answer.says_something() {
                answers.push(answer);
            }
        }
        if errors.is_empty() { Ok(AnswersInput { answers, remarks: form::prose(&self.remarks), submit }) } else { Err(Error::Invalid(errors)) }
    }
}

/// Certificates cited of one criterion.
pub const MOST_CITED: usize = 20;

/// The certificates a form names, each once.
fn cited(given: &AnswerForm) -> Vec<CertificateId> {
    let named: BTreeSet<&str> = given.certificates.iter().map(String::as_str).filter(|id| !id.is_empty()).collect();
    named.into_iter().filter_map(|id| id.parse().ok()).collect()
}

/// What an answer still lacks to be handed in: a grade; what shows that a blocking criterion is met, be it a certificate; a word on every other grade than `met`.
fn gap(criterion: &Criterion, answer: &Answer) -> Option<(&'static str, &'static str)> {
    match answer.grade {
        None => Some(("grade", "selection.unanswered")),
        Some(Grade::Met | Grade::Partly) if criterion.blocking && answer.evidence.is_empty() && answer.certificates.is_empty() => {
            Some(("evidence", "selection.evidence_missing"))
        }
        Some(Grade::Partly | Grade::NotMet | Grade::NotApplicable) if answer.remark.is_empty() => Some(("remark", "selection.remark_missing")),
        Some(_) => None,
    }
}
