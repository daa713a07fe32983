//! Waiting for a resource: what was there stays while something newer comes; what fails is shown as a fault.

use std::{future::Future, str::FromStr};

use domain::Error;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{at_once::IntoAny, empty::Skeleton, fault::FaultView};
use crate::{query::use_id, rpc::Fault};

/// A resource whose calls all know who asks: every page fetches by this one.
///
/// While the server waits, a view may be made and thrown away more than once. A fetch of several calls that began in one of those would find neither
/// services nor reader at its second call, so it keeps what it began under until it ends.
pub fn fetched<S, T, F>(source: impl Fn() -> S + Send + Sync + 'static, fetch: impl Fn(S) -> F + Send + Sync + 'static) -> Resource<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    Resource::new(source, move |asked| {
        #[cfg(feature = "ssr")]
        let kept: Vec<Owner> = std::iter::successors(Owner::current(), Owner::parent).collect();
        let fetching = fetch(asked);
        async move {
            let found = fetching.await;
            #[cfg(feature = "ssr")]
            drop(kept);
            found
        }
    })
}

/// Something of the record the address names at `:id`. What cannot be an id names nothing.
pub fn of_address<I, T, F>(get: fn(I) -> F) -> Resource<Result<T, Fault>>
where
    I: FromStr + PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Fault>> + Send + 'static,
{
    let id = use_id::<I>("id");
    fetched(
        move || id.get(),
        move |id| async move {
            match id {
                Some(id) => get(id).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    )
}

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
