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

use domain::{Error, certificate::CertificateView, id::CertificateId};
use leptos::prelude::*;

use crate::{
    query::use_id,
    rpc::{Fault, certificate::get_certificate},
    ui::load::fetched,
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
    let id = use_id::<CertificateId>("id");
    fetched(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_certificate(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
