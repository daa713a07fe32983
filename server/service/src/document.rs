//! The text of an uploaded document: a contract, a specification, a report.
//!
//! Pure and synchronous: bytes in, text out, nothing run, nothing fetched. What a file claims to be by its name or by the browser's word does not
//! count, only what it is made of. Every reader works within the limits of [`limits`], so that no file takes the server down.

mod docx;
mod limits;
mod pdf;
mod plain;
mod sniff;
#[cfg(test)]
mod tests;

use sniff::Content;

/// A document as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub kind: Kind,
    /// The text of each page, lines ended by `\n`. DOCX is split at the breaks its author set, text at form feeds; a Markdown file is one page.
    pub pages: Vec<String>,
}

/// The kinds that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Docx,
    Text,
    Markdown,
}

/// Why there is no text of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not a kind that is taken; with what it looked like, so that the person can be told what to do instead.
    #[error("not a kind that is taken: {0:?}")]
    Unknown(Looks),
    /// Opens by a password only. A file that anybody can open but not change or print is read.
    #[error("a password is needed to open the file")]
    Encrypted,
    /// Begins as a kind that is taken, and is not one.
    #[error("the file is damaged")]
    Broken,
    /// Over one of the [`limits`], unpacked.
    #[error("the file is too large when unpacked")]
    TooLarge,
    /// Text in an encoding other than UTF-8, UTF-16 with a byte order mark, and Shift_JIS.
    #[error("the text is in none of the known encodings")]
    Encoding,
    /// No bytes, nothing but blanks, or no pages.
    #[error("there is nothing in the file")]
    Empty,
}

/// What a file that is not taken looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Word 97 to 2003 (.doc).
    OldWord,
    /// Excel 97 to 2003 (.xls), PowerPoint 97 to 2003 (.ppt).
    OldOffice,
    /// 一太郎 (.jtd).
    Ichitaro,
    /// A Word document with macros, or a template.
    MacroWord,
    /// Excel (.xlsx).
    Spreadsheet,
    /// PowerPoint (.pptx).
    Presentation,
    /// OpenDocument (.odt, .ods, .odp).
    OpenDocument,
    /// A ZIP or other archive that is none of the above.
    Archive,
    /// A picture.
    Image,
    /// HTML or another mark-up.
    Markup,
    /// Rich text (.rtf).
    RichText,
    /// Anything else that is not text.
    Binary,
}

/// The text of a file.
///
/// # Errors
/// Each variant of [`Unreadable`] says when. A scan, a PDF of pictures of pages, is not an error: see [`Document::is_scan`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let (kind, pages) = match sniff::content(bytes)? {
        Content::Pdf => (Kind::Pdf, pdf::read(bytes)?),
        Content::Docx => (Kind::Docx, docx::read(bytes)?),
        // Markdown is text: nothing but the name tells them apart.
        Content::Text if sniff::is_markdown(name) => (Kind::Markdown, vec![plain::read(bytes)?]),
        Content::Text => (Kind::Text, plain::pages(&plain::read(bytes)?)),
    };
    Ok(Document { kind, pages })
}

/// Characters a page has on average at least if a person wrote it. A scan has a stamped page number or a header at most.
const WRITTEN_PAGE: usize = 10;

impl Document {
    /// Whether the text is not in the file though pages are: a scan that was not put through character recognition, or characters whose font
    /// does not say what they are.
    pub fn is_scan(&self) -> bool {
        let written = |page: &String| page.chars().filter(|c| !c.is_whitespace() && *c != char::REPLACEMENT_CHARACTER).count();
        matches!(self.kind, Kind::Pdf | Kind::Docx) && self.pages.iter().map(written).sum::<usize>() < WRITTEN_PAGE * self.pages.len()
    }
}
