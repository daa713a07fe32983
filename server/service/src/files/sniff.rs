//! What a file is, by its content alone, while it passes through: nothing but its beginning and, of an archive, its table of contents is kept.

use domain::attachment::{Media, Unfit};
use encoding_rs::{Decoder, DecoderResult, EUC_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// Bytes of the beginning that are looked at.
const HEAD: usize = 8 << 10;
/// Bytes of the end of an archive that are kept: a table of some ten thousand names.
const TAIL: usize = 1 << 20;
/// Bytes in which the header of a PDF may stand: mail gateways and old scanners put some before it.
const PDF_HEADER: usize = 1024;

/// The container of Office 97 to 2003, and of newer documents with a password ([MS-CFB] 2.2).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Looks at a file piece by piece.
#[derive(Default)]
pub struct Sniffer {
    head: Vec<u8>,
    tail: Vec<u8>,
    text: Option<Text>,
}

impl Sniffer {
    pub fn feed(&mut self, bytes: &[u8]) {
        let fresh = self.head.len();
        self.head.extend(bytes.iter().take(HEAD - fresh.min(HEAD)));
        if is_archive(&self.head) {
            if self.tail.is_empty() {
                self.tail.extend_from_slice(&self.head[..fresh]);
            }
            self.tail.extend_from_slice(bytes);
            if self.tail.len() > 2 * TAIL {
                self.tail.drain(..self.tail.len() - TAIL);
            }
            return;
        }
        match &mut self.text {
            Some(text) => text.feed(bytes, false),
            // The first three bytes may be a mark of the encoding.
            None if self.head.len() >= 3 => {
                let mut text = Text::new(&self.head);
                text.feed(&self.head[..fresh], false);
                text.feed(bytes, false);
                self.text = Some(text);
            }
            None => {}
        }
    }

    /// What it is; `None` for text, of which only the name says what kind.
    ///
    /// # Errors
    /// What it is instead, where it is not taken.
    pub fn finish(mut self) -> Result<Option<Media>, Unfit> {
        let head = self.head.as_slice();
        if is_archive(head) {
            return archive(head, &self.tail).map(Some);
        }
        if head.starts_with(COMPOUND) {
            return Err(Unfit::OldOffice);
        }
        let mut text = self.text.take().unwrap_or_else(|| {
            let mut text = Text::new(head);
            text.feed(head, false);
            text
        });
        text.feed(b"", true);
        let pdf = memmem::find(&head[..head.len().min(PDF_HEADER)], b"%PDF-");
        if pdf == Some(0) || pdf.is_some() && !text.is_sound() {
            return Ok(Some(Media::Pdf));
        }
        if text.is_sound() { written(head).map_or(Ok(None), Err) } else { binary(head) }
    }
}

fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Text that is more than text.
fn written(head: &[u8]) -> Option<Unfit> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().to_ascii_lowercase();
    let opens = |words: &[&[u8]]| words.iter().any(|word| head.starts_with(word));
    if opens(&[b"{\\rtf"]) {
        Some(Unfit::RichText)
    } else if opens(&[b"#!", b"<?php", b"%!ps", b"@echo off"]) {
        Some(Unfit::Script)
    } else if opens(&[b"<svg"]) || opens(&[b"<?xml"]) && memmem::find(&head, b"<svg").is_some() {
        Some(Unfit::Svg)
    } else if opens(&[b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe"]) || memmem::find(&head, b"<html").is_some_and(|at| at < 512) {
        Some(Unfit::Html)
    } else if opens(&[b"<?xml", b"<!doctype"]) {
        Some(Unfit::Markup)
    } else {
        None
    }
}

fn binary(head: &[u8]) -> Result<Option<Media>, Unfit> {
    use infer::MatcherType as M;
    let Some(kind) = infer::get(head) else { return Err(Unfit::Unknown) };
    match (kind.mime_type(), kind.matcher_type()) {
        ("image/png", _) => Ok(Some(Media::Png)),
        ("image/jpeg", _) => Ok(Some(Media::Jpeg)),
        ("image/webp", _) => Ok(Some(Media::Webp)),
        ("image/heif" | "image/heic", _) => Ok(Some(Media::Heic)),
        (_, M::Image) => Err(Unfit::Image),
        (_, M::App) => Err(Unfit::Program),
        (_, M::Archive) => Err(Unfit::Archive),
        (_, M::Audio | M::Video) => Err(Unfit::Recording),
        _ => Err(Unfit::Unknown),
    }
}

/// An archive, or one of the documents that are archives, by the names in its table of contents. Where the table is too long to have been kept it is
/// an archive: no document has as many parts.
fn archive(head: &[u8], tail: &[u8]) -> Result<Media, Unfit> {
    // APPNOTE 4.3.16: the end of the central directory, with its size; 4.3.12: an entry, with the lengths of what follows it.
    const END: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    let end = memmem::rfind(tail, END).ok_or(Unfit::Unknown)?;
    let number = |at: usize, length: usize| tail.get(at..at + length).map(|bytes| bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)));
    let size = number(end + 12, 4).ok_or(Unfit::Unknown)?;
    let mut at = end.saturating_sub(size);
    let mut names = Vec::new();
    while tail.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        let lengths = [28, 30, 32].map(|place| number(at + place, 2).unwrap_or_default());
        let Some(name) = tail.get(at + 46..at + 46 + lengths[0]) else { break };
        names.push(name.to_ascii_lowercase());
        at += 46 + lengths.iter().sum::<usize>();
    }
    let has = |name: &[u8]| names.iter().any(|known| known == name);
    let part = |suffix: &[u8]| names.iter().any(|known| known.ends_with(suffix));
    let below = |folder: &[u8]| names.iter().any(|known| known.starts_with(folder));
    let media = if has(b"[content_types].xml") {
        if part(b"vbaproject.bin") || below(b"xl/macrosheets/") {
            return Err(Unfit::Macro);
        }
        let documents: [(&[u8], Media); 3] = [(b"word/document.xml", Media::Docx), (b"xl/workbook.xml", Media::Xlsx), (b"ppt/presentation.xml", Media::Pptx)];
        documents.into_iter().find(|(name, _)| has(name)).map(|(_, media)| media)
    } else {
        // ODF 1.3 part 2, 3.3: the first entry says what it is, as it stands.
        let kind = head.get(30..).and_then(|rest| rest.strip_prefix(b"mimetypeapplication/vnd.oasis.opendocument.".as_slice()));
        let document = kind.and_then(|kind| match kind {
            kind if kind.starts_with(b"textPK") => Some(Media::Odt),
            kind if kind.starts_with(b"spreadsheetPK") => Some(Media::Ods),
            _ => None,
        });
        if document.is_some() && (below(b"basic/") || below(b"scripts/")) {
            return Err(Unfit::Macro);
        }
        document
    };
    Ok(media.unwrap_or(Media::Zip))
}

/// Whether all of it reads as text: without control characters but those that lay it out, and whole in one of the encodings offices write.
struct Text {
    readers: Vec<Decoder>,
    /// Two bytes a character: what are control characters shows in what was read only.
    wide: bool,
}

impl Text {
    fn new(head: &[u8]) -> Self {
        let encodings = match head {
            [0xff, 0xfe, ..] => vec![UTF_16LE],
            [0xfe, 0xff, ..] => vec![UTF_16BE],
            // ISO-2022-JP is ASCII, as far as its bytes go.
            _ => vec![UTF_8, SHIFT_JIS, EUC_JP],
        };
        let wide = encodings.len() == 1;
        Self { readers: encodings.into_iter().map(encoding_rs::Encoding::new_decoder_with_bom_removal).collect(), wide }
    }

    fn feed(&mut self, bytes: &[u8], last: bool) {
        if !self.wide && bytes.iter().any(|byte| is_control(*byte)) {
            self.readers.clear();
        }
        let wide = self.wide;
        self.readers.retain_mut(|reader| reads(reader, bytes, wide, last));
    }

    fn is_sound(&self) -> bool {
        !self.readers.is_empty()
    }
}

fn reads(reader: &mut Decoder, mut bytes: &[u8], wide: bool, last: bool) -> bool {
    let mut out = [0; 2048];
    loop {
        let (result, read, written) = reader.decode_to_utf8_without_replacement(bytes, &mut out, last);
        if wide && out[..written].iter().any(|byte| is_control(*byte)) {
            return false;
        }
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => bytes = &bytes[read..],
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// Tab, line feed, form feed and carriage return lay text out, escape shifts to kanji, and 0x1A ends files of old systems.
const fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What it is, whole and byte by byte.
    fn look(bytes: &[u8]) -> Result<Option<Media>, Unfit> {
        let (mut whole, mut single) = (Sniffer::default(), Sniffer::default());
        whole.feed(bytes);
        for byte in bytes {
            single.feed(&[*byte]);
        }
        let found = whole.finish();
        assert_eq!(single.finish(), found, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        found
    }

    /// An archive of empty files with these names.
    fn zip(names: &[&str]) -> Vec<u8> {
        let (mut file, mut table) = (Vec::new(), Vec::new());
        for name in names {
            let length = u16::try_from(name.len()).expect("short").to_le_bytes();
            let at = u32::try_from(file.len()).expect("short").to_le_bytes();
            file.extend([b"PK\x03\x04".as_slice(), &[0; 22], &length, &[0, 0], name.as_bytes()].concat());
            table.extend([b"PK\x01\x02".as_slice(), &[0; 24], &length, &[0; 12], &at, name.as_bytes()].concat());
        }
        let size = u32::try_from(table.len()).expect("short").to_le_bytes();
        let start = u32::try_from(file.len()).expect("short").to_le_bytes();
        [file, table, b"PK\x05\x06".to_vec(), vec![0; 8], size.to_vec(), start.to_vec(), vec![0, 0]].concat()
    }

    #[test]
    fn every_kind_is_told_by_its_content() {
        let text = |text: &str| SHIFT_JIS.encode(text).0.into_owned();
        assert_eq!(look("契約書の本文\r\n".as_bytes()), Ok(None));
        assert_eq!(look(&text("契約書の本文\r\n\u{1a}")), Ok(None));
        assert_eq!(look(&EUC_JP.encode("検査の記録").0), Ok(None));
        assert_eq!(look(b"\xff\xfe\x51\x59\x84\x7d\x0a\x00"), Ok(None));
        assert_eq!(look(b"a"), Ok(None));
        assert_eq!(look(b"PK is how archives begin"), Ok(None));
        assert_eq!(look(b"Subject: =?UTF-8?B?44Gq?=\r\nFrom: a@example.jp\r\n\r\n\x1b$B5>"), Ok(None));
        assert_eq!(look(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), Ok(Some(Media::Pdf)));
        assert_eq!(look(b"\x00\x01%PDF-1.7\n1 0 obj"), Ok(Some(Media::Pdf)));
        assert_eq!(look(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Ok(Some(Media::Png)));
        assert_eq!(look(b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"), Ok(Some(Media::Jpeg)));
        assert_eq!(look(b"RIFF\x24\0\0\0WEBPVP8 "), Ok(Some(Media::Webp)));
        assert_eq!(look(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0"), Ok(Some(Media::Heic)));
        for (names, media) in [
            (["[Content_Types].xml", "word/document.xml", "word/embeddings/a.xlsx"], Media::Docx),
            (["[Content_Types].xml", "xl/workbook.xml", "docProps/app.xml"], Media::Xlsx),
            (["ppt/presentation.xml", "[Content_Types].xml", "ppt/slides/slide1.xml"], Media::Pptx),
            (["写真/1.jpg", "写真/2.jpg", "word/document.xml"], Media::Zip),
        ] {
            assert_eq!(look(&zip(&names)), Ok(Some(media)));
        }
    }

    #[test]
    fn an_opendocument_says_what_it_is_in_its_first_entry() {
        let with = |kind: &str, names: &[&str]| {
            let mut file = zip(names);
            // The content of the first entry, as it stands, before the next.
            file.splice(38..38, format!("application/vnd.oasis.opendocument.{kind}").bytes());
            file
        };
        assert_eq!(look(&with("text", &["mimetype", "content.xml"])), Ok(Some(Media::Odt)));
        assert_eq!(look(&with("spreadsheet", &["mimetype", "content.xml"])), Ok(Some(Media::Ods)));
        assert_eq!(look(&with("text-template", &["mimetype", "content.xml"])), Ok(Some(Media::Zip)));
        assert_eq!(look(&with("text", &["mimetype", "Basic/script-lc.xml"])), Err(Unfit::Macro));
    }

    #[test]
    fn what_is_not_taken_is_called_what_it_is() {
        // A whole header: the first bytes alone tell no program.
        let mut elf = [0_u8; 64];
        elf[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
        for (bytes, unfit) in [
            (b"<!DOCTYPE html><p>".as_slice(), Unfit::Html),
            (b"\xef\xbb\xbf \n<HTML>", Unfit::Html),
            (b"<script>alert(1)</script>", Unfit::Html),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Unfit::Svg),
            (b"<?xml version='1.0'?>\n<svg/>", Unfit::Svg),
            (b"<?xml version='1.0'?>\n<a/>", Unfit::Markup),
            (b"#!/bin/sh\nrm", Unfit::Script),
            (b"@echo off\r\n", Unfit::Script),
            (b"{\\rtf1\\ansi}", Unfit::RichText),
            (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", Unfit::Program),
            (&elf, Unfit::Program),
            (COMPOUND, Unfit::OldOffice),
            (b"7z\xbc\xaf\x27\x1c\0\x04", Unfit::Archive),
            (b"GIF89a\x01\0\x01\0\x80\0", Unfit::Image),
            (b"\x1a\x45\xdf\xa3\0\0\0\0", Unfit::Unknown),
            (b"\0\x01\x02\x03", Unfit::Unknown),
            (b"text with a \0 in it", Unfit::Unknown),
            (b"PK\x03\x04 and no more", Unfit::Unknown),
        ] {
            assert_eq!(look(bytes), Err(unfit), "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(look(&zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])), Err(Unfit::Macro));
        assert_eq!(look(&zip(&["[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"])), Err(Unfit::Macro));
    }

    proptest::proptest! {
        #[test]
        fn no_content_makes_it_fall_over(start in proptest::sample::select(vec![&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\xff\xfe", b"\xff\xd8\xff"]), rest in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let _ = look(&[start, rest.as_slice()].concat());
        }
    }
}
