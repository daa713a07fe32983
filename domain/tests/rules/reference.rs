//! Published lists: rows by position and by header, and what they say of contractors and certificates.

use domain::{
    Lang,
    corporate_number::CorporateNumber,
    reference::{CloseCause, Corporation, CorporationRow, IsmapHeader},
};
use proptest::prelude::*;

use crate::samples::day;

/// A row as the agency publishes it; an invented company.
fn row() -> Vec<&'static str> {
    vec![
        "1",
        "7000012050002",
        "01",
        "0",
        "2024-05-10",
        "2024-05-01",
        "青空情報株式会社",
        "",
        "301",
        "千葉県",
        "試験市",
        "中央１丁目１番１号",
        "",
        "12",
        "999",
        "2770001",
        "",
        "",
        "",
        "",
        "",
        "",
        "2015-10-05",
        "1",
        "",
        "",
        "",
        "",
        "アオゾラジョウホウ",
        "0",
    ]
}

fn read(cells: &[&str]) -> Corporation {
    match Corporation::read(cells) {
        Ok(CorporationRow::Current(corporation)) => corporation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_row_is_read_by_the_positions_of_its_columns() {
    let corporation = read(&row());
    assert_eq!((corporation.name.as_str(), corporation.name_kana.as_str()), ("青空情報株式会社", "アオゾラジョウホウ"));
    assert_eq!((corporation.postal_code.as_str(), corporation.address.as_str()), ("277-0001", "千葉県試験市中央１丁目１番１号"));
    assert_eq!((corporation.changed_on, corporation.closed_on, corporation.successor.clone()), (Some(day("2024-05-01")), None, None));
    assert_eq!(corporation.notes("青空情報株式会社", day("2026-10-31")), []);
    assert_eq!(corporation.notes("青空情報 株式会社", day("2026-10-31")), [], "a space is no other name");
}

#[test]
fn past_states_and_numbers_taken_back_are_of_no_concern() {
    for (place, value) in [(23, "0"), (2, "99")] {
        let mut cells = row();
        cells[place] = value;
        assert_eq!(Corporation::read(&cells), Ok(CorporationRow::Past), "{place}");
    }
}

#[test]
fn a_row_that_is_none_is_told_why() {
    let key = |cells: &[&str]| Corporation::read(cells).map_err(|reason| reason.key.to_string()).err();
    let with = |place: usize, value: &'static str| {
        let mut cells = row();
        cells[place] = value;
        key(&cells)
    };
    assert_eq!(with(1, "7000012050003").as_deref(), Some("corporate_number.check_digit"));
    assert_eq!(with(1, "").as_deref(), Some("corporate_number.length"));
    assert_eq!(with(6, "　").as_deref(), Some("reference.nameless"));
    assert_eq!(with(18, "昨年").as_deref(), Some("reference.day"));
    assert_eq!(key(&row()[..29]).as_deref(), Some("reference.columns"));
    assert_eq!(key(&[]).as_deref(), Some("reference.columns"));
    assert_eq!(with(15, "〒").as_deref(), None, "a postal code that is none is left out");
}

#[test]
fn what_is_closed_or_goes_by_another_name_is_told() {
    let mut cells = row();
    (cells[18], cells[19], cells[20]) = ("2026-03-31", "11", "6000012050003");
    let corporation = read(&cells);
    assert_eq!((corporation.closed_on, corporation.close_cause), (Some(day("2026-03-31")), Some(CloseCause::Merged)));
    let said: Vec<String> = corporation.notes("旧名情報株式会社", day("2026-10-31")).iter().map(|note| note.say(Lang::Ja)).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].contains("合併による解散等") && said[0].contains("6000012050003") && said[0].contains("2026-10-31"), "{said:?}");
    assert!(said[1].contains("青空情報株式会社"), "{said:?}");
    cells[20] = "";
    assert_eq!(read(&cells).notes("青空情報株式会社", day("2026-10-31"))[0].key, "reference.closed_for");
    cells[19] = "";
    assert_eq!(read(&cells).notes("青空情報株式会社", day("2026-10-31"))[0].key, "reference.closed");
}

#[test]
fn services_are_found_by_whatever_their_columns_are_called() {
    let header = IsmapHeader::find(&["No", "登録 番号", "サービス名", "事業者名", "法人番号", "登録年月日", "登録の有効期限"]).expect("found");
    let service =
        header.read(&["1", "Ｃ９１－０００５－２", "試験基盤", "青空情報株式会社", "7000012050002", "2026/2/1", "令和9年1月31日"]).expect("a service");
    assert_eq!((service.number.as_str(), service.service.as_str(), service.expires_on), ("C91-0005-2", "試験基盤", day("2027-01-31")));
    assert_eq!(service.corporate_number, CorporateNumber::parse("7000012050002").ok());
    let key = |cells: &[&str]| header.read(cells).map_err(|reason| reason.key.to_string()).err();
    assert_eq!(key(&["1", "C91-5-2", "試験基盤", "", "", "", "2027-01-31"]).as_deref(), Some("certificate.number_ismap"));
    assert_eq!(key(&["1", "C91-0005-2", "", "", "", "", "2027-01-31"]).as_deref(), Some("reference.nameless"));
    assert_eq!(key(&["1", "C91-0005-2", "試験基盤", "", "123", "", "2027-01-31"]).as_deref(), Some("corporate_number.length"));
    assert_eq!(key(&["1", "C91-0005-2", "試験基盤"]).as_deref(), Some("reference.day"));
    let missing = IsmapHeader::find(&["登録番号", "事業者"]).expect_err("no service, no day").say(Lang::Ja);
    assert!(missing.contains("クラウドサービスの名称") && missing.contains("有効期限"), "{missing}");
}

proptest! {
    #[test]
    fn no_row_makes_it_panic(cells in prop::collection::vec("\\PC{0,12}", 0..34)) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        if let Ok(CorporationRow::Current(corporation)) = Corporation::read(&cells) {
            prop_assert!(!corporation.name.is_empty());
        }
        if let Ok(header) = IsmapHeader::find(&cells) {
            prop_assert!(header.read(&cells).is_err());
        }
    }

    #[test]
    fn a_sound_number_in_its_place_is_read_whatever_stands_beside_it(base in 0u64..1_000_000_000_000, name in "[一-龠]{1,20}", address in "\\PC{0,30}") {
        let number = CorporateNumber::from_base(base).expect("a number").to_string();
        let mut cells: Vec<&str> = row();
        (cells[1], cells[6], cells[11]) = (&number, &name, &address);
        prop_assert_eq!(read(&cells).number.to_string(), number);
    }
}
