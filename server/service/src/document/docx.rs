//! The text of a Word document (ECMA-376, part 1, 17).

mod body;
mod numbering;
mod numeral;
mod paragraph;
mod style;
mod xml;

use std::{collections::HashMap, io::Read};

use flate2::bufread::DeflateDecoder;
use memchr::memmem;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::{Looks, Unreadable, limits::Budget};
use body::Body;
use numbering::Numbering;
use xml::{Node, Xml};

/// A ZIP archive with the names of its files.
struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    files: HashMap<Vec<u8>, (ZipArchiveEntryWayfinder, CompressionMethod)>,
}

/// Files in the archive; a document with a thousand pictures has about as many.
const FILES: usize = 20_000;

/// Whether a ZIP archive is a Word document.
///
/// # Errors
/// [`Unreadable::Unknown`] with what it is instead; [`Unreadable::Broken`] for an archive that cannot be opened.
pub(super) fn is_docx(bytes: &[u8]) -> Result<(), Unreadable> {
    let archive = open(bytes)?;
    let budget = Budget::new();
    let Some(types) = part(&archive, "[Content_Types].xml", &budget)? else {
        let kind = part(&archive, "mimetype", &budget)?.unwrap_or_default();
        let looks = if kind.starts_with(b"application/vnd.oasis.opendocument") { Looks::OpenDocument } else { Looks::Archive };
        return Err(Unreadable::Unknown(looks));
    };
    let has = |kind: &str| memmem::find(&types, kind.as_bytes()).is_some();
    // What is embedded has a type too, but not that of a main part.
    let looks = if has("wordprocessingml.document.main+xml") {
        return Ok(());
    } else if has("ms-word.document.macroEnabled.main") || has("wordprocessingml.template.main") || has("ms-word.template") {
        Looks::MacroWord
    } else if has("spreadsheetml.sheet.main") || has("ms-excel.sheet") || has("spreadsheetml.template.main") {
        Looks::Spreadsheet
    } else if has("presentationml.") {
        Looks::Presentation
    } else {
        Looks::Archive
    };
    Err(Unreadable::Unknown(looks))
}

/// # Errors
/// [`Unreadable::Broken`], [`Unreadable::TooLarge`], and [`Unreadable::Empty`] for a document with neither text nor pictures.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    let archive = open(bytes)?;
    let budget = Budget::new();
    let main = related(&archive, "", &budget)?.find("/officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let relations = related(&archive, &main, &budget)?;
    let mut numbering = Numbering::default();
    if let Some(styles) = relations.part(&archive, "/styles", &budget)? {
        numbering.styles = style::read(&mut Xml::new(&styles, &budget)?)?;
    }
    if let Some(lists) = relations.part(&archive, "/numbering", &budget)? {
        numbering.read(&mut Xml::new(&lists, &budget)?)?;
    }
    let footnotes = relations.part(&archive, "/footnotes", &budget)?.unwrap_or_default();
    let endnotes = relations.part(&archive, "/endnotes", &budget)?.unwrap_or_default();
    let document = part(&archive, &main, &budget)?.ok_or(Unreadable::Broken)?;
    let mut body = Body::new(&budget, numbering);
    body.read_notes(&footnotes, &endnotes)?;
    let pages = body.read(&document)?;
    if !body.has_pictures && pages.iter().all(|page| page.trim().is_empty()) {
        return Err(Unreadable::Empty);
    }
    Ok(pages)
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, Unreadable> {
    let zip = ZipArchive::from_slice(bytes).map_err(|_| Unreadable::Broken)?;
    let mut files = HashMap::new();
    for entry in zip.entries() {
        let entry = entry.map_err(|_| Unreadable::Broken)?;
        files.insert(entry.file_path().as_bytes().to_vec(), (entry.wayfinder(), entry.compression_method()));
        if files.len() > FILES {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(Archive { zip, files })
}

/// A file of the archive, unpacked, in UTF-8.
fn part(archive: &Archive, name: &str, budget: &Budget) -> Result<Option<Vec<u8>>, Unreadable> {
    let Some((place, method)) = archive.files.get(name.as_bytes()) else { return Ok(None) };
    let file = archive.zip.get_entry(*place).map_err(|_| Unreadable::Broken)?;
    let plain: Box<dyn Read + '_> = match *method {
        CompressionMethod::STORE => Box::new(file.data()),
        CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(file.data())),
        _ => return Err(Unreadable::Broken),
    };
    // What the archive says of its size is not believed.
    let limit = u64::try_from(budget.unpacked_left()).unwrap_or(u64::MAX).saturating_add(1);
    let mut data = Vec::new();
    let read = file.verifying_reader(plain).take(limit).read_to_end(&mut data);
    budget.unpack(data.len())?;
    read.map_err(|_| Unreadable::Broken)?;
    xml::to_utf8(data).map(Some)
}

/// What a part is made of, by the kinds of their relation to it.
struct Relations(Vec<(String, String)>);

impl Relations {
    fn find(&self, kind: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known.ends_with(kind)).map(|(_, target)| target.clone())
    }

    fn part(&self, archive: &Archive, kind: &str, budget: &Budget) -> Result<Option<Vec<u8>>, Unreadable> {
        self.find(kind).map_or(Ok(None), |target| part(archive, &target, budget))
    }
}

/// The relations of a part, or of the whole for no name (ECMA-376, part 2, 9.3).
fn related(archive: &Archive, name: &str, budget: &Budget) -> Result<Relations, Unreadable> {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let beside = |target: &str| if folder.is_empty() { target.to_owned() } else { format!("{folder}/{target}") };
    let mut relations = Vec::new();
    if let Some(listed) = part(archive, &beside(&format!("_rels/{file}.rels")), budget)? {
        let mut xml = Xml::new(&listed, budget)?;
        loop {
            match xml.next()? {
                Node::Open(element) if element.is("Relationship") => {
                    let (kind, target) = (element.attribute("Type"), element.attribute("Target"));
                    if let (Some(kind), Some(target)) = (kind, target) {
                        let target = target.strip_prefix('/').map_or_else(|| beside(&target), str::to_owned);
                        relations.push((kind, target));
                    }
                }
                Node::End => break,
                _ => {}
            }
        }
    }
    Ok(Relations(relations))
}
