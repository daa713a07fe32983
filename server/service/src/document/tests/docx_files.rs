use std::time::{Duration, Instant};

use super::{docx, fixture, read_fixture, refused, zipped};
use crate::document::{Document, Kind, Unreadable, read};

fn document(body: &str) -> Vec<u8> {
    docx(&[("word/document.xml", &format!("<w:document xmlns:w='w' xmlns:mc='mc'><w:body>{body}</w:body></w:document>"))])
}

fn text_of(body: &str) -> String {
    read("a.docx", &document(body)).expect("readable").pages.join("\u{c}")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_contract_reads_as_it_is_seen() {
    let Document { kind, pages } = read_fixture("word.docx");
    assert_eq!(kind, Kind::Docx);
    assert_eq!(
        pages,
        [
            "業務委託契約書\n見本市（以下「甲」という。）と見本情報株式会社（以下「乙」という。）とは、&契約する。\n第1条 （目的）\n１ 乙は業務を履行する。\n\
             ２ 甲は委託料を支払う。\n（イ）現場\n（ロ）書類\n第2条 （秘密の保持）\n１ 漏らしてはならない。\n第3条 見出しで番号が付く\n番号なし\n\
             仕様書に定める。第2条[注1]\n委託\t料\n☑税込\n枠の段落\n枠の中\n項目\t金額（円）\n運用 保守\t1,234,500\n消された段落記号の続き\n\
             [注1] 仕様書の別紙を含む。\n",
            "第一号 別記\n第二号 第二\n① 丸\n１． 全角\n・ いろは\n1-1 又は上位\n第10条 別の列から再開\n令和８年４月１日\n",
        ]
    );
}

#[test]
fn libreoffice_writes_the_same_numbers() {
    let pages = read_fixture("libreoffice.docx").pages;
    for line in ["第1条 （目的）\n", "２ 甲は委託料を支払う。\n", "（ロ）書類\n", "第2条 （秘密の保持）\n", "[注1] 仕様書の別紙を含む。\n"]
    {
        assert!(pages[0].contains(line), "{line} is in {}", pages[0]);
    }
    assert!(pages[1].starts_with("第一号 別記\n第二号 第二\n① 丸\n"), "{}", pages[1]);
}

#[test]
fn a_table_that_only_frames_keeps_its_lines() {
    let framed = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", paragraph("第1条"), paragraph("第2条"));
    assert_eq!(text_of(&framed), "第1条\n第2条\n");
    let nested = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{framed}</w:tc></w:tr></w:tbl>", paragraph("条項"));
    assert_eq!(text_of(&nested), "条項\t第1条 第2条\n");
}

#[test]
fn sections_and_breaks_before_paragraphs_part_pages() {
    let body = format!(
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>表紙</w:t></w:r></w:p>{}<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>別紙</w:t></w:r></w:p>",
        paragraph("本文")
    );
    assert_eq!(text_of(&body), "表紙\n\u{c}本文\n\u{c}別紙\n");
}

#[test]
fn moved_text_stands_where_it_was_moved_to() {
    let run = "<w:r><w:t>移動</w:t></w:r>";
    assert_eq!(text_of(&format!("<w:p><w:moveFrom>{run}</w:moveFrom></w:p><w:p><w:moveTo>{run}</w:moveTo></w:p>")), "\n移動\n");
}

#[test]
fn references_to_characters_are_resolved_and_entities_are_not_expanded() {
    assert_eq!(text_of(&paragraph("A&amp;B&#x4e00;&#21313;&lol;")), "A&B一十\n");
    let bomb = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><w:document xmlns:w='w'><w:body><w:p><w:r><w:t>x&b;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(read("a.docx", &docx(&[("word/document.xml", bomb)])).expect("readable").pages, ["x\n"]);
}

#[test]
fn a_part_in_utf16_is_read() {
    let text = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>契約</w:t></w:r></w:p></w:body></w:document>";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let file = zipped(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", &utf16)]);
    assert_eq!(read("a.docx", &file).expect("readable").pages, ["契約\n"]);
}

#[test]
fn a_picture_alone_is_a_scan() {
    let document = read("a.docx", &document("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>")).expect("readable");
    assert!(document.is_scan());
    assert!(!read_fixture("word.docx").is_scan());
}

#[test]
fn damaged_documents_are_broken() {
    let whole = fixture("word.docx");
    assert_eq!(refused("a.docx", &whole[..whole.len() / 2]), Unreadable::Broken);
    assert_eq!(refused("a.docx", &document("<w:p><w:r></w:p>")), Unreadable::Broken);
    assert_eq!(refused("a.docx", &docx(&[])), Unreadable::Broken);
    let cut = docx(&[("word/document.xml", "<w:document xmlns:w='w'><w:body><w:p>")]);
    assert_eq!(refused("a.docx", &cut), Unreadable::Broken);
}

#[test]
fn bombs_are_refused_soon() {
    let started = Instant::now();
    let deep = document(&"<w:sdt>".repeat(100_000));
    let boxes = "<w:p><w:r><w:drawing><w:txbxContent>".repeat(10_000);
    let large = docx(&[("word/document.xml", &" ".repeat(60 << 20))]);
    assert!(large.len() < 1 << 20, "small as packed");
    let styles = docx(&[("word/document.xml", &format!("<w:document xmlns:w='w'><w:body>{}</w:body></w:document>", "<w:p/>".repeat(8_000_000)))]);
    for bomb in [deep, document(&boxes), large, styles] {
        assert_eq!(refused("a.docx", &bomb), Unreadable::TooLarge);
    }
    assert!(started.elapsed() < Duration::from_mins(2), "{:?}", started.elapsed());
}
