//! 国民の祝日: the public holidays, in the form in which the Cabinet Office gives them out.
//!
//! Equinox days are fixed in February of the year before, so the later years of what ships are provisional: a city imports the new file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::date;

/// The header of the Cabinet Office's file (syukujitsu.csv).
const HEADER: [&str; 2] = ["国民の祝日・休日月日", "国民の祝日・休日名称"];

/// A public holiday; a substitute day (振替休日) or a day between two holidays is named 休日.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Holiday {
    pub day: NaiveDate,
    pub name: String,
}

/// The holidays known when this was built: 2020 to 2030.
pub fn shipped() -> Vec<Holiday> {
    parse(include_str!("../data/holidays.csv")).unwrap_or_default()
}

/// Reads the Cabinet Office's file, already decoded; tolerates a byte order mark, CRLF, quotes, blank lines and columns, and answers by day,
/// each day once. The error is the line, the header being 1, and the key of a [`crate::message`]: `holiday.header` or `holiday.row`.
pub fn parse(csv: &str) -> Result<Vec<Holiday>, (usize, &'static str)> {
    let mut lines = csv.trim_start_matches('\u{FEFF}').lines().zip(1..);
    if lines.next().and_then(|(header, _)| cells(header)) != Some(HEADER) {
        return Err((1, "holiday.header"));
    }
    let mut holidays = lines.filter(|(row, _)| !is_blank(row)).map(|(row, line)| holiday(row).ok_or((line, "holiday.row"))).collect::<Result<Vec<_>, _>>()?;
    holidays.sort_by_key(|holiday| holiday.day);
    holidays.dedup_by_key(|holiday| holiday.day);
    Ok(holidays)
}

fn holiday(row: &str) -> Option<Holiday> {
    let [day, name] = cells(row)?;
    let day = date::parse(day)?;
    (!name.is_empty()).then(|| Holiday { day, name: name.to_owned() })
}

/// The two cells of a row, if it has no third one with something in it.
fn cells(row: &str) -> Option<[&str; 2]> {
    let mut cells = row.split(',').map(|cell| cell.trim().trim_matches('"').trim());
    let pair = [cells.next()?, cells.next()?];
    cells.all(str::is_empty).then_some(pair)
}

fn is_blank(row: &str) -> bool {
    row.chars().all(|c| c == ',' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{Datelike, Weekday};
    use proptest::prelude::*;

    use super::*;

    fn named(text: &str) -> Option<String> {
        let day = date::parse(text).expect("a day");
        shipped().into_iter().find(|holiday| holiday.day == day).map(|holiday| holiday.name)
    }

    fn by_day() -> BTreeMap<NaiveDate, String> {
        shipped().into_iter().map(|holiday| (holiday.day, holiday.name)).collect()
    }

    #[test]
    fn every_year_from_2020_to_2030_has_its_number_of_holidays() {
        let mut counts = BTreeMap::new();
        for holiday in shipped() {
            *counts.entry(holiday.day.year()).or_insert(0) += 1;
        }
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), (2020..=2030).zip([18, 17, 16, 17, 21, 19, 18, 17, 16, 19, 19]).collect::<Vec<_>>());
    }

    #[test]
    fn the_holidays_of_2026_are_those_of_the_cabinet_office() {
        let year: Vec<String> = shipped().iter().filter(|h| h.day.year() == 2026).map(|h| format!("{} {}", h.day.format("%-m/%-d"), h.name)).collect();
        let told = "1/1 元日|1/12 成人の日|2/11 建国記念の日|2/23 天皇誕生日|3/20 春分の日|4/29 昭和の日|5/3 憲法記念日|5/4 みどりの日|5/5 こどもの日|5/6 休日|\
                    7/20 海の日|8/11 山の日|9/21 敬老の日|9/22 休日|9/23 秋分の日|10/12 スポーツの日|11/3 文化の日|11/23 勤労感謝の日";
        assert_eq!(year.join("|"), told);
    }

    #[test]
    fn the_olympic_games_moved_three_holidays_twice() {
        for (day, name) in [
            ("2020/7/23", Some("海の日")),
            ("2020/7/24", Some("スポーツの日")),
            ("2020/8/10", Some("山の日")),
            ("2020/7/20", None),
            ("2020/10/12", None),
            ("2021/7/22", Some("海の日")),
            ("2021/7/23", Some("スポーツの日")),
            ("2021/8/8", Some("山の日")),
            ("2021/8/9", Some("休日")),
            ("2021/8/11", None),
            ("2021/10/11", None),
        ] {
            assert_eq!(named(day).as_deref(), name, "{day}");
        }
    }

    #[test]
    fn equinox_days_follow_the_sun() {
        let days = by_day();
        let of = |name: &str| days.iter().filter(|(_, n)| *n == name).map(|(day, _)| day.day()).collect::<Vec<_>>();
        assert_eq!(of("春分の日"), [20, 20, 21, 21, 20, 20, 20, 21, 20, 20, 20]);
        assert_eq!(of("秋分の日"), [22, 23, 23, 23, 22, 23, 23, 23, 22, 23, 23]);
    }

    #[test]
    fn a_holiday_on_a_sunday_has_its_substitute_on_the_next_free_day() {
        let days = by_day();
        for (day, name) in days.iter().filter(|(day, _)| day.weekday() == Weekday::Sun) {
            let next = day.iter_days().skip(1).find(|next| days.get(next).is_none_or(|name| name == "休日"));
            assert_eq!(next.and_then(|next| days.get(&next)).map(String::as_str), Some("休日"), "{day} {name}");
        }
    }

    #[test]
    fn a_file_with_marks_crlf_and_blank_cells_is_read() {
        let csv = "\u{FEFF}国民の祝日・休日月日,国民の祝日・休日名称,,\r\n2026/1/12,成人の日,\r\n\r\n,,\r\n\"2026/1/1\",\"元日\",,\r\n2026/1/1,元日\r\n";
        let read = parse(csv).expect("a sound file");
        assert_eq!(read.iter().map(|h| h.name.as_str()).collect::<Vec<_>>(), ["元日", "成人の日"]);
        assert_eq!(serde_json::to_string(&read[0]).ok().as_deref(), Some(r#"{"day":"2026-01-01","name":"元日"}"#));
    }

    #[test]
    fn a_strange_header_is_told() {
        for csv in ["", "2026/1/1,元日", "日付,名称\n2026/1/1,元日", "国民の祝日・休日月日\n", "\n国民の祝日・休日月日,国民の祝日・休日名称\n"]
        {
            assert_eq!(parse(csv), Err((1, "holiday.header")), "{csv}");
        }
    }

    #[test]
    fn a_bad_row_is_told_by_its_line() {
        for row in ["2026/2/30,元日", "元日,2026/1/1", "2026/1/1,", "2026/1/1", "2026/1/1,元日,x"] {
            let csv = format!("国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n\r\n{row}\r\n");
            assert_eq!(parse(&csv), Err((4, "holiday.row")), "{row}");
        }
        assert_eq!(parse("国民の祝日・休日月日,国民の祝日・休日名称"), Ok(Vec::new()));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(mut order in Just(shipped()).prop_shuffle()) {
            let rows = order.iter().map(|h| format!("{},{}", h.day.format("%Y/%-m/%-d"), h.name));
            let csv = std::iter::once(HEADER.join(",")).chain(rows).collect::<Vec<_>>().join("\n");
            order.sort();
            prop_assert_eq!(parse(&csv), Ok(order));
        }
    }
}
