//! Downloads for what reads.

use std::io::{self, BufRead, ErrorKind, Read};

use bytes::{Buf, Bytes};

use super::block_on;
use crate::error::Error;
use crate::media::Media;

/// A download as what reads, with the thread waiting for each piece: for [`std::io::copy`], decoders, lines.
///
/// An [`Error`] of the download is within the [`io::Error`]: `error.downcast::<Error>()`.
pub fn read(media: Media) -> Reader {
    Reader { media, piece: Bytes::new() }
}

/// What [`read`] gives.
#[derive(Debug)]
#[must_use = "the bytes come as they are read"]
pub struct Reader {
    media: Media,
    /// What is left of the last piece.
    piece: Bytes,
}

impl Reader {
    /// The download itself: its headers, its length.
    pub fn media(&self) -> &Media {
        &self.media
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.piece.is_empty() {
            match block_on(self.media.next()).and_then(Option::transpose).map_err(carry)? {
                Some(piece) => self.piece = piece,
                None => break,
            }
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, count: usize) {
        self.piece.advance(count.min(self.piece.len()));
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

fn carry(error: Error) -> io::Error {
    let kind = if error.is_timeout() { ErrorKind::TimedOut } else { ErrorKind::Other };
    io::Error::new(kind, error)
}
