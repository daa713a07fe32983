//! The plan on paper. Printed by the security officer for the security committee: how far the plan is, how many checks each month has, every check by
//! its month, and what departs from what was approved.

use domain::{
    date::{self, Month},
    label::Choice,
    yearly_plan::{PlanRow, PlanSheet, PlanState, YearlyPlanView},
};
use leptos::{ev::MouseEvent, prelude::*};

use super::{
    group::runs,
    plan::{PATH, changes, filter, standing, weeks::why},
};
use crate::{
    lang::use_lang,
    query::use_asked,
    rpc::{
        Fault,
        yearly_plan::{get_plan_sheet, get_yearly_plan},
    },
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        heat::month_name,
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        state::{Day, TierMark, number},
        table::Table,
    },
};

#[component]
pub fn SheetPage() -> impl IntoView {
    let asked = use_asked();
    let wanted = Memo::new(move |_| filter(&asked.read()));
    let found = fetched(move || wanted.get(), |filter| async move { Ok::<_, Fault>((get_yearly_plan(filter.clone()).await?, get_plan_sheet(filter).await?)) });
    load(found, move |(view, sheet): (YearlyPlanView, PlanSheet)| page(&view, sheet, &asked.get_untracked().href(PATH, &[])))
}

fn page(view: &YearlyPlanView, sheet: PlanSheet, back: &str) -> impl IntoView + use<> {
    let lang = use_lang();
    let title = t!(plan.print_title, year = date::fiscal_year_label(sheet.fiscal_year, lang));
    let print = |event: MouseEvent| {
        event.prevent_default();
        let _ = window().print();
    };
    let drawn_on = t!(plan.as_of, day = date::short(use_session().today(), lang));
    let sub = view! { <a class="link screen-only" href=back.to_owned()>{t!(plan.back)}</a> <span>{drawn_on}</span> };
    let list =
        if sheet.rows.is_empty() { view! { <Empty title=t!(common.no_plan) text=t!(common.no_plan_text)/> }.into_any() } else { table(&title, sheet.rows) };
    view! {
        <PageHead title=title.clone() over=standing(view).into_any() sub=sub.into_any()>
            <a class="btn primary" href="#print" rel="external" on:click=print><Icon name="print"/>{t!(annex.print)}</a>
        </PageHead>
        <p class="muted screen-only" id="print">{t!(annex.print_text)}</p>
        {numbers(view)}
        {list}
        {departures(view)}
    }
}

/// How many checks each month has.
fn numbers(view: &YearlyPlanView) -> impl IntoView + use<> {
    let heads = view.months.iter().map(|found| view! { <th scope="col" class="num">{month_name(found.month)}</th> }).collect_view();
    let cells = view.months.iter().map(|found| view! { <td class="num">{found.checks}</td> }).collect_view();
    let sum: u32 = view.months.iter().map(|found| found.checks).sum();
    view! {
        <div class="table-wrap wide" tabindex="0" role="region" aria-label=t!(plan.months)>
            <table class="table">
                <caption class="sr">{t!(plan.months)}</caption>
                <thead><tr><td></td>{heads}<th scope="col" class="num">{t!(common.sum)}</th></tr></thead>
                <tbody><tr><th scope="row">{t!(plan.checks)}</th>{cells}<td class="num">{number(sum.into())}</td></tr></tbody>
            </table>
        </div>
    }
}

fn table(label: &str, rows: Vec<PlanRow>) -> AnyView {
    let groups = runs(rows, |found| Month::of(found.row.due))
        .into_iter()
        .map(|(month, rows)| {
            let heading = t!(plan.month_heading, year = month.year, month = month_name(month));
            let count = t!(common.total, count = rows.len());
            view! {
                <tbody>
                    <tr class="group"><th colspan="8" scope="rowgroup">{heading}<small>{count}</small></th></tr>
                    {rows.into_iter().map(row).collect_view()}
                </tbody>
            }
        })
        .collect_view();
    view! {
        <Table label=label.to_owned()>
            <thead>
                <tr>
                    <th scope="col">{t!(plan.day)}</th>
                    <th scope="col" class="pin">{t!(plan.contract)}</th>
                    <th scope="col">{t!(plan.contractor)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(board.tier_short)}</th>
                    <th scope="col">{t!(plan.check)}</th>
                    <th scope="col">{t!(plan.inspector)}</th>
                    <th scope="col">{t!(plan.state)}</th>
                </tr>
            </thead>
            {groups}
        </Table>
    }
    .into_any()
}

fn row(found: PlanRow) -> impl IntoView {
    let (row, lang) = (found.row, use_lang());
    let placed = found.placed.map(|placed| view! { <span class="sub wrap">{why(&placed, row.due)}</span> });
    view! {
        <tr>
            <td data-label=t!(plan.day)><Day day=row.due/> {placed}</td>
            <th scope="row" class="wrap">
                <a href=format!("/verifications/{}", row.id)>{row.contract_title}</a>
                <span class="sub">{row.contract_number}</span>
            </th>
            <td class="wrap" data-label=t!(plan.contractor)>{row.contractor_name}</td>
            <td class="wrap" data-label=t!(common.department)>{row.department_name}</td>
            <td><TierMark tier=row.tier/></td>
            <td data-label=t!(plan.check)>{row.kind.label(lang)}</td>
            <td data-label=t!(plan.inspector)>{found.inspector.label(lang)}</td>
            <td data-label=t!(plan.state)>{row.state.label(lang)}</td>
        </tr>
    }
}

/// Everything that departs from the plan, however much.
fn departures(view: &YearlyPlanView) -> Option<AnyView> {
    view.plan.as_ref().filter(|plan| plan.state != PlanState::Draft)?;
    if view.changes.is_empty() {
        return Some(view! { <Panel id="changes-h" title=t!(plan.changes)><p>{t!(plan.no_changes)}</p></Panel> }.into_any());
    }
    let lang = use_lang();
    let rows = view
        .changes
        .iter()
        .map(|change| {
            view! {
                <tr>
                    <td data-label=t!(plan.change)>{change.kind.label(lang)}</td>
                    <th scope="row" class="wrap">{change.contract_title.clone()}<span class="sub">{change.contract_number.clone()}</span></th>
                    <td class="wrap" data-label=t!(common.department)>{change.department_name.clone()}</td>
                    <td data-label=t!(plan.check)>{change.check.label(lang)}</td>
                    <td class="wrap" data-label=t!(plan.difference)>{changes::told(change)}</td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <Panel id="changes-h" title=t!(plan.changes) count=number(view.changes.len() as u64)>
                <p class="muted">{t!(plan.changes_text)}</p>
                <Table label=t!(plan.changes)>
                    <thead>
                        <tr>
                            <th scope="col">{t!(plan.change)}</th>
                            <th scope="col" class="pin">{t!(plan.contract)}</th>
                            <th scope="col">{t!(common.department)}</th>
                            <th scope="col">{t!(plan.check)}</th>
                            <th scope="col">{t!(plan.difference)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
            </Panel>
        }
        .into_any(),
    )
}
