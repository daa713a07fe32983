//! Who changed what in a contract, its clauses included.

use domain::{audit::AuditLine, id::ContractId, permission::Operation};
use leptos::prelude::*;

use super::{head::head, use_contract, words::WORDS};
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
    load(use_contract(), |view| {
        if !view.may_read_audit {
            return view! { <FaultView error=forbidden(Operation::ReadAudit)/> }.into_any();
        }
        let history = use_history(ContractId::TABLE, view.contract.id.to_string(), legible);
        view! { {head(&view)} {load(history, trail)} }.into_any()
    })
}

fn trail((page, names): History) -> AnyView {
    if page.items.is_empty() {
        return view! { <Empty title=t!(contract.no_history)/> }.into_any();
    }
    Names::provide(names);
    let (total, next) = (total(&page), page.next);
    // A mark of a clause says which in its title.
    view! { <AuditTrail lines=page.items words=WORDS titles=true/> <Pager total=total next=next/> }.into_any()
}

/// Without what only repeats the line itself, and the reasons of the tier, which follow from the other fields.
fn legible(mut line: AuditLine) -> AuditLine {
    line.changes.retain(|change| !matches!(change.field.as_str(), "id" | "marked_by" | "marked_at") && !change.field.starts_with("assessment.reasons"));
    line
}

#[cfg(test)]
mod tests {
    use domain::audit::{AuditAction, FieldChange};

    use super::*;

    #[test]
    fn what_follows_from_other_fields_is_left_out() {
        let change = |field: &str| FieldChange { field: field.into(), before: None, after: Some("x".into()) };
        let line = AuditLine {
            seq: 1,
            at: chrono::DateTime::UNIX_EPOCH,
            actor_name: String::new(),
            action: AuditAction::Create,
            record_kind: "contract".into(),
            record: "c1".into(),
            title: String::new(),
            request_id: String::new(),
            changes: ["id", "title", "assessment.tier", "assessment.reasons.0.rule"].map(change).into(),
            hash: String::new(),
        };
        let kept: Vec<String> = legible(line).changes.into_iter().map(|change| change.field).collect();
        assert_eq!(kept, ["title", "assessment.tier"]);
    }
}
