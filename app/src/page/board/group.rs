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
    let mut groups: Vec<(String, Vec<BoardRow>)> = Vec::new();
    for row in rows {
        let heading = heading(&row, lane, sort);
        match groups.last_mut().filter(|(known, _)| *known == heading) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((heading, vec![row])),
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
