//! Lists by cursor: a page of rows and the way to the next.

use serde::{Deserialize, Serialize};

/// Rows per page when nobody asks, and at most.
pub const DEFAULT_LIMIT: usize = 50;
pub const MAX_LIMIT: usize = 200;
/// Counting stops here: beyond it a list says "more than".
pub const COUNT_LIMIT: usize = 1000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Send it back as `cursor` for the rows that follow; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many rows there are in all, counted up to `COUNT_LIMIT + 1`.
    pub total: usize,
}

impl<T> Page<T> {
    pub const fn empty() -> Self {
        Self { items: Vec::new(), next: None, total: 0 }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next, total: self.total }
    }
}

/// Reads the `limit` of a filter. A program that asks for more than is served would take what it gets for everything.
#[cfg(feature = "server")]
pub(crate) fn asked<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<usize>, D::Error> {
    let asked = Option::<usize>::deserialize(deserializer).ok();
    asked.filter(|asked| asked.is_none_or(|limit| (1..=MAX_LIMIT).contains(&limit))).ok_or_else(|| serde::de::Error::custom("field.limit"))
}

/// Cuts a limit asked for to what is served.
pub fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}
