//! 添付: the files of a contract as one of its tabs, the panel other records have them in, and one attachment with all its versions.

mod detail;
pub(super) mod panel;
mod tab;
mod upload;
pub(super) mod words;

use domain::attachment::AttachmentView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, attachment::get_attachment},
    ui::load::of_address,
};

travels_apart! {
    attachment_pages in register:
    "/contracts/:id/attachments" => tab::ContractFilesPage,
    "/attachments/:id" => detail::AttachmentPage,
}

type Record = Resource<Result<AttachmentView, Fault>>;

/// The attachment the address names.
fn use_attachment() -> Record {
    of_address(get_attachment)
}
