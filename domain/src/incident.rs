//! 事故報告: an event at a contractor. It opens an extra check of every contract in force with that contractor at once.
//!
//! Policy 2.6(8) asks the city to confirm that the contractor keeps its measures; an incident is the news that it may not.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    Error, Result, choice, date,
    error::FieldError,
    finding::Closing,
    form,
    id::{self, ContractId, ContractorId, IncidentId, VerificationId},
    label::Choice,
    message::Message,
    verification::VerificationState,
};

choice! {
    /// What happened.
    IncidentKind {
        Leak = "leak", "情報の漏えい", "Leak of information";
        Damage = "damage", "情報の滅失・毀損", "Loss or damage of information";
        LostMedia = "lost_media", "媒体・機器の紛失・盗難", "Media or equipment lost or stolen";
        Misdelivery = "misdelivery", "誤送信・誤交付", "Sent or handed to the wrong person";
        Intrusion = "intrusion", "不正アクセス", "Unauthorised access";
        Malware = "malware", "マルウェア感染", "Malware";
        Outage = "outage", "サービスの停止", "Outage";
        Other = "other", "その他", "Other";
    }
}

choice! {
    IncidentLane {
        Open = "open", "対応中", "Open";
        Closed = "closed", "完了", "Closed";
        All = "all", "すべて", "All";
    }
}

/// One event at one contractor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Incident {
    pub id: IncidentId,
    pub contractor: ContractorId,
    /// The contract it happened under, where that is known. Every contract with the contractor is checked all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    pub kind: IncidentKind,
    pub title: String,
    pub description: String,
    /// Personal information is, or may be, concerned: reports to the Personal Information Protection Commission may be due (APPI, article 68).
    pub personal: bool,
    /// When it happened, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_on: Option<NaiveDate>,
    /// When the city heard of it.
    pub learned_on: NaiveDate,
    /// Extra checks it opened.
    pub checks: u32,
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closing>,
    pub version: u64,
}

/// What is known of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct IncidentForm {
    /// Id of the contractor. It cannot be changed later.
    #[validate(custom(function = "form::required"))]
    pub contractor: String,
    /// Id of a contract with that contractor; blank where it is not known under which it happened.
    pub contract: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<IncidentKind>"))]
    pub kind: String,
    #[validate(custom(function = "form::required"), length(max = 200))]
    pub title: String,
    #[validate(length(max = 8000))]
    pub description: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub personal: String,
    /// Not after the day the city heard of it.
    #[validate(custom(function = "form::date"))]
    pub occurred_on: String,
    /// Today or earlier.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub learned_on: String,
}

/// A checked [`IncidentForm`]; contractor and contract are not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentInput {
    pub contractor: ContractorId,
    pub contract: Option<ContractId>,
    pub kind: IncidentKind,
    pub title: String,
    pub description: String,
    pub personal: bool,
    pub occurred_on: Option<NaiveDate>,
    pub learned_on: NaiveDate,
}

impl IncidentForm {
    /// Reads the form, or answers every field's error at once.
    pub fn read(&self, today: NaiveDate) -> Result<IncidentInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let (occurred_on, learned_on) = (date::parse(&self.occurred_on), date::parse(&self.learned_on));
        if learned_on.is_some_and(|day| day > today) {
            errors.push(FieldError::new("learned_on", Message::new("finding.in_future")));
        }
        if occurred_on.zip(learned_on).is_some_and(|(occurred, learned)| occurred > learned) {
            errors.push(FieldError::new("occurred_on", Message::new("incident.after_learned")));
        }
        for (field, text) in [("contractor", &self.contractor), ("contract", &self.contract)] {
            if !text.trim().is_empty() && !id::is_valid(text.trim()) {
                errors.push(FieldError::new(field, Message::new("field.choice")));
            }
        }
        match (self.contractor.trim().parse(), IncidentKind::read(&self.kind), learned_on) {
            (Ok(contractor), Some(kind), Some(learned_on)) if errors.is_empty() => Ok(IncidentInput {
                contractor,
                contract: self.contract.trim().parse().ok(),
                kind,
                title: crate::text::tidy(&self.title),
                description: form::prose(&self.description),
                personal: form::read_flag(&self.personal),
                occurred_on,
                learned_on,
            }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl From<&Incident> for IncidentForm {
    fn from(incident: &Incident) -> Self {
        Self {
            contractor: incident.contractor.to_string(),
            contract: incident.contract.as_ref().map(ToString::to_string).unwrap_or_default(),
            kind: incident.kind.word().to_owned(),
            title: incident.title.clone(),
            description: incident.description.clone(),
            personal: if incident.personal { "true".to_owned() } else { String::new() },
            occurred_on: incident.occurred_on.map(|day| day.to_string()).unwrap_or_default(),
            learned_on: incident.learned_on.to_string(),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct IncidentFilter {
    /// `open` unless stated.
    pub lane: Option<IncidentLane>,
    /// Id of a contractor.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub contractor: Option<ContractorId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// An incident in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct IncidentRow {
    pub id: IncidentId,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub kind: IncidentKind,
    pub title: String,
    pub personal: bool,
    pub learned_on: NaiveDate,
    pub checks: u32,
    pub closed: bool,
    pub version: u64,
}

/// An extra check an incident opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct IncidentCheck {
    pub id: VerificationId,
    pub contract_number: String,
    pub contract_title: String,
    pub department_name: String,
    pub due: NaiveDate,
    pub state: VerificationState,
    /// Working days past the due date; 0 when not late.
    pub days_late: u32,
}

/// An incident as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct IncidentView {
    pub incident: Incident,
    pub contractor_name: String,
    /// Number and title of the contract it happened under.
    pub contract_name: String,
    pub checks: Vec<IncidentCheck>,
    pub may_change: bool,
    pub may_close: bool,
    pub may_read_audit: bool,
}
