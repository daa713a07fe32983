//! Waiting for a resource: what was there stays while something newer comes; what fails is shown as a fault.

use std::future::Future;

use leptos::{either::Either, prelude::*};

use super::{empty::Skeleton, fault::FaultView};
use crate::rpc::Fault;

/// Shows what a resource holds: `load(rows, |rows| view! { … })`. With several, use a `Resource` that joins them.
pub fn load<T, V>(resource: Resource<Result<T, Fault>>, show: impl Fn(T) -> V + Clone + Send + Sync + 'static) -> impl IntoView
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
                        Ok(value) => Either::Left(show(value)),
                        Err(Fault(error)) => Either::Right(view! { <FaultView error=error/> }),
                    }
                })
            }}
        </Transition>
    }
}
