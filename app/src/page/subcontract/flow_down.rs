//! The clauses that have to be handed down, ticked off against the agreement with the subcontractor.

use domain::subcontract::{FlowDown, FlowDownForm, FlowDownItem, SubcontractView};
use leptos::prelude::*;

use crate::{
    rpc::subcontract::HandDownClauses,
    t,
    ui::{
        at_once::IntoAny,
        beside::Beside,
        form::{ErrorSummary, Form, input_name},
        page_head::Panel,
    },
};

const PREFIX: &str = "clauses";

#[component]
pub fn FlowDownPanel(view: SubcontractView, beside: Beside, action: ServerAction<HandDownClauses>) -> impl IntoView {
    let all = view.flow_down.len();
    let done = view.flow_down.iter().filter(|clause| clause.confirmed).count();
    let count = format!("{done}/{all}");
    let inside = if view.may_record { form(view, beside, action).into_any() } else { list(view.flow_down).into_any() };
    view! {
        <Panel id="flow-down-h" title=t!(subcontract.flow_down) count=count>
            <p class="muted">{t!(subcontract.flow_down_text)}</p>
            {inside}
        </Panel>
    }
}

fn form(view: SubcontractView, beside: Beside, action: ServerAction<HandDownClauses>) -> impl IntoView {
    let (id, version) = (view.subcontract.id.to_string(), view.subcontract.version);
    let item = |clause: &FlowDown| FlowDownItem { clause: clause.clause.clone(), confirmed: if clause.confirmed { "true".to_owned() } else { String::new() } };
    let shown = FlowDownForm { clauses: view.flow_down.iter().map(item).collect() };
    let state = beside.state(&shown, version, |_: &FlowDownForm| Vec::new(), str::to_owned);
    let on_error = beside.on_error(state);
    let sending = state.sending();
    let boxes = view
        .flow_down
        .into_iter()
        .enumerate()
        .map(|(index, clause)| {
            let (path, ticked) = (format!("clauses[{index}].clause"), format!("clauses[{index}].confirmed"));
            let checked = domain::form::read_flag(&state.initial(&ticked));
            view! {
                <input type="hidden" name=input_name(PREFIX, &path) value=clause.clause.clone()/>
                <label>
                    <input type="checkbox" name=input_name(PREFIX, &ticked) value="true" checked=checked/>
                    <span><span class="code">{clause.clause}</span> " " {clause.title}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version.to_string()/>
            <fieldset class="field"><legend class="sr">{t!(subcontract.flow_down)}</legend><div class="choice">{boxes}</div></fieldset>
            <p class="actions"><button class="btn" aria-busy=sending>{t!(subcontract.save_clauses)}</button></p>
        </Form>
    }
}

fn list(clauses: Vec<FlowDown>) -> impl IntoView {
    let rows = clauses
        .into_iter()
        .map(|clause| {
            let state = if clause.confirmed { t!(subcontract.seen) } else { t!(subcontract.unseen) };
            view! { <li><span class="code">{clause.clause}</span> " " {clause.title} " " <span class="muted">{state}</span></li> }
        })
        .collect_view();
    view! { <ul class="prose">{rows}</ul> }
}
