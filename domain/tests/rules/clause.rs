//! 契約条項: the shipped catalogue against the table of the rules, and how coverage is counted.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use domain::{
    clause::{Applies, Catalogue, ClauseGroup, Condition, CoverageCount, Mark, MarkState},
    contract::{Confidentiality, ContractKind, Nature, PersonalInformation},
    label::Choice,
};
use proptest::{prelude::*, sample::select};

use crate::{
    samples::{any_nature, day, plain},
    shipped,
};

/// The applies column as the rules have it: 業 any outsourcing, 情 information systems, ク cloud, 個 personal, 特 specific personal information.
const TABLE: [(&str, &str); 43] = [
    ("K01", "業情ク特"),
    ("K02", "業情特"),
    ("K03", "業情ク"),
    ("K04", "業情ク特"),
    ("K05", "業情ク特"),
    ("K06", "業情ク特"),
    ("K07", "業情ク特"),
    ("K08", "業情ク特"),
    ("K09", "業情ク特"),
    ("K10", "業情ク特"),
    ("K11", "業情ク特"),
    ("K12", "業情ク特"),
    ("K13", "業情ク特"),
    ("SYS1", "情"),
    ("SYS2", "情"),
    ("SYS3", "情"),
    ("SYS4", "業情"),
    ("CL1", "ク"),
    ("CL2", "ク"),
    ("CL3", "ク"),
    ("CL4", "ク"),
    ("CL5", "ク"),
    ("CL6", "ク"),
    ("SC1", "業情ク"),
    ("SC2", "業情ク"),
    ("MN1", "特"),
    ("MN2", "特"),
    ("MN3", "特"),
    ("MN4", "特"),
    ("MN5", "特"),
    ("MN6", "特"),
    ("MN7", "特"),
    ("MN8", "特"),
    ("MN9", "特"),
    ("MN10", "特"),
    ("PI1", "個"),
    ("PI2", "個"),
    ("PI3", "個"),
    ("PI4", "個"),
    ("PI5", "個"),
    ("PI6", "個"),
    ("PI7", "個"),
    ("PI8", "個"),
];

const fn letter(applies: Applies) -> char {
    match applies {
        Applies::Outsourcing => '業',
        Applies::System => '情',
        Applies::Cloud => 'ク',
        Applies::Personal => '個',
        Applies::MyNumber => '特',
    }
}

fn required(catalogue: &Catalogue, nature: &Nature) -> BTreeSet<String> {
    catalogue.required_for(nature).into_iter().map(|need| need.clause.id.clone()).collect()
}

fn with_letters(letters: &str) -> BTreeSet<String> {
    TABLE.iter().filter(|(_, column)| column.contains(|c| letters.contains(c))).map(|(id, _)| (*id).to_owned()).collect()
}

#[test]
fn the_shipped_catalogue_has_the_applies_column_of_the_rules() {
    let catalogue = shipped::catalogue();
    let column: Vec<(&str, String)> =
        catalogue.clauses.iter().map(|clause| (clause.id.as_str(), clause.applies.iter().map(|applies| letter(*applies)).collect())).collect();
    let mut expected = TABLE.map(|(id, letters)| (id, letters.to_owned())).to_vec();
    expected.sort_by_key(|(id, _)| column.iter().position(|(other, _)| other == id));
    assert_eq!(column, expected);
}

#[test]
fn every_clause_of_my_number_blocks_and_no_other_does() {
    for clause in &shipped::catalogue().clauses {
        assert_eq!(clause.blocking, clause.group == ClauseGroup::MyNumber, "{}", clause.id);
        let texts = [
            &clause.title,
            &clause.title_en,
            &clause.requirement,
            &clause.requirement_en,
            &clause.basis,
            &clause.check,
            &clause.check_en,
            &clause.evidence,
            &clause.evidence_en,
            &clause.text,
        ];
        assert!(texts.iter().all(|text| !text.trim().is_empty()) && !clause.keywords.is_empty(), "{}", clause.id);
    }
}

#[test]
fn the_nature_of_a_contract_calls_for_its_clauses() {
    use Confidentiality::{C1, C2, C3A};
    use ContractKind::{Cloud, General, SystemDevelopment, SystemOperation};
    use PersonalInformation::{MyNumber, None, Personal};
    let catalogue = shipped::catalogue();
    let of = |kind, confidentiality, personal| Nature { kind, confidentiality, personal, ..plain() };
    for (nature, letters) in [
        (of(General, C1, None), "業"),
        (of(General, C3A, Personal), "業個"),
        (of(General, C2, MyNumber), "業個特"),
        (of(SystemDevelopment, C2, None), "業情"),
        (of(SystemOperation, C2, Personal), "業情個"),
        (of(SystemOperation, C3A, MyNumber), "業情個特"),
        (of(Cloud, C1, None), ""),
        (of(Cloud, C2, None), "ク"),
        (of(Cloud, C2, Personal), "ク個"),
        (of(Cloud, C3A, MyNumber), "ク個特"),
    ] {
        assert_eq!(required(&catalogue, &nature), with_letters(letters), "{nature:?}");
    }
}

#[test]
fn a_clause_may_hang_on_further_conditions_all_of_which_must_hold() {
    let mut catalogue = shipped::catalogue();
    catalogue.clauses.retain(|clause| clause.id == "K08");
    catalogue.clauses[0].when = ["subcontract_depth >= 1", "remote_access = yes"].map(|text| text.parse::<Condition>().expect("a condition")).to_vec();
    let nature = |subcontract_depth, remote_access| Nature { subcontract_depth, remote_access, ..plain() };
    assert_eq!(catalogue.required_for(&nature(1, false)).len() + catalogue.required_for(&nature(0, true)).len(), 0);
    let found = nature(1, true);
    let need = &catalogue.required_for(&found)[0];
    let said: Vec<String> = need.reasons.iter().map(|reason| reason.message.say(domain::Lang::Ja)).collect();
    assert_eq!(said, ["「業務委託」に当たる契約に必要", "条件「再委託がある」に当たる", "条件「遠隔からの接続がある」に当たる"]);
    assert_eq!(
        need.reasons.iter().map(|reason| reason.rule.as_str()).collect::<Vec<_>>(),
        ["clause.K08.outsourcing", "clause.K08.subcontract_depth", "clause.K08.remote_access"]
    );
}

fn mark(clause: &str, state: MarkState, until: Option<NaiveDate>) -> Mark {
    Mark {
        clause: clause.to_owned(),
        state,
        article: String::new(),
        quote: String::new(),
        reason: String::new(),
        measure: String::new(),
        until,
        exception: None,
        marked_by: "柏 太郎".to_owned(),
        marked_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn coverage_counts_what_is_present_excepted_and_missing() {
    let catalogue = shipped::catalogue();
    let nature = Nature { personal: PersonalInformation::MyNumber, confidentiality: Confidentiality::C3B, ..plain() };
    let required = catalogue.required_for(&nature);
    let today = day("2026-10-01");
    assert_eq!(CoverageCount::of(&required, &[], today), CoverageCount { required: 34, present: 0, excepted: 0, blocking: 10, lapses_on: None });
    let marks = [
        mark("K01", MarkState::Present, None),
        mark("K02", MarkState::Excepted, Some(today)),
        mark("K03", MarkState::Missing, None),
        mark("MN1", MarkState::Present, None),
        mark("MN2", MarkState::Excepted, Some(day("2027-03-31"))),
        mark("MN3", MarkState::Missing, None),
        mark("CL1", MarkState::Present, None),
    ];
    let count = CoverageCount::of(&required, &marks, today);
    assert_eq!(count, CoverageCount { required: 34, present: 2, excepted: 2, blocking: 8, lapses_on: Some(day("2026-10-02")) });
    assert_eq!(count.missing(), 30);
}

#[test]
fn an_exception_that_has_run_out_is_a_gap_again() {
    let exception = mark("MN1", MarkState::Excepted, Some(day("2026-09-30")));
    assert_eq!(exception.state_on(day("2026-09-30")), MarkState::Excepted);
    assert_eq!(exception.state_on(day("2026-10-01")), MarkState::Missing);
    assert_eq!(mark("MN1", MarkState::Excepted, None).state_on(day("2099-01-01")), MarkState::Excepted);
    assert_eq!(mark("MN1", MarkState::Present, Some(day("2026-09-30"))).state_on(day("2026-10-01")), MarkState::Present);
    let catalogue = shipped::catalogue();
    let nature = Nature { personal: PersonalInformation::MyNumber, ..plain() };
    let required = catalogue.required_for(&nature);
    let blocking = |today: &str| CoverageCount::of(&required, std::slice::from_ref(&exception), day(today)).blocking;
    assert_eq!((blocking("2026-09-30"), blocking("2026-10-01")), (9, 10));
    let lapses = |today: &str| CoverageCount::of(&required, std::slice::from_ref(&exception), day(today)).lapses_on;
    assert_eq!((lapses("2026-09-30"), lapses("2026-10-01")), (Some(day("2026-10-01")), None));
}

#[test]
fn the_end_of_an_exception_is_announced_and_then_told() {
    let exception = mark("K02", MarkState::Excepted, Some(day("2026-09-30")));
    let said = |today: &str| exception.notice_on(day(today)).map(|notice| notice.say(domain::Lang::Ja));
    assert_eq!(said("2026-07-31"), None, "61 days before");
    assert_eq!(said("2026-08-01").as_deref(), Some("例外の期限（2026-09-30）まであと60日です。過ぎると不足に戻ります"));
    assert_eq!(said("2026-09-30").as_deref(), Some("例外の期限（2026-09-30）まであと0日です。過ぎると不足に戻ります"));
    assert_eq!(said("2026-10-01").as_deref(), Some("例外の期限（2026-09-30）が過ぎたため、不足に戻りました"));
    assert_eq!(mark("K02", MarkState::Present, Some(day("2026-09-30"))).notice_on(day("2026-10-01")), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_required_follows_from_the_column_and_is_explained(nature in any_nature()) {
        let catalogue = shipped::catalogue();
        let needs = catalogue.required_for(&nature);
        for clause in &catalogue.clauses {
            let called_for: Vec<String> = clause.applies.iter().filter(|applies| applies.holds_for(&nature)).map(|applies| format!("clause.{}.{}", clause.id, applies.word())).collect();
            match needs.iter().find(|need| need.clause.id == clause.id) {
                Some(need) => {
                    prop_assert_eq!(need.reasons.iter().map(|reason| reason.rule.clone()).collect::<Vec<_>>(), called_for);
                    prop_assert!(need.reasons.iter().all(|reason| !reason.basis.is_empty() && reason.message.is_known()));
                    prop_assert!(!need.reasons.is_empty());
                }
                None => prop_assert!(called_for.is_empty() || !clause.when.iter().all(|condition| condition.holds_for(&nature)), "{}", clause.id),
            }
        }
        prop_assert!(needs.is_sorted_by_key(|need| catalogue.clauses.iter().position(|clause| clause.id == need.clause.id)));
    }

    #[test]
    fn counts_add_up(nature in any_nature(), states in prop::collection::vec((select(MarkState::ALL), 0u64..3), 43), kept in prop::collection::vec(any::<bool>(), 43)) {
        let catalogue = shipped::catalogue();
        let today = day("2026-10-01");
        let marks: Vec<Mark> = catalogue.clauses.iter().zip(&states).zip(&kept).filter(|(_, kept)| **kept)
            .map(|((clause, (state, ahead)), _)| mark(&clause.id, *state, Some(today - chrono::Days::new(1) + chrono::Days::new(*ahead)))).collect();
        let needs = catalogue.required_for(&nature);
        let count = CoverageCount::of(&needs, &marks, today);
        prop_assert_eq!(count.required as usize, needs.len());
        prop_assert_eq!(count.required, count.present + count.excepted + count.missing());
        prop_assert!(count.blocking <= count.missing());
        let stands = |id: &str| marks.iter().find(|mark| mark.clause == id).map(|mark| (mark.state, mark.until >= Some(today)));
        prop_assert_eq!(count.present as usize, needs.iter().filter(|need| stands(&need.clause.id).is_some_and(|(state, _)| state == MarkState::Present)).count());
        prop_assert_eq!(count.excepted as usize, needs.iter().filter(|need| stands(&need.clause.id) == Some((MarkState::Excepted, true))).count());
        let open = needs.iter().filter(|need| need.clause.blocking && !matches!(stands(&need.clause.id), Some((MarkState::Present, _) | (MarkState::Excepted, true))));
        prop_assert_eq!(count.blocking as usize, open.count());
        // Marks of clauses that are not required do not count.
        let of_required: Vec<Mark> = marks.iter().filter(|mark| needs.iter().any(|need| need.clause.id == mark.clause)).cloned().collect();
        prop_assert_eq!(CoverageCount::of(&needs, &of_required, today), count);
    }
}
