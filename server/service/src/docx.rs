//! Papers as Word documents (ECMA-376, part 1): A4, mincho, every number written out, so that what is signed is what was read.

use std::{fmt::Write as _, io::Write as _};

use domain::{Error, Result};
use flate2::{Compression, write::DeflateEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};

const TYPES: &str = include_str!("docx/content_types.xml");
const PACKAGE: &str = include_str!("docx/package.rels");
const RELATIONS: &str = include_str!("docx/document.rels");
const STYLES: &str = include_str!("docx/styles.xml");
const FONTS: &str = include_str!("docx/fonts.xml");
const SETTINGS: &str = include_str!("docx/settings.xml");
const FOOTER: &str = include_str!("docx/footer.xml");

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                          xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A4 (ISO 216) in twentieths of a point, with the margins of an office paper that is bound at the left.
const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/><w:footerReference w:type=\"default\" r:id=\"footer\"/>\
                       <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
                       <w:pgMar w:top=\"1701\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1701\" w:header=\"851\" w:footer=\"680\" w:gutter=\"0\"/>\
                       <w:docGrid w:type=\"lines\" w:linePitch=\"360\"/></w:sectPr>";

/// The media type of what [`Document::finish`] makes.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A document in the making.
pub(crate) struct Document<'a> {
    title: &'a str,
    /// Stands at the head of every page.
    head: &'a str,
    body: String,
}

impl<'a> Document<'a> {
    pub fn new(title: &'a str, head: &'a str) -> Self {
        Self { title, head, body: String::new() }
    }

    /// A paragraph in a style of `docx/styles.xml`.
    pub fn paragraph(&mut self, style: &str, text: &str) {
        self.runs(style, &run(text));
    }

    /// A paragraph whose label hangs before its text.
    pub fn labelled(&mut self, style: &str, label: &str, text: &str) {
        self.runs(style, &format!("{}<w:r><w:tab/></w:r>{}", run(label), run(text)));
    }

    /// A paragraph made of runs ([`run`]).
    pub fn runs(&mut self, style: &str, runs: &str) {
        let _ = write!(self.body, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    }

    /// The same paper gives the same bytes: no clock, no random ids, entries in one order.
    ///
    /// # Errors
    /// [`Error::Internal`] when the archive cannot be put together, which memory alone could cause.
    pub fn finish(self) -> Result<Vec<u8>> {
        let document = format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{}{SECTION}</w:body></w:document>\n", self.body);
        let (header, core) = (self.header(), self.core());
        zip(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PACKAGE),
            ("docProps/core.xml", &core),
            ("word/document.xml", &document),
            ("word/_rels/document.xml.rels", RELATIONS),
            ("word/styles.xml", STYLES),
            ("word/fontTable.xml", FONTS),
            ("word/settings.xml", SETTINGS),
            ("word/header1.xml", &header),
            ("word/footer1.xml", FOOTER),
        ])
        .map_err(|error| {
            tracing::error!(%error, "a Word document could not be put together");
            Error::Internal
        })
    }

    fn header(&self) -> String {
        let text = run(self.head);
        format!("{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{text}</w:p></w:hdr>\n")
    }

    fn core(&self) -> String {
        format!(
            "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:language>ja-JP</dc:language></cp:coreProperties>\n",
            escaped(self.title),
            escaped(self.head)
        )
    }
}

/// Entries carry no time of their own: all are of the format's first day.
fn zip(parts: &[(&str, &str)]) -> std::result::Result<Vec<u8>, rawzip::Error> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, content) in parts {
        let (mut entry, config) = archive.new_file(*name).compression_method(CompressionMethod::DEFLATE).start()?;
        let mut data = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        data.write_all(content.as_bytes())?;
        let (encoder, described) = data.finish()?;
        encoder.finish()?;
        entry.finish(described)?;
    }
    archive.finish()
}

/// Text of one look.
pub(crate) fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

/// Strong text.
pub(crate) fn bold(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

/// A new line within a paragraph.
pub(crate) const LINE_BREAK: &str = "<w:r><w:br/></w:r>";

/// Text as XML 1.0 may hold it (2.2): control characters and what is no character at all are dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
