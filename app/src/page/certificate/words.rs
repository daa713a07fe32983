//! What the fields of a certificate are called and what their values mean; for forms, conflicts and the history alike.

use domain::certificate::{CertificateKind, CertificateView, EndReason, title};

use crate::{
    lang::use_lang,
    t,
    ui::audit_trail::Words,
    words::{choice, day, name},
};

pub const WORDS: Words = Words { label, value };

pub fn label(path: &str) -> String {
    known(path).unwrap_or(path).to_owned()
}

/// What a field is called, if it has a name.
pub fn known(path: &str) -> Option<&'static str> {
    Some(match path {
        "contractor" => t!(certificate.contractor),
        "kind" => t!(certificate.kind),
        "number" => t!(certificate.number),
        "grade" => t!(certificate.grade),
        "scope" => t!(certificate.scope),
        "body" => t!(certificate.body),
        "edition" => t!(certificate.edition),
        "issued_on" => t!(certificate.issued_on),
        "expires_on" => t!(certificate.expires_on),
        "audit_period_end" => t!(certificate.audit_period_end),
        "renewal_filed_on" => t!(certificate.renewal_filed_on),
        "remark" => t!(certificate.remark),
        "renews" => t!(certificate.renew),
        "on" | "ended.on" => t!(certificate.ended_on),
        "reason" | "ended.reason" => t!(certificate.end_reason),
        "ended.remark" => t!(certificate.end_remark),
        _ => return crate::page::attachment::words::known(path),
    })
}

pub fn value(path: &str, value: &str) -> String {
    match path {
        "kind" => choice::<CertificateKind>(value),
        "reason" | "ended.reason" => choice::<EndReason>(value),
        "issued_on" | "expires_on" | "audit_period_end" | "renewal_filed_on" | "on" | "ended.on" => day(value),
        "contractor" => name(value),
        _ => crate::page::attachment::words::value(path, value),
    }
}

/// What a certificate is called.
pub fn title_of(view: &CertificateView) -> String {
    let certificate = &view.certificate;
    title(certificate.kind, certificate.grade, &certificate.number, &certificate.edition, use_lang())
}
