//! What holds of every reading.

use std::{fs, path::Path};

use domain::reading::{Reading, read};
use proptest::prelude::*;

use crate::shipped;

const CONTRACT: &str = "柏原市（以下「発注者」という。）と株式会社ミドリ（以下「受注者」という。）は、次のとおり契約する。\n\
（総則）\n第１条　受注者は、市情報セキュリティポリシー及び実施手順を遵守し、従業員にも遵守させなければならない。\n\
（秘密の保持）\n第２条　受注者は、業務上知り得た秘密を第三者に漏らしてはならない。契約終了後も同様とする。\n\
（再委託）\n第３条　受注者は、発注者の書面による承諾を得なければ、業務の一部を第三者に委託してはならない。\n\
（監査）\n第４条　発注者は、受注者の事業所に立ち入り、情報の管理の状況を監査することができる。\n２　受注者は、これに協力しなければならない。\n\
（損害賠償）\n第５条　受注者は、第１条のポリシーに違反して損害を与えたときは、これを賠償しなければならない。\n";

fn proposed(reading: &Reading) -> Vec<(String, Option<String>)> {
    reading.proposals.iter().map(|proposal| (proposal.clause.clone(), proposal.found.as_ref().map(|found| found.article.clone()))).collect()
}

fn wide(text: &str) -> String {
    text.chars().map(|c| if ('!'..='~').contains(&c) { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c }).collect()
}

/// A break after every n-th character.
fn broken(text: &str, every: usize) -> String {
    text.chars().filter(|c| *c != '\n').enumerate().flat_map(|(index, c)| [(index > 0 && index % every == 0).then_some('\n'), Some(c)]).flatten().collect()
}

fn spaced(text: &str) -> String {
    text.chars().flat_map(|c| [c, ' ']).collect()
}

#[test]
fn the_contract_of_these_tests_is_read() {
    let reading = shipped::reader().read(CONTRACT);
    let found = |id: &str| {
        reading.proposals.iter().find(|proposal| proposal.clause == id).and_then(|proposal| proposal.found.as_ref()).map(|found| found.article.as_str())
    };
    assert_eq!(
        [found("K01"), found("K07"), found("K08"), found("K11"), found("K13")],
        [Some("第1条"), Some("第2条"), Some("第3条"), Some("第4条"), Some("第5条")]
    );
    assert_eq!((found("SYS1"), found("K12"), reading.articles), (None, None, 5));
    assert!(reading.parties.city.contains(&"発注者".to_owned()) && reading.parties.contractor.contains(&"受注者".to_owned()));
}

#[test]
fn spaces_and_widths_change_nothing() {
    let plain = proposed(&shipped::reader().read(CONTRACT));
    assert_eq!(proposed(&shipped::reader().read(&spaced(CONTRACT))), plain);
    assert_eq!(proposed(&shipped::reader().read(&wide(CONTRACT))), plain);
}

#[test]
fn line_breaks_anywhere_change_nothing() {
    let plain = proposed(&shipped::reader().read(CONTRACT));
    for every in 11..60 {
        assert_eq!(proposed(&shipped::reader().read(&broken(CONTRACT, every))), plain, "a break after every {every} characters");
    }
}

#[test]
fn spaces_between_all_characters_change_nothing_in_real_contracts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading/tuned");
    for entry in fs::read_dir(folder).expect("the folder").flatten().filter(|entry| entry.path().extension().is_some_and(|ending| ending == "txt")) {
        let text = fs::read_to_string(entry.path()).expect("a text");
        assert_eq!(proposed(&shipped::reader().read(&spaced(&text))), proposed(&shipped::reader().read(&text)), "{}", entry.path().display());
    }
}

#[test]
fn an_article_taken_out_is_no_longer_found() {
    let lines: Vec<&str> = CONTRACT.lines().collect();
    for (number, clause) in [("２", "K07"), ("３", "K08"), ("４", "K11")] {
        let at = lines.iter().position(|line| line.starts_with(&format!("第{number}条"))).expect("the article");
        let kept = lines.iter().enumerate().filter(|(index, line)| *index != at && *index + 1 != at && !(number == "４" && line.starts_with('２')));
        let rest = kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let reading = shipped::reader().read(&rest);
        let found = reading.proposals.iter().find(|proposal| proposal.clause == clause).and_then(|proposal| proposal.found.as_ref());
        assert!(found.is_none(), "{clause}: {found:?}");
    }
}

#[test]
fn the_order_of_the_clauses_does_not_matter() {
    let catalogue = shipped::catalogue();
    let backwards: Vec<_> = catalogue.clauses.iter().rev().collect();
    let mut read = proposed(&read(CONTRACT, &backwards, &catalogue.synonyms));
    read.reverse();
    assert_eq!(read, proposed(&shipped::reader().read(CONTRACT)));
}

#[test]
fn a_scan_is_told_from_a_text() {
    for scan in ["", "\u{C}\u{C}\u{C}", "1\n\u{C}2\n\u{C}", "\u{FFFD}\u{FFFD}\u{FFFD}契約"] {
        assert!(shipped::reader().read(scan).is_unreadable, "{scan:?}");
    }
    assert!(!shipped::reader().read(CONTRACT).is_unreadable);
}

#[test]
fn a_clause_without_cues_says_so() {
    let mut clause = shipped::catalogue().clauses[0].clone();
    clause.cues = domain::reading::Cues::default();
    let reading = read(CONTRACT, &[&clause], &[]);
    assert_eq!((reading.proposals[0].found.is_none(), reading.proposals[0].why[0].key.as_ref()), (true, "reading.no_cues"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,400}") {
        let reading = shipped::reader().read(&text);
        prop_assert_eq!(reading.proposals.len(), shipped::catalogue().clauses.len());
    }

    #[test]
    fn whatever_the_pieces_a_quote_stands_in_the_text(pieces in prop::collection::vec(prop::sample::select(vec![
        "第", "1", "２", "三", "条", "（", "）", "「", "」", "。", "\n", "\u{C}", " ", "甲", "乙は、", "受託者", "市", "業務上知り得た", "秘密を", "漏らしてはならない", "第三者に委託", "承諾を得", "監査", "することができる",
        "取り扱い", "ｶﾞ", "か゛", "①", "目次", "……3", "以下", "適用しない", "ただし", "個人情報", "消去", "契約が終了", "別記", "特記事項", "│", "#", "- 1 -", "ー",
    ]), 0..120)) {
        let text: String = pieces.concat();
        for proposal in shipped::reader().read(&text).proposals {
            if let Some(found) = proposal.found {
                prop_assert!(text.contains(&found.quote) && found.quote.chars().count() <= 300 && found.confidence <= 100);
            }
            prop_assert!(!proposal.why.is_empty() && proposal.why.iter().all(domain::message::Message::is_known));
        }
    }
}
