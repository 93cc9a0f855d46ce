//! The part of the media that the server does not have yet and that may have to be sent again.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::body::Body;
use crate::error::{MediaError, Result};

pub(super) struct Window {
    media: Body,
    /// The declared length of the media.
    length: Option<u64>,
    /// The position of the window in the media.
    start: u64,
    /// The CRC-32C of the bytes before the window.
    crc32c: u32,
    /// The bytes of the window, in the pieces in which they were read.
    pieces: VecDeque<Bytes>,
    /// The number of bytes in the window.
    size: usize,
    /// Set once the media have been read to the end.
    exhausted: bool,
}

impl Window {
    pub(super) fn new(media: Body) -> Self {
        Self { length: media.length(), media, start: 0, crc32c: 0, pieces: VecDeque::new(), size: 0, exhausted: false }
    }

    /// Returns the position of the first byte in the window.
    pub(super) fn start(&self) -> u64 {
        self.start
    }

    /// Returns the position after the last byte in the window.
    pub(super) fn end(&self) -> u64 {
        self.start.saturating_add(self.size as u64)
    }

    /// Returns the length of the media, once it is known.
    pub(super) fn total(&self) -> Option<u64> {
        if self.exhausted { Some(self.end()) } else { self.length }
    }

    /// Reads until the window holds more than a chunk, because the last chunk must be recognized as
    /// such.
    pub(super) async fn fill(&mut self, chunk_size: usize) -> Result<()> {
        while !self.exhausted && self.size <= chunk_size {
            match self.media.chunk().await.transpose()? {
                Some(bytes) => {
                    self.size = self.size.saturating_add(bytes.len());
                    self.pieces.push_back(bytes);
                }
                None => self.exhausted = true,
            }
        }
        // A body that is too long returns an error itself.
        match self.length {
            Some(length) if self.exhausted && self.end() < length => {
                Err(MediaError::too_short(self.end(), length).into())
            }
            _ => Ok(()),
        }
    }

    /// Returns `true` if the next chunk is the last one.
    pub(super) fn is_last_chunk(&self, chunk_size: usize) -> bool {
        self.exhausted && self.size <= chunk_size
    }

    /// Returns the CRC-32C of all bytes up to the end of the window.
    pub(super) fn crc32c(&self) -> u32 {
        self.pieces.iter().fold(self.crc32c, |crc32c, piece| crc32c::crc32c_append(crc32c, piece))
    }

    /// Returns the first bytes of the window: a chunk, or all bytes if they are fewer.
    pub(super) fn chunk(&self, chunk_size: usize) -> Bytes {
        let size = self.size.min(chunk_size);
        match self.pieces.front() {
            Some(first) if first.len() >= size => first.slice(..size),
            _ => {
                let mut chunk = Vec::with_capacity(size);
                for piece in &self.pieces {
                    let missing = size - chunk.len();
                    chunk.extend_from_slice(piece.get(..missing).unwrap_or(piece));
                }
                chunk.into()
            }
        }
    }

    /// Drops the bytes before this position, which the server has.
    pub(super) fn advance_to(&mut self, position: u64) -> Result<()> {
        let (start, end) = (self.start, self.end());
        let outside = || {
            let message = format!("the server has {position} bytes, but only bytes {start} to {end} can be sent");
            MediaError::new(message)
        };
        if position > end {
            return Err(outside().into());
        }
        let dropped = position.checked_sub(start).and_then(|dropped| usize::try_from(dropped).ok());
        let mut dropped = dropped.ok_or_else(outside)?;
        self.start = position;
        self.size -= dropped;
        while let Some(first) = self.pieces.front_mut() {
            if first.len() > dropped {
                self.crc32c = crc32c::crc32c_append(self.crc32c, &first.split_to(dropped));
                break;
            }
            self.crc32c = crc32c::crc32c_append(self.crc32c, first);
            dropped -= first.len();
            self.pieces.pop_front();
        }
        Ok(())
    }

    /// Reads the media up to this position and drops the bytes, which the server has.
    pub(super) async fn skip_to(&mut self, position: u64) -> Result<()> {
        if let Some(length) = self.length.filter(|length| position > *length) {
            let message = format!("the server has {position} bytes, but the media are {length} bytes long");
            return Err(MediaError::new(message).into());
        }
        while self.end() < position && !self.exhausted {
            self.advance_to(self.end())?;
            self.fill(0).await?;
        }
        self.advance_to(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn drops_what_the_server_has() {
        let mut window = Window::new(Body::from("0123456789"));
        window.fill(4).await.expect("media");
        assert_eq!(window.chunk(4), "0123");
        window.advance_to(3).expect("a position in the window");
        assert_eq!((window.chunk(4), window.start(), window.end()), ("3456".into(), 3, 10));
        window.skip_to(8).await.expect("a position in the media");
        window.fill(4).await.expect("media");
        assert!(window.is_last_chunk(4));
        assert_eq!((window.chunk(4), window.total()), ("89".into(), Some(10)));
        assert_eq!(window.crc32c(), crc32c::crc32c(b"0123456789"));
    }

    #[tokio::test]
    async fn rejects_positions_outside_of_the_window() {
        let mut window = Window::new(Body::from("0123456789"));
        window.fill(10).await.expect("media");
        window.advance_to(5).expect("a position in the window");
        for position in [4, 11] {
            let error = window.advance_to(position).unwrap_err().to_string();
            assert!(error.contains("only bytes 5 to 10 can be sent"), "{error}");
        }
    }
}
