//! A paragraph while it is read, and what it says of itself.

use super::{super::Unreadable, numbering::Stated, xml::Xml};

/// A page break within a paragraph. XML cannot have this character, so no text does.
pub(super) const BREAK: char = '\u{c}';

/// A paragraph while it is read.
#[derive(Default)]
pub(super) struct Paragraph {
    pub text: String,
    pub style: Option<String>,
    pub stated: Stated,
    pub page_break_before: Option<bool>,
    /// Its mark is deleted.
    pub runs_on: bool,
    /// It is the last of a section, and the next begins a page.
    pub ends_section: Option<bool>,
    /// Text boxes that are anchored in it, and footnotes it refers to.
    pub boxes: String,
    pub notes: Vec<String>,
}

pub(super) fn properties(xml: &mut Xml, paragraph: &mut Paragraph) -> Result<(), Unreadable> {
    xml.each(|xml, element| {
        match element.name() {
            "pStyle" => paragraph.style = element.value(),
            "numId" => paragraph.stated.list = element.number("val"),
            "ilvl" => paragraph.stated.level = element.number("val").and_then(|level| usize::try_from(level).ok()),
            "pageBreakBefore" => paragraph.page_break_before = Some(element.is_on()),
            "del" | "moveFrom" => paragraph.runs_on = true,
            // What it was before a tracked change, and a number that an old version wrote down.
            "pPrChange" | "rPrChange" | "numberingChange" => xml.skip()?,
            "sectPr" => paragraph.ends_section = Some(section_begins_page(xml)?),
            _ => {}
        }
        Ok(())
    })
}

/// Whether a section ends a page. Strictly the next one says how it begins, at its own end; sections of a contract are all of one kind.
fn section_begins_page(xml: &mut Xml) -> Result<bool, Unreadable> {
    let mut begins = true;
    xml.each(|xml, element| {
        match element.name() {
            "type" => begins = !matches!(element.value().as_deref(), Some("continuous" | "nextColumn")),
            "sectPrChange" => xml.skip()?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(begins)
}

/// Signs of the fonts Wingdings and Symbol that forms are filled in with.
pub(super) fn symbol(code: &str) -> char {
    match code.to_ascii_uppercase().trim_start_matches('0') {
        "F0FE" | "F052" => '☑',
        "F0FD" | "F054" => '☒',
        "F0A8" | "F06F" | "F0A3" => '□',
        "F06E" => '■',
        "F0FC" => '✓',
        "F0B7" | "F06C" | "F09F" => '・',
        "F0E0" | "F0E8" => '→',
        other => u32::from_str_radix(other, 16).ok().filter(|code| *code < 0xe000).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
