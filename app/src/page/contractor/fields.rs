//! The fields of a contractor, for the new one and for the one that changes.

use domain::{contractor::ContractorKind, label::Choice};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::field::{RadioField, TextArea, TextField},
};

#[component]
pub fn ContractorFields(
    /// Stands below the fields that identify a contractor.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = use_lang();
    let explained = |kind| match kind {
        ContractorKind::Company => t!(contractor.company_text),
        ContractorKind::SoleProprietor => t!(contractor.sole_text),
        ContractorKind::PublicBody => t!(contractor.public_text),
    };
    let kinds = ContractorKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label(lang).to_owned(), explained(*kind).to_owned())).collect();
    view! {
        <fieldset class="fieldset">
            <legend>{t!(contractor.part_identity)} <small>{t!(contractor.part_identity_text)}</small></legend>
            <RadioField name="kind" options=kinds required=true/>
            <div class="grid-2">
                <TextField name="corporate_number" hint=t!(contractor.number_hint) inputmode="numeric" autocomplete="off"/>
                <div></div>
                <TextField name="name" required=true autocomplete="off"/>
                <TextField name="name_kana" required=true hint=t!(contractor.kana_hint) autocomplete="off"/>
            </div>
            {children.map(|children| children())}
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(contractor.part_place)}</legend>
            <div class="grid-2">
                <TextField name="postal_code" hint=t!(contractor.postal_hint) class="short" inputmode="numeric" autocomplete="off"/>
                <TextField name="representative" hint=t!(contractor.representative_hint) autocomplete="off"/>
                <TextField name="address" required=true full=true autocomplete="off"/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(contractor.part_contact)} <small>{t!(contractor.part_contact_text)}</small></legend>
            <div class="grid-2">
                <TextField name="security_lead" hint=t!(contractor.security_lead_hint) full=true autocomplete="off"/>
                <TextField name="phone" kind="tel" autocomplete="off"/>
                <TextField name="email" kind="email" autocomplete="off"/>
                <TextArea name="note" hint=t!(contractor.note_hint)/>
            </div>
        </fieldset>
    }
}
