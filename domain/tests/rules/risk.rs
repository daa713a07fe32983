//! リスク区分 under the shipped weights.

use domain::{
    contract::{Confidentiality, ContractKind, Level, Nature, PersonalInformation, Segment},
    label::Choice,
    risk::{Assessment, RiskPolicy, Tier},
};
use proptest::{prelude::*, sample::select};

use crate::{
    samples::{any_nature, plain},
    shipped,
};

/// The next graver value of a choice, or the same at its end.
fn graver<T: Choice>(value: T) -> T {
    T::ALL.iter().copied().skip_while(|other| *other != value).nth(1).unwrap_or(value)
}

/// One fact of a nature made graver.
fn any_raise() -> impl Strategy<Value = fn(&mut Nature)> {
    let raises: [fn(&mut Nature); 10] = [
        |n| n.confidentiality = graver(n.confidentiality),
        |n| n.integrity = graver(n.integrity),
        |n| n.availability = graver(n.availability),
        |n| n.personal = graver(n.personal),
        |n| n.segment = graver(n.segment),
        |n| n.records = n.records.saturating_mul(10).max(1_000),
        |n| n.remote_access = true,
        |n| n.off_premises = true,
        |n| n.data_abroad = true,
        |n| n.subcontract_depth += 1,
    ];
    select(raises.to_vec())
}

fn told(assessment: &Assessment) -> Vec<(&str, Option<u32>)> {
    assessment.reasons.iter().map(|reason| (reason.rule.as_str(), reason.points)).collect()
}

#[test]
fn a_contract_that_touches_nothing_is_tier_c_without_reasons() {
    let assessment = shipped::risk().assess(&plain());
    assert_eq!((assessment.tier, assessment.points, assessment.policy_version, assessment.reasons), (Tier::C, 0, 1, Vec::new()));
}

#[test]
fn the_reasons_name_what_the_contract_touches_and_its_points() {
    let nature = Nature {
        kind: ContractKind::SystemOperation,
        confidentiality: Confidentiality::C3B,
        integrity: Level::L2,
        availability: Level::L1,
        personal: PersonalInformation::Personal,
        records: 12_000,
        segment: Segment::Lgwan,
        remote_access: true,
        off_premises: false,
        data_abroad: false,
        subcontract_depth: 5,
    };
    let assessment = shipped::risk().assess(&nature);
    let expected = [
        ("risk.confidentiality", Some(7)),
        ("risk.personal", Some(3)),
        ("risk.segment", Some(2)),
        ("risk.records", Some(2)),
        ("risk.integrity", Some(1)),
        ("risk.remote_access", Some(2)),
        ("risk.subcontract", Some(3)),
    ];
    assert_eq!(told(&assessment), expected);
    assert_eq!((assessment.points, assessment.tier), (20, Tier::A));
    let said: Vec<String> = assessment.reasons.iter().map(|reason| reason.message.say(domain::Lang::Ja)).collect();
    assert_eq!(said[..3], ["最も高い情報の分類は機密性3B", "取り扱う個人情報：保有個人情報", "接続するネットワーク：LGWAN接続系"]);
    assert_eq!(said[3..], ["取扱件数 12000件", "改ざんされると業務に支障（完全性2）", "庁外から遠隔で接続する", "再委託が5段ある"]);
}

#[test]
fn tiers_begin_at_their_thresholds() {
    let policy = shipped::risk();
    let tier = |points: u32| {
        let mut policy = policy.clone();
        policy.integrity = points;
        policy.assess(&Nature { integrity: Level::L2, ..plain() }).tier
    };
    assert_eq!([6, 7, 13, 14].map(tier), [Tier::C, Tier::B, Tier::B, Tier::A]);
}

#[test]
fn specific_personal_information_is_tier_a_whatever_the_points() {
    let nature = Nature { confidentiality: Confidentiality::C2, personal: PersonalInformation::MyNumber, ..plain() };
    let assessment = shipped::risk().assess(&nature);
    assert_eq!((assessment.tier, assessment.points), (Tier::A, 10));
    assert_eq!(told(&assessment).last(), Some(&("risk.my_number_is_a", None)));
    let mut policy = shipped::risk();
    policy.my_number_is_a = false;
    assert_eq!(policy.assess(&nature).tier, Tier::B);
}

#[test]
fn weights_beyond_all_measure_do_no_harm() {
    let policy = RiskPolicy { integrity: u32::MAX, availability: u32::MAX, subcontract: u32::MAX, ..shipped::risk() };
    let assessment = policy.assess(&Nature { integrity: Level::L2, availability: Level::L2, subcontract_depth: 9, ..plain() });
    assert_eq!((assessment.points, assessment.tier), (u32::MAX, Tier::A));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_graver_fact_never_lowers_points_or_tier(nature in any_nature(), raises in prop::collection::vec(any_raise(), 1..4)) {
        let policy = shipped::risk();
        let before = policy.assess(&nature);
        let mut raised = nature.clone();
        for raise in raises {
            raise(&mut raised);
        }
        let after = policy.assess(&raised);
        // Tier A is the first of the three.
        prop_assert!(after.points >= before.points && after.tier <= before.tier, "{:?} to {:?}", before, after);
    }

    #[test]
    fn the_points_are_those_of_the_reasons(nature in any_nature()) {
        let assessment = shipped::risk().assess(&nature);
        prop_assert_eq!(assessment.points, assessment.reasons.iter().filter_map(|reason| reason.points).sum::<u32>());
        prop_assert!(assessment.reasons.iter().all(|reason| reason.points != Some(0) && !reason.basis.is_empty() && reason.message.is_known()));
        prop_assert!(assessment.points > 0 || assessment.tier == Tier::C);
    }

    #[test]
    fn my_number_is_always_tier_a(mut nature in any_nature()) {
        nature.personal = PersonalInformation::MyNumber;
        prop_assert_eq!(shipped::risk().assess(&nature).tier, Tier::A);
    }

    #[test]
    fn records_count_by_the_last_step_they_reach(nature in any_nature()) {
        let assessment = shipped::risk().assess(&nature);
        let expected = match nature.records {
            100_000.. => Some(Some(3)),
            10_000.. => Some(Some(2)),
            1_000.. => Some(Some(1)),
            _ => None,
        };
        prop_assert_eq!(told(&assessment).iter().find(|(rule, _)| *rule == "risk.records").map(|(_, points)| *points), expected);
    }
}
