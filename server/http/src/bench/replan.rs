//! Row 5: how fast the rules re-plan. Contracts of all natures, planned anew under a changed policy and held against what there is; nothing is read or written.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};
use domain::{
    Lang,
    calendar::Calendar,
    contract::{Confidentiality, ContractKind, Level, Nature, PersonalInformation, Segment},
    id::{ContractId, PersonId},
    permission::{Actor, Grant},
    person::Role,
    plan::{Existing, Planned, Subject, follow, plan},
    risk::Tier,
};
use service::Services;

use super::{Result, load::count, report::Row};

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

/// Re-plans so many checks, or a few more, on this thread alone.
pub async fn row(wanted: usize) -> Result<Row> {
    // The policies that ship, read by way of a register that is gone when this returns.
    let services = Services::open(&service::Config::default()).await?;
    let actor =
        Actor { id: PersonId::new("bench"), name: String::new(), grants: vec![Grant { role: Role::Auditor, departments: std::iter::empty().collect() }] };
    let policies = services.policies().current(&services.ctx(actor, "bench".to_owned(), Lang::En)).await?;
    let calendar = Calendar::new(&policies.closed, &policies.holidays);
    let before = &policies.cadence;
    let mut after = before.clone();
    after.months.retain(|month| *month != 6);

    let mut clock = Clock::default();
    let (mut checks, mut moved, mut number) = (0, 0, 0);
    while checks < wanted {
        let batch: Vec<(Sample, Vec<Existing>)> = (number..number + BATCH)
            .map(|number| {
                let sample = sample(number);
                let known = plan(&subject(&sample), before, &calendar, sample.start).into_iter().map(existing).collect();
                (sample, known)
            })
            .collect();
        number += BATCH;
        checks += batch.iter().map(|(_, known)| known.len()).sum::<usize>();
        clock.run(|| {
            for (sample, known) in &batch {
                let changes = black_box(follow(&subject(sample), &after, &calendar, sample.start, known));
                moved += changes.add.len() + changes.change.len() + changes.cancel.len();
            }
        });
    }
    // Where the kernel tells how long the thread had the core, that counts: the bench is not alone on the machine.
    let seconds = Some(clock.given).filter(|given| !given.is_zero()).unwrap_or(clock.passed).as_secs_f64();
    Ok(Row {
        number: 5,
        what: format!("re-planning {checks} verifications, pure rules, one core"),
        measured: format!("{seconds:.2} s on the core ({:.2} s passed)", clock.passed.as_secs_f64()),
        against: format!("{number} contracts, {moved} verifications changed; {:.0}/s", count(checks) / seconds.max(f64::EPSILON)),
        ratio: None,
        bar: "≤ 1 s for 1,000,000".to_owned(),
        met: Some(seconds * 1e6 / count(checks) <= 1.0),
    })
}

/// Time that passed, and time the thread was given by a machine that has other work too.
#[derive(Default)]
struct Clock {
    passed: Duration,
    given: Duration,
}

impl Clock {
    fn run(&mut self, work: impl FnOnce()) {
        let (begun, given) = (Instant::now(), on_core());
        work();
        self.passed += begun.elapsed();
        self.given += on_core().saturating_sub(given);
    }
}

/// Where the kernel tells; zero elsewhere.
fn on_core() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

fn subject(sample: &Sample) -> Subject<'_> {
    Subject { id: &sample.id, nature: &sample.nature, tier: sample.tier, start: sample.start, end: sample.end }
}

fn existing(check: Planned) -> Existing {
    Existing {
        slot: check.slot,
        untouched: true,
        due: check.due,
        placed: false,
        methods: check.methods,
        questions: check.questions,
        inspector: check.inspector,
    }
}
