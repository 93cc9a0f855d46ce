//! Divides media into parts.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::body::Body;
use crate::error::{MediaError, Result};

/// The maximum number of parts.
const MAX_PARTS: u64 = 10_000;

/// The number of parts after which their size doubles if the length of the media is not known: all
/// parts together have room for an object of the maximum size, 5 TiB.
const PARTS_OF_EQUAL_SIZE: u32 = 1000;

/// A part of the media.
pub(super) struct Part {
    /// Counted from 1.
    pub(super) number: u32,
    pub(super) bytes: Bytes,
}

/// Reads media part by part.
pub(super) struct PartReader {
    media: Body,
    length: Option<u64>,
    part_size: u64,
    /// The bytes of the next part.
    buffer: Vec<u8>,
    /// The bytes that follow those in the buffer.
    rest: Bytes,
    /// The number of bytes that have been read.
    read: u64,
    /// The number of the next part.
    number: u32,
    exhausted: bool,
}

impl PartReader {
    pub(super) fn new(media: Body, part_size: u64) -> Self {
        let length = media.length();
        Self { media, length, part_size, buffer: Vec::new(), rest: Bytes::new(), read: 0, number: 1, exhausted: false }
    }

    /// Completes with the next part, or `None` at the end.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Part>>> {
        let size = part_size(self.part_size, self.length, self.number);
        loop {
            if self.rest.is_empty() && !self.exhausted {
                ready!(self.poll_read(context))?;
            }
            if self.buffer.is_empty() && self.rest.len() >= size {
                let bytes = self.rest.split_to(size);
                return Poll::Ready(Ok(Some(self.number_part(bytes))));
            }
            if self.buffer.is_empty() && !self.rest.is_empty() {
                self.buffer.reserve_exact(size);
            }
            let taken = self.rest.len().min(size.saturating_sub(self.buffer.len()));
            self.buffer.extend_from_slice(&self.rest.split_to(taken));
            if self.buffer.len() >= size || self.exhausted {
                let bytes = Bytes::from(std::mem::take(&mut self.buffer));
                return Poll::Ready(Ok((!bytes.is_empty()).then(|| self.number_part(bytes))));
            }
        }
    }

    /// Completes with `true` after the last part.
    pub(super) fn poll_is_at_end(&mut self, context: &mut Context<'_>) -> Poll<Result<bool>> {
        while self.rest.is_empty() && !self.exhausted {
            ready!(self.poll_read(context))?;
        }
        Poll::Ready(Ok(self.rest.is_empty()))
    }

    /// Reads the next bytes of the media.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        if let Some(bytes) = ready!(Pin::new(&mut self.media).poll_next(context)).transpose()? {
            self.read = self.read.saturating_add(bytes.len() as u64);
            self.rest = bytes;
            return Poll::Ready(Ok(()));
        }
        self.exhausted = true;
        Poll::Ready(match self.length.filter(|length| self.read < *length) {
            Some(length) => {
                let message = format!("body is {} bytes long, but its declared length is {length}", self.read);
                Err(MediaError::new(message).into())
            }
            None => Ok(()),
        })
    }

    fn number_part(&mut self, bytes: Bytes) -> Part {
        let number = self.number;
        self.number = number.saturating_add(1);
        Part { number, bytes }
    }
}

/// Returns the size of a part of media of this length, which is at least `minimum`.
fn part_size(minimum: u64, length: Option<u64>, number: u32) -> usize {
    let size = match length {
        Some(length) => length.div_ceil(MAX_PARTS).max(minimum),
        None => minimum.saturating_mul(1 << (number.saturating_sub(1) / PARTS_OF_EQUAL_SIZE).min(9)),
    };
    usize::try_from(size).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const SIZE: usize = 6 << 20;

    async fn sizes(media: Body) -> Vec<usize> {
        let mut reader = PartReader::new(media, SIZE as u64);
        let mut sizes = Vec::new();
        while let Some(part) = poll_fn(|context| reader.poll_next(context)).await.expect("media") {
            assert_eq!(part.number as usize, sizes.len() + 1);
            assert!(part.bytes.iter().all(|byte| *byte == 7));
            sizes.push(part.bytes.len());
        }
        sizes
    }

    #[tokio::test]
    async fn divides_media() {
        for (size, expected) in [
            (0, &[][..]),
            (1, &[1]),
            (SIZE, &[SIZE]),
            (SIZE + 1, &[SIZE, 1]),
            (3 * SIZE, &[SIZE, SIZE, SIZE]),
            (2 * SIZE + 5, &[SIZE, SIZE, 5]),
        ] {
            let media = vec![7; size];
            assert_eq!(sizes(media.clone().into()).await, expected, "{size}");
            assert_eq!(sizes(Body::stream(Body::from(media), None)).await, expected, "{size}");
        }
    }

    #[test]
    fn all_parts_have_room_for_the_largest_object() {
        const LARGEST: u64 = 5 << 40;
        let size = |length, number| part_size(SIZE as u64, length, number);
        let unknown: u64 = (1..=10_000).map(|number| size(None, number) as u64).sum();
        assert!(unknown >= LARGEST);
        assert!(size(Some(LARGEST), 1) as u64 * MAX_PARTS >= LARGEST);
        assert_eq!([size(Some(1), 1), size(None, 1000), size(None, 1001)], [SIZE, SIZE, 2 * SIZE]);
    }
}
