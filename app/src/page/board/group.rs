//! Rows of the board under headings: a long list is read part by part.

use domain::{
    board::{BoardRow, BoardSort, Lane},
    date::Month,
};

use crate::{t, ui::heat::month_name};

/// Working days past the due date from which a check is worse; as [`crate::ui::state::LateDays`] colours them.
const LEVELS: [u32; 4] = [30, 14, 7, 1];

/// Rows that follow each other under the same heading.
pub fn grouped(rows: Vec<BoardRow>, lane: Lane, sort: BoardSort) -> Vec<(String, Vec<BoardRow>)> {
    runs(rows, |row| heading(row, lane, sort))
}

/// Rows that follow each other and have something in common.
pub fn runs<T, K: PartialEq>(rows: Vec<T>, of: impl Fn(&T) -> K) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for row in rows {
        let common = of(&row);
        match groups.last_mut().filter(|(known, _)| *known == common) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((common, vec![row])),
        }
    }
    groups
}

fn heading(row: &BoardRow, lane: Lane, sort: BoardSort) -> String {
    match (sort, lane) {
        (BoardSort::Department, _) => row.department_name.clone(),
        (BoardSort::Contractor, _) => row.contractor_name.clone(),
        (BoardSort::Urgency, Lane::Overdue) => late(row.days_late),
        (BoardSort::Urgency, Lane::Coming | Lane::Submitted | Lane::Done | Lane::All) => month(Month::of(row.due)),
    }
}

fn late(days: u32) -> String {
    match LEVELS.iter().position(|from| days >= *from) {
        Some(0) => t!(board.late_from, days = LEVELS[0]),
        Some(level) => t!(board.late_between, from = LEVELS[level], to = LEVELS[level - 1] - 1),
        None => t!(board.late_today).to_owned(),
    }
}

fn month(month: Month) -> String {
    t!(board.due_month, year = month.year, month = month_name(month))
}
