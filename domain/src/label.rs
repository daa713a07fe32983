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

/// The words of a choice for OpenAPI, with what each is called.
#[cfg(feature = "server")]
pub fn schema<T: Choice>(doc: &str) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    let called = T::ALL.iter().map(|value| format!("- `{}`: {}, {}", value.word(), value.label(Lang::Ja), value.label(Lang::En)));
    let doc = Some(doc.trim().to_owned()).filter(|doc| !doc.is_empty());
    let description = doc.into_iter().chain([called.collect::<Vec<_>>().join("\n")]).collect::<Vec<_>>().join("\n\n");
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .description(Some(description))
        .enum_values(Some(T::ALL.iter().map(|value| value.word())))
        .into()
}

/// The words of the doc comments among attributes.
#[cfg(feature = "server")]
#[doc(hidden)]
#[macro_export]
macro_rules! doc_of {
    () => { "" };
    (#[doc = $line:literal] $($rest:tt)*) => { concat!($line, "\n", $crate::doc_of!($($rest)*)) };
    (#[$($other:tt)+] $($rest:tt)*) => { $crate::doc_of!($($rest)*) };
}

/// Defines an enumeration with its stored words and labels; serde, OpenAPI and [`Choice`] all use the same words.
#[macro_export]
macro_rules! choice {
    ($(#[$($meta:tt)+])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal, $ja:literal, $en:literal;)+ }) => {
        $(#[$($meta)+])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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

        // Not derived: utoipa reads `rename` of attributes it sees, and sees none that a macro wrote; its words would be Rust's.
        #[cfg(feature = "server")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::label::schema::<Self>($crate::doc_of!($(#[$($meta)+])*))
            }
        }

        #[cfg(feature = "server")]
        impl utoipa::ToSchema for $name {}

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::label::Choice::word(*self))
            }
        }
    };
}
