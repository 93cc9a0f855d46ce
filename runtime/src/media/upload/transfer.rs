//! Sends media in a resumable session, and continues after failures.

use super::checksum::ChecksumUse;
use super::options::UploadOptions;
use super::session::{Progress, ResumableSession};
use super::window::Window;
use crate::body::Body;
use crate::error::{Error, ErrorKind, MediaError, Result, TransportError};
use crate::execute::Executor;
use crate::request::UntypedCall;
use crate::retry::RetryTracker;

/// Sends media in a new resumable session, or in an existing one. If the session ends before the
/// upload, media in memory are sent once more in another session.
pub(super) async fn send(
    executor: &Executor,
    call: &UntypedCall,
    path: &str,
    media: Body,
    mut options: UploadOptions,
) -> Result<http::Response<Vec<u8>>> {
    let again = media.as_bytes().cloned();
    match (send_in_session(executor, call, path, media, &mut options).await, again) {
        (Err(error), Some(bytes)) if is_session_gone(&error) => {
            send_in_session(executor, call, path, bytes.into(), &mut options).await
        }
        (result, _) => result,
    }
}

fn is_session_gone(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Media(error) if error.is_session_gone())
}

async fn send_in_session(
    executor: &Executor,
    call: &UntypedCall,
    path: &str,
    media: Body,
    options: &mut UploadOptions,
) -> Result<http::Response<Vec<u8>>> {
    let (headers, content_type) = (call.headers().clone(), options.content_type.clone());
    let checksum = ChecksumUse::of_call(call);
    if let Some(url) = options.session_url.take() {
        let session = ResumableSession::open(executor, headers, &url, &content_type)?;
        return Transfer::new(session, media, checksum, options).resume().await;
    }
    let url = ResumableSession::create(executor, call, path, &content_type, media.length()).await?;
    if let Some(callback) = &mut options.on_session_url {
        callback(&url);
    }
    let session = ResumableSession::open(executor, headers, &url, &content_type)?;
    Transfer::new(session, media, checksum, options).run().await
}

struct Transfer<'o> {
    session: ResumableSession,
    window: Window,
    checksum: ChecksumUse,
    options: &'o mut UploadOptions,
    retries: RetryTracker,
}

impl<'o> Transfer<'o> {
    fn new(session: ResumableSession, media: Body, checksum: ChecksumUse, options: &'o mut UploadOptions) -> Self {
        Self { session, window: Window::new(media), checksum, options, retries: RetryTracker::for_transfer() }
    }

    /// Skips the bytes that the server already has, and sends the others.
    async fn resume(mut self) -> Result<http::Response<Vec<u8>>> {
        match self.query_progress().await? {
            Progress::Complete(response) => Ok(response),
            Progress::Received(count) => {
                self.window.skip_to(count).await?;
                self.report(count);
                self.retries = RetryTracker::for_transfer();
                self.run().await
            }
        }
    }

    /// Sends all bytes from the start of the window to the end of the media.
    async fn run(mut self) -> Result<http::Response<Vec<u8>>> {
        loop {
            self.window.fill(self.options.chunk_size).await?;
            // The checksum of all bytes is known with the last chunk.
            let is_last = self.window.is_last_chunk(self.options.chunk_size);
            let crc32c = is_last.then(|| self.window.crc32c());
            match (self.send_chunk(crc32c).await?, crc32c) {
                (Progress::Complete(response), Some(crc32c)) => {
                    self.checksum.verify(crc32c, &response)?;
                    self.report(self.window.end());
                    return Ok(response);
                }
                (Progress::Complete(_), None) => {
                    let message = "the server completed the upload before it received all bytes";
                    return Err(MediaError::new(message).into());
                }
                (Progress::Received(count), _) => {
                    let before = self.window.start();
                    self.window.advance_to(count)?;
                    if count > before {
                        self.retries.make_progress(count.saturating_sub(before));
                        self.report(count);
                    } else {
                        let error = TransportError::transient("the server accepted no bytes of a chunk");
                        self.session.executor().wait_after(error.into(), &mut self.retries).await?;
                    }
                }
            }
        }
    }

    /// Sends the chunk at the start of the window, and with the last chunk the checksum of the media.
    /// After a failure, the server reports how much of the chunk arrived.
    async fn send_chunk(&mut self, crc32c: Option<u32>) -> Result<Progress> {
        let chunk = self.window.chunk(self.options.chunk_size);
        let hash = crc32c.and_then(|crc32c| self.checksum.header(crc32c));
        match self.session.send_chunk(self.window.start(), chunk, self.window.total(), hash).await {
            Ok(progress) => Ok(progress),
            Err(error) => {
                self.session.executor().wait_after(error, &mut self.retries).await?;
                self.query_progress().await
            }
        }
    }

    /// Reports to the caller that the server has `count` bytes.
    fn report(&self, count: u64) {
        self.options.progress.advance_to(count, self.window.total());
    }

    async fn query_progress(&mut self) -> Result<Progress> {
        let (session, total) = (&self.session, self.window.total());
        session.executor().retry(&mut self.retries, || session.query_progress(total)).await
    }
}
