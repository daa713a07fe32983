//! Values in words, for whatever shows the fields of records: forms in conflict, histories, previews, the trail.

use std::{collections::BTreeMap, sync::Arc};

use domain::{date, label::Choice};
use leptos::prelude::*;

use crate::{lang::use_lang, t};

/// Names of departments and contractors by their ids. A page that shows values provides it, for the ids alone say nothing to people.
#[derive(Clone, Default)]
pub struct Names(Arc<BTreeMap<String, String>>);

impl Names {
    pub fn provide(names: BTreeMap<String, String>) {
        provide_context(Self(Arc::new(names)));
    }
}

/// The name of a record; its id where nobody knows it.
pub fn name(id: &str) -> String {
    use_context::<Names>().and_then(|names| names.0.get(id).cloned()).unwrap_or_else(|| id.to_owned())
}

/// A choice as its label.
pub fn choice<T: Choice>(word: &str) -> String {
    T::from_word(word).map_or(word, |value| value.label(use_lang())).to_owned()
}

/// A day as lists write it; what is none stays as it is.
pub fn day(value: &str) -> String {
    date::parse(value).map_or_else(|| value.to_owned(), |day| date::short(day, use_lang()))
}

pub fn flag(set: bool) -> String {
    if set { t!(common.yes) } else { t!(common.no) }.to_owned()
}
