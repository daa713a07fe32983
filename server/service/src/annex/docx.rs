//! The paper as a Word document (ECMA-376, part 1): A4, mincho, every number written out, so that what is signed is what was read.

use std::{fmt::Write as _, io::Write as _};

use domain::{
    Error, Result,
    annex::{Line, Paper},
};
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

/// Levels that have a style of their own; what lies deeper looks like the last.
const DEEPEST: u8 = 2;

/// The same paper gives the same bytes: no clock, no random ids, entries in one order.
///
/// # Errors
/// [`Error::Internal`] when the archive cannot be put together, which memory alone could cause.
pub(super) fn write(paper: &Paper) -> Result<Vec<u8>> {
    let (document, header, core) = (document(paper), header(paper), core(paper));
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

fn document(paper: &Paper) -> String {
    let mut body = String::new();
    paragraph(&mut body, "Title", &paper.title);
    paragraph(&mut body, "Contract", &paper.contract);
    for text in &paper.preamble {
        paragraph(&mut body, "Preamble", text);
    }
    for part in &paper.parts {
        if !part.heading.is_empty() {
            paragraph(&mut body, "Heading1", &part.heading);
        }
        for article in &part.articles {
            paragraph(&mut body, "Heading2", &article.title());
            for line in &article.lines {
                labelled(&mut body, line);
            }
        }
    }
    if !paper.enclosures.is_empty() {
        paragraph(&mut body, "Heading1", "別表及び別紙");
        for enclosure in &paper.enclosures {
            paragraph(&mut body, "Preamble", &enclosure.title());
        }
    }
    paragraph(&mut body, "Heading1", "附則");
    for text in &paper.supplement {
        paragraph(&mut body, "Preamble", text);
    }
    paragraph(&mut body, "Colophon", &paper.foot);
    format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{SECTION}</w:body></w:document>\n")
}

fn header(paper: &Paper) -> String {
    let mut text = String::new();
    paragraph(&mut text, "Header", &paper.contract);
    format!("{DECLARATION}<w:hdr {NAMESPACES}>{text}</w:hdr>\n")
}

fn core(paper: &Paper) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:language>ja-JP</dc:language></cp:coreProperties>\n",
        escaped(&paper.title),
        escaped(&paper.contract)
    )
}

fn paragraph(out: &mut String, style: &str, text: &str) {
    let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text));
}

/// The label hangs before its text; the only paragraph of an article has none and begins one sign further in.
fn labelled(out: &mut String, line: &Line) {
    let depth = line.depth.min(DEEPEST);
    if line.label.is_empty() {
        let style = if depth == 0 { "Preamble".to_owned() } else { format!("Further{depth}") };
        paragraph(out, &style, &line.text);
    } else {
        let (label, text) = (run(&line.label), run(&line.text));
        let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"Level{depth}\"/></w:pPr>{label}<w:r><w:tab/></w:r>{text}</w:p>");
    }
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

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

#[cfg(test)]
mod tests;
