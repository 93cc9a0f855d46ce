//! The version of the media that a response contains.

use http::HeaderMap;
use http::header::{ETAG, HeaderValue, IF_RANGE};

/// A version of media. Bytes of two responses can be combined only if both responses have the
/// same version.
#[derive(Debug, PartialEq)]
pub(super) enum MediaVersion {
    /// The generation of an object in Cloud Storage, which is never reused.
    Generation(HeaderValue),
    /// A strong entity tag.
    ETag(HeaderValue),
}

impl MediaVersion {
    pub(super) fn of_response(headers: &HeaderMap) -> Option<Self> {
        let is_strong = |tag: &&HeaderValue| !tag.as_bytes().starts_with(b"W/");
        match headers.get("x-goog-generation") {
            Some(generation) => Some(Self::Generation(generation.clone())),
            None => headers.get(ETAG).filter(is_strong).map(|tag| Self::ETag(tag.clone())),
        }
    }

    /// Requests a range of this version only. `If-Range` has no form for generations; those are
    /// compared afterwards.
    pub(super) fn apply_to<B>(self, request: &mut http::Request<B>) {
        if let Self::ETag(tag) = self {
            request.headers_mut().insert(IF_RANGE, tag);
        }
    }
}
