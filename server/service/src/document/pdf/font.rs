//! Fonts: from the codes of a string to characters and widths (ISO 32000-1, 9.5 to 9.10).

use std::rc::Rc;

use hayro_cmap::CMap;

use super::{
    super::Unreadable,
    cmap::{self, Known},
    file::File,
    glyph_name::{self, Base},
    object::{Dict, Object},
};

pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
    /// From glyph space to text space: a thousandth, but for fonts that draw by operators.
    scale: f64,
    pub vertical: bool,
}

enum Codes {
    /// One byte each.
    Simple { texts: Vec<Option<String>>, widths: Vec<f64> },
    /// One to four bytes each, by a table.
    Composite(Composite),
}

struct Composite {
    cmap: Option<Rc<CMap>>,
    /// The codes themselves are UTF-16.
    unicode: bool,
    /// Bytes of a code that is not in the table.
    shortest: usize,
    /// From the font's characters to Unicode.
    collection: Option<Rc<CMap>>,
    /// First and last character of a range, and their width; in order.
    widths: Vec<(u32, u32, f64)>,
    width: f64,
    /// How far the pen moves down, written vertically.
    height: f64,
}

/// One character of a string.
pub(super) struct Code {
    /// Bytes it took.
    pub len: usize,
    /// A single byte 32, to which the word spacing applies.
    pub is_space: bool,
    /// How far it moves the pen, of the font's size: across, or down.
    pub advance: f64,
}

impl Font {
    pub(super) fn read(file: &File, dict: &Dict, known: &mut Known) -> Result<Self, Unreadable> {
        let subtype = file.get(dict, b"Subtype")?;
        let to_unicode = match file.get(dict, b"ToUnicode")? {
            Object::Stream(stream) => cmap::parse(&file.unpack(&stream)?),
            _ => None,
        };
        if subtype.is_name(b"Type0") {
            let composite = composite(file, dict, known)?;
            let vertical = composite.cmap.as_deref().is_some_and(cmap::is_vertical);
            return Ok(Self { codes: Codes::Composite(composite), to_unicode, scale: 0.001, vertical });
        }
        let is_type3 = subtype.is_name(b"Type3");
        let matrix = file.get(dict, b"FontMatrix")?.array();
        let scale = matrix.and_then(|matrix| matrix.first()?.number()).filter(|_| is_type3).map_or(0.001, f64::abs);
        Ok(Self { codes: Codes::Simple { texts: texts(file, dict)?, widths: simple_widths(file, dict)? }, to_unicode, scale, vertical: false })
    }

    /// The next character of a string that is not empty; what it stands for is appended.
    pub(super) fn next(&self, bytes: &[u8], text: &mut String) -> Code {
        let (len, code, cid) = match &self.codes {
            Codes::Simple { .. } => (1, u32::from(bytes[0]), 0),
            Codes::Composite(composite) => composite.next(bytes),
        };
        let is_space = len == 1 && code == 32;
        let told = self.to_unicode.as_ref().is_some_and(|table| cmap::append(table, code, text));
        match &self.codes {
            Codes::Simple { texts, widths } => {
                let at = usize::from(bytes[0]);
                if !told {
                    text.push_str(texts[at].as_deref().unwrap_or("\u{fffd}"));
                }
                Code { len, is_space, advance: widths[at] * self.scale }
            }
            Codes::Composite(composite) => {
                if !told && !composite.tell(code, cid, text) {
                    text.push(char::REPLACEMENT_CHARACTER);
                }
                let advance = if self.vertical { composite.height } else { composite.width_of(cid) };
                Code { len, is_space, advance: advance * self.scale }
            }
        }
    }
}

impl Composite {
    /// Length, code and character.
    fn next(&self, bytes: &[u8]) -> (usize, u32, u32) {
        let mut code = 0_u32;
        for (byte, len) in bytes.iter().zip(1_u8..=4) {
            code = code << 8 | u32::from(*byte);
            if let Some(cid) = self.cmap.as_deref().and_then(|cmap| cmap.lookup_cid_code(code, len)) {
                return (usize::from(len), code, cid);
            }
        }
        let len = match bytes {
            // Half of a pair that the table does not have.
            [0xd8..=0xdb, _, _, _, ..] if self.unicode => 4,
            _ => self.shortest.min(bytes.len()),
        };
        (len, bytes[..len].iter().fold(0, |code, byte| code << 8 | u32::from(*byte)), 0)
    }

    fn tell(&self, code: u32, cid: u32, text: &mut String) -> bool {
        if self.unicode {
            let units = [code >> 16, code & 0xffff].map(|unit| u16::try_from(unit).unwrap_or_default());
            let units = if units[0] == 0 { &units[1..] } else { &units[..] };
            text.extend(char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            return true;
        }
        self.collection.as_deref().is_some_and(|collection| cid != 0 && cmap::append(collection, cid, text))
    }

    fn width_of(&self, cid: u32) -> f64 {
        let after = self.widths.partition_point(|(first, _, _)| *first <= cid);
        let range = after.checked_sub(1).map(|at| self.widths[at]);
        range.filter(|(_, last, _)| cid <= *last).map_or(self.width, |(_, _, width)| width)
    }
}

fn composite(file: &File, dict: &Dict, known: &mut Known) -> Result<Composite, Unreadable> {
    let descendants = file.get(dict, b"DescendantFonts")?;
    let descendant = match descendants.array().and_then(|fonts| fonts.first().cloned()) {
        Some(font) => file.resolve(&font)?,
        None => descendants,
    };
    let descendant = descendant.dict().unwrap_or_default();
    let info = file.get(&descendant, b"CIDSystemInfo")?.dict().unwrap_or_default();
    let (registry, ordering) = (file.get(&info, b"Registry")?, file.get(&info, b"Ordering")?);
    let encoding = file.get(dict, b"Encoding")?;
    let (cmap, name) = match &encoding {
        Object::Stream(stream) => {
            let name = stream.dict.raw(b"UseCMap").name().unwrap_or_default().to_vec();
            (cmap::parse(&file.unpack(stream)?).map(Rc::new).or_else(|| known.named(&name)), Vec::new())
        }
        Object::Name(name) => (known.named(name), name.to_vec()),
        _ => (known.named(b"Identity-H"), Vec::new()),
    };
    let holds = |part: &[u8]| memchr::memmem::find(&name, part).is_some();
    Ok(Composite {
        unicode: name.starts_with(b"Uni") && (holds(b"UTF16") || holds(b"UCS2")),
        shortest: if holds(b"RKSJ") || holds(b"EUC") || (cmap.is_some() && name.is_empty()) { 1 } else { 2 },
        collection: known.unicode_of(registry.string().unwrap_or(b"Adobe"), ordering.string().unwrap_or_default()),
        widths: widths(file, &file.get(&descendant, b"W")?)?,
        width: file.get(&descendant, b"DW")?.number().unwrap_or(1000.0),
        height: file.get(&descendant, b"DW2")?.array().and_then(|pair| pair.get(1)?.number()).unwrap_or(-1000.0),
        cmap,
    })
}

/// `[ 1 [500 600] 10 20 1000 ]`: widths of 1 and 2, and of all from 10 to 20.
fn widths(file: &File, object: &Object) -> Result<Vec<(u32, u32, f64)>, Unreadable> {
    let items = object.array().unwrap_or_default();
    let mut ranges = Vec::new();
    let mut rest = &items[..];
    let cid = |object: &Object| object.int().and_then(|n| u32::try_from(n).ok());
    while let [first, second, tail @ ..] = rest {
        rest = tail;
        let Some(first) = cid(first) else { continue };
        let second = file.resolve(second)?;
        if let Some(list) = second.array() {
            file.budget.hold(list.len())?;
            ranges.extend((first..).zip(list.iter()).filter_map(|(cid, width)| Some((cid, cid, width.number()?))));
        } else if let [width, tail @ ..] = rest {
            rest = tail;
            ranges.extend(cid(&second).zip(width.number()).map(|(last, width)| (first, last, width)));
        }
    }
    ranges.sort_by_key(|range| range.0);
    Ok(ranges)
}

/// What each of the 256 codes of a simple font stands for, where the font itself does not tell.
fn texts(file: &File, dict: &Dict) -> Result<Vec<Option<String>>, Unreadable> {
    let encoding = file.get(dict, b"Encoding")?;
    let described = encoding.dict().unwrap_or_default();
    let base = match encoding.name().map_or_else(|| file.get(&described, b"BaseEncoding"), |_| Ok(encoding.clone()))?.name() {
        Some(b"WinAnsiEncoding") => Base::Windows,
        Some(b"MacRomanEncoding") => Base::Mac,
        None if file.get(dict, b"Subtype")?.is_name(b"TrueType") => Base::Windows,
        _ => Base::Standard,
    };
    let mut texts: Vec<Option<String>> = (0..=255).map(|code| glyph_name::encoded(base, code)).collect();
    let mut code = 0;
    for item in file.get(&described, b"Differences")?.array().iter().flat_map(|items| items.iter()) {
        if let Some(first) = item.index() {
            code = first;
        } else if let Some(name) = item.name() {
            if let Some(text) = texts.get_mut(code) {
                *text = glyph_name::named(name);
            }
            code += 1;
        }
    }
    Ok(texts)
}

fn simple_widths(file: &File, dict: &Dict) -> Result<Vec<f64>, Unreadable> {
    let descriptor = file.get(dict, b"FontDescriptor")?.dict().unwrap_or_default();
    // The fourteen fonts that need not state their widths are about half as wide as high.
    let missing = file.get(&descriptor, b"MissingWidth")?.number().filter(|width| *width > 0.0).unwrap_or(500.0);
    let mut widths = vec![missing; 256];
    let first = file.get(dict, b"FirstChar")?.index().unwrap_or(0).min(256);
    let listed = file.get(dict, b"Widths")?.array().unwrap_or_default();
    for (place, width) in widths[first..].iter_mut().zip(listed.iter()) {
        *place = file.resolve(width)?.number().unwrap_or(missing);
    }
    Ok(widths)
}
