//! Who changed what in a contract, its clauses included.

use std::collections::BTreeMap;

use domain::{
    audit::{AuditFilter, AuditLine},
    id::{ContractId, ContractorId},
    page::Page,
    permission::Operation,
};
use leptos::prelude::*;

use super::{
    head::head,
    use_contract,
    words::{Names, WORDS},
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
    load(use_contract(), |view| {
        if !view.may_read_audit {
            return view! { <FaultView error=forbidden(Operation::ReadAudit)/> }.into_any();
        }
        let (asked, id) = (use_asked(), view.contract.id.to_string());
        let filter = move || AuditFilter {
            record_kind: Some(ContractId::TABLE.to_owned()),
            record: Some(id.clone()),
            cursor: asked.read().some("cursor"),
            ..AuditFilter::default()
        };
        let lines = fetched(filter, fetch);
        view! { {head(&view)} {load(lines, |(page, names)| trail(page, names))} }.into_any()
    })
}

fn trail(page: Page<AuditLine>, names: BTreeMap<String, String>) -> AnyView {
    if page.items.is_empty() {
        return view! { <Empty title=t!(contract.no_history)/> }.into_any();
    }
    Names::provide(names);
    let (total, next) = (total(&page), page.next);
    // A mark of a clause says which in its title.
    view! { <AuditTrail lines=page.items words=WORDS titles=true/> <Pager total=total next=next/> }.into_any()
}

/// The entries, with the names of the departments and contractors in them.
async fn fetch(filter: AuditFilter) -> Result<(Page<AuditLine>, BTreeMap<String, String>), Fault> {
    let page = list_audit(filter).await?.map(legible);
    let mut names: BTreeMap<String, String> = list_departments().await?.into_iter().map(|department| (department.id.to_string(), department.name)).collect();
    let changes = page.items.iter().flat_map(|line| &line.changes).filter(|change| change.field == "contractor");
    let ids: std::collections::BTreeSet<String> = changes.flat_map(|change| change.before.iter().chain(&change.after)).cloned().collect();
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
