//! What each kind of certificate looks like and how long it holds: the rules of the schemes, as a table.

use chrono::{Datelike, Months, NaiveDate};

use super::CertificateKind;
use crate::text;

/// How the numbers of a kind are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    /// Each body numbers as it likes.
    Free,
    /// `AAnnnnnn(mm)`: two digits of the body, six of the business, and, if shown, how often it was granted, from 01 on.
    PMark,
    /// `C21-0005-2`: the year, the service, and how often it was registered.
    Ismap,
}

impl NumberFormat {
    /// A number as people write it, in either width, with or without 第 and 号, in its own form. The error is a key of [`crate::message`].
    pub fn read(self, stated: &str) -> Result<String, &'static str> {
        match self {
            Self::Free => Ok(text::narrow(&text::tidy(stated))),
            Self::PMark => p_mark(&bare(stated)).ok_or("certificate.number_p_mark"),
            Self::Ismap => ismap(&bare(stated)).ok_or("certificate.number_ismap"),
        }
    }

    /// What stays the same in a number when the certificate is renewed under the same number.
    pub fn identity(self, number: &str) -> String {
        match self {
            Self::PMark => number.chars().take(8).collect(),
            Self::Free | Self::Ismap => text::code(number).to_uppercase(),
        }
    }
}

fn bare(stated: &str) -> String {
    let code = text::code(stated).to_uppercase();
    code.strip_prefix('第').unwrap_or(&code).trim_end_matches('号').to_owned()
}

fn is_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn p_mark(code: &str) -> Option<String> {
    let (base, times) = match code.split_once('(') {
        Some((base, rest)) => (base, Some(rest.strip_suffix(')')?)),
        None => (code, None),
    };
    let sound = is_digits(base, 8..=8) && times.is_none_or(|times| is_digits(times, 2..=2) && times != "00");
    sound.then(|| times.map_or_else(|| base.to_owned(), |times| format!("{base}({times})")))
}

fn ismap(code: &str) -> Option<String> {
    let mut parts = code.strip_prefix('C')?.split('-');
    let (year, service, times) = (parts.next()?, parts.next()?, parts.next()?);
    let sound = parts.next().is_none() && is_digits(year, 2..=2) && is_digits(service, 4..=4) && is_digits(times, 1..=2) && !times.starts_with('0');
    sound.then(|| code.to_owned())
}

/// A part of the form that a kind asks for, or has no use for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Number,
    Grade,
    Scope,
    Body,
    Edition,
    AuditPeriodEnd,
}

/// How long a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// As it states itself, for so many months at most.
    Stated(u32),
    /// So many months from the day it was issued, unless it states a day before that.
    Fixed(u32),
    /// So many months after the audited period, unless it states a day before that.
    AfterAudit(u32),
    /// As it states itself, or without an end.
    Open,
}

/// The rules of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindRule {
    pub number: NumberFormat,
    /// Must be stated.
    pub needs: &'static [Part],
    pub lasts: Lasts,
    /// Whether it goes on past its last day while a renewal applied for in time is pending.
    pub bridged: bool,
    /// The stars there are; none where the scheme has none.
    pub grades: &'static [u8],
    /// What these rules rest on.
    pub basis: &'static str,
}

const ISMS: KindRule = KindRule {
    number: NumberFormat::Free,
    needs: &[Part::Number, Part::Scope, Part::Body, Part::Edition],
    lasts: Lasts::Stated(36),
    bridged: false,
    grades: &[],
    basis: "ISO/IEC 17021-1",
};

const P_MARK: KindRule =
    KindRule {
        number: NumberFormat::PMark, needs: &[Part::Number], lasts: Lasts::Fixed(24), bridged: false, grades: &[], basis: "プライバシーマーク制度"
    };

const ISMAP: KindRule = KindRule {
    number: NumberFormat::Ismap,
    needs: &[Part::Number, Part::Scope, Part::AuditPeriodEnd],
    lasts: Lasts::AfterAudit(16),
    bridged: true,
    grades: &[],
    basis: "ISMAP基本規程 3.5",
};

const JC_STAR: KindRule = KindRule {
    number: NumberFormat::Free,
    needs: &[Part::Number, Part::Grade, Part::Scope],
    lasts: Lasts::Stated(24),
    bridged: false,
    grades: &[1, 2, 3, 4],
    basis: "JC-STAR制度",
};

const SCS: KindRule =
    KindRule { number: NumberFormat::Free, needs: &[Part::Grade, Part::Scope], lasts: Lasts::Open, bridged: false, grades: &[3, 4], basis: "SCS評価制度" };

const OTHER: KindRule =
    KindRule { number: NumberFormat::Free, needs: &[Part::Scope, Part::Edition], lasts: Lasts::Open, bridged: false, grades: &[], basis: "" };

impl CertificateKind {
    pub const fn rule(self) -> &'static KindRule {
        match self {
            Self::Isms | Self::Isms27017 | Self::Isms27018 => &ISMS,
            Self::PMark => &P_MARK,
            Self::Ismap => &ISMAP,
            Self::JcStar => &JC_STAR,
            Self::Scs => &SCS,
            Self::Other => &OTHER,
        }
    }
}

impl KindRule {
    /// The last day by the rules, where they say one; a certificate may state an earlier one, never a later one.
    pub fn last_day(&self, issued_on: NaiveDate, audit_period_end: Option<NaiveDate>) -> Option<NaiveDate> {
        match self.lasts {
            // Bodies count the day of issue or not: the anniversary itself is taken.
            Lasts::Stated(months) => issued_on.checked_add_months(Months::new(months)),
            Lasts::Fixed(months) => last_day_of(issued_on.pred_opt()?, months),
            Lasts::AfterAudit(months) => last_day_of(audit_period_end?, months),
            Lasts::Open => None,
        }
    }

    /// The last day a certificate that states none has.
    pub fn computed(&self, issued_on: NaiveDate, audit_period_end: Option<NaiveDate>) -> Option<NaiveDate> {
        if matches!(self.lasts, Lasts::Fixed(_) | Lasts::AfterAudit(_)) { self.last_day(issued_on, audit_period_end) } else { None }
    }
}

/// The last day of a period of months that begins on the day after `day`: the day before the one that corresponds to its first day, or the end of
/// the month where there is no such day (民法第143条第2項). `None` past the years a calendar holds.
pub fn last_day_of(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = day.succ_opt()?;
    let corresponding = first.checked_add_months(Months::new(months))?;
    if corresponding.day() == first.day() { corresponding.pred_opt() } else { Some(corresponding) }
}
