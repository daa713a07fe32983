//! Text files as Japanese editors write them.

use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::{Unreadable, limits::Budget};

/// The text of a file, with lines ended by `\n`.
pub(super) fn read(bytes: &[u8]) -> Result<String, Unreadable> {
    let text = decode(bytes)?;
    // The end-of-file mark of MS-DOS, which old business systems still write.
    let text = text.trim_end_matches('\u{1a}').replace("\r\n", "\n").replace('\r', "\n");
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Unreadable::Empty);
    }
    Budget::new().write(&text)?;
    Ok(text)
}

/// Form feeds part pages; a last one ends the last page and begins none.
pub(super) fn pages(text: &str) -> Vec<String> {
    text.strip_suffix('\u{c}').unwrap_or(text).split('\u{c}').map(str::to_owned).collect()
}

fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let (encoding, rest) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (UTF_8, rest),
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        // An escape sequence is how ISO-2022-JP shifts to kanji: without this it would read as valid UTF-8 gibberish.
        _ if memchr::memmem::find(bytes, b"\x1b$").is_some() => return Err(Unreadable::Encoding),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok(text.to_owned()),
            Err(_) => (SHIFT_JIS, bytes),
        },
    };
    encoding.decode_without_bom_handling_and_without_replacement(rest).map(std::borrow::Cow::into_owned).ok_or(Unreadable::Encoding)
}
