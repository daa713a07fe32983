//! Reading of days as people and other systems write them.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{ERAS, Era, WEEKDAYS, ymd};
use crate::text;

/// Reads a day from 1900 to 2200 in any of the usual spellings: `2026-04-01`, `2026/4/1`, `2026.4.1`, `2026年4月1日`, `20260401`, `R8.4.1`,
/// `令和8年4月1日`, `令和元年5月1日`, `平31.4.30`, in either width, with spaces and with the day of the week behind it.
///
/// `None` for anything else, for a day that its era does not have (`R1.4.30`), and for a day that is not the weekday it says.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let compact = compact(text)?;
    let (written, weekday) = split_weekday(&compact);
    let day = match ERAS.iter().find_map(|era| Some((era, era.strip(written)?))) {
        Some((era, rest)) => {
            let (year, month, day) = numbers(rest)?;
            let year = if year == "元" { 1 } else { number(year, 1..=3)? };
            let day = ymd(era.base().checked_add_unsigned(year.checked_sub(1)?)?, month, day)?;
            Some(day).filter(|day| Era::of(*day).is_some_and(|its| its.letter == era.letter))?
        }
        None if number(written, 8..=8).is_some() => {
            ymd(i32::try_from(number(&written[..4], 4..=4)?).ok()?, number(&written[4..6], 2..=2)?, number(&written[6..], 2..=2)?)?
        }
        None => {
            let (year, month, day) = numbers(written)?;
            ymd(i32::try_from(number(year, 4..=4)?).ok()?, month, day)?
        }
    };
    let agrees = weekday.is_none_or(|weekday| weekday == day.weekday());
    Some(day).filter(|day| agrees && (1900..=2200).contains(&day.year()))
}

/// Narrow and without spaces; `None` where a space stands between two digits and taking it out would make another number.
fn compact(text: &str) -> Option<String> {
    let narrow = text::narrow(&text::tidy(text));
    let words: Vec<&str> = narrow.split(' ').collect();
    let joins = |pair: &[&str]| pair[0].ends_with(|c: char| c.is_ascii_digit()) && pair[1].starts_with(|c: char| c.is_ascii_digit());
    if words.windows(2).any(joins) { None } else { Some(text::code(text)) }
}

/// Year, month and day of `8-4-1`, `8/4/1`, `8.4.1` or `8年4月1日`; the year as it is written.
fn numbers(text: &str) -> Option<(&str, u32, u32)> {
    let parts = |separator: char| {
        let (year, rest) = text.split_once(separator)?;
        let (month, day) = rest.split_once(separator)?;
        Some((year, month, day))
    };
    let (year, month, day) = match text.strip_suffix('日') {
        Some(text) => {
            let (year, rest) = text.split_once('年')?;
            let (month, day) = rest.split_once('月')?;
            (year, month, day)
        }
        None => parts('-').or_else(|| parts('/')).or_else(|| parts('.'))?,
    };
    Some((year, number(month, 1..=2)?, number(day, 1..=2)?))
}

/// A number of so many ASCII digits.
pub(super) fn number(digits: &str, length: RangeInclusive<usize>) -> Option<u32> {
    if length.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// Takes the day of the week off the end: `(水)`, `(水曜日)`, `水曜日`, `(Wed)`, `Wed`, `Wednesday`.
fn split_weekday(text: &str) -> (&str, Option<Weekday>) {
    let bracketed = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    for (weekday, kanji, short, long) in WEEKDAYS {
        if let Some((rest, word)) = bracketed {
            let kanjis = word.strip_prefix(kanji).is_some_and(|tail| matches!(tail, "" | "曜" | "曜日"));
            if kanjis || word.eq_ignore_ascii_case(short) || word.eq_ignore_ascii_case(long) {
                return (rest, Some(weekday));
            }
        } else {
            let kanjis = text.strip_suffix("曜日").and_then(|text| text.strip_suffix(kanji));
            if let Some(rest) = kanjis.or_else(|| strip_word(text, long)).or_else(|| strip_word(text, short)) {
                return (rest, Some(weekday));
            }
        }
    }
    (text, None)
}

/// Takes a word of ASCII off the end, whatever its case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (rest, tail) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    tail.eq_ignore_ascii_case(word).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        Lang,
        date::{japanese, short},
    };

    fn read(text: &str) -> Option<String> {
        parse(text).map(|day| day.to_string())
    }

    #[test]
    fn one_day_is_read_in_every_spelling() {
        for text in [
            "2026-04-01",
            "2026/4/1",
            "2026.4.1",
            "2026.04.01",
            "2026年4月1日",
            "20260401",
            "R8.4.1",
            "R8/4/1",
            "r08-04-01",
            "R8年4月1日",
            "令和8年4月1日",
            "令和08年04月01日",
            "令8.4.1",
            "㋿8.4.1",
            "２０２６年４月１日",
            "２０２６－０４－０１",
            "2026ー04ー01",
            "２０２６０４０１",
            "Ｒ８．４．１",
            "ｒ８／４／１",
            "令和　８年　４月　１日",
            " 2026 / 4 / 1\n",
            "R 8. 4. 1",
            "2026/04/01(水)",
            "2026年4月1日（水）",
            "2026年4月1日 (水曜日)",
            "2026年4月1日水曜日",
            "2026-04-01 Wed",
            "2026-04-01 (wednesday)",
            "\u{FEFF}2026-04-01",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-04-01"), "{text}");
        }
    }

    #[test]
    fn days_of_every_era_are_read() {
        for (text, day) in [
            ("令和元年5月1日", "2019-05-01"),
            ("令元.5.1", "2019-05-01"),
            ("R元.12.31", "2019-12-31"),
            ("R1.5.1", "2019-05-01"),
            ("H31.4.30", "2019-04-30"),
            ("平成31年4月30日", "2019-04-30"),
            ("平31/4/30", "2019-04-30"),
            ("㍻1.1.8", "1989-01-08"),
            ("昭和64年1月7日", "1989-01-07"),
            ("S64.1.7", "1989-01-07"),
            ("昭元.12.25", "1926-12-25"),
            ("大正15年12月24日", "1926-12-24"),
            ("T元-7-30", "1912-07-30"),
            ("m45.7.29", "1912-07-29"),
            ("明治33年1月1日", "1900-01-01"),
            ("R182.12.31", "2200-12-31"),
        ] {
            assert_eq!(read(text).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn a_day_its_era_does_not_have_is_not_read() {
        for text in [
            "R1.4.30",
            "令和元年4月30日",
            "H31.5.1",
            "平成元年1月7日",
            "S64.1.8",
            "昭和元年12月24日",
            "T15.12.25",
            "T1.7.29",
            "M45.7.30",
            "R0.5.1",
            "M32.12.31",
            "R183.1.1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn years_end_at_1900_and_2200() {
        assert_eq!((read("1899-12-31"), read("2201-01-01")), (None, None));
        assert_eq!((read("1900-01-01").is_some(), read("2200-12-31").is_some()), (true, true));
    }

    #[test]
    fn nonsense_is_not_a_day() {
        for text in [
            "",
            " ",
            "0",
            "水",
            "(水)",
            "令和",
            "2026",
            "2026-04",
            "2026年4月",
            "2026年4月1",
            "26/4/1",
            "12026-04-01",
            "2026-4-1-1",
            "2026-4/1",
            "2026-13-01",
            "2026-00-01",
            "2026-02-29",
            "2026-04-31",
            "2026-04-00",
            "20260431",
            "2026041",
            "202604010",
            "2026-+4-1",
            "+2026-4-1",
            "2026-004-01",
            "X8.4.1",
            "RR8.4.1",
            "R8.4",
            "R.4.1",
            "元年4月1日",
            "2026年四月一日",
            "令和8年度",
            "2026-04-01T00:00:00",
            "2026-04-01(祝)",
            "2026-04-01(水",
            "年月日",
            "--",
            "//",
            "..",
            "2026-04-01水",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_is_not_the_weekday_it_says_is_not_read() {
        for text in ["2026/04/01(月)", "2026-04-01 Thu", "令和8年4月1日日曜日"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_space_that_keeps_two_numbers_apart_is_not_taken_out() {
        for text in ["R8.4.1 1", "2026/4/1 0", "2026/4/1\u{200B} 0", "2026 04 01", "20 26/4/1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(offset in 0u64..109_938) {
            let day = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day") + chrono::Days::new(offset);
            let wide: String = japanese(day).chars().map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c }).collect();
            for text in [japanese(day), wide, short(day, Lang::Ja), short(day, Lang::En), day.to_string(), day.format("%Y%m%d").to_string(), day.format("%Y/%-m/%-d").to_string()] {
                prop_assert_eq!(parse(&text), Some(day), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            parse(&text);
        }

        #[test]
        fn text_that_looks_like_a_day_is_in_bounds_or_nothing(text in "[RHSTMr令和平成昭大明]{0,2}[0-9元０-９]{0,5}[-/.年ー]?[0-9]{0,3}[-/.月ー]?[0-9]{0,3}日?(\\([月火水]\\)| Wed)?") {
            prop_assert!(parse(&text).is_none_or(|day| (1900..=2200).contains(&day.year())));
        }
    }
}
