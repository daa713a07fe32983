//! A new request. Opened by the head of a department, or the procurement officer, at a clause the other side will not sign: says why it has to be
//! absent, what is done in its place and for how long, and hands that to the CISO. An exception about to end is asked for anew from here, too.

use domain::{
    Error,
    clause::{Coverage, MarkState},
    contract::ContractView,
    exception::ExceptionForm,
    id::ContractId,
    permission::Operation,
};
use leptos::prelude::*;

use super::{
    fields::{Asked, ExceptionFields},
    words,
};
use crate::{
    query::{use_asked, use_id},
    rpc::{
        Fault,
        contract::{get_contract, get_coverage},
        exception::RequestException,
    },
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of},
        load::{fetched, load},
        page_head::PageHead,
    },
};

#[component]
pub fn NewExceptionPage() -> impl IntoView {
    let (id, clause) = (use_id::<ContractId>("id"), use_asked().get_untracked().text("clause"));
    let action = ServerAction::<RequestException>::new();
    let record = fetched(
        move || id.get(),
        |id| async move {
            let id = id.ok_or(Fault(Error::NotFound))?;
            Ok((get_contract(id.clone()).await?, get_coverage(id).await?))
        },
    );
    load(record, move |(view, coverage)| form(view, &coverage, &clause, action))
}

fn form(view: ContractView, coverage: &Coverage, clause: &str, action: ServerAction<RequestException>) -> AnyView {
    if !view.may_except {
        return view! { <FaultView error=forbidden(Operation::RequestException)/> }.into_any();
    }
    let page = format!("/contracts/{}/clauses", view.contract.id);
    let Some(line) = coverage.lines.iter().find(|line| line.clause == clause).cloned() else { return choose(page) };
    // What stands ends some day: who asks anew usually has the same to say.
    let standing = line.mark.as_ref().filter(|mark| mark.state == MarkState::Excepted);
    let shown = ExceptionForm {
        clause: line.clause.clone(),
        reason: standing.map(|mark| mark.reason.clone()).unwrap_or_default(),
        measure: standing.map(|mark| mark.measure.clone()).unwrap_or_default(),
        until: String::new(),
    };
    let today = use_session().today();
    let state = FormState::new("form", &shown, move |form: &ExceptionForm| errors_of(form.read(today)), words::label);
    let back = format!("{page}#clause-{}", line.clause);
    let sub = view! { <a class="link" href=back.clone()>{view.contract.title.clone()}</a> <span>{view.contractor_name.clone()}</span> };
    view! {
        <PageHead title=t!(exception.new_title) sub=sub.into_any()/>
        <Asked clause=line.clause.clone() title=line.title.clone() requirement=line.requirement.clone() blocking=line.blocking/>
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="contract" value=view.contract.id.to_string()/>
            <input type="hidden" name="form[clause]" value=line.clause.clone()/>
            <ExceptionFields/>
            <FormActions save=t!(exception.request) cancel=back/>
        </Form>
    }
    .into_any()
}

/// The address names no clause this contract needs: the list of those it does is the place to begin.
fn choose(page: String) -> AnyView {
    view! {
        <PageHead title=t!(exception.new_title)/>
        <Empty title=t!(exception.choose) text=t!(exception.choose_text)><a class="btn primary" href=page>{t!(exception.to_clauses)}</a></Empty>
    }
    .into_any()
}
