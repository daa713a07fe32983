//! Characters by the names that fonts for Latin script give their glyphs (Adobe Glyph List), and the encodings of such fonts.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

/// Names of the glyphs for U+0020 to U+007E that are not the letter itself.
const ASCII: &str = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash \
    zero one two three four five six seven eight nine colon semicolon less equal greater question at";
const BETWEEN_CASES: &str = "bracketleft backslash bracketright asciicircum underscore grave";
const AFTER_CASES: &str = "braceleft bar braceright asciitilde";

/// Names of the glyphs for U+00A1 to U+00FF, the no-break space and the soft hyphen left out.
const LATIN: &str = "exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot - registered \
    macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine guillemotright onequarter \
    onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave \
    Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute \
    Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex \
    idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis";

const OTHERS: &[(&str, &str)] = &[
    ("nbspace", " "),
    ("sfthyphen", "-"),
    ("minus", "−"),
    ("endash", "–"),
    ("emdash", "—"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotesinglbase", "‚"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotedblbase", "„"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("bullet", "•"),
    ("dagger", "†"),
    ("daggerdbl", "‡"),
    ("ellipsis", "…"),
    ("perthousand", "‰"),
    ("trademark", "™"),
    ("fraction", "⁄"),
    ("Euro", "€"),
    ("florin", "ƒ"),
    ("dotlessi", "ı"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("OE", "Œ"),
    ("oe", "œ"),
    ("Scaron", "Š"),
    ("scaron", "š"),
    ("Zcaron", "Ž"),
    ("zcaron", "ž"),
    ("Ydieresis", "Ÿ"),
    ("circumflex", "ˆ"),
    ("tilde", "˜"),
    ("copyrightsans", "©"),
    ("registersans", "®"),
    ("checkmark", "✓"),
];

/// Codes of the standard encoding that are not those of ASCII or of Latin-1 in Windows.
const STANDARD: &[(u8, &str)] = &[
    (0x27, "’"),
    (0x60, "‘"),
    (0xa4, "⁄"),
    (0xa6, "ƒ"),
    (0xa8, "¤"),
    (0xa9, "'"),
    (0xaa, "“"),
    (0xac, "‹"),
    (0xad, "›"),
    (0xae, "fi"),
    (0xaf, "fl"),
    (0xb1, "–"),
    (0xb2, "†"),
    (0xb3, "‡"),
    (0xb4, "·"),
    (0xb7, "•"),
    (0xb8, "‚"),
    (0xb9, "„"),
    (0xba, "”"),
    (0xbc, "…"),
    (0xbd, "‰"),
    (0xd0, "—"),
];

/// The encoding a font starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Standard,
    Windows,
    Mac,
}

/// What a code stands for in an encoding.
pub(super) fn encoded(base: Base, code: u8) -> Option<String> {
    if code < 0x20 || code == 0x7f {
        return None;
    }
    if base == Base::Standard
        && let Some((_, text)) = STANDARD.iter().find(|(known, _)| *known == code)
    {
        return Some((*text).to_owned());
    }
    let encoding = if base == Base::Mac { MACINTOSH } else { WINDOWS_1252 };
    Some(encoding.decode_without_bom_handling(&[code]).0.into_owned())
}

/// What a glyph's name stands for; none for names that only its font knows, such as `g123`.
pub(super) fn named(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    // `a.alt` is a form of `a`.
    let name = name.split_once('.').map_or(name, |(name, _)| name);
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then(|| letter.to_string());
    }
    if let Some((_, text)) = OTHERS.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    let groups = [(ASCII, 0x20_u32), (BETWEEN_CASES, 0x5b), (AFTER_CASES, 0x7b), (LATIN, 0xa1)];
    let listed = groups.iter().find_map(|(names, first)| (*first..).zip(names.split_ascii_whitespace()).find(|(_, known)| *known == name));
    let code = listed.map(|(code, _)| code).or_else(|| {
        // `uni4E00`, `u20BB7`.
        let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).filter(|digits| (4..=6).contains(&digits.len()))?;
        u32::from_str_radix(digits, 16).ok()
    })?;
    char::from_u32(code).map(String::from)
}
