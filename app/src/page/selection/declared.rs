//! 自己申告 on the page of a candidate: what the contractor declared and when; for whoever fills in the draft, the ways by which it is asked, a workbook
//! and, where the server faces outwards, a link.

use domain::{
    label::Choice,
    selection::{Declaration, DeclarationSource, SelectionView},
};
use leptos::prelude::*;

use super::{invite::Invite, page_of};
use crate::{
    flash::{Flash, use_flash},
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        file_drop::FileDrop,
        icon::Icon,
        page_head::{Fact, Panel},
    },
};

/// What the browser offers to choose from; the server looks at what the file is made of.
const ACCEPT: &str = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The input for the workbook; files are kept with the candidate by another.
const WORKBOOK: &str = "f-workbook";

/// Fields by which the forms of this panel are told from others on the page.
const OURS: [&str; 5] = ["file", "asked", "name", "invited", "revoked"];

/// The flash, if one of the forms here was sent.
pub fn use_own_flash() -> Option<Flash> {
    use_flash().filter(|flash| OURS.iter().any(|field| flash.fields.contains_key(*field)))
}

/// Nothing where nothing was declared and the reader cannot ask for it.
pub fn declared(view: &SelectionView) -> Option<AnyView> {
    let declaration = view.selection.declaration.clone();
    if declaration.is_none() && !view.may_answer {
        return None;
    }
    let page = page_of(&view.selection.procurement, &view.selection.id);
    let waiting = declaration.as_ref().filter(|_| view.may_answer).map_or(0, |declaration| declaration.waiting(&view.selection.answers));
    let waiting = (waiting > 0).then(|| {
        let href = format!("{page}/answers");
        view! {
            <div class="callout" data-tone="info" role="note">
                <strong>{t!(selection.declared_waiting, count = waiting)}</strong>
                <p>{t!(selection.declared_waiting_text)}</p>
                <div class="actions"><a class="btn" href=href>{t!(selection.declared_open)}</a></div>
            </div>
        }
    });
    let lead = match &declaration {
        Some(declaration) => received(declaration),
        None => view! { <p class="muted">{t!(selection.declared_none)}</p> }.into_any(),
    };
    let asking = view.may_answer.then(|| asking(view, &page, declaration.is_some()));
    Some(view! { <Panel id="declared-h" title=t!(selection.declared_title)>{waiting} {lead} {asking}</Panel> }.into_any())
}

fn received(declaration: &Declaration) -> AnyView {
    let Declaration { source, file_name, sha256, received_at, by_name, remarks, .. } = declaration.clone();
    let file = (source == DeclarationSource::Workbook).then(|| {
        view! { <Fact label=t!(selection.declared_file)>{file_name} <span class="sub"><code class="hash">{format!("SHA-256 {sha256}")}</code></span></Fact> }
    });
    let lines = remarks.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    let more = (!remarks.is_empty()).then(|| view! { <Fact label=t!(selection.declared_remarks)>{lines}</Fact> });
    view! {
        <dl class="facts lines">
            <Fact label=t!(selection.declared_by)>{by_name}</Fact>
            <Fact label=t!(selection.declared_at)>{instant(received_at)} <span class="sub">{source.label(use_lang())}</span></Fact>
            {file}
            {more}
        </dl>
    }
    .into_any()
}

/// Both ways to ask. They are folded: most who come here go on with the answers.
fn asking(view: &SelectionView, page: &str, again: bool) -> AnyView {
    let flash = use_own_flash();
    let sent = |fields: &[&str]| flash.as_ref().is_some_and(|flash| fields.iter().any(|field| flash.fields.contains_key(*field)));
    let by_workbook = sent(&["file", "asked"]);
    let title = if again { t!(selection.workbook_again) } else { t!(selection.workbook_title) };
    let workbook = workbook(view.selection.version, page, flash.clone().filter(|_| by_workbook));
    let invite = view.invitations.clone().map(|links| view! { <Invite links=links page=page.to_owned() flash=flash.filter(|_| !by_workbook)/> });
    view! {
        <details class="model asking" open=by_workbook><summary>{title}</summary>{workbook}</details>
        {invite}
    }
    .into_any()
}

fn workbook(version: u64, page: &str, flash: Option<Flash>) -> AnyView {
    let until = flash.as_ref().and_then(|flash| flash.fields.get("asked").cloned()).unwrap_or_default();
    let invalid = flash.as_ref().is_some_and(|flash| flash.fields.contains_key("file"));
    view! {
        {flash.map(told)}
        <form class="form" method="get" action=format!("{page}/questionnaire")>
            <div class="field">
                <label for="asked-until">{t!(selection.workbook_until)}</label>
                <p class="hint" id="asked-until-hint">{t!(selection.workbook_until_hint)}</p>
                <div class="row">
                    <input id="asked-until" name="until" class="short" value=until autocomplete="off" aria-describedby="asked-until-hint"/>
                    <button class="btn"><Icon name="download"/>{t!(selection.workbook_export)}</button>
                </div>
            </div>
        </form>
        <form class="form" method="post" action=format!("{page}/declaration") enctype="multipart/form-data">
            <input type="hidden" name="version" value=version.to_string()/>
            <div class="field">
                <label for=WORKBOOK>{t!(selection.workbook_file)}</label>
                <FileDrop accept=ACCEPT title=t!(selection.workbook_drop) text=t!(selection.workbook_drop_hint) invalid=invalid id=WORKBOOK/>
            </div>
            <p class="actions"><button class="btn">{t!(selection.workbook_import)}</button> <span class="muted">{t!(selection.workbook_note)}</span></p>
        </form>
    }
    .into_any()
}

/// What was wrong: for a workbook every fault with its sheet and cell.
pub fn told(flash: Flash) -> AnyView {
    let lang = use_lang();
    let errors = flash.errors.iter().map(|error| view! { <li>{error.message.say(lang)}</li> }).collect_view();
    let reasons = flash.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! { <div class="error-summary" role="alert" tabindex="-1"><h3>{flash.summary}</h3><ol>{errors} {reasons}</ol></div> }.into_any()
}
