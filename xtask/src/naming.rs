//! Names that change with the content: a browser may keep such a file for ever.

use sha2::{Digest, Sha256};

/// Enough of SHA-256 that two contents never meet by chance, short enough to read.
const SHOWN: usize = 16;

/// Hash of several pieces, each told apart from the next by its length.
pub fn fingerprint<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update((piece.len() as u64).to_le_bytes());
        hash.update(piece);
    }
    hex::encode(hash.finalize())
}

/// `hashed("itakumori.css", …)` is `itakumori-0123456789abcdef.css`; a name without an ending gets the hash at its end.
pub fn hashed(name: &str, content: &[u8]) -> String {
    let hash = &fingerprint([content])[..SHOWN];
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{name}-{hash}"),
    }
}

/// Kinds of files that shrink; pictures and WOFF2 fonts are compressed inside already.
pub fn compressible(path: &str) -> bool {
    const ENDINGS: &[&str] = &["css", "html", "ico", "js", "json", "map", "md", "otf", "svg", "ttf", "txt", "wasm", "webmanifest", "xml"];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_before_the_ending_and_follows_the_content() {
        let one = hashed("itakumori_bg.wasm", b"one");
        assert_eq!(one, hashed("itakumori_bg.wasm", b"one"));
        assert_ne!(one, hashed("itakumori_bg.wasm", b"two"));
        let hash = one.strip_prefix("itakumori_bg-").and_then(|rest| rest.strip_suffix(".wasm")).expect("form of the name");
        assert_eq!(hash.len(), 16);
        assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn a_name_without_an_ending_keeps_its_beginning() {
        assert!(hashed("snippets", b"x").starts_with("snippets-"));
    }

    #[test]
    fn pieces_do_not_run_into_each_other() {
        assert_ne!(fingerprint([b"ab".as_slice(), b"c"]), fingerprint([b"a".as_slice(), b"bc"]));
        assert_ne!(fingerprint([b"".as_slice(), b"a"]), fingerprint([b"a".as_slice()]));
    }

    #[test]
    fn texts_and_wasm_are_compressed_and_pictures_are_not() {
        assert!(compressible("pkg/itakumori_bg-0.wasm"));
        assert!(compressible("icons.SVG"));
        assert!(!compressible("seal.png"));
        assert!(!compressible("font.woff2"));
        assert!(!compressible("LICENSE"));
    }
}
