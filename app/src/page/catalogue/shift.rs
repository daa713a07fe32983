//! What a contract gains and loses with another version of the catalogue, as lists and pages show it.

use domain::{
    catalogue_draft::{AffectedContract, NewerCatalogue, Shift, ShiftLine},
    page::Page,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    rpc::catalogue::MigrateContract,
    t,
    ui::{
        at_once::IntoAny,
        form::{ErrorSummary, Fields, Form, FormState},
        state::Day,
        table::{Pager, Table, total},
    },
};

fn lines(label: &'static str, tone: &'static str, lines: &[ShiftLine]) -> Option<AnyView> {
    let lang = use_lang();
    let items = lines
        .iter()
        .map(|line| {
            let why: Vec<String> = line.reasons.iter().map(|reason| reason.message.say(lang)).collect();
            let why = (!why.is_empty()).then(|| view! { <span class="muted">{why.join(t!(catalogue.and))}</span> });
            view! { <li><span class="code">{line.clause.clone()}</span> " " {line.title.clone()} " " {why}</li> }
        })
        .collect_view();
    (!lines.is_empty()).then(|| view! { <div data-tone=tone><strong>{label}</strong><ul>{items}</ul></div> }.into_any())
}

pub fn moves(shift: &Shift) -> AnyView {
    if shift.is_empty() {
        return view! { <p class="muted">{t!(catalogue.moves_nothing)}</p> }.into_any();
    }
    view! {
        <div class="moves">
            {lines(t!(catalogue.gains), "gain", &shift.gains)}
            {lines(t!(catalogue.loses), "lose", &shift.loses)}
            {lines(t!(catalogue.reworded), "reword", &shift.reworded)}
        </div>
    }
    .into_any()
}

/// A page of contracts with what each gains and loses.
pub fn contracts(page: Page<AffectedContract>) -> AnyView {
    let count = total(&page);
    let rows = page
        .items
        .into_iter()
        .map(|row| {
            let href = format!("/contracts/{}/clauses", row.contract);
            view! {
                <tr>
                    <th scope="row"><a href=href>{row.title}</a></th>
                    <td class="code">{row.number}</td>
                    <td data-label=t!(common.department)>{row.department_name}</td>
                    <td data-label=t!(catalogue.end)><Day day=row.end/></td>
                    <td data-label=t!(catalogue.own_version)>{t!(common.policy_version, version = row.catalogue_version)}</td>
                    <td data-label=t!(catalogue.what_moves)>{moves(&row.shift)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!(catalogue.affected)>
            <thead>
                <tr>
                    <th scope="col">{t!(catalogue.contract)}</th>
                    <th scope="col">{t!(catalogue.number)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(catalogue.end)}</th>
                    <th scope="col">{t!(catalogue.own_version)}</th>
                    <th scope="col">{t!(catalogue.what_moves)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <Pager total=count next=page.next/>
    }
    .into_any()
}

/// On the clauses of a contract: there is a newer version, what it would change, and the button that takes it.
#[component]
pub fn Newer(newer: NewerCatalogue, contract: String, version: u64, action: ServerAction<MigrateContract>) -> impl IntoView {
    let state = FormState::with_fields::<serde_json::Value>("form", Fields::new(), None, |_| Vec::new(), str::to_owned);
    let sending = state.sending();
    let form = newer.may_migrate.then(|| {
        view! {
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="id" value=contract/>
                <input type="hidden" name="version" value=version.to_string()/>
                <div class="actions"><button class="btn" aria-busy=sending>{t!(catalogue.take_newer, version = newer.version)}</button></div>
            </Form>
        }
    });
    view! {
        <div class="callout" data-tone="info" role="note">
            <strong>{t!(catalogue.newer, version = newer.version)}</strong>
            {moves(&newer.shift)}
            <p class="muted">{t!(catalogue.newer_text)}</p>
            {form}
        </div>
    }
}
