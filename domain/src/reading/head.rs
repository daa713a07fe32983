//! Numbers that open an article or an item: 第5条, 第十二条の二, 第3, 5.2, 5., (5).

use super::normal::{Canon, Opens};

/// The forms a number takes, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// 第5条
    Article,
    /// 第5, as annexes count
    Bare,
    /// 5.2, as specifications count
    Section,
    /// 5 or 五
    Number,
    /// (5)
    Paren,
    /// Ⅳ
    Roman,
    /// SEC-05, as lists of requirements count
    Code,
}

impl Kind {
    pub const ALL: [Self; 7] = [Self::Article, Self::Bare, Self::Section, Self::Code, Self::Roman, Self::Number, Self::Paren];
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub kind: Kind,
    pub at: usize,
    /// Where the number ends and the heading or text begins.
    pub end: usize,
    pub number: u32,
    /// 条の2: 2, 5.2: 2.
    pub branch: u32,
    pub opens_line: bool,
    /// What stands before the number of a code: SEC-.
    pub prefix: String,
}

impl Head {
    pub fn label(&self) -> String {
        let branch = if self.branch > 0 { format!("の{}", self.branch) } else { String::new() };
        match self.kind {
            Kind::Article => format!("第{}条{branch}", self.number),
            Kind::Bare => format!("第{}{branch}", self.number),
            Kind::Section => format!("{}.{}", self.number, self.branch),
            Kind::Number => self.number.to_string(),
            Kind::Paren => format!("({})", self.number),
            Kind::Roman => char::from_u32(0x215F + self.number).map(String::from).unwrap_or_default(),
            Kind::Code => self.prefix.to_uppercase(),
        }
    }

    /// Whether this number comes next after another; after a gap only articles do, as one may not have been seen.
    pub fn follows(&self, last: Option<&Self>) -> bool {
        let Some(last) = last else { return self.number == 1 || self.kind == Kind::Article && self.number <= 3 || self.kind == Kind::Bare && self.number == 2 };
        if self.kind == Kind::Code && stem(&self.prefix) != stem(&last.prefix) {
            return false;
        }
        if self.number == last.number {
            return self.branch > 0 && (self.branch == last.branch + 1 || last.branch == 0 && self.branch == 2);
        }
        let gap = self.number.saturating_sub(last.number);
        let most = match (self.kind, self.opens_line) {
            (Kind::Article, true) => 5,
            (Kind::Article, false) => 3,
            (Kind::Bare, true) => 2,
            _ => 1,
        };
        self.branch == 0 && (1..=most).contains(&gap)
    }
}

/// Every number of the text that could open something, in order.
pub(super) fn heads(canon: &Canon) -> Vec<Head> {
    let text = canon.text.as_str();
    let mut heads: Vec<Head> = canon.breaks.iter().filter(|b| b.opens != Opens::Cell).filter_map(|b| head(text, b.at, true)).collect();
    let inside = text.match_indices('第').map(|(at, _)| at).filter(|at| canon.break_at(*at).is_none_or(|b| b.opens == Opens::Cell));
    heads.extend(inside.filter(|at| text[..*at].ends_with(['。', ')', '】'])).filter_map(|at| head(text, at, false)));
    heads.sort_by_key(|head| head.at);
    heads
}

/// 0 to 12 as Roman numerals stand in the canonical text.
const ROMAN: [&str; 13] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// The letters of a code, without its number.
fn stem(code: &str) -> &str {
    code.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn head(text: &str, at: usize, opens_line: bool) -> Option<Head> {
    let rest = &text[at..];
    let numbered = |kind, number, branch, length| Some(Head { kind, at, end: at + length, number, branch, opens_line, prefix: String::new() });
    // 【第5条】監査
    if let Some(found) = rest.strip_prefix(['【', '(', '「', '<']).filter(|inner| opens_line && inner.starts_with('第')) {
        let (number, digits) = number(&found['第'.len_utf8()..])?;
        let tail = &found['第'.len_utf8() + digits..];
        let kind = if tail.starts_with('条') { Kind::Article } else { Kind::Bare };
        let tail = tail.strip_prefix('条').unwrap_or(tail);
        let close = tail.chars().next().filter(|c| matches!(c, '】' | ')' | '」' | '>'))?;
        let length = rest.len() - tail.len() + close.len_utf8();
        return if tail.len() > close.len_utf8() { numbered(kind, number, 0, length) } else { None };
    }
    if let Some(after) = rest.strip_prefix('第') {
        let (number, digits) = number(after)?;
        let tail = &after[digits..];
        let mut length = '第'.len_utf8() + digits;
        let kind = if tail.starts_with('条') { Kind::Article } else { Kind::Bare };
        let mut tail = tail.strip_prefix('条').unwrap_or(tail);
        length += if kind == Kind::Article { '条'.len_utf8() } else { 0 };
        let mut branch = 0;
        if let Some((sub, digits)) = tail.strip_prefix('の').and_then(self::number) {
            branch = sub;
            length += 'の'.len_utf8() + digits;
            tail = &tail['の'.len_utf8() + digits..];
        }
        let refers = match kind {
            Kind::Article => is_reference(tail),
            _ => tail.is_empty() || tail.starts_with(NOT_BARE) && !BARE.iter().any(|word| tail.starts_with(word)) || is_reference(tail),
        };
        return if refers { None } else { numbered(kind, number, branch, length) };
    }
    if !opens_line {
        return None;
    }
    if let Some(after) = rest.strip_prefix('(') {
        let (number, digits) = number(after)?;
        return after[digits..].starts_with(')').then(|| numbered(Kind::Paren, number, 0, digits + 2))?;
    }
    if rest.starts_with(|c: char| c.is_ascii_lowercase()) {
        let (kind, number, length) = coded(rest)?;
        return numbered(kind, number, 0, length).map(|head| Head { prefix: rest[..length].to_owned(), ..head });
    }
    if let Some((number, length)) = worded(rest) {
        return numbered(Kind::Code, number, 0, length).map(|head| Head { prefix: rest[..length].to_owned(), ..head });
    }
    let named = ["項目", "項番", "§"].iter().find_map(|word| rest.strip_prefix(word)).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let at_number = named.unwrap_or(rest);
    let skipped = rest.len() - at_number.len();
    let (number, digits) = number(at_number)?;
    let digits = skipped + digits;
    let tail = &rest[digits..];
    if let Some((branch, length)) = section(rest, tail) {
        return numbered(Kind::Section, number, branch, digits + length);
    }
    let mark = tail.chars().next().filter(|c| matches!(c, '.' | '、' | ')' | ':')).map_or(0, char::len_utf8);
    let after = &tail[mark..];
    if after.is_empty() || number > 60 || after.starts_with(|c: char| c.is_ascii_digit()) || mark == 0 && counts(after) {
        return None;
    }
    // 一 opens an item only where a sentence or a block has ended.
    let kanji = !at_number.starts_with(|c: char| c.is_ascii_digit());
    if kanji && mark == 0 && !text[..at].is_empty() && !text[..at].ends_with(['。', ')', '項']) {
        return None;
    }
    numbered(Kind::Number, number, 0, digits + mark)
}

/// 条件5 and 要件5, with the number and the length: a word that is counted.
fn worded(rest: &str) -> Option<(u32, usize)> {
    const WORDS: &[&str] =
        &["条件", "要件", "条項", "事項", "約束", "基準", "規定", "要求", "義務", "合意", "ルール", "きまり", "決まり", "取決め", "約定", "確認"];
    let word = WORDS.iter().find(|word| rest.starts_with(**word))?;
    let after = &rest[word.len()..];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &after[digits..];
    let fits = (1..=2).contains(&digits) && !tail.is_empty() && !is_reference(tail) && !tail.starts_with(|c: char| c.is_ascii() && c != '(' && c != ':');
    after[..digits].parse().ok().filter(|_| fits).map(|number| (number, word.len() + digits))
}

/// Ⅳ and SEC-05, with the number and the length.
fn coded(rest: &str) -> Option<(Kind, u32, usize)> {
    let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    let after = &rest[letters..];
    if let Some(number) = ROMAN
        .iter()
        .position(|roman| *roman == &rest[..letters])
        .filter(|_| after.starts_with(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '/' | 'の' | 'に' | 'を' | 'は' | 'が')))
    {
        let mark = after.chars().next().filter(|c| matches!(c, '.' | '、')).map_or(0, char::len_utf8);
        return u32::try_from(number).ok().map(|number| (Kind::Roman, number, letters + mark));
    }
    let after = after.strip_prefix(['-', '.']).unwrap_or(after);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &after[digits..];
    let fits = letters <= 4 && (1..=2).contains(&digits) && !tail.is_empty() && !tail.starts_with(|c: char| c.is_ascii() && c != '(') && !counts(tail);
    let number = after[..digits].parse().ok().filter(|_| fits)?;
    Some((if &rest[..letters] == "no" { Kind::Number } else { Kind::Code }, number, rest.len() - tail.len()))
}

/// The second number of 5.2 or 5-2, with the length of what follows the first; nothing for 5.2.1, 2.5倍 and 03-3211.
fn section(rest: &str, tail: &str) -> Option<(u32, usize)> {
    if !rest.starts_with(|c: char| matches!(c, '1'..='9')) {
        return None;
    }
    let after = tail.strip_prefix(['.', '-'])?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let branch = after[..digits].parse().ok().filter(|branch| (1..=40).contains(branch) && !after.starts_with('0'))?;
    let end = &after[digits..];
    let end = end.strip_prefix(['.', '、', ':']).unwrap_or(end);
    let opens = !end.is_empty() && !end.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '倍' | '%')) && !counts(end);
    opens.then(|| (branch, tail.len() - end.len()))
}

/// What follows 第5 when it is no item: 第5項, 第1回, 第三者.
#[rustfmt::skip]
pub(super) const NOT_BARE: &[char] = &[
    '項', '号', '章', '節', '款', '編', '回', '者', '級', '種', '段', '類', '期', '四', '部', '位', '次', '一', '二', '三', '条', '階', '目', '線', '-', '0', '1', '2', '3',
];
/// Headings that begin with such a letter: 第2 期間.
#[rustfmt::skip]
const BARE: &[&str] = &[
    "目的", "目標", "目次", "期間", "期限", "期日", "回答", "回収", "回線", "部署", "部分", "種類", "類型", "位置", "条件", "条例", "項目", "段階", "一般", "一括", "一時", "二次", "二重",
    "次の", "号の", "線引",
];
/// 30日以内, 5件: a number that counts something opens nothing. 日常 and 月次 are no units.
pub(super) fn counts(rest: &str) -> bool {
    #[rustfmt::skip]
    const UNITS: &[&str] = &[
        "年", "月", "日", "時", "分", "秒", "円", "%", "パーセント", "条", "項", "号", "章", "節", "か月", "か所", "か年", "箇",
        "ヶ", "ケ", "カ月", "回以", "回目", "回、", "回の", "件以", "件に", "件の", "件を", "名以", "名の", "名を", "人以", "人を", "人が", "枚",
        "台", "営業日", "開庁日", "週", "通に", "通以", "通を", "部を", "部以", "社以", "億", "万", "千", "百", "割", "つの", "つ以", "つ",
        "歳", "階", "/", "～", "~", "-", "以上", "以内", "の", "を", "に", "は", "が", "と", "度以", "度に", "種の", "種類",
        "冊", "泊",
    ];
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "日常", "日本", "分担", "分界", "分離", "月次", "月例", "年次", "年間", "条件", "時刻", "万一", "割当", "週次", "階層", "はじめ", "のぞき", "台帳",
        "項目", "号外", "章末", "節度", "百条", "日程", "日報", "月報",
    ];
    UNITS.iter().any(|unit| rest.starts_with(unit)) && !WORDS.iter().any(|word| rest.starts_with(word))
}

/// 第5条の規定, 第5条及び: the article is spoken of, not opened.
fn is_reference(tail: &str) -> bool {
    #[rustfmt::skip]
    const AFTER: &[&str] = &[
        "の", "に", "及び", "又は", "、", "を", "から", "ただし", "各号", "各項", "で", "中の", "中「", "と", "まで", "前段", "後段", "本文",
        "関係)", "若しくは", "並びに", "は", "が", "。", "以下", "以降", "も", "へ", "ほか", "」", "～", "~", "-第", "-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "等",
    ];
    let counted =
        tail.strip_prefix('第').and_then(|rest| number(rest).map(|(_, length)| &rest[length..])).is_some_and(|rest| rest.starts_with(['項', '号', '条']));
    counted || AFTER.iter().any(|word| tail.starts_with(word))
}

/// The number a text begins with, in digits or kanji, and its length.
pub(super) fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return (digits <= 3).then(|| text[..digits].parse().ok())?.map(|number| (number, digits));
    }
    let (mut total, mut current, mut length) = (0, 0, 0);
    for c in text.chars() {
        match "〇一二三四五六七八九".chars().position(|kanji| kanji == c).and_then(|digit| u32::try_from(digit).ok()) {
            Some(digit) => current = current * 10 + digit,
            None if c == '十' || c == '百' => {
                total += current.max(1) * if c == '十' { 10 } else { 100 };
                current = 0;
            }
            None => break,
        }
        length += c.len_utf8();
        if length > 18 {
            return None;
        }
    }
    (length > 0).then_some((total + current, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_brackets_in_roman_and_with_letters() {
        assert_eq!(
            labels("【第1条】目的\n第2条 - 期間 -\n第2 期間\nⅣ 監査\nSEC-05 教育\nNo.6 秘密\n項目7 再委託\n条件8 監査"),
            ["第1条", "第2条", "第2", "Ⅳ", "SEC-05", "6", "7", "条件8"]
        );
        assert_eq!(labels("(第5条関係)\nISMS認証\nVPN接続\nv2の仕様\nid管理"), Vec::<String>::new());
    }

    fn labels(text: &str) -> Vec<String> {
        heads(&Canon::of(text)).iter().map(Head::label).collect()
    }

    #[test]
    fn numbers_are_read_in_digits_and_in_kanji() {
        for (text, value) in [("12条", 12), ("十二", 12), ("二十", 20), ("百五", 105), ("二〇", 20), ("一", 1)] {
            assert_eq!(number(text).map(|(number, _)| number), Some(value), "{text}");
        }
        assert_eq!(number("条"), None);
    }

    #[test]
    fn articles_open_with_their_number() {
        assert_eq!(labels("第五条　乙は\n第１２条の２（監査）\n第3　秘密\n5．教育\n（２）安全"), ["第5条", "第12条の2", "第3", "5", "(2)"]);
    }

    #[test]
    fn sections_open_with_two_numbers() {
        assert_eq!(labels("1.1 目的\n１．２　期間\n1-3 場所\n2.10. 監査"), ["1.1", "1.2", "1.3", "2.10"]);
        assert_eq!(labels("1.1.1 細目\n2.5倍の\n99.9%以上\n1.5か月\n03-3211の\n0.5度"), Vec::<String>::new());
    }

    #[test]
    fn an_article_that_is_spoken_of_opens_nothing() {
        assert_eq!(labels("第5条の規定により\n第5条及び第6条に\n第3項の\n30日以内に\n第三者に"), Vec::<String>::new());
    }

    #[test]
    fn a_heading_may_begin_like_a_reference_or_a_unit() {
        assert_eq!(labels("第9条　第三者への委託\n第10条　違反した場合の措置\n5　個人情報の取扱い\n6　月次の報告"), ["第9条", "第10条", "5", "6"]);
    }

    #[test]
    fn numbers_count_on() {
        let heads = heads(&Canon::of("第1条 目的\n第2条 期間\n第2条の2 特例\n第9条 監査"));
        assert!(heads[0].follows(None) && heads[1].follows(Some(&heads[0])) && heads[2].follows(Some(&heads[1])));
        assert!(!heads[3].follows(Some(&heads[2])));
    }
}
