//! 自己申告: what a contractor says of itself, by a workbook or by a link, kept apart from the grades the city gives. Nothing of it counts before an
//! officer takes it over.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Answer, AnswerForm, AnswersForm, Criterion, CriterionGroup, Grade};
use crate::{Error, Lang, Result, choice, error::FieldError, form, label::Choice, message::Message, text};

choice! {
    /// How a self-declaration came in.
    DeclarationSource {
        Workbook = "workbook", "質問書（Excel）", "Questionnaire (workbook)";
        Link = "link", "回答用リンク", "One-time link";
    }
}

/// What a contractor declared of itself. A new one takes the place of the old one, which stays in the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Declaration {
    pub source: DeclarationSource,
    /// Name of the workbook, as it was uploaded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_name: String,
    /// SHA-256 of the workbook, in hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    pub received_at: DateTime<Utc>,
    /// Who filled it in at the contractor.
    pub by_name: String,
    /// In the order of the criteria; every one of them has a grade.
    pub answers: Vec<Answer>,
    /// What the contractor wants the city to know besides.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// Version of the criteria that were asked.
    pub criteria_version: u32,
}

impl Declaration {
    /// What was declared of a criterion.
    pub fn of(&self, criterion: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.criterion == criterion)
    }

    /// Criteria that nobody at the city has graded yet, though the contractor has.
    pub fn waiting(&self, graded: &[Answer]) -> usize {
        let is_graded = |id: &str| graded.iter().any(|answer| answer.criterion == id && answer.grade.is_some());
        self.answers.iter().filter(|answer| !is_graded(&answer.criterion)).count()
    }
}

/// What a contractor is asked: a criterion without what it weighs, which is the city's own affair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Id of the criterion.
    pub id: String,
    pub group: CriterionGroup,
    text: String,
    text_en: String,
    evidence: String,
    evidence_en: String,
}

impl Question {
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.text, &self.text_en)
    }

    /// What could show it.
    pub fn evidence(&self, lang: Lang) -> &str {
        lang.pick(&self.evidence, &self.evidence_en)
    }
}

impl From<&Criterion> for Question {
    fn from(criterion: &Criterion) -> Self {
        let Criterion { id, group, text, text_en, evidence, evidence_en, .. } = criterion.clone();
        Self { id, group, text, text_en, evidence, evidence_en }
    }
}

/// The questions of one selection as a contractor gets them, and what it has answered so far. It holds nothing else of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    pub city: String,
    /// 件名 of the procurement.
    pub title: String,
    pub contractor: String,
    /// The last day for the answers, where one was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// In the order of the criteria.
    pub questions: Vec<Question>,
    pub answered: DeclarationForm,
}

/// Answers as a contractor fills them in. `submit` hands them in; without it they are kept for later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct DeclarationForm {
    #[validate(length(max = 100))]
    pub by_name: String,
    #[validate(nested)]
    pub answers: Vec<AnswerForm>,
    #[validate(length(max = 2000))]
    pub remarks: String,
    #[validate(custom(function = "form::flag"))]
    pub submit: String,
}

/// A checked [`DeclarationForm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationInput {
    pub by_name: String,
    /// In the order of the questions, without those nothing was said of.
    pub answers: Vec<Answer>,
    pub remarks: String,
    pub submit: bool,
}

impl DeclarationForm {
    /// The form that states these answers to these questions.
    pub fn of(questions: &[Question], by_name: &str, answers: &[Answer], remarks: &str) -> Self {
        let stated = |question: &Question| AnswerForm::of(&question.id, answers.iter().find(|answer| answer.criterion == question.id));
        Self { by_name: by_name.to_owned(), answers: questions.iter().map(stated).collect(), remarks: remarks.to_owned(), submit: String::new() }
    }

    /// Reads the answers against the questions. Keeping half-done work is always allowed; handing it in asks for a name, for a grade everywhere and for a
    /// word on every grade but `met`. What shows it is for the city to see: it is not asked for here.
    pub fn read(&self, questions: &[Question]) -> Result<DeclarationInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let submit = form::read_flag(&self.submit);
        let by_name = text::tidy(&self.by_name);
        if submit && by_name.is_empty() {
            errors.push(FieldError::new("by_name", Message::new("field.required")));
        }
        let mut places: Vec<Option<usize>> = vec![None; questions.len()];
        for (index, given) in self.answers.iter().enumerate() {
            let mut wrong = |key: &'static str| errors.push(FieldError::new(format!("answers[{index}].criterion"), Message::new(key)));
            match questions.iter().position(|question| question.id == given.criterion).map(|position| &mut places[position]) {
                Some(place @ None) => *place = Some(index),
                Some(_) => wrong("selection.answered_twice"),
                None => wrong("selection.unknown_criterion"),
            }
        }
        let mut answers = Vec::new();
        for ((index, question), place) in questions.iter().enumerate().zip(&places) {
            let answer = place.and_then(|place| self.answers.get(place)).map_or_else(|| Answer::blank(&question.id), |given| given.answer(&question.id));
            if submit && let Some((field, key)) = gap(&answer) {
                let field = format!("answers[{}].{field}", place.unwrap_or(index));
                if errors.iter().all(|error| error.field != field) {
                    errors.push(FieldError::new(field, Message::new(key)));
                }
            }
            if answer.says_something() {
                answers.push(answer);
            }
        }
        if errors.is_empty() { Ok(DeclarationInput { by_name, answers, remarks: form::prose(&self.remarks), submit }) } else { Err(Error::Invalid(errors)) }
    }
}

/// What an answer of a contractor still lacks to be handed in.
pub fn gap(answer: &Answer) -> Option<(&'static str, &'static str)> {
    match answer.grade {
        None => Some(("grade", "declaration.unanswered")),
        Some(Grade::Partly | Grade::NotMet | Grade::NotApplicable) if answer.remark.is_empty() => Some(("remark", "declaration.remark_missing")),
        Some(_) => None,
    }
}

/// Every criterion, in [`AnswersForm::taking_over`].
pub const TAKE_ALL: &str = "all";

impl AnswersForm {
    /// The form with what the contractor declared in it: of the criterion named by `what`, whatever the officer had there; or with [`TAKE_ALL`] of each
    /// the officer has not graded. Where the contractor said nothing, what the officer wrote stays. Nothing is handed in by it.
    pub fn taking_over(&self, criteria: &[Criterion], declaration: Option<&Declaration>, what: &str) -> Result<Self> {
        let wrong = |key: &'static str| Error::invalid("take", Message::new(key));
        let declaration = declaration.ok_or_else(|| wrong("declaration.none"))?;
        if what != TAKE_ALL && declaration.of(what).is_none() {
            return Err(wrong("selection.unknown_criterion"));
        }
        let mut form = Self { submit: String::new(), ..self.clone() };
        for criterion in criteria.iter().filter(|criterion| what == TAKE_ALL || criterion.id == what) {
            let Some(declared) = declaration.of(&criterion.id) else { continue };
            let place = form.answers.iter().position(|answer| answer.criterion == criterion.id).unwrap_or_else(|| {
                form.answers.push(AnswerForm::of(&criterion.id, None));
                form.answers.len() - 1
            });
            let own = &mut form.answers[place];
            if what == TAKE_ALL && Grade::read(&own.grade).is_some() {
                continue;
            }
            own.grade = declared.grade.map(|grade| grade.to_string()).unwrap_or_default();
            for (own, declared) in [(&mut own.evidence, &declared.evidence), (&mut own.remark, &declared.remark)] {
                if !declared.is_empty() {
                    own.clone_from(declared);
                }
            }
        }
        Ok(form)
    }
}
