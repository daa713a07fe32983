//! The forms of an attachment: what it is, and why it no longer counts.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Attachment, AttachmentKind};
use crate::{Error, Result, error::FieldError, form, label::Choice, message::Message, text};

/// What a file is to the city.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AttachmentForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<AttachmentKind>"))]
    pub kind: String,
    /// What people call it; for a new file the name of the file, unless stated.
    #[validate(length(max = 200))]
    pub title: String,
}

/// A checked [`AttachmentForm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentInput {
    pub kind: AttachmentKind,
    pub title: String,
}

impl AttachmentForm {
    /// Reads the form, or answers every field's error at once. `file_name` is that of the file, blank where there is none.
    pub fn read(&self, file_name: &str) -> Result<AttachmentInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let stated = text::tidy(&self.title);
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        let title = if stated.is_empty() { text::tidy(stem) } else { stated };
        if title.is_empty() {
            errors.push(FieldError::new("title", Message::new("field.required")));
        }
        match AttachmentKind::read(&self.kind) {
            Some(kind) if errors.is_empty() => Ok(AttachmentInput { kind, title }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl From<&Attachment> for AttachmentForm {
    fn from(attachment: &Attachment) -> Self {
        Self { kind: attachment.kind.to_string(), title: attachment.title.clone() }
    }
}

/// Why an attachment no longer counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WithdrawalForm {
    #[validate(custom(function = "form::required"), length(max = 1000))]
    pub reason: String,
}

impl WithdrawalForm {
    pub fn read(&self) -> Result<String> {
        self.validate()?;
        Ok(form::prose(&self.reason))
    }
}
