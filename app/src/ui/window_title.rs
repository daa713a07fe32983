//! The title of the window.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::t;

/// The page, then the product. Every page names its own: a title of the whole app would stand blank until the page that was sent has woken up.
#[component]
pub fn WindowTitle(#[prop(into)] page: String) -> impl IntoView {
    view! { <Title text=format!("{page}｜{}", t!(common.product))/> }
}
