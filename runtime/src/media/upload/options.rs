//! The options of an upload that do not concern the call itself.

use http::HeaderValue;

use crate::media::progress::Progress;

/// The size of chunks must be a multiple of this, in bytes.
pub(super) const CHUNK_SIZE_UNIT: usize = 256 << 10;

const DEFAULT_CHUNK_SIZE: usize = 8 << 20;

/// A function that receives the URL of a resumable session.
type SessionUrlCallback = Box<dyn FnMut(&str) + Send>;

pub(super) struct UploadOptions {
    pub(super) content_type: HeaderValue,
    /// In bytes.
    pub(super) chunk_size: usize,
    /// The URL of an existing resumable session.
    pub(super) session_url: Option<String>,
    pub(super) on_session_url: Option<SessionUrlCallback>,
    /// Counts the bytes that the server has.
    pub(super) progress: Progress,
}

impl Default for UploadOptions {
    fn default() -> Self {
        Self {
            content_type: HeaderValue::from_static("application/octet-stream"),
            chunk_size: DEFAULT_CHUNK_SIZE,
            session_url: None,
            on_session_url: None,
            progress: Progress::default(),
        }
    }
}
