//! 不在: while somebody is away, a deputy is told instead.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Error, Lang, Result, date, error::FieldError, form, id::PersonId, message::Message};

/// Days on which somebody is away, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Absence {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub deputy: PersonId,
}

impl Absence {
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Ended by somebody who is back before the last day. What has not begun falls away, and what is over stays as it was.
    pub fn ended(self, today: NaiveDate) -> Option<Self> {
        let to = today.pred_opt().map_or(self.to, |yesterday| yesterday.min(self.to));
        (self.from <= to).then_some(Self { to, ..self })
    }
}

/// How a person is reminded, and who is told instead while they are away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Reminding {
    pub person: PersonId,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The language of mails.
    pub lang: Lang,
    /// Whether mails leave at all: somebody named a mail server.
    pub mails: bool,
    /// The latest first.
    pub absences: Vec<AbsenceRow>,
    /// Those for whom this person stands in, today or later; the next first.
    pub stands_in: Vec<AbsenceRow>,
    pub version: u64,
}

/// Days away, with names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AbsenceRow {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub person_name: String,
    pub deputy: PersonId,
    pub deputy_name: String,
}

/// Somebody who can stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Deputy {
    pub id: PersonId,
    pub name: String,
    /// Where they hold a post today.
    pub departments: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MailLangForm {
    /// `ja` or `en`.
    pub lang: String,
}

impl MailLangForm {
    pub fn read(&self) -> Result<Lang> {
        match self.lang.as_str() {
            "ja" => Ok(Lang::Ja),
            "en" => Ok(Lang::En),
            "" => Err(Error::invalid("lang", Message::new("field.required"))),
            _ => Err(Error::invalid("lang", Message::new("field.choice"))),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AbsenceForm {
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub from: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub to: String,
    /// Id of a person.
    #[validate(custom(function = "form::required"))]
    pub deputy: String,
}

impl AbsenceForm {
    /// `own` is the person who will be away, `known` those they have said already.
    pub fn read(&self, own: &PersonId, known: &[Absence], today: NaiveDate) -> Result<Absence> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let (from, to, deputy) = (date::parse(&self.from), date::parse(&self.to), self.deputy.parse::<PersonId>().ok());
        let mut fault = |field: &str, key: &'static str| errors.push(FieldError::new(field, Message::new(key)));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            fault("to", "absence.backwards");
        } else if to.is_some_and(|to| to < today) {
            fault("to", "absence.over");
        } else if from.zip(to).is_some_and(|(from, to)| known.iter().any(|other| from <= other.to && other.from <= to)) {
            fault("from", "absence.overlaps");
        }
        if deputy.as_ref() == Some(own) {
            fault("deputy", "absence.own_deputy");
        }
        match (from, to, deputy) {
            (Some(from), Some(to), Some(deputy)) if errors.is_empty() => Ok(Absence { from, to, deputy }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}
