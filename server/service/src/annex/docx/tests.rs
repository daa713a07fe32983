use std::collections::BTreeSet;

use domain::annex::{Article, BLANK, Enclosure, Part};
use quick_xml::{Reader, events::Event};

use super::*;
use crate::document;

fn paper() -> Paper {
    let line = |depth, label: &str, text: &str| Line { depth, label: label.into(), text: text.into() };
    let article = |number, heading: &str, lines| Article { number, clause: "K01".into(), heading: heading.into(), lines };
    Paper {
        title: "情報セキュリティ特記仕様書".into(),
        contract: "R08<1> A&B \"業務\"\u{1}\u{FFFE}".into(),
        preamble: vec!["葉月市（以下「甲」という。）".into()],
        parts: vec![Part {
            heading: "第1章　共通事項".into(),
            articles: vec![
                article(
                    1,
                    "遵守",
                    vec![line(0, "1", "乙は、守る。"), line(1, "(1)", "  規程  "), line(2, "ア", "細目"), line(3, "・", "底"), line(1, "", "続き")],
                ),
                article(2, "監査", vec![line(0, "", BLANK)]),
            ],
        }],
        supplement: vec!["この特記仕様書は、令和8年4月1日から適用する。".into()],
        enclosures: vec![Enclosure { name: "別表".into(), articles: vec![1] }],
        foot: "契約条項カタログ第1版".into(),
    }
}

/// Names and contents of the archive.
fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
    let archive = rawzip::ZipArchive::from_slice(bytes).expect("an archive");
    let entries = archive.entries().map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            let name = entry.file_path().try_normalize().expect("a path").as_ref().to_owned();
            assert_eq!(entry.last_modified().year(), 1980, "{name}");
            let data = archive.get_entry(entry.wayfinder()).expect("data");
            let mut text = String::new();
            std::io::Read::read_to_string(&mut flate2::read::DeflateDecoder::new(data.data()), &mut text).expect("UTF-8");
            (name, text)
        })
        .collect()
}

#[test]
fn the_document_reads_as_the_paper_does() {
    let read = document::read("annex", &write(&paper()).expect("a file")).expect("readable by our own reader");
    let text = read.pages.join("\n");
    let expected = [
        "情報セキュリティ特記仕様書",
        "R08<1> A&B \"業務\"",
        "葉月市（以下「甲」という。）",
        "第1章　共通事項",
        "第1条（遵守）",
        "1\t乙は、守る。",
        "(1)\t  規程  ",
        "ア\t細目",
        "・\t底",
        "続き",
        "第2条（監査）",
        BLANK,
        "別表及び別紙",
        "別表（第1条関係）",
        "附則",
        "この特記仕様書は、令和8年4月1日から適用する。",
        "契約条項カタログ第1版",
    ];
    let shown: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<String>()).collect();
    assert_eq!(shown, expected.map(|line| line.split_whitespace().collect::<String>()));
}

#[test]
fn every_part_is_well_formed_typed_and_related() {
    let parts = unzipped(&write(&paper()).expect("a file"));
    let names: BTreeSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), parts.len());
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str()).expect("there");
    let (mut styles, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (name, text) in &parts {
        let mut reader = Reader::from_str(text);
        let mut depth = 0_i32;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Eof => break,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}");
        let values = |mark: &str| text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect::<Vec<_>>();
        styles.extend(values("w:styleId=\""));
        used.extend(values("w:pStyle w:val=\""));
    }
    assert!(used.is_subset(&styles), "{used:?} of {styles:?}");
    for (relations, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
        for target in part(relations).split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let target = format!("{folder}{target}");
            assert!(names.contains(target.as_str()), "{relations} leads to {target}");
            assert!(part("[Content_Types].xml").contains(&format!("PartName=\"/{target}\"")), "{target} has a type");
        }
    }
    assert!(part("word/header1.xml").contains("R08&lt;1&gt; A&amp;B &quot;業務&quot;<"), "the number is in the head of every page, and clean");
    assert!(part("word/footer1.xml").contains(" PAGE ") && part("word/document.xml").contains("w:w=\"11906\" w:h=\"16838\""));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(write(&paper()).expect("a file"), write(&paper()).expect("a file"));
}
