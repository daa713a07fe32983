//! Who changed what in a check: planned, filled in, handed in, decided on.

use domain::{audit::AuditLine, id::VerificationId, permission::Operation, verification::CheckItem};
use leptos::prelude::*;

use super::{
    head::head,
    use_verification,
    words::{self, Questions, WORDS},
};
use crate::{
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::AuditTrail,
        empty::Empty,
        fault::{FaultView, forbidden},
        history::{History, use_history},
        load::load,
        table::{Pager, total},
    },
    words::Names,
};

#[component]
pub fn HistoryPage() -> impl IntoView {
    load(use_verification(), |view| {
        if !view.may_read_audit {
            return view! { <FaultView error=forbidden(Operation::ReadAudit)/> }.into_any();
        }
        let history = use_history(VerificationId::TABLE, view.verification.id.to_string(), legible);
        let checklist = StoredValue::new(view.verification.checklist.clone());
        view! { {head(&view)} {load(history, move |history| checklist.with_value(|items| trail(history, items)))} }.into_any()
    })
}

fn trail((page, names): History, checklist: &[CheckItem]) -> AnyView {
    if page.items.is_empty() {
        return view! { <Empty title=t!(verification.no_history)/> }.into_any();
    }
    Questions::provide(checklist);
    Names::provide(names);
    let (total, next) = (total(&page), page.next);
    view! { <AuditTrail lines=page.items words=WORDS/> <Pager total=total next=next/> }.into_any()
}

/// Without what the line itself says (who, when), what never changes, and what the questions say of themselves.
fn legible(mut line: AuditLine) -> AuditLine {
    line.changes.retain(|change| {
        if let Some((_, field)) = words::item(&change.field) {
            return matches!(field, "answer" | "remark");
        }
        let first = change.field.split('.').next().unwrap_or_default();
        !matches!(first, "id" | "contract" | "slot" | "reasons" | "submitted_by" | "submitted_at" | "decided_by" | "decided_at")
    });
    line
}

#[cfg(test)]
mod tests {
    use domain::audit::{AuditAction, FieldChange};

    use super::*;

    #[test]
    fn answers_are_told_and_questions_are_not() {
        let change = |field: &str| FieldChange { field: field.into(), before: None, after: Some("x".into()) };
        let line = AuditLine {
            seq: 1,
            at: chrono::DateTime::UNIX_EPOCH,
            actor_name: String::new(),
            action: AuditAction::Step,
            record_kind: "verification".into(),
            record: "v1".into(),
            title: String::new(),
            request_id: String::new(),
            changes: ["checklist.0.answer", "checklist.0.question", "reasons.0.rule", "state", "submitted_by", "methods.0"].map(change).into(),
            hash: String::new(),
        };
        let kept: Vec<String> = legible(line).changes.into_iter().map(|change| change.field).collect();
        assert_eq!(kept, ["checklist.0.answer", "state", "methods.0"]);
    }
}
