//! Head and tabs of a contract, the same on all its pages.

use domain::{
    contract::{ContractState, ContractView},
    permission::Operation,
};
use leptos::prelude::*;

use crate::{
    query::address,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        icon::Icon,
        page_head::{PageHead, Tabs},
        state::ContractStateBadge,
    },
};

pub fn head(view: &ContractView) -> impl IntoView + use<> {
    let contract = &view.contract;
    let page = format!("/contracts/{}", contract.id);
    let over = view! { <span class="code">{contract.number.clone()}</span> <ContractStateBadge state=view.state/> };
    let contractor = format!("/contractors/{}", contract.contractor);
    let then = address("/register/contracts", [("q".to_owned(), contract.number.clone())]);
    let sub = view! {
        <a class="link" href=contractor>{view.contractor_name.clone()}</a>
        <span>{view.department_name.clone()}</span>
        <a class="link" href=then>{t!(register.as_of)}</a>
    };
    let edit = view.may_change.then(|| view! { <a class="btn" href=format!("{page}/edit") data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    let find = use_session().can(Operation::WriteFinding).then(|| view! { <a class="btn" href=format!("{page}/findings/new")>{t!(finding.add)}</a> });
    let missing = Some(contract.coverage.missing()).filter(|missing| *missing > 0);
    let mut tabs = vec![
        (page.clone(), t!(contract.tab_overview).to_owned(), None),
        (format!("{page}/clauses"), t!(contract.tab_clauses).to_owned(), missing),
        (format!("{page}/annex"), t!(annex.title).to_owned(), None),
        (format!("{page}/subcontracts"), t!(subcontract.tab).to_owned(), None),
        (format!("{page}/attachments"), t!(attachment.tab).to_owned(), None),
        (format!("{page}/plan"), t!(contract.tab_plan).to_owned(), None),
        if matches!(view.state, ContractState::Draft | ContractState::UnderReview) {
            (format!("{page}/review"), t!(version.review).to_owned(), None)
        } else {
            (format!("{page}/versions"), t!(version.tab).to_owned(), None)
        },
    ];
    if view.may_read_audit {
        tabs.push((format!("{page}/history"), t!(contract.tab_history).to_owned(), None));
    }
    view! {
        <PageHead title=contract.title.clone() over=over.into_any() sub=sub.into_any()>{find} {edit}</PageHead>
        <Tabs label=t!(contract.tabs) tabs=tabs loud=true/>
    }
}
