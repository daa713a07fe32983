//! Characters as people type them. A font that draws 目 and the radical ⽬ with one glyph has its PDF name either: Chromium with Noto names the
//! radical, and a search for 目的 finds nothing.

use unicode_normalization::char::decompose_compatible;

/// Radicals of the supplement (U+2E80 to U+2EF3) before the characters in use they look like, which Unicode does not equate.
const RADICALS: &str = "⺇几⺒巳⺓幺⺝月⺟母⺠民⺩王⺬示⺯糸⺶羊⺻聿⺼月⺽臼⻁虎⻃西⻄西⻆角⻊足⻑長⻕阜⻗雨⻘青⻝食⻡首⻣骨⻤鬼⻨麦⻩黄⻫斉⻭歯⻯竜⻲亀";

/// Appends a character as it is typed.
pub(super) fn push(text: &mut String, c: char) {
    match c {
        '\u{2f00}'..='\u{2fd5}' | '\u{fb00}'..='\u{fb06}' => decompose_compatible(c, |plain| text.push(plain)),
        '\u{2e80}'..='\u{2ef3}' => {
            let typed = RADICALS.chars().skip_while(|radical| *radical != c).nth(1);
            decompose_compatible(typed.unwrap_or(c), |plain| text.push(plain));
        }
        // Drawn with one glyph as well: the em space and the space of Japanese, the narrower ones and the space.
        '\u{2003}' => text.push('\u{3000}'),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' => text.push(' '),
        '\u{ad}' => text.push('-'),
        // Marks that show nothing.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        _ if c.is_control() => {}
        _ => text.push(c),
    }
}
