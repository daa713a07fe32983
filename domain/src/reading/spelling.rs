//! One spelling for words that are written in several.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// One spelling for words that are written in several ways: orthography, not meaning, which is the catalogue's.
/// 特定個人情報 becomes a word of its own, so that what is said of it is not taken to be said of all 個人情報.
#[rustfmt::skip]
const SPELLINGS: &[(&str, &str)] = &[
    ("特定個人情報", "特定番号情報"), ("取り扱", "取扱"), ("とりあつか", "取扱"), ("持ち出", "持出"), ("持ちだ", "持出"), ("持ち込", "持込"), ("立ち入", "立入"),
    ("立ち会", "立会"), ("立会い", "立会"), ("引き渡", "引渡"), ("引き継", "引継"), ("届け出", "届出"), ("申し出", "申出"), ("申し入", "申入"),
    ("問い合わせ", "問合せ"), ("問合わせ", "問合せ"), ("打ち合わせ", "打合せ"), ("打合わせ", "打合せ"), ("受け渡", "受渡"), ("貸し出", "貸出"), ("取り消", "取消"),
    ("取り消し", "取消し"), ("受け入れ", "受入れ"), ("洩", "漏"), ("漏れい", "漏えい"), ("漏泄", "漏えい"), ("き損", "毀損"), ("棄損", "毀損"),
    ("改竄", "改ざん"), ("順守", "遵守"), ("じゅん守", "遵守"), ("知りえ", "知り得"), ("知りうる", "知り得る"), ("知得", "知り得"), ("および", "及び"),
    ("または", "又は"), ("もしくは", "若しくは"), ("ならびに", "並びに"), ("但し", "ただし"), ("予め", "あらかじめ"), ("出来", "でき"), ("無く", "なく"),
    ("無い", "ない"), ("無し", "なし"), ("すべて", "全て"), ("総て", "全て"), ("さらに", "更に"), ("行な", "行"), ("ウィルス", "ウイルス"),
    ("於いて", "おいて"), ("拘わらず", "かかわらず"), ("拘らず", "かかわらず"), ("関わらず", "かかわらず"), ("係わらず", "かかわらず"), ("差し支え", "差支え"), ("差しつかえ", "差支え"),
    ("再再委託", "再々委託"), ("義務づけ", "義務付け"), ("下さい", "ください"), ("但書", "ただし書"), ("致し", "いたし"), ("致しま", "いたしま"), ("出来る", "できる"),
    ("ただちに", "直ちに"), ("すみやかに", "速やかに"), ("漏洩", "漏えい"), ("セキュリティー", "セキュリティ"), ("ポリシ-", "ポリシー"), ("破毀", "破棄"), ("責に帰", "責めに帰"),
    ("個人情報データ", "個人情報"), ("プライバシ-", "プライバシー"), ("かかる費用", "係る費用"), ("復原", "復元"), ("づけ", "付け"), ("引き上げ", "引上げ"), ("取まとめ", "取りまとめ"),
];

/// What to replace, in order, so that every word has its one spelling.
pub(super) fn spelling_edits(text: &str) -> Vec<(usize, usize, &'static str)> {
    static SPELLER: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(SPELLINGS.iter().map(|(from, _)| from)).ok());
    let mut edits: Vec<(usize, usize, &'static str)> = SPELLER
        .iter()
        .flat_map(|speller| speller.find_iter(text))
        .map(|found| (found.start(), found.end(), SPELLINGS[found.pattern().as_usize()].1))
        .filter(|(start, end, new)| &text[*start..*end] != *new)
        .collect();
    // サーバー and サーバ: the mark at the end of a word goes.
    for (at, mark) in text.match_indices('ー') {
        let next = text[at + mark.len()..].chars().next();
        if !next.is_some_and(|c| matches!(c, 'ァ'..='ヺ' | 'ー')) {
            edits.push((at, at + mark.len(), ""));
        }
    }
    edits.sort_unstable();
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.0 >= end;
        end = end.max(edit.1);
        free
    });
    edits
}
