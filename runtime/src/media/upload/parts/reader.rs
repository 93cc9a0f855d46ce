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
    /// `count` is the number of parts that are sent at the same time.
    pub(super) fn new(media: Body, part_size: u64, count: usize) -> Self {
        let length = media.length();
        let part_size = length.map_or(part_size, |length| size_for(part_size, length, count as u64));
        Self { media, length, part_size, buffer: Vec::new(), rest: Bytes::new(), read: 0, number: 1, exhausted: false }
    }

    /// Completes with the next part, or `None` at the end.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Part>>> {
        let size = self.next_size();
        loop {
            if self.rest.is_empty() && !self.exhausted {
                ready!(self.poll_read(context))?;
            }
            if self.buffer.is_empty() && self.rest.len() >= size {
                let bytes = self.rest.split_to(size);
                return Poll::Ready(Ok(Some(self.number_part(bytes))));
            }
            if self.buffer.is_empty() && !self.rest.is_empty() {
                // The media may be smaller than any size that the caller has set.
                let _ = self.buffer.try_reserve_exact(size);
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
        Poll::Ready(match self.length {
            Some(length) if self.read < length => Err(MediaError::too_short(self.read, length).into()),
            _ => Ok(()),
        })
    }

    /// Returns the size of the next part.
    fn next_size(&self) -> usize {
        let doublings = self.number.saturating_sub(1) / PARTS_OF_EQUAL_SIZE;
        let factor = if self.length.is_some() { 1 } else { 1 << doublings.min(9) };
        usize::try_from(self.part_size.saturating_mul(factor)).unwrap_or(usize::MAX)
    }

    fn number_part(&mut self, bytes: Bytes) -> Part {
        let number = self.number;
        self.number = number.saturating_add(1);
        Part { number, bytes }
    }
}

/// Returns the size of the parts of media of this length. If parts that are up to a sixth smaller
/// than `size` end at the same time, no connection is idle at the end.
fn size_for(size: u64, length: u64, count: u64) -> u64 {
    let size = length.div_ceil(MAX_PARTS).max(size);
    let parts = length.div_ceil(size).next_multiple_of(count).max(1);
    let balanced = length.div_ceil(parts);
    if parts <= MAX_PARTS && balanced >= size - size / 6 { balanced } else { size }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const SIZE: usize = 6 << 20;

    async fn sizes(media: Body) -> Vec<usize> {
        let mut reader = PartReader::new(media, SIZE as u64, 2);
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

    #[tokio::test]
    async fn accepts_a_size_that_exceeds_all_memory() {
        let media = Body::stream(Body::from(vec![7; 3]), None);
        let mut reader = PartReader::new(media, u64::MAX, 2);
        let part = poll_fn(|context| reader.poll_next(context)).await.expect("media").expect("a part");
        assert_eq!(part.bytes.len(), 3);
    }

    #[test]
    fn all_parts_have_room_for_the_largest_object() {
        const LARGEST: u64 = 5 << 40;
        let stream = Body::stream(Body::default(), None);
        let mut reader = PartReader::new(stream, SIZE as u64, 2);
        let mut size_of = |number| {
            reader.number = number;
            reader.next_size()
        };
        assert!((1..=10_000).map(|number| size_of(number) as u64).sum::<u64>() >= LARGEST);
        assert_eq!([size_of(1), size_of(1000), size_of(1001)], [SIZE, SIZE, 2 * SIZE]);
        assert!(size_for(SIZE as u64, LARGEST, 3) * MAX_PARTS >= LARGEST);
    }

    #[test]
    fn parts_are_at_most_a_sixth_smaller_so_that_they_end_together() {
        const MIB: u64 = 1 << 20;
        for (length, count, size) in [
            // 43 parts of 6 MiB would leave five of eight connections idle.
            (256 * MIB, 8, (256 * MIB).div_ceil(48)),
            (48 * MIB, 8, 6 * MIB),
            (49 * MIB, 8, 6 * MIB),
            (40 * MIB, 8, 5 * MIB),
            (0, 8, 6 * MIB),
        ] {
            assert_eq!(size_for(6 * MIB, length, count), size, "{length}");
        }
        assert_eq!(size_for(6, 59_999, 32), 6);
    }
}
