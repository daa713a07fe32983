//! 契約条項: the catalogue of security clauses a contract must contain, which of them a contract needs, and which it has.

mod condition;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    Error, Lang, Result,
    catalogue_draft::NewerCatalogue,
    choice,
    contract::{Confidentiality, Nature, PersonalInformation},
    contract_text::TextRead,
    error::FieldError,
    exception::ExceptionRequest,
    form,
    id::ExceptionId,
    label::Choice,
    message::{Message, label_param},
    reading::{Cues, Proposal, Synonym},
    reason::Reason,
    text,
};

pub use condition::{Condition, Fact, NoCondition, Relation, Values, contradicted};

choice! {
    ClauseGroup {
        Common = "common", "共通", "Common";
        System = "system", "情報システム", "Information systems";
        Cloud = "cloud", "クラウドサービス", "Cloud services";
        SupplyChain = "supply_chain", "サプライチェーン", "Supply chain";
        MyNumber = "my_number", "特定個人情報", "My Number";
        Personal = "personal", "個人情報", "Personal information";
    }
}

choice! {
    /// The natures of a contract a clause applies to: the applies column of the catalogue.
    Applies {
        Outsourcing = "outsourcing", "業務委託", "Any outsourcing";
        System = "system", "情報システムの委託", "Information-system outsourcing";
        Cloud = "cloud", "機密性2以上のクラウド", "Cloud with confidentiality 2 or above";
        Personal = "personal", "保有個人情報", "Personal information";
        MyNumber = "my_number", "特定個人情報", "Specific personal information";
    }
}

impl Applies {
    /// Whether a contract of this nature falls under the column.
    pub fn holds_for(self, nature: &Nature) -> bool {
        use crate::contract::ContractKind::Cloud;
        match self {
            Self::Outsourcing => nature.kind != Cloud,
            Self::System => nature.kind.is_system(),
            Self::Cloud => nature.kind == Cloud && nature.confidentiality >= Confidentiality::C2,
            Self::Personal => nature.personal != PersonalInformation::None,
            Self::MyNumber => nature.personal == PersonalInformation::MyNumber,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Clause {
    /// Stable across versions, e.g. `K08`.
    pub id: String,
    pub group: ClauseGroup,
    pub title: String,
    pub title_en: String,
    pub requirement: String,
    pub requirement_en: String,
    pub applies: Vec<Applies>,
    /// Further conditions, all of which must hold.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// A contract without it cannot be put in force.
    pub blocking: bool,
    /// Asked when the contract has ended: return and erasure.
    pub closing: bool,
    /// To be handed down to every subcontractor: all that binds the contractor in its work, unless a version says otherwise.
    #[serde(default = "handed_down")]
    pub flows_down: bool,
    pub basis: String,
    pub keywords: Vec<String>,
    /// What an inspector asks at a verification.
    pub check: String,
    pub check_en: String,
    pub evidence: String,
    pub evidence_en: String,
    /// Model text, Markdown.
    pub text: String,
    /// How the clause is recognised in the text of a contract.
    #[serde(default, skip_serializing_if = "Cues::is_empty")]
    pub cues: Cues,
}

const fn handed_down() -> bool {
    true
}

impl Clause {
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title, &self.title_en)
    }

    pub fn requirement(&self, lang: Lang) -> &str {
        lang.pick(&self.requirement, &self.requirement_en)
    }

    pub fn is_required_for(&self, nature: &Nature) -> bool {
        self.when.iter().all(|condition| condition.holds_for(nature)) && self.applies.iter().any(|applies| applies.holds_for(nature))
    }

    /// Every reason why a contract of this nature must contain it; nothing where it need not.
    pub fn reasons_for(&self, nature: &Nature) -> Option<Vec<Reason>> {
        if !self.is_required_for(nature) {
            return None;
        }
        let applies = self.applies.iter().filter(|applies| applies.holds_for(nature)).map(|applies| applies_reason(self, *applies));
        Some(applies.chain(self.when.iter().map(|condition| when_reason(self, *condition))).collect())
    }

    /// Whether no contract there can be would need it: its conditions exclude each other or all that it applies to.
    pub fn is_never_required(&self) -> bool {
        let possible = |mut way: Vec<Condition>| {
            way.extend(&self.when);
            contradicted(&way).is_none()
        };
        !self.applies.iter().flat_map(|applies| condition::ways_of(*applies)).any(possible)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Catalogue {
    pub version: u32,
    pub in_force_from: NaiveDate,
    pub source: String,
    /// Words the cues of several clauses share.
    #[serde(default, rename = "synonym", skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<Synonym>,
    #[serde(rename = "clause")]
    pub clauses: Vec<Clause>,
}

/// A clause a contract must contain, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required<'a> {
    pub clause: &'a Clause,
    pub reasons: Vec<Reason>,
}

impl Catalogue {
    /// Takes cues from another version where this one has none at all: it was written before texts could be read.
    pub fn borrow_cues(&mut self, from: Self) {
        if self.clauses.iter().any(|clause| !clause.cues.is_empty()) {
            return;
        }
        for clause in from.clauses {
            if let Some(own) = self.clauses.iter_mut().find(|own| own.id == clause.id) {
                own.cues = clause.cues;
            }
        }
        self.synonyms = from.synonyms;
    }

    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The clauses a contract of this nature must contain, in catalogue order, each with every reason that calls for it.
    pub fn required_for(&self, nature: &Nature) -> Vec<Required<'_>> {
        self.clauses.iter().filter_map(|clause| Some(Required { clause, reasons: clause.reasons_for(nature)? })).collect()
    }
}

fn applies_reason(clause: &Clause, applies: Applies) -> Reason {
    Reason::new(format!("clause.{}.{}", clause.id, applies), Message::new("clause.applies").with("applies", label_param(applies)), clause.basis.clone())
}

fn when_reason(clause: &Clause, condition: Condition) -> Reason {
    // Said in the reader's language: see [`Message::say`].
    let said = Message::new("clause.when").with("condition", format!("@Condition:{condition}"));
    Reason::new(format!("clause.{}.{}", clause.id, condition.fact()), said, clause.basis.clone())
}

choice! {
    /// Whether a contract has a required clause.
    MarkState {
        Missing = "missing", "未確認・不足", "Missing";
        Present = "present", "あり", "Present";
        Excepted = "excepted", "例外承認", "Excepted";
    }
}

/// What was found of one clause in one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Mark {
    pub clause: String,
    pub state: MarkState,
    /// 条番号 in the contract, e.g. 第12条第2項.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub article: String,
    /// The passage that fulfils it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// Why it is excepted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 代替措置: what is done in its place while it is excepted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// Last day of the exception; it brings the gap back by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The exception that was approved; absent where none is, and in records older than requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<ExceptionId>,
    pub marked_by: String,
    pub marked_at: DateTime<Utc>,
}

impl Mark {
    /// The state on a day: an exception that has run out is a gap again.
    pub fn state_on(&self, today: NaiveDate) -> MarkState {
        match self.state {
            MarkState::Excepted if self.until.is_some_and(|until| until < today) => MarkState::Missing,
            state => state,
        }
    }

    /// What has to be said of an exception that has ended, or will within [`EXCEPTION_NOTICE_DAYS`].
    pub fn notice_on(&self, today: NaiveDate) -> Option<Message> {
        let until = self.until.filter(|_| self.state == MarkState::Excepted)?;
        let days = (until - today).num_days();
        match days {
            ..0 => Some(Message::new("clause.exception_ended").with("until", until)),
            0..=EXCEPTION_NOTICE_DAYS => Some(Message::new("clause.exception_ends").with("until", until).with("days", days)),
            _ => None,
        }
    }
}

/// The end of an exception is announced this many days before: time enough to amend the contract or to approve anew.
pub const EXCEPTION_NOTICE_DAYS: i64 = 60;

/// How far a contract's required clauses are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CoverageCount {
    pub required: u32,
    pub present: u32,
    pub excepted: u32,
    /// Missing clauses among the blocking ones.
    pub blocking: u32,
    /// The first day on which an exception counted here has ended and the count is no longer true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapses_on: Option<NaiveDate>,
}

impl CoverageCount {
    pub const fn missing(self) -> u32 {
        self.required.saturating_sub(self.present + self.excepted)
    }

    /// Counts marks against what is required.
    pub fn of(required: &[Required<'_>], marks: &[Mark], today: NaiveDate) -> Self {
        let mut count = Self { required: u32::try_from(required.len()).unwrap_or(u32::MAX), ..Self::default() };
        for need in required {
            let mark = marks.iter().find(|mark| mark.clause == need.clause.id);
            match mark.map_or(MarkState::Missing, |mark| mark.state_on(today)) {
                MarkState::Present => count.present += 1,
                MarkState::Excepted => {
                    count.excepted += 1;
                    let ended = mark.and_then(|mark| mark.until).and_then(|until| until.succ_opt());
                    count.lapses_on = count.lapses_on.into_iter().chain(ended).min();
                }
                MarkState::Missing if need.clause.blocking => count.blocking += 1,
                MarkState::Missing => {}
            }
        }
        count
    }
}

/// A required clause with its state, as a page or a program reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CoverageLine {
    pub clause: String,
    pub group: ClauseGroup,
    pub title: String,
    pub requirement: String,
    pub blocking: bool,
    pub state: MarkState,
    /// That its exception has ended or soon will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Message>,
    /// That only a version under way needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coming: Option<Message>,
    pub reasons: Vec<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// What the contract's text says of it, where one was uploaded. Nobody has confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// An exception that is asked for and not yet decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<ExceptionRequest>,
    /// The model text, rendered and sanitised.
    pub html: String,
}

/// The clauses of one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Coverage {
    pub catalogue_version: u32,
    /// A newer version in force, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<NewerCatalogue>,
    pub count: CoverageCount,
    /// The contract's text, where one was uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextRead>,
    pub lines: Vec<CoverageLine>,
    /// Of the marks and of the text together.
    pub version: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MarkForm {
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<MarkState>"))]
    pub state: String,
    #[validate(length(max = 60))]
    pub article: String,
    #[validate(length(max = 4000))]
    pub quote: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkInput {
    pub state: MarkState,
    pub article: String,
    pub quote: String,
}

impl MarkForm {
    /// Reads the form. A present clause states its article. An exception is no finding of the reader's: see [`crate::exception`].
    pub fn read(&self) -> Result<MarkInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let input = MarkInput {
            state: MarkState::read(&self.state).unwrap_or(MarkState::Missing),
            article: text::tidy(&self.article),
            quote: form::prose(&self.quote),
        };
        if input.state == MarkState::Excepted {
            errors.push(FieldError::new("state", Message::new("clause.except_by_request")));
        }
        if input.state == MarkState::Present && input.article.is_empty() {
            errors.push(FieldError::new("article", Message::new("clause.article_missing")));
        }
        if errors.is_empty() { Ok(input) } else { Err(Error::Invalid(errors)) }
    }
}

/// A clause of the catalogue as its page shows it, the model text rendered and sanitised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClauseView {
    pub clause: Clause,
    pub html: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CatalogueView {
    pub version: u32,
    pub in_force_from: NaiveDate,
    pub source: String,
    pub clauses: Vec<ClauseView>,
}
