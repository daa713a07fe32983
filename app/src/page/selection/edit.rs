//! Changing a piece of work; and what happens when two people do it at once.

use domain::{
    Error,
    department::Department,
    id::ProcurementId,
    permission::Operation,
    selection::{ProcurementForm, ProcurementView},
};
use leptos::prelude::*;

use super::{fields::ProcurementFields, words};
use crate::{
    query::use_id,
    rpc::{
        Fault,
        department::list_departments,
        selection::{ChangeProcurement, get_procurement},
    },
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Draft, Mine, ground},
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, fields_of},
        load::{fetched, load},
        page_head::PageHead,
    },
    words::Names,
};

type Record = Resource<Result<(ProcurementView, Vec<Department>), Fault>>;

#[component]
pub fn EditProcurementPage() -> impl IntoView {
    let id = use_id::<ProcurementId>("id");
    let record = fetched(
        move || id.get(),
        |id| async move {
            let view = get_procurement(id.ok_or(Fault(Error::NotFound))?).await?;
            Ok((view, list_departments().await?))
        },
    );
    let (action, draft) = (ServerAction::<ChangeProcurement>::new(), Draft::default());
    load(record, move |(view, departments)| edit(view, departments, record, action, draft))
}

fn edit(view: ProcurementView, departments: Vec<Department>, record: Record, action: ServerAction<ChangeProcurement>, draft: Draft) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteSelection)/> }.into_any();
    }
    let procurement = view.procurement;
    let (id, current) = (procurement.id.to_string(), procurement.version);
    let page = format!("/selections/{id}");
    let shown = ProcurementForm::from(&procurement);
    let theirs = fields_of(&shown);
    let head = view! { <PageHead title=t!(selection.edit_title, name = procurement.title)/> };
    if let Some(behind) = draft.behind(current) {
        Names::provide(departments.iter().map(|department| (department.id.to_string(), department.name.clone())).collect());
        return view! {
            {head}
            <Conflict
                action=action
                id=id
                theirs=theirs
                current=current
                mine=behind
                words=words::WORDS
                page=page
                draft=draft
                record=record
            />
        }
        .into_any();
    }
    let state = FormState::new("form", &shown, |form: &ProcurementForm| errors_of(form.read()), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        {head}
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <ProcurementFields departments=departments/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
