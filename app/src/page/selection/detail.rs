//! A piece of work with its candidates side by side. Opened to see who is ahead and why, what still stands against whom, and to name another candidate.

use domain::{
    Error,
    contractor::{ContractorFilter, ContractorRow},
    id::ProcurementId,
    label::Choice,
    selection::{CandidateForm, Comparison, ProcurementState, ProcurementView},
};
use leptos::prelude::*;

use super::{compare::comparison, history, words};
use crate::{
    lang::use_lang,
    query::use_id,
    rpc::{
        Fault,
        contractor::list_contractors,
        selection::{AddCandidate, compare_selections, get_procurement},
    },
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        form::{ErrorSummary, Form, FormState, errors_of},
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        picker::ContractorPicker,
        state::Badge,
    },
};

#[component]
pub fn ProcurementPage() -> impl IntoView {
    let id = use_id::<ProcurementId>("id");
    let record = fetched(
        move || id.get(),
        |id| async move {
            let id = id.ok_or(Fault(Error::NotFound))?;
            let (view, compared) = (get_procurement(id.clone()).await?, compare_selections(id).await?);
            // Who may name candidates chooses out of the register.
            let contractors = if view.may_change { list_contractors(ContractorFilter::default()).await?.items } else { Vec::new() };
            Ok((view, compared, contractors))
        },
    );
    let action = ServerAction::<AddCandidate>::new();
    let state = FormState::new("form", &CandidateForm::default(), |form: &CandidateForm| errors_of(form.read().map(|_| ())), words::label);
    load(record, move |(view, compared, contractors)| overview(view, compared, contractors, state, action))
}

fn overview(
    view: ProcurementView,
    compared: Comparison,
    contractors: Vec<ContractorRow>,
    state: FormState,
    action: ServerAction<AddCandidate>,
) -> impl IntoView {
    let add = view.may_change.then(|| add_panel(&view, contractors, state, action));
    let paragraphs = view.procurement.summary.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    let summary = (!view.procurement.summary.is_empty())
        .then(|| view! { <Panel id="summary-h" title=t!(selection.summary)><div class="prose">{paragraphs}</div></Panel> });
    let candidates = if compared.columns.is_empty() {
        view! { <Empty title=t!(selection.no_candidates) text=t!(selection.no_candidates_text)/> }.into_any()
    } else {
        comparison(&view.procurement.id, compared)
    };
    view! { {head(&view)} {candidates} {add} {summary} }
}

fn head(view: &ProcurementView) -> impl IntoView + use<> {
    let lang = use_lang();
    let procurement = &view.procurement;
    let over = view! { <ProcurementStateBadge state=view.state/> };
    let (kind, personal) = (procurement.work.kind.label(lang), procurement.work.personal.label(lang));
    let sub = view! { <span>{view.department_name.clone()}</span> <span>{kind}</span> <span>{personal}</span> };
    let history = view.may_read_audit.then(|| history(ProcurementId::TABLE, procurement.id.as_str()));
    let edit = view.may_change.then(|| {
        view! { <a class="btn" href=format!("/selections/{}/edit", procurement.id) data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> }
    });
    view! { <PageHead title=procurement.title.clone() over=over.into_any() sub=sub.into_any()>{history} {edit}</PageHead> }
}

fn add_panel(view: &ProcurementView, contractors: Vec<ContractorRow>, state: FormState, action: ServerAction<AddCandidate>) -> impl IntoView + use<> {
    let id = view.procurement.id.to_string();
    let sending = state.sending();
    view! {
        <Panel id="add-h" title=t!(selection.add_title)>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <div class="grid-2">
                    <p class="muted full">{t!(selection.add_text)}</p>
                    <ContractorPicker name="contractor" first=contractors required=true hint=t!(selection.add_hint)/>
                    <p class="actions full"><button class="btn" aria-busy=sending><Icon name="plus"/>{t!(selection.add)}</button></p>
                </div>
            </Form>
        </Panel>
    }
}

#[component]
pub fn ProcurementStateBadge(state: ProcurementState) -> impl IntoView {
    let tone = match state {
        ProcurementState::Open => "info",
        ProcurementState::Waiting => "accent",
        ProcurementState::Settled => "ok",
        ProcurementState::Expired => "warn",
        ProcurementState::Failed => "danger",
    };
    view! { <Badge tone=tone label=state.label(use_lang())/> }
}
