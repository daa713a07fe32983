//! Text as people type it: wide and narrow letters, kana of either kind, stray spaces.
//!
//! Only [`fold`] knows the Unicode tables, so that the browser does not have to carry them.

#[cfg(feature = "server")]
use std::collections::HashSet;

#[cfg(feature = "server")]
use unicode_normalization::UnicodeNormalization;

/// Wide ASCII (`！`–`～`) and the ideographic space become ASCII, the hyphens and dashes of Unicode become `-`.
/// The prolonged sound mark `ー` becomes `-` only between two digits, where it was typed for one; kana and the rest stay as they are.
pub fn narrow(text: &str) -> String {
    let mut narrowed = String::with_capacity(text.len());
    let mut chars = text.chars().map(narrow_char).peekable();
    let mut after_digit = false;
    while let Some(c) = chars.next() {
        let mistyped = matches!(c, 'ー' | 'ｰ') && after_digit && chars.peek().is_some_and(char::is_ascii_digit);
        narrowed.push(if mistyped { '-' } else { c });
        after_digit = c.is_ascii_digit();
    }
    narrowed
}

fn narrow_char(c: char) -> char {
    match c {
        '！'..='～' => shift(c, -0xFEE0),
        '\u{3000}' => ' ',
        // Hyphen, non-breaking hyphen, figure dash, en dash, em dash, horizontal bar; minus sign.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    }
}

fn shift(c: char, by: i32) -> char {
    u32::from(c).checked_add_signed(by).and_then(char::from_u32).unwrap_or(c)
}

/// One line of clean text: trimmed, every run of white space (tabs, line breaks and U+3000 included) one ASCII space,
/// without control characters, zero-width characters and marks of direction. Variation selectors stay: names are written with them.
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !tidied.is_empty() {
            tidied.push(' ');
        }
        gap = false;
        tidied.push(c);
    }
    tidied
}

/// Control characters, soft hyphen, zero-width spaces and joiners, marks of direction, byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A code, number or other word without spaces: narrow, and without anything that cannot be seen.
pub fn code(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    narrow(&seen)
}

/// Full-width katakana from half-width katakana and hiragana, sound marks composed (`ｶﾞ` and `か゛` become `ガ`); the rest, spaces included, stays.
pub fn katakana(text: &str) -> String {
    let mut kana = String::with_capacity(text.len());
    for c in text.chars().map(katakana_char) {
        let marked = match c {
            '゛' | '\u{3099}' => kana.chars().next_back().and_then(voiced),
            '゜' | '\u{309A}' => kana.chars().next_back().and_then(half_voiced),
            _ => None,
        };
        if marked.is_some() {
            kana.pop();
        }
        kana.push(marked.unwrap_or(c));
    }
    kana
}

fn katakana_char(c: char) -> char {
    /// U+FF61 to U+FF9F in their order.
    const WIDE: [char; 63] = [
        '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ',
        'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ',
        'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン', '゛', '゜',
    ];
    match c {
        '｡'..='ﾟ' => WIDE.iter().zip('｡'..).find(|(_, half)| *half == c).map_or(c, |(wide, _)| *wide),
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => shift(c, 0x60),
        _ => c,
    }
}

/// `ガ` of `カ`: in Unicode the voiced sound follows the plain one.
fn voiced(c: char) -> Option<char> {
    match c {
        'ウ' => Some('ヴ'),
        'ワ'..='ヲ' => Some(shift(c, 8)),
        'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス' | 'セ' | 'ソ' | 'タ' | 'チ' | 'ツ' | 'テ' | 'ト' | 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' | 'ヽ' => {
            Some(shift(c, 1))
        }
        _ => None,
    }
}

fn half_voiced(c: char) -> Option<char> {
    matches!(c, 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ').then(|| shift(c, 2))
}

/// A number with separators, which reads better: 1,234,567.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The text as search sees it: NFKC, lower case, katakana, letters and digits only. The prolonged sound mark goes too, so that `コンピューター`
/// finds `コンピュータ`; legal forms such as `株式会社` stay. White space is gone, so fold each word of a query by itself.
#[cfg(feature = "server")]
pub fn fold(text: &str) -> String {
    // Kana first: NFKC would turn a free-standing `゛` into a space. Composed again at the end: what stood apart may have come together.
    let plain: String = katakana(text).nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() && *c != 'ー').nfkc().collect();
    katakana(&plain)
}

/// The distinct overlapping pieces of two characters of each word, in the order they are met; a word of one character gives that character.
/// What a search index keeps of a [`fold`]ed text, and what it is asked for.
#[cfg(feature = "server")]
pub fn bigrams(folded: &str) -> Vec<String> {
    let mut met = HashSet::new();
    let mut pieces = Vec::new();
    for word in folded.split_whitespace() {
        let starts: Vec<usize> = word.char_indices().map(|(start, _)| start).chain([word.len()]).collect();
        let length = if starts.len() > 2 { 2 } else { 1 };
        for bounds in starts.windows(length + 1) {
            let piece = &word[bounds[0]..bounds[length]];
            if met.insert(piece) {
                pieces.push(piece.to_owned());
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn narrow_changes_wide_ascii_and_the_wide_space() {
        assert_eq!(narrow("ＡＢＣ　（１２３）～！"), "ABC (123)~!");
        assert_eq!(narrow("市民課・システム ｶﾅ、。"), "市民課・システム ｶﾅ、。");
    }

    #[test]
    fn narrow_reads_every_hyphen_as_a_hyphen() {
        for hyphen in ['－', '‐', '‑', '‒', '–', '—', '―', '−'] {
            assert_eq!(narrow(&format!("A{hyphen}1")), "A-1", "{hyphen}");
        }
    }

    #[test]
    fn narrow_takes_a_prolonged_mark_for_a_hyphen_only_between_digits() {
        assert_eq!(narrow("０４ー７１６７ｰ1111"), "04-7167-1111");
        assert_eq!(narrow("サーバー2ー"), "サーバー2ー");
        assert_eq!(narrow("ー1"), "ー1");
        assert_eq!(narrow("1ーー2"), "1ーー2");
    }

    #[test]
    fn tidy_leaves_one_space_inside_and_none_around() {
        assert_eq!(tidy("\u{3000} 柏市\u{3000}役所 \t\r\n 委託 "), "柏市 役所 委託");
        assert_eq!(tidy(" \u{3000}\n"), "");
    }

    #[test]
    fn tidy_drops_what_cannot_be_seen() {
        assert_eq!(tidy("\u{FEFF}株式\u{200B}会\u{0}社\u{202E}東\u{7F}葛\u{2060}"), "株式会社東葛");
        assert_eq!(tidy("a \u{200B} b"), "a b");
    }

    #[test]
    fn tidy_keeps_the_variant_of_a_character_in_a_name() {
        assert_eq!(tidy("葛\u{E0100}城　辻\u{FE00}"), "葛\u{E0100}城 辻\u{FE00}");
    }

    #[test]
    fn a_code_is_narrow_and_without_spaces() {
        assert_eq!(code(" ｋ－２０２６　００１\u{200B}\n"), "k-2026001");
        assert_eq!(code("04 ー 7167"), "04-7167");
    }

    #[test]
    fn katakana_composes_the_marks_of_half_width_kana() {
        assert_eq!(katakana("ｶﾞｷﾞﾊﾟﾋﾟｳﾞｻｰﾋﾞｽ"), "ガギパピヴサービス");
        assert_eq!(katakana("ｱﾞﾟｶﾟ･｢ﾝ｣"), "ア゛゜カ゜・「ン」");
        assert_eq!(katakana("ﾞｦﾞﾜﾞ"), "゛ヺヷ");
    }

    #[test]
    fn katakana_takes_hiragana_and_leaves_the_rest() {
        assert_eq!(katakana("かしわし　じょうほう 部 abc１"), "カシワシ　ジョウホウ 部 abc１");
        assert_eq!(katakana("ゔゕゖゝゞぁん"), "ヴヵヶヽヾァン");
        assert_eq!(katakana("か\u{3099}は\u{309A}と゛"), "ガパド");
    }

    #[test]
    fn every_half_width_kana_has_its_wide_form() {
        let half: String = ('ｦ'..='ﾝ').collect();
        assert_eq!(katakana(&half), "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン");
    }

    #[cfg(feature = "server")]
    #[test]
    fn spellings_of_one_name_fold_to_one() {
        for spelling in ["コンピューター", "ｺﾝﾋﾟｭｰﾀ", "こんぴゅーた", "コンピュータ", "コン・ピュ―タ", "コンヒ゜ュータ ー"]
        {
            assert_eq!(fold(spelling), "コンピュタ", "{spelling}");
        }
        assert_eq!(fold("Ｔｏｋｙｏ　Data-Center（株）"), "tokyodatacenter株");
        assert_eq!(fold("株式会社 ㌔ Ⅷ ①"), "株式会社キロviii1");
        assert_eq!(fold("佐々木〇"), "佐々木〇");
        assert_eq!(fold("ゟ"), "ヨリ");
        assert_eq!(fold("葛\u{E0100}城"), "葛城");
        assert_eq!(fold("ー - ・"), "");
    }

    #[cfg(feature = "server")]
    #[test]
    fn bigrams_are_the_distinct_pairs_of_each_word() {
        assert_eq!(bigrams("柏市役所"), ["柏市", "市役", "役所"]);
        assert_eq!(bigrams("ababa"), ["ab", "ba"]);
        assert_eq!(bigrams("柏市 柏 市役"), ["柏市", "柏", "市役"]);
        assert_eq!(bigrams("柏"), ["柏"]);
        assert_eq!(bigrams(" "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn narrow_touches_nothing_but_width(text in "[ -~]*") {
            let wide: String = text.chars().map(|c| if c == ' ' { '\u{3000}' } else { shift(c, 0xFEE0) }).collect();
            prop_assert_eq!(narrow(&wide), text.clone());
            prop_assert_eq!(narrow(&text), text);
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in "[\\PC\\pZ\\p{Cc}0-9０-９ー－]*") {
            prop_assert_eq!(narrow(&narrow(&text)), narrow(&text));
            prop_assert_eq!(tidy(&tidy(&text)), tidy(&text));
            prop_assert_eq!(code(&code(&text)), code(&text));
            prop_assert_eq!(katakana(&katakana(&text)), katakana(&text));
        }

        #[test]
        fn tidied_text_has_no_space_to_spare(text in "[\\pZ\\p{Cc}a市]*") {
            let tidied = tidy(&text);
            prop_assert_eq!(tidied.trim(), &tidied);
            prop_assert!(!tidied.contains("  "));
            prop_assert!(tidied.chars().all(|c| c == ' ' || !c.is_whitespace() && !c.is_control()));
            prop_assert_eq!(text.matches(['a', '市']).collect::<String>(), tidied.replace(' ', ""));
        }

        #[test]
        fn a_code_has_no_space_at_all(text in "[\\pZ\\p{Cc}ａ1ー]*") {
            prop_assert!(!code(&text).contains(char::is_whitespace));
        }
    }

    #[cfg(feature = "server")]
    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn folding_does_not_care_for_case_width_spaces_and_kana(text in "[a-zA-Z0-9ぁ-んー -]*") {
            let other: String = katakana(&text).to_uppercase().chars().flat_map(|c| [if c.is_ascii_graphic() { shift(c, 0xFEE0) } else { c }, '\u{3000}']).collect();
            prop_assert_eq!(fold(&other), fold(&text));
        }

        #[test]
        fn a_part_of_a_text_asks_for_no_piece_the_text_has_not(text in "[a-c市役所]{2,20}", from in 0usize..19, length in 2usize..20) {
            let part: String = text.chars().skip(from).take(length).collect();
            prop_assume!(part.chars().count() >= 2);
            let kept = bigrams(&text);
            prop_assert!(bigrams(&part).iter().all(|piece| kept.contains(piece)));
        }

        #[test]
        fn bigrams_are_distinct_and_two_long(text in "[a-c市]{2,30}") {
            let pieces = bigrams(&text);
            prop_assert!(pieces.iter().all(|piece| piece.chars().count() == 2 && text.contains(piece.as_str())));
            prop_assert_eq!(pieces.iter().collect::<HashSet<_>>().len(), pieces.len());
        }
    }
}
