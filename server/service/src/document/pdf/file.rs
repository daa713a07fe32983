//! The objects of a PDF file (ISO 32000-1, 7.3.10 and 7.5): where they are, and what they are.
//!
//! Objects are read as they are asked for, each once, so that what a page does not need costs nothing.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use memchr::memmem;

use super::{
    super::{Unreadable, limits::Budget},
    crypt::Cipher,
    filter,
    lexer::{Item, Lexer},
    object::{Dict, Object, Stream},
    xref::{self, Place, Table},
};

/// References that lead to one another while one object is read: the length of a stream, a filter's parameters, the object stream about it.
const NESTED: u32 = 16;

pub(super) struct File<'a> {
    pub bytes: &'a [u8],
    pub budget: &'a Budget,
    pub trailer: Rc<Dict>,
    places: HashMap<u32, Place>,
    known: RefCell<HashMap<u32, Object>>,
    containers: RefCell<HashMap<u32, Option<Rc<Container>>>>,
    cipher: Option<Rc<Cipher>>,
    nested: Cell<u32>,
    astray: Cell<bool>,
}

/// An object stream: objects packed together.
struct Container {
    data: Vec<u8>,
    /// Number of each object and where it begins.
    members: Vec<(u32, usize)>,
}

impl<'a> File<'a> {
    /// By the cross-reference table of the file.
    ///
    /// # Errors
    /// [`Unreadable::Broken`] if there is none that leads to the pages.
    pub(super) fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, Unreadable> {
        let mut file = Self::bare(bytes, budget);
        let table = xref::read(&file)?;
        file.take(table)?;
        let root = file.root()?;
        if file.get(&root, b"Pages")?.dict().is_none() {
            return Err(Unreadable::Broken);
        }
        Ok(file)
    }

    /// By looking for objects all through the file, for one whose table is lost or wrong.
    pub(super) fn repair(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, Unreadable> {
        let mut file = Self::bare(bytes, budget);
        let (table, containers) = xref::search(&file)?;
        file.take(table)?;
        for number in containers {
            // Newer files override what older ones packed; what stands on its own is found by its place and counts more.
            for (at, (member, _)) in file.container(number)?.iter().flat_map(|container| container.members.iter().enumerate()) {
                file.places.entry(*member).or_insert(Place::Packed { container: number, at });
            }
        }
        file.known.borrow_mut().clear();
        if file.get(&file.trailer, b"Root")?.dict().is_none() {
            let catalog = xref::catalog(&file)?.ok_or(Unreadable::Broken)?;
            file.trailer = Rc::new(Dict::new(vec![(Rc::from(&b"Root"[..]), Object::Reference(catalog))]));
        }
        Ok(file)
    }

    fn bare(bytes: &'a [u8], budget: &'a Budget) -> Self {
        Self {
            bytes,
            budget,
            trailer: Rc::default(),
            places: HashMap::new(),
            known: RefCell::default(),
            containers: RefCell::default(),
            cipher: None,
            nested: Cell::new(0),
            astray: Cell::new(false),
        }
    }

    fn take(&mut self, table: Table) -> Result<(), Unreadable> {
        self.places = table.places;
        self.trailer = Rc::new(Dict::new(table.trailer));
        let encryption = self.get(&self.trailer, b"Encrypt")?;
        if let Some(dict) = encryption.dict() {
            let id = self.get(&self.trailer, b"ID")?.array().and_then(|ids| ids.first().cloned()).unwrap_or_default();
            let cipher = Cipher::new(self, &dict, id.string().unwrap_or_default())?;
            self.cipher = Some(Rc::new(cipher));
            // What was read without the key.
            self.known.borrow_mut().clear();
        }
        Ok(())
    }

    pub(super) fn root(&self) -> Result<Rc<Dict>, Unreadable> {
        self.get(&self.trailer, b"Root")?.dict().ok_or(Unreadable::Broken)
    }

    /// Whether an object was not where the table says.
    pub(super) fn is_astray(&self) -> bool {
        self.astray.get()
    }

    /// Numbers of all objects, in order.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.places.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// The value of an entry, whatever it refers to.
    pub(super) fn get(&self, dict: &Dict, key: &[u8]) -> Result<Object, Unreadable> {
        self.resolve(dict.raw(key))
    }

    /// The object itself where a value refers to one; null where that is nowhere.
    pub(super) fn resolve(&self, object: &Object) -> Result<Object, Unreadable> {
        let mut object = object.clone();
        // A reference to a reference is not allowed, and met.
        for _ in 0..NESTED {
            let Some(number) = object.reference() else { return Ok(object) };
            object = self.object(number)?;
        }
        Ok(Object::Null)
    }

    fn object(&self, number: u32) -> Result<Object, Unreadable> {
        if let Some(object) = self.known.borrow().get(&number) {
            return Ok(object.clone());
        }
        if self.nested.get() == NESTED {
            return Ok(Object::Null);
        }
        self.nested.set(self.nested.get() + 1);
        let read = match self.places.get(&number) {
            Some(Place::At(offset)) => self.object_at(*offset, number),
            Some(Place::Packed { container, at }) => self.packed(*container, *at, number),
            None => Ok(Object::Null),
        };
        self.nested.set(self.nested.get() - 1);
        let object = read?;
        self.known.borrow_mut().insert(number, object.clone());
        Ok(object)
    }

    fn object_at(&self, offset: usize, number: u32) -> Result<Object, Unreadable> {
        let mut lexer = Lexer::objects(self.bytes, offset, self.budget);
        let Some(id) = heading(&mut lexer)?.filter(|id| id.0 == number) else {
            self.astray.set(true);
            return Ok(Object::Null);
        };
        self.body(&mut lexer, id)
    }

    /// What follows `1 0 obj`.
    pub(super) fn body(&self, lexer: &mut Lexer, id: (u32, u32)) -> Result<Object, Unreadable> {
        lexer.key = self.cipher.as_ref().map(|cipher| cipher.key(id));
        let value = lexer.value()?;
        let Object::Dict(dict) = &value else { return Ok(value) };
        if !lexer.passes(b"stream") {
            return Ok(value);
        }
        // The word is followed by an end of line; some write CR alone, some a blank before it.
        while lexer.peek() == Some(b' ') {
            lexer.pos += 1;
        }
        lexer.pos += usize::from(lexer.peek() == Some(b'\r'));
        lexer.pos += usize::from(lexer.peek() == Some(b'\n'));
        let start = lexer.pos;
        let stated = self.get(dict, b"Length")?.index().and_then(|len| start.checked_add(len)).filter(|end| *end <= self.bytes.len());
        if let Some(end) = stated {
            lexer.pos = end;
            if lexer.passes(b"endstream") || lexer.passes(b"endobj") {
                return Ok(Object::Stream(Rc::new(Stream { dict: Rc::clone(dict), start, end, id })));
            }
        }
        let rest = &self.bytes[start..];
        let len = memmem::find(rest, b"endstream").unwrap_or(rest.len());
        self.budget.step(len)?;
        lexer.pos = start + len;
        Ok(Object::Stream(Rc::new(Stream { dict: Rc::clone(dict), start, end: start + len, id })))
    }

    fn packed(&self, container: u32, at: usize, number: u32) -> Result<Object, Unreadable> {
        let Some(container) = self.container(container)? else {
            self.astray.set(true);
            return Ok(Object::Null);
        };
        let member = container.members.get(at).filter(|member| member.0 == number);
        let Some((_, offset)) = member.or_else(|| container.members.iter().find(|member| member.0 == number)) else { return Ok(Object::Null) };
        // Strings in here are not encrypted by themselves: the stream is.
        Lexer::objects(&container.data, *offset, self.budget).value()
    }

    fn container(&self, number: u32) -> Result<Option<Rc<Container>>, Unreadable> {
        if let Some(container) = self.containers.borrow().get(&number) {
            return Ok(container.clone());
        }
        // One that needs itself to be read finds nothing.
        self.containers.borrow_mut().insert(number, None);
        // An object stream is never itself in one.
        let Some(Place::At(_)) = self.places.get(&number) else { return Ok(None) };
        let Some(stream) = self.object(number)?.stream() else { return Ok(None) };
        let data = self.unpack(&stream)?.into_owned();
        let count = self.get(&stream.dict, b"N")?.index().unwrap_or(0);
        let first = self.get(&stream.dict, b"First")?.index().unwrap_or(0);
        let mut members = Vec::new();
        let mut lexer = Lexer::objects(&data, 0, self.budget);
        for _ in 0..count {
            let (Some(member), Some(offset)) = (lexer.value()?.index(), lexer.value()?.index()) else { break };
            members.push((u32::try_from(member).unwrap_or(u32::MAX), first.saturating_add(offset)));
        }
        let container = Rc::new(Container { data, members });
        self.containers.borrow_mut().insert(number, Some(Rc::clone(&container)));
        Ok(Some(container))
    }

    /// The bytes of a stream, decrypted and through all its filters.
    pub(super) fn unpack(&self, stream: &Stream) -> Result<Cow<'a, [u8]>, Unreadable> {
        let written = &self.bytes[stream.start..stream.end];
        let mut data = match &self.cipher {
            Some(cipher) if !self.get(&stream.dict, b"Type")?.is_name(b"XRef") => {
                self.budget.unpack(written.len())?;
                Cow::Owned(cipher.key(stream.id).stream(written))
            }
            _ => Cow::Borrowed(written),
        };
        let either = |long: &[u8], short: &[u8]| match self.get(&stream.dict, long)? {
            Object::Null => self.get(&stream.dict, short),
            value => Ok(value),
        };
        let list = |value: Object| value.array().unwrap_or_else(|| Rc::from([value]));
        let (filters, parameters) = (list(either(b"Filter", b"F")?), list(either(b"DecodeParms", b"DP")?));
        for (at, filter) in filters.iter().enumerate().take(usize::try_from(NESTED).unwrap_or_default()) {
            let filter = self.resolve(filter)?;
            let Some(filter) = filter.name() else { continue };
            let parameters = parameters.get(at).map(|p| self.resolve(p)).transpose()?.and_then(|p| p.dict());
            data = Cow::Owned(filter::apply(filter, parameters.as_deref(), &data, self.budget)?);
        }
        Ok(data)
    }
}

/// Passes `1 0 obj` and gives its numbers.
pub(super) fn heading(lexer: &mut Lexer) -> Result<Option<(u32, u32)>, Unreadable> {
    let (Item::Value(number), Item::Value(generation)) = (lexer.item()?, lexer.item()?) else { return Ok(None) };
    let part = |value: Object| value.int().and_then(|n| u32::try_from(n).ok());
    Ok(if lexer.passes(b"obj") { part(number).zip(part(generation)) } else { None })
}
