//! The forms of a draft: a clause with its conditions, and the day from which the draft is in force.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    Error, Result,
    clause::{Applies, Clause, ClauseGroup, Condition, Fact, Relation, contradicted},
    date,
    error::FieldError,
    form,
    label::Choice,
    message::{Message, label_param},
    reading::Cues,
    text,
};

/// Characters of a model text: some six pages.
pub const LONGEST_TEXT: u64 = 8000;
/// Conditions a clause may have: a rule of more is read by nobody.
pub const MOST_CONDITIONS: usize = 6;
/// Characters of an id such as `SYS4`.
const LONGEST_ID: usize = 8;
/// A version can be announced so many years ahead.
const FURTHEST: u32 = 5;

/// The columns of the catalogue, one box each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AppliesForm {
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub outsourcing: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub system: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub cloud: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub personal: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub my_number: String,
}

impl AppliesForm {
    fn box_of(&mut self, applies: Applies) -> &mut String {
        match applies {
            Applies::Outsourcing => &mut self.outsourcing,
            Applies::System => &mut self.system,
            Applies::Cloud => &mut self.cloud,
            Applies::Personal => &mut self.personal,
            Applies::MyNumber => &mut self.my_number,
        }
    }
}

/// One condition; a row left blank is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ConditionForm {
    /// What of the contract is looked at.
    #[validate(custom(function = "form::choice::<Fact>"))]
    pub fact: String,
    /// `=`, `!=`, `>=` or `<=`; counts, for one, know only the last two.
    #[validate(custom(function = "form::choice::<Relation>"))]
    pub relation: String,
    /// A word or label of the fact's values, yes or no, or a number.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(length(max = 40))]
    pub value: String,
}

impl ConditionForm {
    fn is_blank(&self) -> bool {
        [&self.fact, &self.relation, &self.value].into_iter().all(|part| part.trim().is_empty())
    }

    /// The condition; nothing where it is not one yet.
    pub fn read(&self) -> Option<Condition> {
        Condition::new(Fact::read(&self.fact)?, Relation::read(&self.relation)?, &self.value)
    }
}

impl From<Condition> for ConditionForm {
    fn from(condition: Condition) -> Self {
        Self { fact: condition.fact().to_string(), relation: condition.relation().to_string(), value: condition.value() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ClauseForm {
    /// Stable across versions, e.g. `K14`: capital letters, then digits.
    #[validate(custom(function = "form::required"), custom(function = "clause_id"))]
    pub id: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<ClauseGroup>"))]
    pub group: String,
    #[validate(custom(function = "form::required"), length(max = 60))]
    pub title: String,
    /// The Japanese title stands in where it is blank.
    #[validate(length(max = 120))]
    pub title_en: String,
    #[validate(custom(function = "form::required"), length(max = 600))]
    pub requirement: String,
    #[validate(length(max = 1200))]
    pub requirement_en: String,
    #[validate(nested)]
    pub applies: AppliesForm,
    /// All must hold.
    #[validate(nested)]
    pub when: Vec<ConditionForm>,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub blocking: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub closing: String,
    /// Whether subcontractors are bound by it as well.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub flows_down: String,
    #[validate(length(max = 600))]
    pub basis: String,
    /// Words it is searched by, one a line: a word may hold a comma.
    #[validate(length(max = 400))]
    pub keywords: String,
    #[validate(custom(function = "form::required"), length(max = 600))]
    pub check: String,
    #[validate(length(max = 1200))]
    pub check_en: String,
    #[validate(length(max = 600))]
    pub evidence: String,
    #[validate(length(max = 1200))]
    pub evidence_en: String,
    /// Model text, Markdown.
    #[validate(custom(function = "form::required"), length(max = "LONGEST_TEXT"))]
    pub text: String,
}

fn read_id(value: &str) -> String {
    text::code(value).to_uppercase()
}

fn clause_id(value: &str) -> Result<(), ValidationError> {
    let id = read_id(value);
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let sound = id.is_empty() || (id.len() <= LONGEST_ID && !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_uppercase()));
    if sound { Ok(()) } else { Err(form::fault("draft.id")) }
}

/// The translation, or the Japanese where there is none: no reader shall meet an empty line.
fn or(translated: &str, ja: &str) -> String {
    let translated = form::prose(translated);
    if translated.is_empty() { ja.to_owned() } else { translated }
}

impl ClauseForm {
    /// Reads the form. Cues are those of the catalogue: a clause takes them by its id.
    pub fn read(&self) -> Result<Clause> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let mut applies = self.applies.clone();
        let applies: Vec<Applies> = Applies::ALL.iter().copied().filter(|column| form::read_flag(applies.box_of(*column))).collect();
        if applies.is_empty() {
            errors.push(FieldError::new("applies.outsourcing", Message::new("draft.applies_missing")));
        }
        let when = self.read_conditions(&mut errors);
        let (title, requirement, check, evidence) =
            (text::tidy(&self.title), form::prose(&self.requirement), form::prose(&self.check), form::prose(&self.evidence));
        let clause = Clause {
            id: read_id(&self.id),
            group: ClauseGroup::read(&self.group).unwrap_or(ClauseGroup::Common),
            title_en: or(&self.title_en, &title),
            requirement_en: or(&self.requirement_en, &requirement),
            check_en: or(&self.check_en, &check),
            evidence_en: or(&self.evidence_en, &evidence),
            title,
            requirement,
            applies,
            when,
            blocking: form::read_flag(&self.blocking),
            closing: form::read_flag(&self.closing),
            flows_down: form::read_flag(&self.flows_down),
            basis: form::prose(&self.basis),
            keywords: self.keywords.lines().map(text::tidy).filter(|word| !word.is_empty()).collect(),
            check,
            evidence,
            // As the shipped texts end, so that a clause nobody touched does not differ.
            text: form::prose(&self.text) + "\n",
            cues: Cues::default(),
        };
        if errors.is_empty() && clause.is_never_required() {
            errors.push(FieldError::new("when[0].fact", Message::new("draft.never_with_applies")));
        }
        if errors.is_empty() { Ok(clause) } else { Err(Error::Invalid(errors)) }
    }

    fn read_conditions(&self, errors: &mut Vec<FieldError>) -> Vec<Condition> {
        let mut found: Vec<(usize, Condition)> = Vec::new();
        for (index, row) in self.when.iter().enumerate().filter(|(_, row)| !row.is_blank()) {
            let mut wrong = |field: &str, message: Message| {
                let field = format!("when[{index}].{field}");
                // What is no word at all has been said already.
                if errors.iter().all(|error| error.field != field) {
                    errors.push(FieldError::new(field, message));
                }
            };
            match (Fact::read(&row.fact), Relation::read(&row.relation), row.read()) {
                (None, ..) => wrong("fact", Message::new("field.required")),
                (_, None, _) => wrong("relation", Message::new("field.required")),
                (Some(fact), Some(relation), None) if !fact.relations().contains(&relation) => {
                    wrong("relation", Message::new("draft.relation").with("fact", label_param(fact)));
                }
                (Some(fact), _, None) => wrong("value", Message::new("draft.value").with("fact", label_param(fact))),
                (_, _, Some(condition)) => found.push((index, condition)),
            }
        }
        if let Some((index, _)) = found.get(MOST_CONDITIONS) {
            errors.push(FieldError::new(format!("when[{index}].fact"), Message::new("draft.too_many_conditions").with("max", MOST_CONDITIONS)));
        }
        let conditions: Vec<Condition> = found.iter().map(|(_, condition)| *condition).collect();
        if let Some(fact) = contradicted(&conditions) {
            let last = found.iter().rfind(|(_, condition)| condition.fact() == fact).map_or(0, |(index, _)| *index);
            errors.push(FieldError::new(format!("when[{last}].value"), Message::new("draft.never").with("fact", label_param(fact))));
        }
        conditions
    }
}

impl From<&Clause> for ClauseForm {
    fn from(clause: &Clause) -> Self {
        let flag = |set: bool| if set { "true".to_owned() } else { String::new() };
        let mut applies = AppliesForm::default();
        for column in &clause.applies {
            *applies.box_of(*column) = flag(true);
        }
        Self {
            id: clause.id.clone(),
            group: clause.group.to_string(),
            title: clause.title.clone(),
            title_en: clause.title_en.clone(),
            requirement: clause.requirement.clone(),
            requirement_en: clause.requirement_en.clone(),
            applies,
            when: clause.when.iter().map(|condition| ConditionForm::from(*condition)).collect(),
            blocking: flag(clause.blocking),
            closing: flag(clause.closing),
            flows_down: flag(clause.flows_down),
            basis: clause.basis.clone(),
            keywords: clause.keywords.join("\n"),
            check: clause.check.clone(),
            check_en: clause.check_en.clone(),
            evidence: clause.evidence.clone(),
            evidence_en: clause.evidence_en.clone(),
            text: clause.text.clone(),
        }
    }
}

/// From when, and what it changes in a sentence for those who read the list of versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ForceForm {
    /// Today or later, and not before the version it follows.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub from: String,
    #[validate(custom(function = "form::required"), length(max = 400))]
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceInput {
    pub from: NaiveDate,
    pub note: String,
}

impl ForceForm {
    /// `earliest` is today, or the day of the version it follows where that is yet to come.
    pub fn read(&self, earliest: NaiveDate) -> Result<ForceInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let from = date::parse(&self.from);
        let latest = earliest.checked_add_months(Months::new(12 * FURTHEST)).unwrap_or(NaiveDate::MAX);
        if from.is_some_and(|from| from < earliest || from > latest) {
            errors.push(FieldError::new("from", Message::new("draft.from").with("earliest", earliest).with("years", FURTHEST)));
        }
        match from {
            Some(from) if errors.is_empty() => Ok(ForceInput { from, note: form::prose(&self.note) }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}
