//! How often, by which means, by whom and when a contract is verified: rows of policy data (市情報セキュリティポリシー 2.6(8), domain rule 3).

mod draft;
mod form;
mod what_if;

use serde::{Deserialize, Serialize};

use crate::{
    choice,
    clause::Clause,
    contract::{ContractKind, Nature, PersonalInformation},
    label::Choice,
    message::{Message, label_param},
    risk::Tier,
    verification::Method,
};

pub use draft::{CadenceChange, CadenceComparison, CadenceDraft, CadenceDraftView, CadenceInForce, CadenceSetting, SettingChange};
pub use form::{CadenceForceForm, CadenceForm, CadenceRuleForm};
pub use what_if::{Effect, WhatIf, WhatIfCell, WhatIfRow, effect};

choice! {
    /// When in the life of a contract a row speaks.
    #[derive(Default)]
    Phase {
        Initial = "initial", "着手時", "At the start";
        #[default]
        Periodic = "periodic", "毎年度", "Every fiscal year";
        Closing = "closing", "終了時", "At the end";
    }
}

choice! {
    /// Who carries a check out.
    #[derive(Default)]
    Inspector {
        #[default]
        Department = "department", "担当課", "The department";
        Officer = "officer", "情報セキュリティ担当", "Security officers";
    }
}

choice! {
    /// Which of the clauses a contract must contain a check asks about.
    #[derive(Default)]
    Questions {
        #[default]
        All = "all", "求められる条項すべて", "Every required clause";
        Blocking = "blocking", "必須の条項だけ", "Those it cannot do without";
        Closing = "closing", "返却・消去の条項だけ", "Those of return and erasure";
    }
}

impl Questions {
    pub const fn ask(self, clause: &Clause) -> bool {
        match self {
            Self::All => true,
            Self::Blocking => clause.blocking,
            Self::Closing => clause.closing,
        }
    }
}

/// One row: the contracts it speaks of and what they get. In each phase the first row that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadenceRule {
    /// Stable name, e.g. `my_number`.
    pub id: String,
    #[serde(default)]
    pub phase: Phase,
    /// Fits these kinds of contract; empty fits all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<ContractKind>,
    /// Fits these kinds of information; empty fits all.
    #[serde(default)]
    pub personal: Vec<PersonalInformation>,
    /// Fits these tiers; empty fits all.
    #[serde(default)]
    pub tiers: Vec<Tier>,
    /// Checks within each fiscal year, 0 to 12; at the start and at the end 0 or 1.
    pub per_year: u8,
    /// Means that satisfy the check.
    pub methods: Vec<Method>,
    #[serde(default)]
    pub questions: Questions,
    #[serde(default)]
    pub inspector: Inspector,
    /// The policy section or decision it rests on.
    pub basis: String,
}

impl CadenceRule {
    pub fn fits(&self, nature: &Nature, tier: Tier) -> bool {
        self.takes(nature.kind, nature.personal, tier)
    }

    fn takes(&self, kind: ContractKind, personal: PersonalInformation, tier: Tier) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.personal.is_empty() || self.personal.contains(&personal))
            && (self.tiers.is_empty() || self.tiers.contains(&tier))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CadencePolicy {
    pub version: u32,
    pub rules: Vec<CadenceRule>,
    /// Whether a check is due at the start of a contract no row of that phase speaks of, and within how many days after it.
    pub initial: bool,
    pub initial_within_days: u32,
    /// Whether a check of return and erasure is due at the end where no row of that phase speaks, within this many days after it.
    pub closing: bool,
    pub closing_within_days: u32,
    /// Within how many days of an incident becoming known its extra checks are due.
    #[serde(default = "incident_within_days")]
    pub incident_within_days: u32,
    /// Months of the calendar (1–12) yearly checks are spread over; the rest stay free unless a short contract forces them.
    pub months: Vec<u8>,
    /// Periodic checks keep this many days from the initial one and from the end.
    pub clearance_days: u32,
    pub basis: String,
}

const fn incident_within_days() -> u32 {
    7
}

/// Something that is wrong with a policy: the place of the row in the list, or none where it concerns them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub row: Option<usize>,
    /// The field of the row it is about.
    pub field: &'static str,
    pub message: Message,
}

impl CadencePolicy {
    /// The row that says how often a contract is verified within a fiscal year.
    pub fn rule_for(&self, nature: &Nature, tier: Tier) -> Option<&CadenceRule> {
        self.row(Phase::Periodic, nature, tier)
    }

    /// The row that decides in a phase.
    pub fn row(&self, phase: Phase, nature: &Nature, tier: Tier) -> Option<&CadenceRule> {
        self.deciding(phase, nature.kind, nature.personal, tier).map(|(_, rule)| rule)
    }

    fn deciding(&self, phase: Phase, kind: ContractKind, personal: PersonalInformation, tier: Tier) -> Option<(usize, &CadenceRule)> {
        self.rules.iter().enumerate().find(|(_, rule)| rule.phase == phase && rule.takes(kind, personal, tier))
    }

    /// What the rules above do not allow, tried on every contract there can be: none without a yearly check (2.6(8): 定期的に確認), none with held
    /// personal information that paper or a certificate alone would satisfy (個人情報保護法 第66条), and no row that never decides.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut add = |row, field, message: Message| {
            if faults.iter().all(|known: &Fault| (known.row, known.field) != (row, field)) {
                faults.push(Fault { row, field, message });
            }
        };
        let mut decides = vec![false; self.rules.len()];
        for (kind, personal, tier) in every_contract() {
            for phase in Phase::ALL {
                if let Some((place, _)) = self.deciding(*phase, kind, personal, tier) {
                    decides[place] = true;
                }
            }
            let about = |key| Message::new(key).with("kind", label_param(kind)).with("personal", label_param(personal)).with("tier", tier);
            match self.deciding(Phase::Periodic, kind, personal, tier) {
                None => add(None, "rules", about("cadence.nobody_asks")),
                Some((place, rule)) if rule.per_year == 0 => add(Some(place), "per_year", about("cadence.never")),
                Some((place, rule)) if personal != PersonalInformation::None => {
                    if let Some(method) = rule.methods.iter().find(|method| matches!(method, Method::Paper | Method::Certificate)) {
                        add(Some(place), method.word(), about("cadence.on_the_spot").with("method", label_param(*method)));
                    }
                }
                Some(_) => {}
            }
        }
        for (place, rule) in self.rules.iter().enumerate() {
            if rule.methods.is_empty() && rule.per_year > 0 {
                add(Some(place), "on_site", Message::new("cadence.no_method"));
            }
            if rule.phase != Phase::Periodic && rule.per_year > 1 {
                add(Some(place), "per_year", Message::new("cadence.once"));
            }
            if rule.phase == Phase::Closing && rule.methods.contains(&Method::Certificate) {
                add(Some(place), "certificate", Message::new("cadence.no_proof"));
            }
            if !decides[place] {
                add(Some(place), "order", Message::new("cadence.shadowed"));
            }
        }
        faults
    }
}

/// Every contract a row can tell from another.
fn every_contract() -> impl Iterator<Item = (ContractKind, PersonalInformation, Tier)> {
    let kinds = ContractKind::ALL.iter().copied();
    kinds.flat_map(|kind| PersonalInformation::ALL.iter().flat_map(move |personal| Tier::ALL.iter().map(move |tier| (kind, *personal, *tier))))
}
