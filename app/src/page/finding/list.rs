//! The list. Opened by the security officer each morning for answers that are late or wait to be confirmed, by the CISO for what waits for approval, by
//! a department for what its contractors still owe, by the auditor for all of it.

use domain::{
    finding::{FindingFilter, FindingLane, FindingRow, Severity},
    label::Choice,
    page::Page,
};
use leptos::prelude::*;

use super::standing::{FindingStateBadge, SeverityBadge};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::finding::list_findings,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        load::{fetched, load},
        page_head::{PageHead, or_dash},
        picker::DepartmentFilter,
        state::DueDate,
        table::{Chip, FilterSelect, Filters, Pager, Table, total},
    },
};

const PATH: &str = "/findings";

fn filter(asked: &Asked) -> FindingFilter {
    FindingFilter {
        lane: asked.choice("lane"),
        severity: asked.choice("severity"),
        department: asked.parse("department"),
        contractor: asked.parse("contractor"),
        contract: asked.parse("contract"),
        verification: asked.parse("verification"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

#[component]
pub fn FindingsPage() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_findings);
    let lanes = [
        FindingLane::Overdue,
        FindingLane::Unaddressed,
        FindingLane::Ineffective,
        FindingLane::Reported,
        FindingLane::Proposed,
        FindingLane::Closed,
        FindingLane::All,
    ];
    let chips = lanes.map(|lane| view! { <Chip name="lane" value=lane.word() label=lane.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(finding.title) sub=t!(finding.subtitle).into_any()/>
        <div>
            <Filters label=t!(finding.filters) keep=&["lane", "contract", "contractor", "verification"]>
                <FilterSelect name="severity" label=t!(finding.severity) all=t!(finding.all_severities) options={options::<Severity>()}/>
                <DepartmentFilter all=t!(contract.all_departments)/>
            </Filters>
            <div class="filters" role="group" aria-label=t!(finding.lanes)>{chips}</div>
        </div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<FindingRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked);
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(finding.list)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(finding.finding)}</th>
                    <th scope="col">{t!(finding.severity)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(finding.answer_due)}</th>
                    <th scope="col">{t!(common.contractor)}</th>
                    <th scope="col">{t!(common.department)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: FindingRow) -> impl IntoView {
    let lang = use_lang();
    let due = row.due.map_or_else(|| or_dash(""), |due| view! { <DueDate day=due days_late=row.days_late/> }.into_any());
    let step = row.step.map(|step| view! { <span class="sub">{step.label(lang)}</span> });
    let clause = if row.clause.is_empty() { t!(finding.no_clause).to_owned() } else { format!("{} {}", row.clause, row.clause_title) };
    view! {
        <tr class:late=row.days_late.gt(&0)>
            <th scope="row" class="clip"><a href=format!("{PATH}/{}", row.id) title=row.fact.clone()>{row.fact.clone()} <span class="sub">{clause}</span></a></th>
            <td data-label=t!(finding.severity)><SeverityBadge severity=row.severity/></td>
            <td data-label=t!(common.state)><FindingStateBadge state=row.state/> {step}</td>
            <td data-label=t!(finding.answer_due)>{due}</td>
            <td class="clip" data-label=t!(common.contractor)>
                <a class="link" href=format!("/contractors/{}", row.contractor) title=row.contractor_name.clone()>{row.contractor_name.clone()}</a>
                <span class="sub">{row.contract_title}</span>
            </td>
            <td data-label=t!(common.department)>{row.department_name}</td>
        </tr>
    }
}

/// That nothing waits, that nothing is there, and that nothing was found are different things to be told.
fn none(asked: &Asked) -> AnyView {
    if ["department", "severity", "contract", "contractor", "verification"].iter().any(|name| asked.some(name).is_some()) {
        return view! {
            <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                <a class="btn" href=PATH>{t!(common.clear_filter)}</a>
            </Empty>
        }
        .into_any();
    }
    match asked.choice::<FindingLane>("lane") {
        Some(FindingLane::All | FindingLane::Closed) => view! { <Empty pic="pic-ledger" title=t!(finding.none) text=t!(finding.none_text)/> }.into_any(),
        _ => view! { <Empty pic="pic-calm" title=t!(finding.none_waiting) text=t!(finding.none_waiting_text)/> }.into_any(),
    }
}
