//! 特記仕様書: what stands on the paper, under which number, and what is only noted beside it.

use chrono::{DateTime, NaiveDate};
use domain::{
    Lang,
    annex::{Annex, AnnexScope, BLANK, Basis, Place, annex},
    clause::{Catalogue, Mark, MarkState},
    contract::{Confidentiality, Contract, ContractKind, Nature, PersonalInformation},
};
use proptest::{prelude::*, sample::select};
use pulldown_cmark::{Event, Parser, TagEnd};

use crate::{
    samples::{any_nature, contract, day, plain},
    shipped,
};

const TODAY: &str = "2026-11-24";

fn cloud() -> Nature {
    Nature { kind: ContractKind::Cloud, confidentiality: Confidentiality::C3B, personal: PersonalInformation::MyNumber, ..plain() }
}

fn mark(clause: &str, state: MarkState, until: Option<NaiveDate>) -> Mark {
    let (article, reason, measure) = match state {
        MarkState::Present => ("第9条第2項", "", ""),
        MarkState::Excepted => ("", "既存の約款による", "市が毎月ログを確かめる"),
        MarkState::Missing => ("", "", ""),
    };
    Mark {
        clause: clause.into(),
        state,
        article: article.into(),
        quote: String::new(),
        reason: reason.into(),
        measure: measure.into(),
        until,
        exception: None,
        marked_by: "柏 太郎".into(),
        marked_at: DateTime::UNIX_EPOCH,
    }
}

fn compose(catalogue: &Catalogue, contract: &Contract, marks: &[Mark], which: AnnexScope) -> Annex {
    annex(&Basis { contract, contractor: "青空情報株式会社", city: "葉月市", catalogue, marks }, which, Lang::Ja, day(TODAY))
}

fn clauses(annex: &Annex) -> Vec<&str> {
    annex.paper.articles().map(|article| article.clause.as_str()).collect()
}

/// The catalogue with one clause of the common group, of this text, besides K08.
fn with_text(text: &str) -> Catalogue {
    let mut catalogue = shipped::catalogue();
    catalogue.clauses.retain(|clause| ["K01", "K08"].contains(&clause.id.as_str()));
    text.clone_into(&mut catalogue.clauses[0].text);
    catalogue
}

fn first(text: &str, marks: &[Mark]) -> (Vec<String>, Annex) {
    let annex = compose(&with_text(text), &contract(plain()), marks, AnnexScope::All);
    let lines = annex.paper.parts[0].articles[0].lines.iter().map(|line| format!("{}{}|{}", "　".repeat(line.depth.into()), line.label, line.text)).collect();
    (lines, annex)
}

#[test]
fn the_paper_names_the_contract_its_parties_and_its_catalogue() {
    let annex = compose(&shipped::catalogue(), &contract(cloud()), &[], AnnexScope::All);
    let paper = &annex.paper;
    assert_eq!((paper.title.as_str(), paper.contract.as_str()), ("情報セキュリティ特記仕様書", "R08-0012 住民記録システム運用保守業務"));
    for said in [
        "葉月市（以下「甲」という。）",
        "青空情報株式会社（以下「乙」という。）",
        "「住民記録システム運用保守業務」（契約番号R08-0012、契約期間令和8年4月1日から令和9年3月31日まで。",
    ] {
        assert!(paper.preamble[0].contains(said), "{said}: {}", paper.preamble[0]);
    }
    assert_eq!(paper.preamble[1], format!("本契約の責任者は、甲にあっては情報政策課長 市 花子、乙にあっては{BLANK}とする。"));
    assert_eq!(annex.notes.blanks[0].what.say(Lang::Ja), "受託者側の責任者（契約に登録されていません）");
    assert_eq!(paper.foot, "契約条項カタログ第1版（令和8年4月1日適用）により令和8年11月24日作成");
    assert_eq!(paper.supplement, ["この特記仕様書は、令和8年4月1日から適用する。"]);
    let parts: Vec<&str> = paper.parts.iter().map(|part| part.heading.as_str()).collect();
    assert_eq!(
        parts,
        [
            "第1章　共通事項",
            "第2章　クラウドサービスに関する事項",
            "第3章　サプライチェーンに関する事項",
            "第4章　特定個人情報に関する事項",
            "第5章　個人情報に関する事項"
        ]
    );
}

#[test]
fn every_article_of_the_shipped_catalogue_is_numbered_and_nothing_of_the_model_is_left_open_unseen() {
    for nature in [plain(), cloud(), Nature { kind: ContractKind::SystemDevelopment, ..cloud() }] {
        let annex = compose(&shipped::catalogue(), &contract(nature), &[], AnnexScope::All);
        let written = annex.paper.to_markdown();
        for open in ["第○条", "【", "】", "○"] {
            assert!(!written.contains(open), "{open}");
        }
        assert!(annex.notes.terms.is_empty(), "every word used is defined: {:?}", annex.notes.terms);
        assert_eq!(written.matches(BLANK).count(), annex.notes.blanks.len(), "each blank is noted");
    }
}

#[test]
fn what_is_excepted_is_left_out_and_noted_with_its_measure_and_what_has_ended_comes_back() {
    let marks = [mark("K03", MarkState::Excepted, Some(day(TODAY))), mark("K12", MarkState::Excepted, Some(day("2026-11-23")))];
    let annex = compose(&shipped::catalogue(), &contract(plain()), &marks, AnnexScope::All);
    assert!(!clauses(&annex).contains(&"K03") && clauses(&annex).contains(&"K12"));
    let noted = |list: &[domain::annex::Excepted]| list.iter().map(|left| format!("{} {} {}", left.clause, left.reason, left.measure)).collect::<Vec<_>>();
    assert_eq!(noted(&annex.notes.excepted), ["K03 既存の約款による 市が毎月ログを確かめる"]);
    assert_eq!(noted(&annex.notes.lapsed), ["K12 既存の約款による 市が毎月ログを確かめる"]);
    let written = annex.paper.to_markdown();
    for remark in ["既存の約款", "毎月ログ", "例外", "サービスレベルの保証"] {
        assert!(!written.contains(remark), "{remark} slipped into the paper");
    }
}

#[test]
fn what_the_contract_contains_is_there_or_not_as_asked_and_noted_either_way() {
    let marks = [mark("K08", MarkState::Present, None)];
    let contract = contract(plain());
    let all = compose(&shipped::catalogue(), &contract, &marks, AnnexScope::All);
    let missing = compose(&shipped::catalogue(), &contract, &marks, AnnexScope::Missing);
    assert!(clauses(&all).contains(&"K08") && !clauses(&missing).contains(&"K08"));
    for annex in [&all, &missing] {
        assert_eq!(annex.notes.present.iter().map(|there| (there.clause.as_str(), there.article.as_str())).collect::<Vec<_>>(), [("K08", "第9条第2項")]);
    }
    let every: Vec<Mark> = clauses(&all).iter().map(|clause| mark(clause, MarkState::Present, None)).collect();
    assert!(compose(&shipped::catalogue(), &contract, &every, AnnexScope::Missing).is_empty());
}

#[test]
fn a_word_that_only_a_clause_off_the_paper_defines_is_noted() {
    let annex = compose(&shipped::catalogue(), &contract(plain()), &[mark("K01", MarkState::Present, None)], AnnexScope::Missing);
    let loose: Vec<(&str, &str)> = annex.notes.terms.iter().map(|loose| (loose.term.as_str(), loose.clause.as_str())).collect();
    for term in ["情報資産", "従事者", "再委託先"] {
        assert!(loose.contains(&(term, "K01")), "{term}: {loose:?}");
    }
    let used = annex.notes.terms.iter().find(|loose| loose.term == "従事者").expect("noted");
    assert!(used.articles.iter().all(|number| annex.paper.articles().any(|article| article.number == *number)), "{used:?}");
}

#[test]
fn references_between_clauses_become_the_numbers_of_their_articles() {
    let (lines, _) = first("### 第○条（一）\n\n乙は、第K08条及び第【K08】条第2項に従う。個人情報保護法第66条は、そのままとする。", &[]);
    assert_eq!(lines, ["|乙は、第2条及び第2条第2項に従う。個人情報保護法第66条は、そのままとする。"]);
    let present = [mark("K08", MarkState::Present, None)];
    let annex = compose(&with_text("### 第○条（一）\n\n第K08条に従う。"), &contract(plain()), &present, AnnexScope::Missing);
    assert_eq!(annex.paper.parts[0].articles[0].lines[0].text, "契約書第9条に従う。");
    let excepted = [mark("K08", MarkState::Excepted, None)];
    let (lines, annex) = first("### 第○条（一）\n\n第K08条及び第○条に従う。", &excepted);
    assert_eq!(lines, [format!("|第{BLANK}条及び第{BLANK}条に従う。")]);
    let said: Vec<String> = annex.notes.blanks.iter().map(|blank| blank.what.say(Lang::Ja)).collect();
    assert_eq!(said[1..], ["K08 に当たる条の番号（この特記仕様書にはありません）", "引いている条の番号"]);
}

#[test]
fn what_the_contract_knows_is_filled_in_and_the_rest_is_a_blank_or_a_value_to_be_looked_at() {
    let text = "### 第○条（一）\n\n1. 期間は【契約期間】、額は【契約金額】とする。\n   1. 【市の責任者】\n   2. 【受託者の責任者】及び【　】\n2. 【10】日以内に【窓口の電話番号を記載】へ。";
    let (lines, annex) = first(text, &[]);
    assert_eq!(
        lines,
        [
            "1|期間は令和8年4月1日から令和9年3月31日まで、額は金12,340,000円とする。".to_owned(),
            "　(1)|情報政策課長 市 花子".to_owned(),
            format!("　(2)|{BLANK}及び{BLANK}"),
            format!("2|10日以内に{BLANK}へ。"),
        ]
    );
    let blanks: Vec<(Option<String>, String)> =
        annex.notes.blanks.iter().map(|blank| (blank.place.map(|place| place.say(Lang::Ja)), blank.what.say(Lang::Ja))).collect();
    assert_eq!(blanks[1], (Some("第1条第1項第2号".to_owned()), "受託者側の責任者（契約に登録されていません）".to_owned()));
    assert_eq!(blanks[2], (Some("第1条第1項第2号".to_owned()), "空欄".to_owned()));
    assert_eq!(blanks[3], (Some("第1条第2項".to_owned()), "窓口の電話番号を記載".to_owned()));
    assert_eq!((annex.notes.proposals[0].value.as_str(), annex.notes.proposals[0].place.say(Lang::En)), ("10", "Article 1(2)".to_owned()));
}

#[test]
fn schedules_the_articles_speak_of_are_listed_with_them() {
    let annex = compose(&shipped::catalogue(), &contract(plain()), &[], AnnexScope::All);
    let said: Vec<String> = annex.paper.enclosures.iter().map(domain::annex::Enclosure::title).collect();
    assert_eq!(said[..2], ["別紙「サービスレベル合意書」（第3条関係）", "別表（第4条関係）"]);
}

#[test]
fn a_clause_without_a_model_text_is_an_article_to_be_written() {
    let (lines, annex) = first(" \n", &[]);
    assert_eq!(lines, [format!("|{BLANK}")]);
    assert_eq!(annex.paper.parts[0].articles[0].title(), "第1条（情報セキュリティポリシー及び情報セキュリティ実施手順の遵守）");
    assert_eq!(annex.notes.blanks[1].what.say(Lang::Ja), "条文の全体（K01 にはモデル条文がありません）");
    assert_eq!(annex.notes.blanks[1].place, Some(Place { article: 1, paragraph: None, item: None }));
}

#[test]
fn a_catalogue_whose_groups_alternate_is_sorted_by_group() {
    let mut catalogue = shipped::catalogue();
    catalogue.clauses.retain(|clause| ["K01", "K08", "SC1", "SYS4"].contains(&clause.id.as_str()));
    catalogue.clauses.sort_by_key(|clause| ["K01", "SC1", "K08", "SYS4"].iter().position(|id| *id == clause.id));
    let annex = compose(&catalogue, &contract(plain()), &[], AnnexScope::All);
    assert_eq!(clauses(&annex), ["K01", "K08", "SC1", "SYS4"]);
}

/// What a reader of the Markdown sees, block by block.
fn seen(markdown: &str) -> Vec<String> {
    let (mut blocks, mut text) = (Vec::new(), String::new());
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => blocks.push(std::mem::take(&mut text)),
            Event::Start(_) | Event::End(_) | Event::Rule => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    blocks
}

fn any_mark() -> impl Strategy<Value = Option<(MarkState, u64)>> {
    prop::option::of((select(vec![MarkState::Missing, MarkState::Present, MarkState::Excepted]), 0u64..3))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_clause_required_and_not_excepted_is_there_once_under_consecutive_numbers(
        nature in any_nature(), states in prop::collection::vec(any_mark(), 43), missing in any::<bool>()
    ) {
        let (catalogue, today) = (shipped::catalogue(), day(TODAY));
        let marks: Vec<Mark> = catalogue.clauses.iter().zip(&states).filter_map(|(clause, state)| {
            let (state, ahead) = (*state)?;
            Some(mark(&clause.id, state, Some(today - chrono::Days::new(1) + chrono::Days::new(ahead))))
        }).collect();
        let contract = contract(nature);
        let which = if missing { AnnexScope::Missing } else { AnnexScope::All };
        let annex = compose(&catalogue, &contract, &marks, which);
        let needed: Vec<String> = catalogue.required_for(&contract.nature).iter().filter(|need| {
            match marks.iter().find(|mark| mark.clause == need.clause.id).map_or(MarkState::Missing, |mark| mark.state_on(today)) {
                MarkState::Missing => true,
                MarkState::Present => which == AnnexScope::All,
                MarkState::Excepted => false,
            }
        }).map(|need| need.clause.id.clone()).collect();
        prop_assert_eq!(clauses(&annex), needed.iter().map(String::as_str).collect::<Vec<_>>());
        let numbers: Vec<u32> = annex.paper.articles().map(|article| article.number).collect();
        prop_assert_eq!(&numbers, &(1..=u32::try_from(needed.len()).expect("few")).collect::<Vec<_>>());
        prop_assert_eq!(annex.is_empty(), needed.is_empty());
        prop_assert!(annex.notes.blanks.iter().all(|blank| blank.what.is_known()));
        prop_assert_eq!(annex.paper.to_markdown().matches(BLANK).count(), annex.notes.blanks.len());
        let again = compose(&catalogue, &contract, &marks, which);
        prop_assert_eq!(serde_json::to_vec(&again).expect("JSON"), serde_json::to_vec(&annex).expect("JSON"));
        prop_assert_eq!(again.paper.to_markdown(), annex.paper.to_markdown());
    }

    #[test]
    fn whatever_is_typed_into_a_contract_is_text_on_the_paper(title in r"[*#_\[\]<>&|~!`\\0-9.)（「a業 +=-]{1,24}", lead in r"[0-9.)+*_<& -]{0,8}") {
        let contract = Contract { title: title.clone(), contractor_lead: lead, ..contract(plain()) };
        let annex = compose(&shipped::catalogue(), &contract, &[], AnnexScope::All);
        let blocks = seen(&annex.paper.to_markdown());
        let tidy = |text: &str| domain::text::tidy(text);
        prop_assert_eq!(tidy(&blocks[1]), tidy(&annex.paper.contract));
        prop_assert_eq!(tidy(&blocks[2]), tidy(&annex.paper.preamble[0]));
        prop_assert_eq!(tidy(&blocks[3]), tidy(&annex.paper.preamble[1]));
        let lines: Vec<String> = annex.paper.articles().flat_map(|article| &article.lines).map(|line| line.text.clone()).collect();
        for line in lines {
            prop_assert!(blocks.iter().any(|block| block.ends_with(&line)), "{}", line);
        }
    }
}
