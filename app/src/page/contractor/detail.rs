//! A contractor. Opened to call them about what is late, to see what they do for the city, or before a new contract: so what is late comes
//! first, whom to call stands beside it, and the contracts follow.

use domain::{
    attachment::Subject,
    audit::AuditFilter,
    board::{BoardFilter, BoardRow, Lane},
    certificate::{CertificateFilter, CertificateRow},
    contract::{ContractFilter, ContractRow},
    contractor::{Contractor, ContractorView},
    finding::FindingGroup,
    id::ContractorId,
    label::Choice,
    page::Page,
    permission::Operation,
    selection::{SelectionFilter, SelectionRow},
    subcontract::{SubcontractFilter, SubcontractRow},
};
use leptos::prelude::*;

use super::{use_contractor, words};
use crate::{
    lang::use_lang,
    page::{
        attachment::panel::AttachmentPanel,
        certificate::standing::{CertificateStateBadge, last_day},
        finding::standing::{FindingStateBadge, SeverityBadge},
        subcontract::finding::SubcontractStateBadge,
    },
    query::{address, use_asked},
    rpc::{
        audit::list_audit, certificate::list_certificates, contract::list_contracts, finding::findings_of, selection::list_selections,
        subcontract::list_subcontracts, verification::list_verifications,
    },
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::AuditTrail,
        empty::Empty,
        fault::{FaultView, forbidden},
        icon::Icon,
        load::{fetched, load},
        page_head::{Fact, PageHead, Panel, Tabs, or_dash},
        state::{ContractStateBadge, Day, DueDate, SelectionStateBadge, TierMark},
        table::{Pager, Table, total},
    },
};

/// Rows of a list shown on this page; the rest lies one click away.
const SHOWN: usize = 10;

#[component]
pub fn ContractorPage() -> impl IntoView {
    load(use_contractor(), overview)
}

/// Head and tabs, the same on both pages.
fn head(view: &ContractorView) -> impl IntoView + use<> {
    let ContractorView { contractor, may_change, may_read_audit, .. } = view;
    let page = format!("/contractors/{}", contractor.id);
    let kind = contractor.kind.label(use_lang());
    let number = contractor.corporate_number.as_ref().map(|number| view! { <span class="code">{number.to_string()}</span> });
    let edit = may_change.then(|| view! { <a class="btn" href=format!("{page}/edit") data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    let contract = use_session().can(Operation::WriteContract).then(|| {
        let href = address("/contracts/new", [("contractor".to_owned(), contractor.id.to_string())]);
        view! { <a class="btn primary" href=href><Icon name="plus"/>{t!(contractor.new_contract)}</a> }
    });
    let tabs = may_read_audit.then(|| {
        let tabs = vec![(page.clone(), t!(contractor.tab_overview).to_owned(), None), (format!("{page}/history"), t!(contractor.tab_history).to_owned(), None)];
        view! { <Tabs label=t!(contractor.tabs) tabs=tabs/> }
    });
    let known_by = contractor.corporate_number.as_ref().map_or_else(|| contractor.name.clone(), ToString::to_string);
    let then = address("/register/contractors", [("q".to_owned(), known_by)]);
    let sub = view! { <span>{contractor.name_kana.clone()}</span> <a class="link" href=then>{t!(register.as_of)}</a> };
    view! {
        <PageHead title=contractor.name.clone() over=view! { {number} <span>{kind}</span> }.into_any() sub=sub.into_any()>
            {edit}
            {contract}
        </PageHead>
        {tabs}
    }
}

fn overview(view: ContractorView) -> impl IntoView {
    let session = use_session();
    let id = view.contractor.id.clone();
    let kept = id.to_string();
    let certified = id.clone();
    let checks = session.can(Operation::ReadVerification).then(|| view! { <Checks contractor=id.clone() overdue=view.overdue/> });
    let selections = session.can(Operation::ReadSelection).then(|| view! { <Selections contractor=id.clone()/> });
    let found = session.can(Operation::ReadVerification).then(|| view! { <Findings contractor=id.clone()/> });
    let contracts = session.can(Operation::ReadContract).then(|| view! { <Contracts contractor=id.clone()/> <Subcontracts contractor=id/> });
    view! {
        {head(&view)}
        {notes(&view)}
        <div class="split">
            <div>{checks} {found} {contracts} <Certificates contractor=certified/> {selections} <AttachmentPanel subject=Subject::Contractor record=kept/></div>
            <div class="lead">
                <Contact contractor=view.contractor.clone()/>
                <Facts contractor=view.contractor/>
            </div>
        </div>
    }
}

/// What the published register says that differs.
fn notes(view: &ContractorView) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    (!view.notes.is_empty()).then(|| {
        let lines = view.notes.iter().map(|note| view! { <p>{note.say(lang)}</p> }).collect_view();
        view! { <div class="callout" data-tone="warn" role="note">{lines}<p><a href="/reference">{t!(reference.see)}</a></p></div> }
    })
}

/// What is late; where nothing is, what comes next.
#[component]
fn Checks(contractor: ContractorId, overdue: u32) -> impl IntoView {
    let lane = if overdue > 0 { Lane::Overdue } else { Lane::Coming };
    let filter = BoardFilter { lane: Some(lane), contractor: Some(contractor.clone()), limit: Some(SHOWN), ..BoardFilter::default() };
    let rows = fetched(move || filter.clone(), list_verifications);
    let title = if overdue > 0 { t!(contractor.late_checks) } else { t!(contractor.coming_checks) };
    let count = if overdue > 0 { t!(common.total, count = overdue) } else { String::new() };
    let all = address("/board", [("contractor", contractor.to_string()), ("lane", lane.word().to_owned())].map(|(name, value)| (name.to_owned(), value)));
    view! {
        <Panel id="checks-h" title=title count=count actions=view! { <a href=all>{t!(common.see_all)}</a> }.into_any()>
            {load(rows, checks)}
        </Panel>
    }
}

fn checks(page: Page<BoardRow>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="muted">{t!(contractor.no_checks)}</p> }.into_any();
    }
    let lang = use_lang();
    let items = page
        .items
        .into_iter()
        .map(|row| {
            view! {
                <li>
                    <a href=format!("/verifications/{}", row.id)>
                        <strong>{row.contract_title}</strong>
                        <DueDate day=row.due days_late=row.days_late days_left=row.days_left/>
                        <span class="sub"><TierMark tier=row.tier/> " " {row.kind.label(lang)} " ・ " {row.department_name}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="todo">{items}</ol> }.into_any()
}

/// What was found wrong, by clause across departments: what comes back shows as one.
#[component]
fn Findings(contractor: ContractorId) -> impl IntoView {
    let of = contractor.clone();
    let groups = fetched(move || of.clone(), findings_of);
    let all = address("/findings", [("contractor", contractor.to_string()), ("lane", "all".to_owned())].map(|(name, value)| (name.to_owned(), value)));
    let event = use_session()
        .can(Operation::WriteIncident)
        .then(|| view! { <a href=address("/incidents/new", [("contractor".to_owned(), contractor.to_string())])>{t!(incident.of_contractor)}</a> });
    view! {
        <Panel id="findings-h" title=t!(finding.of_contractor) actions=view! { {event} " " <a href=all>{t!(common.see_all)}</a> }.into_any()>
            {load(groups, findings)}
        </Panel>
    }
}

fn findings(groups: Vec<FindingGroup>) -> AnyView {
    if groups.is_empty() {
        return view! { <p class="muted">{t!(finding.none_of_contractor)}</p> }.into_any();
    }
    let groups = groups.into_iter().take(SHOWN).map(findings_of_clause).collect_view();
    view! { <p class="muted">{t!(finding.of_contractor_text)}</p> {groups} }.into_any()
}

/// Folded unless something is open.
fn findings_of_clause(group: FindingGroup) -> impl IntoView {
    let title = if group.clause.is_empty() { t!(finding.no_clause).to_owned() } else { format!("{} {}", group.clause, group.clause_title) };
    let count = t!(finding.group_count, count = group.rows.len(), open = group.open, departments = group.departments);
    let rows = group
        .rows
        .into_iter()
        .map(|row| {
            view! {
                <li>
                    <a href=format!("/findings/{}", row.id)>
                        <strong>{row.fact}</strong>
                        <span><SeverityBadge severity=row.severity/> " " <FindingStateBadge state=row.state/></span>
                        <span class="sub">{row.contract_title} " ・ " {row.department_name}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <details class="model" open=group.open.gt(&0)><summary>{title} " " <span class="count">{count}</span></summary><ol class="todo">{rows}</ol></details> }
}

#[component]
fn Contracts(contractor: ContractorId) -> impl IntoView {
    let filter = ContractFilter { contractor: Some(contractor.clone()), limit: Some(SHOWN), desc: true, ..ContractFilter::default() };
    let rows = fetched(move || filter.clone(), list_contracts);
    let all = address("/contracts", [("contractor".to_owned(), contractor.to_string())]);
    view! {
        <Panel id="contracts-h" title=t!(contractor.contracts) actions=view! { <a href=all>{t!(common.see_all)}</a> }.into_any()>
            {load(rows, contracts)}
        </Panel>
    }
}

fn contracts(page: Page<ContractRow>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="muted">{t!(contractor.no_contracts)}</p> }.into_any();
    }
    let rows = page
        .items
        .into_iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row" class="clip"><a href=format!("/contracts/{}", row.id) title=row.title.clone()>{row.title.clone()}</a><span class="sub">{row.number}</span></th>
                    <td data-label=t!(common.tier)><TierMark tier=row.tier/></td>
                    <td data-label=t!(common.department)>{row.department_name}</td>
                    <td data-label=t!(common.state)><ContractStateBadge state=row.state/></td>
                    <td data-label=t!(contractor.until)><Day day=row.end/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!(contractor.contracts)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(common.contract)}</th>
                    <th scope="col">{t!(common.tier)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(contractor.until)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// What others have certified of it, and until when.
#[component]
fn Certificates(contractor: ContractorId) -> impl IntoView {
    let filter = CertificateFilter { contractor: Some(contractor.clone()), limit: Some(SHOWN), ..CertificateFilter::default() };
    let rows = fetched(move || filter.clone(), list_certificates);
    let of_contractor = |path: &str| address(path, [("contractor".to_owned(), contractor.to_string())]);
    let all = of_contractor("/certificates");
    let add = use_session().can(Operation::WriteCertificate).then(|| view! { <a href=of_contractor("/certificates/new")>{t!(certificate.register)}</a> });
    view! {
        <Panel id="certificates-h" title=t!(certificate.of_contractor) actions=view! { {add} " " <a href=all>{t!(common.see_all)}</a> }.into_any()>
            {load(rows, certificates)}
        </Panel>
    }
}

fn certificates(page: Page<CertificateRow>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="muted">{t!(certificate.none_of_contractor)}</p> }.into_any();
    }
    let rows = page
        .items
        .into_iter()
        .map(|row| {
            let title = row.title(use_lang());
            view! {
                <tr>
                    <th scope="row" class="clip"><a href=format!("/certificates/{}", row.id) title=title.clone()>{title.clone()}</a><span class="sub">{row.scope.clone()}</span></th>
                    <td data-label=t!(common.state)><CertificateStateBadge state=row.state/></td>
                    <td data-label=t!(certificate.expires_on)>{last_day(&row)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!(certificate.of_contractor)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(certificate.certificate)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(certificate.expires_on)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// What it was vetted for, and what came of it.
#[component]
fn Selections(contractor: ContractorId) -> impl IntoView {
    let filter = SelectionFilter { contractor: Some(contractor), limit: Some(SHOWN), ..SelectionFilter::default() };
    let rows = fetched(move || filter.clone(), list_selections);
    view! { <Panel id="selections-h" title=t!(contractor.selections)>{load(rows, selections)}</Panel> }
}

fn selections(page: Page<SelectionRow>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="muted">{t!(contractor.no_selections)}</p> }.into_any();
    }
    let rows = page
        .items
        .into_iter()
        .map(|row| {
            let href = format!("/selections/{}/candidates/{}", row.procurement, row.id);
            let until = row.valid_until.map_or_else(|| or_dash(""), |day| view! { <Day day=day/> }.into_any());
            view! {
                <tr>
                    <th scope="row" class="clip"><a href=href title=row.title.clone()>{row.title.clone()}</a><span class="sub">{row.department_name}</span></th>
                    <td data-label=t!(common.state)><SelectionStateBadge state=row.state/></td>
                    <td data-label=t!(selection.valid_until)>{until}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!(contractor.selections)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(selection.name)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(selection.valid_until)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// What others pass on to it. Nothing is said of it where nobody does.
#[component]
fn Subcontracts(contractor: ContractorId) -> impl IntoView {
    let filter = SubcontractFilter { contractor: Some(contractor.clone()), limit: Some(SHOWN), ..SubcontractFilter::default() };
    let rows = fetched(move || filter.clone(), list_subcontracts);
    let all = address("/subcontracts", [("contractor".to_owned(), contractor.to_string())]);
    load(rows, move |page| subcontracts(page, all.clone()))
}

fn subcontracts(page: Page<SubcontractRow>, all: String) -> AnyView {
    if page.items.is_empty() {
        return ().into_any();
    }
    let count = total(&page);
    let items = page
        .items
        .into_iter()
        .map(|row| {
            view! {
                <li>
                    <a href=format!("/subcontracts/{}", row.id)>
                        <strong>{row.work}</strong>
                        <SubcontractStateBadge state=row.state/>
                        <span class="sub"><TierMark tier=row.tier/> " " {row.contract_title} " ・ " {row.department_name}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <Panel id="subcontracts-h" title=t!(subcontract.of_contractor) count=count actions=view! { <a href=all>{t!(common.see_all)}</a> }.into_any()>
            <ol class="todo">{items}</ol>
        </Panel>
    }
    .into_any()
}

/// Whom to call.
#[component]
fn Contact(contractor: Contractor) -> impl IntoView {
    let Contractor { security_lead, phone, email, .. } = contractor;
    let missing = security_lead.is_empty() || (phone.is_empty() && email.is_empty());
    let phone = if phone.is_empty() { or_dash("") } else { view! { <a href=format!("tel:{phone}")>{phone.clone()}</a> }.into_any() };
    let email = if email.is_empty() { or_dash("") } else { view! { <a href=format!("mailto:{email}")>{email.clone()}</a> }.into_any() };
    view! {
        <Panel id="contact-h" title=t!(contractor.part_contact)>
            <dl class="facts lines">
                <Fact label=t!(contractor.security_lead)>{or_dash(&security_lead)}</Fact>
                <Fact label=t!(contractor.phone)>{phone}</Fact>
                <Fact label=t!(contractor.email)>{email}</Fact>
            </dl>
            {missing.then(|| view! { <div class="callout" data-tone="warn" role="note"><p>{t!(contractor.contact_missing)}</p></div> })}
        </Panel>
    }
}

#[component]
fn Facts(contractor: Contractor) -> impl IntoView {
    let Contractor { postal_code, address, representative, note, .. } = contractor;
    let place = if postal_code.is_empty() { address } else { format!("〒{postal_code} {address}") };
    view! {
        <Panel id="facts-h" title=t!(contractor.facts)>
            <dl class="facts lines">
                <Fact label=t!(contractor.address)>{or_dash(&place)}</Fact>
                <Fact label=t!(contractor.representative)>{or_dash(&representative)}</Fact>
                <Fact label=t!(contractor.note)>{or_dash(&note)}</Fact>
            </dl>
        </Panel>
    }
}

/// Who changed what.
#[component]
pub fn HistoryPage() -> impl IntoView {
    load(use_contractor(), |view| {
        if !view.may_read_audit {
            return view! { <FaultView error=forbidden(Operation::ReadAudit)/> }.into_any();
        }
        let id = view.contractor.id.to_string();
        let asked = use_asked();
        let filter = move || AuditFilter {
            record_kind: Some(ContractorId::TABLE.to_owned()),
            record: Some(id.clone()),
            cursor: asked.read().some("cursor"),
            ..AuditFilter::default()
        };
        let lines = fetched(filter, list_audit);
        view! {
            {head(&view)}
            {load(lines, |page| {
                if page.items.is_empty() {
                    return view! { <Empty title=t!(contractor.no_history)/> }.into_any();
                }
                let (total, next) = (total(&page), page.next);
                view! { <AuditTrail lines=page.items words=words::WORDS/> <Pager total=total next=next/> }.into_any()
            })}
        }
        .into_any()
    })
}
