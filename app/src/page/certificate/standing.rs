//! How certificates stand, in words and marks; and the lines of one wherever certificates are cited.

use domain::{
    certificate::{CertificateRow, CertificateState},
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        state::{Badge, Day},
    },
};

#[component]
pub fn CertificateStateBadge(state: CertificateState) -> impl IntoView {
    let tone = match state {
        CertificateState::Valid => "ok",
        CertificateState::Expiring => "warn",
        CertificateState::RenewalPending => "info",
        CertificateState::Expired => "danger",
        CertificateState::Ended | CertificateState::NotYet => "neutral",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}

/// The last day as lists show it.
pub fn last_day(row: &CertificateRow) -> AnyView {
    match row.expires_on {
        Some(day) => view! { <Day day=day/> }.into_any(),
        None => view! { <span class="muted">{t!(certificate.without_end)}</span> }.into_any(),
    }
}

/// One certificate among the evidence of something else, with how it stands.
pub fn cited(row: &CertificateRow) -> impl IntoView + use<> {
    view! {
        <a class="link" href=format!("/certificates/{}", row.id)>{row.title(use_lang())}</a> " "
        <CertificateStateBadge state=row.state/> " "
        <span class="muted">{last_day(row)}</span>
    }
}

/// What a select of certificates offers.
pub fn options(rows: &[CertificateRow]) -> Vec<(String, String)> {
    let lang = use_lang();
    rows.iter().map(|row| (row.id.to_string(), row.offer(lang))).collect()
}
