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
            Bound::Excluded(&before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&last) => last.checked_add(1),
            Bound::Excluded(&end) => Some(end),
            Bound::Unbounded => None,
        };
        Self { start, end }
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
pub(super) struct ContentRange {
    pub(super) first: u64,
    total: Option<u64>,
}

impl ContentRange {
    pub(super) fn of_response(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let (range, total) = value.strip_prefix("bytes ")?.split_once('/')?;
        let (first, _) = range.split_once('-')?;
        Some(Self { first: first.trim().parse().ok()?, total: total.trim().parse().ok() })
    }

    /// Returns the number of bytes from the first one to `end` or to the end of the media. A
    /// response may contain fewer.
    pub(super) fn length_until(&self, end: Option<u64>) -> Option<u64> {
        let end = end.map_or(self.total, |end| Some(self.total.map_or(end, |total| total.min(end))));
        Some(end?.saturating_sub(self.first))
    }
}
