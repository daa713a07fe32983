//! Workbooks (XLSX): a sheet of notes that says what the workbook is, and tables whose rows go to a file as they come, so that a large one takes no
//! memory to speak of.
//!
//! Text is always text: no cell becomes a formula, whatever it begins with. Days and numbers are days and numbers.

use chrono::{Datelike, NaiveDate};
use domain::{Error, Result, register::Cell};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook as Inner, Worksheet, XlsxError};

/// UTF-16 units a cell can hold.
const CELL_LIMIT: usize = 32_767;
/// A4, in the numbering of the file format.
const A4: u8 = 9;

pub(crate) struct Workbook {
    inner: Inner,
    head: Format,
    label: Format,
    cells: Cells,
}

/// How cells look by what stands in them.
struct Cells {
    text: Format,
    number: Format,
    day: Format,
}

/// A table that is being filled.
pub(crate) struct Table {
    sheet: usize,
    columns: u16,
    next: u32,
}

impl Table {
    /// Rows written so far, the heads left out.
    pub const fn rows(&self) -> u32 {
        self.next - 1
    }
}

impl Workbook {
    pub fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            inner: Inner::new(),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E8_ECEF))
                .set_border_bottom(FormatBorder::Thin),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            cells: Cells { text: top.clone().set_text_wrap(), number: top.clone().set_num_format("#,##0"), day: top.set_num_format("yyyy/mm/dd") },
        }
    }

    /// A sheet of notes, to be filled in by [`Workbook::note`] whenever they are known.
    pub fn notes(&mut self, name: &str) -> Result<usize> {
        let sheet = self.inner.add_worksheet();
        sheet.set_name(name).map_err(failed)?.set_column_width(0, 24).map_err(failed)?.set_column_width(1, 72).map_err(failed)?;
        Ok(self.inner.worksheets().len() - 1)
    }

    /// One line of a sheet of notes.
    pub fn note(&mut self, sheet: usize, line: u32, label: &str, cell: &Cell) -> Result<()> {
        let sheet = self.inner.worksheet_from_index(sheet).map_err(failed)?;
        sheet.write_string_with_format(line, 0, bounded(label), &self.label).map_err(failed)?;
        write(sheet, line, 1, cell, &self.cells)
    }

    /// A table with its heads and the widths of its columns in half-width characters: the heads stay in sight and repeat on paper.
    pub fn table(&mut self, name: &str, heads: &[(&str, u8)]) -> Result<Table> {
        let columns = u16::try_from(heads.len()).map_err(|_| Error::Internal)?;
        let sheet = self.inner.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?.set_freeze_panes(1, 0).map_err(failed)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0).map_err(failed)?;
        for (column, (head, width)) in (0..).zip(heads) {
            sheet.set_column_width(column, *width).map_err(failed)?;
            sheet.write_string_with_format(0, column, *head, &self.head).map_err(failed)?;
        }
        Ok(Table { sheet: self.inner.worksheets().len() - 1, columns, next: 1 })
    }

    /// The next row of a table.
    pub fn row(&mut self, table: &mut Table, cells: &[Cell]) -> Result<()> {
        let sheet = self.inner.worksheet_from_index(table.sheet).map_err(failed)?;
        for (column, cell) in (0..).zip(cells) {
            write(sheet, table.next, column, cell, &self.cells)?;
        }
        table.next += 1;
        Ok(())
    }

    /// Closes a table: it can be filtered by its heads.
    pub fn end(&mut self, table: &Table) -> Result<()> {
        let sheet = self.inner.worksheet_from_index(table.sheet).map_err(failed)?;
        sheet.autofilter(0, 0, table.rows(), table.columns.saturating_sub(1)).map(|_| ()).map_err(failed)
    }

    /// The whole as a file.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.inner.save_to_buffer().map_err(failed)
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Cells) -> Result<()> {
    let written = match cell {
        Cell::Blank => Ok(sheet),
        Cell::Text(words) => sheet.write_string_with_format(row, column, bounded(words), &formats.text),
        // Numbers are IEEE doubles in this format: exact to 9 × 10¹⁵, which no amount in yen reaches.
        #[allow(clippy::cast_precision_loss, reason = "see above")]
        Cell::Number(value) => sheet.write_number_with_format(row, column, *value as f64, &formats.number),
        Cell::Day(value) => match excel_day(*value) {
            Some(value) => sheet.write_datetime_with_format(row, column, value, &formats.day),
            None => sheet.write_string_with_format(row, column, value.to_string(), &formats.text),
        },
    };
    written.map(|_| ()).map_err(failed)
}

/// A day as spreadsheets count them, which begin in 1900.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// As much of a text as a cell can hold.
fn bounded(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL_LIMIT
    });
    end.map_or(text, |(byte, _)| &text[..byte])
}

// Taken by value: it is handed to `map_err`.
#[allow(clippy::needless_pass_by_value)]
fn failed(error: XlsxError) -> Error {
    tracing::error!(%error, "a workbook cannot be written");
    Error::Internal
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_workbook_reads_back_with_its_types_and_without_a_formula() {
        let mut workbook = Workbook::new();
        let notes = workbook.notes("説明").expect("a sheet");
        let mut table = workbook.table("台帳", &[("件名", 20), ("金額", 12), ("日", 12)]).expect("a table");
        let day = NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day");
        let long = "長".repeat(CELL_LIMIT + 1);
        let old = NaiveDate::from_ymd_opt(1899, 12, 31).expect("a day");
        for cells in [[Cell::Text("=1+1".into()), Cell::Number(66_000), Cell::Day(day)], [Cell::Text(long.clone()), Cell::Blank, Cell::Day(old)]] {
            workbook.row(&mut table, &cells).expect("a row");
        }
        workbook.end(&table).expect("closed");
        assert_eq!(table.rows(), 2);
        workbook.note(notes, 0, "基準日", &Cell::Day(day)).expect("a note");
        let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook.finish().expect("a file"))).expect("readable");
        assert_eq!(read.sheet_names(), ["説明", "台帳"]);
        let rows: Vec<Vec<Data>> = read.worksheet_range("台帳").expect("a sheet").rows().map(<[Data]>::to_vec).collect();
        assert_eq!(rows[0], ["件名", "金額", "日"].map(|head| Data::String(head.into())));
        assert_eq!(rows[1][..2], [Data::String("=1+1".into()), Data::Float(66_000.0)]);
        let Data::DateTime(serial) = &rows[1][2] else { panic!("{:?} is no day", rows[1][2]) };
        assert!((serial.as_f64() - 46_112.0).abs() < f64::EPSILON, "{serial}");
        assert_eq!(rows[2][2], Data::String("1899-12-31".into()));
        assert_eq!(rows[2][0], Data::String("長".repeat(CELL_LIMIT)));
        assert!(read.worksheet_formula("台帳").expect("formulas").rows().flatten().all(String::is_empty));
    }
}
