//! Names of files, which come from other people's machines and go to others.

use unicode_normalization::UnicodeNormalization;

use super::Media;
use crate::{
    Error, Result,
    message::{Message, label_param},
    text,
};

/// Characters kept of a name, its ending included.
const LONGEST: usize = 200;
/// Longest ending that is taken for one.
const ENDING: usize = 8;

/// The name alone, in one spelling, of what can be seen: no folder, no control characters or marks of direction, which hide an ending, nothing that
/// a file system of the reader refuses.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = text::tidy(&last.nfc().collect::<String>());
    let plain: String = seen.chars().map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }).collect();
    plain.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']).to_owned()
}

/// The ending of a clean name in lower case, if it has one: `第1.2版` has none.
fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let sound = !stem.is_empty() && ending.len() <= ENDING && ending.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (sound && ending.bytes().any(|byte| byte.is_ascii_alphabetic())).then(|| ending.to_ascii_lowercase())
}

/// The name under which a file of this content is kept, and what it is: `None` for text, which only its name tells apart.
///
/// A name without an ending gets the usual one. An ending that says something else than the content is refused rather than mended: either the wrong
/// file was chosen or somebody disguised it, and only a person can tell.
///
/// # Errors
/// On the field `file`: no name, or an ending of something else.
pub fn named(content: Option<Media>, name: &str) -> Result<(String, Media)> {
    let name = clean(name);
    if name.is_empty() {
        return Err(Error::invalid("file", Message::new("attachment.name")));
    }
    let ending = ending(&name);
    let media = content.unwrap_or_else(|| Media::of_text(ending.as_deref()));
    match &ending {
        Some(ending) if !media.endings().contains(&ending.as_str()) => {
            let told = Message::new("attachment.ending").with("media", label_param(media)).with("ending", ending);
            Err(Error::invalid("file", told))
        }
        Some(ending) => Ok((shortened(&name[..name.len() - ending.len() - 1], &name[name.len() - ending.len()..]), media)),
        None => Ok((shortened(&name, media.endings().first().copied().unwrap_or_default()), media)),
    }
}

fn shortened(stem: &str, ending: &str) -> String {
    let stem: String = stem.chars().take(LONGEST - ending.len() - 1).collect();
    format!("{}.{ending}", stem.trim_end())
}
