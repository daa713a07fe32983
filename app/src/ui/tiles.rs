//! Numbers that lead to what they count.

use leptos::prelude::*;

use super::{at_once::Children, state::number};

/// A row of [`Tile`]s.
#[component]
pub fn Tiles(children: Children) -> impl IntoView {
    view! { <div class="tiles">{children.show()}</div> }
}

/// One number. `tone` (`danger`, `warn`) is taken only while there is something to be loud about.
#[component]
pub fn Tile(
    #[prop(into)] label: String,
    value: u32,
    #[prop(into)] unit: String,
    #[prop(into)] href: String,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional)] tone: &'static str,
    /// Whether the list below is filtered by it.
    #[prop(optional, into)]
    current: Signal<bool>,
) -> impl IntoView {
    let tone = (value > 0 && !tone.is_empty()).then_some(tone);
    view! {
        <a class="tile" href=href data-tone=tone aria-current=move || current.get().then_some("true")>
            <span class="label">{label}</span>
            <span class="value">{number(value.into())}</span>
            <span class="unit">{unit}</span>
            {note.map(|note| view! { <span class="delta">{note}</span> })}
        </a>
    }
}
