//! Forms of contractors, departments, people and clauses; and the readers they share.

use domain::{
    clause::{MarkForm, MarkState},
    contractor::{Contractor, ContractorForm, ContractorKind},
    department::{Department, DepartmentForm, DepartmentLevel},
    exception::ExceptionForm,
    form,
    id::{ContractorId, DepartmentId},
    page,
    person::{PASSWORD_MIN, PersonForm, Post, Role, SetupForm, SignInForm},
};
use proptest::prelude::*;
use validator::Validate;

use crate::{
    faults::{assert_faults, faults},
    samples::day,
};

fn contractor() -> ContractorForm {
    ContractorForm {
        kind: "company".into(),
        corporate_number: "7000012050002".into(),
        name: "東葛情報サービス株式会社".into(),
        name_kana: "トウカツジョウホウサービス".into(),
        address: "千葉県柏市柏五丁目10番1号".into(),
        ..ContractorForm::default()
    }
}

#[test]
fn a_contractor_is_read_as_people_write() {
    let input = ContractorForm {
        kind: "法人".into(),
        corporate_number: "Ｔ７０００－０１２０５－０００２".into(),
        name: "　ＮＴＴ東葛 \n（株）".into(),
        name_kana: "ＮＴＴとうかつ・ｻｰﾋﾞｽ".into(),
        postal_code: "〒２７７－８５０５".into(),
        phone: "０４ー７１６７ー１１１１".into(),
        email: " info＠example.co.jp ".into(),
        note: "a\r\nb".into(),
        ..contractor()
    }
    .read()
    .expect("a sound form");
    assert_eq!(input.corporate_number.map(|number| number.to_string()).as_deref(), Some("7000012050002"));
    assert_eq!((input.name.as_str(), input.name_kana.as_str()), ("ＮＴＴ東葛 （株）", "NTTトウカツ・サービス"));
    assert_eq!(
        (input.postal_code.as_str(), input.phone.as_str(), input.email.as_str(), input.note.as_str()),
        ("277-8505", "04-7167-1111", "info@example.co.jp", "a\nb")
    );
}

#[test]
fn faults_of_a_contractor_are_told_with_their_fields() {
    assert_faults(
        &contractor(),
        ContractorForm::read,
        &[
            (|f| f.kind.clear(), &["kind: field.required"]),
            (|f| f.kind = "組合".into(), &["kind: field.choice"]),
            (|f| (f.kind, f.corporate_number) = ("組合".into(), String::new()), &["kind: field.choice"]),
            (|f| f.corporate_number = " ".into(), &["corporate_number: contractor.number_missing"]),
            (|f| (f.kind, f.corporate_number) = ("public_body".into(), String::new()), &["corporate_number: contractor.number_missing"]),
            (|f| f.corporate_number = "8000012050002".into(), &["corporate_number: corporate_number.check_digit"]),
            (|f| f.corporate_number = "700001205000".into(), &["corporate_number: corporate_number.length"]),
            (|f| f.corporate_number = "9".repeat(4_000), &["corporate_number: corporate_number.length"]),
            (|f| f.kind = "個人事業主".into(), &["corporate_number: contractor.number_of_sole_proprietor"]),
            (|f| (f.kind, f.corporate_number) = ("sole_proprietor".into(), String::new()), &[]),
            (|f| f.name = "\u{200B}".into(), &["name: field.required"]),
            (|f| f.name = "柏".repeat(201), &["name: field.too_long"]),
            (|f| f.name_kana.clear(), &["name_kana: field.required"]),
            (|f| f.name_kana = "東葛".into(), &["name_kana: field.kana"]),
            (|f| f.name_kana = "カ".repeat(201), &["name_kana: field.too_long"]),
            (|f| f.postal_code = "277850".into(), &["postal_code: field.postal_code"]),
            (|f| f.postal_code = "柏市 277-8505".into(), &["postal_code: field.postal_code"]),
            (|f| f.address = "　".into(), &["address: field.required"]),
            (|f| f.address = "柏".repeat(301), &["address: field.too_long"]),
            (|f| f.representative = "柏".repeat(101), &["representative: field.too_long"]),
            (|f| f.security_lead = "柏".repeat(101), &["security_lead: field.too_long"]),
            (|f| f.phone = "内線12".into(), &["phone: field.phone"]),
            (|f| f.phone = format!("03-1234-5678{}", "-".repeat(19)), &["phone: field.too_long"]),
            (|f| f.phone = "(((".into(), &["phone: field.phone"]),
            (|f| f.phone = "1".repeat(16), &["phone: field.phone"]),
            (|f| f.phone = "+81(0)4-7167-1111".into(), &[]),
            (|f| f.email = "info.example.co.jp".into(), &["email: field.email"]),
            (|f| f.email = "a@@example.jp".into(), &["email: field.email"]),
            (|f| f.email = "a@example".into(), &["email: field.email"]),
            (|f| f.email = "a@.jp".into(), &["email: field.email"]),
            (|f| f.email = "<script>@x.y".into(), &["email: field.email"]),
            (|f| f.email = "info@市役所.jp".into(), &[]),
            (|f| f.email = "a b@example.jp".into(), &["email: field.email"]),
            (|f| f.email = "a\u{0}@example.jp".into(), &["email: field.email"]),
            (|f| f.email = format!("{}@example.jp", "a".repeat(250)), &["email: field.too_long"]),
            (|f| f.note = "柏".repeat(4_001), &["note: field.too_long"]),
        ],
    );
    let required = ["address", "kind", "name", "name_kana"];
    assert_eq!(faults(ContractorForm::default().read()), required.map(|field| format!("{field}: field.required")));
}

#[test]
fn a_contractor_keeps_what_its_form_says() {
    let input = contractor().read().expect("a sound form");
    let record = Contractor {
        id: ContractorId::new("c1"),
        kind: input.kind,
        corporate_number: input.corporate_number.clone(),
        name: input.name.clone(),
        name_kana: input.name_kana.clone(),
        postal_code: input.postal_code.clone(),
        address: input.address.clone(),
        representative: input.representative.clone(),
        security_lead: input.security_lead.clone(),
        phone: input.phone.clone(),
        email: input.email.clone(),
        note: input.note.clone(),
        version: 1,
    };
    assert_eq!(ContractorForm::from(&record).read(), Ok(input));
    assert_eq!(record.kind, ContractorKind::Company);
}

fn department() -> DepartmentForm {
    DepartmentForm { code: "0101".into(), name: "市民課".into(), level: "section".into(), valid_from: "2019-04-01".into(), ..DepartmentForm::default() }
}

#[test]
fn a_department_is_read_as_people_write() {
    let input = DepartmentForm {
        code: " ０１－０１ ".into(),
        level: "課".into(),
        parent_code: "０１".into(),
        valid_from: "平成31年4月1日".into(),
        valid_to: "R9.3.31".into(),
        ..department()
    };
    let input = input.read().expect("a sound form");
    assert_eq!((input.code.as_str(), input.parent_code.as_deref(), input.level), ("01-01", Some("01"), DepartmentLevel::Section));
    assert_eq!((input.valid_from, input.valid_to), (day("2019-04-01"), Some(day("2027-03-31"))));
    assert_eq!(department().read().map(|input| (input.parent_code, input.valid_to)), Ok((None, None)));
}

#[test]
fn faults_of_a_department_are_told_with_their_fields() {
    assert_faults(
        &department(),
        DepartmentForm::read,
        &[
            (|f| f.code.clear(), &["code: field.required"]),
            (|f| f.code = "1".repeat(21), &["code: field.too_long"]),
            (|f| f.name = " ".into(), &["name: field.required"]),
            (|f| f.name = "柏".repeat(101), &["name: field.too_long"]),
            (|f| f.name_kana = "カ".repeat(201), &["name_kana: field.too_long"]),
            (|f| f.level = "局".into(), &["level: field.choice"]),
            (|f| f.level.clear(), &["level: field.required"]),
            (|f| f.parent_code = "1".repeat(21), &["parent_code: field.too_long"]),
            (|f| f.valid_from = "2019-04-31".into(), &["valid_from: field.date"]),
            (|f| f.valid_from.clear(), &["valid_from: field.required"]),
            (|f| f.valid_to = "未定".into(), &["valid_to: field.date"]),
            (|f| f.valid_to = "2019-03-31".into(), &["valid_to: period.reversed"]),
            (|f| (f.name, f.valid_to) = (String::new(), "2019-03-31".into()), &["name: field.required", "valid_to: period.reversed"]),
            (|f| (f.valid_from, f.valid_to) = ("x".into(), "1960-01-01".into()), &["valid_from: field.date"]),
            (|f| f.valid_to = "2019-04-01".into(), &[]),
        ],
    );
}

#[test]
fn a_department_exists_on_its_first_and_last_day() {
    let record = Department {
        id: DepartmentId::new("d1"),
        code: "01".into(),
        name: "市民課".into(),
        name_kana: String::new(),
        level: DepartmentLevel::Section,
        parent: None,
        valid_from: day("2019-04-01"),
        valid_to: Some(day("2027-03-31")),
        version: 1,
    };
    assert_eq!(["2019-03-31", "2019-04-01", "2027-03-31", "2027-04-01"].map(|on| record.exists_on(day(on))), [false, true, true, false]);
    assert!(Department { valid_to: None, ..record }.exists_on(day("2199-01-01")));
}

fn person() -> PersonForm {
    PersonForm {
        staff_number: "k01234".into(),
        name: "柏 花子".into(),
        department: "01jz0000000000000000000001".into(),
        role: "staff".into(),
        from: "2026-04-01".into(),
        ..PersonForm::default()
    }
}

#[test]
fn a_person_is_read_as_people_write() {
    let input = PersonForm {
        staff_number: "Ｋ０１２３４".into(),
        name: "柏　花子".into(),
        role: "課室長".into(),
        from: "令和8年4月1日".into(),
        password: "　ながいながいながいあいことば　".into(),
        ..person()
    };
    let input = input.read().expect("a sound form");
    assert_eq!((input.staff_number.as_str(), input.name.as_str()), ("K01234", "柏 花子"));
    assert_eq!((input.post.role, input.post.from, input.post.to), (Role::DepartmentHead, day("2026-04-01"), None));
    assert_eq!(input.password.as_deref(), Some("　ながいながいながいあいことば　"), "a password is taken as it is typed");
    assert_eq!(person().read().map(|input| input.password), Ok(None));
}

#[test]
fn faults_of_a_person_are_told_with_their_fields() {
    assert_faults(
        &person(),
        PersonForm::read,
        &[
            (|f| f.staff_number = "柏1".into(), &["staff_number: field.code"]),
            (|f| f.staff_number = "a".repeat(21), &["staff_number: field.too_long"]),
            (|f| f.staff_number = "\u{200B}".into(), &["staff_number: field.required"]),
            (|f| f.name.clear(), &["name: field.required"]),
            (|f| f.name = "柏".repeat(101), &["name: field.too_long"]),
            (|f| f.email = "柏".into(), &["email: field.email"]),
            (|f| f.department.clear(), &["department: field.required"]),
            (|f| f.department = "市民課".into(), &["department: person.department_missing"]),
            (|f| (f.department, f.role) = ("市民課".into(), "長".into()), &["department: person.department_missing", "role: field.choice"]),
            (|f| f.role.clear(), &["role: field.required"]),
            (|f| f.from = "きょう".into(), &["from: field.date"]),
            (|f| f.from.clear(), &["from: field.required"]),
            (|f| f.password = "x".repeat(PASSWORD_MIN - 1), &["password: password.short"]),
            (|f| f.password = "あ".repeat(PASSWORD_MIN), &[]),
            (|f| f.password = "x".repeat(257), &["password: password.long"]),
            (|f| f.password = "　".repeat(PASSWORD_MIN), &["password: password.blank"]),
        ],
    );
}

#[test]
fn a_post_is_held_on_its_first_and_last_day() {
    let post = Post { department: DepartmentId::new("d1"), role: Role::Staff, from: day("2026-04-01"), to: Some(day("2027-03-31")) };
    assert_eq!(["2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01"].map(|on| post.is_held_on(day(on))), [false, true, true, false]);
}

#[test]
fn the_first_administrator_types_the_password_twice() {
    let sound = SetupForm {
        city: "柏市".into(),
        staff_number: "admin".into(),
        name: "管理 者".into(),
        password: "correct horse battery".into(),
        password_again: "correct horse battery".into(),
    };
    assert_faults(
        &sound,
        |form| form.validate().map_err(domain::Error::from),
        &[
            (|f| f.password_again.push('x'), &["password_again: password.differs"]),
            (|f| (f.password, f.password_again) = ("short".into(), "short".into()), &["password: password.short"]),
            (|f| (f.password, f.password_again) = (String::new(), String::new()), &["password: field.required"]),
            (|f| f.city = "柏".repeat(101), &["city: field.too_long"]),
            (|f| f.city.clear(), &["city: field.required"]),
        ],
    );
    assert_faults(
        &SignInForm { staff_number: "admin".into(), password: "x".into() },
        |form| form.validate().map_err(domain::Error::from),
        &[
            (|f| f.password = "x".repeat(1_025), &["password: field.too_long"]),
            (|f| (f.staff_number, f.password) = (String::new(), String::new()), &["password: field.required", "staff_number: field.required"]),
        ],
    );
}

#[test]
fn a_present_clause_states_its_article_and_an_exception_is_asked_for_elsewhere() {
    let present = MarkForm { state: "あり".into(), article: "　第１２条 第２項 ".into(), quote: "乙は、\r\n秘密を守る。 ".into() };
    let input = present.read().expect("a sound form");
    assert_eq!((input.state, input.article.as_str(), input.quote.as_str()), (MarkState::Present, "第１２条 第２項", "乙は、\n秘密を守る。"));
    assert_faults(
        &present,
        MarkForm::read,
        &[
            (|f| f.state.clear(), &["state: field.required"]),
            (|f| f.state = "不明".into(), &["state: field.choice"]),
            (|f| f.state = "missing".into(), &[]),
            (|f| f.article = " ".into(), &["article: clause.article_missing"]),
            (|f| f.article = "条".repeat(61), &["article: field.too_long"]),
            (|f| f.quote = "条".repeat(4_001), &["quote: field.too_long"]),
            (|f| f.state = "例外承認".into(), &["state: clause.except_by_request"]),
        ],
    );
}

#[test]
fn counts_are_read_in_any_width_with_separators_and_a_unit() {
    for (text, count) in [
        ("", 0),
        (" 　", 0),
        ("0", 0),
        ("１，２００", 1_200),
        ("1、200件", 1_200),
        ("12 000 人", 12_000),
        ("1200\n", 1_200),
        ("007円", 7),
        ("999999999999999", 999_999_999_999_999),
    ] {
        assert_eq!(form::read_count(text), Ok(count), "{text:?}");
    }
    for text in [
        "-1",
        "+1",
        "1.5",
        "千",
        "円",
        ",",
        "1,2",
        "1,,200",
        "12,00",
        ",200",
        "1,200,",
        "件件",
        "1件2",
        "1e3",
        "0x10",
        "1000000000000000",
        "18446744073709551616",
    ] {
        assert_eq!(form::read_count(text), Err(()), "{text:?}");
    }
}

#[test]
fn yes_is_read_in_the_words_of_forms_and_spreadsheets() {
    for yes in ["true", "TRUE", "on", "1", "１", "Yes", "y", "有", "あり", "有り", " はい ", "○", "〇", "◯"] {
        assert!(form::read_flag(yes), "{yes}");
    }
    for no in ["", "　", "false", "off", "0", "no", "無", "なし", "無し", "いいえ", "×", "－"] {
        assert!(!form::read_flag(no) && form::flag(no).is_ok(), "{no}");
    }
    for unclear in ["2", "true false", "たぶん", "承認", "有無"] {
        assert!(form::flag(unclear).is_err(), "{unclear}");
    }
}

#[test]
fn prose_keeps_its_lines_and_loses_what_cannot_be_seen() {
    assert_eq!(form::prose(" \r\n一行目\r\n\r\n二行目\r三行目\u{0}\t。\u{1B}\n "), "一行目\n\n二行目\n三行目\t。");
}

#[test]
fn a_page_has_a_row_at_least_and_200_at_most() {
    assert_eq!([None, Some(0), Some(1), Some(200), Some(201), Some(usize::MAX)].map(page::limit), [50, 1, 1, 200, 200, 200]);
    assert_eq!(
        page::Page { items: vec![1, 2], next: Some("n".to_owned()), total: 9 }.map(|n| n * 2),
        page::Page { items: vec![2, 4], next: Some("n".to_owned()), total: 9 }
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_count_is_read_back_from_every_way_to_write_it(count in 0u64..1_000_000_000_000_000) {
        let digits = count.to_string();
        let wide: String = digits.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
        let grouped = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join("，");
        for text in [digits.clone(), wide, grouped.clone(), format!("{grouped}円"), format!("　{digits} ")] {
            prop_assert_eq!(form::read_count(&text), Ok(count), "{}", text);
        }
    }

    #[test]
    fn cleaning_prose_twice_is_cleaning_it_once(text in "[a柏\r\n\t \u{0}\u{1B}　]{0,20}") {
        let once = form::prose(&text);
        prop_assert_eq!(form::prose(&once), once.clone());
        prop_assert!(!once.contains('\r') && once.trim() == once);
    }

    #[test]
    fn no_text_makes_a_form_panic(texts in prop::collection::vec("\\PC{0,12}", 6)) {
        let [a, b, c, d, e, f] = &texts[..] else { unreachable!() };
        let _ = ContractorForm { kind: a.clone(), corporate_number: b.clone(), name_kana: c.clone(), postal_code: d.clone(), phone: e.clone(), email: f.clone(), ..contractor() }.read();
        let _ = DepartmentForm { code: a.clone(), level: b.clone(), parent_code: c.clone(), valid_from: d.clone(), valid_to: e.clone(), ..department() }.read();
        let _ = PersonForm { staff_number: a.clone(), email: b.clone(), department: c.clone(), role: d.clone(), from: e.clone(), password: f.clone(), ..person() }.read();
        let _ = MarkForm { state: a.clone(), article: b.clone(), quote: c.clone() }.read();
        let _ = ExceptionForm { clause: a.clone(), until: b.clone(), ..ExceptionForm::default() }.read(day("2026-11-23"));
    }
}
