//! The reader's language. It cannot change while a page stands: the switch is a form, and its answer is a new page.

use std::fmt::Display;

use domain::Lang;

use crate::i18n::Locale;

/// The language of this page. In the browser it is what the server wrote into `<html lang>`, so the two never disagree.
pub fn use_lang() -> Lang {
    #[cfg(feature = "hydrate")]
    {
        use std::sync::OnceLock;
        static LANG: OnceLock<Lang> = OnceLock::new();
        *LANG.get_or_init(|| {
            let root = leptos::prelude::document().document_element();
            Lang::from_tag(&root.and_then(|root| root.get_attribute("lang")).unwrap_or_default())
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        leptos::prelude::use_context::<Lang>().unwrap_or_default()
    }
}

/// The same for the texts in `locales/`.
pub fn locale() -> Locale {
    match use_lang() {
        Lang::Ja => Locale::ja,
        Lang::En => Locale::en,
    }
}

/// A text of `locales/` in the reader's language: `t!(common.save)`, or with holes filled, `t!(common.total, count = 3)`: the text says
/// `{count}`. Call it while rendering, not in a task.
#[macro_export]
macro_rules! t {
    ($space:ident . $key:ident) => {
        ::leptos_i18n::td_string!($crate::lang::locale(), $space.$key)
    };
    ($space:ident . $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::lang::fill(::leptos_i18n::td_string!($crate::lang::locale(), $space.$key), &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),+])
    };
}

/// Fills the holes of a text. The texts carry no types for it, so that a text more is not code more in the browser.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), &value.to_string());
    }
    filled
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn holes_are_filled_by_name() {
        assert_eq!(fill("{a}の{b}", &[("a", &1), ("b", &"件")]), "1の件");
    }

    /// The keys themselves are checked by the compiler; their holes are checked here.
    #[test]
    fn both_languages_have_the_same_holes() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales");
        for file in std::fs::read_dir(format!("{folder}/ja")).expect("locales") {
            let name = file.expect("a file").file_name().into_string().expect("a name");
            let read = |lang: &str| -> BTreeMap<String, String> {
                serde_json::from_str(&std::fs::read_to_string(format!("{folder}/{lang}/{name}")).expect("a file")).expect("flat JSON")
            };
            let (ja, en) = (read("ja"), read("en"));
            assert_eq!(ja.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "{name}");
            for (key, text) in &ja {
                let holes = |text: &str| {
                    let mut holes: Vec<String> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned())).collect();
                    holes.sort();
                    holes
                };
                assert_eq!(holes(text), holes(&en[key]), "{name}: {key}");
            }
        }
    }
}
