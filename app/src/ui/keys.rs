//! Keys for people who live in the lists: `/` searches, `j` and `k` walk the rows, `Enter` opens, `n` makes a new one, `e` edits, `?` tells.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlDialogElement, HtmlElement},
};

use super::icon::Icon;
use crate::{dom, t};

/// The help, and the listener while it is on the page. A link with `data-key="n"` (or another letter) is opened by that key.
#[component]
pub fn Keys() -> impl IntoView {
    Effect::new(|_| {
        let handle = window_event_listener(ev::keydown, on_key);
        on_cleanup(move || handle.remove());
    });
    let keys = [
        ("/", t!(common.key_search)),
        ("j", t!(common.key_down)),
        ("k", t!(common.key_up)),
        ("Enter", t!(common.key_open)),
        ("n", t!(common.key_new)),
        ("e", t!(common.key_edit)),
        ("?", t!(common.keys)),
        ("Esc", t!(common.key_close)),
    ];
    let rows = keys.into_iter().map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> }).collect_view();
    view! {
        <dialog class="keys" aria-labelledby="keys-h">
            <header>
                <h2 id="keys-h">{t!(common.keys)}</h2>
                <form method="dialog">
                    <button class="btn quiet small"><Icon name="close"/>{t!(common.close)}</button>
                </form>
            </header>
            <dl>{rows}</dl>
        </dialog>
    }
}

pub fn open_help() {
    if let Some(dialog) = dom::find("dialog.keys").and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        let _ = dialog.show_modal();
    }
}

fn on_key(event: ev::KeyboardEvent) {
    if event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.is_composing()
        || event.default_prevented()
        || is_typing(&event)
        || dom::find("dialog[open]").is_some()
    {
        return;
    }
    let key = event.key();
    let taken = match key.as_str() {
        "/" => dom::focus(".topbar .search input"),
        "j" => walk(1),
        "k" => walk(-1),
        "?" => {
            open_help();
            true
        }
        letter if letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase()) => press(&format!("a[data-key=\"{letter}\"]")),
        _ => false,
    };
    if taken {
        event.prevent_default();
    }
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.closest("[contenteditable]").ok().flatten().is_some()
}

fn press(selector: &str) -> bool {
    let link = dom::find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    link.is_some_and(|link| {
        link.click();
        true
    })
}

/// Moves the mark by so many rows and puts the focus on the row's link, so that Enter opens it.
fn walk(step: i32) -> bool {
    let rows = rows();
    let Some(last) = rows.len().checked_sub(1) else { return false };
    let here = rows.iter().position(|row| row.has_attribute("data-current"));
    let to = match here {
        None => 0,
        Some(index) => index.saturating_add_signed(step as isize).min(last),
    };
    if let Some(row) = here.and_then(|index| rows.get(index)) {
        let _ = row.remove_attribute("data-current");
    }
    let row = &rows[to];
    let _ = row.set_attribute("data-current", "");
    if let Some(link) = row.query_selector("th a[href], td a[href], a[href]").ok().flatten().and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.focus();
    }
    true
}

/// The rows of the page's lists that lead somewhere.
#[cfg(feature = "hydrate")]
fn rows() -> Vec<Element> {
    let Ok(found) = document().query_selector_all("main table.table tbody tr, main ol.todo > li") else { return Vec::new() };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into::<Element>().ok())
        .filter(|row| row.query_selector("a[href]").is_ok_and(|link| link.is_some()))
        .collect()
}

#[cfg(not(feature = "hydrate"))]
fn rows() -> Vec<Element> {
    Vec::new()
}
