//! 公表データ: brought in whole beside what is in use, in either encoding, and looked up; what was there stays until the new list is complete.

use domain::{
    Error, Lang,
    certificate::CertificateForm,
    contractor::ContractorForm,
    import::Encoding,
    person::Role,
    reference::{ReferenceKind, ReferenceState},
};
use encoding_rs::SHIFT_JIS;

use crate::city::City;

fn row(number: &str, name: &str, closed: &str, cause: &str) -> String {
    let mut cells = vec![""; 30];
    (cells[0], cells[1], cells[2], cells[6]) = ("1", number, "01", name);
    (cells[9], cells[10], cells[11], cells[15]) = ("千葉県", "試験市", "中央１－１", "2770001");
    (cells[18], cells[19], cells[23]) = (closed, cause, "1");
    cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
}

const AOZORA: &str = "7000012050002";
const WAKABA: &str = "6000012050003";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_replaces_the_one_before_as_a_whole_in_either_encoding() {
    let city = City::found().await;
    let (officer, staff, references) = (city.as_role(Role::SecurityOfficer), city.as_role(Role::Staff), city.services.references());
    let known = async |number: &str| references.corporation(&staff, number).await.expect("an answer");
    assert_eq!(known(AOZORA).await, domain::reference::CorporationAnswer::default(), "no list is in use");

    let first = [row(AOZORA, "青空情報株式会社", "", ""), row("7000012050003", "検査数字違い", "", ""), row(WAKABA, "若葉データ", "", "")].join("\r\n");
    let set = references.import_and_wait(&officer, ReferenceKind::CorporateNumbers, "2026-09-30", "12_chiba.csv", first.clone().into()).await.expect("in use");
    assert_eq!((set.state, set.rows, set.done, set.faulty, set.encoding), (ReferenceState::InUse, 2, 2, 1, Encoding::Utf8));
    assert_eq!((set.faults[0].line, set.faults[0].reason.key.as_ref()), (2, "corporate_number.check_digit"));
    let answer = known("Ｔ７０００－０１２０５－０００２").await;
    assert_eq!(answer.as_of.map(|day| day.to_string()).as_deref(), Some("2026-09-30"));
    assert_eq!(answer.corporation.map(|found| found.address).as_deref(), Some("千葉県試験市中央１－１"));

    let second = SHIFT_JIS.encode(&row(WAKABA, "若葉データ株式会社", "", "")).0.into_owned();
    let set = references.import_and_wait(&officer, ReferenceKind::CorporateNumbers, "R8.10.31", "12_chiba_sjis.csv", second).await.expect("in use");
    assert_eq!((set.rows, set.encoding), (1, Encoding::ShiftJis));
    assert_eq!(known(AOZORA).await.corporation, None, "the new list does not have it");
    assert_eq!(known(WAKABA).await.corporation.map(|found| found.name).as_deref(), Some("若葉データ株式会社"));
    let left = city.services.store().read::<String>("SELECT VALUE number FROM corporation", surrealdb::types::Variables::new()).await.expect("read");
    assert_eq!(left, [WAKABA], "what nobody looks up is cleared away");
    let overview = references.overview(&staff).await.expect("what is there");
    assert_eq!((overview[0].in_use.as_ref().map(|set| set.rows), overview[0].last.clone(), overview[0].may_import), (Some(1), None, false));
    assert_eq!(overview[1].in_use, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_leaves_the_list_in_use_as_it_is() {
    let city = City::found().await;
    let (officer, references) = (city.as_role(Role::ProcurementOfficer), city.services.references());
    let bring = async |as_of: &str, file: &str| {
        references.import_and_wait(&officer, ReferenceKind::CorporateNumbers, as_of, "x.csv", file.to_owned().into_bytes()).await
    };
    bring("2026-09-30", &row(AOZORA, "青空情報株式会社", "", "")).await.expect("in use");
    for (as_of, file, field) in [
        ("2026-11-25", row(AOZORA, "青空", "", ""), "as_of"),
        ("", row(AOZORA, "青空", "", ""), "as_of"),
        ("いつか", row(AOZORA, "青空", "", ""), "as_of"),
        ("2026-10-31", "何でもないもの\n".to_owned(), "file"),
        ("2026-10-31", String::new(), "file"),
        ("2026-10-31", "\"開いたまま".to_owned(), "file"),
    ] {
        let answer = bring(as_of, &file).await;
        assert!(matches!(&answer, Err(Error::Invalid(errors)) if errors[0].field == field), "{as_of} {file}: {answer:?}");
    }
    assert!(references.import(&officer, ReferenceKind::CorporateNumbers, "2026-10-31", "x.csv", vec![0x82, 0xff, 0xff]).await.is_err());
    for role in [Role::Staff, Role::DepartmentHead, Role::Approver, Role::Auditor, Role::Administrator] {
        let ctx = city.as_role(role);
        let file = row(WAKABA, "若葉", "", "").into_bytes();
        let answer = references.import_and_wait(&ctx, ReferenceKind::CorporateNumbers, "2026-10-31", "x.csv", file).await;
        assert!(matches!(answer, Err(Error::Forbidden(_))), "{role}");
    }
    let found = references.corporation(&officer, AOZORA).await.expect("an answer");
    assert_eq!(found.as_of.map(|day| day.to_string()).as_deref(), Some("2026-09-30"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contractor_that_is_no_more_or_goes_by_another_name_says_so() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let aozora = city.contractor(AOZORA, "青空情報株式会社", "アオゾラジョウホウ").await;
    let wakaba = city.contractor(WAKABA, "若葉データ株式会社", "ワカバデータ").await;
    let file = [row(AOZORA, "青空情報株式会社", "2026-03-31", "01"), row(WAKABA, "新緑データ株式会社", "", "")].join("\n");
    city.services.references().import_and_wait(&officer, ReferenceKind::CorporateNumbers, "2026-10-31", "x.csv", file.into()).await.expect("in use");
    let notes = async |id| {
        let view = city.services.contractors().get(&officer, id).await.expect("read");
        view.notes.iter().map(|note| note.say(Lang::Ja)).collect::<Vec<_>>()
    };
    assert!(notes(&aozora).await[0].contains("2026-03-31に登記記録が閉鎖"), "{:?}", notes(&aozora).await);
    assert!(notes(&wakaba).await[0].contains("新緑データ株式会社"));
    let sole = ContractorForm {
        kind: "sole_proprietor".into(),
        name: "個人 太郎".into(),
        name_kana: "コジンタロウ".into(),
        address: "試験市1-1".into(),
        ..ContractorForm::default()
    };
    let sole = city.services.contractors().create(&officer, &sole).await.expect("registered").id;
    assert!(notes(&sole).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_the_published_list_does_not_have_says_so() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor(AOZORA, "青空情報株式会社", "アオゾラジョウホウ").await;
    let form = CertificateForm {
        contractor: contractor.to_string(),
        kind: "ismap".into(),
        number: "C91-0005-2".into(),
        scope: "試験基盤".into(),
        issued_on: "2026-02-01".into(),
        audit_period_end: "2025-09-30".into(),
        ..CertificateForm::default()
    };
    let id = city.services.certificates().create(&officer, &form).await.expect("registered").id;
    let notes = async || {
        let view = city.services.certificates().get(&officer, &id).await.expect("read");
        view.notes.iter().map(|note| note.key.to_string()).collect::<Vec<_>>()
    };
    let bring = async |row: &str| {
        let file = format!("登録番号,クラウドサービスの名称,クラウドサービス事業者,法人番号,登録日,有効期限\n{row}\n");
        city.services.references().import_and_wait(&officer, ReferenceKind::IsmapList, "2026-11-01", "list.csv", file.into()).await.expect("in use")
    };
    assert_eq!(notes().await, [""; 0], "no list is in use");
    bring("C91-0006-1,別の基盤,試験社,,2026-01-01,2027-01-31").await;
    assert_eq!(notes().await, ["reference.not_listed"]);
    bring("Ｃ９１－０００５－２,試験基盤,試験社,,2026-02-01,2027/02/28").await;
    assert_eq!(notes().await, ["reference.other_day"]);
    bring("C91-0005-2,試験基盤,試験社,,2026-02-01,令和9年1月31日").await;
    assert_eq!(notes().await, [""; 0]);
}
