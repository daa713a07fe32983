//! 点検: one check with its report, the form of the report, and its history. The board of all of them is in [`super::board`].

mod checklist;
mod decide;
mod detail;
mod fields;
mod head;
mod history;
mod report;
mod words;

use domain::verification::VerificationView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, verification::get_verification},
    ui::load::of_address,
};

travels_apart! {
    verification_pages in checks:
    "/verifications/:id" => detail::VerificationPage,
    "/verifications/:id/report" => report::ReportPage,
    "/verifications/:id/history" => history::HistoryPage,
}

type Record = Resource<Result<VerificationView, Fault>>;

/// The check the address names.
fn use_verification() -> Record {
    of_address(get_verification)
}
