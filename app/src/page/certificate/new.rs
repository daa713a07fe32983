//! A new certificate. Opened from the list, from a contractor (`contractor` in the address), or from the certificate it renews (`renews`), whose
//! particulars it then begins with.

use domain::{
    certificate::{CertificateForm, CertificateView},
    id::{CertificateId, ContractorId},
    permission::Operation,
};
use leptos::prelude::*;

use super::{fields::CertificateFields, words};
use crate::{
    page::contract::sources::{Sources, typed_contractor},
    query::use_asked,
    rpc::certificate::{CreateCertificate, get_certificate},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        load::{fetched, load},
        page_head::PageHead,
        picker::ContractorPicker,
    },
};

#[component]
pub fn NewCertificatePage() -> impl IntoView {
    if !use_session().can(Operation::WriteCertificate) {
        return view! { <FaultView error=forbidden(Operation::WriteCertificate)/> }.into_any();
    }
    let asked = use_asked().get_untracked();
    let (contractor, renews) = (asked.parse::<ContractorId>("contractor"), asked.parse::<CertificateId>("renews"));
    let kind = asked.text("kind");
    let chosen = typed_contractor().or(contractor);
    let action = ServerAction::<CreateCertificate>::new();
    let record = fetched(
        move || (chosen.clone(), renews.clone()),
        |(chosen, renews)| async move {
            let before = match renews {
                Some(id) => Some(get_certificate(id).await?),
                None => None,
            };
            let chosen = before.as_ref().map(|before| before.certificate.contractor.clone()).or(chosen);
            Ok((before, Sources::fetch(chosen.clone(), false).await?, chosen))
        },
    );
    load(record, move |(before, sources, chosen)| form(before, sources, chosen, kind.clone(), action))
}

fn form(before: Option<CertificateView>, sources: Sources, chosen: Option<ContractorId>, kind: String, action: ServerAction<CreateCertificate>) -> AnyView {
    let today = use_session().today();
    let contractor = chosen.map(|id| id.to_string()).unwrap_or_default();
    let shown = before.as_ref().map_or_else(
        || CertificateForm { contractor: contractor.clone(), kind, ..CertificateForm::default() },
        |before| CertificateForm::renewing(&before.certificate),
    );
    let state = FormState::new("form", &shown, move |form: &CertificateForm| errors_of(form.read(today)), words::label);
    let cancel = match &before {
        Some(before) => format!("/certificates/{}", before.certificate.id),
        None if contractor.is_empty() => "/certificates".to_owned(),
        None => format!("/contractors/{contractor}"),
    };
    let renews = before.map(|before| {
        let name = words::title_of(&before);
        view! {
            <div class="callout" data-tone="info" role="note"><strong>{t!(certificate.renew)}</strong><p>{t!(certificate.renew_text, name = name)}</p></div>
        }
    });
    view! {
        <PageHead title=t!(certificate.new_title) sub=t!(certificate.new_text).into_any()/>
        {renews}
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="form[renews]" value=shown.renews.clone()/>
            <CertificateFields>
                <ContractorPicker name="contractor" first=sources.contractors required=true/>
            </CertificateFields>
            <FormActions save=t!(certificate.register_button) cancel=cancel/>
        </Form>
    }
    .into_any()
}
