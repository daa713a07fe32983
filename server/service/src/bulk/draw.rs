//! What the records of a large register say: the demo city's contracts over and over, in other departments, hands and years.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    contract::{ContractForm, Stage},
    contractor::ContractorForm,
    corporate_number::CorporateNumber,
    date,
    id::{ContractId, ContractorId, VerificationId},
};

use crate::demo::{self, City, DemoContract, dice::Dice};

/// Contracts of one contractor, on average.
const PER_CONTRACTOR: usize = 50;
/// Fewest contractors, so that small registers have more than a handful.
const FEWEST: usize = 100;
/// Contracts began at most so many years ago.
const PAST_YEARS: u64 = 6;
/// The first fiscal year the demo city's organisation knows.
const FIRST_YEAR: i32 = 2019;
/// Months in which a contract begins that does not begin with the fiscal year.
const AHEAD_DAYS: u64 = 200;

/// How long a contract runs: longer ones have more verifications.
#[derive(Clone, Copy)]
pub enum Term {
    /// One to three years.
    Short,
    /// Five to nine.
    Long,
}

pub struct Draw {
    seed: String,
    today: NaiveDate,
    pub city: City,
    /// Codes of the departments that exist.
    departments: Vec<String>,
    pub contractors: usize,
}

impl Draw {
    pub fn new(seed: &str, today: NaiveDate, contracts: usize) -> Self {
        let city = demo::city(today);
        let departments = city.departments.iter().filter(|form| form.valid_to.is_empty()).map(|form| form.code.clone()).collect();
        Self { seed: seed.to_owned(), today, city, departments, contractors: (contracts / PER_CONTRACTOR).max(FEWEST) }
    }

    fn dice(&self, of: &str, number: usize) -> Dice {
        Dice::new(&format!("{}/{of}/{number}", self.seed))
    }

    /// A contractor with a corporate number of its own, which no company has.
    pub fn contractor(&self, number: usize) -> ContractorForm {
        let companies: Vec<&ContractorForm> = self.city.contractors.iter().filter(|form| !form.corporate_number.is_empty()).collect();
        let form = *self.dice("contractor", number).pick(&companies);
        ContractorForm { corporate_number: corporate_number(number), name: format!("{}第{}", form.name, number + 1), ..form.clone() }
    }

    /// The place of the contractor in the row of all: a few have a large part of the work.
    fn contractor_of(&self, dice: &mut Dice) -> usize {
        usize::try_from(dice.skewed(0, self.contractors as u64 - 1)).unwrap_or(0)
    }

    /// The contract with this place in the row of all.
    pub fn contract(&self, number: usize, term: Term) -> DemoContract {
        let mut dice = self.dice("contract", number);
        let template = dice.pick(&self.city.contracts).clone();
        let (start, end) = self.period(term, &mut dice);
        let stage = match dice.below(100) {
            0..40 if start > self.today => Stage::Draft,
            40..60 if start > self.today => Stage::UnderReview,
            0..70 if end + Days::new(60) < self.today => Stage::Closed,
            _ => Stage::Active,
        };
        let coverage_percent = match (stage, dice.below(100)) {
            (Stage::Draft, chance) => u8::try_from(chance).unwrap_or(0),
            (Stage::Closed, _) | (_, 0..72) => 100,
            (_, 72..90) => 92,
            _ => 60,
        };
        let form = ContractForm {
            number: format!("R{:02}-{:06}", date::fiscal_year(start) - FIRST_YEAR + 1, number + 1),
            title: format!("{}（{}）", template.form.title, number + 1),
            department: dice.pick(&self.departments).clone(),
            contractor: corporate_number(self.contractor_of(&mut dice)),
            start: start.to_string(),
            end: end.to_string(),
            ..template.form
        };
        DemoContract { form, stage, coverage_percent }
    }

    /// Half of all contracts run with the fiscal year.
    fn period(&self, term: Term, dice: &mut Dice) -> (NaiveDate, NaiveDate) {
        let day = self.today + Days::new(AHEAD_DAYS) - Days::new(dice.below(PAST_YEARS * 365 + AHEAD_DAYS));
        let (opens, _) = date::fiscal_year_range(date::fiscal_year(day).max(FIRST_YEAR));
        let start = if dice.percent(50) { opens } else { day.max(opens) };
        let years = match term {
            Term::Short => dice.between(1, 3),
            Term::Long => dice.between(5, 9),
        };
        let end = start.with_year(start.year() + i32::try_from(years).unwrap_or(1)).unwrap_or(start + Days::new(365 * years)) - Days::new(1);
        (start, end)
    }

    pub fn contractor_id(&self, number: usize) -> ContractorId {
        ContractorId::new(self.key("contractor-key", number))
    }

    pub fn contract_id(&self, number: usize) -> ContractId {
        ContractId::new(self.key("contract-key", number))
    }

    pub fn verification_id(&self, number: usize) -> VerificationId {
        VerificationId::new(self.key("verification-key", number))
    }

    /// A key as [`crate::key::new`] makes them, drawn from the seed: the time in front rises with the number.
    fn key(&self, of: &str, number: usize) -> String {
        let mut dice = self.dice(of, number);
        let chance = (u128::from(dice.below(u64::MAX)) << 64) | u128::from(dice.below(u64::MAX));
        ulid::Ulid::from_parts(1_600_000_000_000 + number as u64, chance).to_string().to_lowercase()
    }
}

/// Behind 9998, which is no registry office, and apart from the demo city's 9999.
fn corporate_number(number: usize) -> String {
    CorporateNumber::from_base(999_800_000_000 + number as u64).map(|number| number.to_string()).unwrap_or_default()
}

/// The place of a contractor in the row of all, from its corporate number.
pub fn contractor_place(corporate_number: &str) -> usize {
    corporate_number.get(5..).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw() -> Draw {
        Draw::new("seed", NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"), 10_000)
    }

    #[test]
    fn the_same_seed_draws_the_same_and_every_contract_can_be_read() {
        let (one, other) = (draw(), draw());
        for number in 0..300 {
            let drawn = one.contract(number, Term::Long);
            assert_eq!(drawn, other.contract(number, Term::Long));
            assert_eq!(one.contract_id(number), other.contract_id(number));
            assert!(contractor_place(&drawn.form.contractor) < one.contractors);
            let form = ContractForm { department: "d".to_owned(), contractor: "c".to_owned(), ..drawn.form };
            form.read().expect("a form without faults");
            one.contractor(number).read().expect("a form without faults");
        }
    }

    #[test]
    fn keys_sort_by_number_and_contractors_are_found_by_theirs() {
        let draw = draw();
        assert!(draw.contract_id(7) < draw.contract_id(8));
        assert_eq!(contractor_place(&draw.contractor(123).corporate_number), 123);
    }
}
