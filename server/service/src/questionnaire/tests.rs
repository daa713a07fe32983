//! Out and back: what is filled in is read as it was meant, by whatever program it was saved; everything else is refused with its cell.

use domain::{
    Lang,
    id::SelectionId,
    selection::{Answer, Criteria, DeclarationForm, DeclarationInput, Grade, Question, Questionnaire, Work},
};
use proptest::{collection, prelude::*, sample::select};

use super::{Asked, LARGEST, package, read, stamp::Key, write};

/// The criteria that ship.
fn criteria() -> Criteria {
    use figment::{
        Figment,
        providers::{Format, Toml},
    };
    Figment::from(Toml::string(include_str!("../../policy/criteria.toml"))).extract().expect("criteria")
}

fn work() -> Work {
    use domain::contract::{ContractKind, PersonalInformation};
    Work { kind: ContractKind::Cloud, personal: PersonalInformation::MyNumber }
}

fn questions() -> Vec<Question> {
    criteria().for_work(work()).iter().map(Question::from).collect()
}

fn questionnaire(input: &DeclarationInput) -> Questionnaire {
    let questions = questions();
    Questionnaire {
        city: "葉月市".into(),
        title: "窓口予約システムの更新 <R9> & \"追加\"".into(),
        contractor: "青空情報株式会社".into(),
        until: "2026-12-08".parse().ok(),
        answered: DeclarationForm::of(&questions, &input.by_name, &input.answers, &input.remarks),
        questions,
    }
}

fn key() -> Key {
    Key(vec![7; 32])
}

/// Every question met.
fn whole() -> DeclarationInput {
    let answer = |question: &Question| Answer {
        criterion: question.id.clone(),
        grade: Some(Grade::Met),
        evidence: "写し".into(),
        remark: String::new(),
        certificates: Vec::new(),
    };
    DeclarationInput {
        by_name: "営業部 佐久間".into(), answers: questions().iter().map(answer).collect(), remarks: "以上\n次行".into(), submit: true
    }
}

fn exported(input: &DeclarationInput, lang: Lang) -> Vec<u8> {
    let (id, about) = (SelectionId::new("s1"), questionnaire(input));
    write(&key(), &Asked { selection: &id, criteria_version: 1, questionnaire: &about }, lang).expect("a workbook")
}

fn taken_as(bytes: &[u8], selection: &str, criteria_version: u32, key: &Key) -> Result<DeclarationInput, Vec<String>> {
    let (id, about) = (SelectionId::new(selection), questionnaire(&whole()));
    read(key, &Asked { selection: &id, criteria_version, questionnaire: &about }, bytes).map_err(|faults| {
        assert!(faults.iter().all(domain::message::Message::is_known), "{faults:?}");
        faults.iter().map(|fault| format!("{} {}", fault.key, fault.params.get("cell").map(String::as_str).unwrap_or_default()).trim().to_owned()).collect()
    })
}

fn taken(bytes: &[u8]) -> Result<DeclarationInput, Vec<String>> {
    taken_as(bytes, "s1", 1, &key())
}

/// The workbook with a part of it changed, as another program or a person without the protection might leave it.
fn changed(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = package::parts(bytes);
    let (_, data) = parts.iter_mut().find(|(name, _)| name == part).unwrap_or_else(|| panic!("no {part}"));
    let before = String::from_utf8(data.clone()).expect("XML");
    let after = change(before.clone());
    assert_ne!(after, before, "nothing was changed in {part}");
    *data = after.into_bytes();
    package::pack(&parts).expect("a package")
}

const COVER: &str = "xl/worksheets/sheet1.xml";
const TABLE: &str = "xl/worksheets/sheet2.xml";
const STAMP: &str = "xl/worksheets/sheet3.xml";

/// Writes text into a cell that is there, as a string of its own.
fn typed(cell: &str, text: &str) -> impl Fn(String) -> String {
    let (cell, text) = (cell.to_owned(), text.to_owned());
    move |sheet| {
        let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
        let rest = &sheet[start..];
        let bare = rest.find('>').expect("a tag");
        let end = if rest[..bare].ends_with('/') { bare + 1 } else { rest.find("</c>").expect("its end") + 4 };
        format!("{}<c r=\"{cell}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>{}", &sheet[..start], &rest[end..])
    }
}

/// Adds a cell to a row.
fn added(row: u32, cell: &str, text: &str) -> impl Fn(String) -> String {
    let (head, cell) = (format!("<row r=\"{row}\""), format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"));
    move |sheet| {
        let at = sheet.find(&head).expect("a row");
        let end = at + sheet[at..].find("</row>").expect("its end");
        format!("{}{cell}{}", &sheet[..end], &sheet[end + "</row>".len()..])
    }
}

#[test]
fn what_is_filled_in_comes_back_in_either_language() {
    for lang in [Lang::Ja, Lang::En] {
        assert_eq!(taken(&exported(&whole(), lang)), Ok(whole()), "{lang:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_answers_survive_the_way_out_and_back(
        grades in collection::vec(select(<Grade as domain::label::Choice>::ALL), 40),
        texts in collection::vec("[ -~ぁ-んァ-ヶ一-龠０-９＜＞]{0,40}", 81),
        lang in select(vec![Lang::Ja, Lang::En]),
    ) {
        let tidy = |index: usize| domain::text::tidy(&texts[index]);
        let asked = questions();
        let answers = asked.iter().enumerate().map(|(index, question)| {
            let remark = tidy(2 * index + 1);
            let remark = if remark.is_empty() { "理由".to_owned() } else { remark };
            Answer { criterion: question.id.clone(), grade: Some(grades[index % grades.len()]), evidence: tidy(2 * index), remark, certificates: Vec::new() }
        });
        let input = DeclarationInput { answers: answers.collect(), ..whole() };
        prop_assert_eq!(taken(&exported(&input, lang)), Ok(input));
    }

    /// Whatever a file is made of, it is refused or read; nothing panics and nothing is half read.
    #[test]
    fn damaged_files_are_refused(at in 0_usize..20_000, byte in any::<u8>(), cut in 0_usize..20_000) {
        let mut bytes = exported(&whole(), Lang::Ja);
        let place = at % bytes.len();
        bytes[place] = byte;
        if let Ok(read) = taken(&bytes) {
            prop_assert_eq!(read, whole());
        }
        let cut = cut % bytes.len();
        prop_assert!(taken(&bytes[..cut]).is_err());
    }
}

#[test]
fn an_answer_is_read_as_people_and_programs_write_it() {
    let book = exported(&whole(), Lang::Ja);
    let said = |cell: &str, text: &str| taken(&changed(&book, TABLE, typed(cell, text))).map(|input| input.answers[0].clone());
    for text in ["満たす", " 満たす　", "Met", "ＭＥＴ", "met"] {
        assert_eq!(said("D3", text).map(|answer| answer.grade), Ok(Some(Grade::Met)), "{text}");
    }
    assert_eq!(said("E3", "ISO 27001\n第12号").map(|answer| answer.evidence), Ok("ISO 27001 第12号".into()));
    // A number and a date where text was expected, with and without a type.
    for (cell, evidence) in
        [("<c r=\"E3\"><v>2026</v></c>", "2026"), ("<c r=\"E3\" t=\"n\"><v>12.5</v></c>", "12.5"), ("<c r=\"E3\" t=\"b\"><v>1</v></c>", "true")]
    {
        let number = changed(&book, TABLE, |sheet| {
            let sheet = typed("E3", "@")(sheet);
            sheet.replace("<c r=\"E3\" t=\"inlineStr\"><is><t xml:space=\"preserve\">@</t></is></c>", cell)
        });
        assert_eq!(taken(&number).map(|input| input.answers[0].evidence.to_lowercase()), Ok(evidence.into()));
    }
    // Readings above the characters, as Japanese Excel keeps them, are no part of the text.
    let ruby = changed(&book, TABLE, |sheet| {
        typed("E3", "@")(sheet).replace("<t xml:space=\"preserve\">@</t>", "<r><t>納税</t></r><r><t>証明書</t></r><rPh sb=\"0\" eb=\"2\"><t>ノウゼイ</t></rPh>")
    });
    assert_eq!(taken(&ruby).map(|input| input.answers[0].evidence.clone()), Ok("納税証明書".into()));
}

/// Exported for these questions under this key, filled in, and saved anew by LibreOffice 7.4.
const LIBREOFFICE: &[u8] = include_bytes!("fixtures/libreoffice.xlsx");

#[test]
fn a_workbook_that_another_program_saved_is_read() {
    assert_eq!(taken(LIBREOFFICE), Ok(whole()));
}

#[test]
fn sheets_may_stand_in_another_order() {
    let moved = changed(&exported(&whole(), Lang::Ja), "xl/workbook.xml", |book| {
        let (start, end) = (book.find("<sheets>").expect("sheets") + 8, book.find("</sheets>").expect("their end"));
        let sheets: Vec<&str> = book[start..end].split_inclusive("/>").collect();
        format!("{}{}{}", &book[..start], sheets.iter().rev().copied().collect::<String>(), &book[end..])
    });
    assert_eq!(taken(&moved), Ok(whole()));
}

#[test]
fn what_is_missing_is_told_with_its_cell_and_all_at_once() {
    let mut input = whole();
    input.by_name.clear();
    input.answers[0].grade = None;
    input.answers[1].grade = Some(Grade::Partly);
    let book = exported(&input, Lang::Ja);
    let expected = ["questionnaire.name_missing 表紙!C11", "questionnaire.unanswered 質問!D3", "questionnaire.remark_missing 質問!F4"];
    assert_eq!(taken(&book), Err(expected.map(str::to_owned).to_vec()));
    let wrong = changed(&changed(&book, TABLE, typed("D3", "たぶん")), TABLE, typed("E5", &"長".repeat(1001)));
    let expected =
        ["questionnaire.name_missing 表紙!C11", "questionnaire.choice 質問!D3", "questionnaire.remark_missing 質問!F4", "questionnaire.too_long 質問!E5"];
    assert_eq!(taken(&wrong), Err(expected.map(str::to_owned).to_vec()));
    let english = exported(&DeclarationInput { by_name: String::new(), ..whole() }, Lang::En);
    assert_eq!(taken(&english), Err(vec!["questionnaire.name_missing Cover!C11".to_owned()]));
}

#[test]
fn what_was_altered_is_refused_with_its_cell() {
    let book = exported(&whole(), Lang::Ja);
    for (part, change, fault) in [
        (TABLE, Box::new(typed("B4", "やさしい質問に答える")) as Box<dyn Fn(String) -> String>, "questionnaire.altered 質問!B4"),
        (TABLE, Box::new(typed("C4", "何でもよい")), "questionnaire.altered 質問!C4"),
        (TABLE, Box::new(typed("A4", "A9")), "questionnaire.moved 質問!A4"),
        (TABLE, Box::new(typed("A2", "どうでもよい項目")), "questionnaire.moved 質問!A2"),
        (TABLE, Box::new(added(3, "H3", "欄外")), "questionnaire.stray 質問!H3"),
        (COVER, Box::new(added(11, "F11", "欄外")), "questionnaire.stray 表紙!F11"),
        (STAMP, Box::new(typed("B5", "0")), "questionnaire.not_ours"),
        (STAMP, Box::new(typed("B2", "s2")), "questionnaire.elsewhere"),
        (STAMP, Box::new(typed("B3", "2")), "questionnaire.not_ours"),
        (STAMP, Box::new(typed("B1", "2")), "questionnaire.format"),
        (STAMP, Box::new(typed("A5", "x")), "questionnaire.not_ours"),
        ("xl/workbook.xml", Box::new(|book: String| book.replace("name=\"_stamp\"", "name=\"other\"")), "questionnaire.not_ours"),
        ("xl/workbook.xml", Box::new(|book: String| book.replace("name=\"質問\"", "name=\"質問２\"")), "questionnaire.sheet_missing"),
    ] {
        assert_eq!(taken(&changed(&book, part, change)), Err(vec![fault.to_owned()]), "{part}");
    }
}

#[test]
fn two_rows_that_changed_places_are_found() {
    let moved =
        changed(&exported(&whole(), Lang::Ja), TABLE, |sheet| sheet.replace("\"A3\"", "\"A_\"").replace("\"A4\"", "\"A3\"").replace("\"A_\"", "\"A4\""));
    assert_eq!(taken(&moved), Err(vec!["questionnaire.moved 質問!A3".to_owned()]));
}

#[test]
fn the_workbook_of_another_selection_version_or_register_is_refused() {
    let book = exported(&whole(), Lang::Ja);
    assert_eq!(taken_as(&book, "s2", 1, &key()), Err(vec!["questionnaire.elsewhere".to_owned()]));
    assert_eq!(taken_as(&book, "s1", 2, &key()), Err(vec!["questionnaire.not_ours".to_owned()]));
    assert_eq!(taken_as(&book, "s1", 1, &Key(vec![8; 32])), Err(vec!["questionnaire.not_ours".to_owned()]));
}

#[test]
fn only_what_is_to_be_filled_in_can_be_written_to() {
    let parts = package::parts(&exported(&whole(), Lang::Ja));
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, data)| String::from_utf8(data.clone()).expect("XML")).expect("a part");
    for sheet in [COVER, TABLE, STAMP] {
        assert!(part(sheet).contains("<sheetProtection sheet=\"1\""), "{sheet}");
    }
    assert!(part("xl/workbook.xml").contains("state=\"veryHidden\""));
    let table = part(TABLE);
    assert!(
        table.contains("満たす,一部満たす,満たさない,該当なし") && table.contains("orientation=\"landscape\"") && table.contains("paperSize=\"9\""),
        "{table}"
    );
    assert!(part("xl/workbook.xml").contains("_xlnm.Print_Titles"), "the head is printed on every page");
    assert!(part("xl/styles.xml").contains("<protection locked=\"0\"/>"));
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    package::pack(&parts.iter().map(|(name, data)| ((*name).to_owned(), data.to_vec())).collect::<Vec<_>>()).expect("a package")
}

#[test]
fn what_is_no_workbook_is_refused_for_what_it_is() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let types = |kind: &str| zip(&[("[Content_Types].xml", kind.as_bytes())]);
    let macros = {
        let mut parts = package::parts(&exported(&whole(), Lang::Ja));
        parts.push(("xl/vbaProject.bin".into(), vec![1, 2, 3]));
        package::pack(&parts).expect("a package")
    };
    for (bytes, fault) in [
        (Vec::new(), "questionnaire.empty"),
        (ole("EncryptedPackage"), "questionnaire.encrypted"),
        (ole("Workbook"), "questionnaire.old_workbook"),
        (ole("WordDocument"), "questionnaire.not_workbook"),
        ("番号,質問\nA1,問い\n".into(), "questionnaire.not_workbook"),
        (b"%PDF-1.7".to_vec(), "questionnaire.not_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "questionnaire.not_workbook"),
        (macros, "questionnaire.macros"),
        (types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "questionnaire.macros"),
        (types("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "questionnaire.macros"),
        (types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "questionnaire.not_workbook"),
        (types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "questionnaire.broken"),
        (zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), "questionnaire.old_workbook"),
        (zip(&[("readme.txt", b"x")]), "questionnaire.not_workbook"),
        (b"PK\x03\x04".to_vec(), "questionnaire.broken"),
        (vec![b'P'; LARGEST + 1], "questionnaire.too_large"),
    ] {
        assert_eq!(taken(&bytes), Err(vec![fault.to_owned()]));
    }
}

/// A part that unpacks to a thousand times what it takes.
fn bomb(part: &str, megabytes: usize) -> Vec<u8> {
    use std::io::Write;
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, data) in package::parts(&exported(&whole(), Lang::Ja)) {
        let (mut entry, config) = archive.new_file(name.as_str()).compression_method(rawzip::CompressionMethod::DEFLATE).start().expect("an entry");
        let mut packed = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::best()));
        packed.write_all(&data).expect("written");
        if name == part {
            for _ in 0..megabytes {
                packed.write_all(&vec![b' '; 1 << 20]).expect("written");
            }
        }
        let (encoder, described) = packed.finish().expect("its end");
        encoder.finish().expect("its end");
        entry.finish(described).expect("its end");
    }
    archive.finish().expect("an archive")
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
    let bomb = bomb(TABLE, 600);
    assert!(bomb.len() < LARGEST, "{}", bomb.len());
    assert_eq!(taken(&bomb), Err(vec!["questionnaire.too_large".to_owned()]));
    let many: Vec<(String, Vec<u8>)> = (0..200).map(|number| (format!("xl/media/{number}.bin"), vec![0])).collect();
    assert_eq!(taken(&package::pack(&many).expect("a package")), Err(vec!["questionnaire.too_large".to_owned()]));
}

#[test]
fn a_cell_at_the_end_of_the_sheet_costs_nothing() {
    let far = changed(&exported(&whole(), Lang::Ja), TABLE, |sheet| {
        sheet.replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>")
    });
    assert_eq!(taken(&far), Err(vec!["questionnaire.stray 質問!XFD1048576".to_owned()]));
}

#[test]
fn very_many_cells_and_very_many_faults_are_cut_short() {
    let rows = |rows: std::ops::RangeInclusive<u32>, value: &str| {
        rows.fold(String::new(), |all, row| all + &format!("<row r=\"{row}\"><c r=\"A{row}\">{value}</c></row>"))
    };
    let cells = rows(1..=100_001, "");
    let many = changed(&exported(&whole(), Lang::Ja), COVER, |sheet| sheet.replace("</sheetData>", &format!("{cells}</sheetData>")));
    assert_eq!(taken(&many), Err(vec!["questionnaire.too_large".to_owned()]));
    let stray = rows(100..=199, "<v>1</v>");
    let stray = changed(&exported(&whole(), Lang::Ja), COVER, |sheet| sheet.replace("</sheetData>", &format!("{stray}</sheetData>")));
    let faults = taken(&stray).expect_err("refused");
    assert_eq!((faults.len(), faults.last().map(String::as_str)), (41, Some("questionnaire.more")));
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let mut parts = package::parts(&exported(&whole(), Lang::Ja));
    let twin = parts.iter().find(|(name, _)| name == TABLE).expect("a part").clone();
    parts.push(twin);
    assert_eq!(taken(&package::pack(&parts).expect("a package")), Err(vec!["questionnaire.broken".to_owned()]));
}
