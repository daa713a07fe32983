//! Contracts of all natures to try the rules on.

use chrono::{DateTime, Days, NaiveDate};
use domain::{
    cadence::CadencePolicy,
    clause::CoverageCount,
    contract::{Confidentiality, Contract, ContractKind, Level, Nature, PersonalInformation, Segment, Stage},
    date,
    id::{ContractId, ContractorId, DepartmentId},
    label::Choice,
    plan::{Existing, Planned, Subject, plan},
    risk::Tier,
};
use proptest::{prelude::*, sample::select};

use crate::shipped;

pub fn day(text: &str) -> NaiveDate {
    date::parse(text).expect("a day")
}

/// General outsourcing that touches nothing.
pub fn plain() -> Nature {
    Nature {
        kind: ContractKind::General,
        confidentiality: Confidentiality::C1,
        integrity: Level::L1,
        availability: Level::L1,
        personal: PersonalInformation::None,
        records: 0,
        segment: Segment::None,
        remote_access: false,
        off_premises: false,
        data_abroad: false,
        subcontract_depth: 0,
    }
}

pub fn any_of<T: Choice + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

pub fn any_nature() -> impl Strategy<Value = Nature> {
    let words = (any_of(), any_of(), any_of(), any_of(), any_of(), any_of());
    let numbers = (prop_oneof![0u64..20, 900u64..1_100, 9_000u64..200_000, Just(u64::MAX)], 0u8..10);
    (words, numbers, any::<[bool; 3]>()).prop_map(
        |((kind, confidentiality, integrity, availability, personal, segment), (records, subcontract_depth), [remote_access, off_premises, data_abroad])| {
            Nature { kind, confidentiality, integrity, availability, personal, records, segment, remote_access, off_premises, data_abroad, subcontract_depth }
        },
    )
}

/// A contract and the day from which the register watches it.
#[derive(Clone, Debug)]
pub struct Sample {
    pub id: ContractId,
    pub nature: Nature,
    pub tier: Tier,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub from: NaiveDate,
}

impl Sample {
    /// Watched from its start on, without personal information, tier C.
    pub fn of(start: &str, end: &str) -> Self {
        Self { id: ContractId::new("01k5w0h3zq8v2c4n6m7p9r1s2t"), nature: plain(), tier: Tier::C, start: day(start), end: day(end), from: day(start) }
    }

    pub fn with(mut self, personal: PersonalInformation, tier: Tier) -> Self {
        (self.nature.personal, self.tier) = (personal, tier);
        self
    }

    pub fn from(mut self, from: &str) -> Self {
        self.from = day(from);
        self
    }

    pub fn subject(&self) -> Subject<'_> {
        Subject { id: &self.id, nature: &self.nature, tier: self.tier, start: self.start, end: self.end }
    }

    /// Its plan under the shipped policy.
    pub fn plan(&self) -> Vec<Planned> {
        self.plan_under(&shipped::cadence())
    }

    pub fn plan_under(&self, policy: &CadencePolicy) -> Vec<Planned> {
        plan(&self.subject(), policy, shipped::calendar(), self.from)
    }

    /// The first day the plan may look at.
    pub fn first(&self) -> NaiveDate {
        self.start.max(self.from)
    }
}

/// Contracts from 2019 to 2035, from one day to ten years long, of any nature and tier, watched from before, within or after.
pub fn any_sample() -> impl Strategy<Value = Sample> {
    let length = prop_oneof![1 => 0u64..3, 2 => 0u64..120, 4 => 0u64..3_653];
    let watched = prop_oneof![3 => Just(0i64), 1 => -400i64..0, 3 => 0i64..3_800];
    (("[0-9a-z]{26}", any_nature(), any_of()), (0u64..6_210, length, watched)).prop_map(|((id, nature, tier), (start, length, watched))| {
        let start = day("2019-01-01") + Days::new(start);
        Sample { id: ContractId::new(id), nature, tier, start, end: start + Days::new(length), from: start + chrono::TimeDelta::days(watched) }
    })
}

/// Cadence policies a city might make of the shipped one: other months, other counts, other distances, no first or last check.
pub fn any_policy() -> impl Strategy<Value = CadencePolicy> {
    let counts = prop::collection::vec(0u8..=12, 5);
    let months = prop::collection::vec(any::<bool>(), 12);
    (counts, months, any::<[bool; 2]>(), (0u32..60, 0u32..60, 0u32..60)).prop_map(
        |(counts, months, [initial, closing], (within, clearance, closing_within))| {
            let mut policy = shipped::cadence();
            for (rule, count) in policy.rules.iter_mut().zip(counts) {
                rule.per_year = count;
            }
            policy.months = (1..=12).zip(months).filter(|(_, kept)| *kept).map(|(month, _)| month).collect();
            (policy.initial, policy.closing) = (initial, closing);
            (policy.initial_within_days, policy.clearance_days, policy.closing_within_days) = (within, clearance, closing_within);
            policy
        },
    )
}

/// A contract of the information policy section, in its draft.
pub fn contract(nature: Nature) -> Contract {
    Contract {
        id: ContractId::new("01contract"),
        number: "R08-0012".into(),
        title: "住民記録システム運用保守業務".into(),
        summary: String::new(),
        department: DepartmentId::new("01department"),
        contractor: ContractorId::new("01contractor"),
        assessment: shipped::risk().assess(&nature),
        nature,
        start: day("2026-04-01"),
        end: day("2027-03-31"),
        amount: Some(12_340_000),
        city_lead: "情報政策課長 市 花子".into(),
        contractor_lead: String::new(),
        contractor_contact: String::new(),
        workplace: String::new(),
        service_level: String::new(),
        regime_choice: None,
        selection: None,
        stage: Stage::Draft,
        closing: None,
        catalogue_version: 1,
        coverage: CoverageCount::default(),
        updated_at: DateTime::UNIX_EPOCH,
        version: 1,
    }
}

/// A check of the plan as it stands in the register, nobody having begun it.
pub fn scheduled(check: &Planned) -> Existing {
    Existing {
        slot: check.slot.clone(),
        untouched: true,
        due: check.due,
        placed: false,
        methods: check.methods.clone(),
        questions: check.questions,
        inspector: check.inspector,
    }
}
