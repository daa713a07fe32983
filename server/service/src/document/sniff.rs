//! What a file is, by its content.

use super::{Looks, Unreadable, docx};

/// What the readers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Pdf,
    Docx,
    Text,
}

/// Bytes in which a PDF's header may stand: mail gateways and old scanners put some before it.
const HEADER: usize = 1024;

/// Beginnings that say what a file is.
const MAGIC: &[(&[u8], Looks)] = &[
    (b"\x89PNG\r\n", Looks::Image),
    (b"\xff\xd8\xff", Looks::Image),
    (b"GIF8", Looks::Image),
    (b"BM", Looks::Image),
    (b"II*\0", Looks::Image),
    (b"MM\0*", Looks::Image),
    (b"8BPS", Looks::Image),
    (b"{\\rtf", Looks::RichText),
    (b"7z\xbc\xaf\x27\x1c", Looks::Archive),
    (b"Rar!\x1a", Looks::Archive),
    (b"\x1f\x8b", Looks::Archive),
];

/// # Errors
/// [`Unreadable::Unknown`] with what it looks like; [`Unreadable::Encrypted`] for an Office document with a password, which is a container of its own.
pub(super) fn content(bytes: &[u8]) -> Result<Content, Unreadable> {
    if header(bytes).is_some() {
        return Ok(Content::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return docx::is_docx(bytes).map(|()| Content::Docx);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(compound_file(bytes));
    }
    if let Some((_, looks)) = MAGIC.iter().find(|(magic, looks)| bytes.starts_with(magic) && (*looks != Looks::Image || is_binary(bytes))) {
        return Err(Unreadable::Unknown(*looks));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") || matches!(bytes.get(4..12), Some(b"ftypheic" | b"ftypavif" | b"ftypmif1")) {
        return Err(Unreadable::Unknown(Looks::Image));
    }
    if is_binary(bytes) {
        return Err(Unreadable::Unknown(Looks::Binary));
    }
    if is_markup(bytes) { Err(Unreadable::Unknown(Looks::Markup)) } else { Ok(Content::Text) }
}

/// Where the header of a PDF stands.
pub(super) fn header(bytes: &[u8]) -> Option<usize> {
    let at = memchr::memmem::find(&bytes[..bytes.len().min(HEADER)], b"%PDF-")?;
    // A text that speaks of PDF in its first lines is not one.
    (at == 0 || memchr::memmem::find(bytes, b" obj").is_some()).then_some(at)
}

pub(super) fn is_markdown(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Text has no control characters but those that lay it out. UTF-16 does, and says so by its mark.
fn is_binary(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let body = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    !marked && body.iter().any(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f))
}

/// HTML and XML open with a tag that Markdown would not: its documents may hold HTML, but do not declare themselves as that.
fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let opens = |tag: &[u8]| text.len() >= tag.len() && text[..tag.len()].eq_ignore_ascii_case(tag);
    opens(b"<!doctype") || opens(b"<html") || opens(b"<?xml") || opens(b"<head") || opens(b"<svg")
}

/// The container of Office 97 to 2003 and of its contemporaries: told apart by the names of the streams, which are UTF-16 ([MS-CFB] 2.6.1).
fn compound_file(bytes: &[u8]) -> Unreadable {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    if has("EncryptedPackage") {
        return Unreadable::Encrypted;
    }
    let looks = if has("WordDocument") {
        Looks::OldWord
    } else if has("Workbook") || has("PowerPoint Document") || has("Book") {
        Looks::OldOffice
    } else if has("JSRV_") || has("DocumentText") {
        Looks::Ichitaro
    } else {
        Looks::Binary
    };
    Unreadable::Unknown(looks)
}
