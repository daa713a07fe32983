//! The notice of a measure: the paper as it will go out, to be printed or kept as a file. It is in Japanese whatever the reader's language.

use domain::{
    Error,
    finding::FindingView,
    id::FindingId,
    label::Choice,
    notice::{Notice, NoticeFormat},
};
use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    lang::use_lang,
    query::use_id,
    rpc::{
        Fault,
        finding::{get_finding, get_notice},
    },
    t,
    ui::{
        at_once::IntoAny,
        icon::Icon,
        load::{fetched, load},
        page_head::PageHead,
    },
};

#[component]
pub fn NoticePage() -> impl IntoView {
    let id = use_id::<FindingId>("id");
    let params = leptos_router::hooks::use_params_map();
    let number = Memo::new(move |_| params.read().get("number").and_then(|number| number.parse::<usize>().ok()));
    let record = fetched(
        move || id.get().zip(number.get()),
        |asked| async move {
            let (id, number) = asked.ok_or(Fault(Error::NotFound))?;
            Ok((get_finding(id.clone()).await?, get_notice(id, number).await?))
        },
    );
    load(record, move |(view, notice): (FindingView, Notice)| show(&view, &notice, number.get_untracked().unwrap_or(1)))
}

fn show(view: &FindingView, notice: &Notice, number: usize) -> impl IntoView + use<> {
    let finding = format!("/findings/{}", view.finding.id);
    let file = |format: NoticeFormat| format!("/api/v1{finding}/measures/{number}/notice?format={format}");
    // Without scripting the link leads to the words that say how to print.
    let print = |event: MouseEvent| {
        event.prevent_default();
        let _ = window().print();
    };
    let over = view! { <span>{notice.step.label(use_lang())}</span> };
    let sub = view! { <a class="link" href=finding.clone()>{t!(finding.back)}</a> <span>{view.contract_title.clone()}</span> };
    view! {
        <PageHead title=t!(finding.notice) over=over.into_any() sub=sub.into_any()/>
        <div class="paper-bar">
            <p class="muted">{t!(finding.notice_text)}</p>
            <div class="actions">
                <a class="btn primary" href=file(NoticeFormat::Docx) rel="external" download=""><Icon name="download"/>{t!(annex.docx)}</a>
                <a class="btn" href=file(NoticeFormat::Markdown) rel="external" download=""><Icon name="download"/>{t!(annex.markdown)}</a>
                <a class="btn" href="#print" rel="external" on:click=print><Icon name="print"/>{t!(annex.print)}</a>
            </div>
            <p class="muted" id="print">{t!(annex.print_text)}</p>
        </div>
        <article class="paper notice" lang="ja" aria-label=t!(finding.notice)>
            <h2>{notice.title.clone()}</h2>
            <div class="prose" inner_html=notice.html.clone()></div>
        </article>
    }
}
