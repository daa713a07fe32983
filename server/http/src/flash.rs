//! What a plain form could not say in its answer: kept for a few minutes and shown on the page it returns to.

use std::{collections::BTreeMap, time::Duration};

use app::flash::Flash;
use domain::{Error, Lang};
use moka::future::Cache;
use sha2::{Digest, Sha256};

/// How long a person may take to look at what went wrong.
const KEPT: Duration = Duration::from_mins(10);
/// Larger forms are not kept: their errors are still shown, what was typed is not.
const LARGEST: usize = 64 << 10;
const MOST: u64 = 10_000;

/// Flashes by their random id. Each belongs to the session that made it: an id that leaks shows nothing to others.
pub struct Flashes(Cache<String, (Owner, Flash)>);

/// The session a flash belongs to: the hash of its token, or nobody's at the entrance.
type Owner = Option<[u8; 32]>;

fn owner(token: Option<&str>) -> Owner {
    token.map(|token| Sha256::digest(token.as_bytes()).into())
}

impl Default for Flashes {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(KEPT).build())
    }
}

impl Flashes {
    /// Keeps a flash and answers its id.
    pub async fn keep(&self, token: Option<&str>, flash: Flash) -> String {
        let id = leptos::nonce::Nonce::new().to_string();
        self.0.insert(id.clone(), (owner(token), flash)).await;
        id
    }

    /// The flash of an id, if it is this session's. It stays until its time is over, so that a page may be reloaded.
    pub async fn find(&self, token: Option<&str>, id: &str) -> Option<Flash> {
        let (kept_by, flash) = self.0.get(id).await?;
        (kept_by == owner(token)).then_some(flash)
    }
}

/// What to say about an error of a form, with what was typed; passwords are not kept.
pub fn of(error: &Error, fields: impl IntoIterator<Item = (String, String)>, lang: Lang) -> Flash {
    let mut size = 0;
    let fields: BTreeMap<String, String> = fields
        .into_iter()
        .filter(|(name, _)| !name.contains("password"))
        .take_while(|(name, value)| {
            size += name.len() + value.len();
            size <= LARGEST
        })
        .collect();
    Flash { fields, ..Flash::of(error, lang) }
}
