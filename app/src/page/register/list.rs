//! The register of a day. Opened by an auditor or a procurement officer who is asked what the register said on 31 March: they choose the day, look,
//! and hand out what they see as a file or on paper. That it is the past they look at must be seen at a glance, on the screen and on the paper.

use chrono::NaiveDate;
use domain::{
    Error, date,
    label::Choice,
    message::Message,
    page::Page,
    permission::Operation,
    register::{Cell, Head, Register, RegisterFilter, RegisterKind, RegisterRow},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::bar::{days, files, filters, tabs};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::{Fault, register::get_register},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{fetched, load},
        page_head::PageHead,
        state::{Day, number},
        table::{Pager, total},
    },
};

/// Rows of a page: a register is looked through and printed, so there are more than elsewhere.
const ROWS: usize = 100;
/// Columns from this width on are cut to the room there is.
const WIDE: u8 = 28;

pub(super) fn path_of(kind: RegisterKind) -> String {
    format!("/register/{kind}")
}

/// Whoever may see no contract comes for the contractors.
fn first(may_read_contracts: bool) -> RegisterKind {
    if may_read_contracts { RegisterKind::Contracts } else { RegisterKind::Contractors }
}

/// Whatever is asked for that is no day is told: the register of today is no answer to it.
fn filter(asked: &Asked) -> Result<RegisterFilter, Fault> {
    let day = asked.some("day").map(|text| date::parse(&text).ok_or_else(|| Fault(Error::invalid("day", Message::new("field.date"))))).transpose()?;
    Ok(RegisterFilter { day, format: None, q: asked.text("q"), department: asked.parse("department"), cursor: asked.some("cursor"), limit: Some(ROWS) })
}

#[component]
pub fn RegisterPage() -> impl IntoView {
    let (asked, params) = (use_asked(), use_params_map());
    let first = first(use_session().can(Operation::ReadContract));
    let kind = Memo::new(move |_| match params.read().get_str("kind") {
        None => Some(first),
        Some(word) => RegisterKind::from_word(word),
    });
    let register =
        fetched(move || (kind.get(), filter(&asked.read())), |(kind, filter)| async move { get_register(kind.ok_or(Fault(Error::NotFound))?, filter?).await });
    load(register, move |register| show(register, &asked.get_untracked()))
}

fn show(register: Register, asked: &Asked) -> AnyView {
    let (session, lang) = (use_session(), use_lang());
    let (kind, day, today) = (register.kind, register.day, session.today());
    let said = date::short(day, lang);
    let sub = if register.past { t!(register.subtitle, day = said) } else { t!(register.subtitle_today).to_owned() };
    let empty = register.items.is_empty();
    // Of the days before the register began nothing is shown, then or now.
    let known = register.begins.is_none_or(|begins| day >= begins);
    let files = (!empty).then(|| files(kind, day, asked));
    view! {
        <PageHead title=kind.label(lang) sub=sub.into_any()>{files}</PageHead>
        {(register.past && known).then(|| past(kind, day, asked))}
        {tabs(kind, asked)}
        <div>
            {filters(&register, asked, today)}
            {days(kind, day, today, asked)}
        </div>
        {if empty { none(&register, asked) } else { table(register) }}
    }
    .into_any()
}

fn past(kind: RegisterKind, day: NaiveDate, asked: &Asked) -> impl IntoView + use<> {
    let text = t!(register.past_text, day = date::short(day, use_lang()), japanese = date::japanese(day));
    let today = asked.href(&path_of(kind), &[("day", None), ("department", None)]);
    view! {
        <div class="callout" data-tone="warn" role="note">
            <strong>{t!(register.past)}</strong>
            <p>{text}</p>
            <div class="actions"><a class="btn small" href=today>{t!(register.to_today)}</a></div>
        </div>
    }
}

fn table(register: Register) -> AnyView {
    let (lang, session) = (use_lang(), use_session());
    let me = session.me();
    let heads: Vec<Head> = register.kind.columns();
    let day = date::short(register.day, lang);
    let kind = register.kind.label(lang);
    let label = t!(register.table, kind = kind, day = day.clone());
    let found = total(&Page::<()> { items: Vec::new(), next: None, total: register.total });
    let today = date::short(session.today(), lang);
    let paper = t!(register.paper, city = me.city, kind = kind, day = day, total = found.clone(), today = today, name = me.name);
    let cells: Vec<Vec<Cell>> = register.items.iter().map(|item| item.cells(lang)).collect();
    let columns = heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.main)
        .map(|(place, head)| {
            let counts = cells.iter().any(|row| matches!(row.get(place), Some(Cell::Number(_))));
            let class = if place == 0 { Some("pin") } else { counts.then_some("num") };
            view! { <th scope="col" class=class>{head.label(lang)}</th> }
        })
        .collect_view();
    let rows = register.items.iter().zip(cells).map(|(item, cells)| row(&heads, item, cells)).collect_view();
    view! {
        <p class="print-only">{paper}</p>
        <div class="table-wrap wide" tabindex="0" role="region" aria-label=label.clone()>
            <table class="table stack" data-density="compact">
                <caption class="sr">{label.clone()}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="muted screen-only" id="print">{t!(register.files_text)}</p>
        <Pager total=found next=register.next/>
    }
    .into_any()
}

fn row(heads: &[Head], item: &RegisterRow, cells: Vec<Cell>) -> impl IntoView + use<> {
    let shown = heads.iter().copied().zip(cells).filter(|(head, _)| head.main);
    let address = item.address();
    let cells = shown
        .enumerate()
        .map(|(place, (head, cell))| {
            if place == 0 {
                let text = cell.plain();
                return view! { <th scope="row" class=(head.width >= WIDE).then_some("clip")><a href=address.clone() title=text.clone()>{text.clone()}</a></th> }.into_any();
            }
            body_cell(head, cell)
        })
        .collect_view();
    view! { <tr>{cells}</tr> }
}

fn body_cell(head: Head, cell: Cell) -> AnyView {
    let label = head.label(use_lang());
    match cell {
        Cell::Blank => view! { <td class="wide-only"></td> }.into_any(),
        Cell::Number(value) => view! { <td class="num" data-label=label>{number(value)}</td> }.into_any(),
        Cell::Day(day) => view! { <td data-label=label><Day day=day/></td> }.into_any(),
        Cell::Text(text) if head.width >= WIDE => view! { <td class="clip" data-label=label title=text.clone()>{text.clone()}</td> }.into_any(),
        Cell::Text(text) => view! { <td data-label=label>{text}</td> }.into_any(),
    }
}

/// Before the register began, nothing registered, and nothing found are different things to be told.
fn none(register: &Register, asked: &Asked) -> AnyView {
    let lang = use_lang();
    let path = path_of(register.kind);
    let narrowed = ["q", "department", "cursor"].iter().any(|name| asked.some(name).is_some());
    match register.begins {
        Some(begins) if register.day < begins => {
            let first = asked.href(&path, &[("day", Some(&begins.to_string()))]);
            view! {
                <Empty pic="pic-ledger" title=t!(register.none_before, day = date::short(begins, lang)) text=t!(register.none_before_text)>
                    <a class="btn" href=first>{t!(register.to_begin)}</a>
                </Empty>
            }
            .into_any()
        }
        _ if narrowed => {
            let all = asked.href(&path, &[("q", None), ("department", None)]);
            view! {
                <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                    <a class="btn" href=all>{t!(common.clear_filter)}</a>
                </Empty>
            }
            .into_any()
        }
        _ => view! { <Empty title=t!(register.none) text=t!(register.none_text)/> }.into_any(),
    }
}
