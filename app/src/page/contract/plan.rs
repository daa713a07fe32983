//! The plan of checks: when each falls due, how it may be carried out, and why. For a draft, the plan it would get.

use domain::{
    contract::{ContractPlan, ContractView, PlanLine},
    date,
    id::ContractId,
    label::Choice,
    plan::Planned,
    verification::{Method, VerificationState},
};
use leptos::prelude::*;

use super::head::head;
use crate::{
    lang::use_lang,
    rpc::contract::{get_contract, get_plan},
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{load, of_address},
        reasons::Reasons,
        state::{Day, LateDays, VerificationStateBadge},
    },
};

#[component]
pub fn PlanPage() -> impl IntoView {
    let record = of_address(|id: ContractId| async move {
        let view = get_contract(id.clone()).await?;
        Ok((view, get_plan(id).await?))
    });
    load(record, |(view, plan): (ContractView, ContractPlan)| view! { {head(&view)} {show(plan)} })
}

fn show(plan: ContractPlan) -> AnyView {
    let version = plan.policy_version;
    if plan.items.is_empty() && plan.preview.is_empty() {
        return view! { <Empty title=t!(common.no_plan) text=t!(contract.no_plan_text)/> }.into_any();
    }
    let preview = (!plan.preview.is_empty()).then(|| {
        let years = by_year(plan.preview, |planned| planned.fiscal_year, |planned| planned_line(planned, version).into_any());
        view! {
            <div class="callout" data-tone="info" role="note"><strong>{t!(contract.plan_preview)}</strong><p>{t!(contract.plan_preview_text)}</p></div>
            {years}
        }
    });
    let items = by_year(plan.items, |item| date::fiscal_year(item.row.due), |item| line(item, Some(version)).into_any());
    view! { {preview} {items} }.into_any()
}

/// A part for each fiscal year, in the order of the days.
fn by_year<T>(items: Vec<T>, year: impl Fn(&T) -> i32, show: impl Fn(T) -> AnyView) -> Vec<AnyView> {
    let mut years: Vec<(i32, Vec<T>)> = Vec::new();
    for item in items {
        let year = year(&item);
        match years.iter_mut().find(|(known, _)| *known == year) {
            Some((_, items)) => items.push(item),
            None => years.push((year, vec![item])),
        }
    }
    years.sort_by_key(|(year, _)| *year);
    years
        .into_iter()
        .map(|(year, items)| {
            let id = format!("year-{year}");
            let count = t!(common.total, count = items.len());
            view! {
                <section class="panel" aria-labelledby=id.clone()>
                    <div class="head"><h2 id=id.clone()>{date::fiscal_year_label(year, use_lang())}</h2><span class="count">{count}</span></div>
                    <ol class="timeline">{items.into_iter().map(&show).collect_view()}</ol>
                </section>
            }
            .into_any()
        })
        .collect()
}

/// One check, with its reasons where there is room for them.
pub fn line(item: PlanLine, version: Option<u32>) -> impl IntoView {
    let PlanLine { row, methods, reasons } = item;
    let state = match row.state {
        VerificationState::Accepted => "done",
        VerificationState::Cancelled => "cancelled",
        _ if row.days_late > 0 => "late",
        VerificationState::Submitted | VerificationState::InProgress | VerificationState::SentBack => "now",
        VerificationState::Scheduled => "future",
    };
    let day = match state {
        "late" => "late",
        "done" | "cancelled" => "done",
        _ if row.days_left <= 5 => "soon",
        _ => "",
    };
    let late = (row.days_late > 0).then(|| view! { " " <LateDays days=row.days_late/> });
    // What is planned and not yet due needs no badge: it is what one expects of a plan.
    let badge = (row.state != VerificationState::Scheduled).then(|| view! { " " <VerificationStateBadge state=row.state/> });
    let open = row.state.is_open();
    let why = version.map(|version| view! { <Reasons reasons=reasons summary=t!(contract.why_due) version=version/> });
    view! {
        <li data-state=state>
            <span class="when"><Day day=row.due state=day/></span>
            <div class="what">
                <a class="link" href=format!("/verifications/{}", row.id)>{row.kind.label(use_lang())}</a>
                {badge}
                {late}
                {open.then(|| methods_line(&methods))}
                {why}
            </div>
        </li>
    }
}

fn planned_line(planned: Planned, version: u32) -> impl IntoView {
    view! {
        <li data-state="future">
            <span class="when"><Day day=planned.due/></span>
            <div class="what">
                {planned.kind.label(use_lang())}
                {methods_line(&planned.methods)}
                <Reasons reasons=planned.reasons summary=t!(contract.why_due) version=version/>
            </div>
        </li>
    }
}

/// The means that satisfy the check; said only where not all do.
fn methods_line(methods: &[Method]) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    (methods.len() < Method::ALL.len()).then(|| {
        let list = methods.iter().map(|method| method.label(lang)).collect::<Vec<_>>().join(t!(contract.or));
        view! { <span class="sub">{t!(contract.methods, list = list)}</span> }
    })
}
