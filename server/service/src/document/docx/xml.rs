//! The XML of a document's parts, element by element. Nothing is expanded and nothing is fetched: a document type is passed over.

use encoding_rs::{UTF_16BE, UTF_16LE};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::super::{Unreadable, limits::Budget};

/// Elements in one another: tables in tables in text boxes. The readers call themselves as deep.
const DEPTH: u32 = 200;

/// What an element costs, next to looking at a byte.
const COST: usize = 32;

pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    budget: &'a Budget,
    depth: u32,
}

pub(super) enum Node<'a> {
    Open(Element<'a>),
    Close,
    Text(String),
    End,
}

pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix: what prefix stands for which namespace is the writer's choice, and none of the names we ask for is in two.
    pub(super) fn name(&self) -> &str {
        std::str::from_utf8(self.0.local_name().into_inner()).unwrap_or_default()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name() == name
    }

    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let attribute = self.0.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
        let value = std::str::from_utf8(&attribute.value).ok()?;
        Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned))
    }

    /// The attribute `val`, which most properties are in.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    pub(super) fn number(&self, name: &str) -> Option<i32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// A property that is on by being there, unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off"))
    }
}

impl<'a> Xml<'a> {
    pub(super) fn new(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, Unreadable> {
        budget.step(bytes.len())?;
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, budget, depth: 0 })
    }

    pub(super) fn next(&mut self) -> Result<Node<'a>, Unreadable> {
        loop {
            self.budget.step(COST)?;
            return Ok(match self.reader.read_event().map_err(|_| Unreadable::Broken)? {
                Event::Start(start) => {
                    if self.depth == DEPTH {
                        return Err(Unreadable::TooLarge);
                    }
                    self.depth += 1;
                    Node::Open(Element(start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close
                }
                Event::Text(text) => Node::Text(String::from_utf8_lossy(&text).into_owned()),
                Event::CData(text) => Node::Text(String::from_utf8_lossy(&text).into_owned()),
                Event::GeneralRef(name) => Node::Text(entity(&String::from_utf8_lossy(&name))),
                // The end of a file cut short comes within its elements.
                Event::Eof if self.depth > 0 => return Err(Unreadable::Broken),
                Event::Eof => Node::End,
                _ => continue,
            });
        }
    }

    /// Passes the rest of the element last opened.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text in the element last opened.
    pub(super) fn text(&mut self) -> Result<String, Unreadable> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            if let Node::Text(part) = self.next()? {
                text.push_str(&part);
            }
        }
        Ok(text)
    }

    /// Calls for each element in the one last opened, however deep. What the call does not read through is looked into.
    pub(super) fn each(&mut self, mut visit: impl FnMut(&mut Self, &Element) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Node::Open(element) => visit(self, &element)?,
                Node::End => break,
                _ => {}
            }
        }
        Ok(())
    }
}

fn entity(name: &str) -> String {
    let digits = name.strip_prefix('#');
    let code = digits.and_then(|digits| digits.strip_prefix(['x', 'X']).map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok()));
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => code.and_then(char::from_u32).filter(|c| !c.is_control()),
    };
    known.map(String::from).unwrap_or_default()
}

/// Parts may be in UTF-16, though Word writes UTF-8.
pub(super) fn to_utf8(bytes: Vec<u8>) -> Result<Vec<u8>, Unreadable> {
    let (encoding, text) = match &bytes[..] {
        [0xff, 0xfe, text @ ..] => (UTF_16LE, text),
        [0xfe, 0xff, text @ ..] => (UTF_16BE, text),
        _ => return Ok(bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(text).ok_or(Unreadable::Encoding)?;
    Ok(text.into_owned().into_bytes())
}
