//! The catalogue as it ships, made ready once.

use std::sync::LazyLock;

use domain::{clause::Catalogue, clause::Clause, reading::Reader};

use crate::policy;

pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(policy::catalogue);
    &CATALOGUE
}

pub fn reader() -> &'static Reader<'static> {
    static READER: LazyLock<Reader<'static>> = LazyLock::new(|| Reader::new(&catalogue().clauses.iter().collect::<Vec<&Clause>>(), &catalogue().synonyms));
    &READER
}
