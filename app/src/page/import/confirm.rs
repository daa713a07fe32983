//! The one button that writes.

use domain::{Error, import::Import};
use leptos::prelude::*;

use super::{detail::to_write, words};
use crate::{
    rpc::import::ConfirmImport,
    t,
    ui::{
        form::{ErrorSummary, Fields, Form, FormState},
        state::number,
    },
};

#[component]
pub fn Confirm(import: Import, action: ServerAction<ConfirmImport>, again: Callback<()>) -> impl IntoView {
    // What came back without scripting is said at the top of the page.
    let state = FormState::with_fields::<serde_json::Value>("form", Fields::new(), None, |_| Vec::new(), str::to_owned);
    // Somebody else was first: what they did is what the page has to show.
    let on_error = Callback::new(move |error| {
        let overtaken = matches!(error, Error::Conflict { .. } | Error::Refused(_));
        if overtaken {
            again.run(());
        }
        overtaken
    });
    let sending = state.sending();
    let count = number(to_write(import.count).into());
    view! {
        <Form state=state action=action class="form-actions" on_error=on_error>
            <ErrorSummary/>
            <input type="hidden" name="id" value=import.id.to_string()/>
            <input type="hidden" name="version" value=import.version.to_string()/>
            <button class="btn primary" aria-busy=sending>{t!(import.confirm, count = count)}</button>
            <a class="btn quiet" href=words::upload_page(import.kind)>{t!(import.other_file)}</a>
            <span class="note">{t!(import.nothing_yet)}</span>
        </Form>
    }
}
