//! Uploads to Cloud Storage in parts that are sent at the same time: multipart uploads of its XML
//! API. Until the upload is complete, other users see nothing of it.

mod multipart;
mod object;
mod reader;
mod xml;

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use self::multipart::{MultipartUpload, UploadedPart};
use self::object::NewObject;
use self::reader::{Part, PartReader};
use super::Upload;
use crate::body::Body;
use crate::error::{BuildError, Error, Result};
use crate::execute::{Executor, FirstByte};
use crate::future::BoxFuture;
use crate::response::ResponseDecoder;
use crate::wire::Wire;

const MAX_PARTS_IN_FLIGHT: usize = 32;

/// In bytes. Eight parts in flight and their overhead need less than 64 MiB.
const DEFAULT_PART_SIZE: u64 = 6 << 20;

/// A request builder for an upload to Cloud Storage in parts, created by [`Upload::parts`].
///
/// The parts are sent at the same time and retried independently. Cloud Storage verifies the
/// CRC-32C of each part. The parts become an object at the end, which replaces an existing one:
/// preconditions such as `ifGenerationMatch` are not possible. They need the permission
/// `storage.multipartUploads.create`, which the role Storage Object Creator includes.
///
/// Media that fit in one part are uploaded as by [`Upload::send`].
///
/// # Memory
///
/// Each part in flight is in memory. A part has 6 MiB, and more only if the media have more than
/// 10,000 of these (58 GiB), or more than 1,000 if their length is not known in advance.
///
/// # Parts of an upload that is not completed
///
/// Cloud Storage keeps these and charges for them. They are deleted if the upload fails, but not if
/// the future is dropped, a timeout ends the upload, or the process ends: add a lifecycle rule with
/// the action `AbortIncompleteMultipartUpload` to the bucket.
#[must_use = "uploads do nothing until sent"]
pub struct UploadInParts<R> {
    upload: Upload<R>,
    count: usize,
    /// In bytes.
    part_size: u64,
}

impl<R: Wire + Send + 'static> UploadInParts<R> {
    pub(super) fn new(upload: Upload<R>, count: usize) -> Self {
        Self { upload, count: count.clamp(1, MAX_PARTS_IN_FLIGHT), part_size: DEFAULT_PART_SIZE }
    }

    /// Sets the size of a part, in bytes. The default is 6 MiB. Parts are up to a sixth smaller if
    /// they then end at the same time. Cloud Storage accepts nothing below 5 MiB, except for the
    /// last part.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(1);
        self
    }

    /// Sends the media and returns the message of the response.
    ///
    /// After an upload in parts, the message contains only the fields `bucket`, `name`, `size`,
    /// `crc32c` and, if the server sends them, `generation` and `metageneration`.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`](crate::Error) if the upload fails, if the media do not have their
    /// declared length, or if an option of the call is not available for uploads in parts: a
    /// precondition, or a field of the message such as `acl`. If the connection is lost during the
    /// last request, the error may be 404 although the object was created.
    pub async fn send(self) -> Result<R> {
        let decoder = ResponseDecoder::new(&self.upload.call);
        let executor = self.upload.call.executor().with_first_byte(FirstByte::Unlimited);
        let sending = pin!(self.send_media(&executor));
        let work = pin!(async { decoder.decode(executor.run(sending).await?) });
        Ok(executor.in_call(work).await?.into_body())
    }

    async fn send_media(mut self, executor: &Executor) -> Result<http::Response<Vec<u8>>> {
        if self.upload.options.session_url.is_some() {
            return Err(BuildError::new("a resumable session cannot be continued in parts").into());
        }
        let object = NewObject::of_call(&self.upload.call, &self.upload.options.content_type)?;
        self.upload.options.progress.set_total(self.upload.media.length());
        let mut reader = PartReader::new(std::mem::take(&mut self.upload.media), self.part_size, self.count);
        let first = poll_fn(|context| reader.poll_next(context)).await?;
        let is_only = poll_fn(|context| reader.poll_is_at_end(context)).await?;
        let first = match first {
            Some(part) if !is_only => part,
            only => {
                self.upload.media = only.map_or_else(Body::default, |part| part.bytes.into());
                return self.upload.send_media(executor).await;
            }
        };
        let upload = MultipartUpload::start(executor, &self.upload.call, object).await?;
        let result = self.send_parts(&upload, first, reader).await;
        if result.is_err() {
            upload.abort().await;
        }
        result
    }

    async fn send_parts(
        self,
        upload: &MultipartUpload,
        first: Part,
        mut reader: PartReader,
    ) -> Result<http::Response<Vec<u8>>> {
        let send = |part| -> BoxFuture<'_, Result<UploadedPart>> { Box::pin(upload.send(part)) };
        let (mut sending, mut sent) = (vec![send(first)], Vec::new());
        poll_fn(|context| {
            loop {
                let mut failure: Option<Error> = None;
                sending.retain_mut(|part| match part.as_mut().poll(context) {
                    Poll::Pending => true,
                    Poll::Ready(Ok(part)) => {
                        self.upload.options.progress.advance(part.length);
                        sent.push(part);
                        false
                    }
                    Poll::Ready(Err(error)) => {
                        failure = Some(error);
                        false
                    }
                });
                if let Some(error) = failure {
                    return Poll::Ready(Err(error));
                }
                let next = if sending.len() < self.count { reader.poll_next(context) } else { Poll::Pending };
                match next {
                    Poll::Ready(Ok(Some(part))) => sending.push(send(part)),
                    Poll::Ready(Ok(None)) if sending.is_empty() => return Poll::Ready(Ok(())),
                    Poll::Ready(Ok(None)) | Poll::Pending => return Poll::Pending,
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                }
            }
        })
        .await?;
        drop(sending);
        sent.sort_unstable_by_key(|part| part.number);
        upload.complete(sent).await
    }
}

impl<R> fmt::Debug for UploadInParts<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadInParts").field("upload", &self.upload).field("parts", &self.count).finish()
    }
}
