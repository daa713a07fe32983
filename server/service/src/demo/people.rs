//! The people of the demo city: a head for every 部 and 課, those who hold a role for the whole city, and staff.

use chrono::{Datelike, NaiveDate};
use domain::{date, person::Role};

use super::{
    DemoPerson, departments,
    dice::Dice,
    names::{Name, Names},
};

/// Domain of the city's addresses, reserved for examples (RFC 2606).
const MAIL: &str = "city.mizugaoka.example";

/// Those who act for the whole city, the featured one of each role first.
const CITY_WIDE: [(Role, &str); 10] = [
    (Role::ProcurementOfficer, departments::CONTRACTS),
    (Role::ProcurementOfficer, departments::CONTRACTS),
    (Role::ProcurementOfficer, "010301"),
    (Role::SecurityOfficer, departments::INFORMATION),
    (Role::SecurityOfficer, "020301"),
    (Role::SecurityOfficer, "020301"),
    (Role::Approver, "020000"),
    (Role::Auditor, departments::AUDIT),
    (Role::Auditor, departments::AUDIT),
    (Role::Administrator, departments::INFORMATION),
];

/// Where the staff work, the featured one first.
const STAFF: [&str; 26] = [
    departments::RESIDENTS,
    "040101",
    "040102",
    departments::RESIDENTS,
    "010100",
    "010200",
    "010400",
    "010500",
    "020200",
    "030200",
    "030300",
    "030400",
    "040200",
    "050200",
    "050300",
    "050400",
    "050501",
    "060200",
    "060300",
    "070200",
    "090100",
    "100100",
    "100200",
    "100400",
    "110100",
    "120200",
];

pub fn all(today: NaiveDate) -> Vec<DemoPerson> {
    let heads = departments::with_head().map(|code| (Role::DepartmentHead, code, code == departments::RESIDENTS));
    let city_wide =
        CITY_WIDE.iter().enumerate().map(|(index, (role, code))| (*role, *code, CITY_WIDE.iter().position(|(other, _)| other == role) == Some(index)));
    let staff = STAFF.iter().enumerate().map(|(index, code)| (Role::Staff, *code, index == 0));
    let mut names = Names::new("people");
    let mut dice = Dice::new("posts");
    let mut featured = 0;
    let mut others = 0;
    heads
        .chain(city_wide)
        .chain(staff)
        .map(|(role, code, is_featured)| {
            let number = if is_featured { &mut featured } else { &mut others };
            *number += 1;
            // Numbers that are quick to type for those offered at the entrance.
            let staff_number = if is_featured { format!("1000{number:02}") } else { format!("20{:04}", *number * 37) };
            person(names.next(), staff_number, role, code, took_office(today, dice.below(4)), is_featured)
        })
        .collect()
}

fn person(name: Name, staff_number: String, role: Role, code: &str, from: NaiveDate, featured: bool) -> DemoPerson {
    let email = format!("{}@{MAIL}", name.roman);
    DemoPerson { staff_number, name: name.written, name_kana: name.kana, email, department_code: code.to_owned(), role, from, featured }
}

/// The first of April so many fiscal years ago, but not before the departments there are.
fn took_office(today: NaiveDate, years_ago: u64) -> NaiveDate {
    let first = date::fiscal_year_range(2019).0;
    let this_year = date::fiscal_year_range(date::fiscal_year(today)).0;
    let back = i32::try_from(years_ago).unwrap_or(0);
    this_year.with_year(this_year.year() - back).unwrap_or(this_year).max(first)
}
