//! The lists of the demo city as files, written the way cities have them: dates, numbers and widths in whatever spelling the clerk preferred.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::{
    Lang,
    contract::{Confidentiality, ContractForm, ContractKind, PersonalInformation, Segment},
    contractor::ContractorKind,
    date,
    department::DepartmentLevel,
    import::{Encoding, ImportKind},
    label::Choice,
};
use serde::Serialize;
use serde_json::Value;

use super::{City, dice::Dice};

/// One list of the city, header first, lines ended as spreadsheets end them.
pub fn csv(city: &City, kind: ImportKind) -> String {
    match kind {
        ImportKind::Departments => table(kind, &city.departments, spell_department),
        ImportKind::Contractors => table(kind, &city.contractors, spell_contractor),
        ImportKind::Contracts => table(kind, city.contracts.iter().map(|contract| &contract.form), spell_contract),
    }
}

/// Writes the three lists and the faulty one into a directory, which is made if need be, and answers their paths.
///
/// # Errors
/// Whatever the file system says; and `InvalidData` for a character that Shift_JIS does not have.
pub fn write(city: &City, dir: &Path, encoding: Encoding) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let lists = ImportKind::ALL.iter().map(|kind| (format!("{kind}.csv"), csv(city, *kind)));
    lists
        .chain([("contracts_faulty.csv".to_owned(), faulty_contracts_csv(city))])
        .map(|(name, text)| {
            let path = dir.join(name);
            fs::write(&path, encode(&text, encoding)?)?;
            Ok(path)
        })
        .collect()
}

fn encode(text: &str, encoding: Encoding) -> io::Result<Vec<u8>> {
    match encoding {
        // With the mark by which spreadsheets tell UTF-8.
        Encoding::Utf8 => Ok(format!("\u{FEFF}{text}").into_bytes()),
        Encoding::ShiftJis => match encoding_rs::SHIFT_JIS.encode(text) {
            (bytes, _, false) => Ok(bytes.into_owned()),
            (_, _, true) => Err(io::Error::new(io::ErrorKind::InvalidData, "a character that Shift_JIS does not have")),
        },
    }
}

/// A dozen contracts, eight of them wrong in ways that happen; for demonstrations and tests of the import.
pub fn faulty_contracts_csv(city: &City) -> String {
    table(ImportKind::Contracts, faulty_contracts(city), spell_contract)
}

fn faulty_contracts(city: &City) -> Vec<ContractForm> {
    let sound = city.contracts.iter().rev().map(|contract| &contract.form).filter(|form| form.contractor.bytes().all(|byte| byte.is_ascii_digit()));
    let mut rows: Vec<ContractForm> = (9_001..)
        .zip(sound.take(12))
        .map(|(serial, form)| {
            let year = form.number.split('-').next().unwrap_or_default();
            ContractForm { number: format!("{year}-{serial}"), ..form.clone() }
        })
        .collect();
    // The rows not named here are sound.
    for (index, row) in rows.iter_mut().enumerate() {
        match index {
            1 => row.contractor = wrong_check_digit(&row.contractor),
            2 => std::mem::swap(&mut row.start, &mut row.end),
            3 => "999900".clone_into(&mut row.department),
            4 => "令和8年13月1日".clone_into(&mut row.start),
            6 => row.title.clear(),
            8 => {
                PersonalInformation::Personal.label(Lang::Ja).clone_into(&mut row.personal);
                Confidentiality::C1.label(Lang::Ja).clone_into(&mut row.confidentiality);
            }
            9 => {
                "請負".clone_into(&mut row.kind);
                "約500万円".clone_into(&mut row.amount);
            }
            _ => {}
        }
    }
    // The last one bears the number of the first.
    if let [first, .., last] = rows.as_mut_slice() {
        last.number.clone_from(&first.number);
    }
    rows
}

/// The number with another first digit.
fn wrong_check_digit(number: &str) -> String {
    let wrong = if number.starts_with('9') { '1' } else { '9' };
    number.chars().enumerate().map(|(index, digit)| if index == 0 { wrong } else { digit }).collect()
}

/// The lines of a list. Forms are all text, so that a column is the field of its name; `spell` may write it another way.
fn table<T: Serialize>(kind: ImportKind, forms: impl IntoIterator<Item = T>, spell: fn(&mut Dice, &str, String) -> String) -> String {
    let columns = kind.columns();
    let mut lines = vec![columns.iter().map(|column| column.header.to_owned()).collect::<Vec<_>>()];
    for (row, form) in forms.into_iter().enumerate() {
        let mut dice = Dice::new(&format!("{kind}/{row}"));
        let fields = serde_json::to_value(form).unwrap_or_default();
        let field = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        lines.push(columns.iter().map(|column| spell(&mut dice, column.field, field(column.field))).collect());
    }
    lines.iter().map(|cells| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn spell_department(dice: &mut Dice, field: &str, value: String) -> String {
    match field {
        "level" => label::<DepartmentLevel>(&value),
        "valid_from" | "valid_to" => spell_date(dice, &value),
        _ => value,
    }
}

fn spell_contractor(dice: &mut Dice, field: &str, value: String) -> String {
    match field {
        "kind" => label::<ContractorKind>(&value),
        "corporate_number" => spell_number(dice, &value),
        "postal_code" => match dice.below(4) {
            0 => value.replace('-', ""),
            1 => format!("〒{value}"),
            _ => value,
        },
        "phone" if dice.percent(15) => wide(&value),
        "representative" | "security_lead" if dice.percent(40) => value.replace(' ', "\u{3000}"),
        _ => value,
    }
}

fn spell_contract(dice: &mut Dice, field: &str, value: String) -> String {
    match field {
        "contractor" => spell_number(dice, &value),
        "kind" => label::<ContractKind>(&value),
        "segment" => label::<Segment>(&value),
        "personal" => label::<PersonalInformation>(&value),
        "confidentiality" if dice.percent(70) => label::<Confidentiality>(&value),
        "confidentiality" if dice.percent(20) => wide(&value),
        "start" | "end" => spell_date(dice, &value),
        "amount" => match dice.below(5) {
            0 => value,
            1 if !value.is_empty() => format!("{}円", grouped(&value)),
            2 => wide(&grouped(&value)),
            _ => grouped(&value),
        },
        "records" if value == "0" => String::new(),
        "records" if dice.percent(30) => format!("{}件", grouped(&value)),
        "remote_access" | "off_premises" | "data_abroad" => match (value.is_empty(), dice.below(3)) {
            (false, 0) => "○",
            (false, _) => "有",
            (true, 0) => "無",
            (true, _) => "",
        }
        .to_owned(),
        "city_lead" | "contractor_lead" if dice.percent(40) => value.replace(' ', "\u{3000}"),
        _ => value,
    }
}

fn label<T: Choice>(word: &str) -> String {
    T::from_word(word).map_or(word, |value| value.label(Lang::Ja)).to_owned()
}

/// `2026-04-01`, `2026/4/1`, `R8.4.1` or `令和8年4月1日`; a name or a blank stays.
fn spell_date(dice: &mut Dice, iso: &str) -> String {
    use chrono::Datelike;
    let Some(day) = date::parse(iso) else {
        return iso.to_owned();
    };
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    // Days before the era are written by the calendar year.
    let reiwa = year - 2018;
    match dice.below(10) {
        0..4 => format!("{year}/{month}/{of_month}"),
        4..6 if reiwa > 1 => format!("R{reiwa}.{month}.{of_month}"),
        6..8 if reiwa > 1 => date::japanese(day),
        8 => format!("{year}/{month:02}/{of_month:02}"),
        _ => iso.to_owned(),
    }
}

/// A corporate number as it is, with hyphens, in wide digits, or as an invoice number; the name of a sole proprietor stays.
fn spell_number(dice: &mut Dice, value: &str) -> String {
    let choice = dice.below(10);
    if value.len() != 13 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.to_owned();
    }
    match choice {
        0 | 1 => format!("{}-{}-{}-{}", &value[..1], &value[1..5], &value[5..9], &value[9..]),
        2 => wide(value),
        3 => format!("T{value}"),
        _ => value.to_owned(),
    }
}

/// Thousands set apart by commas; what is no number stays.
fn grouped(digits: &str) -> String {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let length = digits.len();
    digits.chars().enumerate().flat_map(|(index, digit)| (index > 0 && (length - index).is_multiple_of(3)).then_some(',').into_iter().chain([digit])).collect()
}

/// ASCII in full width.
fn wide(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c }).collect()
}
