//! Between the domain's types and the database's values, by way of JSON.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json};
use surrealdb::types::{RecordId, SurrealValue, Value, Variables};

/// A record as it is stored: the domain's fields, and those only the store needs.
pub struct Row(Map<String, Json>);

impl Row {
    /// The fields of a record; `id` is the key it is stored under and not a field, and what is absent is left out.
    pub fn of(record: &impl Serialize) -> Self {
        match serde_json::to_value(record) {
            Ok(Json::Object(mut fields)) => {
                fields.remove("id");
                fields.retain(|_, value| !value.is_null());
                Self(fields)
            }
            _ => Self(Map::new()),
        }
    }

    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Json>) -> Self {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    pub fn fields(&self) -> &Map<String, Json> {
        &self.0
    }

    /// The content under its key, for a batch of insertions.
    pub fn keyed(self, table: &str, key: &str) -> Value {
        let mut value = self.into_value();
        if let Value::Object(fields) = &mut value {
            fields.insert("id".to_owned(), RecordId::new(table, key).into_value());
        }
        value
    }

    pub fn into_value(self) -> Value {
        Json::Object(self.0).into_value()
    }
}

/// Named parameters of a statement. Everything a statement takes goes through here.
pub fn bind<const N: usize>(pairs: [(&str, Value); N]) -> Variables {
    let mut variables = Variables::new();
    for (name, value) in pairs {
        variables.insert(name.to_owned(), value);
    }
    variables
}

/// Keys as record ids of a table, for `SELECT … FROM $ids`.
pub fn ids<'a>(table: &str, keys: impl IntoIterator<Item = &'a str>) -> Value {
    keys.into_iter().map(|key| RecordId::new(table, key).into_value()).collect::<Vec<_>>().into_value()
}

/// The rows of a response's first statement.
pub fn rows<T: DeserializeOwned>(response: surrealdb::IndexedResults) -> Result<Vec<T>, surrealdb::Error> {
    let mut response = response.check()?;
    let value: Value = response.take(0)?;
    match value {
        Value::Array(items) => items.into_iter().map(row).collect(),
        Value::None | Value::Null => Ok(Vec::new()),
        single => Ok(vec![row(single)?]),
    }
}

fn row<T: DeserializeOwned>(value: Value) -> Result<T, surrealdb::Error> {
    serde_json::from_value(value.into_json_value()).map_err(|error| surrealdb::Error::internal(format!("a stored row is not of the expected form: {error}")))
}
