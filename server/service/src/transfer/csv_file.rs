//! CSV as cities have it: Shift_JIS or UTF-8, with or without a byte order mark, Japanese headers under various names.

use domain::{
    Error, Lang, Result,
    error::FieldError,
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
    /// What the line states. A column that the file does not have, or a line cut short does not reach, is not there.
    pub form: Map<String, Json>,
    /// What is wrong with the line before anything is read from it.
    pub errors: Vec<FieldError>,
}

/// Rows of a file: twice the largest register a city is likely to have.
const MAX_ROWS: usize = 200_000;

/// Characters of a cell; the longest field of a form takes fewer.
const MAX_CELL: usize = 10_000;

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
    if let Some(line) = unpaired_quote(&content) {
        return Err(Error::invalid("file", Message::new("import.not_closed").with("line", line)));
    }
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
    let twice: Vec<&str> = kind
        .columns()
        .iter()
        .filter(|column| columns.iter().flatten().filter(|known| known.field == column.field).count() > 1)
        .map(|column| column.header)
        .collect();
    if !twice.is_empty() {
        return Err(Error::invalid("file", Message::new("import.column_twice").with("columns", twice.join("、"))));
    }
    let unknown = header.iter().zip(&columns).filter(|(name, column)| column.is_none() && !name.is_empty()).map(|(name, _)| name.clone()).collect();
    let mut lines = Vec::new();
    let mut place = Place { content: &content, byte: 0, line: 1 };
    for record in records {
        let record = record.map_err(|error| malformed(error.position().map_or(0, |position| place.line_at(position).into())))?;
        let number = record.position().map_or(0, |position| place.line_at(position));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == MAX_ROWS {
            return Err(Error::invalid("file", Message::new("import.too_many_rows").with("rows", MAX_ROWS)));
        }
        let errors = malformed_cells(&record, &columns);
        let cells: Vec<String> = record.iter().map(|cell| cell.chars().take(MAX_CELL).collect()).collect();
        let form = columns
            .iter()
            .zip(&cells)
            .filter_map(|(column, cell)| column.map(|column| (column.field.to_owned(), Json::String(cell.trim().to_owned()))))
            .collect();
        lines.push(Line { number, cells, form, errors });
    }
    if lines.is_empty() {
        return Err(Error::invalid("file", Message::new("import.empty")));
    }
    Ok(Table { encoding, header, unknown, lines })
}

/// The records of a file without a header of ours, with the lines on which they begin.
pub(crate) fn records(content: &str) -> Result<impl Iterator<Item = Result<(u32, csv::StringRecord)>> + Send> {
    if let Some(line) = unpaired_quote(content) {
        return Err(Error::invalid("file", Message::new("import.not_closed").with("line", line)));
    }
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content.as_bytes());
    let mut place = Place { content, byte: 0, line: 1 };
    Ok(reader.into_records().map(move |record| match record {
        Ok(record) => Ok((record.position().map_or(0, |position| place.line_at(position)), record)),
        Err(error) => {
            let line = error.position().map_or(0, |position| place.line_at(position));
            Err(Error::invalid("file", Message::new("import.malformed").with("line", line)))
        }
    }))
}

/// Cells that are too long to be what their column says, and cells that no column claims: often a comma too many, by which all others have moved.
fn malformed_cells(record: &csv::StringRecord, columns: &[Option<&Column>]) -> Vec<FieldError> {
    let long = record.iter().zip(columns).filter(|(cell, _)| cell.chars().nth(MAX_CELL).is_some());
    let long = long.map(|(_, column)| FieldError::new(column.map_or("", |column| column.field), Message::new("field.too_long").with("max", MAX_CELL)));
    let beyond = record.iter().enumerate().skip(columns.len()).find(|(_, cell)| !cell.trim().is_empty());
    let beyond = beyond.map(|(place, _)| FieldError::new("", Message::new("import.beyond_header").with("column", place + 1)));
    long.chain(beyond).collect()
}

/// The line of the first quotation mark that is not closed, or not followed by the end of its cell (RFC 4180, 2.5 to 2.7). A reader that is lenient
/// here takes all rows up to the next mark for one cell.
fn unpaired_quote(content: &str) -> Option<u32> {
    #[derive(Clone, Copy)]
    enum At {
        Start,
        Plain,
        Quoted(u32),
        Closed(u32),
    }
    let (mut at, mut line) = (At::Start, 1);
    for c in content.chars() {
        at = match (at, c) {
            (At::Quoted(opened), '"') => At::Closed(opened),
            (At::Quoted(opened), _) | (At::Closed(opened), '"') => At::Quoted(opened),
            (_, ',' | '\n' | '\r') => At::Start,
            (At::Closed(opened), c) if c.is_whitespace() => At::Closed(opened),
            (At::Closed(opened), _) => return Some(opened),
            (At::Start, '"') => At::Quoted(line),
            (At::Start | At::Plain, _) => At::Plain,
        };
        line += u32::from(c == '\n');
    }
    if let At::Quoted(opened) = at { Some(opened) } else { None }
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
        let reasons: Vec<String> = row.row.errors.iter().map(|error| reason(kind, error, lang)).collect();
        cells.push(reasons.join(" / "));
        lines.push(cells);
    }
    write(&lines, encoding)
}

/// An error under the header of its column; what concerns the whole row stands alone.
fn reason(kind: ImportKind, error: &FieldError, lang: Lang) -> String {
    let said = error.message.say(lang);
    match kind.columns().iter().find(|column| column.field == error.field) {
        Some(column) => format!("{}: {said}", column.header),
        None => said,
    }
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

/// A cell as a spreadsheet may have it: what it would run as a formula is made text.
pub(crate) fn harmless(cell: &str) -> String {
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
    fn a_quotation_mark_that_would_swallow_rows_is_told_by_its_line() {
        for (file, line) in [
            ("課室コード,課室名\n1,\"総務課\n2,財政課\n", Some(2)),
            ("a,b\n\"1\",\"\"\"引用\"\"\"\n", None),
            ("a\n\"二行の\nセル\"\n\"試験\"業務\n", Some(4)),
            ("a\n\"試験\" \r\n5\"モニター\n", None),
        ] {
            assert_eq!(unpaired_quote(file), line, "{file}");
        }
    }

    #[test]
    fn two_columns_about_the_same_are_refused_by_name() {
        let Err(Error::Invalid(errors)) = read(ImportKind::Departments, "課室コード,コード,課室名,階層,有効開始日\n1,2,課,課,2026-04-01\n".as_bytes())
        else {
            panic!("taken")
        };
        assert!(errors[0].message.say(Lang::Ja).contains("課室コード"), "{errors:?}");
    }

    #[test]
    fn a_value_without_a_header_and_an_endless_cell_are_faults_of_their_row() {
        let file = format!("課室コード,課室名,階層,有効開始日\n1,課,課,2026-04-01,余り\n2,{},課,2026-04-01,,\n3,課,課\n", "長".repeat(10_001));
        let table = read(ImportKind::Departments, file.as_bytes()).expect("readable");
        let faults: Vec<Vec<(&str, &str)>> =
            table.lines.iter().map(|line| line.errors.iter().map(|e| (e.field.as_str(), e.message.key.as_ref())).collect()).collect();
        assert_eq!(faults, [vec![("", "import.beyond_header")], vec![("name", "field.too_long")], vec![]]);
        assert!(!table.lines[2].form.contains_key("valid_from"), "a line cut short does not state what it lacks");
        assert_eq!(table.lines[1].cells[1].chars().count(), 10_000);
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
