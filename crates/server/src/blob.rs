//! Where the bytes of photos are: a folder beside the database, or whatever else keeps bytes by name.
//!
//! Knows no photo, no member and no rule. A blob comes in parts and is then kept as a whole, or removed.

use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

/// Keeps bytes by name.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// How many bytes of an unfinished blob there are.
    async fn received(&self, name: &str) -> Result<u64>;
    /// Adds bytes to the end of an unfinished blob.
    async fn append(&self, name: &str, bytes: Vec<u8>) -> Result<()>;
    /// The bytes of an unfinished blob.
    async fn unfinished(&self, name: &str) -> Result<Vec<u8>>;
    /// Keeps a whole blob in place of its parts; once answered it survives the loss of the process.
    async fn keep(&self, name: &str, bytes: Vec<u8>) -> Result<()>;
    /// The bytes of a whole blob; [`ErrorKind::NotFound`] where there is none.
    async fn read(&self, name: &str) -> Result<Vec<u8>>;
    /// Removes a blob, whole or not. One that is not there is removed already.
    async fn remove(&self, name: &str) -> Result<()>;
    /// The names of all blobs, whole or not.
    async fn names(&self) -> Result<Vec<String>>;
}

/// The folder inside the data folder.
pub const FOLDER: &str = "photos";

/// What the name of a photo's small version ends with.
pub const SMALL: &str = "-small";

/// A folder: one file a blob, `.part` while it is unfinished.
#[derive(Debug)]
pub struct Folder(PathBuf);

const PART: &str = "part";

impl Folder {
    /// The folder of photos inside the data folder; made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(data: &Path) -> Result<Self> {
        let folder = data.join(FOLDER);
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// The file of a name. Names are ids of ours: what is none leads nowhere.
    fn file(&self, name: &str) -> Result<PathBuf> {
        let id = name.strip_suffix(SMALL).unwrap_or(name);
        let ours = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
        if ours { Ok(self.0.join(name)) } else { Err(Error::from(ErrorKind::NotFound)) }
    }

    fn part(&self, name: &str) -> Result<PathBuf> {
        Ok(self.file(name)?.with_extension(PART))
    }
}

/// Runs what waits for the disk where it may wait.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::other)?
}

fn without_missing<T: Default>(done: Result<T>) -> Result<T> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(T::default()),
        other => other,
    }
}

#[async_trait]
impl Blobs for Folder {
    async fn received(&self, name: &str) -> Result<u64> {
        let part = self.part(name)?;
        on_disk(move || without_missing(std::fs::metadata(part).map(|meta| meta.len()))).await
    }

    async fn append(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let part = self.part(name)?;
        on_disk(move || {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(part)?;
            let before = file.metadata()?.len();
            let written = file.write_all(&bytes);
            if written.is_err() {
                // A disk that is full took half of it: what counts is what was answered.
                file.set_len(before)?;
            }
            written
        })
        .await
    }

    async fn unfinished(&self, name: &str) -> Result<Vec<u8>> {
        let part = self.part(name)?;
        on_disk(move || std::fs::read(part)).await
    }

    async fn keep(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let (file, part) = (self.file(name)?, self.part(name)?);
        on_disk(move || {
            // Written aside and renamed, so that a crash leaves no half picture.
            let aside = file.with_extension("new");
            let mut new = std::fs::File::create(&aside)?;
            new.write_all(&bytes)?;
            new.sync_all()?;
            std::fs::rename(&aside, &file)?;
            // The name, too: what is answered as kept is there after a power cut.
            if let Some(folder) = file.parent() {
                std::fs::File::open(folder)?.sync_all()?;
            }
            without_missing(std::fs::remove_file(part))
        })
        .await
    }

    async fn read(&self, name: &str) -> Result<Vec<u8>> {
        let file = self.file(name)?;
        on_disk(move || std::fs::read(file)).await
    }

    async fn remove(&self, name: &str) -> Result<()> {
        let (file, part) = (self.file(name)?, self.part(name)?);
        on_disk(move || {
            without_missing(std::fs::remove_file(part))?;
            without_missing(std::fs::remove_file(file.with_extension("new")))?;
            without_missing(std::fs::remove_file(file))
        })
        .await
    }

    async fn names(&self) -> Result<Vec<String>> {
        let folder = self.0.clone();
        on_disk(move || {
            let mut names = Vec::new();
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
            }
            names.sort();
            names.dedup();
            Ok(names)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_blob_comes_in_parts_and_is_kept_as_a_whole() {
        let data = tempfile::tempdir().unwrap();
        let (blobs, name) = (Folder::open(data.path()).unwrap(), "a".repeat(32));
        assert_eq!(blobs.received(&name).await.unwrap(), 0);
        blobs.append(&name, b"one ".to_vec()).await.unwrap();
        blobs.append(&name, b"two".to_vec()).await.unwrap();
        assert_eq!(blobs.received(&name).await.unwrap(), 7);
        assert_eq!(blobs.unfinished(&name).await.unwrap(), b"one two");
        assert!(blobs.read(&name).await.is_err(), "not whole yet");
        blobs.keep(&name, b"clean".to_vec()).await.unwrap();
        assert_eq!(blobs.read(&name).await.unwrap(), b"clean");
        assert_eq!(
            (blobs.received(&name).await.unwrap(), blobs.names().await.unwrap()),
            (0, vec![name.clone()])
        );
        blobs.remove(&name).await.unwrap();
        blobs.remove(&name).await.unwrap();
        assert!(blobs.names().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_name_that_is_none_of_ours_leads_nowhere() {
        let data = tempfile::tempdir().unwrap();
        let blobs = Folder::open(data.path()).unwrap();
        for name in ["../server.key", "", "a", &"/".repeat(32), &"g".repeat(32)] {
            assert!(blobs.read(name).await.is_err(), "{name}");
            assert!(blobs.append(name, vec![1]).await.is_err(), "{name}");
            assert!(blobs.remove(name).await.is_err(), "{name}");
        }
    }
}
