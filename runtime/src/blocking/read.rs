//! Downloads as readers.

use std::io::{self, BufRead, ErrorKind, Read};

use bytes::{Buf, Bytes};

use super::block_on;
use crate::error::Error;
use crate::media::Media;

/// Returns a reader of a download that blocks the current thread until the next chunk has arrived.
///
/// An [`Error`] of the download is inside the [`io::Error`]: `error.downcast::<Error>()`.
pub fn read(media: Media) -> Reader {
    Reader { media, chunk: Bytes::new() }
}

/// A blocking reader of a download, created by [`read`].
#[derive(Debug)]
#[must_use = "readers do nothing unless read"]
pub struct Reader {
    media: Media,
    /// The unread rest of the last chunk.
    chunk: Bytes,
}

impl Reader {
    /// Returns the download, for example for its headers and its length.
    pub fn media(&self) -> &Media {
        &self.media
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.chunk.is_empty() {
            match block_on(self.media.next()).and_then(Option::transpose).map_err(into_io_error)? {
                Some(chunk) => self.chunk = chunk,
                None => break,
            }
        }
        Ok(&self.chunk)
    }

    fn consume(&mut self, count: usize) {
        self.chunk.advance(count.min(self.chunk.len()));
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

fn into_io_error(error: Error) -> io::Error {
    let kind = if error.is_timeout() { ErrorKind::TimedOut } else { ErrorKind::Other };
    io::Error::new(kind, error)
}
