//! The workbook that comes back. It is read leniently where it was filled in (full-width letters, labels of either language, whatever an office program
//! made of a cell) and strictly everywhere else. Every fault is told with its sheet and cell.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{DataRef, Reader, Xlsx};
use domain::{
    Lang, form,
    label::Choice,
    message::Message,
    selection::{Answer, DeclarationInput, Grade, gap},
    text,
};

use super::{
    Asked, FORMAT, Faults, LARGEST, LONGEST, LONGEST_NAME, LONGEST_REMARKS, Line, STAMP, column, cover, lines, package,
    place::{BY_NAME, END, NAMES, REMARKS, VALUES},
    questions,
    stamp::Key,
};

/// Cells looked at in a sheet: blank ones with a format count too.
const CELLS: usize = 100_000;
/// Sheets of a workbook.
const SHEETS: usize = 20;
/// Faults told one by one.
const TOLD: usize = 40;

/// Filled cells by row and column, both from 0.
type Cells = BTreeMap<(u32, u32), String>;

/// The answers in a workbook, or everything that is wrong with it.
///
/// # Errors
/// The faults, in the order of the sheets: at least one.
pub fn read(key: &Key, asked: &Asked<'_>, bytes: &[u8]) -> Result<DeclarationInput, Faults> {
    if bytes.len() > LARGEST {
        return Err(vec![Message::new("questionnaire.too_large")]);
    }
    let package = package::safe(bytes).map_err(|fault| vec![fault])?;
    let mut sheets = sheets(package).map_err(|fault| vec![fault])?;
    let lang = stamped(key, asked, sheets.remove(STAMP).as_ref()).map_err(|fault| vec![fault])?;
    let mut found = Found { faults: Vec::new(), lang };
    let missing = |name: &str| vec![Message::new("questionnaire.sheet_missing").with("sheet", name)];
    let mut front = sheets.remove(cover(lang)).ok_or_else(|| missing(cover(lang)))?;
    let mut table = sheets.remove(questions(lang)).ok_or_else(|| missing(questions(lang)))?;
    let (by_name, remarks) = found.cover(&mut front);
    let answers = found.answers(asked, &mut table);
    for (name, cells) in &sheets {
        if !cells.is_empty() {
            found.faults.push(Message::new("questionnaire.stray").with("cell", name));
        }
    }
    if found.faults.is_empty() { Ok(DeclarationInput { by_name, answers, remarks, submit: true }) } else { Err(found.told()) }
}

/// The filled cells of every sheet, by its name.
fn sheets(package: Vec<u8>) -> Result<BTreeMap<String, Cells>, Message> {
    let broken = |error: &dyn std::fmt::Display| {
        tracing::debug!(%error, "a workbook could not be read");
        Message::new("questionnaire.broken")
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(package)).map_err(|error| broken(&error))?;
    let names = book.sheet_names();
    if names.len() > SHEETS {
        return Err(Message::new("questionnaire.too_large"));
    }
    let mut sheets = BTreeMap::new();
    for name in names {
        let mut reader = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        let (mut cells, mut seen) = (Cells::new(), 0);
        // Cell by cell: a sheet as a table would be as large as its farthest cell says.
        while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
            seen += 1;
            if seen > CELLS {
                return Err(Message::new("questionnaire.too_large"));
            }
            let value = written(cell.get_value());
            if !text::tidy(&value).is_empty() {
                cells.insert(cell.get_position(), value);
            }
        }
        sheets.insert(name, cells);
    }
    Ok(sheets)
}

/// What a cell says, as somebody would have typed it.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => (if *truth { "TRUE" } else { "FALSE" }).to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Holds the stamp against what was asked; the language the workbook is in.
fn stamped(key: &Key, asked: &Asked<'_>, stamp: Option<&Cells>) -> Result<Lang, Message> {
    let stamp = stamp.ok_or_else(|| Message::new("questionnaire.not_ours"))?;
    let mark = |name: &str| {
        let row = stamp.iter().find(|((_, column), value)| *column == 0 && *value == name).map(|((row, _), _)| *row)?;
        stamp.get(&(row, 1)).map(|value| value.trim())
    };
    let marks = [mark("format"), mark("selection"), mark("criteria"), mark("digest")];
    let [Some(format), Some(selection), Some(criteria), Some(digest)] = marks else { return Err(Message::new("questionnaire.not_ours")) };
    if format != FORMAT.to_string() {
        Err(Message::new("questionnaire.format"))
    } else if selection != asked.selection.as_str() {
        Err(Message::new("questionnaire.elsewhere"))
    } else if criteria != asked.criteria_version.to_string() || digest != key.digest(asked) {
        Err(Message::new("questionnaire.not_ours"))
    } else {
        Ok(Lang::from_tag(mark("language").unwrap_or_default()))
    }
}

/// `E7` of a sheet, as office programs write it.
fn cell(sheet: &str, row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    format!("{sheet}!{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

struct Found {
    faults: Faults,
    lang: Lang,
}

impl Found {
    fn fault(&mut self, key: &'static str, cell: &str) {
        self.faults.push(Message::new(key).with("cell", cell));
    }

    /// Text of a cell that was open, if it is not too long.
    fn open(&mut self, value: Option<String>, most: usize, cell: &str) -> String {
        let value = value.unwrap_or_default();
        if value.trim().chars().count() > most {
            self.faults.push(Message::new("questionnaire.too_long").with("cell", cell).with("max", most));
        }
        value
    }

    /// Whatever is left over was written where nothing is read.
    fn stray(&mut self, sheet: &str, cells: &Cells) {
        for (row, column) in cells.keys() {
            self.fault("questionnaire.stray", &cell(sheet, *row, *column));
        }
    }

    fn cover(&mut self, cells: &mut Cells) -> (String, String) {
        let sheet = cover(self.lang);
        let values = u32::from(VALUES);
        let (at_name, at_remarks) = (cell(sheet, BY_NAME, values), cell(sheet, REMARKS, values));
        let by_name = text::tidy(&self.open(cells.remove(&(BY_NAME, values)), LONGEST_NAME, &at_name));
        if by_name.is_empty() {
            self.fault("questionnaire.name_missing", &at_name);
        }
        let remarks = form::prose(&self.open(cells.remove(&(REMARKS, values)), LONGEST_REMARKS, &at_remarks));
        // What the cover says besides is for people; it may be older than what the register says now.
        cells.retain(|(row, column), _| *row > END || !(u32::from(NAMES)..=values).contains(column));
        self.stray(sheet, cells);
        (by_name, remarks)
    }

    fn answers(&mut self, asked: &Asked<'_>, cells: &mut Cells) -> Vec<Answer> {
        let (lang, sheet) = (self.lang, questions(self.lang));
        let lines = lines(&asked.questionnaire.questions);
        let at = |row: u32, column: u16| cell(sheet, row, column.into());
        // A line that was moved makes all after it wrong: the first says enough.
        for (row, line) in (1..).zip(&lines) {
            let expected = match line {
                Line::Group(group) => group.label(lang),
                Line::Question(question) => &question.id,
            };
            if cells.get(&(row, 0)).map(|value| text::tidy(value)) != Some(text::tidy(expected)) {
                self.fault("questionnaire.moved", &at(row, column::ID));
                return Vec::new();
            }
        }
        // The head says nothing that is read.
        cells.retain(|(row, column), _| *row > 0 || *column > u32::from(column::REMARK));
        let mut answers = Vec::new();
        for (row, line) in (1..).zip(&lines) {
            cells.remove(&(row, 0));
            let Line::Question(question) = line else { continue };
            for (column, expected) in [(column::TEXT, question.text(lang)), (column::EXAMPLE, question.evidence(lang))] {
                if text::tidy(&cells.remove(&(row, column.into())).unwrap_or_default()) != text::tidy(expected) {
                    self.fault("questionnaire.altered", &at(row, column));
                }
            }
            let mut take = |column: u16| cells.remove(&(row, column.into()));
            let (grade, evidence, remark) = (take(column::GRADE), take(column::EVIDENCE), take(column::REMARK));
            let grade = grade.map(|value| text::tidy(&value)).filter(|value| !value.is_empty());
            let read = grade.as_ref().and_then(|value| Grade::read(value));
            if let (Some(value), None) = (&grade, read) {
                let shown: String = value.chars().take(20).collect();
                self.faults.push(Message::new("questionnaire.choice").with("cell", at(row, column::GRADE)).with("value", shown));
            }
            let answer = Answer {
                criterion: question.id.clone(),
                grade: read,
                evidence: text::tidy(&self.open(evidence, LONGEST, &at(row, column::EVIDENCE))),
                remark: text::tidy(&self.open(remark, LONGEST, &at(row, column::REMARK))),
                certificates: Vec::new(),
            };
            match gap(&answer) {
                Some(("grade", _)) if grade.is_none() => self.fault("questionnaire.unanswered", &at(row, column::GRADE)),
                Some(("remark", _)) => self.fault("questionnaire.remark_missing", &at(row, column::REMARK)),
                _ => {}
            }
            answers.push(answer);
        }
        self.stray(sheet, cells);
        // In the order of the questions, however their groups stand.
        answers.sort_by_key(|answer| asked.questionnaire.questions.iter().position(|question| question.id == answer.criterion));
        answers
    }

    /// All faults, or the first of very many.
    fn told(mut self) -> Faults {
        let more = self.faults.len().saturating_sub(TOLD);
        if more > 0 {
            self.faults.truncate(TOLD);
            self.faults.push(Message::new("questionnaire.more").with("count", more));
        }
        self.faults
    }
}
