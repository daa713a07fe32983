//! 認証: the list of the city, a certificate with how it stands and why, and the forms.

mod detail;
mod edit;
mod end;
mod fields;
mod list;
mod listed;
mod new;
pub(super) mod standing;
pub(super) mod words;

use domain::certificate::CertificateView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, certificate::get_certificate},
    ui::load::of_address,
};

travels_apart! {
    certificate_pages in register:
    "/certificates" => list::CertificatesPage,
    "/certificates/new" => new::NewCertificatePage,
    "/certificates/:id" => detail::CertificatePage,
    "/certificates/:id/edit" => edit::EditCertificatePage,
}

type Record = Resource<Result<CertificateView, Fault>>;

/// The certificate the address names.
fn use_certificate() -> Record {
    of_address(get_certificate)
}
