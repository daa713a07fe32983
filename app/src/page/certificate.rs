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
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{
    query::use_id,
    rpc::{Fault, certificate::get_certificate},
    ui::load::fetched,
};

travels_apart! {
    certificate_pages in register:
    Certificates => list::CertificatesPage,
    NewCertificate => new::NewCertificatePage,
    Certificate => detail::CertificatePage,
    EditCertificate => edit::EditCertificatePage,
}

#[component(transparent)]
pub fn CertificateRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/certificates") view=Page::Certificates ssr=SsrMode::Async/>
        <Route path=path!("/certificates/new") view=Page::NewCertificate ssr=SsrMode::Async/>
        <Route path=path!("/certificates/:id") view=Page::Certificate ssr=SsrMode::Async/>
        <Route path=path!("/certificates/:id/edit") view=Page::EditCertificate ssr=SsrMode::Async/>
    }
    .into_inner()
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
