//! 契約の版: a contract as first concluded, and each amendment (変更契約) and renewal (更新) that came after. A new version keeps the old.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Contract, ContractForm, ContractInput, Regime, RegimeChoice, regime_of};
use crate::{
    Error, Result,
    audit::{self, FieldChange},
    choice, date,
    error::FieldError,
    form,
    id::{ContractId, RevisionId},
    label::Choice,
    message::Message,
};

choice! {
    RevisionKind {
        Original = "original", "当初契約", "As first concluded";
        /// 変更契約: other terms within the same contract.
        Amendment = "amendment", "変更契約", "Amendment";
        /// 更新: the contract goes on past its end.
        Renewal = "renewal", "更新", "Renewal";
    }
}

choice! {
    RevisionStage {
        Draft = "draft", "下書き", "Draft";
        Submitted = "submitted", "審査中", "Under review";
        /// The procurement officer found it complete; its day has not come.
        Agreed = "agreed", "発効待ち", "Agreed, not yet in effect";
        InEffect = "in_effect", "発効済み", "In effect";
        Withdrawn = "withdrawn", "取下げ", "Withdrawn";
    }
}

impl RevisionStage {
    /// Under way: a contract has one such version at a time.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Agreed)
    }
}

/// Steps a version can be asked to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevisionStep {
    /// The department hands the draft to the procurement officer.
    Submit,
    /// The procurement officer hands it back, saying why.
    Return,
    /// The procurement officer finds it complete: it takes effect on its day.
    Agree,
    /// It will not be concluded.
    Withdraw,
}

/// One version of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Revision {
    pub id: RevisionId,
    pub contract: ContractId,
    /// Its place among the versions, 1 for the contract as first concluded; one that was withdrawn leaves its place to the next.
    pub number: u32,
    pub kind: RevisionKind,
    /// The day it is concluded; not known of the first, where the register took it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concluded_on: Option<NaiveDate>,
    pub effective_from: NaiveDate,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Of a renewal past the day from which the supply-chain rules bind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime_choice: Option<RegimeChoice>,
    /// The whole contract as it stands under this version, in the register's own spelling.
    pub terms: ContractForm,
    pub stage: RevisionStage,
    /// Names of who drafted it, handed it in, and decided on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub requested_by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub submitted_by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decided_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// Why it was handed back or withdrawn.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    pub updated_at: DateTime<Utc>,
    pub version: u64,
}

impl Revision {
    /// What the first version would be if it were written down: the contract as it stands, from its start.
    pub fn original(contract: &Contract) -> Self {
        Self {
            id: RevisionId::new(contract.id.as_str()),
            contract: contract.id.clone(),
            number: 1,
            kind: RevisionKind::Original,
            concluded_on: None,
            effective_from: contract.start,
            reason: String::new(),
            regime_choice: contract.regime_choice.clone(),
            terms: ContractForm::from(contract),
            stage: RevisionStage::InEffect,
            requested_by: String::new(),
            submitted_by: String::new(),
            decided_by: String::new(),
            decided_on: None,
            remark: String::new(),
            updated_at: contract.updated_at,
            version: 1,
        }
    }
}

/// The fields in which two versions differ, in the order of their names. Blank and absent are the same.
pub fn differences(before: &ContractForm, after: &ContractForm) -> Vec<FieldChange> {
    let stated = |form: &ContractForm| {
        let mut fields = serde_json::to_value(form).unwrap_or_default();
        if let Some(fields) = fields.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some(""));
        }
        fields
    };
    audit::changes(Some(&stated(before)), Some(&stated(after)))
}

/// Fields of a contract in force that only a new version changes: who it is with, how it is called, and how long it runs.
pub fn bound_to_versions(before: &Contract, input: &ContractInput) -> Vec<FieldError> {
    let changed = [
        ("contractor", before.contractor != input.contractor),
        ("end", before.end != input.end),
        ("number", before.number != input.number),
        ("start", before.start != input.start),
    ];
    changed.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| FieldError::new(field, Message::new("revision.needed"))).collect()
}

/// Whether it matters how a renewal counts: the contract began before the rules bind, and goes on after.
pub fn regime_matters(kind: RevisionKind, start: NaiveDate, effective_from: NaiveDate) -> bool {
    kind == RevisionKind::Renewal && regime_of(start) != regime_of(effective_from)
}

/// An amendment or a renewal as somebody drafts it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RevisionForm {
    /// `amendment` or `renewal`.
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<RevisionKind>"))]
    pub kind: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub concluded_on: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub effective_from: String,
    #[validate(custom(function = "form::required"), length(max = 2000))]
    pub reason: String,
    /// How the renewal counts, where it began before the supply-chain rules bind and goes on after.
    #[validate(custom(function = "form::choice::<Regime>"))]
    pub regime: String,
    #[validate(length(max = 1000))]
    pub regime_reason: String,
    /// All of the contract as it shall be.
    pub terms: ContractForm,
}

/// A checked [`RevisionForm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionInput {
    pub kind: RevisionKind,
    pub concluded_on: NaiveDate,
    pub effective_from: NaiveDate,
    pub reason: String,
    /// Only where it matters.
    pub regime: Option<(Regime, String)>,
    pub terms: ContractInput,
}

impl RevisionForm {
    /// Reads the form, or answers every field's error at once. `since` is the day the version in force took effect.
    pub fn read(&self, contract: &Contract, since: NaiveDate) -> Result<RevisionInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let terms = match self.terms.read() {
            Ok(terms) => Some(terms),
            Err(Error::Invalid(faults)) => {
                errors.extend(faults.into_iter().map(|fault| FieldError { field: format!("terms.{}", fault.field), ..fault }));
                None
            }
            Err(error) => return Err(error),
        };
        let kind = RevisionKind::read(&self.kind).unwrap_or(RevisionKind::Original);
        let effective_from = date::parse(&self.effective_from);
        let regime = Regime::read(&self.regime);
        let reason = form::prose(&self.regime_reason);
        let mut wrong = |field: &str, message: Message| {
            if errors.iter().all(|error| error.field != field) {
                errors.push(FieldError::new(field, message));
            }
        };
        if kind == RevisionKind::Original {
            wrong("kind", Message::new("field.choice"));
        }
        if let (Some(terms), Some(from)) = (&terms, effective_from) {
            if from < since || from > terms.end {
                wrong("effective_from", Message::new("revision.effective_from").with("from", since).with("until", terms.end));
            }
            if kind == RevisionKind::Renewal {
                if terms.start != contract.start {
                    wrong("terms.start", Message::new("revision.renewal_start").with("start", contract.start));
                }
                if terms.end <= contract.end {
                    wrong("terms.end", Message::new("revision.renewal_end").with("end", contract.end));
                }
            }
            if differences(&ContractForm::from(contract), &ContractForm::from(terms)).is_empty() {
                wrong("", Message::new("revision.nothing_changed"));
            }
        }
        let matters = effective_from.is_some_and(|from| regime_matters(kind, contract.start, from));
        if matters && regime.is_none() {
            wrong("regime", Message::new("revision.regime_missing"));
        }
        if matters && reason.is_empty() {
            wrong("regime_reason", Message::new("revision.regime_reason"));
        }
        match (terms, effective_from, date::parse(&self.concluded_on)) {
            (Some(terms), Some(effective_from), Some(concluded_on)) if errors.is_empty() => Ok(RevisionInput {
                kind,
                concluded_on,
                effective_from,
                reason: form::prose(&self.reason),
                regime: regime.filter(|_| matters).map(|regime| (regime, reason)),
                terms,
            }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl From<&Revision> for RevisionForm {
    fn from(revision: &Revision) -> Self {
        let choice = revision.regime_choice.as_ref();
        Self {
            kind: revision.kind.word().to_owned(),
            concluded_on: revision.concluded_on.map(|day| day.to_string()).unwrap_or_default(),
            effective_from: revision.effective_from.to_string(),
            reason: revision.reason.clone(),
            regime: choice.map(|choice| choice.regime.word().to_owned()).unwrap_or_default(),
            regime_reason: choice.map(|choice| choice.reason.clone()).unwrap_or_default(),
            terms: revision.terms.clone(),
        }
    }
}

/// A step, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RevisionStepForm {
    pub step: RevisionStep,
    /// Needed to hand back and to withdraw.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub remark: String,
}

impl RevisionStepForm {
    /// The remark, which handing back and withdrawing need.
    pub fn read(&self) -> Result<String> {
        self.validate()?;
        let remark = form::prose(&self.remark);
        let needed = matches!(self.step, RevisionStep::Return | RevisionStep::Withdraw);
        if needed && remark.is_empty() { Err(Error::invalid("remark", Message::new("revision.remark_missing"))) } else { Ok(remark) }
    }
}

/// A version as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RevisionView {
    pub revision: Revision,
    /// In which fields it differs: from the version before it, or, while it is under way, from the one in force.
    pub changes: Vec<FieldChange>,
    /// The contract runs under this version today.
    pub in_force: bool,
    /// Its day has come, and it could not take effect: why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hindrances: Vec<Message>,
    /// Steps the reader may ask for now.
    pub steps: Vec<RevisionStep>,
    /// The reader may change the draft.
    pub may_change: bool,
}

/// The versions of a contract, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RevisionList {
    pub items: Vec<RevisionView>,
    /// The reader may draft the next.
    pub may_draft: bool,
    /// Names of the departments, contractors and selections that the versions refer to, by their ids.
    pub names: std::collections::BTreeMap<String, String>,
}
