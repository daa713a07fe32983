//! Head and tabs of a check, the same on its pages that are read.

use domain::{label::Choice, verification::VerificationView};
use leptos::prelude::*;

use super::words::begin;
use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        icon::Icon,
        page_head::{PageHead, Tabs},
        state::{DueDate, LateDays, VerificationStateBadge},
    },
};

/// What a check is called: the kind alone says little.
pub fn title(view: &VerificationView) -> String {
    t!(verification.title, contract = view.contract_title, kind = view.verification.kind.label(use_lang()))
}

pub fn head(view: &VerificationView) -> impl IntoView + use<> {
    let check = &view.verification;
    let page = format!("/verifications/{}", check.id);
    let late = (view.days_late > 0).then(|| view! { " " <LateDays days=view.days_late/> });
    let over = view! { <span class="code">{view.contract_number.clone()}</span> " " <VerificationStateBadge state=check.state/> {late} };
    let report = view.may_report.then(|| {
        view! { <a class="btn primary" href=format!("{page}/report") data-key="e"><Icon name="edit"/>{begin(check.state)}</a> }
    });
    let mut tabs = vec![(page.clone(), t!(verification.tab_overview).to_owned(), None)];
    if view.may_read_audit {
        tabs.push((format!("{page}/history"), t!(verification.tab_history).to_owned(), None));
    }
    // One page needs no tabs.
    let tabs = (tabs.len() > 1).then(|| view! { <Tabs label=t!(verification.tabs) tabs=tabs/> });
    view! {
        <PageHead title=title(view) over=over.into_any() sub=sub(view).into_any()>{report}</PageHead>
        {tabs}
    }
}

/// Whose work is checked, and whose task that is.
fn sub(view: &VerificationView) -> impl IntoView + use<> {
    let contractor = format!("/contractors/{}", view.verification.contractor);
    view! {
        <a class="link" href=contractor>{view.contractor_name.clone()}</a>
        " "
        <span>{view.department_name.clone()}</span>
    }
}

/// The same with the day it is due, where no part of the page says it.
pub fn sub_with_due(view: &VerificationView) -> impl IntoView + use<> {
    let due = view! { <DueDate day=view.verification.due days_late=view.days_late days_left=view.days_left/> };
    view! { {sub(view)} " " <span>{t!(common.due)} " " {due}</span> }
}
