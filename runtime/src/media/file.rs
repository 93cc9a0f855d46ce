//! Files without blocking.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::{self, File};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf, Take};

use super::Media;
use crate::body::Body;
use crate::error::MediaError;
use crate::error::TransportError;
use crate::error::{Error, Result};

/// What is read at a time.
const PIECE: usize = 256 << 10;

impl Body {
    /// A file's content as it is read, piece by piece.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it cannot be read.
    pub async fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let failed = |error| Error::from(MediaError::file(path, "cannot be read", error));
        let file = File::open(path).await.map_err(failed)?;
        let data = file.metadata().await.map_err(failed)?;
        // A pipe has a length of 0 and is not empty.
        let length = data.is_file().then_some(data.len());
        // What is written behind the end meanwhile is for another time.
        let file = file.take(length.unwrap_or(u64::MAX));
        Ok(Self::stream(Reading { file, path: path.to_owned(), buffer: vec![0; PIECE] }, length))
    }
}

struct Reading {
    file: Take<File>,
    path: PathBuf,
    buffer: Vec<u8>,
}

impl Stream for Reading {
    type Item = std::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let mut buffer = ReadBuf::new(&mut this.buffer);
        let read = ready!(Pin::new(&mut this.file).poll_read(context, &mut buffer));
        Poll::Ready(match read {
            Err(error) => {
                let message = format!("{} cannot be read", this.path.display());
                Some(Err(TransportError::new(message).with_displayed_cause(error)))
            }
            Ok(()) if buffer.filled().is_empty() => None,
            Ok(()) => Some(Ok(Bytes::copy_from_slice(buffer.filled()))),
        })
    }
}

/// Writes beside the file and renames. What is left of a failure is removed.
pub(super) async fn write(path: &Path, mut media: Media) -> Result<u64> {
    let failed = |error| Error::from(MediaError::file(path, "cannot be written", error));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    // Two downloads of one file must not share it.
    name.push(format!(".{:016x}.part", crate::random::random_u64()));
    let beside = path.with_file_name(name);
    let mut file = File::create_new(&beside).await.map_err(failed)?;
    let remains = Remains(Some(beside.clone()));
    let mut written = 0;
    while let Some(bytes) = media.next().await {
        let bytes = bytes?;
        file.write_all(&bytes).await.map_err(failed)?;
        written += bytes.len() as u64;
    }
    file.flush().await.map_err(failed)?;
    file.sync_all().await.map_err(failed)?;
    drop(file);
    fs::rename(&beside, path).await.map_err(failed)?;
    remains.keep();
    Ok(written)
}

/// Removes an unfinished file, even if the download is dropped half-way.
struct Remains(Option<PathBuf>);

impl Remains {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}
