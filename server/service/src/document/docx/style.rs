//! Paragraph styles, as far as they number paragraphs or begin pages (ECMA-376, part 1, 17.7).

use std::collections::HashMap;

use super::{
    super::Unreadable,
    xml::{Node, Xml},
};

/// Styles based on one another.
const BASES: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Style {
    based_on: Option<String>,
    list: Option<i32>,
    level: Option<usize>,
    page_break_before: Option<bool>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    known: HashMap<String, Style>,
    /// The style of a paragraph that names none.
    default: Option<String>,
}

impl Styles {
    /// The style itself and what it is based on.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let mut next = id.or(self.default.as_deref());
        let chain = std::iter::from_fn(move || {
            let (id, style) = self.known.get_key_value(next?)?;
            next = style.based_on.as_deref();
            Some((id.as_str(), style))
        });
        chain.take(BASES)
    }

    /// The list a style is in, the level it states, and the style that says so.
    pub(super) fn list<'a>(&'a self, id: Option<&'a str>) -> Option<(i32, Option<usize>, &'a str)> {
        let level = self.chain(id).find_map(|(_, style)| style.level);
        self.chain(id).find_map(|(id, style)| Some((style.list?, level, id)))
    }

    pub(super) fn begins_page(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|(_, style)| style.page_break_before).unwrap_or(false)
    }
}

pub(super) fn read(xml: &mut Xml) -> Result<Styles, Unreadable> {
    let mut styles = Styles::default();
    loop {
        match xml.next()? {
            Node::Open(element) if element.is("style") => {
                let id = element.attribute("styleId").unwrap_or_default();
                if element.attribute("default").is_some_and(|on| on != "0" && on != "false") && element.attribute("type").as_deref() == Some("paragraph") {
                    styles.default = Some(id.clone());
                }
                let mut style = Style::default();
                xml.each(|xml, element| {
                    match element.name() {
                        "basedOn" => style.based_on = element.value(),
                        "numId" => style.list = element.number("val"),
                        "ilvl" => style.level = element.number("val").and_then(|level| usize::try_from(level).ok()),
                        "pageBreakBefore" => style.page_break_before = Some(element.is_on()),
                        // What it was before a tracked change.
                        "pPrChange" | "rPrChange" => xml.skip()?,
                        _ => {}
                    }
                    Ok(())
                })?;
                styles.known.insert(id, style);
            }
            Node::End => return Ok(styles),
            _ => {}
        }
    }
}
