//! What the fields of a selection are called and what their values mean; for forms and conflicts alike.

use std::sync::Arc;

use domain::{
    contract::{ContractKind, PersonalInformation},
    selection::Grade,
};
use leptos::prelude::*;

use crate::{
    t,
    ui::audit_trail::Words,
    words::{choice, day, name},
};

pub const WORDS: Words = Words { label, value };

/// Which criterion each answer is about: a path has its place only. A page that shows fields provides it.
#[derive(Clone, Default)]
pub struct Asked(Arc<Vec<String>>);

impl Asked {
    pub fn provide(criteria: Vec<String>) {
        provide_context(Self(Arc::new(criteria)));
    }
}

pub fn label(path: &str) -> String {
    if let Some((list, index, field)) = item(path) {
        let number = (index + 1).to_string();
        let criterion = || use_context::<Asked>().and_then(|asked| asked.0.get(index).cloned()).unwrap_or_else(|| number.clone());
        return match (list, field) {
            ("conditions", "due") => t!(selection.due_of, number = number),
            ("conditions", _) => t!(selection.condition_of, number = number),
            (_, "grade") => t!(selection.grade_of, criterion = criterion()),
            (_, "evidence") => t!(selection.evidence_of, criterion = criterion()),
            (_, "certificates") => t!(selection.certificate_of, criterion = criterion()),
            (_, "remark") => t!(selection.remark_of, criterion = criterion()),
            _ => criterion(),
        };
    }
    match path {
        "by_name" => t!(selection.declared_by),
        "email" => t!(selection.invite_email),
        "name" => t!(selection.invite_name),
        "until" => t!(selection.invite_until),
        "title" => t!(selection.name),
        "summary" => t!(selection.summary),
        "department" => t!(common.department),
        "contractor" => t!(common.contractor),
        "kind" => t!(selection.kind),
        "personal" => t!(selection.personal),
        "remarks" => t!(selection.remarks),
        "verdict" => t!(selection.verdict),
        "remark" => t!(selection.decision_remark),
        "valid_until" => t!(selection.valid_until),
        other => other,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    match item(path).map_or(path, |(_, _, field)| field) {
        "grade" => choice::<Grade>(value),
        "kind" => choice::<ContractKind>(value),
        "personal" => choice::<PersonalInformation>(value),
        "valid_until" | "due" => day(value),
        "department" | "contractor" | "certificates" => name(value),
        _ => value.to_owned(),
    }
}

/// The list, the place in it and the field there, of `answers[3].remark` or `conditions[0].due`.
pub fn item(path: &str) -> Option<(&str, usize, &str)> {
    let mut parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let list = parts.next()?;
    let place = parts.next()?.parse().ok()?;
    matches!(list, "answers" | "conditions").then_some(())?;
    Some((list, place, parts.next()?))
}

#[cfg(test)]
mod tests {
    use super::item;

    #[test]
    fn an_answer_and_a_condition_are_found_by_their_place() {
        assert_eq!(item("answers[3].remark"), Some(("answers", 3, "remark")));
        assert_eq!(item("conditions[0].due"), Some(("conditions", 0, "due")));
        assert_eq!(item("remarks"), None);
    }
}
