//! The one error of the product. Doors map it once: to problem+json, to a page, to an exit code.

use serde::{Deserialize, Serialize};

use crate::message::Message;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One field that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's path in the form, e.g. `period_end`; empty for the form as a whole.
    pub field: String,
    pub message: Message,
}

impl FieldError {
    pub fn new(field: impl Into<String>, message: Message) -> Self {
        Self { field: field.into(), message }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", content = "detail", rename_all = "snake_case")]
pub enum Error {
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// Also the answer for a record that exists but is not for the asker to see.
    #[error("not found")]
    NotFound,
    #[error("forbidden: {}", .0.key)]
    Forbidden(Message),
    /// Somebody else saved first: `current` is the version that stands.
    #[error("conflict with version {current}")]
    Conflict { current: u64 },
    /// The request is sound but what it asks does not fit the record's state; every reason at once.
    #[error("refused: {0:?}")]
    Refused(Vec<Message>),
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// A precondition (`If-Match`, `Idempotency-Key`) is missing or was used for something else.
    #[error("precondition: {}", .0.key)]
    Precondition(Message),
    #[error("too many requests, again in {retry_after} s")]
    TooMany { retry_after: u32 },
    /// The database cannot be reached or written; the request may be sent again.
    #[error("unavailable")]
    Unavailable,
    /// A defect or a broken store; the detail is in the log under the request id, never in the answer.
    #[error("internal")]
    Internal,
}

impl Error {
    pub fn invalid(field: impl Into<String>, message: Message) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden(_) => 403,
            Self::NotFound => 404,
            Self::Conflict { .. } | Self::Refused(_) => 409,
            Self::Invalid(_) => 422,
            Self::Precondition(_) => 428,
            Self::TooMany { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// A stable word for programs, the last part of the problem's `type`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::NotFound => "not-found",
            Self::Forbidden(_) => "forbidden",
            Self::Conflict { .. } => "conflict",
            Self::Refused(_) => "refused",
            Self::Invalid(_) => "invalid",
            Self::Precondition(_) => "precondition",
            Self::TooMany { .. } => "too-many-requests",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// What to tell a person, in their language.
    pub fn summary(&self) -> Message {
        match self {
            Self::Unauthenticated => Message::new("error.unauthenticated"),
            Self::NotFound => Message::new("error.not_found"),
            Self::Forbidden(message) | Self::Precondition(message) => message.clone(),
            Self::Conflict { .. } => Message::new("error.conflict"),
            Self::Refused(_) => Message::new("error.refused"),
            Self::Invalid(_) => Message::new("error.invalid"),
            Self::TooMany { retry_after } => Message::new("error.too_many").with("seconds", retry_after),
            Self::Unavailable => Message::new("error.unavailable"),
            Self::Internal => Message::new("error.internal"),
        }
    }
}
