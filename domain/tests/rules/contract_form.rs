//! 契約の入力: good and bad, and what follows from the day.

use chrono::Days;
use domain::{
    contract::{
        Confidentiality, ContractForm, ContractKind, ContractState, EXPIRING_DAYS, Level, MANDATORY_FROM, Nature, PersonalInformation, Regime, Segment, Stage,
        regime_of, state_on,
    },
    label::Choice,
};
use proptest::prelude::*;

use crate::{
    faults::{assert_faults, faults},
    samples::{any_nature, day},
};

fn sound() -> ContractForm {
    ContractForm {
        number: "R8-0123".into(),
        title: "住民情報システム保守".into(),
        department: "01jz0000000000000000000001".into(),
        contractor: "01jz0000000000000000000002".into(),
        kind: "system_operation".into(),
        start: "2026-04-01".into(),
        end: "2027-03-31".into(),
        confidentiality: "3B".into(),
        personal: "personal".into(),
        ..ContractForm::default()
    }
}

#[test]
fn a_form_is_read_as_people_write() {
    let input = ContractForm {
        number: " Ｒ８－０１２３ ".into(),
        title: "　住民情報\u{200B}システム \n 保守　".into(),
        summary: "\r\n一行目\r\n二行目\u{0}\n".into(),
        kind: "情報システム運用・保守".into(),
        start: "令和８年４月１日".into(),
        end: "Ｒ９．３．３１".into(),
        amount: "１，２３４，０００円".into(),
        confidentiality: "機密性３Ｂ".into(),
        integrity: "２".into(),
        availability: "2".into(),
        personal: "特定個人情報".into(),
        records: "５，０００件".into(),
        segment: "マイナンバー利用事務系".into(),
        remote_access: "あり".into(),
        off_premises: "ＯＮ".into(),
        data_abroad: "なし".into(),
        subcontract_depth: "２".into(),
        city_lead: " 柏　花子 ".into(),
        contractor_lead: "東葛 次郎".into(),
        contractor_contact: " 04-0000-0000　(代) ".into(),
        workplace: "市役所\n別館".into(),
        service_level: "稼働率 99.9%\r\n応答 2秒".into(),
        ..sound()
    }
    .read()
    .expect("a sound form");
    assert_eq!((input.number.as_str(), input.title.as_str(), input.summary.as_str()), ("R8-0123", "住民情報システム 保守", "一行目\n二行目"));
    assert_eq!((input.start, input.end), (day("2026-04-01"), day("2027-03-31")));
    assert_eq!((input.amount, input.city_lead.as_str(), input.contractor_lead.as_str()), (Some(1_234_000), "柏 花子", "東葛 次郎"));
    assert_eq!(
        (input.contractor_contact.as_str(), input.workplace.as_str(), input.service_level.as_str()),
        ("04-0000-0000 (代)", "市役所 別館", "稼働率 99.9%\n応答 2秒")
    );
    let nature = Nature {
        kind: ContractKind::SystemOperation,
        confidentiality: Confidentiality::C3B,
        integrity: Level::L2,
        availability: Level::L2,
        personal: PersonalInformation::MyNumber,
        records: 5_000,
        segment: Segment::MyNumber,
        remote_access: true,
        off_premises: true,
        data_abroad: false,
        subcontract_depth: 2,
    };
    assert_eq!(input.nature, nature);
}

#[test]
fn a_form_not_yet_finished_states_a_nature_unless_it_is_unreadable() {
    let begun = ContractForm { kind: "cloud".into(), records: "５，０００".into(), start: "いつか".into(), ..ContractForm::default() };
    let nature = begun.stated_nature().expect("what is blank is not wrong");
    assert_eq!((nature.kind, nature.records, nature.confidentiality), (ContractKind::Cloud, 5_000, Confidentiality::C1));
    let unreadable = ContractForm { records: "たくさん".into(), data_abroad: "海外".into(), ..begun };
    assert_eq!(faults(unreadable.stated_nature()), ["data_abroad: field.choice", "records: field.count"]);
}

#[test]
fn what_may_be_blank_counts_as_the_least() {
    let input = sound().read().expect("a sound form");
    assert_eq!((input.amount, input.nature.records, input.nature.segment, input.nature.subcontract_depth), (None, 0, Segment::None, 0));
    assert_eq!((input.nature.integrity, input.nature.availability), (Level::L1, Level::L1));
    assert_eq!(ContractForm { amount: "\u{200B}".into(), ..sound() }.read().map(|input| input.amount), Ok(None));
    assert_eq!(ContractForm { amount: "0".into(), ..sound() }.read().map(|input| input.amount), Ok(Some(0)));
}

#[test]
fn every_fault_is_told_with_its_field() {
    assert_faults(
        &sound(),
        ContractForm::read,
        &[
            (|f| f.number = " \u{3000}".into(), &["number: field.required"]),
            (|f| f.number = "\u{200B}".into(), &["number: field.required"]),
            (|f| f.number = "a".repeat(41), &["number: field.too_long"]),
            (|f| f.number = "R8\u{7}1".into(), &["number: field.code"]),
            (|f| f.title = "\u{FEFF}\t".into(), &["title: field.required"]),
            (|f| f.title = "柏".repeat(201), &["title: field.too_long"]),
            (|f| f.title = "柏".repeat(200), &[]),
            (|f| f.summary = "柏".repeat(4_001), &["summary: field.too_long"]),
            (|f| f.department.clear(), &["department: field.required"]),
            (|f| f.contractor = " ".into(), &["contractor: field.required"]),
            (|f| f.department = "市民課".into(), &["department: field.choice"]),
            (|f| (f.department, f.contractor) = ("市民課".into(), "x".repeat(65)), &["contractor: field.choice", "department: field.choice"]),
            (|f| f.contractor = "1' OR '1".into(), &["contractor: field.choice"]),
            (|f| f.kind = "物品".into(), &["kind: field.choice"]),
            (|f| f.kind.clear(), &["kind: field.required"]),
            (|f| f.start = "2026-02-29".into(), &["start: field.date"]),
            (|f| f.start = "令和8年".into(), &["start: field.date"]),
            (|f| f.end = "平成31年5月1日".into(), &["end: field.date"]),
            (|f| (f.start, f.end) = (String::new(), String::new()), &["end: field.required", "start: field.required"]),
            (|f| f.end = "2026-03-31".into(), &["end: period.reversed"]),
            (|f| f.end = "2026-04-01".into(), &[]),
            (|f| f.end = "2056-03-31".into(), &[]),
            (|f| f.end = "2056-04-01".into(), &["end: period.too_long"]),
            (|f| f.amount = "千円".into(), &["amount: field.count"]),
            (|f| f.amount = "-1".into(), &["amount: field.count"]),
            (|f| f.amount = "1200.5".into(), &["amount: field.count"]),
            (|f| f.amount = "円".into(), &["amount: field.count"]),
            (|f| f.amount = "999,999,999,999,999".into(), &[]),
            (|f| f.amount = "18446744073709551615".into(), &["amount: field.count"]),
            (|f| f.records = "+5".into(), &["records: field.count"]),
            (|f| f.records = "9".repeat(400), &["records: field.count"]),
            (|f| f.confidentiality = "4".into(), &["confidentiality: field.choice"]),
            (|f| f.confidentiality.clear(), &["confidentiality: field.required"]),
            (|f| f.confidentiality = "1".into(), &["confidentiality: contract.personal_needs_confidentiality"]),
            (|f| (f.confidentiality, f.personal) = ("1".into(), "none".into()), &[]),
            (|f| f.remote_access = "多分".into(), &["remote_access: field.choice"]),
            (|f| (f.off_premises, f.data_abroad) = ("有り".into(), "無し".into()), &[]),
            (|f| f.integrity = "3".into(), &["integrity: field.choice"]),
            (|f| f.availability = "高".into(), &["availability: field.choice"]),
            (|f| f.personal = "あり".into(), &["personal: field.choice"]),
            (|f| f.segment = "LAN".into(), &["segment: field.choice"]),
            (|f| f.subcontract_depth = "9".into(), &[]),
            (|f| f.subcontract_depth = "10".into(), &["subcontract_depth: contract.depth"]),
            (|f| f.subcontract_depth = "二".into(), &["subcontract_depth: contract.depth"]),
            (|f| f.city_lead = "柏".repeat(101), &["city_lead: field.too_long"]),
            (|f| f.contractor_lead = "柏".repeat(101), &["contractor_lead: field.too_long"]),
            (|f| f.contractor_contact = "0".repeat(201), &["contractor_contact: field.too_long"]),
            (|f| f.workplace = "柏".repeat(401), &["workplace: field.too_long"]),
            (|f| (f.workplace, f.service_level) = ("柏".repeat(400), "柏".repeat(2_000)), &[]),
            (|f| f.service_level = "柏".repeat(2_001), &["service_level: field.too_long"]),
        ],
    );
}

#[test]
fn an_empty_form_is_told_all_that_is_missing_at_once() {
    let required = ["confidentiality", "contractor", "department", "end", "kind", "number", "personal", "start", "title"];
    assert_eq!(faults(ContractForm::default().read()), required.map(|field| format!("{field}: field.required")));
}

#[test]
fn a_program_may_state_numbers_and_truth_values() {
    let json = r#"{"number":"R8-1","title":"t","department":"d","contractor":"c","kind":"general","start":"2026-04-01","end":"2027-03-31","confidentiality":2,"personal":"none","amount":1200,"records":null,"remote_access":true,"off_premises":false,"subcontract_depth":1}"#;
    let input = serde_json::from_str::<ContractForm>(json).expect("a form").read().expect("sound");
    assert_eq!((input.amount, input.nature.confidentiality, input.nature.subcontract_depth), (Some(1_200), Confidentiality::C2, 1));
    assert!(input.nature.remote_access && !input.nature.off_premises && !input.nature.data_abroad);
    assert!(serde_json::from_str::<ContractForm>(r#"{"amount":[1]}"#).is_err());
}

#[test]
fn the_state_follows_from_stage_and_day() {
    let end = day("2027-03-31");
    for (stage, today, state) in [
        (Stage::Draft, "2030-01-01", ContractState::Draft),
        (Stage::UnderReview, "2030-01-01", ContractState::UnderReview),
        (Stage::Closed, "2026-01-01", ContractState::Closed),
        (Stage::Active, "2026-12-30", ContractState::Active),
        (Stage::Active, "2026-12-31", ContractState::Expiring),
        (Stage::Active, "2027-03-31", ContractState::Expiring),
        (Stage::Active, "2027-04-01", ContractState::Ended),
    ] {
        assert_eq!(state_on(stage, end, day(today)), state, "{stage} on {today}");
    }
    assert_eq!(day("2026-12-31") + Days::new(EXPIRING_DAYS), end);
}

#[test]
fn the_rules_on_supply_chains_bind_from_july_2027() {
    assert_eq!((MANDATORY_FROM, regime_of(day("2027-06-30")), regime_of(day("2027-07-01"))), (day("2027-07-01"), Regime::BestEffort, Regime::Mandatory));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn what_was_read_is_written_and_read_the_same(mut nature in any_nature(), start in 0u64..40_000, length in 0u64..10_950, amount in prop::option::of(0u64..1_000_000_000_000_000)) {
        nature.records %= 1_000_000_000_000_000;
        if nature.personal != PersonalInformation::None {
            nature.confidentiality = nature.confidentiality.max(Confidentiality::C2);
        }
        let mut input = sound().read().expect("a sound form");
        (input.nature, input.start, input.amount) = (nature, day("1950-01-01") + Days::new(start), amount);
        input.end = input.start + Days::new(length);
        prop_assert_eq!(ContractForm::from(&input).read(), Ok(input));
    }

    #[test]
    fn no_text_in_any_field_makes_it_panic(texts in prop::collection::vec("\\PC{0,12}|[0-9０-９年月日件円,.ー-]{0,12}", 8)) {
        let mut form = sound();
        let [a, b, c, d, e, f, g, h] = &texts[..] else { unreachable!() };
        (form.number, form.start, form.end, form.amount) = (a.clone(), b.clone(), c.clone(), d.clone());
        (form.records, form.subcontract_depth, form.confidentiality, form.department) = (e.clone(), f.clone(), g.clone(), h.clone());
        let _ = form.read();
    }

    #[test]
    fn words_and_labels_of_either_language_are_read(nature in any_nature(), ja in any::<bool>()) {
        let lang = if ja { domain::Lang::Ja } else { domain::Lang::En };
        let form = ContractForm {
            kind: nature.kind.label(lang).into(),
            confidentiality: nature.confidentiality.label(lang).into(),
            personal: nature.personal.label(lang).into(),
            segment: nature.segment.label(lang).into(),
            ..sound()
        };
        let read = form.nature();
        prop_assert_eq!((read.kind, read.confidentiality, read.personal, read.segment), (nature.kind, nature.confidentiality, nature.personal, nature.segment));
    }
}
