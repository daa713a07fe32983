//! Paths of fields, names of inputs, and a form as a flat list of both.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// What is typed, by the path of the field: `name`, `answers[0].remark`.
pub type Fields = BTreeMap<String, String>;

/// `form` and `answers[0].remark` make `form[answers][0][remark]`.
pub fn input_name(prefix: &str, path: &str) -> String {
    let mut parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let mut name = if prefix.is_empty() { parts.next().unwrap_or_default().to_owned() } else { prefix.to_owned() };
    for part in parts {
        name.push('[');
        name.push_str(part);
        name.push(']');
    }
    name
}

/// The way back; `None` for an input of another argument.
pub fn path_of(prefix: &str, name: &str) -> Option<String> {
    let rest = if prefix.is_empty() { name } else { name.strip_prefix(prefix).filter(|rest| rest.starts_with('['))? };
    let mut path = String::new();
    for part in rest.split(['[', ']']).filter(|part| !part.is_empty()) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            path.extend(["[", part, "]"]);
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
    }
    Some(path)
}

/// The id of a field's input.
pub fn id_of(path: &str) -> String {
    let mut id = String::from("f");
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        id.push('-');
        id.push_str(part);
    }
    id
}

/// A form's values by path.
pub fn fields_of<T: Serialize>(form: &T) -> Fields {
    fn flatten(path: String, value: &Value, out: &mut Fields) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    flatten(if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, out);
                }
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| flatten(format!("{path}[{index}]"), value, out)),
            Value::String(text) => {
                out.insert(path, text.clone());
            }
            Value::Null => {}
            plain => {
                out.insert(path, plain.to_string());
            }
        }
    }
    let mut fields = Fields::new();
    if let Ok(value) = serde_json::to_value(form) {
        flatten(String::new(), &value, &mut fields);
    }
    fields
}

/// The form from its values by path; fields that are missing are blank.
pub fn read_fields<T: DeserializeOwned>(fields: &Fields) -> Option<T> {
    fn put(at: &mut Value, parts: &[&str], text: &str) {
        let Some((first, rest)) = parts.split_first() else {
            *at = Value::String(text.to_owned());
            return;
        };
        if let Ok(index) = first.parse::<usize>() {
            if !at.is_array() {
                *at = Value::Array(Vec::new());
            }
            if let Value::Array(items) = at {
                // An index far out is no form of ours.
                if index < 10_000 {
                    while items.len() <= index {
                        items.push(Value::Object(Map::new()));
                    }
                    put(&mut items[index], rest, text);
                }
            }
        } else {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            if let Value::Object(map) = at {
                put(map.entry((*first).to_owned()).or_insert(Value::Null), rest, text);
            }
        }
    }
    let mut value = Value::Object(Map::new());
    for (path, text) in fields {
        let parts: Vec<&str> = path.split(['.', '[', ']']).filter(|part| !part.is_empty()).collect();
        put(&mut value, &parts, text);
    }
    serde_json::from_value(value).ok()
}

#[cfg(test)]
mod tests {
    use domain::{contractor::ContractorForm, verification::ReportForm};

    use super::*;

    #[test]
    fn names_of_inputs_and_paths_of_fields_lead_to_one_another() {
        for (path, name) in [("name", "form[name]"), ("answers[0].remark", "form[answers][0][remark]")] {
            assert_eq!(input_name("form", path), name);
            assert_eq!(path_of("form", name).as_deref(), Some(path));
        }
        assert_eq!(input_name("", "city"), "city");
        assert_eq!(path_of("", "city").as_deref(), Some("city"));
        assert_eq!(path_of("form", "version"), None);
        assert_eq!(path_of("form", "formal[name]"), None);
        assert_eq!(id_of("answers[0].remark"), "f-answers-0-remark");
    }

    #[test]
    fn a_form_survives_the_way_through_its_fields() {
        let form = ContractorForm { kind: "company".into(), name: "葉月情報".into(), ..ContractorForm::default() };
        assert_eq!(read_fields::<ContractorForm>(&fields_of(&form)), Some(form));
        let report = Fields::from([("answers[1].remark".to_owned(), "済".to_owned()), ("answers[0].answer".to_owned(), "conforms".to_owned())]);
        let report: ReportForm = read_fields(&report).expect("read");
        assert_eq!((report.answers.len(), report.answers[1].remark.as_str()), (2, "済"));
    }
}
