//! 利用者: who may sign in, and what for.

use domain::{
    label::Choice,
    permission::Operation,
    person::{PersonRow, PostRow, Role},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::{address, use_asked},
    rpc::person::list_people,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        fault::{FaultView, forbidden},
        field::options,
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, or_dash},
        picker::folded,
        state::{Badge, Day},
        table::{FilterSearch, FilterSelect, Filters, Table},
    },
};

#[component]
pub fn PeoplePage() -> impl IntoView {
    let session = use_session();
    if !session.can(Operation::ReadPerson) {
        return view! { <FaultView error=forbidden(Operation::ReadPerson)/> }.into_any();
    }
    let people = fetched(|| (), |()| list_people());
    let new = session
        .can(Operation::ManagePerson)
        .then(|| view! { <a class="btn primary" href="/people/new" data-key="n"><Icon name="plus"/>{t!(admin.register_person)}</a> });
    view! {
        <PageHead title=t!(common.nav_people) sub=t!(admin.people_text).into_any()>{new}</PageHead>
        <Filters label=t!(admin.people_filters)>
            <FilterSearch placeholder=t!(admin.people_search)/>
            <FilterSelect name="role" label=t!(admin.role) all=t!(admin.all_roles) options={options::<Role>()}/>
        </Filters>
        {load(people, list)}
    }
    .into_any()
}

fn list(people: Vec<PersonRow>) -> impl IntoView {
    let (asked, people) = (use_asked(), StoredValue::new(people));
    let wanted = Memo::new(move |_| asked.with(|asked| (folded(&asked.text("q")), asked.choice::<Role>("role"))));
    move || {
        let (q, role) = wanted.get();
        let found: Vec<PersonRow> = people.with_value(|people| people.iter().filter(|person| fits(person, &q, role)).cloned().collect());
        if found.is_empty() {
            return view! {
                <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                    <a class="btn" href="/people">{t!(common.clear_filter)}</a>
                </Empty>
            }
            .into_any();
        }
        let total = t!(common.total, count = found.len());
        view! {
            <Table label=t!(common.nav_people)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(admin.person_name)}</th>
                        <th scope="col">{t!(common.staff_number)}</th>
                        <th scope="col">{t!(admin.posts)}</th>
                        <th scope="col">{t!(admin.email)}</th>
                        <th scope="col">{t!(common.state)}</th>
                    </tr>
                </thead>
                <tbody>{found.into_iter().map(row).collect_view()}</tbody>
            </Table>
            <p class="muted">{total}</p>
        }
        .into_any()
    }
}

fn fits(person: &PersonRow, q: &str, role: Option<Role>) -> bool {
    let said =
        || [&person.name, &person.name_kana, &person.staff_number, &person.email].into_iter().chain(person.posts.iter().map(|post| &post.department_name));
    role.is_none_or(|role| person.posts.iter().any(|post| post.role == role)) && (q.is_empty() || said().any(|text| folded(text).contains(q)))
}

fn row(person: PersonRow) -> impl IntoView {
    let session = use_session();
    let today = session.today();
    let PersonRow { id, staff_number, name, name_kana, email, enabled, posts, .. } = person;
    let (ended, standing): (Vec<PostRow>, Vec<PostRow>) = posts.into_iter().partition(|post| post.to.is_some_and(|to| to < today));
    let none = standing.is_empty().then(|| view! { <span class="muted">{t!(admin.no_post)}</span> });
    let ended = (!ended.is_empty()).then(|| view! { <span class="sub">{t!(admin.ended_posts, count = ended.len())}</span> });
    let state = if enabled {
        view! { <Badge tone="ok" label=t!(admin.enabled)/> }
    } else {
        view! { <Badge tone="neutral" label=t!(admin.disabled)/> }
    };
    // What somebody did stands in the trail.
    let title = if session.can_everywhere(Operation::ReadAudit) {
        let href = address("/audit", [("actor".to_owned(), id.to_string())]);
        view! { <a href=href title=t!(admin.trail_of, name = name)>{name.clone()}</a> }.into_any()
    } else {
        name.clone().into_any()
    };
    let away = session.can(Operation::ManageAbsence).then(|| view! { <a class="sub" href=format!("/people/{id}/away")>{t!(common.nav_away)}</a> });
    view! {
        <tr>
            <th scope="row">{title} <span class="sub">{name_kana}</span></th>
            <td class="code" data-label=t!(common.staff_number)>{staff_number}</td>
            <td class="wrap full">{none} {standing.into_iter().map(post).collect_view()} {ended}</td>
            <td data-label=t!(admin.email)>{or_dash(&email)}</td>
            <td>{state} {away}</td>
        </tr>
    }
}

fn post(post: PostRow) -> impl IntoView {
    let PostRow { department_name, role, from, to } = post;
    let to = to.map(|to| view! { " " {t!(admin.post_to)} " " <Day day=to/> });
    view! {
        <div>
            {role.label(use_lang())}
            <span class="sub">{department_name} " " {t!(admin.post_from)} " " <Day day=from/> {to}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::id::PersonId;

    use super::*;

    #[test]
    fn people_are_found_by_name_department_and_role() {
        let post = PostRow { department_name: "市民課".to_owned(), role: Role::Staff, from: NaiveDate::default(), to: None };
        let person = PersonRow {
            id: PersonId::new("1"),
            staff_number: "10023".to_owned(),
            name: "真壁 栞".to_owned(),
            name_kana: "マカベ シオリ".to_owned(),
            email: String::new(),
            enabled: true,
            posts: vec![post],
            version: 1,
        };
        let found = |q: &str, role| fits(&person, &folded(q), role);
        assert!(found("", None) && found("まかべ", None) && found("市民課", Some(Role::Staff)) && found("１００２３", None));
        assert!(!found("", Some(Role::Auditor)) && !found("税務課", None));
    }
}
