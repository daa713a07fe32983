//! Where the objects of a PDF are (ISO 32000-1, 7.5.4 and 7.5.8): by its cross-reference tables and streams, or by looking for them.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use memchr::memmem;

use super::{
    super::Unreadable,
    file::{File, heading},
    lexer::{Item, Lexer, is_blank},
    object::{Dict, Object, Stream},
};

/// Objects of a file. The catalogue of a large archive has a tenth of that.
const OBJECTS: usize = 1_000_000;

/// Tables one file is built of: each change that is saved onto its end adds one, and each signature is such a change.
const TABLES: usize = 512;

#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    At(usize),
    /// In an object stream, as which of its objects.
    Packed {
        container: u32,
        at: usize,
    },
}

#[derive(Default)]
pub(super) struct Table {
    pub places: HashMap<u32, Place>,
    pub trailer: Vec<(Rc<[u8]>, Object)>,
    /// Objects that a newer table says are gone.
    free: HashSet<u32>,
}

impl Table {
    /// What a newer table says counts, and they are read from the newest on.
    fn add(&mut self, number: u32, place: Place) -> Result<(), Unreadable> {
        if self.places.len() + self.free.len() >= OBJECTS {
            return Err(Unreadable::TooLarge);
        }
        if !self.free.contains(&number) {
            self.places.entry(number).or_insert(place);
        }
        Ok(())
    }

    fn remove(&mut self, number: u32) {
        if self.free.len() < OBJECTS && !self.places.contains_key(&number) {
            self.free.insert(number);
        }
    }

    fn add_trailer(&mut self, dict: &Dict) {
        for (key, value) in dict.entries().filter(|(key, _)| matches!(*key, b"Root" | b"Encrypt" | b"ID")) {
            if !self.trailer.iter().any(|(known, _)| **known == *key) {
                self.trailer.push((Rc::from(key), value.clone()));
            }
        }
    }
}

/// # Errors
/// [`Unreadable::Broken`] if the chain of tables cannot be followed to its end.
pub(super) fn read(file: &File) -> Result<Table, Unreadable> {
    let at = memmem::rfind(file.bytes, b"startxref").ok_or(Unreadable::Broken)?;
    let mut lexer = Lexer::objects(file.bytes, at + b"startxref".len(), file.budget);
    let mut next = lexer.value()?.index();
    let mut table = Table::default();
    let mut seen = HashSet::new();
    while let Some(offset) = next.filter(|offset| seen.insert(*offset)) {
        if seen.len() > TABLES {
            return Err(Unreadable::TooLarge);
        }
        next = section(file, offset, &mut table)?;
    }
    if table.places.is_empty() { Err(Unreadable::Broken) } else { Ok(table) }
}

/// Reads a table or a stream, and gives where the one before it is.
fn section(file: &File, offset: usize, table: &mut Table) -> Result<Option<usize>, Unreadable> {
    let mut lexer = Lexer::objects(file.bytes, offset, file.budget);
    if !lexer.passes(b"xref") {
        let id = heading(&mut lexer)?.ok_or(Unreadable::Broken)?;
        let stream = file.body(&mut lexer, id)?.stream().ok_or(Unreadable::Broken)?;
        entries_of_stream(file, &stream, table)?;
        table.add_trailer(&stream.dict);
        return Ok(stream.dict.raw(b"Prev").index());
    }
    loop {
        let start = match lexer.item()? {
            Item::Value(start) => start.int().and_then(|start| u32::try_from(start).ok()).ok_or(Unreadable::Broken)?,
            Item::Word(b"trailer") => break,
            _ => return Err(Unreadable::Broken),
        };
        let count = lexer.value()?.index().ok_or(Unreadable::Broken)?;
        for number in (start..).take(count) {
            let (offset, _, kind) = (lexer.value()?.index(), lexer.value()?, lexer.item()?);
            match kind {
                Item::Word(b"n") => table.add(number, Place::At(offset.ok_or(Unreadable::Broken)?))?,
                Item::Word(b"f") => table.remove(number),
                _ => return Err(Unreadable::Broken),
            }
        }
    }
    let trailer = lexer.value()?.dict().ok_or(Unreadable::Broken)?;
    table.add_trailer(&trailer);
    // A file for old and new readers alike: what the old cannot read is in a stream beside the table.
    if let Some(beside) = trailer.raw(b"XRefStm").index() {
        let mut lexer = Lexer::objects(file.bytes, beside, file.budget);
        if let Some(id) = heading(&mut lexer)?
            && let Some(stream) = file.body(&mut lexer, id)?.stream()
        {
            // The table calls these free.
            let free = std::mem::take(&mut table.free);
            entries_of_stream(file, &stream, table)?;
            table.free = free;
        }
    }
    Ok(trailer.raw(b"Prev").index())
}

fn entries_of_stream(file: &File, stream: &Stream, table: &mut Table) -> Result<(), Unreadable> {
    let numbers = |key: &[u8]| -> Result<Vec<usize>, Unreadable> {
        Ok(file.get(&stream.dict, key)?.array().iter().flat_map(|items| items.iter()).filter_map(Object::index).collect())
    };
    let widths = numbers(b"W")?;
    let [kind, second, third] = widths[..] else { return Err(Unreadable::Broken) };
    let row = kind.saturating_add(second).saturating_add(third);
    if row == 0 || row > 32 {
        return Err(Unreadable::Broken);
    }
    let data = file.unpack(stream)?;
    let mut rows = data.chunks_exact(row);
    let mut ranges = numbers(b"Index")?;
    if ranges.is_empty() {
        ranges = vec![0, data.len() / row];
    }
    let value = |bytes: &[u8]| bytes.iter().fold(0_usize, |value, byte| value << 8 | usize::from(*byte));
    for range in ranges.chunks_exact(2) {
        let start = u32::try_from(range[0]).map_err(|_| Unreadable::Broken)?;
        for (number, row) in (start..).zip(rows.by_ref().take(range[1])) {
            let (first, rest) = row.split_at(kind);
            let (middle, last) = rest.split_at(second);
            match if kind == 0 { 1 } else { value(first) } {
                0 => table.remove(number),
                1 => table.add(number, Place::At(value(middle)))?,
                2 => table.add(number, Place::Packed { container: u32::try_from(value(middle)).unwrap_or(u32::MAX), at: value(last) })?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// All objects that stand in the file by themselves, and the numbers of object streams, the newest first.
pub(super) fn search(file: &File) -> Result<(Table, Vec<u32>), Unreadable> {
    file.budget.step(file.bytes.len())?;
    let mut table = Table::default();
    let mut containers = Vec::new();
    for at in memmem::find_iter(file.bytes, b"obj") {
        let Some(start) = heading_before(file.bytes, at) else { continue };
        let mut lexer = Lexer::objects(file.bytes, start, file.budget);
        let Some(id) = heading(&mut lexer)? else { continue };
        if table.places.len() == OBJECTS {
            return Err(Unreadable::TooLarge);
        }
        // The last of several with one number is the newest.
        table.places.insert(id.0, Place::At(start));
        let Item::Value(Object::Dict(dict)) = lexer.item()? else { continue };
        match dict.raw(b"Type").name() {
            Some(b"ObjStm") => containers.push(id.0),
            Some(b"XRef") => newest_trailer(&mut table, &dict),
            _ => {}
        }
    }
    for at in memmem::find_iter(file.bytes, b"trailer") {
        if let Item::Value(Object::Dict(dict)) = Lexer::objects(file.bytes, at + b"trailer".len(), file.budget).item()? {
            newest_trailer(&mut table, &dict);
        }
    }
    containers.reverse();
    Ok((table, containers))
}

fn newest_trailer(table: &mut Table, dict: &Dict) {
    if dict.raw(b"Root").reference().is_some() {
        let before = std::mem::take(&mut table.trailer);
        table.add_trailer(dict);
        table.trailer.extend(before.into_iter().filter(|(key, _)| dict.raw(key).is_null()));
    }
}

/// Where `1 0 ` begins that stands before `obj`.
fn heading_before(bytes: &[u8], obj: usize) -> Option<usize> {
    // Longer than any number of an object with its generation.
    let from = obj.saturating_sub(24);
    let before = &bytes[from..obj];
    let back = |end: usize, is: fn(u8) -> bool| before[..end].iter().rposition(|byte| !is(*byte)).map_or(0, |at| at + 1);
    let mut end = before.len();
    let mut start = end;
    for _ in 0..2 {
        end = back(start, is_blank);
        start = back(end, |byte| byte.is_ascii_digit());
        if start == end {
            return None;
        }
    }
    Some(from + start)
}

/// The object that calls itself the catalogue, where no trailer names it.
pub(super) fn catalog(file: &File) -> Result<Option<u32>, Unreadable> {
    let mut found = None;
    for number in file.numbers() {
        let object = file.resolve(&Object::Reference(number))?;
        if let Some(dict) = object.dict()
            && dict.raw(b"Type").is_name(b"Catalog")
        {
            found = Some(number);
        }
    }
    Ok(found)
}
