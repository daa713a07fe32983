//! 契約書の本文: the document somebody uploaded as the text of a contract, and what the program reads in it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{choice, reading::Parties};

choice! {
    DocumentKind {
        Pdf = "pdf", "PDF", "PDF";
        Docx = "docx", "Word", "Word";
        Text = "text", "テキスト", "Text";
        Markdown = "markdown", "Markdown", "Markdown";
    }
}

/// The document the text came from. The text itself is kept apart: it is long, and no list needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ContractText {
    pub file_name: String,
    pub kind: DocumentKind,
    /// Bytes of the file.
    pub size: u64,
    /// Of the file's bytes, in hexadecimal (FIPS 180-4): tells whether a paper at hand is the one that was read.
    pub sha256: String,
    pub pages: u32,
    /// The pages are there, the text is not: pictures of paper.
    pub is_scan: bool,
    pub uploaded_by: String,
    pub uploaded_at: DateTime<Utc>,
}

/// The document with what was made out of it as a whole; what it says of each clause is with the clauses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct TextRead {
    pub document: ContractText,
    /// Nothing could be made out: a scan, or signs that are not Japanese.
    pub is_unreadable: bool,
    /// Articles and annex items with a number.
    pub articles: u32,
    /// What the contract calls the city and the contractor.
    pub parties: Parties,
    /// Required clauses for which a passage was found.
    pub found: u32,
}
