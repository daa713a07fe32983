//! Labels of enumerations, in one place for pages, REST, spreadsheets and print.

use crate::Lang;

/// A closed set of values a person chooses from: each has a stored word and a label per language.
pub trait Choice: Sized + Copy + PartialEq + 'static {
    /// Every value, in the order of a list of choices.
    const ALL: &'static [Self];

    /// The word in the database, in REST and in addresses.
    fn word(self) -> &'static str;

    fn label(self, lang: Lang) -> &'static str;

    /// Reads the stored word.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.word() == word)
    }

    /// Reads a stored word or a label of either language, as people write it in a list.
    fn read(text: &str) -> Option<Self> {
        let text = crate::text::narrow(text);
        let text = text.trim();
        Self::ALL.iter().copied().find(|v| v.word() == text || crate::text::narrow(v.label(Lang::Ja)) == text || v.label(Lang::En).eq_ignore_ascii_case(text))
    }
}

/// Defines an enumeration with its stored words and labels; serde, OpenAPI and [`Choice`] all use the same words.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal, $ja:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $crate::label::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn label(self, lang: $crate::Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($ja, $en)),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::label::Choice::word(*self))
            }
        }
    };
}
