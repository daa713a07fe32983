//! The list of cloud services of ISMAP, by its headers: what the columns are called has changed before.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    certificate::{Certificate, CertificateKind},
    corporate_number::CorporateNumber,
    date,
    import::Column,
    message::Message,
    text,
};

const fn column(field: &'static str, header: &'static str, required: bool, aliases: &'static [&'static str]) -> Column {
    Column { field, header, aliases, required }
}

/// The columns that are understood; others are left out.
pub const COLUMNS: [Column; 6] = [
    column("number", "登録番号", true, &["登録No", "登録No.", "クラウドサービス登録番号"]),
    column("service", "クラウドサービスの名称", true, &["クラウドサービス名", "クラウドサービス名称", "サービス名", "サービスの名称"]),
    column("provider", "クラウドサービス事業者", false, &["クラウドサービス事業者の名称", "クラウドサービス事業者名", "事業者名", "事業者の名称", "事業者"]),
    column("corporate_number", "法人番号", false, &["事業者の法人番号"]),
    column("registered_on", "登録日", false, &["登録年月日", "初回登録日"]),
    column("expires_on", "有効期限", true, &["登録の有効期限", "登録有効期限", "有効期限日"]),
];

/// What the list says of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct IsmapService {
    /// As `C21-0005-2`.
    pub number: String,
    pub service: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corporate_number: Option<CorporateNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_on: Option<NaiveDate>,
    pub expires_on: NaiveDate,
}

/// Where each column of [`COLUMNS`] stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsmapHeader([Option<usize>; COLUMNS.len()]);

impl IsmapHeader {
    /// Finds the columns by their headers, whatever their width and spaces; the error names those that are missing.
    pub fn find(cells: &[&str]) -> Result<Self, Message> {
        let plain = |name: &str| text::code(name).to_lowercase();
        let stated: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        let place =
            |column: &Column| std::iter::once(&column.header).chain(column.aliases).find_map(|name| stated.iter().position(|cell| *cell == plain(name)));
        let places = [0, 1, 2, 3, 4, 5].map(|index| place(&COLUMNS[index]));
        let missing: Vec<&str> =
            COLUMNS.iter().zip(&places).filter(|(column, place)| column.required && place.is_none()).map(|(column, _)| column.header).collect();
        if missing.is_empty() { Ok(Self(places)) } else { Err(Message::new("import.column_missing").with("columns", missing.join("、"))) }
    }

    /// Reads a row.
    pub fn read(&self, cells: &[&str]) -> Result<IsmapService, Message> {
        let [number, service, provider, corporate, registered, expires] =
            self.0.map(|place| place.and_then(|place| cells.get(place)).copied().unwrap_or_default());
        let number = CertificateKind::Ismap.rule().number.read(number).map_err(Message::new)?;
        let service = text::tidy(service);
        if service.is_empty() {
            return Err(Message::new("reference.nameless"));
        }
        let corporate = Some(corporate).filter(|cell| !cell.trim().is_empty()).map(CorporateNumber::parse).transpose().map_err(Message::new)?;
        Ok(IsmapService {
            number,
            service,
            provider: text::tidy(provider),
            corporate_number: corporate,
            registered_on: date::parse(registered),
            expires_on: date::parse(expires).ok_or_else(|| Message::new("reference.day").with("value", expires))?,
        })
    }
}

/// What is to be known of a certificate of ISMAP beside the published list of a day.
pub fn note(certificate: &Certificate, listed: Option<&IsmapService>, as_of: NaiveDate) -> Option<Message> {
    match listed {
        None => Some(Message::new("reference.not_listed").with("day", as_of)),
        Some(listed) if Some(listed.expires_on) != certificate.expires_on => {
            Some(Message::new("reference.other_day").with("last", listed.expires_on).with("day", as_of))
        }
        Some(_) => None,
    }
}
