//! The fields of a contract, for the new one and for the one that changes. What decides the tier stands together, with the tier below it.

use domain::{
    contract::{Confidentiality, ContractKind, Level, PersonalInformation, Segment},
    label::Choice,
    selection::SelectionRow,
};
use leptos::prelude::*;

use super::{preview::Preview, selection::SelectionField, sources::Sources};
use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        field::{CheckField, DateField, NumberField, RadioField, SelectField, TextArea, TextField, options},
        form::use_form,
        picker::{ContractorPicker, DepartmentPicker},
    },
};

#[component]
pub fn ContractFields(
    sources: Sources,
    /// The selection the contract names.
    #[prop(default = None)]
    selection: Option<SelectionRow>,
    /// A slip of a contract in force is corrected: what only a new version changes goes along as it is.
    #[prop(optional)]
    bound: bool,
) -> impl IntoView {
    let Sources { departments, contractors, selections } = sources;
    let state = use_form();
    let kept = |name: &str| view! { <input type="hidden" name=state.input_name(name) value=state.initial(name)/> }.into_any();
    let number = if bound {
        kept("number")
    } else {
        view! { <TextField name="number" required=true hint=t!(contract.number_hint) class="short" autocomplete="off"/> }.into_any()
    };
    let parties = if bound {
        view! { {kept("contractor")} {kept("start")} {kept("end")} }.into_any()
    } else {
        view! {
            <ContractorPicker name="contractor" first=contractors required=true hint=t!(contract.contractor_hint)/>
            <DateField name="start" required=true/>
            <DateField name="end" required=true/>
        }
        .into_any()
    };
    view! {
        <fieldset class="fieldset">
            <legend>{t!(contract.part_contract)} <small>{t!(contract.part_contract_text)}</small></legend>
            <div class="grid-2">
                <TextField name="title" required=true full=true autocomplete="off"/>
                {number}
                <SelectField name="kind" required=true options={options::<ContractKind>()}/>
                <NumberField name="amount" hint=t!(contract.amount_hint) unit=t!(contract.yen)/>
                <TextArea name="summary" hint=t!(contract.summary_hint)/>
                <TextArea name="service_level" hint=t!(contract.service_level_hint)/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(contract.part_parties)} <small>{t!(contract.part_parties_text)}</small></legend>
            <div class="grid-2">
                <DepartmentPicker name="department" all=departments required=true hint=t!(contract.department_hint)/>
                {parties}
                <SelectionField first=selections named=selection/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(contract.part_information)} <small>{t!(contract.part_information_text)}</small></legend>
            <RadioField name="personal" required=true cards=true options=personal()/>
            <div class="grid-2">
                <SelectField name="confidentiality" required=true hint=t!(contract.confidentiality_hint) options={options::<Confidentiality>()}/>
                <NumberField name="records" hint=t!(contract.records_hint) unit=t!(contract.persons)/>
                <RadioField name="integrity" options=levels(t!(contract.integrity_1), t!(contract.integrity_2))/>
                <RadioField name="availability" options=levels(t!(contract.availability_1), t!(contract.availability_2))/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(contract.part_places)} <small>{t!(contract.part_places_text)}</small></legend>
            <div class="grid-2"><TextField name="workplace" hint=t!(contract.workplace_hint) full=true autocomplete="off"/></div>
            <RadioField name="segment" options={plain::<Segment>()}/>
            <CheckField name="remote_access" hint=t!(contract.remote_access_hint)/>
            <CheckField name="off_premises" hint=t!(contract.off_premises_hint)/>
            <CheckField name="data_abroad" hint=t!(contract.data_abroad_hint)/>
            <NumberField name="subcontract_depth" hint=t!(contract.subcontract_hint) unit=t!(contract.depth_unit)/>
        </fieldset>
        <Preview/>
        <fieldset class="fieldset">
            <legend>{t!(contract.part_people)} <small>{t!(contract.part_people_text)}</small></legend>
            <div class="grid-2">
                <TextField name="city_lead" hint=t!(contract.lead_hint) autocomplete="off"/>
                <TextField name="contractor_lead" hint=t!(contract.lead_hint) autocomplete="off"/>
                <TextField name="contractor_contact" hint=t!(contract.contact_hint) full=true autocomplete="off"/>
            </div>
        </fieldset>
    }
}

/// What a choice brings with it, so that nobody has to know the policy by heart.
fn personal() -> Vec<(String, String, String)> {
    let lang = use_lang();
    let explained = |value| match value {
        PersonalInformation::None => "",
        PersonalInformation::Personal => t!(contract.personal_text),
        PersonalInformation::MyNumber => t!(contract.my_number_text),
    };
    PersonalInformation::ALL.iter().map(|value| (value.word().to_owned(), value.label(lang).to_owned(), explained(*value).to_owned())).collect()
}

fn levels(low: &str, high: &str) -> Vec<(String, String, String)> {
    let lang = use_lang();
    let text = |level| if level == Level::L1 { low } else { high };
    Level::ALL.iter().map(|level| (level.word().to_owned(), level.label(lang).to_owned(), text(*level).to_owned())).collect()
}

fn plain<T: Choice>() -> Vec<(String, String, String)> {
    options::<T>().into_iter().map(|(word, label)| (word, label, String::new())).collect()
}
