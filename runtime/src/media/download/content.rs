//! Which bytes of the media a response contains.

use http::{HeaderMap, StatusCode};

use super::range::{ByteRange, ContentRange};
use crate::error::MediaError;

/// The bytes in the body of a response.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    /// The range of the response if it is a part of the media, and `None` if it is all of them.
    part: Option<ContentRange>,
    /// The length of the media, if it is known.
    pub(super) total: Option<u64>,
}

impl Content {
    /// Checks the first response to a download. `body_length` is the announced length of its body.
    pub(super) fn of_first_response(
        requested: Option<ByteRange>,
        status: StatusCode,
        headers: &HeaderMap,
        body_length: Option<u64>,
    ) -> Result<Self, MediaError> {
        let range = requested.unwrap_or_default();
        if status != StatusCode::PARTIAL_CONTENT {
            // A server without support for ranges sends all bytes; those before the range are
            // discarded.
            return match body_length {
                Some(length) if range.start > 0 && length <= range.start => Err(MediaError::beyond_the_end()),
                total => Ok(Self { part: None, total }),
            };
        }
        if requested.is_none() {
            return Err(MediaError::new("the server sent a range although all bytes were requested"));
        }
        let content = Self::of_part(range, headers, body_length)
            .ok_or_else(|| MediaError::new("the server sent a different range than requested"))?;
        content.known_length_of(range)?;
        Ok(content)
    }

    /// Returns the content of a response with the start of a range, or `None` if its headers
    /// describe anything else.
    pub(super) fn of_part(range: ByteRange, headers: &HeaderMap, body_length: Option<u64>) -> Option<Self> {
        let part = ContentRange::of_response(headers).filter(|part| part.is_start_of(range))?;
        let is_consistent = body_length.is_none_or(|length| length == part.length());
        is_consistent.then_some(Self { part: Some(part), total: part.total })
    }

    /// Describes media without bytes, of which a range was requested.
    pub(super) fn empty() -> Self {
        Self { part: None, total: Some(0) }
    }

    /// Returns `true` if the response contains the whole media.
    pub(super) fn is_whole(self) -> bool {
        self.part.is_none()
    }

    /// Returns the number of bytes in the body, if it is a part of the media.
    pub(super) fn part_length(self) -> Option<u64> {
        self.part.map(ContentRange::length)
    }

    /// Returns the number of bytes of a range. A response with a part of the range must contain the
    /// length of the media.
    pub(super) fn known_length_of(self, range: ByteRange) -> Result<u64, MediaError> {
        let unknown = || MediaError::new("the server sent a range without the length of the media");
        self.length_of(range).ok_or_else(unknown)
    }

    /// Returns the number of bytes of a range, as far as the media have them, if it is known.
    pub(super) fn length_of(self, range: ByteRange) -> Option<u64> {
        match (self.total, range.end) {
            (Some(total), end) => Some(end.unwrap_or(total).min(total).saturating_sub(range.start)),
            // The media may end before the end of the range.
            (None, Some(end)) if !self.is_whole() => Some(end.saturating_sub(range.start)),
            (None, _) => None,
        }
    }
}
