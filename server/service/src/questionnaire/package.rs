//! A workbook that strangers sent, made safe to read: what it is, and a package of the same parts that was put together here.

use std::io::{Read, Write};

use domain::message::Message;
use flate2::bufread::DeflateDecoder;
use memchr::memmem;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter};

/// Parts of a workbook; one that was exported has a dozen.
const PARTS: usize = 100;
/// Bytes of all parts, unpacked. Office programs add a theme and styles of their own, some 100 KB.
const UNPACKED: usize = 6 << 20;

const TYPES: &str = "[Content_Types].xml";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

fn said(key: &'static str) -> Message {
    Message::new(key)
}

fn looks(key: &'static str, looks: &str) -> Message {
    Message::new(key).with("looks", looks)
}

/// The parts in a package of our own making: whatever the one that was sent hides from us, the reader does not get to see it.
pub fn safe(bytes: &[u8]) -> Result<Vec<u8>, Message> {
    if bytes.is_empty() {
        return Err(said("questionnaire.empty"));
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(foreign(bytes));
    }
    let parts = unpack(bytes)?;
    let types = parts.iter().find(|(name, _)| name == TYPES).map(|(_, data)| data.as_slice());
    kind(types, &parts)?;
    pack(&parts).map_err(|_| said("questionnaire.broken"))
}

/// What is no package at all.
fn foreign(bytes: &[u8]) -> Message {
    // The container of Office 97 to 2003, and of everything encrypted; its streams are named in UTF-16 ([MS-CFB] 2.6.1).
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let has = |name: &str| memmem::find(bytes, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).is_some();
        return if has("EncryptedPackage") {
            said("questionnaire.encrypted")
        } else if has("Workbook") || has("Book") {
            looks("questionnaire.old_workbook", ".xls")
        } else {
            looks("questionnaire.not_workbook", "Office 97-2003")
        };
    }
    if bytes.starts_with(b"%PDF-") {
        looks("questionnaire.not_workbook", "PDF")
    } else if infer::is_image(bytes) {
        looks("questionnaire.not_workbook", "画像 image")
    } else if bytes.iter().all(|byte| !matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f)) {
        looks("questionnaire.not_workbook", "CSV, text")
    } else {
        looks("questionnaire.not_workbook", "?")
    }
}

/// Whether the parts are those of a workbook without macros.
fn kind(types: Option<&[u8]>, parts: &[(String, Vec<u8>)]) -> Result<(), Message> {
    let Some(types) = types else {
        let open = parts.iter().any(|(name, data)| name == "mimetype" && data.starts_with(b"application/vnd.oasis.opendocument"));
        return Err(if open { looks("questionnaire.old_workbook", "OpenDocument") } else { looks("questionnaire.not_workbook", "ZIP") });
    };
    let has = |kind: &str| memmem::find(types, kind.as_bytes()).is_some();
    if has("macroEnabled") || parts.iter().any(|(name, _)| name.ends_with("vbaProject.bin") || name.starts_with("xl/macrosheets/")) {
        Err(said("questionnaire.macros"))
    } else if has(WORKBOOK) {
        Ok(())
    } else if has("ms-excel.sheet.binary") {
        Err(looks("questionnaire.old_workbook", ".xlsb"))
    } else if has("spreadsheetml.template") {
        Err(looks("questionnaire.old_workbook", ".xltx"))
    } else if has("wordprocessingml.") {
        Err(looks("questionnaire.not_workbook", "Word"))
    } else if has("presentationml.") {
        Err(looks("questionnaire.not_workbook", "PowerPoint"))
    } else {
        Err(looks("questionnaire.not_workbook", "ZIP"))
    }
}

/// Every part, unpacked. What the archive says of its sizes is not believed.
fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Message> {
    let broken = || said("questionnaire.broken");
    let zip = ZipArchive::from_slice(bytes).map_err(|_| broken())?;
    let (mut parts, mut left): (Vec<(String, Vec<u8>)>, _) = (Vec::new(), UNPACKED);
    for entry in zip.entries() {
        let entry = entry.map_err(|_| broken())?;
        if entry.is_dir() {
            continue;
        }
        let name = std::str::from_utf8(entry.file_path().as_bytes()).map_err(|_| broken())?.to_owned();
        // Two parts of one name: which one a program shows and which one it reads may differ.
        if parts.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            return Err(broken());
        }
        let file = zip.get_entry(entry.wayfinder()).map_err(|_| broken())?;
        let plain: Box<dyn Read + '_> = match entry.compression_method() {
            CompressionMethod::STORE => Box::new(file.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(file.data())),
            _ => return Err(broken()),
        };
        let mut data = Vec::new();
        let read = file.verifying_reader(plain).take(left as u64 + 1).read_to_end(&mut data);
        left = left.checked_sub(data.len()).ok_or_else(|| said("questionnaire.too_large"))?;
        read.map_err(|_| broken())?;
        parts.push((name, data));
        if parts.len() > PARTS {
            return Err(said("questionnaire.too_large"));
        }
    }
    Ok(parts)
}

pub fn pack(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, rawzip::Error> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, data) in parts {
        let (mut entry, config) = archive.new_file(name.as_str()).compression_method(CompressionMethod::STORE).start()?;
        let mut plain = config.wrap(&mut entry);
        plain.write_all(data)?;
        let (_, described) = plain.finish()?;
        entry.finish(described)?;
    }
    archive.finish()
}

#[cfg(test)]
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    unpack(bytes).expect("a package")
}
