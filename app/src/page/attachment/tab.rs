//! The files of a contract. Opened to find the paper that proves something: the contract itself, the annex, a certificate, the proof of erasure.

use domain::{Error, attachment::Subject, contract::ContractView, id::ContractId};
use leptos::prelude::*;

use super::panel::AttachmentPanel;
use crate::{
    page::contract::head::head,
    query::use_id,
    rpc::{Fault, contract::get_contract},
    ui::load::{fetched, load},
};

#[component]
pub fn ContractFilesPage() -> impl IntoView {
    let id = use_id::<ContractId>("id");
    let record = fetched(move || id.get(), |id| async move { get_contract(id.ok_or(Fault(Error::NotFound))?).await });
    load(record, |view: ContractView| {
        let kept = view.contract.id.to_string();
        view! { {head(&view)} <AttachmentPanel subject=Subject::Contract record=kept/> }
    })
}
