//! How fast the rules re-plan: a million checks of contracts of all natures, planned anew under a changed policy and held against what there is.
//!
//! `cargo run --release -p domain --example replan`

#[path = "../tests/rules/shipped.rs"]
mod shipped;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};
use domain::{
    contract::{Confidentiality, ContractKind, Level, Nature, PersonalInformation, Segment},
    id::ContractId,
    plan::{Existing, Planned, Subject, follow, plan, replan},
    risk::Tier,
};

const CHECKS: usize = 1_000_000;
const BATCH: u64 = 2_000;

struct Sample {
    id: ContractId,
    nature: Nature,
    tier: Tier,
    start: NaiveDate,
    end: NaiveDate,
}

/// A contract of one to five years, starting on some day of 2019 to 2029.
fn sample(number: u64) -> Sample {
    let dice = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let personal = [PersonalInformation::None, PersonalInformation::Personal, PersonalInformation::MyNumber][(dice >> 60) as usize % 3];
    let nature = Nature {
        kind: ContractKind::General,
        confidentiality: Confidentiality::C3B,
        integrity: Level::L1,
        availability: Level::L1,
        personal,
        records: 0,
        segment: Segment::None,
        remote_access: false,
        off_premises: false,
        data_abroad: false,
        subcontract_depth: 0,
    };
    let start = NaiveDate::from_ymd_opt(2019, 4, 1).unwrap_or_default() + Days::new((dice >> 40) % 3_652);
    let end = start + Days::new(364 + 365 * ((dice >> 32) % 5));
    Sample { id: ContractId::new(format!("01jz{number:022}")), nature, tier: [Tier::A, Tier::B, Tier::C][(dice >> 20) as usize % 3], start, end }
}

fn main() {
    let calendar = shipped::calendar();
    let before = shipped::cadence();
    let mut after = before.clone();
    after.months.retain(|month| *month != 6);
    let (mut replanning, mut planning) = (Clock::default(), Clock::default());
    let (mut checks, mut moved, mut number) = (0, 0, 0);
    while checks < CHECKS {
        let batch: Vec<(Sample, Vec<Existing>)> = (number..number + BATCH)
            .map(|number| {
                let sample = sample(number);
                let known = plan(&subject(&sample), &before, calendar, sample.start).into_iter().map(existing).collect();
                (sample, known)
            })
            .collect();
        number += BATCH;
        replanning.run(|| {
            for (sample, known) in &batch {
                let changes = black_box(follow(&subject(sample), &after, calendar, sample.start, known));
                moved += changes.add.len() + changes.change.len() + changes.cancel.len();
            }
        });
        planning.run(|| {
            for (sample, known) in &batch {
                let planned = plan(&subject(sample), &after, calendar, sample.start);
                black_box(replan(&planned, known));
                checks += planned.len();
            }
        });
    }
    println!(
        "replanned {checks} checks in {}; {moved} of them changed, {number} contracts; every one put into words: {}",
        replanning.told(checks),
        planning.told(checks)
    );
}

/// Time that passed, and time the thread was given by a machine that has other work too.
#[derive(Default)]
struct Clock {
    passed: Duration,
    given: Duration,
}

impl Clock {
    fn run(&mut self, work: impl FnOnce()) {
        let (begun, given) = (Instant::now(), on_cpu());
        work();
        self.passed += begun.elapsed();
        self.given += on_cpu().saturating_sub(given);
    }

    fn told(&self, count: usize) -> String {
        let (passed, given) = (self.passed.as_secs_f64(), self.given.as_secs_f64());
        let rate = f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / if given > 0.0 { given } else { passed };
        format!("{passed:.2} s, {given:.2} s on the processor ({rate:.0} per second)")
    }
}

/// Where the kernel tells; zero elsewhere.
fn on_cpu() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

fn subject(sample: &Sample) -> Subject<'_> {
    Subject { id: &sample.id, nature: &sample.nature, tier: sample.tier, start: sample.start, end: sample.end }
}

fn existing(check: Planned) -> Existing {
    Existing { slot: check.slot, untouched: true, due: check.due, methods: check.methods }
}
