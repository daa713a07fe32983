//! 監査証跡 of the whole register, newest first. For those who answer for the whole city; whoever sees a department reads its records'
//! histories one by one.

use std::collections::BTreeMap;

use domain::{
    audit::{AuditFilter, AuditLine},
    department::Department,
    page::Page,
    permission::Operation,
    person::PersonRow,
};
use leptos::prelude::*;

use super::words::{KINDS, kind_label, words_of};
use crate::{
    query::{Asked, use_asked},
    rpc::{Fault, audit::list_audit, department::list_departments, person::list_people},
    session::{Session, use_session},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::{AuditTrail, Words},
        empty::Empty,
        fault::{FaultView, forbidden},
        load::{fetched, load},
        page_head::PageHead,
        table::{FilterSelect, Filters, Pager, total},
    },
    words::Names,
};

/// Who acts where nobody does: seeds, plans, the command line.
const SYSTEM: &str = "system";

fn filter(asked: &Asked) -> AuditFilter {
    AuditFilter { record_kind: asked.some("record_kind"), record: asked.some("record"), actor: asked.some("actor"), cursor: asked.some("cursor"), limit: None }
}

#[component]
pub fn AuditPage() -> impl IntoView {
    let (asked, session) = (use_asked(), use_session());
    let one_record = asked.with_untracked(|asked| asked.some("record_kind").is_some() && asked.some("record").is_some());
    // A record's history may be read with the record: the server knows whose it is.
    let may_read = session.can_everywhere(Operation::ReadAudit) || one_record && session.can(Operation::ReadAudit);
    if !may_read {
        return view! { <FaultView error=forbidden(Operation::ReadAudit)/> }.into_any();
    }
    let lines = fetched(move || filter(&asked.read()), |filter| async move { Ok::<_, Fault>((list_audit(filter).await?, list_departments().await?)) });
    let filters = if session.can_everywhere(Operation::ReadPerson) {
        let people = fetched(|| (), |()| list_people());
        load(people, filters)
    } else {
        filters(Vec::new()).into_any()
    };
    view! {
        <PageHead title=t!(common.nav_audit) sub=t!(admin.audit_text).into_any()/>
        {filters}
        {load(lines, move |(page, departments)| trail(page, departments, &asked.get_untracked()))}
    }
    .into_any()
}

/// By kind of record and, for whoever may see the users, by who did it.
fn filters(people: Vec<PersonRow>) -> impl IntoView {
    let kinds = KINDS.iter().map(|kind| ((*kind).to_owned(), kind_label(kind).to_owned())).collect();
    let actors = (!people.is_empty()).then(|| {
        let system = (SYSTEM.to_owned(), t!(admin.system).to_owned());
        let options = people.into_iter().map(|person| (person.id.to_string(), format!("{}　{}", person.name, person.staff_number))).chain([system]).collect();
        view! { <FilterSelect name="actor" label=t!(admin.actor) all=t!(admin.all_actors) options=options/> }
    });
    view! {
        <Filters label=t!(admin.audit_filters)>
            <FilterSelect name="record_kind" label=t!(admin.record_kind) all=t!(admin.all_kinds) options=kinds/>
            {actors}
        </Filters>
    }
}

fn trail(page: Page<AuditLine>, departments: Vec<Department>, asked: &Asked) -> AnyView {
    let one = asked.some("record").map(|_| {
        view! {
            <div class="callout" data-tone="info" role="note">
                <p>{t!(admin.one_record)} " " <a href=asked.href("/audit", &[("record", None)])>{t!(common.clear_filter)}</a></p>
            </div>
        }
    });
    if page.items.is_empty() {
        return view! {
            {one}
            <Empty pic="pic-search" title=t!(common.none_found)>
                <a class="btn" href="/audit">{t!(common.clear_filter)}</a>
            </Empty>
        }
        .into_any();
    }
    Names::provide(departments.into_iter().map(|department| (department.id.to_string(), department.name)).collect::<BTreeMap<_, _>>());
    let (total, next) = (total(&page), page.next);
    view! {
        {one}
        <AuditTrail lines=page.items words=Words::plain() each=of_line/>
        <Pager total=total next=next/>
    }
    .into_any()
}

/// Which record a line is about, with the way there for whoever may go, and how its fields are called.
fn of_line(line: &AuditLine) -> (AnyView, Words) {
    let kind = kind_label(&line.record_kind).to_owned();
    let title = line.title.clone();
    let name = match page_of(line, use_session()) {
        Some(href) => view! { <a class="link" href=href>{title}</a> }.into_any(),
        None => view! { <span>{title}</span> }.into_any(),
    };
    (view! { <span class="muted">{kind}</span> " " {name} }.into_any(), words_of(&line.record_kind))
}

fn page_of(line: &AuditLine, session: Session) -> Option<String> {
    let (path, needs) = match line.record_kind.as_str() {
        "contract" => ("/contracts", Operation::ReadContract),
        "contractor" => ("/contractors", Operation::ReadContractor),
        "certificate" => ("/certificates", Operation::ReadContractor),
        "procurement" => ("/selections", Operation::ReadSelection),
        "verification" => ("/verifications", Operation::ReadVerification),
        "policy" => return session.can(Operation::ReadPolicy).then(|| "/policy".to_owned()),
        "yearly_plan" => return session.can(Operation::ReadVerification).then(|| format!("/board/plan?year={}", line.record)),
        "department" => return session.can(Operation::ReadDepartment).then(|| "/departments".to_owned()),
        "person" => return session.can(Operation::ReadPerson).then(|| "/people".to_owned()),
        _ => return None,
    };
    session.can(needs).then(|| format!("{path}/{}", line.record))
}
