//! The columns of the registers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    Lang,
    label::Choice,
    register::{Cell, ContractorEntry, RegisterFilter, RegisterFormat, RegisterKind, RegisterRow, SubcontractEntry, file_name},
    subcontract::FindingKind,
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn contractor() -> ContractorEntry {
    serde_json::from_value(serde_json::json!({
        "contractor": "01k0", "name": "=青空情報株式会社", "name_kana": "アオゾラ", "kind": "company", "postal_code": "", "address": "試験市中央1-1",
        "representative": "", "security_lead": "", "phone": "", "email": "", "version": 1
    }))
    .expect("an entry")
}

fn subcontract() -> SubcontractEntry {
    serde_json::from_value(serde_json::json!({
        "subcontract": "01k1", "contract": "01k2", "contract_number": "R08-0001", "contract_title": "住民記録", "department": "01k3",
        "department_name": "市民課", "above_name": "青空情報株式会社", "depth": 1, "contractor": "01k4", "contractor_name": "下請商会", "work": "入力",
        "personal": "personal", "place": "市内", "abroad": false, "start": "2026-04-01", "end": "2027-03-31", "state": "permitted",
        "permitted_on": "2026-03-20", "findings": ["clauses_missing", "unended"], "version": 2
    }))
    .expect("an entry")
}

#[test]
fn every_column_has_a_head_of_its_own_in_both_languages_and_a_cell() {
    for kind in RegisterKind::ALL {
        let heads = kind.columns();
        for lang in [Lang::Ja, Lang::En] {
            let labels: BTreeSet<&str> = heads.iter().map(|head| head.label(lang)).collect();
            assert_eq!(labels.len(), heads.len(), "{kind}: {labels:?}");
            assert!(labels.iter().all(|label| !label.is_empty()));
        }
        assert!(heads.first().is_some_and(|head| head.main), "{kind}: the first column leads to the record");
        assert!(heads.iter().all(|head| (6..=60).contains(&head.width)));
    }
    assert_eq!(RegisterRow::Contractor(contractor()).cells(Lang::Ja).len(), RegisterKind::Contractors.columns().len());
    assert_eq!(RegisterRow::Subcontract(subcontract()).cells(Lang::En).len(), RegisterKind::Subcontracts.columns().len());
}

#[test]
fn cells_say_what_the_entry_says() {
    let cells = RegisterRow::Subcontract(subcontract()).cells(Lang::Ja);
    let of = |head: &str| {
        let place = RegisterKind::Subcontracts.columns().iter().position(|column| column.label(Lang::Ja) == head).expect("a column");
        cells[place].clone()
    };
    assert_eq!(of("段"), Cell::Number(1));
    assert_eq!(of("承認日"), Cell::Day(day("2026-03-20")));
    assert_eq!(of("終了日"), Cell::Blank);
    let findings = [FindingKind::ClausesMissing, FindingKind::Unended].map(|kind| kind.label(Lang::Ja)).join("、");
    assert_eq!(of("問題"), Cell::Text(findings));
    assert_eq!(RegisterRow::Contractor(contractor()).cells(Lang::Ja)[0], Cell::Text("=青空情報株式会社".into()), "making it harmless is the file's matter");
}

#[test]
fn an_entry_reads_back_as_what_it_is() {
    for row in [RegisterRow::Contractor(contractor()), RegisterRow::Subcontract(subcontract())] {
        let json = serde_json::to_string(&row).expect("JSON");
        assert_eq!(serde_json::from_str::<RegisterRow>(&json).expect("readable"), row);
    }
}

#[test]
fn the_day_is_read_as_people_write_it() {
    let read = |text: &str| serde_json::from_value::<RegisterFilter>(serde_json::json!({ "day": text })).map(|filter| filter.day).ok();
    assert_eq!(read("R8.3.31"), Some(Some(day("2026-03-31"))));
    assert_eq!(read("2026-03-31"), Some(Some(day("2026-03-31"))));
    assert_eq!(read(""), Some(None));
    assert_eq!(read("2026-02-30"), None);
}

#[test]
fn a_file_is_named_by_its_register_and_day() {
    let name = |lang| file_name(RegisterKind::Contracts, day("2026-03-31"), RegisterFormat::Xlsx, lang);
    assert_eq!((name(Lang::Ja).as_str(), name(Lang::En).as_str()), ("業務委託契約台帳_2026-03-31.xlsx", "Register_of_contracts_2026-03-31.xlsx"));
}
