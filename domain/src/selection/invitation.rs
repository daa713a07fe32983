//! 回答用リンク: lets a contractor answer by itself, once, without an account, where the city lets the server face outwards.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    Error, Result, choice, date,
    error::FieldError,
    form,
    id::{InvitationId, PersonId, SelectionId},
    message::Message,
    text,
};

/// Days a link works unless stated.
pub const USUAL_DAYS: u64 = 14;
/// Days a link works at most.
pub const LONGEST_DAYS: u64 = 60;

choice! {
    /// What has become of a link, at an instant.
    InvitationState {
        Sent = "sent", "未開封", "Not opened yet";
        Opened = "opened", "回答中", "Being answered";
        Used = "used", "回答済み", "Answered";
        Expired = "expired", "期限切れ", "Expired";
        Revoked = "revoked", "取消し", "Revoked";
    }
}

impl InvitationState {
    /// The link still works.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Opened)
    }
}

/// One link of one selection. Its token is shown once and kept nowhere: the database has its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Invitation {
    pub id: InvitationId,
    pub selection: SelectionId,
    /// Which of the selection's links it is, from 1; the audit trail names it so.
    pub number: u32,
    /// Who is to answer.
    pub name: String,
    /// Where the link was sent to, for the record: nothing is sent by the program.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    pub created_by: PersonId,
    pub created_at: DateTime<Utc>,
    /// The last day on which it works.
    pub until: NaiveDate,
    /// The end of that day in the city's time zone.
    pub expires_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<DateTime<Utc>>,
    /// When the contractor last kept answers for later; what they are is not shown before they are handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
    pub version: u64,
}

impl Invitation {
    pub fn state_at(&self, now: DateTime<Utc>) -> InvitationState {
        if self.used_at.is_some() {
            InvitationState::Used
        } else if self.revoked_at.is_some() {
            InvitationState::Revoked
        } else if self.expires_at <= now {
            InvitationState::Expired
        } else if self.opened_at.is_some() {
            InvitationState::Opened
        } else {
            InvitationState::Sent
        }
    }
}

/// A link as the candidate's page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct InvitationRow {
    #[serde(flatten)]
    pub invitation: Invitation,
    pub state: InvitationState,
    pub created_by_name: String,
}

/// A link that was just made. What leads to it is told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Invited {
    #[serde(flatten)]
    pub invitation: Invitation,
    /// What the address ends in: `/answer/{token}`.
    pub token: String,
}

/// Whom to invite, and until when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct InvitationForm {
    #[validate(custom(function = "form::required"), length(max = 100))]
    pub name: String,
    #[validate(length(max = 254), custom(function = "form::email"))]
    pub email: String,
    /// The last day; 14 days from today unless stated, 60 at most.
    #[validate(custom(function = "form::date"))]
    pub until: String,
}

/// A checked [`InvitationForm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationInput {
    pub name: String,
    pub email: String,
    pub until: NaiveDate,
}

impl InvitationForm {
    pub fn read(&self, today: NaiveDate) -> Result<InvitationInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let until = date::parse(&self.until).unwrap_or(today + Days::new(USUAL_DAYS));
        let last = today + Days::new(LONGEST_DAYS);
        if !(today..=last).contains(&until) {
            errors.push(FieldError::new("until", Message::new("invitation.until").with("last", last)));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(InvitationInput { name: text::tidy(&self.name), email: text::narrow(&self.email).trim().to_owned(), until })
    }
}
