//! The fields of a request, for the new one and for the one that changes.

use domain::{contract::PersonalInformation, contractor::ContractorRow};
use leptos::prelude::*;

use crate::{
    t,
    ui::{
        field::{CheckField, DateField, SelectField, TextArea, TextField, options},
        picker::ContractorPicker,
    },
};

#[component]
pub fn SubcontractFields(contractors: Vec<ContractorRow>) -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            <legend>{t!(subcontract.part_work)} <small>{t!(subcontract.part_work_text)}</small></legend>
            <div class="grid-2">
                <ContractorPicker name="contractor" first=contractors required=true hint=t!(subcontract.contractor_hint)/>
                <TextField name="place" required=true hint=t!(subcontract.place_hint) autocomplete="off"/>
                <DateField name="start" required=true/>
                <DateField name="end" required=true/>
                <TextArea name="work" required=true hint=t!(subcontract.work_hint)/>
                <CheckField name="abroad" hint=t!(subcontract.abroad_hint)/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(subcontract.part_information)} <small>{t!(subcontract.part_information_text)}</small></legend>
            <div class="grid-2">
                <SelectField name="personal" required=true options={options::<PersonalInformation>()}/>
                <TextArea name="information" hint=t!(subcontract.information_hint)/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(subcontract.part_safety)} <small>{t!(subcontract.part_safety_text)}</small></legend>
            <div class="grid-2">
                <DateField name="safety_on"/>
                <TextArea name="safety_how" hint=t!(subcontract.safety_how_hint)/>
            </div>
        </fieldset>
    }
}
