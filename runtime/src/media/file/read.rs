//! Media that are read from a file.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf, Take};
use tokio::runtime::Handle;

use super::{block, without_runtime};
use crate::body::Body;
use crate::error::{MediaError, Result, TransportError};

/// The size of the buffer for reading, in bytes.
const BUFFER_SIZE: usize = 256 << 10;

impl Body {
    /// Opens a file whose content is the body. The file is read while the body is sent.
    ///
    /// The length of the body is that of a regular file. Pipes, devices and files of `/proc` do not
    /// have a length in advance.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened.
    pub async fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let to_open = path.clone();
        let Source { file, start, length } = block(move || Source::open(&to_open))
            .await
            .map_err(|error| MediaError::file(&path, "cannot be read", error))?;
        if length == Some(0) {
            return Ok(Self::default());
        }
        // Bytes that are appended during the upload are not a part of it: the length has been
        // announced.
        let file = File::from_std(file).take(length.unwrap_or(u64::MAX));
        Ok(Self::stream(FileStream { start, file, path, buffer: vec![0; BUFFER_SIZE] }, length))
    }
}

/// An open file.
struct Source {
    file: fs::File,
    /// The bytes that have been read already.
    start: Bytes,
    /// `None` if the length is not known in advance.
    length: Option<u64>,
}

impl Source {
    fn open(path: &Path) -> io::Result<Self> {
        let mut file = fs::File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() {
            return Ok(Self { file, start: Bytes::new(), length: None });
        }
        if metadata.len() > 0 {
            return Ok(Self { file, start: Bytes::new(), length: Some(metadata.len()) });
        }
        // Files of `/proc` report a length of 0 without being empty.
        let mut start = Vec::new();
        Read::by_ref(&mut file).take(BUFFER_SIZE as u64).read_to_end(&mut start)?;
        let length = start.is_empty().then_some(0);
        Ok(Self { file, start: start.into(), length })
    }
}

struct FileStream {
    start: Bytes,
    file: Take<File>,
    path: PathBuf,
    buffer: Vec<u8>,
}

impl Stream for FileStream {
    type Item = std::result::Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if !this.start.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut this.start))));
        }
        let mut buffer = ReadBuf::new(&mut this.buffer);
        let read = match Handle::try_current() {
            Ok(_) => ready!(Pin::new(&mut this.file).poll_read(context, &mut buffer)),
            Err(_) => Err(without_runtime()),
        };
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
