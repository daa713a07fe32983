//! Changing a contractor; and what happens when two people do it at once.

use domain::{
    Error,
    contractor::{ContractorForm, ContractorView},
    permission::Operation,
};
use leptos::prelude::*;

use super::{fields::ContractorFields, use_contractor, words};
use crate::{
    flash::use_flash,
    rpc::{Fault, contractor::ChangeContractor},
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Mine, pack},
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, fields_of},
        load::load,
        page_head::PageHead,
    },
};

#[component]
pub fn EditContractorPage() -> impl IntoView {
    let record = use_contractor();
    let action = ServerAction::<ChangeContractor>::new();
    // What the reader typed outlives the record it was typed over.
    let mine = RwSignal::new(None::<Mine>);
    load(record, move |view| edit(view, record, action, mine))
}

fn edit(
    view: ContractorView,
    record: Resource<Result<ContractorView, Fault>>,
    action: ServerAction<ChangeContractor>,
    mine: RwSignal<Option<Mine>>,
) -> AnyView {
    if !view.may_change {
        return view! { <FaultView error=forbidden(Operation::WriteContractor)/> }.into_any();
    }
    let contractor = view.contractor;
    let (id, current) = (contractor.id.to_string(), contractor.version);
    let page = format!("/contractors/{id}");
    let shown = ContractorForm::from(&contractor);
    let theirs = fields_of(&shown);
    let behind = mine.get_untracked().filter(|mine| mine.version != current).or_else(|| Mine::of_flash(&use_flash()?, "form", current));
    if let Some(behind) = behind {
        // Saved a third time meanwhile: the same choice again, against what stands now.
        let kept = behind.clone();
        let on_error = Callback::new(move |error| {
            let again = matches!(error, Error::Conflict { .. });
            if again {
                mine.set(Some(kept.clone()));
                record.refetch();
            }
            again
        });
        return view! {
            <PageHead title=t!(contractor.edit_title, name = contractor.name)/>
            <Conflict
                action=action
                prefix="form"
                theirs=theirs
                current=current
                mine=behind
                words=words::WORDS
                hidden=vec![("id", id)]
                record=page
                on_error=on_error
            />
        }
        .into_any();
    }
    let state = FormState::new("form", &shown, |form: &ContractorForm| errors_of(form.read()), words::label);
    let base = theirs.clone();
    let on_error = Callback::new(move |error| {
        let conflict = matches!(error, Error::Conflict { .. });
        if conflict {
            mine.set(Some(Mine { fields: state.values().get_untracked(), base: base.clone(), version: current }));
            record.refetch();
        }
        conflict
    });
    view! {
        <PageHead title=t!(contractor.edit_title, name = contractor.name)/>
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=current.to_string()/>
            <input type="hidden" name="base" value=pack(&theirs)/>
            <ContractorFields/>
            <FormActions save=t!(common.save) cancel=page/>
        </Form>
    }
    .into_any()
}
