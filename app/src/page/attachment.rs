//! 添付: the files of a contract as one of its tabs, the panel other records have them in, and one attachment with all its versions.

mod detail;
pub(super) mod panel;
mod tab;
mod upload;
pub(super) mod words;

use domain::{Error, attachment::AttachmentView, id::AttachmentId};
use leptos::prelude::*;

use crate::{
    query::use_id,
    rpc::{Fault, attachment::get_attachment},
    ui::load::fetched,
};

travels_apart! {
    attachment_pages in register:
    "/contracts/:id/attachments" => tab::ContractFilesPage,
    "/attachments/:id" => detail::AttachmentPage,
}

type Record = Resource<Result<AttachmentView, Fault>>;

/// The attachment the address names.
fn use_attachment() -> Record {
    let id = use_id::<AttachmentId>("id");
    fetched(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_attachment(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
