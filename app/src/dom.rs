//! The little the pages ask of the browser's document. Everything here runs in event handlers and effects only, so the server never gets here.

use std::collections::BTreeMap;

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{DragEvent, Element, Event, FocusEvent, HtmlElement, HtmlFormElement},
};

/// The first element a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Puts the focus on the first element a selector finds; `true` if there is one.
pub fn focus(selector: &str) -> bool {
    find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// Puts a form back to what it began with.
pub fn reset(selector: &str) {
    if let Some(form) = find(selector).and_then(|element| element.dyn_into::<HtmlFormElement>().ok()) {
        form.reset();
    }
}

/// The name of the input an event came from.
pub fn name_of(event: &Event) -> Option<String> {
    let element: Element = event.target()?.dyn_into().ok()?;
    element.get_attribute("name").filter(|name| !name.is_empty())
}

/// The name of the input that has the focus.
pub fn focused_name() -> Option<String> {
    document().active_element()?.get_attribute("name")
}

/// Everything a form says now, by the names of its inputs; what is not ticked is blank. The document is the truth: it also knows what was
/// typed before the page woke up.
#[cfg(feature = "hydrate")]
pub fn values(form: &Element) -> BTreeMap<String, String> {
    use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
    let mut values = BTreeMap::new();
    let Ok(inputs) = form.query_selector_all("input[name], select[name], textarea[name]") else { return values };
    for index in 0..inputs.length() {
        let Some(node) = inputs.item(index) else { continue };
        if let Some(input) = node.dyn_ref::<HtmlInputElement>() {
            let ticks = matches!(input.type_().as_str(), "checkbox" | "radio");
            if !ticks || input.checked() {
                values.insert(input.name(), input.value());
            } else {
                values.entry(input.name()).or_default();
            }
        } else if let Some(select) = node.dyn_ref::<HtmlSelectElement>() {
            values.insert(select.name(), select.value());
        } else if let Some(area) = node.dyn_ref::<HtmlTextAreaElement>() {
            values.insert(area.name(), area.value());
        }
    }
    values
}

#[cfg(not(feature = "hydrate"))]
pub fn values(_form: &Element) -> BTreeMap<String, String> {
    BTreeMap::new()
}

/// Writes into an input as if it had been typed.
#[cfg(feature = "hydrate")]
pub fn fill(name: &str, value: &str) {
    use web_sys::{HtmlInputElement, HtmlTextAreaElement};
    let Some(element) = find(&format!("[name=\"{name}\"]")) else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(value);
    }
    if let Ok(event) = Event::new("input") {
        event.init_event_with_bubbles("input", true);
        // An event that nobody takes up is no fault.
        let _ = element.dispatch_event(&event);
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn fill(_name: &str, _value: &str) {}

/// Shows what the document says in case its scripts stop, for instance because the server no longer has a file they need: otherwise what is clicked
/// would silently do nothing.
#[cfg(feature = "hydrate")]
pub fn tell_stopped() {
    if let Some(notice) = find("#stopped") {
        // About a notice that cannot be shown nothing can be done.
        let _ = notice.remove_attribute("hidden");
    }
}

/// Whether the focus leaves for something that is being pressed.
pub fn goes_to_press(event: &FocusEvent) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    next.is_some_and(|element| element.closest("button, a, summary").is_ok_and(|found| found.is_some()))
}

/// The form around the element an event handler was put on.
pub fn form_of(event: &Event) -> Option<Element> {
    let element: Element = event.current_target().or_else(|| event.target())?.dyn_into().ok()?;
    element.closest("form").ok().flatten()
}

/// Size in bytes of the file an input has, if it has one.
#[cfg(feature = "hydrate")]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a browser counts bytes in whole numbers of its own kind")]
pub fn chosen_size(event: &Event) -> Option<u64> {
    use web_sys::js_sys::Reflect;
    // Through names, for the types behind them would be code of their own.
    let of = |value: &wasm_bindgen::JsValue, name: &str| Reflect::get(value, &name.into()).ok();
    of(&of(&of(event.target()?.as_ref(), "files")?, "0")?, "size")?.as_f64().map(|size| size as u64)
}

#[cfg(not(feature = "hydrate"))]
pub fn chosen_size(_event: &Event) -> Option<u64> {
    None
}

/// Says what is being dragged; without it some browsers drag nothing.
#[cfg(feature = "hydrate")]
pub fn carry(event: &DragEvent, what: &str) {
    if let Some(transfer) = event.data_transfer() {
        transfer.set_effect_allowed("move");
        // Where it is not taken there is the way by the keys.
        let _ = transfer.set_data("text/plain", what);
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn carry(_event: &DragEvent, _what: &str) {}
