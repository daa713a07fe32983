//! The fields of a certificate, for the new one and for the one that changes. What a kind has no use for goes out of sight once the kind is chosen,
//! unless something stands in it.

use domain::{
    certificate::{CertificateKind, Lasts, Part, WARN_DAYS},
    date,
    label::Choice,
};
use leptos::prelude::*;

use super::listed::Listed;
use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::{Children, IntoAny},
        field::{DateField, SelectField, TextArea, TextField, options},
        form::{FormState, use_form},
    },
};

fn kind(state: FormState) -> Option<CertificateKind> {
    CertificateKind::read(&state.value("kind"))
}

/// Children that go out of sight while their field is blank and the kind has no use for it.
#[component]
fn Useful(field: &'static str, part: Part, children: Children) -> impl IntoView {
    let state = use_form();
    let useless = move || {
        let rule = kind(state).map(CertificateKind::rule);
        let of_no_use = rule.is_some_and(|rule| match part {
            Part::Grade => rule.grades.is_empty(),
            Part::AuditPeriodEnd => !matches!(rule.lasts, Lasts::AfterAudit(_)),
            _ => false,
        });
        of_no_use && state.value(field).trim().is_empty()
    };
    view! { <div hidden=useless>{children.show()}</div> }
}

/// What the last day will be if it is left to the rules.
fn computed(state: FormState) -> impl Fn() -> Option<AnyView> + Clone {
    let lang = use_lang();
    move || {
        let rule = kind(state)?.rule();
        let day = |field: &str| date::parse(&state.value(field));
        let last = rule.computed(day("issued_on")?, day("audit_period_end"))?;
        Some(view! { <p class="hint">{t!(certificate.computed, last = date::short(last, lang))}</p> }.into_any())
    }
}

#[component]
pub fn CertificateFields(
    /// The contractor, where it is to be chosen.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = use_form();
    let computed = computed(state);
    view! {
        <fieldset class="fieldset">
            <legend>{t!(certificate.part_what)} <small>{t!(certificate.part_what_text)}</small></legend>
            <div class="grid-2">
                {children.map(Children::show)}
                <SelectField name="kind" required=true options={options::<CertificateKind>()}/>
                <TextField name="number" hint=t!(certificate.number_hint) autocomplete="off"/>
                <Useful field="grade" part=Part::Grade><TextField name="grade" hint=t!(certificate.grade_hint) class="short" autocomplete="off"/></Useful>
                <TextField name="body" hint=t!(certificate.body_hint) autocomplete="off"/>
                <TextField name="edition" hint=t!(certificate.edition_hint) autocomplete="off"/>
                <Listed/>
                <TextArea name="scope" hint=t!(certificate.scope_hint)/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(certificate.part_days)} <small>{t!(certificate.part_days_text, days = WARN_DAYS)}</small></legend>
            <div class="grid-2">
                <DateField name="issued_on" required=true hint=t!(certificate.issued_hint)/>
                <div>
                    <DateField name="expires_on" hint=t!(certificate.expires_hint)/>
                    {computed}
                </div>
                <Useful field="audit_period_end" part=Part::AuditPeriodEnd><DateField name="audit_period_end" hint=t!(certificate.audit_hint)/></Useful>
                <DateField name="renewal_filed_on" hint=t!(certificate.filed_hint)/>
                <TextArea name="remark" hint=t!(certificate.remark_hint)/>
            </div>
        </fieldset>
    }
}
