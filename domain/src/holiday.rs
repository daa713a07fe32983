//! 国民の祝日: the public holidays, in the form in which the Cabinet Office gives them out.
//!
//! Equinox days are fixed in February of the year before, so the later years of what ships are provisional: a city imports the new file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{date, message::Message, text};

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

/// Holidays of a year below which its list is not complete: there were nine when the law began (1948), and only ever more.
const FEWEST_A_YEAR: usize = 9;

/// Characters of a holiday's name.
const NAME_MAX: usize = 40;

/// Reads the Cabinet Office's file, already decoded; tolerates a byte order mark, CRLF, quotes, blank lines and columns, and answers by day,
/// each day once. Every year it names must be there as a whole.
///
/// # Errors
/// What is wrong first, with its line, the header being 1; or the year that is not complete.
pub fn parse(csv: &str) -> Result<Vec<Holiday>, Message> {
    let at = |key: &'static str, line: usize| Message::new(key).with("line", line);
    let mut lines = csv.trim_start_matches('\u{FEFF}').lines().zip(1..);
    if lines.next().and_then(|(header, _)| cells(header)) != Some(HEADER) {
        return Err(at("holiday.header", 1));
    }
    let mut named: BTreeMap<NaiveDate, String> = BTreeMap::new();
    for (row, line) in lines.filter(|(row, _)| !is_blank(row)) {
        let Holiday { day, name } = holiday(row).ok_or_else(|| at("holiday.row", line))?;
        if named.insert(day, name.clone()).is_some_and(|other| other != name) {
            return Err(at("holiday.twice", line));
        }
    }
    let holidays: Vec<Holiday> = named.into_iter().map(|(day, name)| Holiday { day, name }).collect();
    let short = holidays.chunk_by(|a, b| a.day.year() == b.day.year()).find(|year| year.len() < FEWEST_A_YEAR);
    match (short.and_then(|year| Some((year.first()?.day.year(), year.len()))), holidays.is_empty()) {
        (Some((year, count)), _) => Err(Message::new("holiday.year").with("year", year).with("count", count)),
        (None, true) => Err(Message::new("holiday.none")),
        (None, false) => Ok(holidays),
    }
}

/// What holds once `given` is taken: the years it names are replaced, the others stay. The Cabinet Office's file ends with next year; what is
/// known of the years after it is not given up for that.
pub fn replaced(known: &[Holiday], given: Vec<Holiday>) -> Vec<Holiday> {
    let named: BTreeSet<i32> = given.iter().map(|holiday| holiday.day.year()).collect();
    let mut holidays: Vec<Holiday> = known.iter().filter(|holiday| !named.contains(&holiday.day.year())).cloned().chain(given).collect();
    holidays.sort();
    holidays
}

fn holiday(row: &str) -> Option<Holiday> {
    let [day, name] = cells(row)?;
    let (day, name) = (date::parse(day)?, text::tidy(name));
    (1..=NAME_MAX).contains(&name.chars().count()).then_some(Holiday { day, name })
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
    use chrono::Weekday;
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
        let year = whole_year(2026).replace('\n', "\r\n");
        let csv = format!("\u{FEFF}国民の祝日・休日月日,国民の祝日・休日名称,,\r\n2026/1/12,成人の日,\r\n\r\n,,\r\n\"2026/1/1\",\"元日\",,\r\n{year}");
        let read = parse(&csv).expect("a sound file");
        assert_eq!(read.iter().take(2).map(|h| h.name.as_str()).collect::<Vec<_>>(), ["元日", "成人の日"]);
        assert_eq!(read.len(), 18, "a day told twice alike counts once");
        assert_eq!(serde_json::to_string(&read[0]).ok().as_deref(), Some(r#"{"day":"2026-01-01","name":"元日"}"#));
    }

    #[test]
    fn a_strange_header_is_told() {
        for csv in ["", "2026/1/1,元日", "日付,名称\n2026/1/1,元日", "国民の祝日・休日月日\n", "\n国民の祝日・休日月日,国民の祝日・休日名称\n"]
        {
            assert_eq!(parse(csv), Err(Message::new("holiday.header").with("line", 1)), "{csv}");
        }
    }

    #[test]
    fn a_bad_row_is_told_by_its_line() {
        for row in ["2026/2/30,元日", "元日,2026/1/1", "2026/1/1,", "2026/1/1", "2026/1/1,元日,x"] {
            let csv = format!("国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n\r\n{row}\r\n");
            assert_eq!(parse(&csv), Err(Message::new("holiday.row").with("line", 4)), "{row}");
        }
        let long = format!("国民の祝日・休日月日,国民の祝日・休日名称\n2026/1/1,{}\n", "元".repeat(41));
        assert_eq!(parse(&long), Err(Message::new("holiday.row").with("line", 2)));
    }

    /// A year of the shipped list, as rows of the file.
    fn whole_year(year: i32) -> String {
        shipped().iter().filter(|h| h.day.year() == year).map(|h| format!("{},{}", h.day.format("%Y/%-m/%-d"), h.name)).collect::<Vec<_>>().join("\n") + "\n"
    }

    #[test]
    fn a_file_that_would_take_holidays_away_is_refused() {
        let header = HEADER.join(",");
        assert_eq!(parse(&header), Err(Message::new("holiday.none")));
        let one = format!("{header}\n{}2027/1/1,元日\n", whole_year(2026));
        assert_eq!(parse(&one), Err(Message::new("holiday.year").with("year", 2027).with("count", 1)));
        let contradictory = format!("{header}\n{}2026/1/1,がんじつ\n", whole_year(2026));
        assert_eq!(parse(&contradictory), Err(Message::new("holiday.twice").with("line", 20)));
    }

    #[test]
    fn the_years_a_file_does_not_name_stay_as_they_are() {
        let day = |text: &str, name: &str| Holiday { day: date::parse(text).expect("a day"), name: name.to_owned() };
        let known = [day("2026/1/1", "元日"), day("2026/1/12", "成人の日"), day("2028/1/1", "元日")];
        let after = replaced(&known, vec![day("2027/1/1", "元日"), day("2026/1/2", "新しい日")]);
        assert_eq!(after, [day("2026/1/2", "新しい日"), day("2027/1/1", "元日"), day("2028/1/1", "元日")]);
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
