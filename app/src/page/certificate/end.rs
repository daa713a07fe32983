//! The end of a certificate before its last day. Folded: it is rarely needed.

use domain::certificate::{CertificateView, EndForm, EndReason};
use leptos::prelude::*;

use super::words;
use crate::{
    rpc::certificate::EndCertificate,
    session::use_session,
    t,
    ui::{
        beside::Beside,
        field::{DateField, SelectField, TextArea, options},
        form::{ErrorSummary, Form, errors_of},
    },
};

#[component]
pub fn EndPanel(view: CertificateView, beside: Beside, action: ServerAction<EndCertificate>) -> impl IntoView {
    let (certificate, today) = (view.certificate, use_session().today());
    let issued_on = certificate.issued_on;
    let state = beside.state(&EndForm::default(), certificate.version, move |form: &EndForm| errors_of(form.read(issued_on, today)), label);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    view! {
        <details class="panel" open=beside.came_back().is_some()>
            <summary>{t!(certificate.record_end)}</summary>
            <p class="muted">{t!(certificate.end_text)}</p>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=certificate.id.to_string()/>
                <input type="hidden" name="version" value=certificate.version.to_string()/>
                <div class="grid-2">
                    <DateField name="on" required=true/>
                    <SelectField name="reason" required=true options={options::<EndReason>()}/>
                    <TextArea name="remark"/>
                    <p class="actions full"><button class="btn danger" aria-busy=sending>{t!(certificate.record_end)}</button></p>
                </div>
            </Form>
        </details>
    }
}

fn label(path: &str) -> String {
    if path == "remark" { t!(certificate.end_remark).to_owned() } else { words::label(path) }
}
