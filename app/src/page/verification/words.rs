//! What the fields of a check are called and what their values mean; for the form, conflicts and the history alike.

use std::sync::Arc;

use domain::{
    contract::PersonalInformation,
    date,
    label::Choice,
    verification::{Answer, AnswerForm, CheckItem, Method, ReportForm, Verdict, Verification, VerificationKind, VerificationState},
    yearly_plan::PlacedBy,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::audit_trail::Words,
    words::{choice, day, name},
};

pub const WORDS: Words = Words { label, value };

/// Which clause each question of the checklist is about: a path has its place only. A page that shows fields provides it.
#[derive(Clone, Default)]
pub struct Questions(Arc<Vec<String>>);

impl Questions {
    pub fn provide(checklist: &[CheckItem]) {
        provide_context(Self(Arc::new(checklist.iter().map(|item| item.clause.clone()).collect())));
    }
}

pub fn label(path: &str) -> String {
    if let Some((index, field)) = item(path) {
        let clause = use_context::<Questions>().and_then(|questions| questions.0.get(index).cloned()).unwrap_or_else(|| (index + 1).to_string());
        return match field {
            "answer" => t!(verification.answer_of, clause = clause),
            "remark" => t!(verification.remark_of, clause = clause),
            _ => clause,
        };
    }
    if let Some(label) = crate::page::attachment::words::known(path) {
        return label.to_owned();
    }
    match path {
        "placed.by" => return t!(plan.placed_by).to_owned(),
        "placed.from" => return t!(plan.placed_from).to_owned(),
        "placed.reason" => return t!(plan.reason).to_owned(),
        _ => {}
    }
    match path.split('.').next().unwrap_or(path) {
        "state" => t!(common.state),
        "kind" => t!(verification.kind),
        "fiscal_year" => t!(verification.fiscal_year),
        "department" => t!(common.department),
        "contractor" => t!(common.contractor),
        "due" => t!(common.due),
        "tier" => t!(common.tier),
        "personal" => t!(verification.personal),
        "methods" => t!(verification.methods),
        "method" => t!(verification.method),
        "method_reason" => t!(verification.method_reason),
        "certificate" => t!(certificate.certificate),
        "carried_out_on" => t!(verification.carried_out_on),
        "remarks" => t!(verification.remarks),
        "verdict" => t!(verification.verdict),
        "remark" => t!(verification.decision_remark),
        "decision" => t!(verification.decision),
        "policy_version" => t!(verification.policy_version),
        _ => path,
    }
    .to_owned()
}

fn value(path: &str, value: &str) -> String {
    if let Some((_, field)) = item(path) {
        return if field == "answer" { choice::<Answer>(value) } else { value.to_owned() };
    }
    match path.split('.').next().unwrap_or(path) {
        "placed" if path == "placed.by" => choice::<PlacedBy>(value),
        "placed" if path == "placed.from" => day(value),
        "attachment" => crate::page::attachment::words::value(path, value),
        "state" => choice::<VerificationState>(value),
        "kind" => choice::<VerificationKind>(value),
        "personal" => choice::<PersonalInformation>(value),
        "methods" | "method" => choice::<Method>(value),
        "verdict" => choice::<Verdict>(value),
        "due" | "carried_out_on" => day(value),
        "fiscal_year" => value.parse().map_or_else(|_| value.to_owned(), |year| date::fiscal_year_label(year, use_lang())),
        "department" | "contractor" | "certificate" => name(value),
        _ => value.to_owned(),
    }
}

/// The place in the checklist and the field there: `answers[3].remark` in the form, `checklist.3.remark` in the history.
pub fn item(path: &str) -> Option<(usize, &str)> {
    let mut parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let list = parts.next()?;
    let place = parts.next()?.parse().ok()?;
    matches!(list, "answers" | "checklist").then_some(())?;
    Some((place, parts.next()?))
}

/// What filling in is called, by how far it has come.
pub fn begin(state: VerificationState) -> &'static str {
    match state {
        VerificationState::Scheduled => t!(verification.begin),
        VerificationState::SentBack => t!(verification.mend),
        _ => t!(verification.go_on),
    }
}

/// The means that satisfy a check.
pub fn methods(check: &Verification) -> String {
    check.methods.iter().map(|method| method.label(use_lang())).collect::<Vec<_>>().join(t!(verification.or))
}

/// The report as it stands, for the form to begin with.
pub fn shown(check: &Verification) -> ReportForm {
    ReportForm {
        // Where there is only one way there is nothing to choose.
        method: check.method.or(if let [only] = check.methods[..] { Some(only) } else { None }).map(|method| method.to_string()).unwrap_or_default(),
        method_reason: check.method_reason.clone(),
        certificate: check.certificate.as_ref().map(ToString::to_string).unwrap_or_default(),
        carried_out_on: check.carried_out_on.map(|day| day.to_string()).unwrap_or_default(),
        remarks: check.remarks.clone(),
        verdict: check.verdict.map(|verdict| verdict.to_string()).unwrap_or_default(),
        answers: check
            .checklist
            .iter()
            .map(|item| AnswerForm {
                clause: item.clause.clone(),
                answer: item.answer.map(|answer| answer.to_string()).unwrap_or_default(),
                remark: item.remark.clone(),
            })
            .collect(),
        submit: String::new(),
    }
}

/// What the form asks about remote work: where personal information is handled, somebody has to say why nobody went there.
pub fn asks_for_reason(check: &Verification) -> bool {
    let may_be_remote = check.methods.contains(&Method::Remote) && check.personal != PersonalInformation::None;
    may_be_remote || !check.method_reason.is_empty()
}

/// Whether it was looked at and something is to be said of it.
pub fn is_finding(item: &CheckItem) -> bool {
    matches!(item.answer, Some(Answer::Deviates | Answer::Unverified))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_found_in_the_form_and_in_the_history() {
        assert_eq!(item("answers[3].remark"), Some((3, "remark")));
        assert_eq!(item("checklist.12.answer"), Some((12, "answer")));
        for path in ["methods.0", "remarks", "answers", "reasons.0.rule"] {
            assert_eq!(item(path), None, "{path}");
        }
    }
}
