//! The review of a contract that is not in force yet. Opened by the procurement officer from the start page, to go through the list and put the
//! contract in force; by the department, to see beforehand what will be asked.

use domain::{
    contract::{ContractState, ContractView, review::ReviewView},
    id::ContractId,
};
use leptos::prelude::*;

use super::{
    checklist::{Of, checklist},
    head::head,
    step::{Steps, step_state},
};
use crate::{
    rpc::{
        Fault,
        contract::{StepContract, get_contract},
        revision::{ConfirmReview, get_review},
    },
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{load, of_address},
    },
};

#[component]
pub fn ReviewPage() -> impl IntoView {
    let record = of_address(|id: ContractId| async move {
        let view = get_contract(id.clone()).await?;
        Ok((view, get_review(id, None).await?))
    });
    let (state, step, ticks) = (step_state(), ServerAction::<StepContract>::new(), ServerAction::<ConfirmReview>::new());
    Effect::new(move || {
        let gone_on = |value: &Option<Result<(), Fault>>| matches!(value, Some(Ok(()) | Err(Fault(domain::Error::Conflict { .. }))));
        let (stepped, ticked) = (step.value().with(gone_on), ticks.value().with(gone_on));
        if stepped || ticked {
            record.refetch();
        }
    });
    load(record, move |(view, review): (ContractView, ReviewView)| {
        let inside = if matches!(view.state, ContractState::Draft | ContractState::UnderReview) {
            let contract = view.contract.id.to_string();
            let edit = view.may_change.then(|| format!("/contracts/{contract}/edit"));
            let list = checklist(review, &Of { contract, revision: String::new(), edit }, ticks);
            let steps = (!view.steps.is_empty()).then(|| view! { <Steps view=view.clone() state=state action=step/> });
            view! { <div class="split"><div>{list}</div><div class="lead">{steps}</div></div> }.into_any()
        } else {
            view! { <Empty pic="pic-calm" title=t!(version.reviewed) text=t!(version.reviewed_text)/> }.into_any()
        };
        view! { {head(&view)} {inside} }
    })
}
