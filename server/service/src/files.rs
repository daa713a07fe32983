//! The contents of attached files, beside the database: each is kept once, under its SHA-256, whoever attached it to whatever.
//!
//! A content is written before the record that names it and never changed, so a record never names what is not there. What was written and is named by
//! nothing, because something broke in between, does no harm; `itakumori files verify` lists it.

mod place;
mod sniff;

use std::{collections::BTreeSet, fmt::Display, io, sync::Arc};

use bytes::Bytes;
use chrono::Utc;
use domain::{
    Error, Result,
    attachment::{Media, Unfit},
    message::{Message, label_param},
};
use futures::{Stream, StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart, path::Path};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::{config::Config, key};
use place::{Address, INCOMING, Place};
use sniff::Sniffer;

/// Bytes written at a time; S3 takes no smaller parts than these.
const PART: usize = 5 << 20;
/// Parts under way at a time.
const PARTS: usize = 2;

/// Whether files can be kept at an address: `file:///FOLDER`, `s3://BUCKET/PREFIX` or `memory://`.
pub fn is_files_url(url: &str) -> bool {
    Address::read(url).is_some()
}

/// The place, opened when it is first needed: who only reads the register needs no folder for files.
pub(crate) struct Files {
    url: String,
    /// In bytes.
    limit: usize,
    place: OnceCell<Place>,
}

/// A content that has arrived whole and is named by nothing yet. Dropped, it goes away.
pub(crate) struct Staged {
    /// Lower-case hexadecimal.
    pub sha256: String,
    pub size: u64,
    /// `None` for text.
    pub content: Option<Media>,
    path: Option<Path>,
    store: Arc<dyn ObjectStore>,
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let (Some(path), Ok(runtime)) = (self.path.take(), tokio::runtime::Handle::try_current()) {
            let store = self.store.clone();
            runtime.spawn(async move {
                if let Err(error) = store.delete(&path).await {
                    tracing::warn!(%error, %path, "an upload nobody wants cannot be removed");
                }
            });
        }
    }
}

/// What became of a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Sound,
    Missing,
    Altered,
}

impl Files {
    pub fn new(config: &Config) -> Self {
        Self { url: config.files_url(), limit: config.attachment_limit, place: OnceCell::new() }
    }

    async fn place(&self) -> Result<&Place> {
        self.place
            .get_or_try_init(|| async {
                let address = Address::read(&self.url).ok_or_else(|| failed("files_url", &self.url))?;
                Place::open(address).await.map_err(|error| failed("opening", &error))
            })
            .await
    }

    /// Takes a content in, piece by piece: bounded, hashed and looked at on the way, never whole in memory.
    ///
    /// # Errors
    /// On the field `file`: too large, empty, broken off, or of a kind that is not taken; nothing of it stays.
    pub async fn receive<S, E>(&self, mut stream: S) -> Result<Staged>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
        E: Display + Send,
    {
        let place = self.place().await?;
        let path = Path::from_iter([INCOMING.to_owned(), key::new(Utc::now())]);
        let upload = place.store.put_multipart(&path).await.map_err(|error| failed("beginning", &error))?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        let (mut hash, mut size, mut sniffer) = (Sha256::new(), 0, Sniffer::default());
        let arrived: Result<()> = loop {
            match stream.next().await {
                None => break Ok(()),
                Some(Err(error)) => {
                    tracing::debug!(%error, "an upload was broken off");
                    break Err(wrong(Message::new("request.body")));
                }
                Some(Ok(bytes)) => {
                    size += bytes.len();
                    if size > self.limit {
                        break Err(wrong(Message::new("import.too_large").with("megabytes", self.limit >> 20)));
                    }
                    hash.update(&bytes);
                    sniffer.feed(&bytes);
                    if let Err(error) = upload.wait_for_capacity(PARTS).await {
                        break Err(failed("writing", &error));
                    }
                    upload.put(bytes);
                }
            }
        };
        let content = match arrived {
            Ok(()) if size == 0 => Err(wrong(Message::new("attachment.empty"))),
            Ok(()) => sniffer.finish().map_err(refused),
            Err(error) => Err(error),
        };
        match content {
            Ok(content) => {
                upload.finish().await.map_err(|error| failed("ending", &error))?;
                Ok(Staged { sha256: hex::encode(hash.finalize()), size: size as u64, content, path: Some(path), store: place.store.clone() })
            }
            Err(error) => {
                if let Err(error) = upload.abort().await {
                    tracing::warn!(%error, "an upload cannot be taken back");
                }
                Err(error)
            }
        }
    }

    /// Keeps a content under its hash: once this is answered it is on disk. One that is there already is replaced by its like, which mends it if it was
    /// damaged.
    pub async fn keep(&self, mut staged: Staged) -> Result<()> {
        let place = self.place().await?;
        let Some(from) = staged.path.clone() else { return Err(Error::Internal) };
        let to = path_of(&staged.sha256);
        place.settle(&from).await.map_err(|error| failed("settling", &error))?;
        place.store.rename(&from, &to).await.map_err(|error| failed("keeping", &error))?;
        staged.path = None;
        place.settle_names(&to).await.map_err(|error| failed("settling", &error))
    }

    /// The content, as it is read; nothing where it is not there. The end of one that was altered is held back, so that it does not arrive as if whole.
    pub async fn read(&self, sha256: &str) -> Result<Option<BoxStream<'static, io::Result<Bytes>>>> {
        let found = match self.place().await?.store.get(&path_of(sha256)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found.map_err(|error| failed("reading", &error))?,
        };
        let (pieces, sha256) = (found.into_stream().map_err(io::Error::other), sha256.to_owned());
        let proved = futures::stream::try_unfold((pieces, Some((Sha256::new(), None::<Bytes>))), move |(mut pieces, state)| {
            let sha256 = sha256.clone();
            async move {
                let Some((mut hash, mut held)) = state else { return Ok(None) };
                loop {
                    if let Some(next) = pieces.try_next().await? {
                        hash.update(&next);
                        if let Some(ready) = held.replace(next) {
                            return Ok(Some((ready, (pieces, Some((hash, held))))));
                        }
                    } else if hex::encode(hash.finalize()) == sha256 {
                        return Ok(held.map(|last| (last, (pieces, None))));
                    } else {
                        tracing::error!(sha256, "a kept file was altered");
                        return Err(io::Error::other("a kept file was altered"));
                    }
                }
            }
        });
        Ok(Some(proved.boxed()))
    }

    /// Reads a content through.
    pub async fn prove(&self, sha256: &str) -> Result<State> {
        let Some(mut pieces) = self.read(sha256).await? else { return Ok(State::Missing) };
        loop {
            match pieces.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(State::Sound),
                Err(_) => return Ok(State::Altered),
            }
        }
    }

    /// What lies in the store, by its key, but for those that are known.
    pub async fn others(&self, known: &BTreeSet<&str>) -> Result<Vec<String>> {
        let known: BTreeSet<Path> = known.iter().map(|sha256| path_of(sha256)).collect();
        let listed = self.place().await?.store.list(None).map_err(|error| failed("listing", &error));
        let mut others: Vec<String> = listed
            .try_filter_map(|object| futures::future::ready(Ok((!known.contains(&object.location)).then(|| object.location.to_string()))))
            .try_collect()
            .await?;
        others.sort();
        Ok(others)
    }
}

fn path_of(sha256: &str) -> Path {
    Path::from_iter([sha256.get(..2).unwrap_or_default(), sha256])
}

fn wrong(message: Message) -> Error {
    Error::invalid("file", message)
}

fn refused(unfit: Unfit) -> Error {
    let key = match unfit {
        Unfit::Macro => "attachment.unfit_macro",
        Unfit::OldOffice => "attachment.unfit_office",
        _ => "attachment.unfit",
    };
    wrong(Message::new(key).with("what", label_param(unfit)))
}

fn failed(what: &str, error: &(impl Display + ?Sized)) -> Error {
    tracing::error!(%error, what, "the store of files does not work");
    Error::Unavailable
}
