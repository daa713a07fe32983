//! Tables of character codes: those in a file, and those that PDF knows by name (ISO 32000-1, 9.7.5).

use std::{cell::Cell, collections::HashMap, rc::Rc};

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};

/// A table in a file that is longer than this is no table: the longest has 65,536 lines of 14 bytes.
const LONGEST: usize = 4 << 20;

/// Tables that one may be based on. Each is unpacked anew, and a file could name them a thousand times.
const BASES: u32 = 4;

/// Tables known by name, each read once for a file.
#[derive(Default)]
pub(super) struct Known(HashMap<Vec<u8>, Option<Rc<CMap>>>);

impl Known {
    pub(super) fn named(&mut self, name: &[u8]) -> Option<Rc<CMap>> {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let cmap = match name {
            b"Identity-H" => Some(CMap::identity_h()),
            b"Identity-V" => Some(CMap::identity_v()),
            _ => load_embedded(CMapName::from_bytes(name)).and_then(parse),
        };
        let cmap = cmap.map(Rc::new);
        if self.0.len() < 64 {
            self.0.insert(name.to_vec(), cmap.clone());
        }
        cmap
    }

    /// From the characters of a collection, such as Adobe-Japan1, to Unicode.
    pub(super) fn unicode_of(&mut self, registry: &[u8], ordering: &[u8]) -> Option<Rc<CMap>> {
        let name = CidFamily::from_registry_ordering(registry, ordering).ucs2_cmap()?;
        self.named(name.to_bytes())
    }
}

pub(super) fn parse(data: &[u8]) -> Option<CMap> {
    if data.len() > LONGEST {
        return None;
    }
    let left = Cell::new(BASES);
    CMap::parse(data, move |name| {
        left.set(left.get().checked_sub(1)?);
        load_embedded(name)
    })
}

pub(super) fn is_vertical(cmap: &CMap) -> bool {
    cmap.metadata().writing_mode == Some(WritingMode::Vertical)
}

/// What a code stands for, appended; false if the table does not say.
pub(super) fn append(cmap: &CMap, code: u32, text: &mut String) -> bool {
    let before = text.len();
    match cmap.lookup_bf_string(code) {
        // Some writers map what they have no character for to zero.
        Some(BfString::Char(c)) if c != '\0' => text.push(c),
        Some(BfString::String(s)) => text.extend(s.chars().filter(|c| *c != '\0')),
        _ => {}
    }
    text.len() > before
}
