//! What stands above a register: which register, which day, which part of it, and the ways to take it along. Plain links and a plain form.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    date,
    permission::Operation,
    register::{Register, RegisterFormat, RegisterKind},
};
use leptos::{ev::MouseEvent, prelude::*};

use super::list::path_of;
use crate::{
    query::{Asked, address},
    session::use_session,
    t,
    ui::{at_once::IntoAny, get_form::GetForm, icon::Icon, state::Day, table::FilterSearch},
};

/// The registers the reader may see, each as of the same day.
pub(super) fn tabs(shown: RegisterKind, asked: &Asked) -> impl IntoView + use<> {
    let session = use_session();
    let kinds = [
        (RegisterKind::Contracts, t!(register.contracts), Operation::ReadContract),
        (RegisterKind::Subcontracts, t!(register.subcontracts), Operation::ReadContract),
        (RegisterKind::Contractors, t!(register.contractors), Operation::ReadContractor),
    ];
    let links = kinds
        .into_iter()
        .filter(|(.., needs)| session.can(*needs))
        .map(|(kind, label, _)| {
            let href = asked.href(&path_of(kind), &[("q", None), ("department", None)]);
            view! { <a href=href aria-current=(kind == shown).then_some("page")>{label}</a> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!(register.tabs)>{links}</nav> }
}

/// The day, a department of that day, words.
pub(super) fn filters(register: &Register, asked: &Asked, today: NaiveDate) -> impl IntoView + use<> {
    let chosen = asked.text("department");
    let options = register
        .departments
        .iter()
        .map(|department| {
            let id = department.id.to_string();
            let selected = id == chosen;
            view! { <option value=id selected=selected>{format!("{} {}", department.code, department.name)}</option> }
        })
        .collect_view();
    let departments = (register.kind != RegisterKind::Contractors).then(|| {
        view! {
            <label class="sr" for="list-department">{t!(common.department)}</label>
            <select id="list-department" name="department">
                <option value="">{t!(register.all_departments)}</option>
                {options}
            </select>
        }
    });
    let (day, last) = (register.day.to_string(), today.to_string());
    let begins = register.begins.map(|day| day.to_string());
    view! {
        <GetForm action=path_of(register.kind) class="toolbar" label=t!(register.filters)>
            <label for="list-day">{t!(register.day)}</label>
            <input id="list-day" name="day" type="date" class="short" value=day.clone() min=begins.clone() max=last.clone()/>
            {departments}
            <FilterSearch placeholder=t!(register.search)/>
            <button class="btn">{t!(register.show)}</button>
        </GetForm>
    }
}

/// The days most often asked for. Departments are of a day: another day takes the choice away.
pub(super) fn days(kind: RegisterKind, shown: NaiveDate, today: NaiveDate, asked: &Asked) -> impl IntoView + use<> {
    let (year_begins, _) = date::fiscal_year_range(date::fiscal_year(today));
    let before = |day: NaiveDate| day - Days::new(1);
    let choices = [
        (t!(register.year_end), before(year_begins)),
        (t!(register.month_end), today - Days::new(today.day().into())),
        (t!(register.yesterday), before(today)),
        (t!(common.today), today),
    ];
    let links = choices
        .into_iter()
        .map(|(label, day)| {
            let word = day.to_string();
            let href = asked.href(&path_of(kind), &[("day", (day != today).then_some(word.as_str())), ("department", None)]);
            view! { <a class="chip" href=href aria-current=(day == shown).then_some("true")>{label} " " <Day day=day/></a> }
        })
        .collect_view();
    view! { <div class="filters" role="group" aria-label=t!(register.days)>{links}</div> }
}

/// The whole register as a file, and the rows shown on paper.
pub(super) fn files(kind: RegisterKind, day: NaiveDate, asked: &Asked) -> AnyView {
    let file = |format: RegisterFormat| {
        let kept = ["q", "department"].into_iter().filter_map(|name| Some((name.to_owned(), asked.some(name)?)));
        let stated = [("day".to_owned(), day.to_string()), ("format".to_owned(), format.to_string())];
        address(&format!("/api/v1/register/{kind}"), stated.into_iter().chain(kept))
    };
    // Without scripting the link leads to the words that say how to print.
    let print = |event: MouseEvent| {
        event.prevent_default();
        let _ = window().print();
    };
    view! {
        <a class="btn" href="#print" rel="external" on:click=print><Icon name="print"/>{t!(register.print)}</a>
        <a class="btn" href=file(RegisterFormat::Csv) rel="external" download=""><Icon name="download"/>{t!(register.csv)}</a>
        <a class="btn primary" href=file(RegisterFormat::Xlsx) rel="external" download=""><Icon name="download"/>{t!(register.xlsx)}</a>
    }
    .into_any()
}
