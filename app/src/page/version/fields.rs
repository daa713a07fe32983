//! The fields of a version: its own first, then the whole contract as it shall be, with what differs from the version in force in sight.

use chrono::NaiveDate;
use domain::{
    contract::{
        ContractForm, MANDATORY_FROM, Regime,
        revision::{RevisionForm, RevisionKind, differences, regime_matters},
    },
    date,
    label::Choice,
    selection::SelectionRow,
};
use leptos::{context::Provider, prelude::*};

use super::words;
use crate::{
    lang::use_lang,
    page::contract::{fields::ContractFields, sources::Sources},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::Diff,
        field::{DateField, RadioField, TextArea},
        form::use_form,
    },
};

#[component]
pub fn VersionFields(
    sources: Sources,
    selection: Option<SelectionRow>,
    /// The version in force.
    before: ContractForm,
    /// First day of the contract.
    start: NaiveDate,
) -> impl IntoView {
    let (state, lang) = (use_form(), use_lang());
    let kinds = [RevisionKind::Amendment, RevisionKind::Renewal].map(|kind| {
        let text = if kind == RevisionKind::Renewal { t!(version.renewal_text) } else { t!(version.amendment_text) };
        (kind.word().to_owned(), kind.label(lang).to_owned(), text.to_owned())
    });
    let rules = Regime::ALL.iter().map(|regime| (regime.word().to_owned(), regime.label(lang).to_owned(), String::new())).collect::<Vec<_>>();
    view! {
        <fieldset class="fieldset">
            <legend>{t!(version.part_version)} <small>{t!(version.part_version_text)}</small></legend>
            <RadioField name="kind" required=true cards=true options=kinds.to_vec()/>
            <div class="grid-2">
                <DateField name="concluded_on" required=true/>
                <DateField name="effective_from" required=true hint=t!(version.effective_hint)/>
                <TextArea name="reason" required=true hint=t!(version.reason_hint)/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(contract.regime)} <small>{t!(version.regime_text, day = date::short(MANDATORY_FROM, lang))}</small></legend>
            {move || needed(state.form(), start)}
            <RadioField name="regime" options=rules/>
            <div class="grid-2"><TextArea name="regime_reason" hint=t!(version.regime_hint)/></div>
        </fieldset>
        <Provider value=state.within("terms")>
            <ContractFields sources=sources selection=selection/>
        </Provider>
        <section class="fieldset" aria-labelledby="differs-h">
            <h2 id="differs-h">{t!(version.differs)} <small>{t!(version.differs_text)}</small></h2>
            <div aria-live="polite">{move || differs(&before, &state.form::<RevisionForm>().terms)}</div>
        </section>
    }
}

/// Whether the choice is called for, as far as the form says so.
fn needed(form: RevisionForm, start: NaiveDate) -> Option<impl IntoView> {
    let kind = RevisionKind::read(&form.kind)?;
    let from = date::parse(&form.effective_from)?;
    regime_matters(kind, start, from).then(|| view! { <p class="muted"><strong>{t!(version.regime_needed)}</strong></p> })
}

/// What is typed is compared as it is written: spellings that mean the same are told as different until they are saved.
fn differs(before: &ContractForm, typed: &ContractForm) -> AnyView {
    let written = typed.read().map_or_else(|_| typed.clone(), |input| ContractForm::from(&input));
    let changes = differences(before, &written);
    if changes.is_empty() {
        return view! { <p class="muted">{t!(version.no_difference)}</p> }.into_any();
    }
    view! { <Diff changes=changes words=words::TERMS/> }.into_any()
}
