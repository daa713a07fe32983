//! A place to drop a file on, or to choose one: a native input under a box with words, so that it works without scripting. With scripting it says how
//! large the chosen file is before it is sent.

use leptos::{prelude::*, web_sys};

use super::{icon::Icon, state::number};
use crate::{dom, t};

/// The id of the input, where one file is asked for on the page.
pub const FILE: &str = "f-file";

#[component]
pub fn FileDrop(
    /// Kinds the browser offers first, as in the attribute `accept`.
    #[prop(into)]
    accept: String,
    title: &'static str,
    text: &'static str,
    invalid: bool,
    /// Largest file taken, in MiB, where the page knows it.
    #[prop(optional)]
    megabytes: usize,
    /// The id of the input, where the page asks for another file as well.
    #[prop(default = FILE)]
    id: &'static str,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<u64>);
    let on_change = move |event: web_sys::Event| chosen.set(dom::chosen_size(&event));
    let said = move || {
        let size = chosen.get()?;
        let text = t!(common.file_chosen, size = size_of(size));
        let large = megabytes > 0 && size > megabytes as u64 * MIB;
        Some(if large { format!("{text} {}", t!(common.file_too_large, megabytes = megabytes)) } else { text })
    };
    let hint = format!("{id}-hint");
    view! {
        <div class="drop">
            <Icon name="upload"/>
            <strong>{title}</strong>
            <span id=hint.clone()>{text}</span>
            <input type="file" id=id name="file" accept=accept required aria-invalid=invalid.then_some("true") aria-describedby=hint.clone()
                on:change=on_change
            />
        </div>
        <p class="hint" role="status">{said}</p>
    }
}

const MIB: u64 = 1 << 20;

/// A size in words: `1.8 MB`, `350 KB`.
pub fn size_of(bytes: u64) -> String {
    if bytes >= MIB { format!("{}.{} MB", number(bytes / MIB), bytes % MIB * 10 / MIB) } else { format!("{} KB", number(bytes.div_ceil(1024))) }
}

#[cfg(test)]
mod tests {
    use super::size_of;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!([1, 1024, 358_401, 1_887_437, 52_428_800].map(size_of), ["1 KB", "1 KB", "351 KB", "1.8 MB", "50.0 MB"]);
    }
}
