//! The contract's own words beside its clauses: a document is uploaded, and for each clause the passage that seems to say it is shown. It is the reader
//! who says so.

use domain::{
    clause::{CoverageLine, MarkState},
    contract::ContractView,
    contract_text::{ContractText, TextRead},
    label::Choice,
    reading::{Confidence, Passage, Proposal},
};
use leptos::prelude::*;

use super::mark::Marking;
use crate::{
    flash::{Flash, use_flash_of},
    lang::use_lang,
    query::use_asked,
    rpc::contract::RemoveContractText,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        file_drop::{FILE, FileDrop},
        form::{Fields, Form, FormState},
        page_head::{Fact, Panel},
        state::{Badge, number},
    },
};

/// Said where nothing came near.
const NOTHING: &str = "reading.nothing";

/// What the browser offers to choose from; the server looks at what the file is made of.
const ACCEPT: &str = ".pdf,.docx,.txt,.md,application/pdf,text/plain,text/markdown,application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The document and what came of it, or the way to have one read. What comes second is folded: the clauses are what the page is for.
#[component]
pub fn ContractTextPanel(view: ContractView, text: Option<TextRead>, version: u64, marking: Marking) -> impl IntoView {
    let id = view.contract.id.to_string();
    let flash = use_flash_of("file");
    let open = flash.is_some();
    let upload = view.may_mark.then(|| upload(&id, version, flash));
    match text {
        None => upload.map(|upload| view! { <details class="model" open=open><summary>{t!(contract.text_begin)}</summary>{upload}</details> }).into_any(),
        Some(text) => {
            let total = view.contract.coverage.required;
            let said = if text.is_unreadable { unreadable(&text.document) } else { found(&text, total) };
            let change = upload.map(|upload| view! { {upload} <Remove id=id.clone() version=version marking=marking/> });
            view! {
                <Panel id="text-h" title=t!(contract.text)>
                    {said}
                    <details class="model" open=open>
                        <summary>{t!(contract.text_document, name = text.document.file_name.clone())}</summary>
                        <Document document=text.document id=id.clone()/>
                        {change}
                    </details>
                </Panel>
            }
            .into_any()
        }
    }
}

fn found(text: &TextRead, total: u32) -> AnyView {
    let sides = (!text.parties.city.is_empty() && !text.parties.contractor.is_empty()).then(|| {
        let (city, contractor) = (text.parties.city.join("・"), text.parties.contractor.join("・"));
        view! { <p class="muted">{t!(contract.text_sides, city = city, contractor = contractor)}</p> }
    });
    view! { <p>{t!(contract.text_found, total = total, found = text.found, articles = text.articles)} " " {t!(contract.text_yours)}</p> {sides} }.into_any()
}

fn unreadable(document: &ContractText) -> AnyView {
    let (title, text) = if document.is_scan { (t!(contract.scan), t!(contract.scan_text)) } else { (t!(contract.no_words), t!(contract.no_words_text)) };
    view! { <div class="callout" data-tone="warn" role="note"><strong>{title}</strong><p>{text}</p></div> }.into_any()
}

#[component]
fn Document(document: ContractText, id: String) -> impl IntoView {
    let kind = document.kind.label(use_lang());
    let size = t!(contract.kilobytes, size = number(document.size.div_ceil(1024)));
    let by = t!(contract.text_by, name = document.uploaded_by, at = instant(document.uploaded_at));
    let plain = format!("/api/v1/contracts/{id}/text");
    view! {
        <dl class="facts lines">
            <Fact label=t!(contract.document)>
                {document.file_name}
                <span class="sub">{kind} " ・ " {t!(contract.pages, count = document.pages)} " ・ " {size} " ・ " {by}</span>
            </Fact>
            <Fact label="SHA-256"><code class="hash">{document.sha256}</code></Fact>
        </dl>
        <p><a class="link" href=plain rel="external" download="">{t!(contract.text_plain)}</a></p>
    }
}

fn upload(id: &str, version: u64, flash: Option<Flash>) -> impl IntoView + use<> {
    let lang = use_lang();
    let invalid = flash.is_some();
    let wrong = flash.map(|flash| {
        let errors =
            flash.errors.into_iter().map(|error| view! { <li><a href=format!("#{FILE}") rel="external">{error.message.say(lang)}</a></li> }).collect_view();
        let reasons = flash.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        view! { <div class="error-summary" role="alert" tabindex="-1"><h3>{flash.summary}</h3><ol>{errors} {reasons}</ol></div> }
    });
    view! {
        <form class="form" method="post" action=format!("/contracts/{id}/text") enctype="multipart/form-data">
            {wrong}
            <input type="hidden" name="version" value=version.to_string()/>
            <div class="field">
                <label for=FILE>{t!(contract.text_file)}</label>
                <FileDrop accept=ACCEPT title=t!(contract.text_drop) text=t!(contract.text_drop_hint) invalid=invalid/>
            </div>
            <div class="form-actions">
                <button class="btn primary">{t!(contract.text_read)}</button>
                <span class="note">{t!(contract.text_yours)}</span>
            </div>
        </form>
    }
}

#[component]
fn Remove(id: String, version: u64, marking: Marking) -> impl IntoView {
    let action = ServerAction::<RemoveContractText>::new();
    marking.again_after(action);
    let on_error = marking.again_on_conflict();
    let state = FormState::with_fields::<serde_json::Value>("form", Fields::new(), None, |_| Vec::new(), str::to_owned);
    let sending = state.sending();
    view! {
        <Form state=state action=action on_error=on_error>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version.to_string()/>
            <div class="actions"><button class="btn danger" aria-busy=sending>{t!(contract.text_remove)}</button> <span class="note">{t!(contract.text_remove_hint)}</span></div>
        </Form>
    }
}

/// What the text says of a clause that nobody has settled yet, and one press to settle it; of a settled one, only where the text says another place.
pub fn proposed(line: &CoverageLine, contract: StoredValue<ContractView>, version: u64, marking: Marking, may_mark: bool) -> Option<AnyView> {
    let proposal = line.proposal.clone()?;
    if line.state != MarkState::Missing {
        return elsewhere(line, &proposal);
    }
    let lang = use_lang();
    let Proposal { found, why, rivals, .. } = proposal;
    let near = why.iter().any(|reason| reason.key != NOTHING).then(|| {
        let summary = if found.is_some() { t!(contract.why_proposed) } else { t!(contract.why_not) };
        let why = why.iter().map(|reason| view! { <li>{reason.say(lang)}</li> }).collect_view();
        view! { <details class="model"><summary>{summary}</summary><ul>{why}</ul></details> }
    });
    let Some(passage) = found else {
        return Some(view! { <div class="proposal" data-found="no"><p>{t!(contract.not_found)}</p>{near}</div> }.into_any());
    };
    let grade = passage.grade();
    let tone = match grade {
        Confidence::High => "ok",
        Confidence::Middle => "info",
        Confidence::Low => "warn",
    };
    let rivals = (!rivals.is_empty()).then(|| view! { <p class="muted">{t!(contract.rivals, list = rivals.join("、"))}</p> });
    let confirm = may_mark.then(|| view! { <Confirm clause=line.clause.clone() passage=passage.clone() contract=contract version=version marking=marking/> });
    Some(
        view! {
            <div class="proposal">
                <p><strong>{passage.article}</strong> " " <Badge tone=tone label=t!(contract.confidence, grade = grade.label(lang))/></p>
                <blockquote>{passage.quote}</blockquote>
                {rivals}
                {near}
                {confirm}
            </div>
        }
        .into_any(),
    )
}

/// A clause somebody recorded at one place, which the text says at another.
fn elsewhere(line: &CoverageLine, proposal: &Proposal) -> Option<AnyView> {
    let recorded = line.mark.as_ref().filter(|mark| mark.state == MarkState::Present)?;
    let passage = proposal.found.as_ref()?;
    let same = recorded.article.contains(&passage.article) || proposal.rivals.iter().any(|rival| recorded.article.contains(rival));
    (!same).then(|| view! { <p class="quote"><span class="muted">{t!(contract.read_elsewhere, article = passage.article.clone())}</span></p> }.into_any())
}

/// Records the passage as it was proposed. Whoever wants to put it right first opens the form, which begins with it.
#[component]
fn Confirm(clause: String, passage: Passage, contract: StoredValue<ContractView>, version: u64, marking: Marking) -> impl IntoView {
    let asked = use_asked().get_untracked();
    let state = FormState::with_fields::<serde_json::Value>("form", Fields::new(), None, |_| Vec::new(), str::to_owned);
    let on_error = marking.again_on_conflict();
    let sending = state.sending();
    let id = contract.with_value(|view| view.contract.id.to_string());
    view! {
        <Form state=state action=marking.action() on_error=on_error>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="clause" value=clause.clone()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <input type="hidden" name="only" value=asked.text("only")/>
            <input type="hidden" name="form[state]" value=MarkState::Present.word()/>
            <input type="hidden" name="form[article]" value=passage.article/>
            <input type="hidden" name="form[quote]" value=passage.quote/>
            <button class="btn small primary" aria-busy=sending>{t!(contract.confirm_passage)} <span class="sr">{clause}</span></button>
        </Form>
    }
}
