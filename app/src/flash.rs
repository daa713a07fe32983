//! What a plain form could not be told in its answer: the server keeps it and shows it on the page the form returns to (`?flash=<id>`).

use std::collections::BTreeMap;

use domain::{Error, Lang, error::FieldError};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::boot::use_boot;

/// What was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// What was typed, by the names of the inputs; passwords are never kept.
    pub fields: BTreeMap<String, String>,
    pub errors: Vec<FieldError>,
    /// Why the state of the record does not allow it, in the reader's language.
    pub reasons: Vec<String>,
    /// The error in one sentence, in the reader's language.
    pub summary: String,
}

impl Flash {
    /// What an answer says, without what was typed.
    pub fn of(error: &Error, lang: Lang) -> Self {
        Self {
            fields: BTreeMap::new(),
            errors: if let Error::Invalid(errors) = error { errors.clone() } else { Vec::new() },
            reasons: if let Error::Refused(reasons) = error { reasons.iter().map(|reason| reason.say(lang)).collect() } else { Vec::new() },
            summary: error.summary().say(lang),
        }
    }

    /// The typed values of the form whose inputs are called `prefix[…]`, by their paths.
    pub fn typed(&self, prefix: &str) -> BTreeMap<String, String> {
        self.fields.iter().filter_map(|(name, value)| Some((crate::ui::form::path_of(prefix, name)?, value.clone()))).collect()
    }
}

/// Stands in the flash of a form that attaches a file, which is on pages of all kinds: it belongs to that form alone.
pub const ATTACH: &str = "attach";

/// The flash of the page that was loaded; nothing once the reader has gone on.
pub fn use_flash() -> Option<Flash> {
    loaded().filter(|flash| !flash.fields.contains_key(ATTACH))
}

fn loaded() -> Option<Flash> {
    use_boot().and_then(crate::boot::Boot::flash_here)
}

/// For forms that stand beside others: the flash only if this form was sent, that is if it has this input.
pub fn use_flash_of(input: &str) -> Option<Flash> {
    loaded().filter(|flash| flash.fields.contains_key(input))
}

/// Said once at the top of a page for an error that no form takes up, such as a button that was refused.
#[component]
pub fn FlashNote() -> impl IntoView {
    use_flash().map(|flash| {
        view! {
            <div class="flash" data-tone="danger" role="alert">
                <strong>{flash.summary}</strong>
                <ul>{flash.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use domain::message::Message;

    use super::*;

    #[test]
    fn a_flash_gives_a_form_back_what_was_typed() {
        let fields = [("form[name]", "葉月"), ("form[answers][0][remark]", "済"), ("version", "3")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let flash = Flash { fields: fields.into(), ..Flash::default() };
        let typed = flash.typed("form");
        assert_eq!(typed.get("name").map(String::as_str), Some("葉月"));
        assert_eq!(typed.get("answers[0].remark").map(String::as_str), Some("済"));
        assert_eq!(typed.len(), 2, "the version is no field of the form");
        assert_eq!(flash.typed("").get("version").map(String::as_str), Some("3"));
    }

    #[test]
    fn an_error_is_said_in_the_readers_language() {
        let refused = Flash::of(&Error::Refused(vec![Message::new("contract.city_lead_missing")]), Lang::Ja);
        assert_eq!(refused.reasons, ["市側の責任者が決まっていません"]);
        assert!(Flash::of(&Error::invalid("name", Message::new("field.required")), Lang::En).summary.starts_with("Some"));
    }
}
