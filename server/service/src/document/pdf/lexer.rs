//! Reads values out of bytes: of the file, of an object stream, of a page's content.

use std::rc::Rc;

use super::{
    super::{Unreadable, limits::Budget},
    crypt::Key,
    object::{Dict, Object},
};

/// Arrays and dictionaries in one another.
const DEPTH: u32 = 64;

/// What comes next.
#[derive(Debug)]
pub(super) enum Item<'a> {
    Value(Object),
    /// A word that is no value: an operator, `obj`, `stream`.
    Word(&'a [u8]),
    /// A bracket that closes what was opened, or nothing.
    Close(u8),
    End,
}

pub(super) struct Lexer<'a> {
    pub bytes: &'a [u8],
    pub pos: usize,
    budget: &'a Budget,
    depth: u32,
    /// In the file itself `1 0 R` is a reference, and what is read is kept and counted. In a page's content it is not.
    objects: bool,
    /// What the strings are encrypted with.
    pub key: Option<Key>,
}

impl<'a> Lexer<'a> {
    /// For the objects of a file.
    pub(super) fn objects(bytes: &'a [u8], pos: usize, budget: &'a Budget) -> Self {
        Self { bytes, pos: pos.min(bytes.len()), budget, depth: 0, objects: true, key: None }
    }

    /// For the operators of a page.
    pub(super) fn content(bytes: &'a [u8], budget: &'a Budget) -> Self {
        Self { bytes, pos: 0, budget, depth: 0, objects: false, key: None }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    pub(super) fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let rest = &self.bytes[self.pos..];
                    self.pos += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                _ if is_blank(byte) => self.pos += 1,
                _ => break,
            }
        }
    }

    /// The next value or word.
    pub(super) fn item(&mut self) -> Result<Item<'a>, Unreadable> {
        let from = self.pos;
        let item = self.item_inner()?;
        if self.depth == 0 {
            self.budget.step(self.pos - from + 1)?;
        }
        if self.objects && matches!(item, Item::Value(_)) {
            self.budget.hold(1)?;
        }
        Ok(item)
    }

    /// The next value; null for anything else.
    pub(super) fn value(&mut self) -> Result<Object, Unreadable> {
        Ok(if let Item::Value(value) = self.item()? { value } else { Object::Null })
    }

    /// Whether the word comes next; passes it if so.
    pub(super) fn passes(&mut self, word: &[u8]) -> bool {
        self.skip_blanks();
        let here = self.bytes[self.pos..].starts_with(word);
        self.pos += if here { word.len() } else { 0 };
        here
    }

    fn item_inner(&mut self) -> Result<Item<'a>, Unreadable> {
        self.skip_blanks();
        let Some(byte) = self.peek() else { return Ok(Item::End) };
        Ok(match byte {
            b'/' => Item::Value(Object::Name(self.name())),
            b'(' => Item::Value(self.string(Self::literal)),
            b'<' if self.bytes.get(self.pos + 1) == Some(&b'<') => self.deeper(Self::dict)?,
            b'<' => Item::Value(self.string(Self::hex)),
            b'[' => self.deeper(Self::array)?,
            b'>' if self.bytes.get(self.pos + 1) == Some(&b'>') => {
                self.pos += 2;
                Item::Close(b'>')
            }
            b']' | b'>' | b'{' | b'}' | b')' => {
                self.pos += 1;
                Item::Close(byte)
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => Item::Value(self.number()),
            _ => {
                let word = self.word();
                match word {
                    b"null" => Item::Value(Object::Null),
                    b"true" => Item::Value(Object::Bool(true)),
                    b"false" => Item::Value(Object::Bool(false)),
                    _ => Item::Word(word),
                }
            }
        })
    }

    fn deeper(&mut self, read: impl Fn(&mut Self) -> Result<Object, Unreadable>) -> Result<Item<'a>, Unreadable> {
        if self.depth == DEPTH {
            return Err(Unreadable::TooLarge);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value.map(Item::Value)
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.pos..];
        let len = rest.iter().position(|&byte| is_blank(byte) || is_delimiter(byte)).unwrap_or(rest.len());
        self.pos += len;
        &rest[..len]
    }

    fn name(&mut self) -> Rc<[u8]> {
        self.pos += 1;
        let written = self.word();
        if !written.contains(&b'#') {
            return Rc::from(written);
        }
        let mut name = Vec::with_capacity(written.len());
        let mut at = 0;
        while let Some(&byte) = written.get(at) {
            let digits = (written.get(at + 1).copied().and_then(digit), written.get(at + 2).copied().and_then(digit));
            if let (b'#', (Some(high), Some(low))) = (byte, digits) {
                name.push(high << 4 | low);
                at += 3;
            } else {
                name.push(byte);
                at += 1;
            }
        }
        Rc::from(name)
    }

    /// A number; or, among objects, a reference, which begins as one.
    fn number(&mut self) -> Object {
        let value = self.plain_number();
        let Object::Int(number) = value else { return value };
        if !self.objects || number < 0 {
            return value;
        }
        let after = self.pos;
        self.skip_blanks();
        if self.peek().is_some_and(|byte| byte.is_ascii_digit()) && matches!(self.plain_number(), Object::Int(_)) {
            self.skip_blanks();
            let ends = self.bytes.get(self.pos + 1).is_none_or(|&byte| is_blank(byte) || is_delimiter(byte));
            if self.peek() == Some(b'R') && ends {
                self.pos += 1;
                return u32::try_from(number).map_or(Object::Null, Object::Reference);
            }
        }
        self.pos = after;
        value
    }

    fn plain_number(&mut self) -> Object {
        let rest = &self.bytes[self.pos..];
        let len = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')).unwrap_or(rest.len());
        self.pos += len;
        // `--5` and `5-3` are written by some; what follows a second sign does not count.
        let written = &rest[..len.min(64)];
        let negative = written.first() == Some(&b'-');
        let digits = written.trim_ascii_start();
        let digits = &digits[digits.iter().take_while(|byte| matches!(byte, b'+' | b'-')).count()..];
        let digits = &digits[..digits.iter().position(|byte| matches!(byte, b'+' | b'-')).unwrap_or(digits.len())];
        let text = std::str::from_utf8(digits).unwrap_or_default();
        if let Ok(number) = text.parse::<i32>() {
            return Object::Int(if negative { -number } else { number });
        }
        let number: f64 = text.parse().unwrap_or(0.0);
        Object::Real(if negative { -number } else { number })
    }

    fn string(&mut self, read: impl Fn(&mut Self) -> Vec<u8>) -> Object {
        let written = read(self);
        Object::String(Rc::from(match &self.key {
            Some(key) => key.string(&written),
            None => written,
        }))
    }

    fn literal(&mut self) -> Vec<u8> {
        self.pos += 1;
        let mut out = Vec::new();
        let mut open = 1_u32;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => break,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.pos += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => self.pos += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(next - b'0');
                    self.pos += 1;
                }
                out.push(u8::try_from(code & 0xff).unwrap_or_default());
            }
            _ => out.push(byte),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.pos += 1;
        let rest = &self.bytes[self.pos..];
        let len = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.pos += (len + 1).min(rest.len());
        let digits: Vec<u8> = rest[..len].iter().copied().filter_map(digit).collect();
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
    }

    fn array(&mut self) -> Result<Object, Unreadable> {
        self.pos += 1;
        let mut items = Vec::new();
        loop {
            match self.item()? {
                Item::Value(value) => items.push(value),
                Item::Word(b"endobj" | b"stream") | Item::Close(b']') | Item::End => break,
                Item::Close(b'>') => {
                    // The array was not closed, the dictionary about it is.
                    self.pos -= 2;
                    break;
                }
                Item::Word(_) | Item::Close(_) => {}
            }
        }
        Ok(Object::Array(Rc::from(items)))
    }

    /// A dictionary, from its `<<`.
    fn dict(&mut self) -> Result<Object, Unreadable> {
        self.pos += 2;
        let mut entries = Vec::new();
        let mut key = None;
        loop {
            let from = self.pos;
            match (self.item()?, key.take()) {
                (Item::Value(Object::Name(name)), None) => key = Some(name),
                (Item::Value(value), Some(key)) => entries.push((key, value)),
                (Item::Word(b"endobj" | b"stream"), _) => {
                    self.pos = from;
                    break;
                }
                (Item::Close(b'>') | Item::End, _) => break,
                (Item::Value(_) | Item::Word(_) | Item::Close(_), _) => {}
            }
        }
        Ok(Object::Dict(Rc::new(Dict::new(entries))))
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
