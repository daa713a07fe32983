//! Forms that ask: their answer is an address.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::at_once::Children;
use crate::{dom, query::address};

/// A GET form. Without scripting the browser makes the address of it; with scripting the page stays, and blank conditions are left out.
// The router's own form writes addresses in small letters, which our ids are not.
#[component]
pub fn GetForm(#[prop(into)] action: String, class: &'static str, #[prop(into)] label: String, children: Children) -> impl IntoView {
    let (navigate, path) = (use_navigate(), action.clone());
    let on_submit = move |event: SubmitEvent| {
        let Some(form) = dom::form_of(&event) else { return };
        event.prevent_default();
        let said = dom::values(&form).into_iter().map(|(name, value)| (name, value.trim().to_owned())).filter(|(_, value)| !value.is_empty());
        navigate(&address(&path, said), NavigateOptions::default());
    };
    view! {
        <form method="get" action=action class=class role="search" aria-label=label on:submit=on_submit>
            {children.show()}
        </form>
    }
}
