//! The register of corporate numbers as the National Tax Agency publishes it: no header, 30 columns, one corporation a row.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{choice, corporate_number::CorporateNumber, date, label::Choice, message::Message, message::label_param, text};

/// Columns by their position, from 0 on.
mod column {
    pub const NUMBER: usize = 1;
    pub const PROCESS: usize = 2;
    pub const CHANGED: usize = 5;
    pub const NAME: usize = 6;
    pub const PREFECTURE: usize = 9;
    pub const CITY: usize = 10;
    pub const STREET: usize = 11;
    pub const POST_CODE: usize = 15;
    pub const CLOSED: usize = 18;
    pub const CAUSE: usize = 19;
    pub const SUCCESSOR: usize = 20;
    pub const LATEST: usize = 23;
    pub const KANA: usize = 28;
}

/// Columns of a row.
const COLUMNS: usize = 30;

/// 処理区分 of a number that was taken back.
const DELETED: &str = "99";

choice! {
    /// Why the registration of a corporation was closed.
    CloseCause {
        Liquidated = "01", "清算の結了等", "Liquidated";
        Merged = "11", "合併による解散等", "Dissolved by merger";
        ByRegistrar = "21", "登記官による閉鎖", "Closed by the registrar";
        Other = "31", "その他の清算の結了等", "Otherwise wound up";
    }
}

/// What the register says of a corporation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Corporation {
    pub number: CorporateNumber,
    pub name: String,
    /// Katakana; often blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_kana: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postal_code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_on: Option<NaiveDate>,
    /// The day its registration was closed (登記記録の閉鎖).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_cause: Option<CloseCause>,
    /// Who took it over in a merger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<CorporateNumber>,
}

/// What a row of the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorporationRow {
    Current(Corporation),
    /// A past state of a corporation, or a number that was taken back: of no concern.
    Past,
}

impl Corporation {
    /// Reads a row by the positions of its columns; the check digit tells whether they are what they should be.
    pub fn read(cells: &[&str]) -> Result<CorporationRow, Message> {
        if cells.len() != COLUMNS {
            return Err(Message::new("reference.columns").with("count", cells.len()).with("expected", COLUMNS));
        }
        let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
        let number = CorporateNumber::parse(cell(column::NUMBER)).map_err(Message::new)?;
        if cell(column::LATEST).trim() == "0" || cell(column::PROCESS).trim() == DELETED {
            return Ok(CorporationRow::Past);
        }
        let name = text::tidy(cell(column::NAME));
        if name.is_empty() {
            return Err(Message::new("reference.nameless"));
        }
        let day = |place: usize| date::parse(cell(place));
        let (closed_on, closed) = (day(column::CLOSED), !cell(column::CLOSED).trim().is_empty());
        if closed && closed_on.is_none() {
            return Err(Message::new("reference.day").with("value", cell(column::CLOSED)));
        }
        let code = text::code(cell(column::POST_CODE));
        let is_code = code.len() == 7 && code.bytes().all(|byte| byte.is_ascii_digit());
        Ok(CorporationRow::Current(Self {
            number,
            name,
            name_kana: text::katakana(&text::tidy(cell(column::KANA))),
            postal_code: if is_code { format!("{}-{}", &code[..3], &code[3..]) } else { String::new() },
            address: [column::PREFECTURE, column::CITY, column::STREET].map(|place| text::tidy(cell(place))).concat(),
            changed_on: day(column::CHANGED),
            closed_on,
            close_cause: CloseCause::from_word(cell(column::CAUSE).trim()),
            successor: CorporateNumber::parse(cell(column::SUCCESSOR)).ok(),
        }))
    }

    /// What is to be known of a contractor that goes by another name or is no more. `name` is the one it is registered under, `as_of` the day of
    /// the list.
    pub fn notes(&self, name: &str, as_of: NaiveDate) -> Vec<Message> {
        let mut notes = Vec::new();
        if let Some(closed) = self.closed_on {
            let message = match (&self.close_cause, &self.successor) {
                (Some(cause), Some(successor)) => Message::new("reference.closed_into").with("cause", label_param(*cause)).with("successor", successor),
                (Some(cause), None) => Message::new("reference.closed_for").with("cause", label_param(*cause)),
                (None, _) => Message::new("reference.closed"),
            };
            notes.push(message.with("closed", closed).with("day", as_of));
        }
        let plain = |name: &str| text::narrow(&text::code(name)).to_lowercase();
        if plain(name) != plain(&self.name) {
            notes.push(Message::new("reference.renamed").with("name", &self.name).with("day", as_of));
        }
        notes
    }
}
