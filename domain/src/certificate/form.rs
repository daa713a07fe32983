//! The forms of a certificate: what it states, and its end before its last day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Certificate, CertificateKind, End, EndReason, Lasts, Part};
use crate::{
    Error, Result, date,
    error::FieldError,
    form,
    id::{self, CertificateId, ContractorId},
    label::Choice,
    message::Message,
    text,
};

/// What a certificate states. What its kind has no use for stays blank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CertificateForm {
    /// Id of the contractor. It cannot be changed later.
    #[validate(custom(function = "form::required"))]
    pub contractor: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<CertificateKind>"))]
    pub kind: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(length(max = 60))]
    pub number: String,
    /// Stars, as `3` or `★3`.
    #[serde(deserialize_with = "form::lenient")]
    pub grade: String,
    #[validate(length(max = 1000))]
    pub scope: String,
    #[validate(length(max = 200))]
    pub body: String,
    #[validate(length(max = 200))]
    pub edition: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub issued_on: String,
    /// Blank where it follows from the rules of the kind.
    #[validate(custom(function = "form::date"))]
    pub expires_on: String,
    #[validate(custom(function = "form::date"))]
    pub audit_period_end: String,
    #[validate(custom(function = "form::date"))]
    pub renewal_filed_on: String,
    #[validate(length(max = 2000))]
    pub remark: String,
    /// Id of the certificate this one takes the place of, which thereby ends. Of no concern to a change.
    pub renews: String,
}

/// A checked [`CertificateForm`]; what it refers to is not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateInput {
    pub contractor: ContractorId,
    pub kind: CertificateKind,
    pub number: String,
    pub grade: Option<u8>,
    pub scope: String,
    pub body: String,
    pub edition: String,
    pub issued_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub audit_period_end: Option<NaiveDate>,
    pub renewal_filed_on: Option<NaiveDate>,
    pub remark: String,
    pub renews: Option<CertificateId>,
}

impl CertificateForm {
    /// Reads the form by the rules of its kind, or answers every field's error at once.
    pub fn read(&self, today: NaiveDate) -> Result<CertificateInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let mut wrong = |field: &str, message: Message| {
            if errors.iter().all(|error| error.field != field) {
                errors.push(FieldError::new(field, message));
            }
        };
        let stated = CertificateKind::read(&self.kind);
        let kind = stated.unwrap_or(CertificateKind::Other);
        let rule = kind.rule();
        // What a kind asks for is told once it is known.
        for (part, field, value) in self.parts().into_iter().filter(|_| stated.is_some()) {
            let stated = !text::tidy(value).is_empty();
            let of_no_use = match part {
                Part::Grade => rule.grades.is_empty(),
                Part::AuditPeriodEnd => !matches!(rule.lasts, Lasts::AfterAudit(_)),
                _ => false,
            };
            if !stated && rule.needs.contains(&part) {
                wrong(field, Message::new("field.required"));
            } else if stated && of_no_use {
                wrong(field, Message::new("certificate.not_of_kind"));
            }
        }
        let number = match rule.number.read(&self.number) {
            Ok(number) => number,
            Err(_) if text::tidy(&self.number).is_empty() => String::new(),
            Err(key) => {
                wrong("number", Message::new(key));
                String::new()
            }
        };
        let grade = text::code(&self.grade).trim_start_matches('★').parse().ok();
        if !self.grade.trim().is_empty() && grade.is_none_or(|grade| !rule.grades.contains(&grade)) {
            let grades = rule.grades.iter().map(|grade| format!("★{grade}")).collect::<Vec<_>>().join("・");
            wrong("grade", Message::new("certificate.grade").with("grades", grades));
        }
        let [issued, stated, audited, filed] = [&self.issued_on, &self.expires_on, &self.audit_period_end, &self.renewal_filed_on].map(|day| date::parse(day));
        for (field, day) in [("issued_on", issued), ("renewal_filed_on", filed)] {
            if day.is_some_and(|day| day > today) {
                wrong(field, Message::new("field.in_future"));
            }
        }
        let issued_on = issued.unwrap_or(today);
        if audited.is_some_and(|end| end > issued_on) {
            wrong("audit_period_end", Message::new("certificate.audited_later"));
        }
        if filed.is_some_and(|filed| filed < issued_on) {
            wrong("renewal_filed_on", Message::new("certificate.filed_early"));
        }
        let (longest, expires_on) = (rule.last_day(issued_on, audited), stated.or_else(|| rule.computed(issued_on, audited)));
        match (expires_on, longest) {
            (None, _) if matches!(rule.lasts, Lasts::Stated(_)) => wrong("expires_on", Message::new("field.required")),
            (Some(last), _) if last < issued_on => wrong("expires_on", Message::new("certificate.reversed")),
            (Some(last), Some(longest)) if last > longest => wrong("expires_on", Message::new("certificate.too_long").with("last", longest)),
            _ => {}
        }
        if !id::is_valid(&self.contractor) {
            wrong("contractor", Message::new("field.choice"));
        }
        if !self.renews.is_empty() && !id::is_valid(&self.renews) {
            wrong("renews", Message::new("field.choice"));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(CertificateInput {
            contractor: self.contractor.parse()?,
            kind,
            number,
            grade,
            scope: form::prose(&self.scope),
            body: text::tidy(&self.body),
            edition: text::tidy(&self.edition),
            issued_on,
            expires_on,
            audit_period_end: audited,
            renewal_filed_on: filed,
            remark: form::prose(&self.remark),
            renews: Some(&self.renews).filter(|id| !id.is_empty()).map(|id| id.parse()).transpose()?,
        })
    }

    fn parts(&self) -> [(Part, &'static str, &str); 6] {
        [
            (Part::Number, "number", &self.number),
            (Part::Grade, "grade", &self.grade),
            (Part::Scope, "scope", &self.scope),
            (Part::Body, "body", &self.body),
            (Part::Edition, "edition", &self.edition),
            (Part::AuditPeriodEnd, "audit_period_end", &self.audit_period_end),
        ]
    }

    /// The form of what is to take the place of a certificate: what is likely to stay the same, and no days.
    pub fn renewing(before: &Certificate) -> Self {
        let blank = String::new;
        Self {
            issued_on: blank(),
            expires_on: blank(),
            audit_period_end: blank(),
            renewal_filed_on: blank(),
            remark: blank(),
            renews: before.id.to_string(),
            ..Self::from(before)
        }
    }
}

impl From<&Certificate> for CertificateForm {
    fn from(certificate: &Certificate) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            contractor: certificate.contractor.to_string(),
            kind: certificate.kind.to_string(),
            number: certificate.number.clone(),
            grade: certificate.grade.map(|grade| grade.to_string()).unwrap_or_default(),
            scope: certificate.scope.clone(),
            body: certificate.body.clone(),
            edition: certificate.edition.clone(),
            issued_on: certificate.issued_on.to_string(),
            expires_on: day(certificate.expires_on),
            audit_period_end: day(certificate.audit_period_end),
            renewal_filed_on: day(certificate.renewal_filed_on),
            remark: certificate.remark.clone(),
            renews: String::new(),
        }
    }
}

/// That a certificate no longer counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EndForm {
    /// The first day on which it does not count.
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub on: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<EndReason>"))]
    pub reason: String,
    #[validate(length(max = 1000))]
    pub remark: String,
}

impl EndForm {
    /// `issued_on` is that of the certificate: it cannot end before.
    pub fn read(&self, issued_on: NaiveDate, today: NaiveDate) -> Result<End> {
        self.validate()?;
        let on = date::parse(&self.on).unwrap_or(today);
        if on > today {
            return Err(Error::invalid("on", Message::new("field.in_future")));
        }
        if on < issued_on {
            return Err(Error::invalid("on", Message::new("certificate.ends_early").with("issued", issued_on)));
        }
        Ok(End { on, reason: EndReason::read(&self.reason).unwrap_or(EndReason::Revoked), remark: form::prose(&self.remark) })
    }
}
