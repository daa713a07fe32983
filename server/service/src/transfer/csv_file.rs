//! CSV as cities have it: Shift_JIS or UTF-8, with or without a byte order mark, Japanese headers under various names.

use domain::{
    Error, Lang, Result,
    import::{Column, Encoding, ImportKind},
    message::Message,
    text,
};
use encoding_rs::{SHIFT_JIS, UTF_8};
use serde_json::{Map, Value as Json};

use super::StoredRow;

/// A file as read: its header, and for each line the cells as they stand and the form they fill.
pub(crate) struct Table {
    pub encoding: Encoding,
    pub header: Vec<String>,
    /// Headers that no column is known by.
    pub unknown: Vec<String>,
    pub lines: Vec<Line>,
}

pub(crate) struct Line {
    /// Line in the file; the header is line 1.
    pub number: u32,
    pub cells: Vec<String>,
    pub form: Map<String, Json>,
}

/// The text of a file and the encoding it was in.
pub(crate) fn decode(file: &[u8]) -> Result<(String, Encoding)> {
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file)) {
        return Ok((text.into_owned(), Encoding::Utf8));
    }
    match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(file) {
        Some(text) => Ok((text.into_owned(), Encoding::ShiftJis)),
        None => Err(Error::invalid("file", Message::new("import.encoding"))),
    }
}

pub(crate) fn read(kind: ImportKind, file: &[u8]) -> Result<Table> {
    let (content, encoding) = decode(file)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content.as_bytes());
    let mut records = reader.records();
    let malformed = |line: u64| Error::invalid("file", Message::new("import.malformed").with("line", line));
    let header: Vec<String> = match records.next() {
        None => return Err(Error::invalid("file", Message::new("import.empty"))),
        Some(record) => record.map_err(|_| malformed(1))?.iter().map(text::tidy).collect(),
    };
    let columns: Vec<Option<&Column>> = header.iter().map(|name| find(kind, name)).collect();
    let missing: Vec<&str> = kind
        .columns()
        .iter()
        .filter(|column| column.required && !columns.iter().flatten().any(|known| known.field == column.field))
        .map(|column| column.header)
        .collect();
    if !missing.is_empty() {
        return Err(Error::invalid("file", Message::new("import.column_missing").with("columns", missing.join("、"))));
    }
    let unknown = header.iter().zip(&columns).filter(|(name, column)| column.is_none() && !name.is_empty()).map(|(name, _)| name.clone()).collect();
    let mut lines = Vec::new();
    let mut place = Place { content: &content, byte: 0, line: 1 };
    for record in records {
        let record = record.map_err(|error| malformed(error.position().map_or(0, |position| place.line_at(position).into())))?;
        let number = record.position().map_or(0, |position| place.line_at(position));
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let form = columns
            .iter()
            .zip(&cells)
            .filter_map(|(column, cell)| column.map(|column| (column.field.to_owned(), Json::String(cell.trim().to_owned()))))
            .collect();
        lines.push(Line { number, cells, form });
    }
    if lines.is_empty() {
        return Err(Error::invalid("file", Message::new("import.empty")));
    }
    Ok(Table { encoding, header, unknown, lines })
}

/// Counts lines as an editor does. The reader's own count is one behind where lines end in CR LF, as those of spreadsheets do, and stays at the
/// first of several blank lines.
struct Place<'a> {
    content: &'a str,
    byte: usize,
    line: u32,
}

impl Place<'_> {
    /// The line on which a record begins; asked for in the order of the file.
    fn line_at(&mut self, position: &csv::Position) -> u32 {
        let bytes = self.content.as_bytes();
        let begun = usize::try_from(position.byte()).unwrap_or(usize::MAX).clamp(self.byte, bytes.len());
        let ended = bytes[begun..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let newlines = self.content.get(self.byte..begun + ended).map_or(0, |passed| passed.matches('\n').count());
        self.byte = begun + ended;
        self.line = self.line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
        self.line
    }
}

/// The column a header names, by its own name or one of its others; width and spaces do not matter.
fn find(kind: ImportKind, name: &str) -> Option<&'static Column> {
    let plain = |name: &str| text::code(name).to_lowercase();
    let name = plain(name);
    kind.columns().iter().find(|column| plain(column.header) == name || column.aliases.iter().any(|alias| plain(alias) == name))
}

/// The rows that could not be taken, with a last column that says why.
pub(crate) fn faulty(kind: ImportKind, header: &[String], rows: &[StoredRow], encoding: Encoding, lang: Lang) -> Result<Vec<u8>> {
    let mut lines = vec![header.iter().cloned().chain([lang.pick("エラー内容", "Errors").to_owned()]).collect::<Vec<_>>()];
    for row in rows {
        let mut cells = row.cells.clone();
        cells.resize(header.len(), String::new());
        let reasons: Vec<String> = row.row.errors.iter().map(|error| format!("{}: {}", header_of(kind, &error.field), error.message.say(lang))).collect();
        cells.push(reasons.join(" / "));
        lines.push(cells);
    }
    write(&lines, encoding)
}

fn header_of(kind: ImportKind, field: &str) -> &str {
    kind.columns().iter().find(|column| column.field == field).map_or(field, |column| column.header)
}

pub(crate) fn template(kind: ImportKind) -> Result<Vec<u8>> {
    let header = kind.columns().iter().map(|column| column.header.to_owned()).collect();
    let example = kind.columns().iter().map(|column| example(kind, column.field).to_owned()).collect();
    let mut file = b"\xef\xbb\xbf".to_vec();
    file.extend(write(&[header, example], Encoding::Utf8)?);
    Ok(file)
}

/// An example for each column, so that the template can be imported as it is.
fn example(kind: ImportKind, field: &str) -> &'static str {
    match (kind, field) {
        (ImportKind::Departments, "code") | (ImportKind::Contracts, "department") => "010100",
        (ImportKind::Departments, "name") => "情報政策課",
        (ImportKind::Departments, "name_kana") => "ジョウホウセイサクカ",
        (ImportKind::Departments, "level") => "課",
        (ImportKind::Departments, "valid_from") => "2026-04-01",
        (ImportKind::Contractors, "corporate_number") | (ImportKind::Contracts, "contractor") => "7000012050002",
        (ImportKind::Contractors, "kind") => "法人",
        (ImportKind::Contractors, "name") => "見本情報株式会社",
        (ImportKind::Contractors, "name_kana") => "ミホンジョウホウ",
        (ImportKind::Contractors, "address") => "見本市中央1-1",
        (ImportKind::Contracts, "number") => "R08-0001",
        (ImportKind::Contracts, "title") => "住民記録システム運用保守業務",
        (ImportKind::Contracts, "kind") => "情報システム運用・保守",
        (ImportKind::Contracts, "start") => "令和8年4月1日",
        (ImportKind::Contracts, "end") => "R9.3.31",
        (ImportKind::Contracts, "confidentiality") => "機密性3B",
        (ImportKind::Contracts, "personal") => "保有個人情報",
        _ => "",
    }
}

/// Writes CSV; a cell that a spreadsheet would run as a formula is made text.
fn write(lines: &[Vec<String>], encoding: Encoding) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line.iter().map(|cell| harmless(cell))).map_err(|_| Error::Internal)?;
    }
    let text = writer.into_inner().map_err(|_| Error::Internal)?;
    Ok(match encoding {
        Encoding::Utf8 => text,
        Encoding::ShiftJis => SHIFT_JIS.encode(&String::from_utf8_lossy(&text)).0.into_owned(),
    })
}

fn harmless(cell: &str) -> String {
    let number = cell.chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !(number && cell.len() > 1 && !cell.starts_with(['=', '@'])) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "課室コード,課 室 名,階層,有効開始日,席数\r\n０１０１００,情報政策課,課,R8.4.1,12\r\n,,,,\r\n010200,\"契約\n課\",課,2026/4/1,\r\n";

    #[test]
    fn both_encodings_with_and_without_a_mark_read_the_same() {
        let sjis = SHIFT_JIS.encode(SAMPLE).0.into_owned();
        let marked = [b"\xef\xbb\xbf".as_slice(), SAMPLE.as_bytes()].concat();
        for (file, encoding) in [(SAMPLE.as_bytes().to_vec(), Encoding::Utf8), (marked, Encoding::Utf8), (sjis, Encoding::ShiftJis)] {
            let table = read(ImportKind::Departments, &file).expect("readable");
            assert_eq!(table.encoding, encoding);
            assert_eq!(table.unknown, ["席数"]);
            assert_eq!(table.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 4]);
            assert_eq!(table.lines[0].form["name"], "情報政策課");
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        for end in ["\n", "\r\n"] {
            let rows = ["課室コード,課室名,階層,有効開始日", "1,\"二\n行\",課,R8.4.1", "", "", "2,契約課,課,R8.4.1"];
            let table = read(ImportKind::Departments, rows.join(end).as_bytes()).expect("readable");
            assert_eq!(table.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 6], "{end:?}");
        }
    }

    #[test]
    fn a_file_without_a_needed_column_is_refused_by_name() {
        let Err(Error::Invalid(errors)) = read(ImportKind::Departments, "課室コード,階層\n1,課\n".as_bytes()) else { panic!("taken") };
        let said = errors[0].message.say(Lang::Ja);
        assert!(said.contains("課室名") && said.contains("有効開始日"), "{said}");
    }

    #[test]
    fn bytes_of_neither_encoding_are_refused() {
        assert!(matches!(decode(&[0x82, 0xff, 0xff, 0xfe]), Err(Error::Invalid(_))));
    }

    #[test]
    fn formulas_leave_as_text_and_numbers_as_they_are() {
        for (cell, written) in [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+81-3", "+81-3"), ("-5", "-5"), ("-cmd", "'-cmd"), ("普通", "普通")] {
            assert_eq!(harmless(cell), written);
        }
    }
}
