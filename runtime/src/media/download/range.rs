//! Byte ranges in requests and responses.

use std::fmt;
use std::ops::{Bound, RangeBounds};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_RANGE, HeaderValue, RANGE};

use crate::error::{BuildError, Result};

/// The requested bytes, from `start` up to `end`, exclusive.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByteRange {
    pub(super) start: u64,
    /// `None` is the end of the media.
    pub(super) end: Option<u64>,
}

impl ByteRange {
    pub(super) fn new(range: &impl RangeBounds<u64>) -> Self {
        let start = match range.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&before) => match before.checked_add(1) {
                Some(start) => start,
                None => return Self { start: before, end: Some(before) },
            },
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&last) => last.checked_add(1),
            Bound::Excluded(&end) => Some(end),
            Bound::Unbounded => None,
        };
        Self { start, end }
    }

    /// Returns the number of bytes, `None` if the range ends with the media.
    pub(super) fn length(self) -> Option<u64> {
        self.end.map(|end| end.saturating_sub(self.start))
    }

    /// Returns the first bytes of the range.
    #[cfg(feature = "tokio")]
    pub(super) fn start_of(self, length: u64) -> Self {
        self.until(self.start.saturating_add(length))
    }

    /// Returns the range without the bytes from `end` on.
    #[cfg(feature = "tokio")]
    pub(super) fn until(self, end: u64) -> Self {
        Self { end: Some(self.end.unwrap_or(end).min(end)), ..self }
    }

    /// Returns the range without the bytes up to the end of `other`.
    #[cfg(feature = "tokio")]
    pub(super) fn after(self, other: Self) -> Self {
        Self { start: self.start.max(other.end.unwrap_or(u64::MAX)), ..self }
    }

    /// Divides a range with an end into at most `count` parts of equal size, of which none has fewer
    /// than `min_length` bytes unless it is the only one.
    #[cfg(feature = "tokio")]
    pub(super) fn split(self, count: usize, min_length: u64) -> Vec<Self> {
        let length = self.length().unwrap_or_default();
        let count = (count as u64).min(length.checked_div(min_length).unwrap_or_default()).max(1);
        let (size, longer) = (length / count, length % count);
        let start_of = |index: u64| {
            let offset = index.saturating_mul(size).saturating_add(index.min(longer));
            self.start.saturating_add(offset)
        };
        (0..count).map(|index| Self { start: start_of(index), end: Some(start_of(index + 1)) }).collect()
    }

    pub(super) fn is_empty(self) -> bool {
        self.end.is_some_and(|end| end <= self.start)
    }

    /// Sets the header `Range`.
    pub(super) fn apply_to(self, request: &mut http::Request<Bytes>) -> Result<()> {
        let last = self.end.map_or_else(String::new, |end| end.saturating_sub(1).to_string());
        let range = HeaderValue::try_from(format!("bytes={}-{last}", self.start));
        request.headers_mut().insert(RANGE, range.map_err(|error| BuildError::new(error.to_string()))?);
        Ok(())
    }
}

impl fmt::Display for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..", self.start)?;
        self.end.map_or(Ok(()), |end| end.fmt(f))
    }
}

/// The header `Content-Range`, e.g. `bytes 4-8/9`: the bytes in a response, and the length of the
/// media if it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ContentRange {
    first: u64,
    last: u64,
    pub(super) total: Option<u64>,
}

impl ContentRange {
    /// Returns the range of a response, or `None` if it is missing, malformed or contradicts
    /// itself.
    pub(super) fn of_response(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(CONTENT_RANGE).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Self::parse(value.to_str().ok()?),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let (first, last) = (number(first)?, number(last)?);
        let total = if total.trim() == "*" { None } else { Some(number(total)?) };
        // The number of bytes must be a number, too.
        let is_consistent = first <= last && last < total.unwrap_or(u64::MAX);
        is_consistent.then_some(Self { first, last, total })
    }

    /// Returns the number of bytes in the response.
    pub(super) fn length(self) -> u64 {
        (self.last - self.first).saturating_add(1)
    }

    /// Returns `true` if the bytes begin at the start of a requested range and do not go beyond its
    /// end.
    pub(super) fn is_start_of(self, requested: ByteRange) -> bool {
        self.first == requested.start && requested.end.is_none_or(|end| self.last < end)
    }
}

/// Parses a number without a sign.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_ranges() {
        for (text, first, last, total) in [
            ("bytes 4-8/9", 4, 8, Some(9)),
            ("bytes 0-0/*", 0, 0, None),
            ("bytes 0-18446744073709551613/18446744073709551614", 0, u64::MAX - 2, Some(u64::MAX - 1)),
        ] {
            assert_eq!(ContentRange::parse(text), Some(ContentRange { first, last, total }), "{text}");
        }
    }

    #[test]
    fn rejects_malformed_and_inconsistent_ranges() {
        for text in [
            "bytes 0-9/5",
            "bytes 0-9/0",
            "bytes 0-9/9",
            "bytes 4-1/10",
            "bytes */10",
            "bytes 0-9",
            "bytes 0-9/x",
            "bytes 0-9/",
            "bytes -9/10",
            "bytes +0-9/10",
            "bytes 0-18446744073709551615/*",
            "bytes 0-18446744073709551616/*",
            "bytes 18446744073709551615-18446744073709551615/*",
            "items 0-9/10",
            "",
        ] {
            assert_eq!(ContentRange::parse(text), None, "{text}");
        }
        let mut headers = HeaderMap::new();
        for _ in 0..2 {
            headers.append(CONTENT_RANGE, HeaderValue::from_static("bytes 0-1/4"));
        }
        assert_eq!(ContentRange::of_response(&headers), None);
    }

    #[test]
    fn recognizes_the_start_of_a_requested_range() {
        let range = ContentRange { first: 4, last: 7, total: Some(10) };
        for (start, end, expected) in
            [(4, None, true), (4, Some(8), true), (4, Some(20), true), (4, Some(7), false), (3, None, false)]
        {
            assert_eq!(range.is_start_of(ByteRange { start, end }), expected, "{start} {end:?}");
        }
    }

    #[cfg(feature = "tokio")]
    #[test]
    fn divides_ranges_without_gaps() {
        let range = |start, end| ByteRange { start, end: Some(end) };
        let split = |range: ByteRange, count, min_length| {
            let parts = range.split(count, min_length).into_iter();
            parts.map(|part| (part.start, part.end.expect("an end"))).collect::<Vec<_>>()
        };
        assert_eq!(split(range(5, 16), 3, 1), [(5, 9), (9, 13), (13, 16)]);
        assert_eq!(split(range(0, 10), 8, 4), [(0, 5), (5, 10)]);
        assert_eq!(split(range(0, 3), 8, 4), [(0, 3)]);
        assert_eq!(split(range(3, 3), 8, 4), [(3, 3)]);
        assert_eq!(split(range(0, u64::MAX), 2, 1), [(0, 1 << 63), (1 << 63, u64::MAX)]);
        assert_eq!((range(0, 9).start_of(4).end, range(0, 9).after(range(0, 4)).start), (Some(4), 4));
    }

    #[test]
    fn ranges_that_begin_after_the_last_position_are_empty() {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        assert!(ByteRange::new(&(Excluded(u64::MAX), Unbounded)).is_empty());
        assert!(ByteRange::new(&(Excluded(u64::MAX), Included(u64::MAX))).is_empty());
        assert!(!ByteRange::new(&(u64::MAX..)).is_empty());
        assert!(!ByteRange::new(&(..=u64::MAX)).is_empty());
    }
}
