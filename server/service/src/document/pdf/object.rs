//! The values a PDF is made of (ISO 32000-1, 7.3).

use std::rc::Rc;

/// A value. Cheap to copy: what is large is shared.
#[derive(Debug, Clone, Default)]
pub(super) enum Object {
    #[default]
    Null,
    Bool(bool),
    Int(i32),
    Real(f64),
    String(Rc<[u8]>),
    Name(Rc<[u8]>),
    Array(Rc<[Object]>),
    Dict(Rc<Dict>),
    Stream(Rc<Stream>),
    Reference(u32),
}

/// Entries by key, sorted.
#[derive(Debug, Default)]
pub(super) struct Dict(Vec<(Rc<[u8]>, Object)>);

/// A stream: what it says of itself, and where its bytes are in the file.
#[derive(Debug)]
pub(super) struct Stream {
    pub dict: Rc<Dict>,
    pub start: usize,
    pub end: usize,
    /// Number and generation, from which its key is made where the file is encrypted.
    pub id: (u32, u32),
}

impl Dict {
    /// Of two entries under one key the first counts.
    pub(super) fn new(mut entries: Vec<(Rc<[u8]>, Object)>) -> Self {
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, first| later.0 == first.0);
        entries.shrink_to_fit();
        Self(entries)
    }

    /// The entry as it stands, perhaps a reference; null if there is none.
    pub(super) fn raw(&self, key: &[u8]) -> &Object {
        self.0.binary_search_by(|(k, _)| (**k).cmp(key)).map_or(&Object::Null, |at| &self.0[at].1)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }
}

impl Object {
    pub(super) fn int(&self) -> Option<i32> {
        match self {
            Self::Int(n) => Some(*n),
            // Some writers put a point to every number.
            #[expect(clippy::cast_possible_truncation, reason = "in range, as checked")]
            Self::Real(n) if n.fract() == 0.0 && n.abs() < f64::from(i32::MAX) => Some(*n as i32),
            _ => None,
        }
    }

    pub(super) fn index(&self) -> Option<usize> {
        self.int().and_then(|n| usize::try_from(n).ok())
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(n) => Some(f64::from(*n)),
            Self::Real(n) => Some(*n),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn string(&self) -> Option<&[u8]> {
        if let Self::String(bytes) = self { Some(bytes) } else { None }
    }

    pub(super) fn array(&self) -> Option<Rc<[Object]>> {
        if let Self::Array(items) = self { Some(Rc::clone(items)) } else { None }
    }

    /// The dictionary, also that of a stream.
    pub(super) fn dict(&self) -> Option<Rc<Dict>> {
        match self {
            Self::Dict(dict) => Some(Rc::clone(dict)),
            Self::Stream(stream) => Some(Rc::clone(&stream.dict)),
            _ => None,
        }
    }

    pub(super) fn stream(&self) -> Option<Rc<Stream>> {
        if let Self::Stream(stream) = self { Some(Rc::clone(stream)) } else { None }
    }

    pub(super) fn reference(&self) -> Option<u32> {
        if let Self::Reference(number) = self { Some(*number) } else { None }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(super) fn is_name(&self, name: &[u8]) -> bool {
        self.name() == Some(name)
    }
}
