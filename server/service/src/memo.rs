//! Answers kept until the next write: most reads of a register repeat what somebody just read.

use std::{hash::Hash, ops::Deref, sync::Arc};

use bytes::Bytes;
use domain::{Error, Result};
use moka::future::Cache;
use serde::Serialize;

/// Keeps answers under a key that carries the store's generation, so that a write makes all of them stale at once.
#[derive(Clone)]
pub struct Memo<K, V> {
    cache: Option<Cache<(u64, K), Arc<V>>>,
}

impl<K, V> Memo<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// A memo of at most `capacity` answers; one that keeps nothing where other processes write to the same database.
    pub fn new(capacity: u64, shared: bool) -> Self {
        Self { cache: (!shared).then(|| Cache::new(capacity)) }
    }

    /// A memo of at most so many bytes in all, as `size` tells them of each answer.
    pub fn within(bytes: u64, shared: bool, size: fn(&V) -> usize) -> Self {
        let weigh = move |_: &(u64, K), answer: &Arc<V>| u32::try_from(size(answer)).unwrap_or(u32::MAX);
        Self { cache: (!shared).then(|| Cache::builder().max_capacity(bytes).weigher(weigh).build()) }
    }

    /// The answer kept for the key, or the one `load` gives; concurrent askers wait for one load.
    pub async fn get(&self, generation: u64, key: K, load: impl Future<Output = Result<V>>) -> Result<Arc<V>> {
        match &self.cache {
            None => load.await.map(Arc::new),
            Some(cache) => cache.try_get_with((generation, key), async { load.await.map(Arc::new) }).await.map_err(|error| (*error).clone()),
        }
    }
}

/// An answer beside the JSON that says it: what is asked for again and again is written once.
#[derive(Debug)]
pub struct Written<V> {
    value: V,
    json: Bytes,
}

impl<V: Serialize> Written<V> {
    /// # Errors
    /// [`Error::Internal`] where the value has no JSON form.
    pub fn new(value: V) -> Result<Self> {
        let json = serde_json::to_vec(&value).map_err(|error| {
            tracing::error!(%error, "an answer cannot be written");
            Error::Internal
        })?;
        Ok(Self { value, json: json.into() })
    }
}

impl<V> Written<V> {
    pub fn json(&self) -> Bytes {
        self.json.clone()
    }

    /// Bytes it takes in memory, by and large: the records beside their JSON are about three times as long.
    pub fn size(&self) -> usize {
        4 * self.json.len()
    }
}

impl<V> Deref for Written<V> {
    type Target = V;

    fn deref(&self) -> &V {
        &self.value
    }
}
