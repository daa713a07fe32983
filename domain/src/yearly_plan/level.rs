//! Levelling: the checks of a year are spread over its weeks, so that no department and no inspector has more of them at once than can be done.
//!
//! Deterministic, whatever the order of the checks; stable, so that levelling twice is levelling once; and no check leaves the days its rule allows.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{cadence::Inspector, calendar::Calendar, id::DepartmentId};

/// How many checks may fall due within a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Limits {
    /// Of one department.
    pub department_week: u32,
    /// Of those the security officers carry out, all departments together.
    pub officer_week: u32,
}

/// What ships: one a week of a department, three of the security officers.
impl Default for Limits {
    fn default() -> Self {
        Self { department_week: 1, officer_week: 3 }
    }
}

/// A check as levelling sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// Names it for good; settles who comes first where nothing else does.
    pub key: &'a str,
    pub department: &'a DepartmentId,
    pub inspector: Inspector,
    pub due: NaiveDate,
    /// The days its rule allows, both included.
    pub earliest: NaiveDate,
    pub latest: NaiveDate,
    /// What is begun, tied to a start, an end or an incident, or was set by somebody, counts but stays.
    pub movable: bool,
}

/// Why a check is where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// Where it was before.
    Kept,
    Levelled,
    /// In a month checks are not spread over, for want of room in the others; moved there or not.
    Forced,
    /// There was no room in any week its rule allows.
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub due: NaiveDate,
    pub placing: Placing,
}

/// The Monday of a day's week.
pub fn week_of(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// Where each check goes, in the order of the items. `months` are those checks are spread over (empty means all); a check due before `today` stays.
///
/// The one whose days end first comes first. It keeps its week where there is room and the month is one of the months, else it takes the nearest such week,
/// else the nearest with room in any month, else the week in which it exceeds the limits least.
pub fn level(items: &[Item<'_>], limits: Limits, months: &[u8], calendar: &Calendar, today: NaiveDate) -> Vec<Place> {
    let moves = |item: &Item<'_>| item.movable && item.due >= today;
    let mut load = Load { limits, departments: BTreeMap::new(), officers: BTreeMap::new() };
    let mut places: Vec<Place> = items.iter().map(|item| Place { due: item.due, placing: Placing::Kept }).collect();
    for item in items.iter().filter(|item| !moves(item)) {
        load.add(item, item.due);
    }
    let mut order: Vec<usize> = (0..items.len()).filter(|index| moves(&items[*index])).collect();
    order.sort_by_key(|index| (items[*index].latest, items[*index].earliest, items[*index].key));
    for index in order {
        let item = &items[index];
        let wanted = |day: &NaiveDate| months.is_empty() || months.iter().any(|month| u32::from(*month) == day.month());
        let days = candidates(item, calendar, today);
        let room = |day: &&NaiveDate| load.has_room(item, **day);
        let found = days.iter().filter(|day| wanted(day)).find(room).map(|day| (*day, Placing::Levelled));
        let found = found.or_else(|| days.iter().find(room).map(|day| (*day, Placing::Forced)));
        // Of equals the first, which is the nearest.
        let found = found.or_else(|| days.iter().min_by_key(|day| (load.excess(item, **day), !wanted(day))).map(|day| (*day, Placing::Over)));
        let (due, placing) = found.unwrap_or((item.due, Placing::Kept));
        load.add(item, due);
        let kept = due == item.due && placing == Placing::Levelled;
        places[index] = Place { due, placing: if kept { Placing::Kept } else { placing } };
    }
    places
}

/// The day the check would have in each week it may fall into, the nearest week first and of two as near the earlier one.
fn candidates(item: &Item<'_>, calendar: &Calendar, today: NaiveDate) -> Vec<NaiveDate> {
    let (first, last) = (item.earliest.max(today), item.latest);
    let own = week_of(item.due);
    let mut weeks: Vec<NaiveDate> =
        std::iter::successors(Some(week_of(first)), |week| week.checked_add_days(Days::new(7))).take_while(|week| *week <= last).collect();
    weeks.sort_by_key(|week| ((*week - own).num_days().abs(), *week));
    weeks
        .into_iter()
        .filter_map(|week| {
            let working = week.iter_days().take(7).filter(|day| calendar.is_working(*day));
            day_in_week(working, item.due, (first, last))
        })
        .collect()
}

/// The day a check gets that goes to another week: of the week's working days within `window`, the one nearest to the day of the week it has now, and of
/// two as near the earlier one.
pub fn day_in_week(working: impl IntoIterator<Item = NaiveDate>, due: NaiveDate, window: (NaiveDate, NaiveDate)) -> Option<NaiveDate> {
    let place = |day: NaiveDate| day.weekday().num_days_from_monday();
    working.into_iter().filter(|day| (window.0..=window.1).contains(day)).min_by_key(|day| (place(*day).abs_diff(place(due)), *day))
}

/// What falls due in each week so far.
struct Load<'a> {
    limits: Limits,
    departments: BTreeMap<(NaiveDate, &'a DepartmentId), u32>,
    officers: BTreeMap<NaiveDate, u32>,
}

impl<'a> Load<'a> {
    fn add(&mut self, item: &Item<'a>, day: NaiveDate) {
        let week = week_of(day);
        *self.departments.entry((week, item.department)).or_default() += 1;
        if item.inspector == Inspector::Officer {
            *self.officers.entry(week).or_default() += 1;
        }
    }

    /// How many there would be beyond the limits with this one.
    fn excess(&self, item: &Item<'a>, day: NaiveDate) -> u32 {
        let week = week_of(day);
        let own = self.departments.get(&(week, item.department)).copied().unwrap_or_default();
        let officers = self.officers.get(&week).copied().unwrap_or_default();
        let over = |count: u32, limit: u32| (count + 1).saturating_sub(limit);
        let city = if item.inspector == Inspector::Officer { over(officers, self.limits.officer_week) } else { 0 };
        over(own, self.limits.department_week) + city
    }

    fn has_room(&self, item: &Item<'a>, day: NaiveDate) -> bool {
        self.excess(item, day) == 0
    }
}

/// Which of the movable checks fall into a week in which their department, or the security officers, have more than the limits say. The others count, but
/// nobody could do anything about them.
pub fn over(items: &[Item<'_>], limits: Limits) -> Vec<bool> {
    let mut load = Load { limits, departments: BTreeMap::new(), officers: BTreeMap::new() };
    for item in items {
        load.add(item, item.due);
    }
    let beyond = |item: &Item<'_>| {
        let week = week_of(item.due);
        let department = load.departments.get(&(week, item.department)).is_some_and(|count| *count > limits.department_week);
        let officers = item.inspector == Inspector::Officer && load.officers.get(&week).is_some_and(|count| *count > limits.officer_week);
        item.movable && (department || officers)
    };
    items.iter().map(beyond).collect()
}
