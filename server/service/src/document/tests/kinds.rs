use encoding_rs::SHIFT_JIS;

use super::{docx, fixture, refused, zipped};
use crate::document::{Kind, Looks, Unreadable, read};

const TEXT: &str = "第１条　乙は、業務を履行する。\r\n第２条　髙橋";

fn compound(names: &[&str]) -> Vec<u8> {
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(512, 0);
    file.extend(names.iter().flat_map(|name| name.encode_utf16()).flat_map(u16::to_le_bytes));
    file
}

#[test]
fn text_is_read_in_every_encoding_that_editors_write() {
    let utf16 = |mark: u16, bytes: fn(u16) -> [u8; 2]| [mark].into_iter().chain(TEXT.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>();
    let files = [
        TEXT.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
        SHIFT_JIS.encode(TEXT).0.into_owned(),
        utf16(0xfeff, u16::to_le_bytes),
        utf16(0xfeff, u16::to_be_bytes),
        [SHIFT_JIS.encode(TEXT).0.as_ref(), b"\x1a"].concat(),
    ];
    for file in files {
        let document = read("仕様書.txt", &file).expect("readable");
        assert_eq!((document.kind, &document.pages[..]), (Kind::Text, &[TEXT.replace("\r\n", "\n")][..]));
    }
}

#[test]
fn markdown_is_told_from_text_by_its_name_alone() {
    for (name, kind) in [("a.md", Kind::Markdown), ("a.MARKDOWN", Kind::Markdown), ("a.txt", Kind::Text), ("md", Kind::Text), ("a.pdf", Kind::Text)] {
        assert_eq!(read(name, "# 契約".as_bytes()).expect("readable").kind, kind, "{name}");
    }
}

#[test]
fn form_feeds_part_the_pages_of_a_text() {
    assert_eq!(read("a.txt", b"one\x0ctwo\x0c").expect("readable").pages, ["one", "two"]);
}

#[test]
fn the_name_of_a_file_does_not_count() {
    assert_eq!(read("word.docx", fixture("chromium.pdf")).expect("readable").kind, Kind::Pdf);
    assert_eq!(read("contract.txt", fixture("word.docx")).expect("readable").kind, Kind::Docx);
}

#[test]
fn a_text_about_pdf_is_a_text() {
    assert_eq!(read("a.txt", "先頭は %PDF- で始まる。".as_bytes()).expect("readable").kind, Kind::Text);
}

#[test]
fn what_is_not_taken_is_named() {
    let xlsx = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    for (file, looks) in [
        (compound(&["WordDocument"]), Looks::OldWord),
        (compound(&["Workbook"]), Looks::OldOffice),
        (compound(&["PowerPoint Document"]), Looks::OldOffice),
        (compound(&["JSRV_SegmentInformation", "DocumentText"]), Looks::Ichitaro),
        (compound(&[]), Looks::Binary),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Looks::Image),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), Looks::Image),
        (b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), Looks::Image),
        (b"<!DOCTYPE html><html></html>".to_vec(), Looks::Markup),
        (b"\xef\xbb\xbf  <HTML><body>".to_vec(), Looks::Markup),
        (b"<?xml version='1.0'?><a/>".to_vec(), Looks::Markup),
        (b"{\\rtf1\\ansi }".to_vec(), Looks::RichText),
        (b"\x1f\x8b\x08\0".to_vec(), Looks::Archive),
        (b"text\0text".to_vec(), Looks::Binary),
        (b"MZ\x90\0\x03".to_vec(), Looks::Binary),
        (zipped(&[("[Content_Types].xml", xlsx)]), Looks::Spreadsheet),
        (zipped(&[("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml")]), Looks::MacroWord),
        (zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text")]), Looks::OpenDocument),
        (zipped(&[("a.txt", b"a")]), Looks::Archive),
    ] {
        assert_eq!(refused("word.docx", &file), Unreadable::Unknown(looks));
    }
}

#[test]
fn a_word_document_with_a_password_is_encrypted_not_unknown() {
    assert_eq!(refused("a.docx", &compound(&["EncryptionInfo", "EncryptedPackage"])), Unreadable::Encrypted);
}

#[test]
fn a_file_of_nothing_is_empty() {
    let blank = "<w:document xmlns:w='w'><w:body><w:p/></w:body></w:document>";
    for file in [vec![], b"  \r\n\x0c".to_vec(), "\u{feff}　".into(), docx(&[("word/document.xml", blank)])] {
        assert_eq!(refused("a.txt", &file), Unreadable::Empty);
    }
}

#[test]
fn an_encoding_that_is_not_known_is_said_so() {
    for file in [&b"\x1b$B7@Ls\x1b(B"[..], b"\x82\xff\xff\xfe\x80", b"\xff\xfe\x00\xd8", b"\xef\xbb\xbf\xff"] {
        assert_eq!(refused("a.txt", file), Unreadable::Encoding);
    }
}
