//! Lists by cursor: conditions over an indexed sort key, one page at a time, at a cost that follows the page and not the table.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Error, Result,
    message::Message,
    page::{self, Page},
    text,
};
use serde::{Deserialize, de::DeserializeOwned};
use surrealdb::types::{SurrealValue, Value, Variables};

use crate::store::Store;

/// Characters of a search.
const SEARCH_LIMIT: usize = 100;

/// A list to be read: what to select and by which key it is paged.
#[derive(Clone)]
pub(crate) struct Listing {
    table: &'static str,
    /// A string field that is unique and indexed together with what the conditions compare.
    key: &'static str,
    desc: bool,
    conditions: Vec<String>,
    /// Fields that may have one of several values.
    alternatives: Vec<(&'static str, Vec<String>)>,
    variables: Variables,
    /// Bounds of the key: from (inclusive) and before (exclusive).
    from: Option<String>,
    before: Option<String>,
    cursor: Option<String>,
    limit: usize,
}

#[derive(Deserialize)]
struct Keyed<T> {
    sort_key: String,
    #[serde(flatten)]
    row: T,
}

impl Listing {
    pub fn new(table: &'static str, key: &'static str, desc: bool, cursor: Option<&str>, limit: Option<usize>) -> Result<Self> {
        let cursor = cursor.filter(|cursor| !cursor.is_empty()).map(decode).transpose()?;
        if cursor.as_deref().is_some_and(|cursor| !is_key(key, cursor)) {
            return Err(bad_cursor());
        }
        Ok(Self {
            table,
            key,
            desc,
            conditions: Vec::new(),
            alternatives: Vec::new(),
            variables: Variables::new(),
            from: None,
            before: None,
            cursor,
            limit: page::limit(limit),
        })
    }

    /// Adds a condition; `condition` is our own text, its values are bound.
    pub fn when(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    pub fn equal(&mut self, field: &'static str, value: impl Into<String>) {
        self.when(format!("{field} = ${field}"));
        self.bind(field, value.into().into_value());
    }

    /// Asks for one of several values. Each is read by its own index range and the parts are merged, since a range serves one value only; without
    /// any value the list is empty.
    pub fn any_of(&mut self, field: &'static str, values: impl IntoIterator<Item = String>) {
        self.alternatives.push((field, values.into_iter().collect()));
    }

    /// Confines the list to keys from one (inclusive) to another (exclusive); the tighter of two bounds holds.
    pub fn within(&mut self, from: Option<String>, before: Option<String>) {
        self.from = self.from.take().max(from);
        self.before = match (self.before.take(), before) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    pub fn bind(&mut self, name: &str, value: Value) {
        self.variables.insert(name.to_owned(), value);
    }

    /// Looks for every word in the `search` field: the index finds the pieces, the comparison confirms the word. What has letters or digits in
    /// none of its words finds nothing: everything would be no answer to `※`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `q` for more than anybody types: each word makes the statement deeper, and the engine bounds that.
    pub fn search(&mut self, words: &str) -> Result<()> {
        if words.chars().count() > SEARCH_LIMIT {
            return Err(Error::invalid("q", Message::new("field.too_long").with("max", SEARCH_LIMIT)));
        }
        let folded: Vec<String> = words.split_whitespace().map(text::fold).filter(|word| !word.is_empty()).collect();
        if folded.is_empty() && !words.trim().is_empty() {
            self.any_of("search", []);
        }
        for (index, word) in folded.into_iter().enumerate() {
            self.when(format!("search @@ $pieces{index} AND string::contains(search, $word{index})"));
            self.bind(&format!("pieces{index}"), text::bigrams(&word).join(" ").into_value());
            self.bind(&format!("word{index}"), word.into_value());
        }
        Ok(())
    }

    fn statement(&self, columns: &str, limit: usize) -> String {
        let (filter, order) = (self.filter(true), if self.desc { "DESC" } else { "ASC" });
        format!(
            "SELECT {columns}, {key}, {key} AS sort_key FROM {table} WHERE {filter} ORDER BY {key} {order} LIMIT {limit}",
            key = self.key,
            table = self.table
        )
    }

    /// The conditions with one bound of the key, since the planner makes an index range of one only: the bound at which reading
    /// begins. The other is applied to what was read, which comes in the order of the key; see [`Listing::ends_before`].
    fn filter(&self, onward: bool) -> String {
        let key = self.key;
        let begun = onward && self.cursor.is_some();
        let bound = match (self.desc, begun) {
            (false, true) => format!("{key} > $cursor"),
            (true, true) => format!("{key} < $cursor"),
            (false, false) if self.from.is_some() => format!("{key} >= $from"),
            (_, false) if self.before.is_some() => format!("{key} < $before"),
            (true, false) if self.from.is_some() => format!("{key} >= $from"),
            // Without any bound the planner would not take the key's index.
            _ => format!("{key} > ''"),
        };
        self.conditions.iter().cloned().chain([bound]).collect::<Vec<_>>().join(" AND ")
    }

    /// Whether a key lies past the end of the list in the order of reading.
    fn ends_before(&self, key: &str) -> bool {
        if self.desc { self.from.as_deref().is_some_and(|from| key < from) } else { self.before.as_deref().is_some_and(|before| key >= before) }
    }

    fn all_variables(&self) -> Variables {
        let mut variables = self.variables.clone();
        for (name, value) in [("cursor", &self.cursor), ("from", &self.from), ("before", &self.before)] {
            if let Some(value) = value {
                variables.insert(name.to_owned(), value.clone().into_value());
            }
        }
        variables
    }

    /// Reads the page.
    pub async fn page<T: DeserializeOwned>(&self, store: &Store, columns: &str) -> Result<Page<T>> {
        let (mut rows, mut total) = (Vec::new(), 0);
        for part in self.parts() {
            rows.extend(store.read::<Keyed<T>>(&part.statement(columns, self.limit + 1), part.all_variables()).await?);
            total += part.count(store).await?;
        }
        rows.sort_by(|a, b| if self.desc { b.sort_key.cmp(&a.sort_key) } else { a.sort_key.cmp(&b.sort_key) });
        Ok(self.cut(rows, total.min(page::COUNT_LIMIT + 1)))
    }

    /// Reads on from where the last chunk ended, uncounted, and says whether more follows: for whoever wants the whole list.
    pub async fn chunk<T: DeserializeOwned>(&mut self, store: &Store, columns: &str, rows: usize) -> Result<(Vec<T>, bool)> {
        let mut found = Vec::new();
        for part in self.parts() {
            found.extend(store.read::<Keyed<T>>(&part.statement(columns, rows + 1), part.all_variables()).await?);
        }
        found.sort_by(|a, b| if self.desc { b.sort_key.cmp(&a.sort_key) } else { a.sort_key.cmp(&b.sort_key) });
        found.retain(|keyed| !self.ends_before(&keyed.sort_key));
        let more = found.len() > rows;
        found.truncate(rows);
        if let Some(last) = found.last() {
            self.cursor = Some(last.sort_key.clone());
        }
        Ok((found.into_iter().map(|keyed| keyed.row).collect(), more))
    }

    /// One list for each combination of the alternatives.
    fn parts(&self) -> Vec<Self> {
        let whole = Self { alternatives: Vec::new(), ..self.clone() };
        self.alternatives.iter().fold(vec![whole], |parts, (field, values)| {
            let with = |part: &Self, value: &String| {
                let mut part = part.clone();
                part.equal(field, value.as_str());
                part
            };
            parts.iter().flat_map(|part| values.iter().map(move |value| with(part, value))).collect()
        })
    }

    /// The statement of the first part and its parameters, for EXPLAIN.
    pub fn explained(&self, columns: &str) -> (String, Variables) {
        let part = self.parts().into_iter().next().unwrap_or_else(|| self.clone());
        (part.statement(columns, self.limit + 1), part.all_variables())
    }

    /// Counts the whole list, up to one more than is told. It costs more than the page, and every page of the list asks for it.
    async fn count(&self, store: &Store) -> Result<usize> {
        let (key, table, filter, limit) = (self.key, self.table, self.filter(false), page::COUNT_LIMIT + 1);
        if self.from.is_some() && self.before.is_some() {
            let order = if self.desc { "DESC" } else { "ASC" };
            let keys: Vec<String> =
                store.read(&format!("SELECT VALUE {key} FROM {table} WHERE {filter} ORDER BY {key} {order} LIMIT {limit}"), self.all_variables()).await?;
            return Ok(keys.iter().take_while(|key| !self.ends_before(key)).count());
        }
        store.counted(&format!("SELECT count() FROM (SELECT VALUE id FROM {table} WHERE {filter} LIMIT {limit}) GROUP ALL"), self.all_variables()).await
    }

    fn cut<T>(&self, mut rows: Vec<Keyed<T>>, total: usize) -> Page<T> {
        rows.retain(|keyed| !self.ends_before(&keyed.sort_key));
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|last| encode(&last.sort_key));
        Page { items: rows.into_iter().map(|keyed| keyed.row).collect(), next, total }
    }
}

/// A cursor as it travels: opaque, safe in an address.
pub(crate) fn encode(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

pub(crate) fn decode(cursor: &str) -> Result<String> {
    URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(bad_cursor)
}

/// A cursor of a list by number.
pub(crate) fn number(cursor: &str) -> Result<i64> {
    decode(cursor)?.parse().ok().filter(|number| *number >= 0).ok_or_else(bad_cursor)
}

pub(crate) fn bad_cursor() -> Error {
    Error::invalid("cursor", Message::new("request.bad_cursor"))
}

/// After every key of a group; see the board.
pub(crate) const LAST: &str = "~";

/// Whether a row can have this key: what it is sorted by, then its id. Anything else would begin the list somewhere and look like an answer.
fn is_key(field: &str, key: &str) -> bool {
    let by_day = matches!(field, "by_due" | "by_end" | "by_expiry" | "by_finding" | "by_start" | "by_until");
    let sound = |(sorted, id): (&str, &str)| {
        let day = sorted.split(' ').next().unwrap_or_default();
        domain::id::is_valid(id) && !key.contains(char::is_control) && (!by_day || day.parse::<chrono::NaiveDate>().is_ok())
    };
    key == LAST || key.rsplit_once(' ').is_some_and(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_key_some_row_can_have() {
        for (field, key) in [
            ("by_end", "2027-03-31 01k0"),
            ("by_due", "2026-08-01 A 01k0"),
            ("by_due", LAST),
            ("by_title", "ジュウミンキホン 01k0"),
            ("by_title", " 01k0"),
            ("by_number", "R08-000001 01k0"),
        ] {
            assert!(is_key(field, key), "{field} {key}");
        }
        for (field, key) in [
            ("by_end", "R08-000001 01k0"),
            ("by_due", "2026-02-30 A 01k0"),
            ("by_title", "ジュウミン"),
            ("by_title", "ジュウミン キホン"),
            ("by_number", "R08\0 01k0"),
            ("by_number", "R08 "),
            ("by_number", ""),
        ] {
            assert!(!is_key(field, key), "{field} {key}");
        }
        assert_eq!(number(&encode("12")).ok(), Some(12));
        for wrong in ["-1", "", "x", "+", "99999999999999999999"] {
            assert!(number(&encode(wrong)).is_err(), "{wrong}");
        }
    }
}
