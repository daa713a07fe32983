//! Where the contents of files lie: a folder, an S3-compatible store, or memory.

use std::{
    io,
    path::{Path as FilePath, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use object_store::{ObjectStore, aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory, path::Path, prefix::PrefixStore};

/// Pieces of uploads that were broken off are left alone for so long: another process may still be at it.
const LEFT_OVER: Duration = Duration::from_hours(24);

/// Where uploads are until all of them has arrived.
pub const INCOMING: &str = "incoming";

/// What an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Memory,
    Folder(PathBuf),
    /// The address of the bucket, and what keys in it begin with.
    Bucket(String, String),
}

impl Address {
    /// `memory://`, `file:///FOLDER` or `s3://BUCKET/PREFIX`.
    pub fn read(url: &str) -> Option<Self> {
        if url == "memory://" {
            return Some(Self::Memory);
        }
        if let Some(folder) = url.strip_prefix("file://") {
            return (!folder.is_empty()).then(|| Self::Folder(folder.into()));
        }
        let (bucket, prefix) = url.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, "")))?;
        (!bucket.is_empty()).then(|| Self::Bucket(format!("s3://{bucket}"), prefix.trim_matches('/').to_owned()))
    }
}

/// An opened place.
#[derive(Debug)]
pub struct Place {
    pub store: Arc<dyn ObjectStore>,
    /// The folder, where it is one: what was answered has to be on disk, and the store itself leaves that to the system.
    pub disk: Option<LocalFileSystem>,
}

impl Place {
    pub async fn open(address: Address) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        match address {
            Address::Memory => Ok(Self { store: Arc::new(InMemory::new()), disk: None }),
            Address::Folder(folder) => {
                let disk = tokio::task::spawn_blocking(move || {
                    std::fs::create_dir_all(&folder)?;
                    sync(&folder)?;
                    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync)?;
                    sweep(&folder.join(INCOMING));
                    LocalFileSystem::new_with_prefix(&folder).map_err(io::Error::other)
                })
                .await??;
                Ok(Self { store: Arc::new(disk.clone()), disk: Some(disk) })
            }
            Address::Bucket(url, prefix) => {
                let bucket = AmazonS3Builder::from_env().with_url(url).build()?;
                let store: Arc<dyn ObjectStore> = if prefix.is_empty() { Arc::new(bucket) } else { Arc::new(PrefixStore::new(bucket, Path::parse(prefix)?)) };
                Ok(Self { store, disk: None })
            }
        }
    }

    /// Waits until the content of a file is on disk, where it lies on one.
    pub async fn settle(&self, path: &Path) -> io::Result<()> {
        self.on_disk(path, |file| sync(&file)).await
    }

    /// Waits until the names above a file are on disk: that of the file in its folder, and that of the folder.
    pub async fn settle_names(&self, path: &Path) -> io::Result<()> {
        self.on_disk(path, |file| file.ancestors().skip(1).take(2).try_for_each(sync)).await
    }

    async fn on_disk(&self, path: &Path, work: impl FnOnce(PathBuf) -> io::Result<()> + Send + 'static) -> io::Result<()> {
        let Some(disk) = &self.disk else { return Ok(()) };
        let file = disk.path_to_filesystem(path).map_err(io::Error::other)?;
        tokio::task::spawn_blocking(move || work(file)).await.map_err(io::Error::other)?
    }
}

/// Writes what the system still holds of a file or folder.
fn sync(path: &FilePath) -> io::Result<()> {
    match std::fs::File::open(path) {
        Ok(file) => file.sync_all(),
        Err(error) => Err(error),
    }
}

/// Removes what uploads left behind that a crash broke off. That it cannot be removed is no reason not to serve.
fn sweep(folder: &FilePath) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|about| about.modified()).ok().and_then(|then| SystemTime::now().duration_since(then).ok());
        if age.is_some_and(|age| age > LEFT_OVER)
            && let Err(error) = std::fs::remove_file(entry.path())
        {
            tracing::warn!(%error, path = %entry.path().display(), "what an upload left behind cannot be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_files_lie() {
        let bucket = |url: &str, prefix: &str| Some(Address::Bucket(url.into(), prefix.into()));
        assert_eq!(Address::read("memory://"), Some(Address::Memory));
        assert_eq!(Address::read("file:///srv/委託 守/files"), Some(Address::Folder("/srv/委託 守/files".into())));
        assert_eq!(Address::read("file://var/files"), Some(Address::Folder("var/files".into())));
        assert_eq!(Address::read("s3://city"), bucket("s3://city", ""));
        assert_eq!(Address::read("s3://city/itakumori/files/"), bucket("s3://city", "itakumori/files"));
        for wrong in ["", "file://", "s3://", "s3:///files", "/srv/files", "https://example.jp/files", "mem://"] {
            assert_eq!(Address::read(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn only_old_leftovers_are_swept_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let incoming = folder.path().join(INCOMING);
        std::fs::create_dir(&incoming).expect("made");
        for (name, hours) in [("01old#1", 30), ("01new#1", 1)] {
            let file = std::fs::File::create(incoming.join(name)).expect("made");
            file.set_modified(SystemTime::now() - Duration::from_hours(hours)).expect("set");
        }
        let place = Place::open(Address::Folder(folder.path().into())).await.expect("opens");
        assert!(place.disk.is_some());
        let left: Vec<_> = std::fs::read_dir(&incoming).expect("read").flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["01new#1"]);
    }

    #[tokio::test]
    async fn a_bucket_is_opened_without_asking_it_and_keys_begin_with_the_prefix() {
        let place = Place::open(Address::Bucket("s3://city".into(), "itakumori".into())).await.expect("opens");
        assert!(place.disk.is_none());
        assert!(place.store.to_string().contains("itakumori"), "{}", place.store);
    }
}
