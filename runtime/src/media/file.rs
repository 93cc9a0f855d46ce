//! Media in files, read and written without blocking.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::{self, File};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf, Take};

use super::Media;
use crate::body::Body;
use crate::error::{Error, MediaError, Result, TransportError};
use crate::random::random_u64;

/// The size of the buffer for reading, in bytes.
const BUFFER_SIZE: usize = 256 << 10;

impl Body {
    /// Opens a file whose content is the body. The file is read while the body is sent.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened.
    pub async fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let unreadable = |error| Error::from(MediaError::file(path, "cannot be read", error));
        let file = File::open(path).await.map_err(unreadable)?;
        let metadata = file.metadata().await.map_err(unreadable)?;
        // A pipe reports a length of 0 without being empty.
        let length = metadata.is_file().then_some(metadata.len());
        // Bytes that are appended during the upload are not a part of it: the length has been
        // announced.
        let file = file.take(length.unwrap_or(u64::MAX));
        Ok(Self::stream(FileStream { file, path: path.to_owned(), buffer: vec![0; BUFFER_SIZE] }, length))
    }
}

struct FileStream {
    file: Take<File>,
    path: PathBuf,
    buffer: Vec<u8>,
}

impl Stream for FileStream {
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

/// Writes media to a temporary file in the same folder and renames it. Returns the number of bytes.
pub(super) async fn write(path: &Path, mut media: Media) -> Result<u64> {
    let unwritable = |error| Error::from(MediaError::file(path, "cannot be written", error));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    // The random part keeps two downloads to one path apart.
    name.push(format!(".{:016x}.part", random_u64()));
    let temporary_path = path.with_file_name(name);
    let mut file = File::create_new(&temporary_path).await.map_err(unwritable)?;
    let temporary = TemporaryFile(Some(temporary_path.clone()));
    let mut written = 0;
    while let Some(bytes) = media.next().await {
        let bytes = bytes?;
        file.write_all(&bytes).await.map_err(unwritable)?;
        written += bytes.len() as u64;
    }
    file.flush().await.map_err(unwritable)?;
    file.sync_all().await.map_err(unwritable)?;
    drop(file);
    fs::rename(&temporary_path, path).await.map_err(unwritable)?;
    temporary.keep();
    Ok(written)
}

/// Removes an unfinished file when dropped, also if the download itself is dropped.
struct TemporaryFile(Option<PathBuf>);

impl TemporaryFile {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}
