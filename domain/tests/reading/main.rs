//! Reading contracts with the catalogue that ships.
#![cfg(feature = "server")]

mod labelled;
mod phrase;
mod phrases;
#[path = "../rules/shipped.rs"]
#[allow(dead_code)]
mod policy;
mod properties;
mod shipped;
