//! What a sentence does and to whom: the end of a Japanese sentence tells duty from ban, right, aim and denial, its topic tells who is bound.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::cue::Force;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Must,
    MustNot,
    May,
    /// An aim: ～に努める, 目標とする.
    Aim,
    /// A denial: ～を要しない, 適用しない, 負わない.
    Denial,
    /// ～をいう。
    Definition,
    /// No sentence: the line of a heading or of a list.
    Noun,
}

impl Mode {
    /// Whether a sentence of this kind does what a way asks for.
    pub fn serves(self, force: Force) -> bool {
        match force {
            Force::Bound => matches!(self, Self::Must | Self::MustNot),
            Force::Must => self == Self::Must,
            Force::MustNot => self == Self::MustNot,
            Force::May => matches!(self, Self::May | Self::Must),
            Force::Any => matches!(self, Self::Must | Self::MustNot | Self::May),
        }
    }
}

/// The ends of clauses; the longest at a place counts, so that ないものとする is no ものとする.
#[rustfmt::skip]
const ENDS: &[(Mode, &[&str])] = &[
    (Mode::Must, &[
        "なければならない", "なければなりません", "なければならず", "ねばならない", "ねばなりません", "ねばならず", "なくてはならない", "ものとする", "ものとします",
        "ものとし", "こととする", "こととします", "こととし、", "義務を負う", "義務を負い", "責任を負う", "責任を負い", "責めを負う",
        "責を負う", "義務がある", "を要する", "を要します", "必要がある", "免れない", "免れません", "免れることができない", "免れることはできない",
        "免れることはでき", "とともに、", "義務を守らせ", "怠ってはならない", "要る。",
    ]),
    (Mode::MustNot, &[
        "てはならない", "てはなりません", "てはならず", "ではならない", "ではなりません", "ではならず", "てはいけない", "てはいけません", "ないものとする",
        "ないものとします", "ないものとし", "ないこと", "ないこととする", "ことができない", "ことはできない", "ことができません", "ことはできません", "ことができず",
        "ことができないものとする", "ことはできないものとする", "ことができないものとし", "できない", "できません", "禁止する", "禁止される", "禁止されます", "禁じられる", "禁じられます", "禁止します", "禁止とする", "禁止し、",
        "禁止である", "禁ずる", "禁じる", "禁じます", "厳禁", "さず、", "せず、", "使わず、", "用いず、",
        "与えず、", "行わず、", "認めない", "認めません", "一切禁止", "許されない", "許されません", "許さない", "許しません",
        "べからず", "べからざる", "べからざるものとする", "することなく、", "漏らすことなく、", "用いることなく、", "ないでください",
        "慎まなければならない", "慎まなければならず", "慎む", "控えなければならない", "控えなければならず",
    ]),
    (Mode::May, &[
        "ことができる", "ことができます", "ことができるものとする", "ことができるものとします", "ことができるものとし", "ことができることとする", "できるものとする", "できるものとし", "できる",
        "できます", "権利を有する", "権限を有する", "権利を持つ", "てもよい", "て差支えない", "差支えない", "任意とする", "自由とする",
        "場合がある", "場合があります", "ことがあります", "ことがある", "ことができ、",
    ]),
    (Mode::Aim, &[
        "努める", "努めます", "努め、", "努めるものとする", "努めるものとし", "努めなければならない", "努めること", "努力する", "努力します",
        "努力目標", "努力義務", "目標とする", "目標とします", "目標とし", "目標値", "目安", "望ましい", "心がける",
        "心掛ける", "心がけ", "心掛け", "配慮する", "配慮します", "配慮するものとする", "参考とする", "参考にする", "参考とします",
        "目指す", "目指します", "検討する", "検討します", "望まれる", "心にとめる",
    ]),
    (Mode::Denial, &[
        "要しない", "要しません", "要しないものとする", "必要としない", "必要としません", "必要はない", "必要はありません", "不要とする", "不要とします",
        "不要である", "適用しない", "適用しません", "適用しないものとする", "適用されない", "適用がない", "負わない", "負いません", "負わないものとする",
        "負わず", "負うものではない", "義務はない", "義務はありません", "責任はない", "ものではない", "ものではありません", "わけではない", "妨げない",
        "妨げるものではない", "妨げません", "足りる", "足りる。", "足りるものとする", "足りるものとし", "足ります", "足り、", "免責とする",
        "免れる", "免除する", "免除される", "裁量による", "裁量によります", "裁量に委ねる", "任せる。", "任せるものとする", "任せるものとし", "定めない", "設けない",
        "課さない", "求めない", "求めないものとする", "この限りでない", "この限りではない", "この限りでありません", "この限りではありません", "受けておりません", "受けません",
        "問わない", "任される", "判断に委ねる", "自由である", "承っておりません", "行っておりません", "受け付けておりません", "対応しておりません",
    ]),
    (Mode::Definition, &["目的とする", "趣旨とする"]),
];

/// Where clauses of the text end, and how.
pub(super) fn ends(text: &str) -> Vec<(usize, usize, Mode)> {
    static ENDER: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(ENDS.iter().flat_map(|(_, words)| words.iter())).ok());
    static MODES: LazyLock<Vec<Mode>> = LazyLock::new(|| ENDS.iter().flat_map(|(mode, words)| words.iter().map(|_| *mode)).collect());
    ENDER
        .iter()
        .flat_map(|ender| ender.find_iter(text))
        .map(|found| (found.start(), found.end(), MODES[found.pattern().as_usize()]))
        .filter(|(_, end, _)| closes(text, *end))
        .collect()
}

/// Whether the clause ends here rather than qualifying a noun: できるときは, しなければならない事項.
fn closes(text: &str, end: usize) -> bool {
    const AFTER: &[&str] = &["。", "、", "ものと", "もので", "こと", "ととも", "が、", "ほか", "ただし", "(", ")", "し、", "。)", "し", "旨"];
    let rest = &text[end..];
    rest.is_empty() || text[..end].ends_with(['、', '。', 'し', 'ず']) || AFTER.iter().any(|word| rest.starts_with(word)) && !rest.starts_with("ことを")
}

/// The end that governs what is said at a place of a sentence: the first one after it outside brackets, else the end of the sentence itself.
pub(super) fn governing(text: &str, (start, end): (usize, usize), anchor: usize, ends: &[(usize, usize, Mode)]) -> Mode {
    let sentence = &text[start..end];
    let from = ends.partition_point(|found| found.1 <= anchor);
    let inside =
        ends[from..].iter().take_while(|found| found.0 < end).find(|found| depth(&text[start..found.0]) <= depth(&text[start..anchor.clamp(start, end)]));
    let close = bare(sentence);
    if let Some(&(_, _, mode)) = inside {
        return mode;
    }
    if close.ends_with("をいう") || close.ends_with("といいます") || close.ends_with("をいいます") || close.ends_with("という") {
        Mode::Definition
    } else if close.ends_with("ない") || close.ends_with("ません") || close.ends_with("ず") || close.ends_with("禁止") {
        Mode::MustNot
    } else if sentence.ends_with('。') || close.ends_with(['る', 'と', 'す', 'う', 'く', 'む', 'い', 'ぐ', 'つ', 'ぶ']) || terse(close) {
        Mode::Must
    } else {
        Mode::Noun
    }
}

/// What a list or a table says in short, 判明後30分以内に電話連絡: no heading such as 教育の実施.
fn terse(close: &str) -> bool {
    const NOUNS: &[&str] = &[
        "実施", "提出", "報告", "連絡", "通知", "消去", "廃棄", "返却", "返還", "遵守", "徹底", "保管", "施錠", "受講", "負担", "記録", "整備", "賠償", "協力",
        "対応", "保証", "届出", "厳守", "必須", "作成", "締結", "減額", "限定", "合意", "明示", "試験", "修正", "是正", "改善", "必要", "管轄",
    ];
    // 返却形式:csv
    if close.split_once(':').is_some_and(|(name, value)| name.len() > 3 && value.len() > 3) {
        return true;
    }
    let Some(before) = NOUNS.iter().find_map(|noun| close.strip_suffix(noun)) else { return false };
    close.chars().count() > 12 && !before.ends_with(['の', '・', '、', '及', 'び', '的'])
}

/// A sentence without what stands in brackets at its end: 漏らさない(退職後も)。
fn bare(sentence: &str) -> &str {
    let close = sentence.trim_end_matches(['。', '」']);
    match close.strip_suffix(')').and_then(|inner| inner.rfind('(').map(|at| &close[..at])) {
        Some(before) if !before.is_empty() => before,
        _ => close.trim_end_matches(')'),
    }
}

fn depth(text: &str) -> usize {
    let opened = text.matches('(').count();
    opened.saturating_sub(text.matches(')').count())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    City,
    Contractor,
    Both,
}

/// The sides a sentence speaks of as its topic, with where: 甲は, 乙及び甲は, 乙の従業者は; without any topic, who opens it: 乙が.
pub(super) fn topics(text: &str, (start, end): (usize, usize)) -> Vec<(usize, Side)> {
    let sentence = &text[start..end];
    let mut topics = Vec::new();
    let mut actors = Vec::new();
    let mut joined = None;
    for (offset, letter) in sentence.match_indices(['甲', '乙']) {
        if depth(&sentence[..offset]) > 0 || joined == Some(offset) {
            continue;
        }
        let own = if letter == "甲" { Side::City } else { Side::Contractor };
        let mut side = own;
        let mut rest = past_brackets(&sentence[offset + letter.len()..]);
        for joint in ["及び", "又は", "並びに", "と", "、", "若しくは", ""] {
            if let Some(tail) = rest.strip_prefix(joint).filter(|tail| tail.starts_with(['甲', '乙'])) {
                side = if tail.starts_with(letter) { own } else { Side::Both };
                joined = Some(end - start - tail.len());
                rest = past_brackets(&tail["甲".len()..]);
                break;
            }
        }
        if rest.starts_with("双方は") || rest.starts_with("とも") || rest.starts_with("相互") || rest.starts_with("間で") {
            topics.push((start + offset, side));
            continue;
        }
        match mark(rest) {
            Some('は' | 'も') => topics.push((start + offset, side)),
            Some(_) if sentence[..offset].chars().all(|c| c.is_ascii_digit()) && !qualifies(rest) => actors.push((start + offset, side)),
            _ => {}
        }
    }
    if sentence.contains("双方は")
        || sentence.contains("両当事者は")
        || sentence.contains("当事者は")
        || sentence.contains("互いに")
        || sentence.contains("相互に")
    {
        topics.push((start, Side::Both));
        topics.sort_by_key(|topic| topic.0);
    }
    if topics.is_empty() { actors } else { topics }
}

/// は or が that closes a short phrase: 乙は, 乙の責任者は; not 乙に提出する書面は.
fn mark(rest: &str) -> Option<char> {
    // 甲から, 甲より, 甲へ: where something comes from or goes to. 甲の情報は: a thing, unlike 甲の職員は.
    if rest.starts_with("から") || rest.starts_with("より") {
        return None;
    }
    let thing = rest.starts_with('の')
        && rest.split_once(['は', 'が']).is_some_and(|(before, _)| !before.ends_with(['者', '員', '人', '長', '先', '等', '側', '社', '店']));
    if thing {
        return None;
    }
    let mut last = ' ';
    for (index, c) in rest.chars().take(26).enumerate() {
        match c {
            'は' if last != '又' && last != 'く' && last != 'い' => return Some('は'),
            'も' if index == 0 => return Some('も'),
            'が' => return Some('が'),
            '、' | '。' | 'を' | 'に' | 'で' | 'へ' | '(' | ')' => return None,
            'と' if index == 0 => return None,
            _ => last = c,
        }
    }
    None
}

/// 甲が提供した情報の利用は、 and 甲が求めたときは、: what someone did qualifies another topic.
fn qualifies(rest: &str) -> bool {
    let Some((_, after)) = rest.split_once('が') else { return false };
    let phrase = after.split(['、', '。']).next().unwrap_or(after);
    // 甲が示す基準に合う機器を用いること: the verb stands before its noun.
    let letters: Vec<char> = phrase.chars().take(16).collect();
    let before_noun = letters.windows(2).any(|pair| matches!(pair[0], 'る' | 'す' | 'た' | 'う') && matches!(pair[1], '一'..='龥' | 'ァ'..='ヶ' | '「'));
    if before_noun {
        return true;
    }
    phrase.replace("又は", "").replace("若しくは", "").contains('は')
}

fn past_brackets(rest: &str) -> &str {
    if rest.starts_with('(') {
        let mut depth = 0;
        for (at, c) in rest.char_indices().take(200) {
            depth += i32::from(c == '(') - i32::from(c == ')');
            if depth == 0 {
                return &rest[at + c.len_utf8()..];
            }
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(sentence: &str, word: &str) -> Mode {
        governing(sentence, (0, sentence.len()), sentence.find(word).expect("the word"), &ends(sentence))
    }

    #[test]
    fn the_end_of_a_sentence_tells_what_it_does() {
        for (sentence, word, wanted) in [
            ("乙は報告しなければならない。", "報告", Mode::Must),
            ("乙は報告する。", "報告", Mode::Must),
            ("乙は漏らしてはならない。", "漏ら", Mode::MustNot),
            ("乙は漏らしません。", "漏ら", Mode::MustNot),
            ("乙は漏らさないものとする。", "漏ら", Mode::MustNot),
            ("甲は公表することができる。", "公表", Mode::May),
            ("乙は教育に努めるものとする。", "教育", Mode::Aim),
            ("乙は承諾を要しないものとする。", "承諾", Mode::Denial),
            ("再委託を妨げない。", "再委託", Mode::Denial),
            ("秘密とは、知り得たものをいう。", "秘密", Mode::Definition),
            ("乙は漏らさない(退職後も)。", "漏ら", Mode::MustNot),
            ("この条は、範囲を定めることを目的とする。", "範囲", Mode::Definition),
        ] {
            assert_eq!(mode(sentence, word), wanted, "{sentence}");
        }
    }

    #[test]
    fn each_clause_of_a_sentence_has_its_own_end() {
        let sentence = "乙は拡大の防止に努めるとともに、甲に報告しなければならない。";
        assert_eq!((mode(sentence, "防止"), mode(sentence, "報告")), (Mode::Aim, Mode::Must));
        let sentence = "乙は他に漏らしてはならず、誓約書を提出しなければならない。";
        assert_eq!((mode(sentence, "漏ら"), mode(sentence, "誓約")), (Mode::MustNot, Mode::Must));
    }

    #[test]
    fn what_qualifies_a_noun_ends_nothing() {
        assert_eq!(mode("乙は確認することができるときは、報告しなければならない。", "確認"), Mode::Must);
    }

    #[test]
    fn the_topic_tells_who_is_bound() {
        let side = |text: &str| topics(text, (0, text.len())).into_iter().map(|topic| topic.1).collect::<Vec<_>>();
        assert_eq!(side("甲が求めたときは、乙は、甲に報告する。"), [Side::Contractor]);
        assert_eq!(side("甲(指定する者を含む。)は、乙に求める。"), [Side::City]);
        assert_eq!(side("甲及び乙は、守る。"), [Side::Both]);
        assert_eq!(side("甲は求めることができ、乙は、応じる。"), [Side::City, Side::Contractor]);
        assert_eq!(side("乙の従事者は、守る。"), [Side::Contractor]);
        assert_eq!(side("これは守る。"), []);
        assert_eq!(side("甲が提供した情報の利用は、業務に限る。"), []);
        assert_eq!(side("乙が負う。"), [Side::Contractor]);
    }
}
