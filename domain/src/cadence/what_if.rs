//! What another policy would do to the checks that are planned, told before it is put in force.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::CadencePolicy;
use crate::{
    calendar::Calendar,
    date::Month,
    id::DepartmentId,
    plan::{self, Existing, Subject},
};

/// What a policy does to the checks of one contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Due dates of checks there would be besides.
    pub added: Vec<NaiveDate>,
    /// Due dates of checks there would no longer be.
    pub cancelled: Vec<NaiveDate>,
    /// From one due date to another.
    pub moved: Vec<(NaiveDate, NaiveDate)>,
    /// Checks that keep their day and would be satisfied by other means, carried out by somebody else, or ask other questions.
    pub changed: u32,
}

impl Effect {
    pub const fn is_none(&self) -> bool {
        self.added.is_empty() && self.cancelled.is_empty() && self.moved.is_empty() && self.changed == 0
    }
}

/// What putting the policy in force does to a contract with these checks: none is added for, or moved to, a day that is gone.
pub fn effect(subject: &Subject<'_>, policy: &CadencePolicy, calendar: &Calendar, from: NaiveDate, existing: &[Existing], today: NaiveDate) -> Effect {
    let follow = plan::follow(subject, policy, calendar, from, existing);
    let mut effect = Effect {
        added: follow.add.into_iter().map(|check| check.due).filter(|due| plan::can_be_added(*due, !existing.is_empty(), today)).collect(),
        cancelled: follow.cancel.into_iter().map(|index| existing[index].due).collect(),
        ..Effect::default()
    };
    for (index, planned) in follow.change {
        let (before, after) = (existing[index].due, plan::settles(&existing[index], &planned, today));
        if before == after {
            effect.changed += 1;
        } else {
            effect.moved.push((before, after));
        }
    }
    effect
}

/// Open checks of one department in one month, as they stand and as they would.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct WhatIfCell {
    pub before: u32,
    pub after: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct WhatIfRow {
    pub department: DepartmentId,
    pub name: String,
    /// One for each month of [`WhatIf::months`].
    pub cells: Vec<WhatIfCell>,
}

/// What a draft would do to every contract that is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct WhatIf {
    /// Contracts in force, and those of them whose checks would change.
    pub contracts: u32,
    pub affected: u32,
    /// Checks of any year.
    pub added: u32,
    pub cancelled: u32,
    pub moved: u32,
    pub changed: u32,
    /// The year the months are of.
    pub fiscal_year: i32,
    pub months: Vec<Month>,
    /// Departments in which the year would look otherwise, and the city's other ones not.
    pub rows: Vec<WhatIfRow>,
    /// The whole city, month by month.
    pub city: Vec<WhatIfCell>,
}

impl WhatIf {
    /// For a fiscal year.
    pub fn of_year(fiscal_year: i32) -> Self {
        let months = crate::date::fiscal_months(fiscal_year).to_vec();
        Self { fiscal_year, city: vec![WhatIfCell::default(); months.len()], months, ..Self::default() }
    }

    /// Takes one contract in. Departments are kept until [`WhatIf::finish`].
    pub fn add(&mut self, department: &DepartmentId, open: impl Iterator<Item = NaiveDate>, effect: &Effect) {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.contracts += 1;
        self.affected += u32::from(!effect.is_none());
        self.added += count(effect.added.len());
        self.cancelled += count(effect.cancelled.len());
        self.moved += count(effect.moved.len());
        self.changed += effect.changed;
        let row = self.rows.iter().position(|row| row.department == *department).unwrap_or_else(|| {
            self.rows.push(WhatIfRow { department: department.clone(), name: String::new(), cells: vec![WhatIfCell::default(); self.months.len()] });
            self.rows.len() - 1
        });
        for due in open {
            self.count(row, due, |cell| (cell.before, cell.after) = (cell.before + 1, cell.after + 1));
        }
        for due in effect.added.iter().chain(effect.moved.iter().map(|(_, to)| to)) {
            self.count(row, *due, |cell| cell.after += 1);
        }
        for due in effect.cancelled.iter().chain(effect.moved.iter().map(|(from, _)| from)) {
            self.count(row, *due, |cell| cell.after = cell.after.saturating_sub(1));
        }
    }

    fn count(&mut self, row: usize, due: NaiveDate, how: impl Fn(&mut WhatIfCell)) {
        if let Some(place) = self.months.iter().position(|month| *month == Month::of(due)) {
            how(&mut self.rows[row].cells[place]);
            how(&mut self.city[place]);
        }
    }

    /// Leaves the departments in which something differs, the most first, and names them.
    pub fn finish(&mut self, name: impl Fn(&DepartmentId) -> String) {
        self.rows.retain(|row| row.cells.iter().any(|cell| cell.before != cell.after));
        for row in &mut self.rows {
            row.name = name(&row.department);
        }
        let weight = |row: &WhatIfRow| row.cells.iter().map(|cell| cell.before.abs_diff(cell.after)).sum::<u32>();
        self.rows.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.name.cmp(&b.name)));
    }
}
