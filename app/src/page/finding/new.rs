//! A new finding. Opened by the security officer at a deviation of a check (`verification` and `clause` in the address), whose remark it then begins
//! with, or at a contract for what came up otherwise.

use domain::{
    Error,
    clause::Coverage,
    contract::ContractView,
    finding::FindingForm,
    id::{ContractId, VerificationId},
    permission::Operation,
    verification::VerificationView,
};
use leptos::prelude::*;

use super::{
    fields::{FindingFields, clauses},
    words,
};
use crate::{
    query::{use_asked, use_id},
    rpc::{
        Fault,
        contract::{get_contract, get_coverage},
        finding::CreateFinding,
        verification::get_verification,
    },
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        load::{fetched, load},
        page_head::PageHead,
    },
};

#[component]
pub fn NewFindingPage() -> impl IntoView {
    if !use_session().can(Operation::WriteFinding) {
        return view! { <FaultView error=forbidden(Operation::WriteFinding)/> }.into_any();
    }
    let asked = use_asked().get_untracked();
    let (id, check, clause) = (use_id::<ContractId>("id"), asked.parse::<VerificationId>("verification"), asked.text("clause"));
    let action = ServerAction::<CreateFinding>::new();
    let record = fetched(
        move || (id.get(), check.clone()),
        |(id, check)| async move {
            let id = id.ok_or(Fault(Error::NotFound))?;
            let check = match check {
                Some(check) => Some(get_verification(check).await?).filter(|view| view.verification.contract == id),
                None => None,
            };
            Ok((get_contract(id.clone()).await?, get_coverage(id).await?, check))
        },
    );
    load(record, move |(view, coverage, check)| form(&view, &coverage, check, &clause, action)).into_any()
}

fn form(view: &ContractView, coverage: &Coverage, check: Option<VerificationView>, clause: &str, action: ServerAction<CreateFinding>) -> AnyView {
    let today = use_session().today();
    let item = check.as_ref().and_then(|check| check.verification.checklist.iter().find(|item| item.clause == clause));
    let found_on = check.as_ref().and_then(|check| check.verification.carried_out_on).unwrap_or(today);
    let shown = FindingForm {
        verification: check.as_ref().map(|check| check.verification.id.to_string()).unwrap_or_default(),
        clause: clause.to_owned(),
        severity: String::new(),
        fact: item.map(|item| item.remark.clone()).unwrap_or_default(),
        found_on: found_on.to_string(),
    };
    let back = check.as_ref().map_or_else(|| format!("/contracts/{}", view.contract.id), |check| format!("/verifications/{}", check.verification.id));
    let (contract, verification, clauses) = (view.contract.id.to_string(), shown.verification.clone(), clauses(&coverage.lines));
    let state = FormState::new("form", &shown, move |form: &FindingForm| errors_of(form.read(today)), words::label);
    let sub = view! {
        <a class="link" href=format!("/contracts/{}", view.contract.id)>{view.contract.title.clone()}</a>
        <span>{view.contractor_name.clone()}</span>
    };
    view! {
        <PageHead title=t!(finding.new_title) sub=sub.into_any()/>
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="contract" value=contract/>
            <input type="hidden" name="form[verification]" value=verification/>
            <FindingFields clauses=clauses/>
            <FormActions save=t!(finding.record) cancel=back/>
        </Form>
    }
    .into_any()
}
