//! The 800 contracts of the demo city: every work of every department, term after term, around today.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::{
    Lang,
    contract::{ContractForm, ContractKind, Stage},
    date,
    department::DepartmentForm,
    label::Choice,
    person::Role,
};

use super::{
    DemoContract, DemoPerson,
    contractors::{Contractor, Trade},
    departments,
    dice::Dice,
    names,
    works::{Term, WORKS, Work},
};

const COUNT: usize = 800;
/// Contracts that have not begun yet: of each eight of the first 40, five are drafts and three under review; the others are concluded already.
const COMING: usize = 48;
const UNDECIDED: usize = 40;
const CLOSED: usize = 60;
const PROOF_DAYS: u64 = 60;
/// Fiscal years before the current one that the register has yearly contracts of.
const PAST_YEARS: i32 = 3;
/// The fiscal year the organisation was made in; no contract is older.
const FIRST_YEAR: i32 = 2019;
/// Departments do not begin to draw up a contract earlier than this many days before its start, except for the coming fiscal year.
const AHEAD_DAYS: u64 = 60;

/// One term of one work at one site.
#[derive(Clone, Copy)]
struct Candidate {
    /// Place in the table, then among the sites.
    order: (usize, usize),
    work: &'static Work,
    site: &'static str,
    start: NaiveDate,
    end: NaiveDate,
}

impl Candidate {
    /// The same word for all terms of the work.
    fn seed(&self) -> String {
        format!("{}/{}", self.work.title, self.site)
    }

    fn fiscal_year(&self) -> i32 {
        date::fiscal_year(self.start)
    }
}

pub fn all(today: NaiveDate, departments: &[DepartmentForm], people: &[DemoPerson], contractors: &[Contractor]) -> Vec<DemoContract> {
    let mut drawn = draw(today);
    drawn.sort_by_key(|(candidate, _)| (candidate.start, candidate.order));
    let city = Surroundings { today, departments, people, contractors };
    let mut numbers: HashMap<i32, u32> = HashMap::new();
    drawn
        .iter()
        .map(|(candidate, stage)| {
            let number = numbers.entry(candidate.fiscal_year()).or_default();
            *number += 1;
            city.contract(candidate, *stage, *number)
        })
        .collect()
}

/// Which terms there are of all that could be, and how far each has got.
fn draw(today: NaiveDate) -> Vec<(Candidate, Stage)> {
    let mut dice = Dice::new("contracts");
    let (coming, mut begun): (Vec<Candidate>, Vec<Candidate>) = candidates(today).into_iter().partition(|candidate| candidate.start > today);
    let mut coming = shuffled(coming, &mut dice);
    // Those soon to begin, and some of the section the featured people work in, are there in any case.
    coming.sort_by_key(|candidate| {
        let soon = candidate.fiscal_year() == date::fiscal_year(today);
        let featured = departments::section(candidate.work.department) == departments::RESIDENTS && candidate.order.0 % 2 == 0;
        !soon && !featured
    });
    coming.truncate(COMING);
    let mut drawn: Vec<(Candidate, Stage)> = coming.into_iter().enumerate().map(|(index, candidate)| (candidate, coming_stage(index))).collect();
    // What is too many is taken from those that ended longest ago.
    begun.sort_by_key(|candidate| (candidate.end, candidate.order));
    let surplus = (begun.len() + drawn.len()).saturating_sub(COUNT);
    let mut old = begun.split_off(0);
    let recent = old.split_off((surplus * 2).min(old.len()));
    let mut old = shuffled(old, &mut dice);
    old.truncate(old.len().saturating_sub(surplus));
    let (ended, running): (Vec<Candidate>, Vec<Candidate>) = old.into_iter().chain(recent).partition(|candidate| candidate.end < today);
    // Proof of return and erasure comes weeks after the end, so that only those that ended well before this fiscal year are closed.
    let proven = date::fiscal_year_range(date::fiscal_year(today)).0 - Days::new(PROOF_DAYS);
    let (mut closed, ended): (Vec<Candidate>, Vec<Candidate>) = shuffled(ended, &mut dice).into_iter().partition(|candidate| candidate.end < proven);
    let left_open = closed.split_off(CLOSED.min(closed.len()));
    drawn.extend(closed.into_iter().map(|candidate| (candidate, Stage::Closed)));
    drawn.extend(left_open.into_iter().chain(ended).map(|candidate| (candidate, Stage::Active)));
    drawn.extend(running.into_iter().map(|candidate| (candidate, Stage::Active)));
    drawn
}

fn coming_stage(index: usize) -> Stage {
    match index {
        UNDECIDED.. => Stage::Active,
        _ if index * 3 % 8 < 3 => Stage::UnderReview,
        _ => Stage::Draft,
    }
}

fn shuffled<T>(mut items: Vec<T>, dice: &mut Dice) -> Vec<T> {
    for last in (1..items.len()).rev() {
        items.swap(last, dice.index(last + 1));
    }
    items
}

fn candidates(today: NaiveDate) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (row, work) in WORKS.iter().enumerate() {
        for (place, site) in work.sites.iter().enumerate() {
            candidates.extend(terms(work.term, today).into_iter().map(|(start, end)| Candidate { order: (row, place), work, site, start, end }));
        }
    }
    candidates
}

/// First and last days of the terms that the register may know of.
fn terms(term: Term, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let this_year = date::fiscal_year(today);
    let whole = |first: i32, last: i32| (date::fiscal_year_range(first).0, date::fiscal_year_range(last).1);
    let within = |year: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(if month < 4 { year + 1 } else { year }, month, day);
    let past = this_year - PAST_YEARS..=this_year;
    let soon = |(start, _): &(NaiveDate, NaiveDate)| *start <= today + Days::new(AHEAD_DAYS);
    match term {
        Term::Yearly => past.chain([this_year + 1]).map(|year| whole(year, year)).collect(),
        Term::Years(length, turn) => {
            let first = this_year + 1 - turn;
            [first - length, first, first + length]
                .into_iter()
                .filter(|start| (FIRST_YEAR..=this_year + 1).contains(start))
                .map(|start| whole(start, start + length - 1))
                .collect()
        }
        Term::Months(from, to) => past.filter_map(|year| Some((within(year, from, 1)?, date::Month::of(within(year, to, 1)?).last()))).filter(soon).collect(),
        Term::Days(month, day, length) => {
            past.filter_map(|year| within(year, month, day)).map(|start| (start, start + Days::new(length - 1))).filter(soon).collect()
        }
        Term::Around(before, length) => {
            let start = today - chrono::TimeDelta::days(before);
            vec![(start, start + Days::new(length - 1))]
        }
    }
}

/// What contracts refer to.
struct Surroundings<'a> {
    today: NaiveDate,
    departments: &'a [DepartmentForm],
    people: &'a [DemoPerson],
    contractors: &'a [Contractor],
}

impl Surroundings<'_> {
    fn contract(&self, candidate: &Candidate, stage: Stage, serial: u32) -> DemoContract {
        let Candidate { work, start, end, .. } = candidate;
        let nature = work.nature;
        let year = candidate.fiscal_year();
        let mut steady = Dice::new(&candidate.seed());
        let mut dice = Dice::new(&format!("{}/{start}", candidate.seed()));
        let flag = |truth: bool| if truth { "true".to_owned() } else { String::new() };
        let records = steady.skewed(nature.records.0, nature.records.1);
        // Short work costs less, though not in proportion.
        let days = u64::try_from((*end - *start).num_days() + 1).unwrap_or(1);
        let thousands = steady.skewed(nature.price.0, nature.price.1) * (days + 120).min(days.max(365)) / 365;
        let remote = steady.percent(nature.remote);
        let off_premises = steady.percent(nature.off_premises);
        let abroad = steady.percent(nature.abroad);
        let depth = *steady.pick(nature.depth);
        let contractor = self.contractor(candidate, &mut dice);
        let named = if stage == Stage::Draft { 70 } else { 96 };
        let form = ContractForm {
            number: format!("R{:02}-{serial:04}", year - 2018),
            title: title(candidate),
            summary: nature.summary.to_owned(),
            department: work.department.to_owned(),
            contractor: contractor.key().to_owned(),
            kind: nature.kind.word().to_owned(),
            start: start.to_string(),
            end: end.to_string(),
            // Prices rise with the years; some contracts state unit prices only.
            amount: if dice.percent(95) { (thousands * (80 + u64::try_from(year - 2018).unwrap_or(0) * 2) / 100 * 1_100).to_string() } else { String::new() },
            confidentiality: nature.confidentiality.word().to_owned(),
            integrity: nature.integrity.word().to_owned(),
            availability: nature.availability.word().to_owned(),
            personal: nature.personal.word().to_owned(),
            records: (records * dice.between(97, 103) / 100).to_string(),
            segment: nature.segment.word().to_owned(),
            remote_access: flag(remote),
            off_premises: flag(off_premises),
            data_abroad: flag(abroad),
            subcontract_depth: depth.to_string(),
            city_lead: if dice.percent(named) { self.city_lead(work.department) } else { String::new() },
            contractor_lead: if dice.percent(named) { contractor_lead(contractor, &candidate.seed()) } else { String::new() },
            contractor_contact: contact(contractor),
            workplace: workplace(off_premises, &candidate.seed()).to_owned(),
            service_level: if nature.kind == ContractKind::General { String::new() } else { service_level(&candidate.seed()).to_owned() },
            // What it rests on is named when the register is filled; see [`super::selections`].
            selection: String::new(),
        };
        DemoContract { form, stage, coverage_percent: coverage(stage, *end < self.today, &mut dice) }
    }

    /// The one who holds the work from the beginning, or one who won it in a later term.
    fn contractor(&self, candidate: &Candidate, dice: &mut Dice) -> &Contractor {
        let trade = candidate.work.nature.trade;
        let able: Vec<&Contractor> = self.contractors.iter().filter(|contractor| contractor.trade == trade).collect();
        let mut steady = Dice::new(&format!("incumbent/{}", candidate.seed()));
        // A few contractors have a large part of the work.
        let large = (able.len() / 6).max(2).min(able.len());
        let incumbent = if steady.percent(40) { steady.index(large) } else { steady.index(able.len()) };
        let tendered = !matches!(trade, Trade::System | Trade::Cloud) && dice.percent(30);
        able[if tendered { dice.index(able.len()) } else { incumbent }]
    }

    /// The head of the section, who is 情報セキュリティ管理者 of what it outsources.
    fn city_lead(&self, department: &str) -> String {
        let section = departments::section(department);
        let title = self.departments.iter().find(|form| form.code == section).map(|form| form.name.as_str()).unwrap_or_default();
        let head = self.people.iter().find(|person| person.role == Role::DepartmentHead && person.department_code == section);
        head.map(|person| format!("{title}長 {}", person.name)).unwrap_or_default()
    }
}

fn contractor_lead(contractor: &Contractor, seed: &str) -> String {
    if contractor.trade == Trade::Craft {
        return contractor.form.name.clone();
    }
    names::any(&mut Dice::new(&format!("lead/{seed}/{}", contractor.key()))).written
}

fn contact(contractor: &Contractor) -> String {
    [contractor.form.phone.as_str(), contractor.form.email.as_str()].join(" ").trim().to_owned()
}

/// Some contracts do not say.
fn workplace(off_premises: bool, seed: &str) -> &'static str {
    const AWAY: [&str; 4] = ["受託者の事業所（県内）", "受託者の事務センター（東京都内）", "受託者の事業所及び市役所庁舎内", ""];
    const HERE: [&str; 4] = ["市役所庁舎内", "市の施設", "市役所庁舎内の作業室", ""];
    let places = if off_premises { AWAY } else { HERE };
    places[Dice::new(&format!("workplace/{seed}")).index(places.len())]
}

fn service_level(seed: &str) -> &'static str {
    const LEVELS: [&str; 4] =
        ["月間稼働率99.5%以上、障害連絡から1時間以内に着手", "月間稼働率99.9%以上、重大な障害は4時間以内に復旧", "問合せに2開庁時間以内に回答", ""];
    LEVELS[Dice::new(&format!("service/{seed}")).index(LEVELS.len())]
}

/// `令和8年度住民記録システム運用保守業務`; contracts over several years do not name one.
fn title(candidate: &Candidate) -> String {
    let title = candidate.work.title.replace('*', candidate.site);
    match candidate.work.term {
        Term::Years(..) => format!("{title}（長期継続契約）"),
        _ => format!("{}{title}", date::fiscal_year_label(candidate.fiscal_year(), Lang::Ja)),
    }
}

/// Most contracts in force have all they need; older forms of contract have gaps.
fn coverage(stage: Stage, ended: bool, dice: &mut Dice) -> u8 {
    let (low, high) = match (stage, dice.below(100)) {
        (Stage::Draft, _) => (0, 70),
        (Stage::UnderReview, _) => (60, 100),
        (Stage::Closed, _) | (Stage::Active, 0..72) => (100, 100),
        (Stage::Active, _) if ended => (80, 99),
        (Stage::Active, 72..90) => (88, 98),
        (Stage::Active, 90..98) => (60, 85),
        (Stage::Active, _) => (30, 55),
    };
    u8::try_from(dice.between(low, high)).unwrap_or(100)
}
