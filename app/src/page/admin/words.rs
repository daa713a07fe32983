//! What the fields of records are called where records of every kind stand in one list: in the trail. What a noun's own pages call its
//! fields, they are called here.

use domain::{
    contract::{ContractKind, PersonalInformation},
    department::DepartmentLevel,
    import::{Encoding, ImportKind, ImportState},
    person::Role,
    policy::PolicyKind,
    reminder::MailState,
    selection::{Grade, SelectionStage},
    verification::{Answer, Method, Verdict, VerificationKind, VerificationState},
    yearly_plan::{PlacedBy, PlanState},
};

use crate::{
    page::{attachment, certificate, contract, contractor},
    t,
    ui::audit_trail::Words,
    words::{choice, day, flag, name},
};

/// The kinds of record the trail speaks of, as it stores them.
pub const KINDS: [&str; 15] = [
    "contract",
    "contractor",
    "certificate",
    "procurement",
    "selection",
    "exception",
    "verification",
    "yearly_plan",
    "department",
    "person",
    "policy",
    "import",
    "reference_set",
    "register",
    "digest",
];

pub fn kind_label(kind: &str) -> &str {
    match kind {
        "contract" => t!(common.contract),
        "contractor" => t!(common.contractor),
        "certificate" => t!(common.nav_certificates),
        "procurement" => t!(admin.procurement),
        "selection" => t!(contract.selection),
        "verification" => t!(common.crumb_verification),
        "department" => t!(common.department),
        "person" => t!(common.nav_people),
        "policy" => t!(admin.rule),
        "yearly_plan" => t!(plan.tab),
        "import" => t!(common.nav_imports),
        "exception" => t!(common.nav_exceptions),
        "finding" => t!(finding.finding),
        "incident" => t!(common.nav_incidents),
        "register" => t!(common.asof_register),
        "digest" => t!(common.nav_reminders),
        "reference_set" => t!(common.nav_reference),
        other => other,
    }
}

/// How records of a kind show their fields.
pub fn words_of(kind: &str) -> Words {
    match kind {
        "contract" => Words { label: contract_label, ..contract::words::WORDS },
        "contractor" => Words { label: contractor_label, ..contractor::words::WORDS },
        "certificate" => certificate::words::WORDS,
        "procurement" | "selection" => Words { label: selection_label, value: selection_value },
        "verification" => Words { label: verification_label, value: verification_value },
        "yearly_plan" => Words { label: plan_label, value: plan_value },
        "department" => Words { label: department_label, value: department_value },
        "person" => Words { label: person_label, value: person_value },
        "policy" => Words { label: policy_label, value: policy_value },
        "import" => Words { label: import_label, value: import_value },
        "digest" => Words { label: digest_label, value: digest_value },
        "register" => Words { label: register_label, value: register_value },
        _ => Words::plain(),
    }
}

fn plan_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "fiscal_year" => t!(admin.fiscal_year),
            "state" => t!(common.state),
            "limits.department_week" => t!(plan.department_week),
            "limits.officer_week" => t!(plan.officer_week),
            "levelled.kept" => t!(plan.kept),
            "levelled.moved" => t!(plan.moved),
            "levelled.forced" => t!(plan.forced),
            "levelled.over" => t!(plan.over),
            "drawn_up_by" => t!(plan.drawn_up_by),
            "drawn_up_at" => t!(plan.drawn_up_at),
            "submitted_by" => t!(admin.submitted_by),
            "submitted_at" => t!(admin.submitted_at),
            "decided_by" => t!(admin.decided_by),
            "decided_at" => t!(admin.decided_at),
            "decision" => t!(admin.decision),
            _ => return None,
        })
    })
}

fn plan_value(path: &str, value: &str) -> String {
    match path {
        "state" => choice::<PlanState>(value),
        "submitted_by" | "decided_by" => name(value),
        _ => value.to_owned(),
    }
}

fn register_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "day" => t!(register.day),
            "q" => t!(register.words),
            "department" => t!(common.department),
            "format" => t!(register.format),
            "rows" => t!(register.rows),
            "sha256" => t!(register.hash),
            _ => return None,
        })
    })
}

fn register_value(path: &str, value: &str) -> String {
    if path == "department" { name(value) } else { value.to_owned() }
}

/// The words of a field, or of the last part of its path; what has none is shown as it is stored.
fn named(path: &str, words: impl Fn(&str) -> Option<&'static str>) -> String {
    if let Some(label) = words(path).or_else(|| attachment::words::known(path)) {
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
    named(path, contract::words::known)
}

fn contractor_label(path: &str) -> String {
    named(path, contractor::words::known)
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
            "placed.by" => t!(plan.placed_by),
            "placed.from" => t!(plan.placed_from),
            "placed.reason" => t!(plan.reason),
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
        _ if path.starts_with("attachment.") => attachment::words::value(path, value),
        _ if path == "placed.by" => choice::<PlacedBy>(value),
        _ if path == "placed.from" => day(value),
        "kind" => choice::<VerificationKind>(value),
        "state" => choice::<VerificationState>(value),
        "personal" => choice::<PersonalInformation>(value),
        "method" => choice::<Method>(value),
        "verdict" => choice::<Verdict>(value),
        "answer" => choice::<Answer>(value),
        _ if path.starts_with("methods.") => choice::<Method>(value),
        _ => common_value(path, value),
    }
}

fn selection_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "title" => t!(contract.name),
            "summary" => t!(contract.summary),
            "department" => t!(common.department),
            "contractor" => t!(common.contractor),
            "kind" => t!(contract.kind),
            "personal" => t!(contract.personal),
            "criteria_version" => t!(admin.version),
            "stage" => t!(common.state),
            "criterion" => t!(admin.c_id),
            "grade" => t!(selection.grade),
            "evidence" => t!(selection.evidence),
            "remark" | "remarks" => t!(admin.remarks),
            "percent" => t!(selection.score),
            "submitted_by" => t!(admin.submitted_by),
            "submitted_at" => t!(admin.submitted_at),
            "decided_by" => t!(admin.decided_by),
            "decided_on" => t!(admin.decided_at),
            "decision" => t!(admin.decision),
            "text" => t!(selection.conditions),
            "due" => t!(common.due),
            "valid_until" => t!(selection.valid_until),
            _ => return None,
        })
    })
}

fn selection_value(path: &str, value: &str) -> String {
    match path.rsplit('.').next().unwrap_or(path) {
        _ if path.starts_with("attachment.") => attachment::words::value(path, value),
        "kind" => choice::<ContractKind>(value),
        "personal" => choice::<PersonalInformation>(value),
        "stage" => choice::<SelectionStage>(value),
        "grade" => choice::<Grade>(value),
        "decided_on" | "valid_until" => day(value),
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
        "level" => choice::<DepartmentLevel>(value),
        "parent" => name(value),
        _ => common_value(path, value),
    }
}

/// Also the labels of the form that registers a person.
pub fn person_label(path: &str) -> String {
    if let Some(field) = path.strip_prefix("absences.").and_then(|rest| rest.split_once('.')) {
        return match field.1 {
            "from" => t!(reminder.from),
            "to" => t!(reminder.to),
            _ => t!(reminder.deputy),
        }
        .to_owned();
    }
    named(path, |field| {
        Some(match field {
            "lang" => t!(reminder.mail_lang),
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
    match path.rsplit('.').next() {
        Some("role") => choice::<Role>(value),
        Some("deputy") => name(value),
        _ => common_value(path, value),
    }
}

fn digest_label(path: &str) -> String {
    named(path, |field| {
        Some(match field {
            "state" => t!(common.state),
            "attempts" => t!(reminder.attempts),
            "next_at" => t!(reminder.next_at),
            "address" => t!(reminder.address),
            "fault" => t!(reminder.fault),
            _ => return None,
        })
    })
}

fn digest_value(path: &str, value: &str) -> String {
    if path == "state" { choice::<MailState>(value) } else { common_value(path, value) }
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
    if path == "kind" { choice::<PolicyKind>(value) } else { common_value(path, value) }
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
        "kind" => choice::<ImportKind>(value),
        "state" => choice::<ImportState>(value),
        "encoding" => choice::<Encoding>(value),
        _ => common_value(path, value),
    }
}

/// What reads the same in records of every kind: flags, days, departments.
fn common_value(path: &str, value: &str) -> String {
    match (path.rsplit('.').next().unwrap_or(path), value) {
        (_, "true") => flag(true),
        (_, "false") => flag(false),
        ("department", id) => name(id),
        // Only days as they are stored: a number of a contract may look like one too.
        ("start" | "end" | "until" | "due" | "carried_out_on" | "valid_from" | "valid_to" | "from" | "to", value) => day(value),
        _ => value.to_owned(),
    }
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
