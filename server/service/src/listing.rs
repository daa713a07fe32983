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

/// A list to be read: what to select and by which key it is paged.
#[derive(Clone)]
pub(crate) struct Listing {
    table: &'static str,
    /// A string field that is unique and indexed together with what the conditions compare.
    key: &'static str,
    desc: bool,
    conditions: Vec<String>,
    variables: Variables,
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
        Ok(Self { table, key, desc, conditions: Vec::new(), variables: Variables::new(), cursor, limit: page::limit(limit) })
    }

    /// Adds a condition; `condition` is our own text, its values are bound.
    pub fn when(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    pub fn equal(&mut self, field: &'static str, value: impl Into<String>) {
        self.when(format!("{field} = ${field}"));
        self.bind(field, value.into().into_value());
    }

    pub fn bind(&mut self, name: &str, value: Value) {
        self.variables.insert(name.to_owned(), value);
    }

    /// Looks for every word in the `search` field: the index finds the pieces, the comparison confirms the word.
    pub fn search(&mut self, words: &str) {
        for (index, word) in words.split_whitespace().map(text::fold).filter(|word| !word.is_empty()).enumerate() {
            self.when(format!("search @@ $pieces{index} AND string::contains(search, $word{index})"));
            self.bind(&format!("pieces{index}"), text::bigrams(&word).join(" ").into_value());
            self.bind(&format!("word{index}"), word.into_value());
        }
    }

    fn statement(&self, columns: &str, limit: usize) -> String {
        let mut conditions = self.conditions.clone();
        if self.cursor.is_some() {
            conditions.push(format!("{} {} $cursor", self.key, if self.desc { "<" } else { ">" }));
        }
        let filter = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        format!("SELECT {columns}, {key} AS sort_key FROM {table}{filter} ORDER BY sort_key {order} LIMIT {limit}", key = self.key, table = self.table, order = if self.desc { "DESC" } else { "ASC" })
    }

    fn all_variables(&self) -> Variables {
        let mut variables = self.variables.clone();
        if let Some(cursor) = &self.cursor {
            variables.insert("cursor".to_owned(), cursor.clone().into_value());
        }
        variables
    }

    /// Reads the page of one list.
    pub async fn page<T: DeserializeOwned>(&self, store: &Store, columns: &str) -> Result<Page<T>> {
        let rows = store.read(&self.statement(columns, self.limit + 1), self.all_variables()).await?;
        Ok(self.cut(rows, self.count(store).await?))
    }

    /// Reads the page of several lists that differ by one condition, merged by their key: each is served by its own index range.
    pub async fn merged<T: DeserializeOwned>(&self, store: &Store, columns: &str, field: &'static str, values: impl IntoIterator<Item = String>) -> Result<Page<T>> {
        let (mut rows, mut total) = (Vec::new(), 0);
        for value in values {
            let mut part = self.clone();
            part.equal(field, value);
            rows.extend(store.read::<Keyed<T>>(&part.statement(columns, self.limit + 1), part.all_variables()).await?);
            total += part.count(store).await?;
        }
        rows.sort_by(|a, b| if self.desc { b.sort_key.cmp(&a.sort_key) } else { a.sort_key.cmp(&b.sort_key) });
        Ok(self.cut(rows, total.min(page::COUNT_LIMIT + 1)))
    }

    /// The statement and its parameters, for EXPLAIN.
    pub fn explained(&self, columns: &str) -> (String, Variables) {
        (self.statement(columns, self.limit + 1), self.all_variables())
    }

    /// Counts the whole list, up to one more than is told.
    async fn count(&self, store: &Store) -> Result<usize> {
        let filter = if self.conditions.is_empty() { String::new() } else { format!(" WHERE {}", self.conditions.join(" AND ")) };
        let sql = format!("SELECT count() FROM (SELECT VALUE id FROM {}{filter} LIMIT {}) GROUP ALL", self.table, page::COUNT_LIMIT + 1);
        store.count(&sql, self.variables.clone()).await
    }

    fn cut<T>(&self, mut rows: Vec<Keyed<T>>, total: usize) -> Page<T> {
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
    URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| Error::invalid("cursor", Message::new("request.bad_cursor")))
}
