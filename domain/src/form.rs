//! Forms as people fill them in: every field is text, read leniently (full-width digits, 令和, labels for words) and checked by one set of rules.
//!
//! Each noun has a `…Form` that derives `validator::Validate` and a `read` that answers the typed input or every field's error at once.

use serde::{Deserialize, Deserializer};
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::{
    error::{Error, FieldError},
    label::Choice,
    message::Message,
    text,
};

/// Takes text, a number, a truth value or nothing, so that JSON may say `1200` where a form says `"1200"`.
pub fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Loose {
        Text(String),
        Bool(bool),
        Whole(i64),
        Nothing(()),
    }
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Text(text) => text,
        Loose::Bool(truth) => truth.to_string(),
        Loose::Whole(number) => number.to_string(),
        Loose::Nothing(()) => String::new(),
    })
}

/// A check that failed, for `#[validate(custom(…))]`; `key` is a key of [`crate::message`].
pub fn fault(key: &'static str) -> ValidationError {
    ValidationError::new(key)
}

/// Something that can be seen.
pub fn required(value: &str) -> Result<(), ValidationError> {
    if text::tidy(value).is_empty() { Err(fault("field.required")) } else { Ok(()) }
}

/// A whole number of at least zero, or blank.
pub fn count(value: &str) -> Result<(), ValidationError> {
    read_count(value).map(|_| ()).map_err(|()| fault("field.count"))
}

/// A date in any of the usual spellings, or blank.
pub fn date(value: &str) -> Result<(), ValidationError> {
    if value.trim().is_empty() || crate::date::parse(value).is_some() { Ok(()) } else { Err(fault("field.date")) }
}

/// An e-mail address as an office would write it, or blank: one `@`, a dot in the domain, no spaces and nothing that cannot be seen.
pub fn email(value: &str) -> Result<(), ValidationError> {
    let value = text::narrow(value);
    let value = value.trim();
    let sound = value.is_empty()
        || value.split_once('@').is_some_and(|(local, host)| {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
            !local.is_empty()
                && !local.contains(['<', '>', '"', '(', ')', ',', ';', ':', '\\', '[', ']'])
                && host.chars().all(plain)
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
                && text::code(value) == value
        });
    if sound { Ok(()) } else { Err(fault("field.email")) }
}

/// One of the words or labels of `T`, or blank.
pub fn choice<T: Choice>(value: &str) -> Result<(), ValidationError> {
    if value.trim().is_empty() || T::read(value).is_some() { Ok(()) } else { Err(fault("field.choice")) }
}

/// Most digits of a count: what every program that reads our JSON holds exactly, the database and a browser among them.
const COUNT_DIGITS: usize = 15;

/// Reads a count such as `１，２００` or `1200件`, of at most 15 digits; blank is zero.
#[allow(clippy::result_unit_err, reason = "there is one thing to say of a count that cannot be read")]
pub fn read_count(value: &str) -> Result<u64, ()> {
    let code = text::code(value);
    if code.is_empty() {
        return Ok(0);
    }
    let stated = code.strip_suffix(['件', '人', '円']).unwrap_or(&code);
    // A separator stands before three digits: `1,2` is a decimal or a list of somebody else's, and nobody would see that it became 12.
    let grouped = stated.split([',', '、']).enumerate().all(|(place, group)| if place == 0 { !group.is_empty() } else { group.len() == 3 });
    let digits: String = stated.chars().filter(|c| !matches!(c, ',' | '、')).collect();
    let sound = grouped && digits.bytes().all(|b| b.is_ascii_digit()) && digits.trim_start_matches('0').len() <= COUNT_DIGITS;
    if sound { digits.parse().map_err(|_| ()) } else { Err(()) }
}

/// Text of several lines as it is kept: trimmed, lines ending as `\n` however they were sent, without anything else that cannot be seen.
pub fn prose(value: &str) -> String {
    let lines = value.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = lines.chars().filter(|c| matches!(c, '\n' | '\t') || !text::is_invisible(*c)).collect();
    seen.trim().to_owned()
}

/// Yes, no, or blank for no.
pub fn flag(value: &str) -> Result<(), ValidationError> {
    if stated_flag(value).is_some() { Ok(()) } else { Err(fault("field.choice")) }
}

/// Whether a form, a spreadsheet or JSON says yes; what [`flag`] refuses is no.
pub fn read_flag(value: &str) -> bool {
    stated_flag(value).unwrap_or_default()
}

fn stated_flag(value: &str) -> Option<bool> {
    match text::code(value).to_lowercase().as_str() {
        "true" | "on" | "1" | "yes" | "y" | "有" | "あり" | "有り" | "はい" | "○" | "〇" | "◯" => Some(true),
        "" | "false" | "off" | "0" | "no" | "n" | "無" | "なし" | "無し" | "いいえ" | "×" | "-" => Some(false),
        _ => None,
    }
}

/// Turns what `validator` found into our field errors, in the order of the field names.
pub fn field_errors(errors: &ValidationErrors) -> Vec<FieldError> {
    let mut found = Vec::new();
    collect("", errors, &mut found);
    found.sort_by(|a, b| a.field.cmp(&b.field));
    found
}

fn collect(path: &str, errors: &ValidationErrors, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let here = if path.is_empty() { field.to_string() } else { format!("{path}.{field}") };
        match kind {
            ValidationErrorsKind::Field(list) => found.extend(list.iter().map(|error| FieldError::new(here.trim_start_matches("__all__"), message_of(error)))),
            ValidationErrorsKind::Struct(inner) => collect(&here, inner, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(&format!("{here}[{index}]"), inner, found);
                }
            }
        }
    }
}

fn message_of(error: &ValidationError) -> Message {
    if error.code == "length" {
        let max = error.params.get("max").map(ToString::to_string).unwrap_or_default();
        return Message::new("field.too_long").with("max", max);
    }
    Message::new(error.code.clone().into_owned())
}

impl From<ValidationErrors> for Error {
    fn from(errors: ValidationErrors) -> Self {
        Self::Invalid(field_errors(&errors))
    }
}
