//! Who changed what in a check: planned, filled in, handed in, decided on.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::{AuditFilter, AuditLine},
    id::{ContractorId, VerificationId},
    page::Page,
    permission::Operation,
    verification::CheckItem,
};
use leptos::prelude::*;

use super::{
    head::head,
    use_verification,
    words::{self, Known, WORDS},
};
use crate::{
    query::use_asked,
    rpc::{Fault, audit::list_audit, contractor::get_contractor, department::list_departments},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::AuditTrail,
        empty::Empty,
        fault::{FaultView, forbidden},
        load::{fetched, load},
        table::{Pager, total},
    },
};

#[component]
pub fn HistoryPage() -> impl IntoView {
    load(use_verification(), |view| {
        if !view.may_read_audit {
            return view! { <FaultView error=forbidden(Operation::ReadAudit)/> }.into_any();
        }
        let (asked, id) = (use_asked(), view.verification.id.to_string());
        let filter = move || AuditFilter {
            record_kind: Some(VerificationId::TABLE.to_owned()),
            record: Some(id.clone()),
            cursor: asked.read().some("cursor"),
            ..AuditFilter::default()
        };
        let lines = fetched(filter, fetch);
        let checklist = StoredValue::new(view.verification.checklist.clone());
        view! { {head(&view)} {load(lines, move |(page, names)| checklist.with_value(|items| trail(page, items, names)))} }.into_any()
    })
}

fn trail(page: Page<AuditLine>, checklist: &[CheckItem], names: BTreeMap<String, String>) -> AnyView {
    if page.items.is_empty() {
        return view! { <Empty title=t!(verification.no_history)/> }.into_any();
    }
    Known::provide(checklist, names);
    let (total, next) = (total(&page), page.next);
    view! { <AuditTrail lines=page.items words=WORDS/> <Pager total=total next=next/> }.into_any()
}

/// The entries, with the names of the departments and contractors in them.
async fn fetch(filter: AuditFilter) -> Result<(Page<AuditLine>, BTreeMap<String, String>), Fault> {
    let page = list_audit(filter).await?.map(legible);
    let mut names: BTreeMap<String, String> = list_departments().await?.into_iter().map(|department| (department.id.to_string(), department.name)).collect();
    let changes = page.items.iter().flat_map(|line| &line.changes).filter(|change| change.field == "contractor");
    let ids: BTreeSet<String> = changes.flat_map(|change| change.before.iter().chain(&change.after)).cloned().collect();
    for id in ids {
        // One that cannot be found keeps its id.
        if let Ok(known) = id.parse::<ContractorId>()
            && let Ok(view) = get_contractor(known).await
        {
            names.insert(id, view.contractor.name);
        }
    }
    Ok((page, names))
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
