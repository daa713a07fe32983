//! A place to drop a file on, or to choose one: a native input under a box with words, so that it works without scripting.

use leptos::prelude::*;

use super::icon::Icon;

/// The id of the input; one file is asked for per page.
pub const FILE: &str = "f-file";

#[component]
pub fn FileDrop(
    /// Kinds the browser offers first, as in the attribute `accept`.
    accept: &'static str,
    title: &'static str,
    text: &'static str,
    invalid: bool,
) -> impl IntoView {
    view! {
        <div class="drop">
            <Icon name="upload"/>
            <strong>{title}</strong>
            <span id="f-file-hint">{text}</span>
            <input type="file" id=FILE name="file" accept=accept required aria-invalid=invalid.then_some("true") aria-describedby="f-file-hint"/>
        </div>
    }
}
