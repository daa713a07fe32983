//! Reading by serde, and what could not be read: every member that is unknown, missing or wrong is named, in sentences of ours. What serde says is
//! English, and for programmers.

use std::fmt::Display;

use domain::{Error, error::FieldError, message::Message};
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny};
use serde_json::Value;
use serde_path_to_error::Track;

use crate::problem::Fault;

/// A JSON object.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    // A form struct would read itself from a list too, and from an empty one as an empty form.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| malformed(&error))?;
        return Err(Fault::field("", Message::new("field.expects_object")));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = read(&mut reader).map_err(|(cause, fields)| match cause {
        Some(cause) if !cause.is_data() => match serde_json::from_slice::<Value>(bytes) {
            Err(error) => malformed(&error),
            // Where a word is to stand and something else does, the reader takes the text for broken.
            Ok(sent) => invalid(fields.into_iter().map(|field| wordless(&sent, field)).collect()),
        },
        _ => invalid(fields),
    })?;
    reader.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

/// `name=value&…`.
pub fn query<T: DeserializeOwned>(query: &str) -> Result<T, Fault> {
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    read(reader).map_err(|(_, fields)| invalid(fields))
}

/// A choice that is no word: absent, or of another kind.
fn wordless(sent: &Value, field: FieldError) -> FieldError {
    let place = field.field.replace("].", "/").replace(['.', '['], "/").replace(']', "");
    match sent.pointer(&format!("/{place}")) {
        Some(Value::Null) => FieldError::new(field.field, Message::new("field.required")),
        Some(_) if field.message.key == "field.unreadable" => FieldError::new(field.field, Message::new("field.choice")),
        _ => field,
    }
}

fn malformed(error: &serde_json::Error) -> Fault {
    Fault::Malformed(Message::new("request.json").with("line", error.line()).with("column", error.column()))
}

fn invalid(fields: Vec<FieldError>) -> Fault {
    Fault::Service(Error::Invalid(fields))
}

/// Reads a value of which every member is known. An error comes with all there is to say of the fields; without a cause only names are wrong.
fn read<'de, D, T>(reader: D) -> Result<T, (Option<D::Error>, Vec<FieldError>)>
where
    D: Deserializer<'de>,
    D::Error: Display,
    T: serde::Deserialize<'de>,
{
    let (mut track, mut fields) = (Track::new(), Vec::new());
    let reader = serde_path_to_error::Deserializer::new(reader, &mut track);
    let value = serde_ignored::deserialize(reader, |path| fields.push(FieldError::new(name(&path), Message::new("field.unknown"))));
    match value {
        Ok(value) if fields.is_empty() => Ok(value),
        Ok(_) => Err((None, fields)),
        Err(cause) => {
            fields.insert(0, said(track.path().to_string().trim_matches('.'), &cause.to_string()));
            Err((Some(cause), fields))
        }
    }
}

/// `answers[3].remark`.
fn name(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}[{index}]", name(parent)),
        Path::Map { parent, key } => below(&name(parent), key),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => name(parent),
    }
}

fn below(path: &str, member: &str) -> String {
    if path.is_empty() { member.to_owned() } else { format!("{path}.{member}") }
}

/// What serde says of a place, with the member it means.
fn said(path: &str, cause: &str) -> FieldError {
    let cause = cause.rsplit_once(" at line ").map_or(cause, |(cause, _)| cause);
    let member = |kind: &str| cause.strip_prefix(kind).map(|rest| below(path, rest.trim_matches(['`', ' '])));
    if let Some(missing) = member("missing field ") {
        return FieldError::new(missing, Message::new("field.required"));
    }
    if let Some(twice) = member("duplicate field ") {
        return FieldError::new(twice, Message::new("field.twice"));
    }
    // Readers of our own say the key of the sentence.
    let own = Message::new(cause.to_owned());
    FieldError::new(path, if own.is_known() { own } else { Message::new(kind(cause)) })
}

fn kind(cause: &str) -> &'static str {
    let expected = cause.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
    let begins = |words: &[&str]| words.iter().any(|word| cause.starts_with(word));
    if begins(&["invalid type: null"]) {
        "field.required"
    } else if begins(&["unknown variant"]) || expected.starts_with("string or map") || expected.starts_with("variant") {
        "field.choice"
    } else if begins(&["data did not match any variant"]) || expected == "a string" {
        "field.expects_text"
    } else if begins(&["provided string was not"]) || expected == "a boolean" {
        "field.expects_flag"
    } else if expected == "a sequence" {
        "field.expects_list"
    } else if begins(&["invalid digit", "number too", "cannot parse integer"]) || matches!(expected, "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize") {
        "field.expects_number"
    } else if expected.starts_with("struct ") || expected == "a map" {
        "field.expects_object"
    } else {
        "field.unreadable"
    }
}

#[cfg(test)]
mod tests {
    use domain::{Lang, contract::ContractStep};
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only whether it can be read matters")]
    struct Sent {
        step: Option<ContractStep>,
        needed: ContractStep,
        #[serde(default)]
        count: u32,
        #[serde(default)]
        sure: bool,
        #[serde(default)]
        text: String,
        #[serde(default, deserialize_with = "domain::form::lenient")]
        loose: String,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "as above")]
    struct Inner {
        word: String,
    }

    #[track_caller]
    fn found(read: Result<Sent, Fault>) -> Vec<(String, String)> {
        match read {
            Err(Fault::Service(Error::Invalid(fields))) => {
                for field in &fields {
                    let ja = field.message.say(Lang::Ja);
                    assert!(field.message.is_known() && !ja.contains('`') && !ja.contains("expected"), "{ja}");
                }
                fields.into_iter().map(|field| (field.field, field.message.key.into_owned())).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_member_that_is_wrong_is_named_with_what_it_should_be() {
        for (body, field, key) in [
            ("{}", "needed", "field.required"),
            (r#"{"needed":null}"#, "needed", "field.required"),
            (r#"{"needed":"jump"}"#, "needed", "field.choice"),
            (r#"{"needed":7}"#, "needed", "field.choice"),
            (r#"{"needed":[]}"#, "needed", "field.choice"),
            (r#"{"needed":"submit","needed":"submit"}"#, "needed", "field.twice"),
            (r#"{"count":"1"}"#, "count", "field.expects_number"),
            (r#"{"count":-1}"#, "count", "field.expects_number"),
            (r#"{"count":1.5}"#, "count", "field.expects_number"),
            (r#"{"count":99999999999999999999}"#, "count", "field.expects_number"),
            (r#"{"sure":"yes"}"#, "sure", "field.expects_flag"),
            (r#"{"text":1}"#, "text", "field.expects_text"),
            (r#"{"loose":{"a":1}}"#, "loose", "field.expects_text"),
            (r#"{"inner":1}"#, "inner", "field.expects_list"),
            (r#"{"inner":["x"]}"#, "inner[0]", "field.expects_object"),
            (r#"{"inner":[{"word":"a"},{}]}"#, "inner[1].word", "field.required"),
            ("[]", "", "field.expects_object"),
            (" null ", "", "field.expects_object"),
        ] {
            assert_eq!(found(json(body.as_bytes())), [(field.to_owned(), key.to_owned())], "{body}");
        }
    }

    #[test]
    fn every_member_nobody_knows_is_named() {
        let unknown = |field: &str| (field.to_owned(), "field.unknown".to_owned());
        let body = r#"{"needed":"submit","step":"submit","colour":{"a":[1]},"inner":[{"word":"a"},{"word":"b","shade":1}]}"#;
        assert_eq!(found(json(body.as_bytes())), [unknown("colour"), unknown("inner[1].shade")]);
        assert_eq!(found(json(br#"{"need":"submit"}"#)), [("needed".to_owned(), "field.required".to_owned()), unknown("need")]);
        assert_eq!(found(query("needed=submit&colour=red")), [unknown("colour")]);
        assert_eq!(found(query("needed=submit&sure=perhaps")), [("sure".to_owned(), "field.expects_flag".to_owned())]);
        assert_eq!(found(query("needed=submit&count=x")), [("count".to_owned(), "field.expects_number".to_owned())]);
        assert_eq!(found(query("needed=submit&needed=submit")), [("needed".to_owned(), "field.twice".to_owned())]);
    }

    #[test]
    fn what_is_no_json_is_shown_its_place() {
        for (body, line, column) in
            [("", "1", "0"), ("{\n \"needed\" 1}", "2", "11"), ("{\"needed\":\"submit\"} {}", "1", "21"), ("[1", "1", "2"), ("nul", "1", "3")]
        {
            match json::<Sent>(body.as_bytes()) {
                Err(Fault::Malformed(message)) => assert_eq!((message.params["line"].as_str(), message.params["column"].as_str()), (line, column), "{body}"),
                other => panic!("{body}: {other:?}"),
            }
        }
    }
}
