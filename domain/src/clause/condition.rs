//! A condition of a clause: one fact of the contract, compared with one value. It is stored as people would note it (`records >= 1000`) and said as
//! a sentence.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Lang, choice,
    contract::{Confidentiality, ContractKind, Level, Nature, PersonalInformation, Segment},
    form,
    label::Choice,
    text,
};

choice! {
    /// What a condition looks at: the facts a contract states of itself.
    Fact {
        Kind = "kind", "契約の種類", "Kind of contract";
        Confidentiality = "confidentiality", "情報の機密性", "Confidentiality";
        Integrity = "integrity", "完全性", "Integrity";
        Availability = "availability", "可用性", "Availability";
        Personal = "personal", "個人情報の取扱い", "Personal information";
        Records = "records", "取り扱う件数", "Number of records";
        Segment = "segment", "接続するネットワーク", "Network segment";
        RemoteAccess = "remote_access", "遠隔からの接続", "Remote access";
        OffPremises = "off_premises", "庁外への持ち出し", "Information off the premises";
        DataAbroad = "data_abroad", "国外でのデータの取扱い", "Data abroad";
        SubcontractDepth = "subcontract_depth", "再委託の段数", "Tiers of subcontracting";
    }
}

choice! {
    Relation {
        Is = "=", "である", "is";
        IsNot = "!=", "でない", "is not";
        AtLeast = ">=", "以上", "is at least";
        AtMost = "<=", "以下", "is at most";
    }
}

/// What a fact can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    Flag,
    Count,
    /// Words with their labels, from the lowest to the highest.
    OneOf(Vec<(&'static str, &'static str)>),
}

const FLAG: [&str; 2] = ["no", "yes"];

fn one_of<T: Choice>(lang: Lang) -> Values {
    Values::OneOf(T::ALL.iter().map(|value| (value.word(), value.label(lang))).collect())
}

/// The place of a value among all of its kind.
fn rank<T: Choice>(value: T) -> u64 {
    T::ALL.iter().position(|known| *known == value).map_or(0, |place| place as u64)
}

fn read_rank<T: Choice>(text: &str) -> Option<u64> {
    T::read(text).map(rank)
}

impl Fact {
    pub fn values(self, lang: Lang) -> Values {
        match self {
            Self::Kind => one_of::<ContractKind>(lang),
            Self::Confidentiality => one_of::<Confidentiality>(lang),
            Self::Integrity | Self::Availability => one_of::<Level>(lang),
            Self::Personal => one_of::<PersonalInformation>(lang),
            Self::Segment => one_of::<Segment>(lang),
            Self::RemoteAccess | Self::OffPremises | Self::DataAbroad => Values::Flag,
            Self::Records | Self::SubcontractDepth => Values::Count,
        }
    }

    /// The ways it can be compared: only what has an order has a more and a less.
    pub const fn relations(self) -> &'static [Relation] {
        match self {
            Self::Kind | Self::Personal | Self::Segment => &[Relation::Is, Relation::IsNot],
            Self::Confidentiality => Relation::ALL,
            Self::Integrity | Self::Availability | Self::RemoteAccess | Self::OffPremises | Self::DataAbroad => &[Relation::Is],
            Self::Records | Self::SubcontractDepth => &[Relation::AtLeast, Relation::AtMost],
        }
    }

    fn of(self, nature: &Nature) -> u64 {
        match self {
            Self::Kind => rank(nature.kind),
            Self::Confidentiality => rank(nature.confidentiality),
            Self::Integrity => rank(nature.integrity),
            Self::Availability => rank(nature.availability),
            Self::Personal => rank(nature.personal),
            Self::Records => nature.records,
            Self::Segment => rank(nature.segment),
            Self::RemoteAccess => u64::from(nature.remote_access),
            Self::OffPremises => u64::from(nature.off_premises),
            Self::DataAbroad => u64::from(nature.data_abroad),
            Self::SubcontractDepth => u64::from(nature.subcontract_depth),
        }
    }

    /// Reads a value as it is stored or called.
    fn read(self, text: &str) -> Option<u64> {
        match self {
            Self::Kind => read_rank::<ContractKind>(text),
            Self::Confidentiality => read_rank::<Confidentiality>(text),
            Self::Integrity | Self::Availability => read_rank::<Level>(text),
            Self::Personal => read_rank::<PersonalInformation>(text),
            Self::Segment => read_rank::<Segment>(text),
            Self::RemoteAccess | Self::OffPremises | Self::DataAbroad => {
                (!text.trim().is_empty() && form::flag(text).is_ok()).then(|| u64::from(form::read_flag(text)))
            }
            Self::Records | Self::SubcontractDepth => (!text.trim().is_empty()).then(|| form::read_count(text).ok()).flatten(),
        }
    }
}

/// `fact relation value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    fact: Fact,
    relation: Relation,
    /// The count, or the place of the value among all there are.
    value: u64,
}

impl Condition {
    /// Nothing where the fact is not compared so or cannot have the value.
    pub fn new(fact: Fact, relation: Relation, value: &str) -> Option<Self> {
        let value = fact.read(value).filter(|_| fact.relations().contains(&relation))?;
        Some(Self { fact, relation, value })
    }

    const fn is(fact: Fact, value: u64) -> Self {
        Self { fact, relation: Relation::Is, value }
    }

    pub const fn fact(self) -> Fact {
        self.fact
    }

    pub const fn relation(self) -> Relation {
        self.relation
    }

    /// The value as it is stored.
    pub fn value(self) -> String {
        let place = usize::try_from(self.value).unwrap_or(usize::MAX);
        match self.fact.values(Lang::Ja) {
            Values::Flag => FLAG.get(place).copied().unwrap_or_default().to_owned(),
            Values::Count => self.value.to_string(),
            Values::OneOf(words) => words.get(place).map(|(word, _)| (*word).to_owned()).unwrap_or_default(),
        }
    }

    pub fn holds_for(self, nature: &Nature) -> bool {
        self.takes(self.fact.of(nature))
    }

    const fn takes(self, value: u64) -> bool {
        match self.relation {
            Relation::Is => value == self.value,
            Relation::IsNot => value != self.value,
            Relation::AtLeast => value >= self.value,
            Relation::AtMost => value <= self.value,
        }
    }

    /// The condition as a sentence.
    pub fn say(self, lang: Lang) -> String {
        let fact = self.fact.label(lang);
        let Self { relation, value, .. } = self;
        match self.fact.values(lang) {
            Values::Flag if value == 1 => lang.pick(&format!("{fact}がある"), fact).to_owned(),
            Values::Flag => lang.pick(&format!("{fact}がない"), &format!("No {}", fact.to_lowercase())).to_owned(),
            Values::Count if self.fact == Fact::SubcontractDepth && relation == Relation::AtLeast && value == 1 => {
                lang.pick("再委託がある", "Work is subcontracted").to_owned()
            }
            Values::Count => {
                let value = text::grouped(value);
                lang.pick(&format!("{fact}が{value}{}", relation.label(lang)), &format!("{fact} {} {value}", relation.label(lang))).to_owned()
            }
            Values::OneOf(words) => {
                let called = usize::try_from(value).ok().and_then(|place| words.get(place)).map_or("", |(_, label)| label);
                lang.pick(&format!("{fact}が「{called}」{}", relation.label(lang)), &format!("{fact} {} {called}", relation.label(lang))).to_owned()
            }
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.fact, self.relation, self.value())
    }
}

/// The text is no condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a condition: fact, relation and value, such as `records >= 1000`")]
pub struct NoCondition;

impl FromStr for Condition {
    type Err = NoCondition;

    /// A yes-or-no fact alone says that it is so; `subcontracting` is how the first catalogues said that there is any.
    fn from_str(text: &str) -> Result<Self, NoCondition> {
        if text == "subcontracting" {
            return Ok(Self { fact: Fact::SubcontractDepth, relation: Relation::AtLeast, value: 1 });
        }
        // Two signs before one: `=` is part of the others.
        let signs = [Relation::AtLeast, Relation::AtMost, Relation::IsNot, Relation::Is];
        let Some((relation, (fact, value))) = signs.into_iter().find_map(|relation| Some((relation, text.split_once(relation.word())?))) else {
            let fact = Fact::from_word(text).filter(|fact| fact.values(Lang::Ja) == Values::Flag);
            return fact.map(|fact| Self::is(fact, 1)).ok_or(NoCondition);
        };
        Fact::from_word(fact.trim()).and_then(|fact| Self::new(fact, relation, value)).ok_or(NoCondition)
    }
}

impl TryFrom<String> for Condition {
    type Error = NoCondition;

    fn try_from(text: String) -> Result<Self, NoCondition> {
        text.parse()
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.to_string()
    }
}

#[cfg(feature = "server")]
impl utoipa::PartialSchema for Condition {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let facts: Vec<&str> = Fact::ALL.iter().map(|fact| fact.word()).collect();
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some(format!("A fact of the contract, a relation (`=`, `!=`, `>=`, `<=`) and a value. Facts: {}.", facts.join(", "))))
            .examples(["records >= 1000", "confidentiality >= 3B", "remote_access = yes"])
            .into()
    }
}

#[cfg(feature = "server")]
impl utoipa::ToSchema for Condition {}

/// The first fact that can have no value that meets all the conditions: together they are never true.
pub fn contradicted(conditions: &[Condition]) -> Option<Fact> {
    let is_free = |fact: Fact| {
        let own: Vec<&Condition> = conditions.iter().filter(|condition| condition.fact == fact).collect();
        let possible: Vec<u64> = match fact.values(Lang::Ja) {
            Values::Flag => vec![0, 1],
            Values::OneOf(words) => (0..words.len() as u64).collect(),
            // Conditions of a count change their answer only at their values.
            Values::Count => own.iter().flat_map(|condition| [condition.value.saturating_sub(1), condition.value, condition.value + 1]).chain([0]).collect(),
        };
        possible.into_iter().any(|value| own.iter().all(|condition| condition.takes(value)))
    };
    conditions.iter().map(|condition| condition.fact).find(|fact| !is_free(*fact))
}

/// The ways in which a contract comes under a column of the catalogue, each a list of conditions that hold together.
pub(super) fn ways_of(applies: super::Applies) -> Vec<Vec<Condition>> {
    use super::Applies;
    let kind = |kind| Condition::is(Fact::Kind, rank(kind));
    let not = |condition: Condition| Condition { relation: Relation::IsNot, ..condition };
    match applies {
        Applies::Outsourcing => vec![vec![not(kind(ContractKind::Cloud))]],
        Applies::System => vec![vec![kind(ContractKind::SystemDevelopment)], vec![kind(ContractKind::SystemOperation)]],
        Applies::Cloud => {
            let at_least = Condition { fact: Fact::Confidentiality, relation: Relation::AtLeast, value: rank(Confidentiality::C2) };
            vec![vec![kind(ContractKind::Cloud), at_least]]
        }
        Applies::Personal => vec![vec![not(Condition::is(Fact::Personal, rank(PersonalInformation::None)))]],
        Applies::MyNumber => vec![vec![Condition::is(Fact::Personal, rank(PersonalInformation::MyNumber))]],
    }
}
