//! Icons of `public/icons.svg`.

use leptos::prelude::*;

/// An icon by its id; decoration only, the words beside it say what it means.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#{name}")/>
        </svg>
    }
}

/// One of the larger pictures: `pic-calm`, `pic-ledger`, `pic-search`.
#[component]
pub fn Picture(name: &'static str) -> impl IntoView {
    view! {
        <svg class="pic" aria-hidden="true">
            <use href=format!("/icons.svg#{name}")/>
        </svg>
    }
}
