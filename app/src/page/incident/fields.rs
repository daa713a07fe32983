//! The fields of an incident, for the new one and for the one that changes.

use domain::incident::IncidentKind;
use leptos::prelude::*;

use crate::{
    t,
    ui::{
        at_once::Children,
        field::{CheckField, DateField, SelectField, TextArea, TextField, options},
    },
};

#[component]
pub fn IncidentFields(
    /// Contracts it may have happened under, where the contractor is known.
    contracts: Vec<(String, String)>,
    /// The contractor, where it is to be chosen.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let contract = (!contracts.is_empty()).then(|| view! { <SelectField name="contract" options=contracts blank=t!(incident.contract_unknown)/> });
    view! {
        <fieldset class="fieldset">
            <legend>{t!(incident.part_where)} <small>{t!(incident.part_where_text)}</small></legend>
            <div class="grid-2">
                {children.map(Children::show)}
                {contract}
            </div>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t!(incident.part_what)} <small>{t!(incident.part_what_text)}</small></legend>
            <div class="grid-2">
                <TextField name="title" required=true hint=t!(incident.name_hint) autocomplete="off"/>
                <SelectField name="kind" required=true options={options::<IncidentKind>()}/>
                <DateField name="learned_on" required=true hint=t!(incident.learned_hint)/>
                <DateField name="occurred_on"/>
                <TextArea name="description" hint=t!(incident.description_hint)/>
                <CheckField name="personal" hint=t!(incident.personal_hint)/>
            </div>
        </fieldset>
    }
}
