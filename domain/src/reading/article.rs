//! A contract in articles: parts (the contract itself, its annexes), articles with a path one can cite, and sentences.

use super::{
    head::{Head, Kind, counts, heads, number},
    normal::{Canon, Opens},
    party::floor,
};

/// The contract itself or an annex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// How its articles are cited: empty for the contract itself, 別記, 特記仕様書, 個別契約.
    pub label: String,
    pub title: (usize, usize),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    pub part: usize,
    /// 第5条, 別記第3, 特記仕様書第4条, 別紙2(2).
    pub path: String,
    /// The path without the part.
    pub number: String,
    pub heading: (usize, usize),
    pub body: (usize, usize),
    /// Of a section such as 5.2: the number of its chapter and where the title of that stands. Sections of a chapter are to each other what paragraphs
    /// of an article are.
    pub chapter: Option<(u32, (usize, usize))>,
    /// Where the title of the chapter stands, 第3編 個人情報, that the article belongs to.
    pub division: (usize, usize),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub article: usize,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub parts: Vec<Part>,
    pub articles: Vec<Article>,
    pub sentences: Vec<Sentence>,
}

/// Splits the text. What stands before the first article is an article without a number.
pub(super) fn layout(canon: &Canon) -> Layout {
    let text = canon.text.as_str();
    let heads = heads(canon);
    let mut starts = vec![(0, 0)];
    starts.extend(titles(canon, &heads).into_iter().filter(|title| title.0 > 0));
    let mut layout = Layout::default();
    for (index, &(from, title_end)) in starts.iter().enumerate() {
        let to = starts.get(index + 1).map_or(text.len(), |next| next.0);
        let within: Vec<&Head> = heads.iter().filter(|head| head.at >= from.max(title_end) && head.at < to).collect();
        let opened = heads.first().is_some_and(|head| head.at < canon.line_end(0));
        let title = match from {
            0 if opened => (0, 0),
            0 => (0, canon.line_end(0)),
            _ => (from, title_end),
        };
        // The terms under a cover page are the contract itself.
        let covered = from > 0
            && layout.articles.iter().all(|article| !article.number.ends_with('条'))
            && !text[title.0..].trim_start_matches(['(', '【']).starts_with('別');
        let label = if from == 0 && starts.len() == 1 { String::new() } else { part_label(&text[title.0..title.1], from == 0) };
        let chain = chains(&within);
        let terms = covered
            && chain.as_ref().is_some_and(|chain| chain[0].kind == Kind::Article)
            && ["約款", "条項", "契約書", "規約"].iter().any(|word| text[title.0..title.1].contains(word));
        let label = if terms { String::new() } else { label };
        layout.part(canon, &Part { label, title }, (from.max(title_end), to), &chain.unwrap_or_default());
    }
    for index in 0..layout.articles.len() {
        sentences(canon, index, layout.articles[index].body, &mut layout.sentences);
    }
    layout
}

impl Layout {
    fn part(&mut self, canon: &Canon, part: &Part, (from, to): (usize, usize), chain: &[&Head]) {
        let text = canon.text.as_str();
        self.parts.push(part.clone());
        let first = chain.first().map_or(to, |head| opening(canon, head, from).0);
        if first > from {
            let path = if part.label.is_empty() { "前文".to_owned() } else { part.label.clone() };
            let (heading, body) = ((from, from), (from, first));
            self.articles.push(Article { part: self.parts.len() - 1, path, heading, body, ..Article::default() });
        }
        let mut last = 0;
        let mut chapter = None;
        let mut division = (0, 0);
        for (index, head) in chain.iter().enumerate() {
            if index > 0 && head.number == 1 && head.branch == 0 && last > 1 {
                self.parts.push(part.clone());
            }
            last = head.number;
            let end = chain.get(index + 1).map_or(to, |next| opening(canon, next, head.end).0);
            let (opened, mut heading) = opening(canon, head, from);
            let before = opening_of(text, head, heading);
            if opened < before {
                division = (opened, before);
            }
            let mut body = (head.end, end.max(head.end));
            if heading.0 == heading.1 {
                heading = heading_after(canon, head, body.1);
                body.0 = heading.1.max(body.0);
                if text[body.0..body.1].starts_with([')', '】']) {
                    body.0 += text[body.0..].chars().next().map_or(0, char::len_utf8);
                }
            }
            // The line of a chapter is the heading of each of its sections that has none.
            if chain.get(index + 1).is_some_and(|next| next.kind == Kind::Section && next.number == head.number) && head.kind == Kind::Number {
                let line = canon.line_end(head.end).min(body.1);
                if line == body.1 {
                    chapter = Some((head.number, (head.end, line)));
                    continue;
                }
            }
            let title = chapter.filter(|(number, _)| *number == head.number).map_or((head.at, head.at), |(_, title)| title);
            let chapter = (head.kind == Kind::Section).then_some((head.number, title));
            if chapter.is_some() && heading.0 == heading.1 {
                heading = title;
            }
            let number = head.label();
            // 別紙2の3, not 別紙23.
            let joint = if part.label.ends_with(|c: char| c.is_ascii_digit()) && number.starts_with(|c: char| c.is_ascii_digit()) { "の" } else { "" };
            self.articles.push(Article {
                part: self.parts.len() - 1,
                path: format!("{}{joint}{number}", part.label),
                number,
                heading,
                body,
                chapter,
                division,
            });
        }
    }
}

/// The numbers a part counts its articles by: the strongest form that counts on.
fn chains<'a>(heads: &[&'a Head]) -> Option<Vec<&'a Head>> {
    let numbers = chain(heads, Kind::Number).len();
    Kind::ALL.iter().map(|kind| chain(heads, *kind)).find(|chain| match chain.first().map(|head| head.kind) {
        Some(Kind::Article) => true,
        Some(Kind::Code) => chain.len() >= 3,
        // Ⅰ may be the chapter of 1 to 9.
        Some(Kind::Roman) => chain.len() >= 3 && chain.len() >= numbers,
        _ => chain.len() >= 2,
    })
}

/// The numbers of one form that count on; where articles start again with one, a new part begins.
fn chain<'a>(heads: &[&'a Head], kind: Kind) -> Vec<&'a Head> {
    if kind == Kind::Section {
        return sections(heads);
    }
    if kind == Kind::Code {
        return codes(heads);
    }
    let mut chain: Vec<&Head> = Vec::new();
    for head in heads.iter().filter(|head| head.kind == kind) {
        let restarts = kind == Kind::Article && head.number == 1 && head.branch == 0 && head.opens_line && chain.len() > 1;
        if head.follows(chain.last().copied()) || restarts {
            chain.push(head);
        }
    }
    chain
}

/// The code that counts furthest: SEC-01 to SEC-20 among a few A-1.
fn codes<'a>(heads: &[&'a Head]) -> Vec<&'a Head> {
    let mut chains: Vec<Vec<&Head>> = Vec::new();
    for head in heads.iter().filter(|head| head.kind == Kind::Code) {
        match chains.iter_mut().find(|chain| head.follows(chain.last().copied())) {
            Some(chain) => chain.push(head),
            None if head.number == 1 => chains.push(vec![head]),
            None => {}
        }
    }
    // The first of those that count as far.
    chains.into_iter().rev().max_by_key(Vec::len).unwrap_or_default()
}

/// 1, 1.1, 1.2, 2, 2.1: chapters with their sections, and chapters that have none. A few decimals that happen to open lines make no sections of a text that
/// counts otherwise.
fn sections<'a>(heads: &[&'a Head]) -> Vec<&'a Head> {
    let mut chain: Vec<&Head> = Vec::new();
    let (mut chapter, mut section, mut with_sections) = (0, 0, 0);
    for (index, head) in heads.iter().enumerate() {
        let next = heads[index + 1..].iter().find(|head| head.kind == Kind::Section);
        let counts_on = match head.kind {
            // A numbered paragraph of a section is none: the sections of its chapter go on after it.
            Kind::Number => head.number == chapter + 1 && next.is_none_or(|next| next.number > head.number || next.number == head.number && next.branch == 1),
            Kind::Section => head.number == chapter && head.branch == section + 1 || head.number == chapter + 1 && head.branch == 1,
            _ => false,
        };
        if counts_on {
            with_sections += u32::from(head.kind == Kind::Section && head.branch == 1);
            (chapter, section) = (head.number, if head.kind == Kind::Section { head.branch } else { 0 });
            chain.push(head);
        }
    }
    let found = chain.iter().filter(|head| head.kind == Kind::Section).count();
    if found >= 3 && with_sections * 2 >= chapter { chain } else { Vec::new() }
}

/// Where an article begins, with the heading in brackets that may stand before its number: `(秘密の保持)第5条`.
fn opening(canon: &Canon, head: &Head, from: usize) -> (usize, (usize, usize)) {
    let text = canon.text.as_str();
    let before = &text[from.min(head.at)..head.at];
    let mut heading = (head.at, head.at);
    for (open, close) in [('(', ')'), ('【', '】'), ('「', '」'), ('<', '>')] {
        if let Some(inner) = before.strip_suffix(close) {
            let at = inner.rfind(open).map(|at| head.at - before.len() + at);
            let whole =
                at.filter(|at| head.at - at <= 120 && !text[*at..head.at].contains('。') && (canon.break_at(*at).is_some() || text[..*at].ends_with('。')));
            if let Some(at) = whole {
                heading = (at + open.len_utf8(), head.at - close.len_utf8());
            }
        }
    }
    let mut start = opening_of(text, head, heading);
    // The line of a chapter belongs to what comes.
    for _ in 0..2 {
        let index = canon.breaks.partition_point(|b| b.at < start);
        let Some(line) = index.checked_sub(1).map(|index| canon.breaks[index].at).filter(|at| *at >= from && start - at <= 90) else { break };
        let body = text[line..].strip_prefix('第').and_then(|rest| number(rest).map(|(_, length)| &rest[length..]));
        if body.is_some_and(|rest| rest.starts_with(['章', '節', '編', '款'])) && !text[line..start].contains('。') {
            start = line;
        }
    }
    (start, heading)
}

/// Where a number or the heading in brackets before it begins.
fn opening_of(text: &str, head: &Head, heading: (usize, usize)) -> usize {
    if heading.0 == heading.1 { head.at } else { text[..heading.0].char_indices().next_back().map_or(head.at, |(bracket, _)| bracket) }
}

/// The heading after the number: in brackets, or the rest of a short line.
fn heading_after(canon: &Canon, head: &Head, end: usize) -> (usize, usize) {
    let text = canon.text.as_str();
    let rest = &text[head.end..end];
    for (open, close) in [('(', ')'), ('【', '】'), ('「', '」')] {
        if let Some(inner) = rest
            .strip_prefix(open)
            .and_then(|inner| inner.split_once(close))
            .map(|(inner, _)| inner)
            .filter(|inner| inner.len() <= 120 && !inner.contains('。'))
        {
            let at = head.end + open.len_utf8();
            return (at, at + inner.len());
        }
    }
    let line = canon.line_end(head.end.max(head.at)).min(end);
    let title = &text[head.end.min(line)..line];
    let short = title.len() <= 105 && line < end;
    if short && !title.contains(['。', '、']) && !["甲は", "乙は", "するもの", "において"].iter().any(|word| title.contains(word)) {
        return (head.end, line);
    }
    (head.end, head.end)
}

/// Lines that give an annex its name, with the end of the name: the next number after them is one.
fn titles(canon: &Canon, heads: &[Head]) -> Vec<(usize, usize)> {
    let text = canon.text.as_str();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for b in canon.breaks.iter().filter(|b| matches!(b.opens, Opens::Line | Opens::Title)) {
        let end = canon.line_end(b.at);
        if !is_title(&text[b.at..end])
            || !b.blank && b.opens != Opens::Title && !text[..b.at].ends_with(['。', ')']) && found.last().is_none_or(|last| last.1 != b.at)
        {
            continue;
        }
        let named = |at: usize| text[at..].trim_start_matches(['(', '【']).starts_with('別');
        if found.last().is_some_and(|last| last.1 == b.at && !named(b.at)) {
            if let Some(last) = found.last_mut() {
                last.1 = end;
            }
        } else {
            found.push((b.at, end));
        }
    }
    let kept: Vec<(usize, usize)> = found
        .iter()
        .enumerate()
        .filter(|(index, title)| {
            let next_title = found.get(index + 1).map_or(usize::MAX, |next| next.0);
            let first = heads.iter().find(|head| head.at >= title.1 && head.opens_line).filter(|head| head.at < next_title);
            // An annex may count nothing.
            let plain = || text[title.0..].starts_with(['別', '附', '付']) && text.len().min(next_title) > title.1 + 60;
            first.map_or_else(plain, |head| head.number == 1 && head.at - title.1 < 2400)
        })
        .map(|(_, title)| *title)
        .collect();
    kept
}

fn is_title(line: &str) -> bool {
    const OPENS: &[&str] = &[
        "別記",
        "別紙",
        "別添",
        "別冊",
        "別表",
        "附属書",
        "付属書",
        "附属資料",
        "付属資料",
        "添付資料",
        "特記仕様書",
        "特記事項",
        "(別記",
        "(別紙",
        "(別添",
        "(別表",
        "【別紙",
        "【別記",
        "【別添",
        "【別表",
    ];
    const ENDS: &[&str] = &[
        "特記事項",
        "特記仕様書",
        "仕様書",
        "約款",
        "契約書",
        "要領",
        "条項",
        "遵守事項",
        "覚書",
        "合意書",
        "確認書",
        "条件書",
        "規約",
        "特約",
        "要件書",
        "に関する事項",
        "特則",
        "遵守条件",
        "取扱条件",
        "取決め",
        "附属合意",
        "基準",
        "留意事項",
    ];
    let outside = outside_brackets(line);
    let annex = OPENS.iter().any(|word| line.starts_with(word));
    if line.is_empty() || line.chars().count() > 80 || outside.chars().count() > 45 || outside.contains('。') || outside.contains('、') && !annex {
        return false;
    }
    let bare = line.strip_suffix(')').and_then(|inner| inner.rfind('(').map(|at| &inner[..at])).unwrap_or(line);
    let bare = bare.trim_end_matches(['」', '】', '>']);
    ENDS.iter().any(|word| bare.ends_with(word)) || annex && !outside.contains(['を', 'は', 'が', '、']) && !outside.contains("に定める")
}

/// A line without what stands in brackets: 個人情報(特定個人情報を含む。)取扱特記事項.
fn outside_brackets(line: &str) -> String {
    let mut depth = 0_u32;
    line.chars()
        .filter(|c| {
            depth += u32::from(*c == '(');
            let outside = depth == 0;
            depth -= u32::from(*c == ')' && depth > 0);
            outside
        })
        .collect()
}

/// How the articles of a part are cited.
fn part_label(title: &str, first: bool) -> String {
    for (word, label) in [("基本契約", "基本契約"), ("個別契約", "個別契約")] {
        if title.contains(word) {
            return label.to_owned();
        }
    }
    if first {
        return String::new();
    }
    let title = title.trim_start_matches(['(', '【']);
    for word in ["別記", "別紙", "別添", "別冊", "別表", "附属書", "付属書", "附属資料", "付属資料", "添付資料"] {
        if let Some(rest) = title.strip_prefix(word) {
            if word == "別添" && title.contains("特記仕様書") {
                return "特記仕様書".to_owned();
            }
            let rest = rest.strip_prefix('第').unwrap_or(rest);
            let length = number(rest).map_or_else(|| rest.bytes().take_while(u8::is_ascii_alphabetic).take(1).count(), |(_, length)| length);
            return format!("{word}{}", rest[..length].to_uppercase());
        }
    }
    ["特記仕様書", "特記事項", "特約条項", "特約", "特則", "約款", "覚書", "合意書", "確認書", "要件書", "条件書", "仕様書", "要領", "規約", "遵守事項"]
        .iter()
        .find(|word| title.contains(**word))
        .map_or_else(String::new, |word| (*word).to_owned())
}

/// Sentences end with 。 outside brackets, and where a list goes on to its next item.
fn sentences(canon: &Canon, article: usize, (from, to): (usize, usize), found: &mut Vec<Sentence>) {
    let text = canon.text.as_str();
    let (mut start, mut depth, mut opened) = (from, 0_u32, from);
    let mut listed = canon.break_at(from).is_some_and(|b| b.opens == Opens::Bullet);
    let mut breaks = canon.breaks[canon.breaks.partition_point(|b| b.at <= from)..].iter().peekable();
    let mut push = |start: usize, end: usize| {
        if end > start {
            found.push(Sentence { article, start, end });
        }
    };
    for (offset, c) in text[from..to].char_indices() {
        let at = from + offset;
        while let Some(b) = breaks.next_if(|b| b.at <= at) {
            let item = b.opens == Opens::Bullet || b.blank || opens_item(&text[at..to]);
            let whole = text[start..at].ends_with(['る', 'と', 'い', 'す', ')', 'う', '上']) && depth == 0;
            // What closes a list of bullets without full stops.
            let closes = listed && b.opens == Opens::Line && ["甲は", "乙は", "甲及び乙は"].iter().any(|side| text[at..to].starts_with(side));
            if b.at == at && (item && whole || (b.opens == Opens::Title) || closes || opens_paragraph(&text[at..to])) {
                push(start, at);
                (start, depth) = (at, 0);
            }
            listed = b.opens == Opens::Bullet || listed && b.opens != Opens::Line;
        }
        match c {
            '(' | '「' => {
                depth += 1;
                opened = at;
            }
            ')' | '」' => depth = depth.saturating_sub(1),
            // A bracket nobody closes does not swallow the rest.
            '。' if depth == 0 || at - opened > 900 => {
                push(start, at + c.len_utf8());
                (start, depth) = (at + c.len_utf8(), 0);
            }
            _ => {}
        }
    }
    push(start, to);
}

/// (1), ア, ①: the item of a list.
fn opens_item(rest: &str) -> bool {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some('('), Some(c)) => c.is_ascii_digit() || matches!(c, 'ア'..='ン' | 'a'..='z' | '一'..='十'),
        (Some(c), Some('.' | '、' | ')')) => c.is_ascii_digit() || matches!(c, 'ア'..='ン' | 'a'..='z'),
        (Some(c), Some(_)) if c.is_ascii_digit() => !counts(rest.trim_start_matches(|c: char| c.is_ascii_digit())),
        (Some('ア' | 'イ' | 'ウ' | 'エ' | 'オ'), Some(next)) => !matches!(next, 'ァ'..='ー'),
        _ => false,
    }
}

/// `2乙は、`: a numbered paragraph, even after a list without full stops.
fn opens_paragraph(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && {
        let tail = rest[digits..].trim_start_matches(['.', '、']);
        let near = &tail[..floor(tail, 24)];
        near.starts_with(['甲', '乙']) || near.starts_with("前項") || near.starts_with("第1項")
    }
}

#[cfg(test)]
mod tests;
