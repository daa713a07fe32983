//! The risk tier of a contract: points from what it touches, by weights that are policy data, with every contribution told.

use serde::{Deserialize, Serialize};

use crate::{
    choice,
    contract::{Confidentiality, Level, Nature, PersonalInformation, Segment},
    label::Choice,
    message::{Message, label_param},
    reason::Reason,
};

choice! {
    /// リスク区分; A is the gravest.
    Tier {
        A = "A", "A", "A";
        B = "B", "B", "B";
        C = "C", "C", "C";
    }
}

/// From this many records on, these points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RecordStep {
    pub from: u64,
    pub points: u32,
}

/// Weights and thresholds, as one version of the city's policy states them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RiskPolicy {
    pub version: u32,
    /// Points per classification, in the order 1, 2, 3C, 3B, 3A.
    pub confidentiality: [u32; 5],
    /// Points for none, personal, specific personal information.
    pub personal: [u32; 3],
    /// Points per segment, in the order none, internet, LGWAN, My Number.
    pub segment: [u32; 4],
    /// Rising steps; the last one reached counts.
    pub records: Vec<RecordStep>,
    pub integrity: u32,
    pub availability: u32,
    pub remote_access: u32,
    pub off_premises: u32,
    pub data_abroad: u32,
    /// Points per tier of subcontracting, counted up to three tiers.
    pub subcontract: u32,
    /// From this many points on, tier A; from that many, tier B.
    pub tier_a_from: u32,
    pub tier_b_from: u32,
    /// Specific personal information is tier A whatever the points.
    pub my_number_is_a: bool,
    pub basis: String,
}

/// The tier of one contract, with what led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Assessment {
    pub tier: Tier,
    pub points: u32,
    /// Version of the risk policy it was made under.
    pub policy_version: u32,
    pub reasons: Vec<Reason>,
}

const DEEPEST: u8 = 3;

impl RiskPolicy {
    /// Adds up what the contract touches; contributions of zero are left out of the reasons.
    pub fn assess(&self, nature: &Nature) -> Assessment {
        let mut reasons: Vec<Reason> = self
            .contributions(nature)
            .into_iter()
            .filter(|(_, points, _)| *points > 0)
            .map(|(rule, points, message)| Reason::new(rule, message, self.basis.clone()).points(points))
            .collect();
        let points = reasons.iter().filter_map(|reason| reason.points).fold(0_u32, u32::saturating_add);
        let by_points = if points >= self.tier_a_from {
            Tier::A
        } else if points >= self.tier_b_from {
            Tier::B
        } else {
            Tier::C
        };
        let raised = self.my_number_is_a && nature.personal == PersonalInformation::MyNumber && by_points != Tier::A;
        if raised {
            reasons.push(Reason::new("risk.my_number_is_a", Message::new("risk.my_number_is_a"), self.basis.clone()));
        }
        Assessment { tier: if raised { Tier::A } else { by_points }, points, policy_version: self.version, reasons }
    }

    fn contributions(&self, nature: &Nature) -> Vec<(&'static str, u32, Message)> {
        let flag = |truth: bool, points: u32| if truth { points } else { 0 };
        let at = |all: &[u32], index: usize| all.get(index).copied().unwrap_or(0);
        let records = self.records.iter().filter(|step| nature.records >= step.from).map(|step| step.points).max().unwrap_or(0);
        let depth = nature.subcontract_depth.min(DEEPEST);
        vec![
            (
                "risk.confidentiality",
                at(&self.confidentiality, position(nature.confidentiality)),
                Message::new("risk.confidentiality").with("value", label_param::<Confidentiality>(nature.confidentiality)),
            ),
            ("risk.personal", at(&self.personal, position(nature.personal)), Message::new("risk.personal").with("value", label_param(nature.personal))),
            ("risk.segment", at(&self.segment, position(nature.segment)), Message::new("risk.segment").with("value", label_param::<Segment>(nature.segment))),
            ("risk.records", records, Message::new("risk.records").with("count", nature.records)),
            ("risk.integrity", flag(nature.integrity == Level::L2, self.integrity), Message::new("risk.integrity")),
            ("risk.availability", flag(nature.availability == Level::L2, self.availability), Message::new("risk.availability")),
            ("risk.remote_access", flag(nature.remote_access, self.remote_access), Message::new("risk.remote_access")),
            ("risk.off_premises", flag(nature.off_premises, self.off_premises), Message::new("risk.off_premises")),
            ("risk.data_abroad", flag(nature.data_abroad, self.data_abroad), Message::new("risk.data_abroad")),
            ("risk.subcontract", self.subcontract.saturating_mul(u32::from(depth)), Message::new("risk.subcontract").with("depth", nature.subcontract_depth)),
        ]
    }
}

fn position<T: Choice>(value: T) -> usize {
    T::ALL.iter().position(|other| *other == value).unwrap_or(0)
}
