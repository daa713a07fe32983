//! Creation that may be sent twice: the answer to a key is kept for a day and given again.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Error, Result, message::Message};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services,
    store::{Row, bind},
};

pub struct Idempotency<'a>(pub(crate) &'a Services);

/// How long an answer is kept.
const HOURS: i64 = 24;

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    fingerprint: String,
    status: u16,
    headers: Vec<Vec<String>>,
    body: String,
    at: DateTime<Utc>,
}

impl Idempotency<'_> {
    /// The answer given before under this key by this person; a precondition error when the key stood for other content.
    pub async fn find(&self, ctx: &Ctx, key: &str, fingerprint: &str) -> Result<Option<Replay>> {
        let Some(stored) = self.0.inner.store.find::<Stored>("idempotency", &place(ctx, key)).await? else {
            return Ok(None);
        };
        if stored.at + TimeDelta::hours(HOURS) < ctx.now {
            return Ok(None);
        }
        if stored.fingerprint != fingerprint {
            return Err(Error::Precondition(Message::new("precondition.idempotency_reused")));
        }
        let headers = stored.headers.into_iter().filter_map(|pair| <[String; 2]>::try_from(pair).ok()).map(|[name, value]| (name, value)).collect();
        Ok(Some(Replay { status: stored.status, headers, body: STANDARD.decode(stored.body).unwrap_or_default() }))
    }

    /// Keeps an answer, and forgets those whose time is over.
    pub async fn keep(&self, ctx: &Ctx, key: &str, fingerprint: &str, replay: &Replay) -> Result<()> {
        let stored = Stored {
            fingerprint: fingerprint.to_owned(),
            status: replay.status,
            headers: replay.headers.iter().map(|(name, value)| vec![name.clone(), value.clone()]).collect(),
            body: STANDARD.encode(&replay.body),
            at: ctx.now,
        };
        let over = serde_json::to_value(ctx.now - TimeDelta::hours(HOURS)).ok().and_then(|at| at.as_str().map(str::to_owned)).unwrap_or_default();
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let tx = store.begin().await?;
                tx.query::<serde_json::Value>("DELETE idempotency WHERE at < $over RETURN NONE", bind([("over", over.clone().into_value())])).await?;
                tx.put("idempotency", &place(ctx, key), Row::of(&stored)).await?;
                tx.commit(ctx).await
            })
            .await
    }
}

/// Keys of different people do not meet.
fn place(ctx: &Ctx, key: &str) -> String {
    hex::encode(Sha256::digest(format!("{}\n{key}", ctx.actor.id).as_bytes()))
}
