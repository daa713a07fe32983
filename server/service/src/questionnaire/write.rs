//! The workbook that leaves: a cover with the instructions, the questions with a list to choose from, and the stamp. Only what is to be filled in can be
//! written to.

use domain::{
    Error, Lang, Result, date,
    label::Choice,
    selection::{AnswerForm, Grade, Question},
};
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationRule, DocProperties, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions,
    Workbook, Worksheet, XlsxError,
};

use super::{
    Asked, FORMAT, LONGEST, LONGEST_NAME, LONGEST_REMARKS, Line, STAMP, column, cover, lines,
    place::{BY_NAME, END, HOW_TO, NAMES, REMARKS, VALUES},
    questions,
    stamp::Key,
};

const FONT: &str = "Yu Gothic";
const INK: Color = Color::RGB(0x001A_1A1C);
const FAINT: Color = Color::RGB(0x0062_6264);
const LINE: Color = Color::RGB(0x00B3_B3B3);
const HEAD: Color = Color::RGB(0x00E6_ECF0);
/// Behind what is to be filled in.
const OPEN: Color = Color::RGB(0x00FF_FBE6);
/// Behind a remark that is still owed.
const OWED: Color = Color::RGB(0x00FF_D6CC);

/// Widths of the columns of questions, in half-width characters.
const WIDTHS: [u16; 6] = [7, 52, 30, 15, 36, 36];
/// Points of a line of text.
const HEIGHT: f64 = 17.0;
/// Lines a question has room for at least: what is written into it should be seen.
const ROOM: usize = 3;
/// Lines it has room for at most; the rest is seen in the cell.
const MOST_LINES: usize = 20;

/// Lines a text takes in a column. Programs differ in whether they fit heights to wrapped text, so that they are set.
fn lines_in(text: &str, width: u16) -> usize {
    let taken = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    // Words do not break, and a column is not filled to its edge.
    let fits = usize::from(width).saturating_sub(3).max(1);
    text.lines().map(|line| taken(line).div_ceil(fits).max(1)).sum()
}

/// The workbook, with what was answered so far in it.
///
/// # Errors
/// [`Error::Internal`] when the package cannot be put together, which memory alone could cause.
pub fn write(key: &Key, asked: &Asked<'_>, lang: Lang) -> Result<Vec<u8>> {
    build(key, asked, lang).map_err(|error| {
        tracing::error!(%error, "a questionnaire could not be put together");
        Error::Internal
    })
}

fn build(key: &Key, asked: &Asked<'_>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = lang.pick("選定評価 質問書", "Questionnaire for the selection of a contractor");
    book.set_properties(&DocProperties::new().set_title(title).set_subject(&asked.questionnaire.title).set_company(&asked.questionnaire.city));
    write_cover(book.add_worksheet(), title, asked, lang)?;
    write_questions(book.add_worksheet(), asked, lang)?;
    write_stamp(book.add_worksheet(), key, asked, lang)?;
    book.save_to_buffer()
}

fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10.5).set_font_color(INK).set_text_wrap().set_align(FormatAlign::Top)
}

fn boxed() -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(LINE)
}

/// A cell to be filled in. It is text, so that a date or a number stays as it was typed.
fn open() -> Format {
    boxed().set_background_color(OPEN).set_unlocked().set_num_format("@")
}

fn head() -> Format {
    boxed().set_bold().set_background_color(HEAD).set_align(FormatAlign::VerticalCenter)
}

/// Columns may be made wider and lines higher; everything else is as it was exported.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::default() });
}

/// A4, as wide as the paper.
fn page(sheet: &mut Worksheet) {
    sheet.set_paper_size(9).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3).set_print_fit_to_pages(1, 0).set_footer("&C&P / &N").set_screen_gridlines(false);
}

fn text(most: usize, title: &str, message: &str, lang: Lang) -> Result<DataValidation, XlsxError> {
    let too_long = match lang {
        Lang::Ja => format!("{most}文字以内で入力してください。"),
        Lang::En => format!("At most {most} characters."),
    };
    DataValidation::new()
        .allow_text_length(DataValidationRule::LessThanOrEqualTo(u32::try_from(most).unwrap_or(u32::MAX)))
        .set_input_title(title)?
        .set_input_message(message)?
        .set_error_title(lang.pick("長すぎます", "Too long"))?
        .set_error_message(too_long)
}

fn write_cover(sheet: &mut Worksheet, title: &str, asked: &Asked<'_>, lang: Lang) -> Result<(), XlsxError> {
    let about = asked.questionnaire;
    sheet.set_name(cover(lang))?;
    page(sheet);
    sheet.set_column_width(0, 2)?.set_column_width(NAMES, 24)?.set_column_width(VALUES, 76)?;
    sheet.set_row_height(1, 30)?;
    sheet.merge_range(1, NAMES, 1, VALUES, title, &plain().set_font_size(16).set_bold())?;
    let until = about.until.map_or_else(|| lang.pick("市の担当者にお尋ねください", "Ask the city").to_owned(), |day| date::short(day, lang));
    let version = match lang {
        Lang::Ja => format!("第{}版", asked.criteria_version),
        Lang::En => format!("Version {}", asked.criteria_version),
    };
    let facts: [(&str, &str); 5] = [
        (lang.pick("発注者", "City"), about.city.as_str()),
        (lang.pick("案件", "Work"), &about.title),
        (lang.pick("回答する事業者", "Contractor"), &about.contractor),
        (lang.pick("回答期限", "To be answered by"), &until),
        (lang.pick("選定基準", "Criteria"), &version),
    ];
    for (row, (name, value)) in (3..).zip(facts) {
        sheet.write_string_with_format(row, NAMES, name, &head())?;
        sheet.write_string_with_format(row, VALUES, value, &boxed())?;
    }
    let by = lang.pick("記入した人（部署・氏名）", "Filled in by (office, name)");
    let more = lang.pick("連絡事項（任意）", "Anything else (optional)");
    sheet.write_string_with_format(BY_NAME, NAMES, by, &head())?;
    sheet.write_string_with_format(BY_NAME, VALUES, &about.answered.by_name, &open())?;
    sheet.write_string_with_format(REMARKS, NAMES, more, &head())?;
    sheet.write_string_with_format(REMARKS, VALUES, &about.answered.remarks, &open())?;
    sheet.set_row_height(BY_NAME, 24)?.set_row_height(REMARKS, 72)?;
    let name_hint = lang.pick("内容を確かめられる方の部署と氏名を入力します。", "Office and name of somebody who can vouch for the answers.");
    sheet.add_data_validation(BY_NAME, VALUES, BY_NAME, VALUES, &text(LONGEST_NAME, lang.pick("記入した人", "Filled in by"), name_hint, lang)?)?;
    let more_hint = lang.pick("質問の備考に書けないことがあれば入力します。", "What belongs to none of the questions.");
    sheet.add_data_validation(REMARKS, VALUES, REMARKS, VALUES, &text(LONGEST_REMARKS, lang.pick("連絡事項", "Anything else"), more_hint, lang)?)?;
    write_how_to(sheet, lang)?;
    protect(sheet);
    sheet.set_selection(BY_NAME, VALUES, BY_NAME, VALUES)?;
    Ok(())
}

fn write_how_to(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let steps: [&str; 8] = match lang {
        Lang::Ja => [
            "1. この表紙の「記入した人」と、「質問」シートの黄色い欄だけを記入してください。ほかの欄は変えられません。",
            "2. 回答は、欄の右に出る一覧から選びます：満たす／一部満たす／満たさない／該当なし（その業務では行わない）。",
            "3. すべての質問に回答してください。「満たす」以外のときは、備考に状況や理由を書いてください。",
            "4. 資料の欄には、示せる書類の名前や認証の番号を書いてください。現物は、市から求められたときに出してください。",
            "5. 行や列を足したり、動かしたり、消したりしないでください。シートも足さないでください。",
            "6. .xlsx のまま、パスワードを付けずに保存して、市の担当者に返してください。",
            "",
            "この回答は自己申告として扱い、市が資料を確かめて評価します。事実と異なる回答は、選定や契約の取消しの理由になることがあります。",
        ],
        Lang::En => [
            "1. Fill in who you are on this cover, and the yellow cells of the sheet “Questions”. Nothing else can be changed.",
            "2. Choose each answer from the list at the right of its cell: Met / Met in part / Not met / Not applicable (not done in this work).",
            "3. Answer every question. For every answer but “Met”, say in the remark how things stand, or why.",
            "4. Under “Documents”, name what you can show, or the number of a certificate. Hand in the documents themselves when the city asks.",
            "5. Do not add, move or delete rows, columns or sheets.",
            "6. Save it as .xlsx without a password, and return it to the city.",
            "",
            "The answers are taken as your own declaration; the city checks them against your documents. Answers that are not true may undo the selection or the contract.",
        ],
    };
    let title = plain().set_bold();
    sheet.merge_range(HOW_TO, NAMES, HOW_TO, VALUES, lang.pick("記入のしかた", "How to fill it in"), &title)?;
    for (row, step) in (HOW_TO + 1..=END).zip(steps) {
        sheet.merge_range(row, NAMES, row, VALUES, step, &plain())?;
        // The height of merged cells does not follow their text.
        sheet.set_row_height(row, if step.is_empty() { 8 } else { 32 })?;
    }
    Ok(())
}

fn write_questions(sheet: &mut Worksheet, asked: &Asked<'_>, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(questions(lang))?;
    page(sheet);
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
    let heads = match lang {
        Lang::Ja => ["番号", "質問", "示せる資料の例", "回答", "資料", "備考"],
        Lang::En => ["No.", "Question", "What could show it", "Answer", "Documents", "Remark"],
    };
    sheet.set_row_height(0, 24)?;
    for (at, (name, width)) in (0..).zip(heads.iter().zip(WIDTHS)) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, *name, &head())?;
    }
    let lines = lines(&asked.questionnaire.questions);
    for (row, line) in (1..).zip(&lines) {
        match line {
            Line::Group(group) => {
                sheet.merge_range(row, column::ID, row, column::REMARK, group.label(lang), &head())?.set_row_height(row, 20)?;
            }
            Line::Question(question) => {
                let given = asked.questionnaire.answered.answers.iter().find(|answer| answer.criterion == question.id);
                write_question(sheet, row, question, given, lang)?;
            }
        }
    }
    let last = u32::try_from(lines.len()).unwrap_or(1).max(1);
    validate(sheet, last, lang)?;
    protect(sheet);
    sheet.set_selection(2.min(last), column::GRADE, 2.min(last), column::GRADE)?;
    Ok(())
}

fn write_question(sheet: &mut Worksheet, row: u32, question: &Question, given: Option<&AnswerForm>, lang: Lang) -> Result<(), XlsxError> {
    let grade = given.and_then(|given| Grade::read(&given.grade)).map_or("", |grade| grade.label(lang));
    let (evidence, remark) = given.map_or(("", ""), |given| (given.evidence.as_str(), given.remark.as_str()));
    let texts = ["", question.text(lang), question.evidence(lang), grade, evidence, remark];
    let lines = texts.iter().zip(WIDTHS).map(|(text, width)| lines_in(text, width)).max().unwrap_or(ROOM).clamp(ROOM, MOST_LINES);
    sheet.set_row_height(row, HEIGHT * f64::from(u8::try_from(lines).unwrap_or(u8::MAX)))?;
    sheet.write_string_with_format(row, column::ID, &question.id, &boxed())?;
    sheet.write_string_with_format(row, column::TEXT, question.text(lang), &boxed())?;
    sheet.write_string_with_format(row, column::EXAMPLE, question.evidence(lang), &boxed().set_font_color(FAINT))?;
    sheet.write_string_with_format(row, column::GRADE, grade, &open())?;
    sheet.write_string_with_format(row, column::EVIDENCE, evidence, &open())?;
    sheet.write_string_with_format(row, column::REMARK, remark, &open())?;
    Ok(())
}

fn validate(sheet: &mut Worksheet, last: u32, lang: Lang) -> Result<(), XlsxError> {
    let labels: Vec<&str> = Grade::ALL.iter().map(|grade| grade.label(lang)).collect();
    let grades = DataValidation::new()
        .allow_list_strings(&labels)?
        .set_input_title(lang.pick("回答", "Answer"))?
        .set_input_message(lang.pick("一覧から選びます。", "Choose from the list."))?
        .set_error_title(lang.pick("選択肢にありません", "Not one of the choices"))?
        .set_error_message(lang.pick("一覧から選んでください。", "Choose an answer from the list."))?;
    sheet.add_data_validation(1, column::GRADE, last, column::GRADE, &grades)?;
    let evidence = lang.pick("示せる書類の名前や認証の番号", "Names of documents, numbers of certificates");
    let remark = lang.pick("「満たす」以外のときは必ず書きます。", "Needed for every answer but “Met”.");
    sheet.add_data_validation(1, column::EVIDENCE, last, column::EVIDENCE, &text(LONGEST, lang.pick("資料", "Documents"), evidence, lang)?)?;
    sheet.add_data_validation(1, column::REMARK, last, column::REMARK, &text(LONGEST, lang.pick("備考", "Remark"), remark, lang)?)?;
    let owed = Formula::new(format!("=AND($D2<>\"\",$D2<>\"{}\",$F2=\"\")", Grade::Met.label(lang)));
    let owed = ConditionalFormatFormula::new().set_rule(owed).set_format(Format::new().set_background_color(OWED));
    sheet.add_conditional_format(1, column::REMARK, last, column::REMARK, &owed)?;
    Ok(())
}

fn write_stamp(sheet: &mut Worksheet, key: &Key, asked: &Asked<'_>, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(STAMP)?.set_very_hidden(true);
    let marks = [
        ("format", FORMAT.to_string()),
        ("selection", asked.selection.to_string()),
        ("criteria", asked.criteria_version.to_string()),
        ("language", lang.tag().to_owned()),
        ("digest", key.digest(asked)),
    ];
    for (row, (name, value)) in (0..).zip(marks) {
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, value)?;
    }
    protect(sheet);
    Ok(())
}
