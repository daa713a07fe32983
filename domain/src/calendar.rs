//! The working calendar: the days on which the city's offices are open, as its closed days and the public holidays have it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::holiday::Holiday;

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31; a day the month does not have is never met.
    pub day: u8,
}

/// Days closed every year, both ends included; may wrap the year's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct YearlySpan {
    pub from: MonthDay,
    pub to: MonthDay,
}

impl YearlySpan {
    pub fn contains(&self, day: NaiveDate) -> bool {
        let (month, day) = (day.month(), day.day());
        let from = (u32::from(self.from.month), u32::from(self.from.day)) <= (month, day);
        let to = (month, day) <= (u32::from(self.to.month), u32::from(self.to.day));
        if self.from <= self.to { from && to } else { from || to }
    }
}

/// 閉庁日: when the offices are closed besides public holidays; policy data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClosedDays {
    pub version: u32,
    /// Closed every year, as a rule from 12/29 to 1/3.
    pub yearly: Vec<YearlySpan>,
    /// Single days closed besides, such as the anniversary of the city or a day of works on the building.
    #[serde(default)]
    pub days: Vec<NaiveDate>,
    /// Days of the week by their ISO numbers, 1 Monday to 7 Sunday.
    pub weekend: Vec<u8>,
}

/// Saturdays, Sundays and 12/29–1/3 (地方自治法 4条の2).
impl Default for ClosedDays {
    fn default() -> Self {
        let new_year = YearlySpan { from: MonthDay { month: 12, day: 29 }, to: MonthDay { month: 1, day: 3 } };
        Self { version: 1, yearly: vec![new_year], days: Vec::new(), weekend: vec![6, 7] }
    }
}

/// Why the offices are closed on a day. Of several reasons the most telling is given, in the order below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum Closed {
    /// A public holiday, by its name.
    Holiday(String),
    /// Within [`ClosedDays::yearly`].
    Yearly,
    /// One of [`ClosedDays::days`].
    Single,
    Weekend,
}

/// The days whose answers are prepared, and those on which counts go on day by day; counts stop at the ends of the latter.
const PREPARED: (NaiveDate, NaiveDate) = (new_year(2000), new_year(2100));
const COUNTED: (NaiveDate, NaiveDate) = (new_year(1900), new_year(2201));

const fn new_year(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// How many days are tried for a working one, before the search is given up.
const TRIES: u64 = 60;

/// Answers and counts from 2000 to 2099 take the same time for any two days; from 1900 to 2200 counts are right, beyond they stand still.
#[derive(Clone, Debug)]
pub struct Calendar {
    closed: ClosedDays,
    single: BTreeSet<NaiveDate>,
    holidays: BTreeMap<NaiveDate, String>,
    /// Working days before each day from the first to one past the last prepared.
    before: Vec<u16>,
}

impl Calendar {
    pub fn new(closed: &ClosedDays, holidays: &[Holiday]) -> Self {
        let mut calendar = Self {
            closed: closed.clone(),
            single: closed.days.iter().copied().collect(),
            holidays: holidays.iter().map(|holiday| (holiday.day, holiday.name.clone())).collect(),
            before: Vec::new(),
        };
        let days = PREPARED.0.iter_days().take_while(|day| *day < PREPARED.1);
        let counts = days.scan(0, |count, day| {
            *count += u16::from(!calendar.is_closed(day));
            Some(*count)
        });
        calendar.before = std::iter::once(0).chain(counts).collect();
        calendar
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        match index(day).and_then(|index| self.before.get(index..index + 2)) {
            Some(pair) => pair[0] < pair[1],
            None => !self.is_closed(day),
        }
    }

    /// Why the offices are closed; `None` on a working day.
    pub fn why_closed(&self, day: NaiveDate) -> Option<Closed> {
        if let Some(name) = self.holidays.get(&day) {
            return Some(Closed::Holiday(name.clone()));
        }
        if self.is_yearly(day) {
            return Some(Closed::Yearly);
        }
        if self.single.contains(&day) {
            return Some(Closed::Single);
        }
        self.is_weekend(day).then_some(Closed::Weekend)
    }

    fn is_closed(&self, day: NaiveDate) -> bool {
        self.is_weekend(day) || self.is_yearly(day) || self.holidays.contains_key(&day) || self.single.contains(&day)
    }

    fn is_yearly(&self, day: NaiveDate) -> bool {
        self.closed.yearly.iter().any(|span| span.contains(day))
    }

    fn is_weekend(&self, day: NaiveDate) -> bool {
        let number = day.weekday().number_from_monday();
        self.closed.weekend.iter().any(|weekend| u32::from(*weekend) == number)
    }

    /// The day itself or the nearest working day before it; the day itself where none of 60 days is one.
    pub fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        (0..TRIES).filter_map(|back| day.checked_sub_days(Days::new(back))).find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// The day itself or the nearest working day after it; the day itself where none of 60 days is one.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        (0..TRIES).filter_map(|on| day.checked_add_days(Days::new(on))).find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// The number of working days after `from` up to and including `to`; 0 when `to` is not after `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        u32::try_from(self.count_to(to) - self.count_to(from)).unwrap_or(0)
    }

    /// Working days after `due` up to and including `today`; 0 when `today` is not after `due`, and also while no office has opened since.
    pub fn days_late(&self, due: NaiveDate, today: NaiveDate) -> u32 {
        self.working_days_between(due, today)
    }

    /// Working days after `today` up to and including `due`; 0 on the due date and after it.
    pub fn days_left(&self, due: NaiveDate, today: NaiveDate) -> u32 {
        self.working_days_between(today, due)
    }

    /// The `n`-th working day after the day, or before it where `n` is negative; the day itself for 0, and where 1900 to 2200 has not so many.
    pub fn add_working(&self, day: NaiveDate, n: i32) -> NaiveDate {
        let steps = std::iter::successors(Some(day), |day| if n < 0 { day.pred_opt() } else { day.succ_opt() }).skip(1);
        let counted = steps.take_while(|day| COUNTED.0 <= *day && *day < COUNTED.1);
        match usize::try_from(n.unsigned_abs()).ok().and_then(|n| n.checked_sub(1)) {
            Some(skipped) => counted.filter(|day| self.is_working(*day)).nth(skipped).unwrap_or(day),
            None => day,
        }
    }

    /// Working days from the first prepared day up to and including this one; negative for those between it and an earlier one.
    fn count_to(&self, day: NaiveDate) -> i64 {
        let Some(next) = day.succ_opt() else {
            return self.count_before(COUNTED.1);
        };
        self.count_before(next.clamp(COUNTED.0, COUNTED.1))
    }

    /// Working days from the first prepared day up to, but not including this one.
    fn count_before(&self, day: NaiveDate) -> i64 {
        let within = day.clamp(PREPARED.0, PREPARED.1);
        let prepared = index(within).and_then(|index| self.before.get(index)).map_or(0, |count| i64::from(*count));
        prepared + self.step_count(within, day) - self.step_count(day, within)
    }

    /// Working days from one day up to, but not including another, counted one by one; 0 when that is not later.
    fn step_count(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        from.iter_days().take_while(|day| *day < to).fold(0, |count, day| count + i64::from(!self.is_closed(day)))
    }
}

/// The place of a day among the prepared ones; also that of the day past the last.
fn index(day: NaiveDate) -> Option<usize> {
    usize::try_from((day - PREPARED.0).num_days()).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::{date, holiday};

    fn day(text: &str) -> NaiveDate {
        date::parse(text).expect("a day")
    }

    fn city() -> &'static Calendar {
        static CITY: LazyLock<Calendar> =
            LazyLock::new(|| Calendar::new(&ClosedDays { days: vec![day("2026-11-04")], ..ClosedDays::default() }, &holiday::shipped()));
        &CITY
    }

    /// The days of test: the prepared century, its borders, and beyond.
    fn any_day() -> impl Strategy<Value = NaiveDate> {
        prop_oneof![4 => 45_000u64..48_500, 2 => 36_400u64..36_600, 2 => 72_900u64..73_200, 1 => 0u64..109_938]
            .prop_map(|offset| new_year(1900) + Days::new(offset))
    }

    fn any_closed() -> impl Strategy<Value = ClosedDays> {
        let month_day = || (1u8..=12, 1u8..=31).prop_map(|(month, day)| MonthDay { month, day });
        let spans = prop::collection::vec((month_day(), month_day()).prop_map(|(from, to)| YearlySpan { from, to }), 0..3);
        let days = prop::collection::vec(any_day(), 0..20);
        (spans, days, prop::collection::vec(1u8..=7, 0..7)).prop_map(|(yearly, days, weekend)| ClosedDays { version: 1, yearly, days, weekend })
    }

    #[test]
    fn offices_are_closed_for_a_reason() {
        let city = city();
        for (date, why) in [
            ("2026-04-01", None),
            ("2026-04-04", Some(Closed::Weekend)),
            ("2026-04-05", Some(Closed::Weekend)),
            ("2026-04-29", Some(Closed::Holiday("昭和の日".to_owned()))),
            ("2026-05-03", Some(Closed::Holiday("憲法記念日".to_owned()))),
            ("2026-09-22", Some(Closed::Holiday("休日".to_owned()))),
            ("2026-11-04", Some(Closed::Single)),
            ("2026-12-28", None),
            ("2026-12-29", Some(Closed::Yearly)),
            ("2027-01-01", Some(Closed::Holiday("元日".to_owned()))),
            ("2027-01-03", Some(Closed::Yearly)),
            ("2027-01-04", None),
            ("1999-12-31", Some(Closed::Yearly)),
            ("2100-01-04", None),
        ] {
            assert_eq!(city.why_closed(day(date)), why, "{date}");
            assert_eq!(city.is_working(day(date)), why.is_none(), "{date}");
        }
    }

    #[test]
    fn a_due_date_moves_over_the_closed_days() {
        let city = city();
        assert_eq!(city.on_or_before(day("2027-01-03")), day("2026-12-28"));
        assert_eq!(city.on_or_after(day("2026-12-29")), day("2027-01-04"));
        assert_eq!(city.on_or_before(day("2026-05-06")), day("2026-05-01"));
        assert_eq!(city.on_or_after(day("2026-09-19")), day("2026-09-24"));
        assert_eq!((city.on_or_before(day("2026-04-01")), city.on_or_after(day("2026-04-01"))), (day("2026-04-01"), day("2026-04-01")));
    }

    #[test]
    fn lateness_and_time_left_are_told_in_working_days() {
        let city = city();
        let due = day("2026-05-01");
        let told = |today: &str| (city.days_late(due, day(today)), city.days_left(due, day(today)));
        assert_eq!(told("2026-04-27"), (0, 3));
        assert_eq!(told("2026-04-30"), (0, 1));
        assert_eq!(told("2026-05-01"), (0, 0));
        assert_eq!(told("2026-05-06"), (0, 0));
        assert_eq!(told("2026-05-07"), (1, 0));
        assert_eq!(told("2026-05-11"), (3, 0));
    }

    #[test]
    fn working_days_are_added_and_taken_away() {
        let city = city();
        assert_eq!(city.add_working(day("2026-05-01"), 1), day("2026-05-07"));
        assert_eq!(city.add_working(day("2026-05-05"), 3), day("2026-05-11"));
        assert_eq!(city.add_working(day("2026-05-07"), -1), day("2026-05-01"));
        assert_eq!(city.add_working(day("2026-05-05"), 0), day("2026-05-05"));
        assert_eq!(city.add_working(day("2026-05-05"), i32::MAX), day("2026-05-05"));
        assert_eq!(city.add_working(day("2026-05-05"), i32::MIN), day("2026-05-05"));
    }

    #[test]
    fn a_city_that_never_opens_gets_its_days_back() {
        let never = Calendar::new(&ClosedDays { weekend: (1..=7).collect(), ..ClosedDays::default() }, &[]);
        let today = day("2026-04-01");
        assert_eq!([never.on_or_before(today), never.on_or_after(today), never.add_working(today, 1), never.add_working(today, -1)], [today; 4]);
        assert_eq!(never.working_days_between(day("1900-01-01"), day("2200-12-31")), 0);
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        let city = city();
        let all = city.working_days_between(day("1900-01-01"), day("2200-12-31"));
        for edge in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(city.is_working(edge), city.why_closed(edge).is_none());
            assert!((city.on_or_before(edge) - edge).num_days() <= 0 && (city.on_or_after(edge) - edge).num_days() >= 0);
            assert_eq!(city.add_working(edge, 1).max(city.add_working(edge, -1)), edge);
        }
        assert_eq!(city.working_days_between(NaiveDate::MIN, NaiveDate::MAX), all);
        assert_eq!(city.working_days_between(NaiveDate::MAX, NaiveDate::MIN), 0);
    }

    #[test]
    fn a_span_may_wrap_the_end_of_the_year_or_be_one_day() {
        let span = |from: (u8, u8), to: (u8, u8)| YearlySpan { from: MonthDay { month: from.0, day: from.1 }, to: MonthDay { month: to.0, day: to.1 } };
        let closed = |span: YearlySpan| new_year(2026).iter_days().take(365).filter(|day| span.contains(*day)).count();
        assert_eq!(closed(span((12, 29), (1, 3))), 6);
        assert_eq!(closed(span((8, 13), (8, 15))), 3);
        assert_eq!(closed(span((9, 1), (9, 1))), 1);
        assert_eq!(closed(span((2, 30), (2, 31))), 0);
    }

    #[test]
    fn closed_days_read_from_json_need_no_single_days() {
        let json = r#"{"version":1,"yearly":[{"from":{"month":12,"day":29},"to":{"month":1,"day":3}}],"weekend":[6,7]}"#;
        assert_eq!(serde_json::from_str::<ClosedDays>(json).ok(), Some(ClosedDays::default()));
        assert_eq!(serde_json::to_string(&Closed::Holiday("元日".to_owned())).ok().as_deref(), Some(r#"{"kind":"holiday","name":"元日"}"#));
    }

    proptest! {
        // Each case prepares a calendar of its own.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn counts_agree_with_counting(closed in any_closed(), a in any_day(), length in 0u64..800) {
            let calendar = Calendar::new(&closed, &holiday::shipped());
            let b = a + Days::new(length);
            let naive = a.iter_days().skip(1).take_while(|day| *day <= b && *day < COUNTED.1).filter(|day| calendar.why_closed(*day).is_none()).count();
            prop_assert_eq!(usize::try_from(calendar.working_days_between(a, b)).ok(), Some(naive));
            prop_assert_eq!(calendar.working_days_between(b, a), 0);
            prop_assert_eq!(calendar.is_working(a), calendar.why_closed(a).is_none());
        }
    }

    proptest! {
        #[test]
        fn nothing_is_late_before_its_time_and_lateness_only_grows(due in any_day(), days in prop::collection::vec(any_day(), 2)) {
            let city = city();
            let (early, late) = (days[0].min(days[1]), days[0].max(days[1]));
            prop_assert!(city.days_late(due, early) <= city.days_late(due, late));
            prop_assert!(city.days_left(due, early) >= city.days_left(due, late));
            prop_assert!(due < late || city.days_late(due, late) == 0);
            prop_assert!(due > early || city.days_left(due, early) == 0);
        }

        #[test]
        fn the_neighbouring_working_day_is_the_nearest(from in any_day()) {
            let city = city();
            let (before, after) = (city.on_or_before(from), city.on_or_after(from));
            prop_assert!(before <= from && from <= after && city.is_working(before) && city.is_working(after));
            prop_assert!(before.iter_days().skip(1).take_while(|day| *day < after).all(|day| !city.is_working(day) || day == from));
        }

        #[test]
        fn so_many_working_days_on_are_so_many_days_late(from in any_day(), n in 1u16..60) {
            let city = city();
            let (on, back) = (city.add_working(from, i32::from(n)), city.add_working(from, -i32::from(n)));
            prop_assume!(on != from && back != from);
            prop_assert!(city.is_working(on) && city.is_working(back));
            prop_assert_eq!(city.days_late(from, on), u32::from(n));
            prop_assert_eq!(city.days_late(back, from) + 1, u32::from(n) + u32::from(city.is_working(from)));
        }
    }
}
