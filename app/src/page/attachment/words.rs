//! What the fields of an attachment are called and what their values mean, in its forms and in the histories of the records it is kept with.

use domain::{
    attachment::{AttachmentKind, Subject},
    id::AttachmentId,
};

use crate::{t, ui::file_drop::size_of, words::choice};

/// The page of the record; `above` is the record it lies under.
pub fn page_of(subject: Subject, record: &str, above: Option<&str>) -> String {
    match subject {
        Subject::Contract => format!("/contracts/{record}/attachments"),
        Subject::Contractor => format!("/contractors/{record}"),
        Subject::Certificate => format!("/certificates/{record}"),
        Subject::Selection => format!("/selections/{}/candidates/{record}", above.unwrap_or_default()),
        Subject::Subcontract => format!("/subcontracts/{record}"),
        Subject::Verification => format!("/verifications/{record}"),
    }
}

/// Address of a version's content.
pub fn content_of(id: &AttachmentId, number: u32) -> String {
    format!("/api/v1/attachments/{id}/versions/{number}/content")
}

pub fn label(path: &str) -> String {
    match path {
        "kind" => t!(attachment.kind),
        "title" => t!(attachment.name),
        "reason" => t!(attachment.reason),
        path => path,
    }
    .to_owned()
}

/// What a field is called in a history, where it stands apart from those of the record.
pub fn known(path: &str) -> Option<&'static str> {
    Some(match path.strip_prefix("attachment.")? {
        "title" => t!(attachment.name),
        "kind" => t!(attachment.kind),
        "file_name" => t!(attachment.file),
        "file_version" => t!(attachment.version),
        "size" => t!(attachment.size),
        "sha256" => "SHA-256",
        "withdrawn" => t!(attachment.reason),
        _ => return None,
    })
}

pub fn value(path: &str, value: &str) -> String {
    match path {
        "attachment.kind" => choice::<AttachmentKind>(value),
        "attachment.size" => value.parse().map_or_else(|_| value.to_owned(), size_of),
        _ => value.to_owned(),
    }
}
