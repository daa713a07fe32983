//! The cadence as the security officer writes it: a table of rows and what holds for all of them.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{CadencePolicy, CadenceRule, Inspector, Phase, Questions};
use crate::{
    Error, Result,
    contract::{ContractKind, PersonalInformation},
    error::FieldError,
    form,
    label::Choice,
    message::Message,
    risk::Tier,
    text,
    verification::Method,
};

/// Rows a policy may have: a table of more is read by nobody.
pub const MOST_ROWS: usize = 40;
/// Days a deadline may lie off its event.
const MOST_DAYS: u64 = 365;
const MOST_PER_YEAR: u64 = 12;

/// One row; one left blank is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CadenceRuleForm {
    /// The row's name; blank for a new one.
    #[validate(length(max = 40))]
    pub id: String,
    /// Rows are read in the order of these numbers; those without one come last.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::count"))]
    pub order: String,
    #[validate(custom(function = "form::choice::<Phase>"))]
    pub phase: String,
    /// Kinds of contract, separated by commas; blank for all.
    #[validate(custom(function = "several::<ContractKind>"))]
    pub kinds: String,
    /// Kinds of information, separated by commas; blank for all.
    #[validate(custom(function = "several::<PersonalInformation>"))]
    pub personal: String,
    /// Tiers, separated by commas; blank for all.
    #[validate(custom(function = "several::<Tier>"))]
    pub tiers: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "per_year"))]
    pub per_year: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub on_site: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub remote: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub paper: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub certificate: String,
    #[validate(custom(function = "form::choice::<Questions>"))]
    pub questions: String,
    #[validate(custom(function = "form::choice::<Inspector>"))]
    pub inspector: String,
    #[validate(length(max = 200))]
    pub basis: String,
    /// Whether the row falls away.
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub drop: String,
}

impl CadenceRuleForm {
    fn method(&self, method: Method) -> &str {
        match method {
            Method::OnSite => &self.on_site,
            Method::Remote => &self.remote,
            Method::Paper => &self.paper,
            Method::Certificate => &self.certificate,
        }
    }

    fn methods(&self) -> Vec<Method> {
        Method::ALL.iter().copied().filter(|method| form::read_flag(self.method(*method))).collect()
    }

    fn is_blank(&self) -> bool {
        let texts = [&self.kinds, &self.personal, &self.tiers, &self.per_year, &self.basis];
        form::read_flag(&self.drop) || (texts.into_iter().all(|text| text.trim().is_empty()) && self.methods().is_empty())
    }
}

/// A blank row to be filled in: what most rows say is said already.
impl CadenceRuleForm {
    pub fn blank() -> Self {
        Self {
            phase: Phase::default().to_string(),
            questions: Questions::default().to_string(),
            inspector: Inspector::default().to_string(),
            ..Self::default()
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CadenceForm {
    #[validate(nested)]
    pub rules: Vec<CadenceRuleForm>,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub initial: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "days"))]
    pub initial_within_days: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub closing: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "days"))]
    pub closing_within_days: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "days"))]
    pub incident_within_days: String,
    /// Such as `6〜2` or `6,7,8`: a span may wrap the year's end.
    #[validate(custom(function = "form::required"), custom(function = "months"))]
    pub months: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "days"))]
    pub clearance_days: String,
    #[validate(custom(function = "form::required"), length(max = 200))]
    pub basis: String,
}

/// Words or labels of a choice, separated by commas, each once and in the order of the choice.
fn read_several<T: Choice>(value: &str) -> Option<Vec<T>> {
    let parts = value.split([',', '、', '，']).map(text::tidy).filter(|part| !part.is_empty());
    let read: Vec<T> = parts.map(|part| T::read(&part)).collect::<Option<_>>()?;
    Some(T::ALL.iter().copied().filter(|known| read.iter().any(|value| value.word() == known.word())).collect())
}

fn several<T: Choice>(value: &str) -> Result<(), ValidationError> {
    read_several::<T>(value).map(|_| ()).ok_or_else(|| form::fault("field.choice"))
}

fn write_several<T: Choice>(values: &[T]) -> String {
    values.iter().map(|value| value.word()).collect::<Vec<_>>().join(",")
}

fn bounded(value: &str, most: u64) -> Option<u64> {
    form::read_count(value).ok().filter(|count| *count <= most)
}

fn per_year(value: &str) -> Result<(), ValidationError> {
    bounded(value, MOST_PER_YEAR).map(|_| ()).ok_or_else(|| form::fault("cadence.per_year"))
}

fn days(value: &str) -> Result<(), ValidationError> {
    bounded(value, MOST_DAYS).map(|_| ()).ok_or_else(|| form::fault("cadence.days"))
}

fn months(value: &str) -> Result<(), ValidationError> {
    read_months(value).map(|_| ()).ok_or_else(|| form::fault("cadence.months"))
}

/// Months of the calendar in the order of a fiscal year.
fn read_months(value: &str) -> Option<Vec<u8>> {
    let month = |part: &str| text::code(part).trim_end_matches('月').parse::<u8>().ok().filter(|month| (1..=12).contains(month));
    let mut found = Vec::new();
    for part in value.split([',', '、', '，', '・', ' ', '\u{3000}']).filter(|part| !part.trim().is_empty()) {
        let mut ends = part.split(['〜', '～', '~', '-', '－', '–']);
        let first = month(ends.next()?)?;
        let last = ends.next().map_or(Some(first), month)?;
        if ends.next().is_some() {
            return None;
        }
        let length = (last + 12 - first) % 12;
        found.extend((0..=length).map(|step| (first - 1 + step) % 12 + 1));
    }
    let fiscal = (4..=12).chain(1..=3);
    Some(fiscal.filter(|month| found.contains(month)).collect())
}

/// As [`read_months`] reads it: those in a row as a span.
fn write_months(months: &[u8]) -> String {
    let mut spans: Vec<(u8, u8)> = Vec::new();
    for month in (4..=12).chain(1..=3).filter(|month| months.contains(month)) {
        match spans.last_mut().filter(|(_, last)| last % 12 + 1 == month) {
            Some((_, last)) => *last = month,
            None => spans.push((month, month)),
        }
    }
    let span = |(first, last): (u8, u8)| if first == last { first.to_string() } else { format!("{first}〜{last}") };
    spans.into_iter().map(span).collect::<Vec<_>>().join("、")
}

impl From<&CadenceRule> for CadenceRuleForm {
    fn from(rule: &CadenceRule) -> Self {
        let flag = |method| if rule.methods.contains(&method) { "true".to_owned() } else { String::new() };
        Self {
            id: rule.id.clone(),
            order: String::new(),
            phase: rule.phase.to_string(),
            kinds: write_several(&rule.kinds),
            personal: write_several(&rule.personal),
            tiers: write_several(&rule.tiers),
            per_year: rule.per_year.to_string(),
            on_site: flag(Method::OnSite),
            remote: flag(Method::Remote),
            paper: flag(Method::Paper),
            certificate: flag(Method::Certificate),
            questions: rule.questions.to_string(),
            inspector: rule.inspector.to_string(),
            basis: rule.basis.clone(),
            drop: String::new(),
        }
    }
}

impl From<&CadencePolicy> for CadenceForm {
    fn from(policy: &CadencePolicy) -> Self {
        let flag = |truth: bool| if truth { "true".to_owned() } else { String::new() };
        let numbered = |(place, rule): (usize, &CadenceRule)| CadenceRuleForm { order: ((place + 1) * 10).to_string(), ..CadenceRuleForm::from(rule) };
        Self {
            rules: policy.rules.iter().enumerate().map(numbered).collect(),
            initial: flag(policy.initial),
            initial_within_days: policy.initial_within_days.to_string(),
            closing: flag(policy.closing),
            closing_within_days: policy.closing_within_days.to_string(),
            incident_within_days: policy.incident_within_days.to_string(),
            months: write_months(&policy.months),
            clearance_days: policy.clearance_days.to_string(),
            basis: policy.basis.clone(),
        }
    }
}

impl CadenceForm {
    /// The policy the form makes of the one it was begun on, under the next number.
    ///
    /// # Errors
    /// Every field's, and those of [`CadencePolicy::faults`] at the rows they concern, as the form numbers them.
    pub fn read(&self, base: &CadencePolicy) -> Result<CadencePolicy> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        if self.rules.len() > MOST_ROWS {
            errors.push(FieldError::new("rules", Message::new("cadence.too_many").with("max", MOST_ROWS)));
            return Err(Error::Invalid(errors));
        }
        let mut rows: Vec<(usize, &CadenceRuleForm)> = self.rules.iter().enumerate().filter(|(_, row)| !row.is_blank()).collect();
        rows.sort_by_key(|(_, row)| {
            Some(&row.order).filter(|order| !order.trim().is_empty()).and_then(|order| form::read_count(order).ok()).unwrap_or(u64::MAX)
        });
        for (place, row) in &rows {
            for (field, value) in [("phase", &row.phase), ("per_year", &row.per_year), ("basis", &row.basis)] {
                if value.trim().is_empty() {
                    errors.push(FieldError::new(format!("rules[{place}].{field}"), Message::new("field.required")));
                }
            }
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let day = |value: &str| u32::try_from(form::read_count(value).unwrap_or_default()).unwrap_or_default();
        let mut rules: Vec<CadenceRule> = Vec::with_capacity(rows.len());
        for (_, row) in &rows {
            let id = name(row, base, &rules);
            rules.push(read_row(row, id, base));
        }
        let policy = CadencePolicy {
            version: base.version + 1,
            rules,
            initial: form::read_flag(&self.initial),
            initial_within_days: day(&self.initial_within_days),
            closing: form::read_flag(&self.closing),
            closing_within_days: day(&self.closing_within_days),
            incident_within_days: day(&self.incident_within_days),
            months: read_months(&self.months).unwrap_or_default(),
            clearance_days: day(&self.clearance_days),
            basis: form::prose(&self.basis),
        };
        let at = |fault: super::Fault| {
            let path = fault.row.and_then(|row| rows.get(row)).map_or_else(|| fault.field.to_owned(), |(place, _)| format!("rules[{place}].{}", fault.field));
            FieldError::new(path, fault.message)
        };
        let faults: Vec<FieldError> = policy.faults().into_iter().map(at).collect();
        if faults.is_empty() { Ok(policy) } else { Err(Error::Invalid(faults)) }
    }
}

/// The name of a row: its own where the policy has it, else the first that is free.
fn name(row: &CadenceRuleForm, base: &CadencePolicy, taken: &[CadenceRule]) -> String {
    let free = |id: &str| taken.iter().all(|rule| rule.id != id);
    let known = |id: &str| base.rules.iter().any(|rule| rule.id == id);
    let id = text::code(&row.id);
    if known(&id) && free(&id) {
        return id;
    }
    let own = Some(id).filter(|id| id.starts_with("row_") && !known(id) && free(id));
    own.or_else(|| (1..=2 * MOST_ROWS).map(|number| format!("row_{number}")).find(|id| !known(id) && free(id))).unwrap_or_default()
}

fn read_row(row: &CadenceRuleForm, id: String, base: &CadencePolicy) -> CadenceRule {
    let methods = row.methods();
    // Boxes have no order: means that are the same as before stand as before.
    let is_same = |rule: &&CadenceRule| rule.id == id && rule.methods.len() == methods.len() && methods.iter().all(|method| rule.methods.contains(method));
    let methods = base.rules.iter().find(is_same).map(|rule| rule.methods.clone()).unwrap_or(methods);
    CadenceRule {
        id,
        phase: Phase::read(&row.phase).unwrap_or_default(),
        kinds: read_several(&row.kinds).unwrap_or_default(),
        personal: read_several(&row.personal).unwrap_or_default(),
        tiers: read_several(&row.tiers).unwrap_or_default(),
        per_year: form::read_count(&row.per_year).ok().and_then(|count| u8::try_from(count).ok()).unwrap_or_default(),
        methods,
        questions: Questions::read(&row.questions).unwrap_or_default(),
        inspector: Inspector::read(&row.inspector).unwrap_or_default(),
        basis: form::prose(&row.basis),
    }
}

/// Why the draft is put in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CadenceForceForm {
    #[validate(custom(function = "form::required"), length(max = 400))]
    pub note: String,
}

impl CadenceForceForm {
    pub fn read(&self) -> Result<String> {
        match self.validate() {
            Ok(()) => Ok(form::prose(&self.note)),
            Err(errors) => Err(Error::Invalid(form::field_errors(&errors))),
        }
    }
}
