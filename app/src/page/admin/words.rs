//! What the fields of records are called where records of every kind stand in one list: in the trail. What a noun's own pages call its
//! fields, they are called here.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    clause::MarkState,
    contract::{Confidentiality, ContractKind, Level, PersonalInformation, Segment, Stage},
    contractor::ContractorKind,
    date,
    department::DepartmentLevel,
    import::{Encoding, ImportKind, ImportState},
    label::Choice,
    person::Role,
    policy::PolicyKind,
    verification::{Answer, Method, Verdict, VerificationKind, VerificationState},
};
use leptos::prelude::*;

use crate::{lang::use_lang, t, ui::audit_trail::Words};

/// The kinds of record the trail speaks of, as it stores them.
pub const KINDS: [&str; 7] = ["contract", "contractor", "verification", "department", "person", "policy", "import"];

/// Names of departments by their ids. A page that shows values provides it, for the ids alone say nothing to people.
#[derive(Clone, Default)]
pub struct Names(Arc<BTreeMap<String, String>>);

impl Names {
    pub fn provide(names: BTreeMap<String, String>) {
        provide_context(Self(Arc::new(names)));
    }
}

pub fn kind_label(kind: &str) -> &str {
    match kind {
        "contract" => t!(common.contract),
        "contractor" => t!(common.contractor),
        "verification" => t!(common.crumb_verification),
        "department" => t!(common.department),
        "person" => t!(common.nav_people),
        "policy" => t!(admin.rule),
        "import" => t!(common.nav_imports),
        other => other,
    }
}

/// How records of a kind show their fields.
pub fn words_of(kind: &str) -> Words {
    match kind {
        "contract" => Words { label: contract_label, value: contract_value },
        "contractor" => Words { label: contractor_label, value: contractor_value },
        "verification" => Words { label: verification_label, value: verification_value },
        "department" => Words { label: department_label, value: department_value },
        "person" => Words { label: person_label, value: person_value },
        "policy" => Words { label: policy_label, value: policy_value },
        "import" => Words { label: import_label, value: import_value },
        _ => Words::plain(),
    }
}

/// The words of a field, or of the last part of its path; what has none is shown as it is stored.
fn named(path: &str, words: impl Fn(&str) -> Option<&'static str>) -> String {
    if let Some(label) = words(path) {
        return label.to_owned();
    }
    // `posts.0.role`: a field of one of several.
    let Some((above, last)) = path.rsplit_once('.') else { return path.to_owned() };
    let number = above.rsplit('.').next().and_then(|index| index.parse::<usize>().ok());
    match (words(last), number) {
        (Some(label), Some(index)) => format!("{label}（{}）", index + 1),
        _ => path.to_owned(),
    }
}

fn contract_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "number" => t!(contract.number),
            "title" => t!(contract.name),
            "summary" => t!(contract.summary),
            "department" => t!(common.department),
            "contractor" => t!(common.contractor),
            "kind" => t!(contract.kind),
            "start" => t!(contract.start),
            "end" => t!(contract.end),
            "amount" => t!(contract.amount),
            "confidentiality" => t!(contract.confidentiality),
            "integrity" => t!(contract.integrity),
            "availability" => t!(contract.availability),
            "personal" => t!(contract.personal),
            "records" => t!(contract.records),
            "segment" => t!(contract.segment),
            "remote_access" => t!(contract.remote_access),
            "off_premises" => t!(contract.off_premises),
            "data_abroad" => t!(contract.data_abroad),
            "subcontract_depth" => t!(contract.subcontract_depth),
            "city_lead" => t!(contract.city_lead),
            "contractor_lead" => t!(contract.contractor_lead),
            "stage" => t!(common.state),
            "assessment.tier" => t!(common.tier),
            "assessment.points" => t!(contract.points),
            "assessment.policy_version" => t!(contract.policy_version),
            "catalogue_version" => t!(contract.catalogue_version),
            "coverage.required" => t!(contract.required_clauses),
            "coverage.present" => t!(contract.present_clauses),
            "coverage.excepted" => t!(contract.excepted_clauses),
            "coverage.blocking" => t!(contract.blocking_clauses),
            "clause" => t!(contract.clause),
            "state" => t!(contract.coverage),
            "article" => t!(contract.article),
            "quote" => t!(contract.quote),
            "reason" => t!(contract.reason),
            "until" => t!(contract.until),
            _ => return None,
        })
    })
}

fn contract_value(path: &str, value: &str) -> String {
    match path {
        "kind" => word::<ContractKind>(value),
        "confidentiality" => word::<Confidentiality>(value),
        "integrity" | "availability" => word::<Level>(value),
        "personal" => word::<PersonalInformation>(value),
        "segment" => word::<Segment>(value),
        "stage" => word::<Stage>(value),
        "state" => word::<MarkState>(value),
        _ => common_value(path, value),
    }
}

fn contractor_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "kind" => t!(contractor.kind),
            "corporate_number" => t!(contractor.corporate_number),
            "name" => t!(contractor.name),
            "name_kana" => t!(contractor.name_kana),
            "postal_code" => t!(contractor.postal_code),
            "address" => t!(contractor.address),
            "representative" => t!(contractor.representative),
            "security_lead" => t!(contractor.security_lead),
            "phone" => t!(contractor.phone),
            "email" => t!(contractor.email),
            "note" => t!(contractor.note),
            _ => return None,
        })
    })
}

fn contractor_value(path: &str, value: &str) -> String {
    if path == "kind" { word::<ContractorKind>(value) } else { common_value(path, value) }
}

fn verification_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "contract" => t!(common.contract),
            "contractor" => t!(common.contractor),
            "department" => t!(common.department),
            "kind" => t!(admin.check_kind),
            "fiscal_year" => t!(admin.fiscal_year),
            "due" => t!(common.due),
            "tier" => t!(common.tier),
            "personal" => t!(contract.personal),
            "methods" => t!(admin.methods),
            "policy_version" => t!(admin.version),
            "state" => t!(common.state),
            "method" => t!(admin.method),
            "method_reason" => t!(admin.method_reason),
            "carried_out_on" => t!(admin.carried_out_on),
            "answer" => t!(admin.answer),
            "remark" | "remarks" => t!(admin.remarks),
            "verdict" => t!(admin.verdict),
            "submitted_by" => t!(admin.submitted_by),
            "submitted_at" => t!(admin.submitted_at),
            "decided_by" => t!(admin.decided_by),
            "decided_at" => t!(admin.decided_at),
            "decision" => t!(admin.decision),
            _ => return None,
        })
    })
}

fn verification_value(path: &str, value: &str) -> String {
    match path.rsplit('.').next().unwrap_or(path) {
        "kind" => word::<VerificationKind>(value),
        "state" => word::<VerificationState>(value),
        "personal" => word::<PersonalInformation>(value),
        "method" => word::<Method>(value),
        "verdict" => word::<Verdict>(value),
        "answer" => word::<Answer>(value),
        _ if path.starts_with("methods.") => word::<Method>(value),
        _ => common_value(path, value),
    }
}

fn department_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "code" => t!(admin.department_code),
            "name" => t!(admin.department_name),
            "name_kana" => t!(admin.kana),
            "level" => t!(admin.level),
            "parent" => t!(admin.parent),
            "valid_from" => t!(admin.valid_from),
            "valid_to" => t!(admin.valid_to),
            _ => return None,
        })
    })
}

fn department_value(path: &str, value: &str) -> String {
    match path {
        "level" => word::<DepartmentLevel>(value),
        "parent" => name_of(value),
        _ => common_value(path, value),
    }
}

/// Also the labels of the form that registers a person.
pub fn person_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "staff_number" => t!(common.staff_number),
            "name" => t!(admin.person_name),
            "name_kana" => t!(admin.kana),
            "email" => t!(admin.email),
            "enabled" => t!(admin.may_sign_in),
            "department" => t!(common.department),
            "role" => t!(admin.role),
            "from" => t!(admin.post_begins),
            "to" => t!(admin.post_ends),
            "password" => t!(common.password),
            _ => return None,
        })
    })
}

fn person_value(path: &str, value: &str) -> String {
    if path.rsplit('.').next() == Some("role") { word::<Role>(value) } else { common_value(path, value) }
}

fn policy_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "kind" => t!(admin.rule),
            "version" => t!(admin.version),
            "note" => t!(admin.note),
            "holidays" => t!(admin.holiday_count),
            _ => return None,
        })
    })
}

fn policy_value(path: &str, value: &str) -> String {
    if path == "kind" { word::<PolicyKind>(value) } else { common_value(path, value) }
}

fn import_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "kind" => t!(import.kind),
            "file_name" => t!(import.file),
            "encoding" => t!(admin.encoding),
            "state" => t!(common.state),
            "count.total" => t!(import.rows),
            "count.new" => t!(admin.rows_new),
            "count.changed" => t!(admin.rows_changed),
            "count.same" => t!(admin.rows_same),
            "count.faulty" => t!(import.faulty),
            "done" => t!(import.written),
            _ => return None,
        })
    })
}

fn import_value(path: &str, value: &str) -> String {
    match path {
        "kind" => word::<ImportKind>(value),
        "state" => word::<ImportState>(value),
        "encoding" => word::<Encoding>(value),
        _ => common_value(path, value),
    }
}

/// What reads the same in records of every kind: flags, days, departments.
fn common_value(path: &str, value: &str) -> String {
    match (path.rsplit('.').next().unwrap_or(path), value) {
        (_, "true") => t!(common.yes).to_owned(),
        (_, "false") => t!(common.no).to_owned(),
        ("department", id) => name_of(id),
        // Only days as they are stored: a number of a contract may look like one too.
        ("start" | "end" | "until" | "due" | "carried_out_on" | "valid_from" | "valid_to" | "from" | "to", day) => {
            date::parse(day).map_or_else(|| day.to_owned(), |day| date::short(day, use_lang()))
        }
        _ => value.to_owned(),
    }
}

fn name_of(department: &str) -> String {
    use_context::<Names>().and_then(|names| names.0.get(department).cloned()).unwrap_or_else(|| department.to_owned())
}

fn word<T: Choice>(word: &str) -> String {
    T::from_word(word).map_or(word, |value| value.label(use_lang())).to_owned()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_field_of_one_of_several_says_of_which() {
        let words = |field: &str| (field == "role").then_some("役割");
        assert_eq!(named("role", words), "役割");
        assert_eq!(named("posts.0.role", words), "役割（1）");
        assert_eq!(named("posts.0.grade", words), "posts.0.grade");
        assert_eq!(named("unknown", words), "unknown");
    }
}
