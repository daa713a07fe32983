//! Lists as a city has them, from the file to the register.

use crate::city::City;
use domain::{
    Error,
    contract::ContractFilter,
    contractor::ContractorFilter,
    import::{Import, ImportKind, ImportRowFilter, ImportState, RowState},
    person::Role,
};
use service::Ctx;

const CONTRACTORS: &str = "法人番号,事業者名,事業者名カナ,所在地,備考\n7000-01205-0002,青空情報株式会社,ｱｵｿﾞﾗｼﾞｮｳﾎｳ,試験市中央１－１,=cmd()\n１１８０３０１０１８７７１,みどり電気工事,ミドリデンキコウジ,試験市北２－２,\n,個人 太郎,コジン タロウ,試験市南３－３,\n";

const CONTRACTS: &str = "契約番号,件名,課室コード,法人番号,契約種別,開始日,終了日,機密性,個人情報区分,取扱件数\n\
R08-0001,住民記録システム運用保守業務,010100,7000012050002,情報システム運用・保守,2026-04-01,R9.3.31,機密性3B,保有個人情報,\"12,000\"\n\
R08-0002,庁舎清掃業務,０１０２００,１１８０３０１０１８７７１,一般業務委託,2026/4/1,令和9年3月31日,1,個人情報なし,\n\
R08-0003,封入封緘業務,010200,個人 太郎,一般業務委託,R8.4.1,R9.3.31,2,個人情報なし,\n\
R08-0004,番号違い業務,010200,8000012050002,一般業務委託,R8.4.1,R9.3.31,2,個人情報なし,\n\
R08-0005,逆さ業務,010200,7000012050002,一般業務委託,R9.4.1,R8.3.31,2,個人情報なし,\n\
R08-0006,所属なし業務,999999,7000012050002,一般業務委託,R8.4.1,いつか,2,個人情報なし,\n\
R08-0002,二つ目,010200,7000012050002,一般業務委託,R8.4.1,R9.3.31,2,個人情報なし,\n";

async fn run(city: &City, ctx: &Ctx, kind: ImportKind, file: &[u8]) -> Import {
    let import = city.services.imports().preview(ctx, kind, "一覧.csv", file.to_vec()).await.expect("a preview");
    city.services.imports().confirm_and_wait(ctx, &import.id, import.version).await.expect("imported")
}

fn shift_jis(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_once_and_its_bad_rows_are_given_back_with_reasons() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractors = run(&city, &officer, ImportKind::Contractors, &shift_jis(CONTRACTORS)).await;
    assert_eq!((contractors.count.new, contractors.count.faulty, contractors.done), (3, 0, 3), "{contractors:?}");

    let imports = city.services.imports();
    let preview = imports.preview(&officer, ImportKind::Contracts, "契約.csv", shift_jis(CONTRACTS)).await.expect("a preview");
    assert_eq!((preview.count.new, preview.count.faulty), (3, 4), "{preview:?}");
    assert_eq!(
        city.services.contracts().list(&officer, &ContractFilter::default()).await.expect("a list").total,
        0,
        "nothing is written before it is confirmed"
    );
    let rows = imports.rows(&officer, &preview.id, &ImportRowFilter { state: Some(RowState::Faulty), ..Default::default() }).await.expect("rows");
    let faults: Vec<(u32, Vec<(&str, &str)>)> =
        rows.items.iter().map(|row| (row.line, row.errors.iter().map(|e| (e.field.as_str(), e.message.key.as_ref())).collect())).collect();
    assert_eq!(
        faults,
        [
            (5, vec![("contractor", "corporate_number.check_digit")]),
            (6, vec![("end", "period.reversed")]),
            (7, vec![("department", "contract.unknown_department"), ("end", "field.date")]),
            (8, vec![("number", "import.duplicate")]),
        ]
    );
    let done = imports.confirm_and_wait(&officer, &preview.id, preview.version).await.expect("imported");
    assert_eq!((done.state, done.done, done.count.faulty), (ImportState::Finished, 3, 4));
    let list = city.services.contracts().list(&officer, &ContractFilter::default()).await.expect("a list");
    assert_eq!(list.total, 3);

    let back = imports.faulty_csv(&officer, &preview.id).await.expect("a file");
    let text = encoding_rs::SHIFT_JIS.decode(&back).0.into_owned();
    assert!(text.starts_with("契約番号,件名") && text.lines().next().expect("a header").ends_with("エラー内容"), "{text}");
    assert!(text.contains("R08-0005,逆さ業務") && text.contains("終了日: 終了日が開始日より前です"), "{text}");

    let again = run(&city, &officer, ImportKind::Contracts, CONTRACTS.as_bytes()).await;
    assert_eq!((again.count.same, again.count.new, again.count.changed, again.done), (3, 0, 0, 0), "the same file again changes nothing");
    assert!(matches!(imports.confirm_and_wait(&officer, &preview.id, done.version).await, Err(Error::Refused(_))));
    city.services.audit().verify().await.expect("read").expect("the chain holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_shows_what_would_change_and_a_later_change_by_somebody_wins() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    run(&city, &officer, ImportKind::Contractors, CONTRACTORS.as_bytes()).await;
    let moved = CONTRACTORS.replace("試験市北２－２", "試験市東５－５").replace("試験市中央１－１", "試験市中央９－９");
    let imports = city.services.imports();
    let preview = imports.preview(&officer, ImportKind::Contractors, "事業者.csv", moved.into_bytes()).await.expect("a preview");
    assert_eq!((preview.count.changed, preview.count.same), (2, 1));
    let rows = imports.rows(&officer, &preview.id, &ImportRowFilter { state: Some(RowState::Changed), ..Default::default() }).await.expect("rows");
    assert_eq!(rows.items[0].changes[0].field, "address");

    let page = city.services.contractors().list(&officer, &ContractorFilter { q: "青空".into(), ..Default::default() }).await.expect("a list");
    let view = city.services.contractors().get(&officer, &page.items[0].id).await.expect("one");
    let form = domain::contractor::ContractorForm { note: "先に直した".into(), ..(&view.contractor).into() };
    city.services.contractors().change(&officer, &view.contractor.id, view.contractor.version, &form).await.expect("changed first");

    let done = imports.confirm_and_wait(&officer, &preview.id, preview.version).await.expect("imported");
    assert_eq!((done.state, done.done, done.count.faulty, done.count.changed), (ImportState::Finished, 1, 1, 1));
    let left = city.services.contractors().get(&officer, &view.contractor.id).await.expect("one").contractor;
    assert_eq!((left.note.as_str(), left.address == view.contractor.address), ("先に直した", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_a_column_says_nothing_about_it() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    run(&city, &officer, ImportKind::Contractors, CONTRACTORS.as_bytes()).await;
    let with_note = CONTRACTORS.replace("=cmd()", "備考あり");
    run(&city, &officer, ImportKind::Contractors, with_note.as_bytes()).await;
    let short = "法人番号,事業者名,事業者名カナ,所在地,電話番号,備考\n7000012050002,青空情報株式会社,アオゾラジョウホウ,試験市新町1-1,047-167-1111\n";
    let done = run(&city, &officer, ImportKind::Contractors, short.as_bytes()).await;
    assert_eq!((done.count.changed, done.count.faulty), (1, 0));
    let page = city.services.contractors().list(&officer, &ContractorFilter { q: "青空".into(), ..Default::default() }).await.expect("a list");
    let contractor = city.services.contractors().get(&officer, &page.items[0].id).await.expect("one").contractor;
    assert_eq!((contractor.address.as_str(), contractor.phone.as_str(), contractor.note.as_str()), ("試験市新町1-1", "047-167-1111", "備考あり"));
}

#[tokio::test(flavor = "multi_thread")]
async fn departments_that_stand_above_themselves_are_faults() {
    let city = City::found().await;
    let administrator = city.as_role(Role::Administrator);
    let file = "課室コード,課室名,階層,上位課室コード,有効開始日\n900000,輪の一,部,900100,2026-04-01\n900100,輪の二,課,900000,2026-04-01\n900200,自分,課,900200,2026-04-01\n900300,良い課,課,,2026-04-01\n";
    let preview = city.services.imports().preview(&administrator, ImportKind::Departments, "課室.csv", file.into()).await.expect("a preview");
    assert_eq!((preview.count.new, preview.count.faulty), (1, 3), "{preview:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_list_are_refused_with_a_reason() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let cases: [(&[u8], &str); 5] = [
        (b"", "import.empty"),
        ("契約番号,件名\n".as_bytes(), "import.column_missing"),
        (&[0xff, 0xfe, 0x00, 0x82], "import.encoding"),
        ("法人番号,事業者名,事業者名カナ,所在地\n".as_bytes(), "import.column_missing"),
        (b"PK\x03\x04 a zip file", "import.column_missing"),
    ];
    for (file, key) in cases {
        match city.services.imports().preview(&officer, ImportKind::Contracts, "x.csv", file.to_vec()).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].message.key, key),
            other => panic!("{key}: {other:?}"),
        }
    }
    let head = city.as_role(Role::DepartmentHead);
    assert!(matches!(city.services.imports().preview(&head, ImportKind::Contracts, "x.csv", CONTRACTS.into()).await, Err(Error::Forbidden(_))));
    assert!(matches!(city.services.imports().list(&head).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_templates_can_be_imported_as_they_are() {
    let city = City::found().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    for kind in [ImportKind::Contractors, ImportKind::Contracts] {
        let template = service::template_csv(&officer, kind).expect("a template");
        let done = run(&city, &officer, kind, &template).await;
        assert_eq!((done.count.new, done.count.faulty, done.done), (1, 0, 1), "{kind}");
    }
}
