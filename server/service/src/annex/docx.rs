//! The annex as a Word document.

use domain::{
    Result,
    annex::{Line, Paper},
};

use crate::docx::Document;

/// Levels that have a style of their own; what lies deeper looks like the last.
const DEEPEST: u8 = 2;

pub(super) fn write(paper: &Paper) -> Result<Vec<u8>> {
    let mut document = Document::new(&paper.title, &paper.contract);
    document.paragraph("Title", &paper.title);
    document.paragraph("Contract", &paper.contract);
    for text in &paper.preamble {
        document.paragraph("Preamble", text);
    }
    for part in &paper.parts {
        if !part.heading.is_empty() {
            document.paragraph("Heading1", &part.heading);
        }
        for article in &part.articles {
            document.paragraph("Heading2", &article.title());
            for line in &article.lines {
                labelled(&mut document, line);
            }
        }
    }
    if !paper.enclosures.is_empty() {
        document.paragraph("Heading1", "別表及び別紙");
        for enclosure in &paper.enclosures {
            document.paragraph("Preamble", &enclosure.title());
        }
    }
    document.paragraph("Heading1", "附則");
    for text in &paper.supplement {
        document.paragraph("Preamble", text);
    }
    document.paragraph("Colophon", &paper.foot);
    document.finish()
}

/// The label hangs before its text; the only paragraph of an article has none and begins one sign further in.
fn labelled(document: &mut Document<'_>, line: &Line) {
    let depth = line.depth.min(DEEPEST);
    match (line.label.as_str(), depth) {
        ("", 0) => document.paragraph("Preamble", &line.text),
        ("", depth) => document.paragraph(&format!("Further{depth}"), &line.text),
        (label, depth) => document.labelled(&format!("Level{depth}"), label, &line.text),
    }
}

#[cfg(test)]
mod tests;
