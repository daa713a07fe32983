//! The rows of the file: what each would do, and why it cannot.

use std::collections::BTreeMap;

use domain::{
    audit::FieldChange,
    error::FieldError,
    import::{ImportKind, ImportRow, RowState},
    label::Choice,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::words;
use crate::{
    lang::use_lang,
    rpc::import::ImportRows,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        page_head::or_dash,
        state::Badge,
        table::{Pager, total},
    },
};

pub fn table(kind: ImportKind, found: ImportRows) -> AnyView {
    let ImportRows { page, names } = found;
    if page.items.is_empty() {
        let all = use_location().pathname.get_untracked();
        return view! {
            <Empty pic="pic-search" title=t!(common.none_found)><a class="btn" href=all>{t!(common.clear_filter)}</a></Empty>
        }
        .into_any();
    }
    let (total, next) = (total(&page), page.next);
    let rows = page.items.into_iter().map(|line| row(kind, line, &names)).collect_view();
    let label = t!(import.contents);
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=label>
            <table class="table preview stack">
                <caption class="sr">{label}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num fit">{t!(import.line)}</th>
                        <th scope="col" class="fit">{t!(import.result)}</th>
                        <th scope="col" class="pin">{t!(import.name)}</th>
                        <th scope="col" class="fit">{t!(import.number)}</th>
                        <th scope="col">{t!(import.effect)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(kind: ImportKind, row: ImportRow, names: &BTreeMap<String, String>) -> impl IntoView + use<> {
    let (mark, tone) = match row.state {
        RowState::New => ("new", "ok"),
        RowState::Changed => ("changed", "warn"),
        RowState::Same => ("same", "neutral"),
        RowState::Faulty => ("error", "danger"),
    };
    let effect = match row.state {
        RowState::Faulty => errors(kind, row.errors),
        RowState::Changed => changes(kind, row.changes, names),
        RowState::New | RowState::Same => view! { <td></td> }.into_any(),
    };
    let title = row.title.clone();
    view! {
        <tr data-state=mark>
            <td class="num" data-label=t!(import.line)>{row.line}</td>
            <td><Badge tone=tone label=row.state.label(use_lang())/></td>
            <th scope="row" class="wrap" title=title>{or_dash(&row.title)}</th>
            <td class="code">{row.key}</td>
            {effect}
        </tr>
    }
}

fn errors(kind: ImportKind, errors: Vec<FieldError>) -> AnyView {
    let lang = use_lang();
    let items = errors
        .into_iter()
        .map(|error| {
            // What concerns the row as a whole has no column.
            let column = Some(words::column(kind, &error.field)).filter(|column| !column.is_empty()).map(|column| format!("{column}{}", t!(common.colon)));
            view! { <div>{column} <small>{error.message.say(lang)}</small></div> }
        })
        .collect_view();
    view! { <td class="invalid wrap full">{items}</td> }.into_any()
}

fn changes(kind: ImportKind, changes: Vec<FieldChange>, names: &BTreeMap<String, String>) -> AnyView {
    let items = changes
        .into_iter()
        .map(|change| {
            let say = |side: Option<String>| words::value(kind, &change.field, &side.unwrap_or_default(), names);
            let (before, after) = (say(change.before), say(change.after));
            view! {
                <div>
                    <span class="sub">{words::column(kind, &change.field).to_owned()}</span>
                    <del>{before}</del>
                    " "
                    <ins>{after}</ins>
                </div>
            }
        })
        .collect_view();
    view! { <td class="changed wrap full">{items}</td> }.into_any()
}
