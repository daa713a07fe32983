//! What the product says about rules and faults: keys with parameters, so that every door can say it in the reader's language.

use std::{borrow::Cow, collections::BTreeMap, fmt::Display};

use serde::{Deserialize, Serialize};

use crate::Lang;

mod table;

pub use table::bring_all;

/// A sentence to be said: its key and what goes into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Message {
    /// A stable key, e.g. `field.required`.
    #[cfg_attr(feature = "server", schema(value_type = String))]
    pub key: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl Message {
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), params: BTreeMap::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The sentence. A parameter `{name}` is filled in; one that names a choice as `type:word` is shown by its label.
    pub fn say(&self, lang: Lang) -> String {
        let Some(template) = table::template(&self.key, lang) else {
            return self.key.to_string();
        };
        let mut said = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                said.push('{');
                rest = after;
                continue;
            };
            if let Some(value) = self.params.get(name) {
                said.push_str(&table::label_of(value, lang).unwrap_or(Cow::Borrowed(value.as_str())));
            }
            rest = tail;
        }
        said.push_str(rest);
        said
    }

    /// Whether the key is known in both languages.
    pub fn is_known(&self) -> bool {
        table::template(&self.key, Lang::Ja).is_some()
    }
}

/// Names a choice in a parameter so that it is shown by its label in the reader's language.
pub fn label_param<T: crate::label::Choice>(value: T) -> String {
    let name = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
    format!("@{name}:{}", value.word())
}
