//! 課室: the organisation as it stands today.

use domain::{department::Department, id::DepartmentId, import::ImportKind, label::Choice, permission::Operation};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::address,
    rpc::department::list_departments,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        state::{Badge, Day},
    },
};

#[component]
pub fn DepartmentsPage() -> impl IntoView {
    let session = use_session();
    let departments = fetched(|| (), |()| list_departments());
    let may_import = session.can(Operation::ImportDepartments);
    let import = move || may_import.then(|| view! { <a class="btn" href=import_page()><Icon name="upload"/>{t!(admin.import_departments)}</a> });
    view! {
        <PageHead title=t!(common.nav_departments) sub=t!(admin.departments_text).into_any()>{import()}</PageHead>
        {load(departments, move |all| tree(&all, may_import))}
    }
}

fn import_page() -> String {
    address("/imports", [("kind".to_owned(), ImportKind::Departments.word().to_owned())])
}

fn tree(all: &[Department], may_import: bool) -> AnyView {
    if all.is_empty() {
        return view! {
            <Empty title=t!(admin.no_departments) text=t!(admin.no_departments_text)>
                {may_import.then(|| view! { <a class="btn primary" href=import_page()>{t!(admin.import_departments)}</a> })}
            </Empty>
        }
        .into_any();
    }
    // What lies below something that is gone stands at the top, so that nothing is lost.
    let roots = all.iter().filter(|department| department.parent.as_ref().is_none_or(|parent| all.iter().all(|other| other.id != *parent)));
    let items: Vec<AnyView> = roots.map(|root| branch(root, all)).collect();
    view! {
        <Panel id="tree-h" title=t!(admin.organisation) count=t!(common.total, count = all.len())>
            <ul class="tree">{items}</ul>
        </Panel>
    }
    .into_any()
}

fn branch(department: &Department, all: &[Department]) -> AnyView {
    let below: Vec<AnyView> = all.iter().filter(|other| other.parent.as_ref() == Some(&department.id)).map(|child| branch(child, all)).collect();
    let below = (!below.is_empty()).then(|| view! { <ul>{below}</ul> });
    let Department { id, code, name, name_kana, level, valid_from, valid_to, .. } = department.clone();
    // An end in sight is what somebody has to act on: its contracts need another department.
    let until = valid_to.map(|day| view! { <span class="sub"><Badge tone="warn" label=t!(admin.valid_to)/> " " <Day day=day/></span> });
    let kana = (!name_kana.is_empty()).then(|| view! { <span class="sub">{name_kana}</span> });
    view! {
        <li>
            <div class="node">
                <span class="code">{code}</span>
                <strong>{name.clone()}</strong>
                {kana}
                <span class="sub">{level.label(use_lang())}</span>
                <span class="sub">{t!(admin.valid_from)} " " <Day day=valid_from/></span>
                {until}
                {contracts(&id, name)}
            </div>
            {below}
        </li>
    }
    .into_any()
}

fn contracts(id: &DepartmentId, name: String) -> Option<impl IntoView + use<>> {
    let href = address("/contracts", [("department".to_owned(), id.to_string())]);
    use_session().can(Operation::ReadContract).then(|| view! { <a class="link sub" href=href><span class="sr">{name} " "</span>{t!(admin.contracts)}</a> })
}
