//! Errors are sentences for the person at the keyboard; no one here handles them by kind.

use std::fmt::Display;

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

pub fn fail<T>(message: impl Into<String>) -> Result<T> {
    Err(message.into().into())
}

/// Says what was being done when something went wrong.
pub trait While<T> {
    fn while_doing(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: Display> While<T> for std::result::Result<T, E> {
    fn while_doing(self, what: impl FnOnce() -> String) -> Result<T> {
        // The alternate form of an error that carries a chain of causes prints all of them.
        self.map_err(|error| format!("{}: {error:#}", what()).into())
    }
}
