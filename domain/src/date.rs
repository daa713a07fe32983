//! Days as offices write them: Japanese eras, fiscal years from April to March, months.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::Lang;

mod read;

use read::number;
pub use read::parse;

/// An era of the Japanese calendar: its names, and its first day.
struct Era {
    name: &'static str,
    /// One letter and one square character, as in `R8.4.1` and `㋿8年`.
    letter: char,
    square: char,
    first: (i32, u32, u32),
}

/// The latest first; each lasts to the day before the next. Meiji is taken from 1873 on, when the months and days became those of today.
const ERAS: [Era; 5] = [
    Era { name: "令和", letter: 'R', square: '㋿', first: (2019, 5, 1) },
    Era { name: "平成", letter: 'H', square: '㍻', first: (1989, 1, 8) },
    Era { name: "昭和", letter: 'S', square: '㍼', first: (1926, 12, 25) },
    Era { name: "大正", letter: 'T', square: '㍽', first: (1912, 7, 30) },
    Era { name: "明治", letter: 'M', square: '㍾', first: (1873, 1, 1) },
];

impl Era {
    /// The year of the western calendar that is year 1 of the era.
    fn base(&self) -> i32 {
        if self.letter == 'M' { 1868 } else { self.first.0 }
    }

    /// The rest of a text that begins with the era: `令和`, `令`, `R`, `r` or `㋿`.
    fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        let rest = text.strip_prefix(self.name).or_else(|| text.strip_prefix([self.letter, self.letter.to_ascii_lowercase(), self.square]));
        rest.or_else(|| text.strip_prefix(self.name.chars().next()?))
    }

    fn of(day: NaiveDate) -> Option<&'static Self> {
        ERAS.iter().find(|era| era.first <= (day.year(), day.month(), day.day()))
    }
}

/// The days of the week from Monday on, in Japanese and English.
const WEEKDAYS: [(Weekday, char, &str, &str); 7] = [
    (Weekday::Mon, '月', "Mon", "Monday"),
    (Weekday::Tue, '火', "Tue", "Tuesday"),
    (Weekday::Wed, '水', "Wed", "Wednesday"),
    (Weekday::Thu, '木', "Thu", "Thursday"),
    (Weekday::Fri, '金', "Fri", "Friday"),
    (Weekday::Sat, '土', "Sat", "Saturday"),
    (Weekday::Sun, '日', "Sun", "Sunday"),
];

/// 令和8年4月1日, the first year of an era as 元年; before 1873 the western year.
pub fn japanese(day: NaiveDate) -> String {
    format!("{}{}月{}日", year_of_era(day), day.month(), day.day())
}

/// 令和8年.
fn year_of_era(day: NaiveDate) -> String {
    match Era::of(day) {
        Some(era) if day.year() == era.base() => format!("{}元年", era.name),
        Some(era) => format!("{}{}年", era.name, day.year() - era.base() + 1),
        None => format!("{}年", day.year()),
    }
}

/// A day in a list: `2026/04/01(水)` or `2026-04-01 Wed`.
pub fn short(day: NaiveDate, lang: Lang) -> String {
    let (year, month, date) = (day.year(), day.month(), day.day());
    let (_, kanji, name, _) = WEEKDAYS[day.weekday().num_days_from_monday() as usize % 7];
    match lang {
        Lang::Ja => format!("{year}/{month:02}/{date:02}({kanji})"),
        Lang::En => format!("{year}-{month:02}-{date:02} {name}"),
    }
}

/// A fiscal year as an address names it, by the year it begins in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiscalYear(pub i32);

/// What is no number names nothing.
impl FromStr for FiscalYear {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| crate::Error::NotFound)
    }
}

/// The fiscal year a day lies in, named by the calendar year of its April.
pub fn fiscal_year(day: NaiveDate) -> i32 {
    if day.month() < 4 { day.year() - 1 } else { day.year() }
}

/// The first and the last day of a fiscal year, 1 April and 31 March. Years that chrono cannot hold give the nearest it can.
pub fn fiscal_year_range(year: i32) -> (NaiveDate, NaiveDate) {
    let year = within(year);
    (ymd(year, 4, 1).unwrap_or_default(), ymd(year + 1, 3, 31).unwrap_or_default())
}

/// 令和8年度 or FY2026. The whole of fiscal 2019 is 令和元年度, as the state's budget was called after the change of era.
pub fn fiscal_year_label(year: i32, lang: Lang) -> String {
    match lang {
        // In no year with a change of era was the name of the fiscal year another than that of 1 May.
        Lang::Ja => format!("{}度", year_of_era(ymd(within(year), 5, 1).unwrap_or_default())),
        Lang::En => format!("FY{year}"),
    }
}

/// A month of the calendar; in JSON and addresses `2026-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    pub fn first(self) -> NaiveDate {
        ymd(within(self.year), self.month.clamp(1, 12), 1).unwrap_or_default()
    }

    pub fn last(self) -> NaiveDate {
        self.next().first().pred_opt().unwrap_or_default()
    }

    #[must_use]
    pub fn next(self) -> Self {
        if self.month < 12 { Self { month: self.month + 1, ..self } } else { Self { year: self.year.saturating_add(1), month: 1 } }
    }
}

/// The months of a fiscal year, from April to March.
pub fn fiscal_months(year: i32) -> [Month; 12] {
    let mut month = Month { year, month: 4 };
    [(); 12].map(|()| {
        let this = month;
        month = month.next();
        this
    })
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Four digits, a hyphen, two digits; the error is a key of [`crate::message`].
impl FromStr for Month {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (year, month) = text.split_once('-')?;
            let (year, month) = (i32::try_from(number(year, 4..=4)?).ok()?, number(month, 2..=2)?);
            (1..=12).contains(&month).then_some(Self { year, month })
        };
        read().ok_or("field.month")
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(feature = "server")]
impl utoipa::PartialSchema for Month {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A month of the calendar."))
            .pattern(Some("^[0-9]{4}-(0[1-9]|1[0-2])$"))
            .examples(["2026-04"])
            .into()
    }
}

#[cfg(feature = "server")]
impl utoipa::ToSchema for Month {}

/// `None` for a day there is not.
fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A year all of whose days, and the next year's, chrono can hold.
fn within(year: i32) -> i32 {
    year.clamp(NaiveDate::MIN.year() + 1, NaiveDate::MAX.year() - 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        ymd(year, month, day).expect("a day")
    }

    #[test]
    fn days_are_written_in_the_era_they_lie_in() {
        for (date, written) in [
            (day(2026, 4, 1), "令和8年4月1日"),
            (day(2019, 12, 31), "令和元年12月31日"),
            (day(2019, 5, 1), "令和元年5月1日"),
            (day(2019, 4, 30), "平成31年4月30日"),
            (day(1989, 1, 8), "平成元年1月8日"),
            (day(1989, 1, 7), "昭和64年1月7日"),
            (day(1926, 12, 25), "昭和元年12月25日"),
            (day(1926, 12, 24), "大正15年12月24日"),
            (day(1912, 7, 30), "大正元年7月30日"),
            (day(1912, 7, 29), "明治45年7月29日"),
            (day(1873, 1, 1), "明治6年1月1日"),
            (day(1872, 12, 31), "1872年12月31日"),
        ] {
            assert_eq!(japanese(date), written);
        }
    }

    #[test]
    fn a_day_in_a_list_has_its_weekday() {
        assert_eq!(short(day(2026, 4, 1), Lang::Ja), "2026/04/01(水)");
        assert_eq!(short(day(2026, 4, 1), Lang::En), "2026-04-01 Wed");
        assert_eq!(short(day(2026, 4, 5), Lang::Ja), "2026/04/05(日)");
        assert_eq!(short(day(2026, 4, 6), Lang::En), "2026-04-06 Mon");
    }

    #[test]
    fn the_fiscal_year_turns_in_april() {
        assert_eq!([fiscal_year(day(2026, 3, 31)), fiscal_year(day(2026, 4, 1)), fiscal_year(day(2026, 12, 31))], [2025, 2026, 2026]);
        assert_eq!(fiscal_year_range(2026), (day(2026, 4, 1), day(2027, 3, 31)));
    }

    #[test]
    fn fiscal_years_are_called_as_the_budget_was() {
        for (year, label) in [(2026, "令和8年度"), (2020, "令和2年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度")]
        {
            assert_eq!(fiscal_year_label(year, Lang::Ja), label);
        }
        assert_eq!(fiscal_year_label(2026, Lang::En), "FY2026");
    }

    #[test]
    fn years_out_of_all_bounds_do_no_harm() {
        for year in [i32::MIN, -1, 0, 300_000, i32::MAX] {
            let (first, last) = fiscal_year_range(year);
            assert!([364, 365].contains(&(last - first).num_days()), "{year}");
            assert_eq!(fiscal_year_label(year, Lang::Ja).starts_with("令和"), year > 0, "{year}");
            let month = Month { year, month: 99 };
            assert!(month.first().month() == 12 && month.last() >= NaiveDate::MIN && fiscal_months(year).len() == 12, "{year}");
        }
    }

    #[test]
    fn a_month_knows_its_days() {
        let month = Month::of(day(2028, 2, 10));
        assert_eq!((month.first(), month.last()), (day(2028, 2, 1), day(2028, 2, 29)));
        let december = Month { year: 2026, month: 12 };
        assert_eq!((december.last(), december.next()), (day(2026, 12, 31), Month { year: 2027, month: 1 }));
    }

    #[test]
    fn a_month_is_a_word_in_json_and_addresses() {
        let month = Month { year: 2026, month: 4 };
        assert_eq!(serde_json::to_string(&month).ok().as_deref(), Some("\"2026-04\""));
        assert_eq!(serde_json::from_str::<Month>("\"2026-04\"").ok(), Some(month));
        for wrong in ["", "2026", "2026-4", "2026-13", "2026-00", "26-04", "2026-04-01", "2026-+4", "+026-04", "-026-04", "２０２６-04"] {
            assert_eq!(wrong.parse::<Month>(), Err("field.month"), "{wrong}");
        }
    }

    #[test]
    fn the_months_of_a_fiscal_year_run_from_april_to_march() {
        let months = fiscal_months(2026).map(|month| month.to_string());
        assert_eq!(months.join(" "), "2026-04 2026-05 2026-06 2026-07 2026-08 2026-09 2026-10 2026-11 2026-12 2027-01 2027-02 2027-03");
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_fiscal_year_and_in_one_of_its_months(offset in 0u64..110_000) {
            let date = day(1900, 1, 1) + chrono::Days::new(offset);
            let year = fiscal_year(date);
            let (first, last) = fiscal_year_range(year);
            prop_assert!(first <= date && date <= last);
            prop_assert_eq!(fiscal_year(first), fiscal_year(last));
            let months = fiscal_months(year);
            prop_assert_eq!((months[0].first(), months[11].last()), (first, last));
            prop_assert_eq!(months.iter().filter(|month| month.first() <= date && date <= month.last()).count(), 1);
        }

        #[test]
        fn months_follow_one_another_in_order_as_words_and_as_values(year in 0i32..9999, month in 1u32..=12) {
            let month = Month { year, month };
            prop_assert_eq!(month.last().succ_opt(), Some(month.next().first()));
            prop_assert!(month < month.next() && month.to_string() < month.next().to_string());
            prop_assert_eq!(month.to_string().parse(), Ok(month));
        }
    }
}
