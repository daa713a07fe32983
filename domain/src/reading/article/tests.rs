use super::*;

fn read(text: &str) -> (Canon, Layout) {
    let canon = Canon::of(text);
    let layout = layout(&canon);
    (canon, layout)
}

fn paths(text: &str) -> Vec<(String, String)> {
    let (canon, layout) = read(text);
    layout.articles.iter().filter(|a| !a.number.is_empty()).map(|a| (a.path.clone(), canon.text[a.heading.0..a.heading.1].to_owned())).collect()
}

fn pair(path: &str, heading: &str) -> (String, String) {
    (path.to_owned(), heading.to_owned())
}

#[test]
fn the_heading_stands_before_or_after_the_number_or_on_its_line() {
    let wanted = [pair("第1条", "目的"), pair("第2条", "秘密の保持")];
    assert_eq!(paths("（目的）\n第１条　乙は行う。\n（秘密の保持）\n第２条　乙は守る。"), wanted);
    assert_eq!(paths("第1条（目的）乙は行う。\n第2条（秘密の保持）\n乙は守る。"), wanted);
    assert_eq!(paths("第1条　目的\n　乙は行う。\n第2条　秘密の保持\n　乙は守る。"), wanted);
    assert_eq!(paths("### 第1条 目的\n乙は行う。\n\n### 第2条 秘密の保持\n乙は守る。"), wanted);
    assert_eq!(paths("第 一 条 （ 目 的 ） 乙 は\n行 う 。\n第 二 条 （ 秘 密 の 保 持 ） 乙 は 守 る 。"), wanted);
}

#[test]
fn articles_are_found_without_line_breaks() {
    assert_eq!(paths("（目的）第1条乙は第2条の規定により行う。（監査）第2条甲は行う。"), [pair("第1条", "目的"), pair("第2条", "監査")]);
}

#[test]
fn an_annex_counts_by_itself() {
    let text = "第1条 目的\n乙は行う。\n第2条 期間\n期間は1年とする。\n\n別記\n個人情報取扱特記事項\n（基本）\n第1　乙は守る。\n（秘密）\n第2　乙は守る。";
    assert_eq!(paths(text)[2..], [pair("別記第1", "基本"), pair("別記第2", "秘密")]);
    let text = "第1条（目的）乙は行う。\n\n別添\n情報セキュリティ特記仕様書\n\n第1条（趣旨）乙は守る。\n第2条（教育）乙は行う。";
    assert_eq!(paths(text)[1..], [pair("特記仕様書第1条", "趣旨"), pair("特記仕様書第2条", "教育")]);
    let text = "第1条（目的）乙は行う。\n\n別紙2 特記事項\n(1) 定義\n乙は守る。\n(2) 秘密の保持\n乙は守る。";
    assert_eq!(paths(text)[1..], [pair("別紙2(1)", "定義"), pair("別紙2(2)", "秘密の保持")]);
}

#[test]
fn a_chapter_belongs_to_what_follows_it() {
    let (canon, layout) = read("第1章 総則\n（目的）\n第1条 乙は行う。\n第2章 監査\n（期間）\n第2条 乙は守る。");
    let (first, second) = (&layout.articles[layout.articles.len() - 2], &layout.articles[layout.articles.len() - 1]);
    assert_eq!(&canon.text[first.body.0..first.body.1], "乙は行う。");
    let chapters = [first, second].map(|article| &canon.text[article.division.0..article.division.1]);
    assert_eq!(chapters, ["第1章総則", "第2章監査"]);
}

#[test]
fn what_closes_a_list_of_bullets_is_a_sentence_of_its_own() {
    let (canon, layout) = read("第1条（研修）\n・対象 全員\n・内容 基礎\n乙は、上記の研修を行う。");
    let said: Vec<&str> = layout.sentences.iter().map(|s| &canon.text[s.start..s.end]).collect();
    assert_eq!(said.last(), Some(&"乙は、上記の研修を行う。"), "{said:?}");
}

#[test]
fn a_numbered_paragraph_stays_in_its_article() {
    assert_eq!(paths("第1条 乙は守る。\n2 前項の義務は続く。\n3 甲は行う。\n第2条 乙は行う。").len(), 2);
}

#[test]
fn sentences_do_not_end_inside_brackets() {
    let (canon, layout) = read("第1条 乙は、情報（物をいう。以下同じ。）を守る。ただし、別とする。");
    let said: Vec<&str> = layout.sentences.iter().map(|s| &canon.text[s.start..s.end]).collect();
    assert_eq!(said, ["乙は、情報(物をいう。以下同じ。)を守る。", "ただし、別とする。"]);
}

#[test]
fn a_text_without_articles_is_one_piece() {
    let (_, layout) = read("乙は秘密を守る。");
    assert_eq!((layout.articles.len(), layout.articles[0].path.as_str(), layout.sentences.len()), (1, "前文", 1));
}

#[test]
fn chapters_hold_sections() {
    let text = "仕様書\n1 総則\n1.1 目的\n乙は行う。\n1.2 期間\n期間は1年とする。\n2 秘密の保持\n2.1 乙は守る。\n2.2 乙は、次のとおりとする。\n1 鍵を掛ける。\n2 記録する。\n2.3 乙は返す。\n3 損害\n乙は償う。\n4 その他\n4.1 協議する。";
    let wanted = [
        pair("1.1", "目的"),
        pair("1.2", "期間"),
        pair("2.1", "秘密の保持"),
        pair("2.2", "秘密の保持"),
        pair("2.3", "秘密の保持"),
        pair("3", "損害"),
        pair("4.1", "その他"),
    ];
    assert_eq!(paths(text), wanted);
    let (canon, layout) = read(text);
    let second = layout.articles.iter().find(|article| article.number == "2.2").map(|article| &canon.text[article.body.0..article.body.1]);
    assert_eq!(second, Some("乙は、次のとおりとする。1鍵を掛ける。2記録する。"));
}

#[test]
fn a_decimal_at_the_start_of_a_line_makes_no_sections() {
    let text = "1 目的\n乙は行う。\n2 係数\n1.1 を乗じた額とする。\n3 期間\n1年とする。";
    assert_eq!(paths(text).iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
}

#[test]
fn a_text_may_count_by_codes_and_an_annex_by_nothing() {
    let text = "Ⅰ-1 目的\n乙は行う。\n要求1 教育\n乙は行う。\n要求2 監査\n甲は行う。\n要求3 公表\n甲は行う。";
    assert_eq!(paths(text), [pair("要求1", "教育"), pair("要求2", "監査"), pair("要求3", "公表")]);
    let text = "第1条（目的）乙は行う。\n第2条（協議）協議する。\n\n別紙 情報の取扱い\n・乙は、情報を施錠できる保管庫に保管し、持ち出さないものとする。\n・乙は、情報を返す。";
    let (_, layout) = read(text);
    assert_eq!(layout.articles.last().map(|article| article.path.as_str()), Some("別紙"));
}

#[test]
fn the_title_of_an_annex_may_say_more_in_brackets() {
    let text = "第1条（目的）乙は行う。\n\n別記 個人情報（特定個人情報を含む。）取扱特記事項\n第1（基本）乙は守る。\n第2（期間）乙は守る。";
    assert_eq!(paths(text)[1..], [pair("別記第1", "基本"), pair("別記第2", "期間")]);
    let text = "業務委託契約書\n1 件名 清掃\n2 期間 1年\n\n契約約款\n第1条（目的）乙は行う。\n第2条（監査）甲は行う。";
    assert_eq!(paths(text)[paths(text).len() - 2..], [pair("第1条", "目的"), pair("第2条", "監査")]);
}
