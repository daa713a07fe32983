//! The text of a page as the rules see it: one spelling, without spaces, with a way back to the text as it stands.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use super::spelling::spelling_edits;

/// What a line begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Break {
    /// Where in the canonical text the line starts.
    pub at: usize,
    /// A blank line or the edge of a page stands before it.
    pub blank: bool,
    pub opens: Opens,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opens {
    #[default]
    Line,
    /// A line with a bullet.
    Bullet,
    /// A heading of Markdown.
    Title,
    /// Not a line but a cell of a table.
    Cell,
}

/// Canonical text: NFKC, lower case, one spelling, no spaces, bullets, rules, page numbers or running headers.
#[derive(Clone, Debug, Default)]
pub(super) struct Canon {
    pub text: String,
    pub breaks: Vec<Break>,
    /// For every byte of the text, where the character it came from starts and ends in the original.
    origin: Vec<(u32, u32)>,
}

impl Canon {
    pub fn of(original: &str) -> Self {
        let mut canon = Self::default();
        let dropped = furniture(original);
        let mut blank = true;
        for (index, (start, line)) in lines(original).enumerate() {
            if dropped[index] || is_rule(line) {
                blank = true;
                continue;
            }
            if line.trim().is_empty() {
                blank = true;
                continue;
            }
            canon.line(line, start, blank || line.contains('\u{C}'));
            blank = false;
        }
        let edits = spelling_edits(&canon.text);
        canon.rewrite(&edits);
        canon
    }

    fn line(&mut self, line: &str, start: usize, blank: bool) {
        let at = self.text.len();
        let body = line.trim_start_matches(|c: char| c.is_whitespace() || is_table_bar(c));
        let title = body.starts_with('#');
        let bullet = body.starts_with(['・', '-', '－', '*', '+', '○', '●', '◯', '■', '◆', '◇', '□', '◎', '･', '•', '–', '—', '※', '▪', '➢', '✓']);
        let opens = match (title, bullet) {
            (true, _) => Opens::Title,
            (_, true) => Opens::Bullet,
            _ => Opens::Line,
        };
        self.breaks.push(Break { at, blank, opens });
        let mut leading = true;
        for (offset, c) in line.char_indices() {
            if is_table_bar(c) && self.breaks.last().is_none_or(|last| last.at < self.text.len()) {
                self.breaks.push(Break { at: self.text.len(), opens: Opens::Cell, ..Break::default() });
            }
            if leading && (c.is_whitespace() || matches!(c, '-' | '－' | '+' | '–' | '—' | '※')) {
                continue;
            }
            leading = false;
            self.push(c, start + offset);
        }
        if self.text.len() == at {
            self.breaks.retain(|b| b.at < at);
        }
    }

    fn push(&mut self, c: char, at: usize) {
        let span = (narrow(at), narrow(at + c.len_utf8()));
        match c {
            // What a PDF leaves between the characters, and what only decorates.
            _ if c.is_whitespace() || c.is_control() || is_decoration(c) => {}
            'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='龥' | '、' | '。' | '「' | '」' => self.put(c, span),
            '゛' | 'ﾞ' | '\u{3099}' => self.voice('\u{3099}', span),
            '゜' | 'ﾟ' | '\u{309A}' => self.voice('\u{309A}', span),
            '①'..='⑳' => {
                let number = u32::from(c) - u32::from('①') + 1;
                format!("({number})").chars().for_each(|c| self.put(c, span));
            }
            '，' | ',' => {
                // A comma between digits groups them.
                if !self.text.ends_with(|c: char| c.is_ascii_digit()) {
                    self.put('、', span);
                }
            }
            '．' | '.' => {
                if self.text.ends_with(|c: char| !c.is_ascii() && !matches!(c, '。' | '、')) {
                    self.put('。', span);
                } else {
                    self.put('.', span);
                }
            }
            '『' => self.put('「', span),
            '』' => self.put('」', span),
            '〔' | '［' | '[' => self.put('(', span),
            '〕' | '］' | ']' => self.put(')', span),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => self.put('-', span),
            _ => c.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && !is_decoration(*c)).for_each(|c| self.put(c, span)),
        }
    }

    /// A sound mark that stands apart joins the kana before it.
    fn voice(&mut self, mark: char, span: (u32, u32)) {
        if let Some(composed) = self.text.chars().next_back().and_then(|last| compose(last, mark)) {
            let first = self.origin.last().map_or(span.0, |origin| origin.0);
            if let Some(last) = self.text.pop() {
                self.origin.truncate(self.origin.len() - last.len_utf8());
            }
            self.put(composed, (first, span.1));
        }
    }

    fn put(&mut self, c: char, span: (u32, u32)) {
        self.text.push(c);
        self.origin.resize(self.text.len(), span);
    }

    /// Replaces stretches of the text, given in order; what comes in points at what went out.
    pub fn rewrite(&mut self, edits: &[(usize, usize, &str)]) {
        if edits.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut origin = Vec::with_capacity(self.origin.len());
        let mut breaks = self.breaks.iter().copied().peekable();
        let mut moved = Vec::with_capacity(self.breaks.len());
        let mut from = 0;
        for &(start, end, new) in edits.iter().chain([&(self.text.len(), self.text.len(), "")]) {
            while let Some(b) = breaks.next_if(|b| b.at < start || (b.at == start && from <= start)) {
                moved.push(Break { at: text.len() + b.at.saturating_sub(from), ..b });
            }
            text.push_str(&self.text[from..start]);
            origin.extend_from_slice(&self.origin[from..start]);
            while let Some(b) = breaks.next_if(|b| b.at < end) {
                moved.push(Break { at: text.len() + new.len(), ..b });
            }
            if let (Some(first), Some(last)) = (self.origin.get(start), end.checked_sub(1).and_then(|last| self.origin.get(last))) {
                text.push_str(new);
                origin.resize(text.len(), (first.0, last.1));
            }
            from = end;
        }
        moved.extend(breaks.map(|b| Break { at: text.len(), ..b }));
        (self.text, self.origin, self.breaks) = (text, origin, moved);
    }

    /// The stretch of the original a stretch of the canonical text came from.
    pub fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.origin.get(start).map_or(0, |origin| origin.0 as usize);
        let last = end.checked_sub(1).and_then(|last| self.origin.get(last)).map_or(first, |origin| origin.1 as usize);
        (first, last.max(first))
    }

    /// The line break at a place, if there is one.
    pub fn break_at(&self, at: usize) -> Option<Break> {
        let index = self.breaks.partition_point(|b| b.at < at);
        self.breaks.get(index).copied().filter(|b| b.at == at)
    }

    /// Where the line that starts or goes on at a place ends: the next break or the end of the text.
    pub fn line_end(&self, at: usize) -> usize {
        let index = self.breaks.partition_point(|b| b.at <= at);
        self.breaks.get(index).map_or(self.text.len(), |b| b.at)
    }
}

/// Texts are bounded well below what 32 bits count; what lies beyond is cut off by the caller.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A word in the spelling of the canonical text, for words of the catalogue.
pub(super) fn canonical(word: &str) -> String {
    let mut canon = Canon::default();
    for (at, c) in word.char_indices() {
        canon.push(c, at);
    }
    let edits = spelling_edits(&canon.text);
    canon.rewrite(&edits);
    canon.text
}

/// Lines with where they start; the edge of a page is a line of its own.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r', '\u{C}']).map(move |line| {
        let at = start;
        start += line.len();
        (at, line)
    })
}

fn is_decoration(c: char) -> bool {
    matches!(c, '#' | '*' | '`' | '|' | '・' | '･' | '•' | '_' | '■' | '◆' | '◇' | '□' | '●' | '◎' | '▪' | '➢' | '✓' | '\u{2500}'..='\u{257F}')
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_table_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '｜')
}

/// A rule across the page, or the row of dashes under the head of a Markdown table.
fn is_rule(line: &str) -> bool {
    let mut marks = 0;
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        if !matches!(c, '-' | '=' | '_' | '*' | '―' | '－' | '─' | ':' | '|' | '+' | '\u{2500}'..='\u{257F}' | '＝' | '＿' | '～' | '~') {
            return false;
        }
        marks += 1;
    }
    marks > 2
}

/// Which lines are page numbers, running headers or lines of a table of contents with leaders.
fn furniture(text: &str) -> Vec<bool> {
    let all: Vec<(String, bool)> =
        lines(text).map(|(_, line)| (line.nfkc().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>(), line.ends_with('\u{C}'))).collect();
    let blank = |index: Option<usize>| index.and_then(|index| all.get(index)).is_none_or(|(line, _)| line.is_empty());
    let mut dropped: Vec<bool> = all
        .iter()
        .enumerate()
        .map(|(index, (line, edge))| {
            let alone = *edge || blank(index.checked_sub(1)) || blank(Some(index + 1)) || index > 0 && all[index - 1].1;
            is_page_number(line, alone) || has_leaders(line)
        })
        .collect();
    // A line that comes back at the edges of pages is a running header or footer.
    let mut counts: HashMap<&str, Vec<usize>> = HashMap::new();
    for index in 0..all.len() {
        let edge = |near: usize| all.get(near).is_some_and(|line| line.1) || dropped.get(near).is_some_and(|is| *is);
        let near_edge = (1..=3).any(|step| edge(index + step) || index >= step && edge(index - step)) || all[index].1;
        let line = all[index].0.as_str();
        if near_edge && !dropped[index] && line.chars().count() >= 4 && !line.ends_with('。') {
            counts.entry(line).or_default().push(index);
        }
    }
    for places in counts.values().filter(|places| places.len() >= 3) {
        for index in places {
            dropped[*index] = true;
        }
    }
    dropped
}

fn is_page_number(line: &str, alone: bool) -> bool {
    let inner = line.trim_matches(['-', '—', '–', '―', '‐', '(', ')', '<', '>', '─']);
    let inner = inner.strip_suffix("ページ").or(inner.strip_suffix('頁')).unwrap_or(inner);
    let inner = inner.strip_prefix("p.").or(inner.strip_prefix("P.")).or(inner.strip_prefix("Page")).unwrap_or(inner);
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let counted = inner.split_once('/').is_some_and(|(page, of)| digits(page) && digits(of));
    let dashed = line.len() > inner.len() + 1 && digits(inner) && !line.starts_with('(');
    counted || dashed || alone && line == inner && digits(inner)
}

/// `第1条 総則 ……… 3`: a line of a table of contents.
fn has_leaders(line: &str) -> bool {
    let body = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | 'p' | 'P'));
    body.len() < line.len() && (body.ends_with("...") || body.ends_with("・・・") || body.ends_with("……") || body.ends_with("…") || body.ends_with("‥‥"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(original: &str) -> String {
        Canon::of(original).text
    }

    #[test]
    fn spaces_and_line_breaks_inside_words_do_not_matter() {
        assert_eq!(text("乙 は 、 秘 密 を\n 漏 ら し て は な ら な い 。"), "乙は、秘密を漏らしてはならない。");
        assert_eq!(text("　情報セキ\n　ュリティ"), "情報セキュリティ");
    }

    #[test]
    fn wide_and_half_width_forms_are_one() {
        assert_eq!(text("第１２条（ｼｽﾃﾑ・ｻｰﾊﾞｰ）ＳＬＡ"), "第12条(システムサーバ)sla");
        assert_eq!(text("テ゛ータ"), "データ");
    }

    #[test]
    fn one_word_has_one_spelling() {
        assert_eq!(text("取り扱い、持ち出し、漏洩、順守"), "取扱い、持出し、漏えい、遵守");
        assert_eq!(canonical("取り扱い"), text("取扱い"));
    }

    #[test]
    fn page_numbers_and_running_headers_are_left_out() {
        let page = |n: u32| format!("乙は{n}号を守\n\n- {n} -\n\u{C}\n委託契約約款\nる。\n");
        let read = text(&(1..5).map(page).collect::<String>());
        assert_eq!(read, ["1", "2", "3", "4"].map(|n| ["乙は", n, "号を守る。"].concat()).concat());
    }

    #[test]
    fn lines_of_a_table_of_contents_are_left_out() {
        assert_eq!(text("第1条 総則………… 3\n第1条 乙は\n"), "第1条乙は");
    }

    #[test]
    fn the_way_back_leads_to_the_text_as_it_stands() {
        let original = "ア、取 り 扱 い ﾃﾞｰﾀ。";
        let canon = Canon::of(original);
        let at = canon.text.find("取扱").expect("found");
        let (start, end) = canon.span(at, at + "取扱".len());
        assert_eq!(&original[start..end], "取 り 扱");
        let at = canon.text.find("デ").expect("found");
        let (start, end) = canon.span(at, at + "デ".len());
        assert_eq!(&original[start..end], "ﾃﾞ");
    }

    #[test]
    fn line_starts_move_with_the_text() {
        let canon = Canon::of("取り扱い\n- 次の行");
        assert_eq!(canon.breaks.iter().map(|b| (b.at, b.opens)).collect::<Vec<_>>(), [(0, Opens::Line), ("取扱い".len(), Opens::Bullet)]);
    }
}
