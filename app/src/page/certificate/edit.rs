//! Changing what a certificate states; and what happens when two people do it at once.

use std::collections::BTreeMap;

use domain::{
    certificate::{CertificateForm, CertificateView},
    permission::Operation,
};
use leptos::prelude::*;

use super::{Record, fields::CertificateFields, use_certificate, words};
use crate::{
    rpc::certificate::ChangeCertificate,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Draft, Mine, ground},
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, fields_of},
        load::load,
        page_head::PageHead,
    },
    words::Names,
};

#[component]
pub fn EditCertificatePage() -> impl IntoView {
    let record = use_certificate();
    let (action, draft) = (ServerAction::<ChangeCertificate>::new(), Draft::default());
    load(record, move |view| edit(&view, record, action, draft))
}

fn edit(view: &CertificateView, record: Record, action: ServerAction<ChangeCertificate>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteCertificate)/> }.into_any();
    }
    let certificate = &view.certificate;
    let (id, current, today) = (certificate.id.to_string(), certificate.version, use_session().today());
    let page = format!("/certificates/{id}");
    let shown = CertificateForm::from(certificate);
    let mut theirs = fields_of(&shown);
    theirs.remove("renews");
    let title = t!(certificate.edit_title, name = words::title_of(view));
    if let Some(behind) = draft.behind(current) {
        Names::provide(BTreeMap::from([(certificate.contractor.to_string(), view.contractor_name.clone())]));
        return view! {
            <PageHead title=title/>
            <Conflict
                action=action
                id=id
                theirs=theirs
                current=current
                mine=behind
                words=words::WORDS
                page=page
                draft=draft
                record=record
            />
        }
        .into_any();
    }
    let state = FormState::new("form", &shown, move |form: &CertificateForm| errors_of(form.read(today)), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    let contractor = view! { <a class="link" href=format!("/contractors/{}", certificate.contractor)>{view.contractor_name.clone()}</a> };
    view! {
        <PageHead title=title sub=contractor.into_any()/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <input type="hidden" name="form[contractor]" value=shown.contractor/>
            <CertificateFields/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
