//! Waiting for a resource: what was there stays while something newer comes; what fails is shown as a fault.

use std::future::Future;

use leptos::prelude::*;

use super::{at_once::IntoAny, empty::Skeleton, fault::FaultView};
use crate::rpc::Fault;

/// Shows what a resource holds: `load(rows, |rows| view! { … })`. With several, use a `Resource` that joins them.
///
/// Its view is of one type whatever it shows: types that nest as deep as pages do would be paid in build time and in size.
pub fn load<T, V>(resource: Resource<Result<T, Fault>>, show: impl Fn(T) -> V + Clone + Send + Sync + 'static) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    Resource<Result<T, Fault>>: IntoFuture<Output = Result<T, Fault>, IntoFuture: Future + Send>,
{
    view! {
        <Transition fallback=|| view! { <Skeleton/> }>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => show(value).into_any(),
                        Err(Fault(error)) => view! { <FaultView error=error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}
