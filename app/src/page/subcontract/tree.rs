//! The tree under a contract. Opened to see who really does the work: whom the contractor passes it on to, with whose permission, and where
//! something is wrong.

use chrono::NaiveDate;
use domain::{
    Error,
    contract::ContractView,
    id::{ContractId, SubcontractId},
    label::Choice,
    permission::Operation,
    subcontract::{Finding, SubcontractTree, SubcontractView},
};
use leptos::prelude::*;

use super::finding::{SubcontractStateBadge, marks};
use crate::{
    lang::use_lang,
    page::contract::head::head,
    query::use_id,
    rpc::{Fault, contract::get_contract, subcontract::get_subcontract_tree},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        icon::Icon,
        load::{fetched, load},
        page_head::Panel,
        state::{Badge, Day, Period},
    },
};

#[component]
pub fn TreePage() -> impl IntoView {
    let (id, today) = (use_id::<ContractId>("id"), use_session().today());
    let record = fetched(
        move || id.get(),
        |id| async move {
            let id = id.ok_or(Fault(Error::NotFound))?;
            Ok((get_contract(id.clone()).await?, get_subcontract_tree(id).await?))
        },
    );
    load(record, move |(view, tree): (ContractView, SubcontractTree)| view! { {head(&view)} {show(&view, tree, today)} })
}

fn show(view: &ContractView, tree: SubcontractTree, today: NaiveDate) -> AnyView {
    let page = format!("/contracts/{}/subcontracts", tree.contract);
    let add = tree.may_add.then(|| view! { <a class="btn" href=format!("{page}/new") data-key="n"><Icon name="plus"/>{t!(subcontract.add)}</a> }.into_any());
    if tree.nodes.is_empty() {
        return view! { {depth_note(view, &tree)} <Empty pic="pic-ledger" title=t!(subcontract.none) text=t!(subcontract.none_text)>{add}</Empty> }.into_any();
    }
    let below = branch(&tree.nodes, None, today);
    let count = t!(common.total, count = tree.nodes.len());
    let note = depth_note(view, &tree);
    let contractor = view! { <a class="link" href=format!("/contractors/{}", tree.contractor)>{tree.contractor_name}</a> };
    let actions = add.unwrap_or_else(|| ().into_any());
    view! {
        {note}
        <Panel id="tree-h" title=t!(subcontract.tree) count=count actions=actions>
            <ul class="tree">
                <li>
                    <div class="node"><strong>{contractor}</strong><span class="sub">{t!(subcontract.root)}</span></div>
                    {below}
                </li>
            </ul>
        </Panel>
    }
    .into_any()
}

/// The nodes below one, each with those below it.
fn branch(nodes: &[SubcontractView], parent: Option<&SubcontractId>, today: NaiveDate) -> AnyView {
    let items: Vec<AnyView> = nodes
        .iter()
        .filter(|node| node.subcontract.parent.as_ref() == parent)
        .map(|node| view! { <li>{leaf(node, today)} {branch(nodes, Some(&node.subcontract.id), today)}</li> }.into_any())
        .collect();
    if items.is_empty() { ().into_any() } else { view! { <ul>{items}</ul> }.into_any() }
}

fn leaf(view: &SubcontractView, today: NaiveDate) -> impl IntoView + use<> {
    let (node, lang) = (&view.subcontract, use_lang());
    let found: Vec<Finding> = node.findings_on(today).cloned().collect();
    let missing = view.flow_down.iter().filter(|clause| !clause.confirmed).count();
    let clauses = t!(subcontract.clauses_count, done = view.flow_down.len() - missing, all = view.flow_down.len());
    let permitted = node.ruling.as_ref().map(|ruling| view! { <span class="sub">{t!(subcontract.ruling)} " " <Day day=ruling.on/></span> });
    let abroad = node.abroad.then(|| view! { <Badge tone="warn" label=t!(subcontract.abroad)/> });
    view! {
        <div class="node">
            <strong><a class="link" href=format!("/subcontracts/{}", node.id)>{view.contractor_name.clone()}</a></strong>
            <SubcontractStateBadge state=view.state/>
            {marks(&found)}
            {abroad}
            <span>{node.work.clone()}</span>
            <span class="sub">{node.personal.label(lang)}</span>
            <span class="sub">{node.place.clone()}</span>
            <span class="sub"><Period from=node.start to=node.end/></span>
            {permitted}
            <span class="sub">{clauses}</span>
        </div>
    }
}

/// The tier of risk follows from what the contract states, so what it states has to be true.
fn depth_note(view: &ContractView, tree: &SubcontractTree) -> Option<impl IntoView + use<>> {
    (tree.depth_found != tree.depth_stated).then(|| {
        let said = t!(subcontract.depth_differs, stated = tree.depth_stated, found = tree.depth_found);
        let may_edit = view.may_change && use_session().can(Operation::WriteContract);
        let edit = may_edit
            .then(|| view! { " " <a class="link" href=format!("/contracts/{}/edit#form-subcontract_depth", tree.contract)>{t!(subcontract.mend_depth)}</a> });
        let tone = if tree.depth_found > tree.depth_stated { "warn" } else { "info" };
        view! { <div class="callout" data-tone=tone role="note"><strong>{said}</strong><p>{t!(subcontract.depth_differs_text)} {edit}</p></div> }
    })
}
