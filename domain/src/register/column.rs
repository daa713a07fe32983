//! The columns of each register: header, width and what stands in the cell, once for the page, CSV and XLSX.

use chrono::NaiveDate;

use super::{ContractEntry, ContractorEntry, RegisterKind, RegisterRow, SubcontractEntry};
use crate::{Lang, corporate_number::CorporateNumber, label::Choice};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(u64),
    Day(NaiveDate),
    Blank,
}

impl Cell {
    fn text(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }

    fn label(choice: impl Choice, lang: Lang) -> Self {
        Self::Text(choice.label(lang).to_owned())
    }

    fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Blank, Self::Day)
    }

    fn corporate(number: Option<&CorporateNumber>) -> Self {
        number.map_or(Self::Blank, |number| Self::Text(number.to_string()))
    }

    fn yes(flag: bool, lang: Lang) -> Self {
        if flag { Self::text(lang.pick("あり", "yes")) } else { Self::Blank }
    }

    /// As a list of text has it: days as `2026-03-31`, numbers without commas.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Blank => String::new(),
        }
    }
}

/// The head of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    ja: &'static str,
    en: &'static str,
    /// Width in half-width characters.
    pub width: u8,
    /// Shown on the page and on paper; the others are in the files only.
    pub main: bool,
}

impl Head {
    pub const fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.ja, self.en)
    }
}

struct Column<T> {
    head: Head,
    cell: fn(&T, Lang) -> Cell,
}

/// On the page and in the files.
const fn main<T>(ja: &'static str, en: &'static str, width: u8, cell: fn(&T, Lang) -> Cell) -> Column<T> {
    Column { head: Head { ja, en, width, main: true }, cell }
}

/// In the files only.
const fn more<T>(ja: &'static str, en: &'static str, width: u8, cell: fn(&T, Lang) -> Cell) -> Column<T> {
    Column { head: Head { ja, en, width, main: false }, cell }
}

const CONTRACT: &[Column<ContractEntry>] = &[
    main("契約番号", "Number", 14, |row, _| Cell::text(&row.number)),
    main("件名", "Title", 44, |row, _| Cell::text(&row.title)),
    main("課室", "Department", 18, |row, _| Cell::text(&row.department_name)),
    main("委託事業者", "Contractor", 32, |row, _| Cell::text(&row.contractor_name)),
    more("法人番号", "Corporate number", 16, |row, _| Cell::corporate(row.corporate_number.as_ref())),
    main("種別", "Kind", 24, |row, lang| Cell::label(row.kind, lang)),
    main("契約開始日", "Start", 12, |row, _| Cell::Day(row.start)),
    main("契約終了日", "End", 12, |row, _| Cell::Day(row.end)),
    main("契約額（円）", "Amount (yen)", 15, |row, _| row.amount.map_or(Cell::Blank, Cell::Number)),
    main("機密性", "Confidentiality", 10, |row, lang| Cell::label(row.confidentiality, lang)),
    main("個人情報", "Personal information", 16, |row, lang| Cell::label(row.personal, lang)),
    more("取扱件数", "Records handled", 12, |row, _| if row.records == 0 { Cell::Blank } else { Cell::Number(row.records) }),
    main("リスク区分", "Risk tier", 10, |row, lang| Cell::label(row.tier, lang)),
    main("状態", "State", 12, |row, lang| Cell::label(row.state, lang)),
    main("必要な条項", "Clauses required", 10, |row, _| Cell::Number(row.coverage.required.into())),
    main("うち充足", "of these present", 10, |row, _| Cell::Number(row.coverage.present.into())),
    more("うち例外", "of these excepted", 10, |row, _| Cell::Number(row.coverage.excepted.into())),
    more("市の責任者", "Responsible at the city", 16, |row, _| Cell::text(&row.city_lead)),
    more("受託者の責任者", "Responsible at the contractor", 16, |row, _| Cell::text(&row.contractor_lead)),
    more("選定評価", "Selection", 10, |row, lang| Cell::yes(row.selection.is_some(), lang)),
];

const SUBCONTRACT: &[Column<SubcontractEntry>] = &[
    main("契約番号", "Contract number", 14, |row, _| Cell::text(&row.contract_number)),
    main("契約件名", "Contract", 40, |row, _| Cell::text(&row.contract_title)),
    main("課室", "Department", 18, |row, _| Cell::text(&row.department_name)),
    main("上位", "Passed on by", 32, |row, _| Cell::text(&row.above_name)),
    main("段", "Tier", 6, |row, _| Cell::Number(row.depth.into())),
    main("再委託先", "Subcontractor", 32, |row, _| Cell::text(&row.contractor_name)),
    more("法人番号", "Corporate number", 16, |row, _| Cell::corporate(row.corporate_number.as_ref())),
    main("再委託する業務", "Work", 32, |row, _| Cell::text(&row.work)),
    main("個人情報", "Personal information", 16, |row, lang| Cell::label(row.personal, lang)),
    more("作業場所", "Place", 26, |row, _| Cell::text(&row.place)),
    more("国外", "Abroad", 8, |row, lang| Cell::yes(row.abroad, lang)),
    main("開始日", "Start", 12, |row, _| Cell::Day(row.start)),
    main("終了予定日", "End", 12, |row, _| Cell::Day(row.end)),
    main("状態", "State", 12, |row, lang| Cell::label(row.state, lang)),
    more("安全性の確認日", "Safety confirmed on", 14, |row, _| Cell::day(row.safety_on)),
    main("承認日", "Permitted on", 12, |row, _| Cell::day(row.permitted_on)),
    more("終了日", "Ended on", 12, |row, _| Cell::day(row.ended_on)),
    main("問題", "Findings", 28, |row, lang| {
        Cell::text(&row.findings.iter().map(|finding| finding.label(lang)).collect::<Vec<_>>().join(lang.pick("、", ", ")))
    }),
];

const CONTRACTOR: &[Column<ContractorEntry>] = &[
    main("名称", "Name", 34, |row, _| Cell::text(&row.name)),
    more("よみ", "Reading", 34, |row, _| Cell::text(&row.name_kana)),
    main("法人番号", "Corporate number", 16, |row, _| Cell::corporate(row.corporate_number.as_ref())),
    main("区分", "Kind", 12, |row, lang| Cell::label(row.kind, lang)),
    more("郵便番号", "Postal code", 10, |row, _| Cell::text(&row.postal_code)),
    main("所在地", "Address", 44, |row, _| Cell::text(&row.address)),
    main("代表者", "Representative", 16, |row, _| Cell::text(&row.representative)),
    main("情報セキュリティ責任者", "Security officer", 18, |row, _| Cell::text(&row.security_lead)),
    more("電話番号", "Telephone", 14, |row, _| Cell::text(&row.phone)),
    more("電子メール", "E-mail", 28, |row, _| Cell::text(&row.email)),
];

fn heads<T>(columns: &[Column<T>]) -> Vec<Head> {
    columns.iter().map(|column| column.head).collect()
}

fn cells<T>(columns: &[Column<T>], row: &T, lang: Lang) -> Vec<Cell> {
    columns.iter().map(|column| (column.cell)(row, lang)).collect()
}

impl RegisterKind {
    /// The heads of its columns, in their order.
    pub fn columns(self) -> Vec<Head> {
        match self {
            Self::Contracts => heads(CONTRACT),
            Self::Subcontracts => heads(SUBCONTRACT),
            Self::Contractors => heads(CONTRACTOR),
        }
    }
}

impl RegisterRow {
    /// Its cells, one for each of [`RegisterKind::columns`].
    pub fn cells(&self, lang: Lang) -> Vec<Cell> {
        match self {
            Self::Contract(row) => cells(CONTRACT, row, lang),
            Self::Subcontract(row) => cells(SUBCONTRACT, row, lang),
            Self::Contractor(row) => cells(CONTRACTOR, row, lang),
        }
    }

    /// The page of the record as it is today.
    pub fn address(&self) -> String {
        match self {
            Self::Contract(row) => format!("/contracts/{}", row.contract),
            Self::Subcontract(row) => format!("/subcontracts/{}", row.subcontract),
            Self::Contractor(row) => format!("/contractors/{}", row.contractor),
        }
    }
}
