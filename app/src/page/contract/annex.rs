//! 情報セキュリティ特記仕様書: the paper as it will be, and beside it what is to be known before it is attached. Nothing is stored; which clauses stand
//! on it is in the address.

use domain::{
    Error,
    annex::{Annex, AnnexFormat, AnnexScope},
    contract::ContractView,
    id::ContractId,
    label::Choice,
};
use leptos::{ev::MouseEvent, prelude::*};

use super::{head::head, notes::notes, paper::paper};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked, use_id},
    rpc::{
        Fault,
        contract::{get_annex, get_contract},
    },
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        icon::Icon,
        load::{fetched, load},
    },
};

fn which(asked: &Asked) -> AnnexScope {
    asked.choice("which").unwrap_or(AnnexScope::All)
}

#[component]
pub fn AnnexPage() -> impl IntoView {
    let (id, asked) = (use_id::<ContractId>("id"), use_asked());
    let record = fetched(
        move || (id.get(), which(&asked.read())),
        |(id, which)| async move {
            let id = id.ok_or(Fault(Error::NotFound))?;
            Ok((get_contract(id.clone()).await?, get_annex(id, which).await?))
        },
    );
    load(record, |(view, annex): (ContractView, Annex)| view! { {head(&view)} {show(&view, annex)} })
}

fn show(view: &ContractView, annex: Annex) -> AnyView {
    let page = format!("/contracts/{}/annex", view.contract.id);
    let bar = view! {
        <div class="paper-bar">
            <p class="muted">{t!(annex.text)}</p>
            {scopes(&page, annex.which)}
        </div>
    };
    if annex.is_empty() {
        return view! { {bar} {nothing(&page, annex.which)} {notes(&annex)} }.into_any();
    }
    let files = files(view.contract.id.as_str(), annex.which);
    view! {
        {bar}
        {files}
        <div class="split annex">
            {paper(&annex.paper)}
            <div class="lead">{notes(&annex)}</div>
        </div>
    }
    .into_any()
}

/// Plain links: each is an address of its own.
fn scopes(page: &str, chosen: AnnexScope) -> impl IntoView + use<> {
    let lang = use_lang();
    let links = AnnexScope::ALL
        .iter()
        .map(|scope| {
            let current = (*scope == chosen).then_some("true");
            view! { <a class="chip" href=format!("{page}?which={scope}") aria-current=current>{scope.label(lang)}</a> }
        })
        .collect_view();
    view! { <div class="filters" role="group" aria-label=t!(annex.scope)>{links}</div> }
}

fn files(contract: &str, which: AnnexScope) -> impl IntoView + use<> {
    let file = |format: AnnexFormat| format!("/api/v1/contracts/{contract}/annex?format={format}&which={which}");
    // Without scripting the link leads to the words that say how to print.
    let print = |event: MouseEvent| {
        event.prevent_default();
        let _ = window().print();
    };
    view! {
        <div class="paper-bar">
            <div class="actions">
                <a class="btn primary" href=file(AnnexFormat::Docx) rel="external" download=""><Icon name="download"/>{t!(annex.docx)}</a>
                <a class="btn" href=file(AnnexFormat::Markdown) rel="external" download=""><Icon name="download"/>{t!(annex.markdown)}</a>
                <a class="btn" href="#print" rel="external" on:click=print><Icon name="print"/>{t!(annex.print)}</a>
            </div>
            <p class="muted" id="print">{t!(annex.print_text)}</p>
        </div>
    }
}

fn nothing(page: &str, which: AnnexScope) -> AnyView {
    let page = page.to_owned();
    match which {
        AnnexScope::All => view! { <Empty pic="pic-calm" title=t!(annex.no_clauses) text=t!(annex.no_clauses_text)/> }.into_any(),
        AnnexScope::Missing => view! {
            <Empty pic="pic-calm" title=t!(annex.none_missing) text=t!(annex.none_missing_text)>
                <a class="btn" href=page>{t!(annex.all_clauses)}</a>
            </Empty>
        }
        .into_any(),
    }
}
