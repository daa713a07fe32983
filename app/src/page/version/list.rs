//! The versions of a contract. Opened to see under which terms it runs, since when and why, and to begin an amendment or a renewal.

use domain::{
    contract::{
        ContractView,
        revision::{RevisionKind, RevisionList, RevisionStage, RevisionView},
    },
    id::ContractId,
    label::Choice,
};
use leptos::prelude::*;

use super::words;
use crate::{
    lang::use_lang,
    page::contract::head::head,
    query::use_id,
    rpc::{Fault, contract::get_contract, revision::list_revisions},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::Diff,
        empty::Empty,
        icon::Icon,
        load::{fetched, load},
        page_head::Panel,
        state::{Badge, Day},
    },
    words::Names,
};

#[component]
pub fn VersionsPage() -> impl IntoView {
    let id = use_id::<ContractId>("id");
    let record = fetched(
        move || id.get(),
        |id| async move {
            let id = id.ok_or(Fault(domain::Error::NotFound))?;
            Ok((get_contract(id.clone()).await?, list_revisions(id).await?))
        },
    );
    load(record, |(view, list): (ContractView, RevisionList)| view! { {head(&view)} {show(&view, list)} })
}

fn show(view: &ContractView, list: RevisionList) -> AnyView {
    let page = format!("/contracts/{}/versions", view.contract.id);
    if list.items.is_empty() {
        return view! { <Empty title=t!(version.none) text=t!(version.none_text)/> }.into_any();
    }
    Names::provide(list.names);
    let draft = list.may_draft.then(|| {
        let link = |kind: RevisionKind, label: &'static str| {
            view! { <a class="btn" href=format!("{page}/new?kind={}", kind.word())><Icon name="plus"/>{label}</a> }
        };
        view! { {link(RevisionKind::Amendment, t!(version.draft_amendment))} {link(RevisionKind::Renewal, t!(version.draft_renewal))} }.into_any()
    });
    let count = t!(common.total, count = list.items.len());
    let items = list.items.into_iter().map(|item| line(item, &page)).collect_view();
    view! {
        <Panel id="versions-h" title=t!(version.title) count=count actions=draft.unwrap_or_else(|| ().into_any())>
            <ol class="timeline">{items}</ol>
        </Panel>
    }
    .into_any()
}

/// How a version is called: `第2版 変更契約`.
pub fn name(revision: &domain::contract::revision::Revision) -> String {
    let kind = revision.kind.label(use_lang());
    if revision.stage == RevisionStage::Withdrawn { kind.to_owned() } else { t!(version.name, number = revision.number, kind = kind) }
}

/// How far a version has got. One that is in force needs no more than the word; those before it need none.
pub fn stage(view: &RevisionView) -> Option<AnyView> {
    let stage = view.revision.stage;
    let (tone, label) = match stage {
        RevisionStage::InEffect if view.in_force => ("ok", t!(version.in_force).to_owned()),
        RevisionStage::InEffect => return None,
        RevisionStage::Draft | RevisionStage::Withdrawn => ("neutral", stage.label(use_lang()).to_owned()),
        RevisionStage::Submitted => ("accent", stage.label(use_lang()).to_owned()),
        RevisionStage::Agreed if !view.hindrances.is_empty() => ("danger", t!(version.stuck).to_owned()),
        RevisionStage::Agreed => ("info", stage.label(use_lang()).to_owned()),
    };
    Some(view! { " " <Badge tone=tone label=label/> }.into_any())
}

fn line(view: RevisionView, page: &str) -> impl IntoView + use<> {
    let revision = view.revision.clone();
    let state = match revision.stage {
        RevisionStage::InEffect if view.in_force => "now",
        RevisionStage::InEffect => "done",
        RevisionStage::Withdrawn => "cancelled",
        RevisionStage::Agreed if !view.hindrances.is_empty() => "late",
        RevisionStage::Draft | RevisionStage::Submitted | RevisionStage::Agreed => "future",
    };
    let title = name(&revision);
    let reason = (!revision.reason.is_empty()).then(|| view! { <span class="sub">{revision.reason.clone()}</span> });
    let who = [(&revision.requested_by, t!(version.drafted_by)), (&revision.decided_by, t!(version.decided_by))]
        .into_iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, what)| format!("{what} {name}"))
        .collect::<Vec<_>>()
        .join("　");
    let who = (!who.is_empty()).then(|| view! { <span class="sub">{who}</span> });
    let count = view.changes.len();
    let changes = (count > 0).then(|| {
        view! { <details><summary>{t!(common.changed_fields, count = count)}</summary><Diff changes=view.changes.clone() words=words::TERMS/></details> }
    });
    view! {
        <li data-state=state>
            <span class="when"><Day day=revision.effective_from/></span>
            <div class="what">
                <a class="link" href=format!("{page}/{}", revision.id)>{title}</a>
                {stage(&view)}
                {reason}
                {who}
                {changes}
            </div>
        </li>
    }
}
