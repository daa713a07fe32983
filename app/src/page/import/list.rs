//! Where an import begins: which list, what it has to look like, and what was imported before.

use domain::{
    import::{Import, ImportKind},
    label::Choice,
    permission::Operation,
};
use leptos::prelude::*;

use super::{upload::Upload, words};
use crate::{
    lang::use_lang,
    query::use_asked,
    rpc::import::list_imports,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        empty::Empty,
        fault::{FaultView, forbidden},
        load::{fetched, load},
        page_head::{PageHead, Panel},
        state::number,
        table::Table,
    },
};

#[component]
pub fn ImportsPage() -> impl IntoView {
    let session = use_session();
    let kinds: Vec<ImportKind> = ImportKind::ALL.iter().copied().filter(|kind| session.can(words::operation(*kind))).collect();
    let Some(first) = kinds.first().copied() else {
        return view! { <FaultView error=forbidden(Operation::ImportContracts)/> }.into_any();
    };
    let (asked, allowed) = (use_asked(), kinds.clone());
    let kind = Memo::new(move |_| asked.read().choice("kind").filter(|kind| allowed.contains(kind)).unwrap_or(first));
    let past = fetched(|| (), |()| list_imports());
    view! {
        <PageHead title=t!(import.title) sub=t!(import.subtitle).into_any()/>
        {kinds_bar(kinds, kind)}
        <div class="split">
            <div>
                <Upload kind=kind/>
                <Panel id="past-h" title=t!(import.past)>{load(past, past_imports)}</Panel>
            </div>
            <div>
                <Panel id="columns-h" title=t!(import.columns)>
                    <p class="muted">{t!(import.columns_text)}</p>
                    {move || columns(kind.get())}
                </Panel>
            </div>
        </div>
    }
    .into_any()
}

/// Which list; a choice of one needs no asking.
fn kinds_bar(kinds: Vec<ImportKind>, current: Memo<ImportKind>) -> Option<impl IntoView> {
    let lang = use_lang();
    (kinds.len() > 1).then(|| {
        let chips = kinds
            .into_iter()
            .map(|kind| {
                let chosen = move || (current.get() == kind).then_some("true");
                view! { <a class="chip" href=words::upload_page(kind) aria-current=chosen>{kind.label(lang)}</a> }
            })
            .collect_view();
        view! { <div class="filters" role="group" aria-label=t!(import.kind)>{chips}</div> }
    })
}

fn columns(kind: ImportKind) -> impl IntoView {
    let lines = kind
        .columns()
        .iter()
        .map(|column| {
            let required = column.required.then(|| view! { " " <span class="req">{t!(common.required)}</span> });
            let aliases = if column.aliases.is_empty() { "—".to_owned() } else { column.aliases.join("、") };
            view! { <div><dt>{column.header} {required}</dt><dd class="muted">{aliases}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts lines">{lines}</dl> }
}

fn past_imports(imports: Vec<Import>) -> AnyView {
    if imports.is_empty() {
        return view! { <Empty title=t!(import.none) text=t!(import.none_text)/> }.into_any();
    }
    let rows = imports.into_iter().map(past_import).collect_view();
    view! {
        <Table label=t!(import.past)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(import.file)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col" class="num">{t!(import.rows)}</th>
                    <th scope="col" class="num">{t!(import.written)}</th>
                    <th scope="col" class="num">{t!(import.faulty)}</th>
                    <th scope="col">{t!(import.when)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn past_import(import: Import) -> impl IntoView {
    let Import { id, kind, file_name, state, count, done, by_name, at, .. } = import;
    let name = if file_name.is_empty() { t!(import.unnamed).to_owned() } else { file_name };
    let faulty = if count.faulty > 0 {
        view! { <strong>{number(count.faulty.into())}</strong> }.into_any()
    } else {
        view! { <span class="muted">"0"</span> }.into_any()
    };
    view! {
        <tr>
            <th scope="row" class="clip">
                <a href=format!("/imports/{id}") title=name.clone()>{name.clone()}</a>
                <span class="sub">{kind.label(use_lang())}</span>
            </th>
            <td>{words::state_badge(state)}</td>
            <td class="num" data-label=t!(import.rows)>{number(count.total.into())}</td>
            <td class="num" data-label=t!(import.written)>{number(done.into())}</td>
            <td class="num" data-label=t!(import.faulty)>{faulty}</td>
            <td><time datetime=at.to_rfc3339()>{instant(at)}</time><span class="sub">{by_name}</span></td>
        </tr>
    }
}
