//! A new request. Opened from the tree when a contractor asks to pass work on; `parent` in the address says who passes it on.

use domain::{
    Error,
    contract::ContractView,
    id::{ContractId, SubcontractId},
    permission::Operation,
    subcontract::{SubcontractForm, SubcontractTree},
};
use leptos::prelude::*;

use super::{fields::SubcontractFields, words};
use crate::{
    page::contract::sources::{Sources, typed_contractor},
    query::{use_asked, use_id},
    rpc::{
        Fault,
        contract::get_contract,
        subcontract::{CreateSubcontract, get_subcontract_tree},
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
pub fn NewSubcontractPage() -> impl IntoView {
    let (id, chosen) = (use_id::<ContractId>("id"), typed_contractor());
    let parent = use_asked().get_untracked().parse::<SubcontractId>("parent");
    let action = ServerAction::<CreateSubcontract>::new();
    let record = fetched(
        move || (id.get(), chosen.clone()),
        |(id, chosen)| async move {
            let id = id.ok_or(Fault(Error::NotFound))?;
            Ok((get_contract(id.clone()).await?, get_subcontract_tree(id).await?, Sources::fetch(chosen, false).await?))
        },
    );
    load(record, move |(view, tree, sources)| form(view, &tree, sources, parent.clone(), action))
}

fn form(view: ContractView, tree: &SubcontractTree, sources: Sources, parent: Option<SubcontractId>, action: ServerAction<CreateSubcontract>) -> AnyView {
    if !tree.may_add {
        return view! { <FaultView error=forbidden(Operation::WriteSubcontract)/> }.into_any();
    }
    let above = parent.as_ref().and_then(|parent| tree.nodes.iter().find(|node| node.subcontract.id == *parent));
    let above_name = above.map_or_else(|| tree.contractor_name.clone(), |node| node.contractor_name.clone());
    let (contract, today) = (view.contract, use_session().today());
    // A subcontract rarely handles anything but what the contract does, and rarely outlasts it.
    let shown = SubcontractForm {
        parent: above.map(|node| node.subcontract.id.to_string()).unwrap_or_default(),
        personal: above.map_or(contract.nature.personal, |node| node.subcontract.personal).to_string(),
        end: above.map_or(contract.end, |node| node.subcontract.end.min(contract.end)).to_string(),
        ..SubcontractForm::default()
    };
    let state = FormState::new("form", &shown, move |form: &SubcontractForm| errors_of(form.read(today)), words::label);
    let tree_page = format!("/contracts/{}/subcontracts", contract.id);
    let sub = view! { <a class="link" href=tree_page.clone()>{contract.title.clone()}</a> <span>{t!(subcontract.below, name = above_name)}</span> };
    view! {
        <PageHead title=t!(subcontract.new_title) sub=sub.into_any()/>
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name="contract" value=contract.id.to_string()/>
            <input type="hidden" name="form[parent]" value=shown.parent.clone()/>
            <SubcontractFields contractors=sources.contractors/>
            <FormActions save=t!(subcontract.request) cancel=tree_page/>
        </Form>
    }
    .into_any()
}
