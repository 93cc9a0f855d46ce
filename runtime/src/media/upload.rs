//! Uploads: small media in a single request, other media in a resumable session.

mod checksum;
mod options;
mod parts;
mod session;
mod single_request;
mod transfer;
mod window;

use std::fmt;
use std::marker::PhantomData;
use std::pin::pin;
use std::time::Duration;

use http::HeaderValue;

use self::options::{CHUNK_SIZE_UNIT, UploadOptions};
pub use self::parts::UploadInParts;
use crate::body::Body;
use crate::descriptor::UploadDescriptor;
use crate::error::{BuildError, MediaError, Result};
use crate::execute::Executor;
use crate::media::progress::Progress;
use crate::partial::{Partial, mask_of};
use crate::request::UntypedCall;
use crate::response::ResponseDecoder;
use crate::wire::Wire;

/// Media in memory of at most this size, in bytes, are sent in a single request if the method
/// allows it.
const MAX_SINGLE_REQUEST: u64 = 5 << 20;

/// A request builder for an upload.
///
/// Media in memory of at most 5 MiB are sent in a single request. Larger media and streams are sent
/// in a resumable session: chunk by chunk, and after a lost connection from the first byte that the
/// server does not have. A session keeps one chunk in memory, however large the media are. See
/// [`RetryBudget`](crate::RetryBudget) for when a request that continues a session is a retry.
///
/// Cloud Storage receives the CRC-32C of the media and rejects others, except from a stream that is
/// sent in a single request. If the response of any API contains a member `crc32c`, it is compared:
/// see [`MediaError::is_checksum_mismatch`].
///
/// The headers, timeout and retry policy of the request builder that the upload was created from
/// apply to the upload.
#[must_use = "uploads do nothing until sent"]
pub struct Upload<R> {
    call: Box<UntypedCall>,
    descriptor: UploadDescriptor,
    media: Body,
    options: UploadOptions,
    /// `None` chooses by the size of the media.
    resumable: Option<bool>,
    response: PhantomData<fn() -> R>,
}

impl<R: Wire + Send + 'static> Upload<R> {
    pub(crate) fn new(call: Box<UntypedCall>, descriptor: UploadDescriptor, media: Body) -> Self {
        let options = UploadOptions::default();
        Self { call, descriptor, media, options, resumable: None, response: PhantomData }
    }

    /// Limits the response to the fields of `P`, a type declared by [`partial!`](crate::partial!),
    /// and decodes it as `P`.
    pub fn select<P: Partial<R>>(mut self) -> Upload<P> {
        self.call.query("fields", mask_of::<P, R>());
        let Self { call, descriptor, media, options, resumable, .. } = self;
        Upload { call, descriptor, media, options, resumable, response: PhantomData }
    }

    /// Sets the content type of the media, e.g. `image/png`. The default is
    /// `application/octet-stream`.
    pub fn content_type(mut self, content_type: &str) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(content_type) if !content_type.as_bytes().is_empty() => self.options.content_type = content_type,
            _ => self.call.fail(BuildError::new(format!("{content_type:?} is not a content type"))),
        }
        self
    }

    /// Sends only the media, without the request message, even if the method declares one: some
    /// servers accept nothing else.
    pub fn without_message(mut self) -> Self {
        self.call.remove_message();
        self
    }

    /// Sets whether the server may receive the media more than once, e.g. because of
    /// `ifGenerationMatch`. The default is that of
    /// [`CallOptions::idempotent`](crate::CallOptions::idempotent).
    ///
    /// This decides about the retries of a single request. Media from a stream that are sent in a
    /// single request are never sent again; a resumable session is always retried.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.call.idempotent(idempotent);
        self
    }

    /// Sets the longest time from the start of a request until its response begins, which includes
    /// sending the media, or one chunk of them in a resumable session. The default is the [timeout
    /// of an attempt](crate::RetryPolicy::attempt_timeout).
    pub fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.call.first_byte_timeout(timeout);
        self
    }

    /// Sets whether to upload in a resumable session, regardless of the size of the media. Not
    /// every method supports both.
    pub fn resumable(mut self, resumable: bool) -> Self {
        self.resumable = Some(resumable);
        self
    }

    /// Sets the number of bytes that a resumable session sends per request and keeps in memory. It
    /// is rounded up to a multiple of 256 KiB. The default is 8 MiB.
    pub fn chunk_size(mut self, bytes: usize) -> Self {
        self.options.chunk_size =
            bytes.div_ceil(CHUNK_SIZE_UNIT).clamp(1, usize::MAX / CHUNK_SIZE_UNIT / 2) * CHUNK_SIZE_UNIT;
        self
    }

    /// Sets a callback that receives the URL of the resumable session once the server has created
    /// it. Save the URL for [`Upload::resume`].
    ///
    /// Anyone who has the URL can continue the upload: keep it secret.
    pub fn on_resumable_session(mut self, callback: impl FnMut(&str) + Send + 'static) -> Self {
        self.options.on_session_url = Some(Box::new(callback));
        self
    }

    /// Continues a resumable session that this process or another one started. The media must be
    /// the same, from the first byte; bytes that the server already has are read and skipped.
    pub fn resume(mut self, session_url: impl Into<String>) -> Self {
        self.options.session_url = Some(session_url.into());
        self.resumable = Some(true);
        self
    }

    /// Uploads large media to Cloud Storage in parts, of which up to this many are sent at the same
    /// time, at most 32. Only `storage.objects.insert` supports it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use discovery_runtime::{Error, Json, media::Upload};
    /// # async fn example(upload: Upload<Json>) -> Result<(), Error> {
    /// let object = upload.parts(8).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn parts(self, count: usize) -> UploadInParts<R> {
        UploadInParts::new(self, count)
    }

    /// Sets a callback that receives the number of bytes that the server has and, if it is known,
    /// that of all bytes, after each chunk.
    pub fn on_progress(mut self, callback: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.options.progress = Progress::new(callback);
        self
    }

    /// Sends the media and returns the message of the response.
    ///
    /// The future can be dropped at any time; the URL of a resumable session remains valid.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`](crate::Error) if the upload fails, or if the media do not have
    /// their declared length.
    pub async fn send(self) -> Result<R> {
        Ok(self.send_with_response().await?.into_body())
    }

    /// Sends the media and returns the response with its status and headers.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub async fn send_with_response(self) -> Result<http::Response<R>> {
        let decoder = ResponseDecoder::new(&self.call);
        let executor = self.call.executor().for_upload(self.descriptor.path());
        let sending = pin!(self.send_media(&executor));
        let work = pin!(async { decoder.decode(executor.run(sending).await?) });
        executor.in_call(work).await
    }

    async fn send_media(self, executor: &Executor) -> Result<http::Response<Vec<u8>>> {
        let Self { call, descriptor, media, options, resumable, .. } = self;
        let small = media.as_bytes().is_some_and(|bytes| bytes.len() as u64 <= MAX_SINGLE_REQUEST);
        if resumable.unwrap_or(!small || !descriptor.is_simple()) && descriptor.is_resumable() {
            transfer::send(executor, &call, descriptor.path(), media, options).await
        } else if descriptor.is_simple() && resumable != Some(true) {
            single_request::send(executor, &call, descriptor.path(), media, options).await
        } else {
            let message = match resumable {
                Some(false) => "this method supports only resumable uploads",
                _ => "this method does not support resumable uploads",
            };
            Err(MediaError::new(message).into())
        }
    }
}

impl<R> fmt::Debug for Upload<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("call", &self.call).field("media", &self.media).finish_non_exhaustive()
    }
}
