//! The text of a PDF, page by page (ISO 32000-1, 9).
//!
//! The reader of the file's structure is our own: those to be had hold what a file of 100 kB unpacks to, gigabytes of it, before they can be
//! stopped. The tables of Japanese character codes are from `hayro-cmap`, which has Adobe's.

mod cmap;
mod content;
mod crypt;
mod file;
mod filter;
mod font;
mod glyph_name;
mod layout;
mod lexer;
mod object;
mod page;
mod unify;
mod xref;

use super::{Unreadable, limits::Budget, sniff};
use file::File;

/// # Errors
/// [`Unreadable::Broken`], [`Unreadable::Encrypted`], [`Unreadable::TooLarge`], and [`Unreadable::Empty`] for a file without pages.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    // Places are counted from the header, before which there may be something.
    let bytes = &bytes[sniff::header(bytes).unwrap_or(0)..];
    let budget = Budget::new();
    let first = File::open(bytes, &budget).and_then(|file| {
        let pages = page::texts(&file)?;
        Ok((pages, file.is_astray()))
    });
    match first {
        Ok((pages, false)) if !pages.is_empty() => return Ok(pages),
        Err(error @ (Unreadable::TooLarge | Unreadable::Encrypted)) => return Err(error),
        _ => {}
    }
    // Something is not where the file says: what is found by looking counts if it is more.
    let budget = Budget::new();
    let second = File::repair(bytes, &budget).and_then(|file| page::texts(&file));
    let size = |pages: &[String]| (pages.iter().map(String::len).sum::<usize>(), pages.len());
    let pages = match (first, second) {
        (Ok((first, _)), Ok(second)) => {
            if size(&second) > size(&first) {
                second
            } else {
                first
            }
        }
        (Ok((first, _)), Err(_)) => first,
        (Err(_), second) => second?,
    };
    if pages.is_empty() { Err(Unreadable::Empty) } else { Ok(pages) }
}
