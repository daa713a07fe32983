//! 例外措置: the list of the city, an exception with what waits to be done about it, and the forms.

mod decide;
mod detail;
mod edit;
mod fields;
mod list;
mod new;
mod words;

use domain::{Error, exception::ExceptionView, id::ExceptionId};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

use crate::{
    query::use_id,
    rpc::{Fault, exception::get_exception},
    ui::load::fetched,
};

travels_apart! {
    exception_pages in register:
    Exceptions => list::ExceptionsPage,
    NewException => new::NewExceptionPage,
    Exception => detail::ExceptionPage,
    EditException => edit::EditExceptionPage,
}

#[component(transparent)]
pub fn ExceptionRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/exceptions") view=Page::Exceptions ssr=SsrMode::Async/>
        <Route path=path!("/contracts/:id/exceptions/new") view=Page::NewException ssr=SsrMode::Async/>
        <Route path=path!("/exceptions/:id") view=Page::Exception ssr=SsrMode::Async/>
        <Route path=path!("/exceptions/:id/edit") view=Page::EditException ssr=SsrMode::Async/>
    }
    .into_inner()
}

type Record = Resource<Result<ExceptionView, Fault>>;

/// The exception the address names.
fn use_exception() -> Record {
    let id = use_id::<ExceptionId>("id");
    fetched(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_exception(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}
