//! 例外措置: the list of the city, an exception with what waits to be done about it, and the forms.

mod decide;
mod detail;
mod edit;
mod fields;
mod list;
mod new;
mod words;

use domain::exception::ExceptionView;
use leptos::prelude::*;

use crate::{
    rpc::{Fault, exception::get_exception},
    ui::load::of_address,
};

travels_apart! {
    exception_pages in register:
    "/exceptions" => list::ExceptionsPage,
    "/contracts/:id/exceptions/new" => new::NewExceptionPage,
    "/exceptions/:id" => detail::ExceptionPage,
    "/exceptions/:id/edit" => edit::EditExceptionPage,
}

type Record = Resource<Result<ExceptionView, Fault>>;

/// The exception the address names.
fn use_exception() -> Record {
    of_address(get_exception)
}
