//! Answers kept until the next write: most reads of a register repeat what somebody just read.

use std::{hash::Hash, sync::Arc};

use domain::Result;
use moka::future::Cache;

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

    /// The answer kept for the key, or the one `load` gives; concurrent askers wait for one load.
    pub async fn get(&self, generation: u64, key: K, load: impl Future<Output = Result<V>>) -> Result<Arc<V>> {
        match &self.cache {
            None => load.await.map(Arc::new),
            Some(cache) => cache.try_get_with((generation, key), async { load.await.map(Arc::new) }).await.map_err(|error| (*error).clone()),
        }
    }
}
