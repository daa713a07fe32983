//! Reading a published list row by row, without ever holding all of its rows.

use std::collections::HashMap;

use domain::{
    Error, Result,
    message::Message,
    reference::{Corporation, CorporationRow, FAULTS_KEPT, IsmapHeader, IsmapService, ROW_LIMIT, ReferenceKind, RowFault},
};

use crate::transfer::records;

/// A row that can be taken.
pub enum Read {
    Corporation(Corporation),
    Service(IsmapService),
}

impl Read {
    pub fn number(&self) -> &str {
        match self {
            Self::Corporation(corporation) => corporation.number.as_str(),
            Self::Service(service) => &service.number,
        }
    }
}

/// What came of reading a file through.
#[derive(Default)]
pub struct Count {
    pub rows: u32,
    pub faulty: u32,
    /// The first of them.
    pub faults: Vec<RowFault>,
}

/// The rows of a list that can be taken and the faults of the others, in the order of the file. Past states and blank lines are passed over.
///
/// # Errors
/// What makes the file another than it says: a header without a needed column, quotation marks that do not pair.
pub fn rows(kind: ReferenceKind, content: &str) -> Result<impl Iterator<Item = Result<Result<Read, RowFault>>> + Send> {
    let mut records = records(content)?;
    let header = match kind {
        ReferenceKind::CorporateNumbers => None,
        ReferenceKind::IsmapList => {
            let (_, first) = records.next().ok_or_else(|| Error::invalid("file", Message::new("import.empty")))??;
            Some(IsmapHeader::find(&first.iter().collect::<Vec<_>>()).map_err(|reason| Error::invalid("file", reason))?)
        }
    };
    let mut met: HashMap<String, u32> = HashMap::new();
    Ok(records.filter_map(move |record| {
        let (line, record) = match record {
            Ok(record) => record,
            Err(error) => return Some(Err(error)),
        };
        let cells: Vec<&str> = record.iter().collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let read = match &header {
            Some(header) => header.read(&cells).map(Read::Service),
            None => match Corporation::read(&cells) {
                Ok(CorporationRow::Past) => return None,
                Ok(CorporationRow::Current(corporation)) => Ok(Read::Corporation(corporation)),
                Err(reason) => Err(reason),
            },
        };
        let once = read.and_then(|read| {
            if let Some(first) = met.get(read.number()) {
                return Err(Message::new("reference.twice").with("line", first));
            }
            met.insert(read.number().to_owned(), line);
            Ok(read)
        });
        Some(Ok(once.map_err(|reason| RowFault { line, reason })))
    }))
}

/// Reads a file through. One that is mostly unreadable is another file than it was taken for.
pub fn through(kind: ReferenceKind, content: &str) -> Result<Count> {
    let mut count = Count::default();
    for row in rows(kind, content)? {
        match row? {
            Ok(_) => count.rows += 1,
            Err(fault) => {
                count.faulty += 1;
                if count.faults.len() < FAULTS_KEPT {
                    count.faults.push(fault);
                }
            }
        }
        if count.rows as usize > ROW_LIMIT {
            return Err(Error::invalid("file", Message::new("import.too_many_rows").with("rows", ROW_LIMIT)));
        }
    }
    if let Some(first) = count.faults.first().filter(|_| count.faulty > count.rows) {
        let reason = first.reason.say(domain::Lang::Ja);
        let message = Message::new("reference.mostly_faulty").with("faulty", count.faulty).with("line", first.line).with("reason", reason);
        return Err(Error::invalid("file", message));
    }
    if count.rows == 0 { Err(Error::invalid("file", Message::new("reference.none"))) } else { Ok(count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: &str, name: &str) -> String {
        let mut cells = vec![""; 30];
        (cells[1], cells[6], cells[23]) = (number, name, "1");
        cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn rows_are_counted_and_their_faults_told_by_line() {
        let file = [
            line("7000012050002", "青空情報株式会社"),
            line("7000012050003", "検査数字違い"),
            String::new(),
            line("6000012050003", "若葉\nデータ"),
            line("7000012050002", "二度目"),
            line("5000012050004", "小川印刷"),
        ]
        .join("\r\n");
        let count = through(ReferenceKind::CorporateNumbers, &file).expect("read");
        assert_eq!((count.rows, count.faulty), (3, 2));
        let told: Vec<(u32, &str)> = count.faults.iter().map(|fault| (fault.line, fault.reason.key.as_ref())).collect();
        assert_eq!(told, [(2, "corporate_number.check_digit"), (6, "reference.twice")]);
    }

    #[test]
    fn a_file_that_is_another_is_refused_as_a_whole() {
        let key = |kind, file: &str| match through(kind, file) {
            Err(Error::Invalid(errors)) => errors[0].message.key.to_string(),
            other => format!("{:?}", other.map(|count| count.rows)),
        };
        assert_eq!(key(ReferenceKind::CorporateNumbers, "登録番号,有効期限\nC21-0005-2,2027-01-31\n"), "reference.mostly_faulty");
        assert_eq!(key(ReferenceKind::CorporateNumbers, ""), "reference.none");
        assert_eq!(key(ReferenceKind::CorporateNumbers, "\"開いたまま"), "import.not_closed");
        assert_eq!(key(ReferenceKind::IsmapList, ""), "import.empty");
        assert_eq!(key(ReferenceKind::IsmapList, "登録番号,事業者\n"), "import.column_missing");
        assert_eq!(key(ReferenceKind::IsmapList, "登録番号,サービス名,有効期限\n"), "reference.none");
    }
}
