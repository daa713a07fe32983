//! The fields of a request, for the new one and for the one that changes.

use leptos::prelude::*;

use crate::{
    t,
    ui::field::{DateField, TextArea},
};

#[component]
pub fn ExceptionFields() -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            <legend>{t!(exception.part_asked)} <small>{t!(exception.part_asked_text)}</small></legend>
            <div class="grid-2">
                <TextArea name="reason" required=true hint=t!(exception.reason_hint)/>
                <TextArea name="measure" required=true hint=t!(exception.measure_hint)/>
                <DateField name="until" required=true hint=t!(exception.until_hint)/>
            </div>
        </fieldset>
    }
}

/// What the clause asks of the contract: the very thing that would be left out.
#[component]
pub fn Asked(clause: String, title: String, requirement: String, blocking: bool) -> impl IntoView {
    let stops = blocking.then(|| view! { <p>{t!(exception.blocking)}</p> });
    view! {
        <div class="callout" data-tone=if blocking { "warn" } else { "info" } role="note">
            <strong>{format!("{clause} {title}")}</strong>
            <p>{requirement}</p>
            {stops}
        </div>
    }
}
