//! 選定基準: what is asked of a candidate, as rows of policy data.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Work;
use crate::{
    Lang, choice,
    contract::{ContractKind, PersonalInformation},
};

choice! {
    CriterionGroup {
        Ability = "ability", "技術的能力", "Technical ability";
        Trust = "trust", "信用・経営", "Trust and business condition";
        Measures = "measures", "安全管理措置", "Security measures";
        People = "people", "作業場所・要員", "Places and people";
        Ties = "ties", "資本関係・役員", "Capital ties and officers";
        Law = "law", "法的環境", "Legal environment";
        Subcontractors = "subcontractors", "再委託先", "Subcontractors";
        MyNumber = "my_number", "特定個人情報", "Specific personal information";
    }
}

/// One thing a candidate is held to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Criterion {
    /// Stable name, e.g. `A1`.
    pub id: String,
    pub group: CriterionGroup,
    pub text: String,
    pub text_en: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence_en: String,
    /// Points for meeting it.
    pub weight: u32,
    /// Who does not meet it cannot pass.
    #[serde(default)]
    pub blocking: bool,
    /// Asked for these kinds of work; empty for all.
    #[serde(default)]
    pub kinds: Vec<ContractKind>,
    /// Asked where this information is handled; empty for all.
    #[serde(default)]
    pub personal: Vec<PersonalInformation>,
    /// The policy section or rule it rests on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
}

impl Criterion {
    pub fn applies(&self, work: Work) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&work.kind)) && (self.personal.is_empty() || self.personal.contains(&work.personal))
    }

    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.text, &self.text_en)
    }

    pub fn evidence(&self, lang: Lang) -> &str {
        lang.pick(&self.evidence, &self.evidence_en)
    }
}

/// One version of the city's criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Criteria {
    pub version: u32,
    pub in_force_from: NaiveDate,
    /// How long a selection counts, in months from the decision, unless the decision says otherwise.
    pub valid_months: u32,
    pub criteria: Vec<Criterion>,
}

/// The criteria in force, and those written to follow them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CriteriaView {
    pub criteria: Criteria,
    /// Written already, in force from a later day.
    pub coming: Option<Criteria>,
}

impl CriteriaView {
    /// What a change starts from.
    pub fn newest(&self) -> &Criteria {
        self.coming.as_ref().unwrap_or(&self.criteria)
    }
}

impl Criteria {
    /// What is asked for this work, in the order of the criteria.
    pub fn for_work(&self, work: Work) -> Vec<Criterion> {
        self.criteria.iter().filter(|criterion| criterion.applies(work)).cloned().collect()
    }

    /// The last day of a selection passed on a day, unless the decision says otherwise.
    pub fn usual_until(&self, decided: NaiveDate) -> NaiveDate {
        decided.checked_add_months(Months::new(self.valid_months)).unwrap_or(decided)
    }
}
