//! The fields of a piece of work, for the new one and for the one that changes.

use domain::{
    contract::{ContractKind, PersonalInformation},
    department::Department,
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        field::{RadioField, SelectField, TextArea, TextField, options},
        picker::DepartmentPicker,
    },
};

#[component]
pub fn ProcurementFields(departments: Vec<Department>) -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            <legend>{t!(selection.part_work)} <small>{t!(selection.part_work_text)}</small></legend>
            <div class="grid-2">
                <TextField name="title" required=true full=true autocomplete="off"/>
                <DepartmentPicker name="department" all=departments required=true/>
                <TextArea name="summary" hint=t!(selection.summary_hint)/>
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(selection.part_scope)} <small>{t!(selection.part_scope_text)}</small></legend>
            <SelectField name="kind" required=true options={options::<ContractKind>()}/>
            <RadioField name="personal" required=true cards=true options=personal()/>
        </fieldset>
    }
}

fn personal() -> Vec<(String, String, String)> {
    let lang = use_lang();
    let explained = |value| match value {
        PersonalInformation::None => "",
        PersonalInformation::Personal => t!(selection.personal_text),
        PersonalInformation::MyNumber => t!(selection.my_number_text),
    };
    PersonalInformation::ALL.iter().map(|value| (value.word().to_owned(), value.label(lang).to_owned(), explained(*value).to_owned())).collect()
}
